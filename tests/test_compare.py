"""Comparing runs: what got better and worse, by hand and over the seeds."""

import json
from pathlib import Path

import pytest

from index.errors import InputError
from retrieval.answer import Answer, Reply
from retrieval.compare import TOTALS, Change, Comparison, compare, sign_test
from retrieval.evaluate import Evaluation, Figures, evaluate, read_questions, source_texts
from retrieval.metrics import Gold, GoldQuestion, Verdict, judge
from retrieval.run import RunAnswer, kept, read_run, write_run
from retrieval.search import Searcher
from tests.conftest import SEEDS

TEXTS = {"a": "قال لافروف إن السلام قريب. وقال كيري إن الحرب بعيدة. ونفى بوتين ذلك كله نفيا قاطعا."}
RIGHT, FAIR, WRONG = "قال لافروف إن السلام قريب.", "وقال كيري إن الحرب بعيدة.", "ونفى بوتين ذلك كله نفيا قاطعا."
ASKED = GoldQuestion(
    id="q", question="ماذا قال لافروف عن السلام؟", speaker="لافروف",
    gold=(Gold(article="a", text="السلام قريب", grade=2), Gold(article="a", text="الحرب بعيدة", grade=1)),
)  # fmt: skip
UNANSWERABLE = GoldQuestion(id="q", question="ماذا قال لافروف عن القمر؟")


def compared(asked: GoldQuestion, former: list[tuple[str, str]], present: list[tuple[str, str]]) -> Comparison:
    """The comparison of one question, each run given as (text, speaker)."""
    answers = tuple(
        Answer(article="a", text=text, start=0, end=len(text), speaker=speaker, score=1.0) for text, speaker in present
    )
    evaluation = Evaluation(
        (Reply(question=asked.question, answers=answers),), (judge(asked, answers, TEXTS),), (0.01,)
    )
    run = {asked.id: tuple(RunAnswer(article="a", text=text, speaker=speaker) for text, speaker in former)}
    return compare(evaluation, run, TEXTS)


@pytest.mark.parametrize(
    ("asked", "former", "present", "change", "by"),
    [
        (ASKED, [(WRONG, "لافروف")], [(RIGHT, "لافروف")], Change.BETTER, "success@1"),
        (ASKED, [(RIGHT, "لافروف")], [(FAIR, "لافروف")], Change.WORSE, "success@1"),
        (ASKED, [(WRONG, "بوتين")], [(WRONG, "لافروف")], Change.BETTER, "other speaker"),
        (ASKED, [], [(WRONG, "بوتين")], Change.WORSE, "other speaker"),
        (ASKED, [], [(WRONG, "لافروف")], Change.BETTER, "false refusal"),
        (ASKED, [(WRONG, "لافروف")], [], Change.WORSE, "false refusal"),
        (ASKED, [(WRONG, "لافروف")], [(WRONG, "لافروف"), (RIGHT, "لافروف")], Change.BETTER, "MRR@10"),
        (ASKED, [(RIGHT, "لافروف")], [(RIGHT, "لافروف"), (FAIR, "كيري")], Change.BETTER, "nDCG@10"),
        (ASKED, [(RIGHT, "لافروف")], [(RIGHT, "سيرغي لافروف")], Change.CHANGED, None),
        (ASKED, [(RIGHT, "لافروف")], [(RIGHT, "لافروف")], Change.SAME, None),
        (ASKED, [], [], Change.SAME, None),
        (UNANSWERABLE, [(WRONG, "لافروف")], [], Change.BETTER, "false answer"),
        (UNANSWERABLE, [], [(WRONG, "لافروف")], Change.WORSE, "false answer"),
        (UNANSWERABLE, [(RIGHT, "لافروف")], [(WRONG, "لافروف")], Change.CHANGED, None),
        (UNANSWERABLE, [], [], Change.SAME, None),
    ],
)
def test_every_change(
    asked: GoldQuestion, former: list[tuple[str, str]], present: list[tuple[str, str]], change: Change, by: str | None
) -> None:
    comparison = compared(asked, former, present)
    one = comparison.questions[0]
    assert (one.change, one.by) == (change, by)
    assert comparison.counts == {**dict.fromkeys(Change, 0), change: 1}
    assert comparison.having(change) == [one]
    assert (one.former_answer and one.former_answer.text) == (former[0][0] if former else None)
    assert (one.answer and one.answer.text) == (present[0][0] if present else None)
    assert (by is None) == (one.worth is None) == (one.former_worth is None)


def test_totals_and_what_became_right() -> None:
    comparison = compared(ASKED, [(WRONG, "بوتين")], [(RIGHT, "لافروف")])
    totals = {name: (one.former, one.present, one.difference) for name, one in comparison.totals.items()}
    assert totals["success_at_1"] == (0.0, 1.0, 1.0)
    assert totals["other_speaker_at_1"] == (1.0, 0.0, -1.0)
    assert totals["false_answers"] == (None, None, None)
    assert (comparison.became_right, comparison.ceased_to_be_right, comparison.p_value) == (1, 0, 1.0)
    assert (comparison.questions[0].former_verdict, comparison.questions[0].verdict) == (Verdict.WRONG, Verdict.RIGHT)


def test_the_totals_are_figures() -> None:
    assert TOTALS.keys() - {"recall_at_10"} <= Figures.model_fields.keys()


def test_chance_by_hand() -> None:
    assert sign_test(0, 0) == sign_test(3, 3) == 1.0
    assert sign_test(5, 0) == sign_test(0, 5) == pytest.approx(2 / 32)
    assert sign_test(7, 2) == pytest.approx(2 * (1 + 9 + 36) / 512)
    assert 0 < sign_test(1200, 900) < 1e-9


def test_a_run_against_itself_and_against_a_spoiled_one(searcher: Searcher, tmp_path: Path) -> None:
    evaluation = evaluate(read_questions(SEEDS / "questions.jsonl")[:12], searcher)
    path, texts = tmp_path / "run.jsonl", source_texts(searcher)
    write_run(path, evaluation)
    same = compare(evaluation, read_run(path), texts)
    assert same.counts[Change.SAME] == len(same.questions) == 12
    assert all(total.difference in (0.0, None) for total in same.totals.values())
    rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
    right = next(o.question.id for o in evaluation.outcomes if o.verdict is Verdict.RIGHT)
    for row in rows:
        if row["id"] == right:
            row["answers"] = []
    rows[-1]["id"] = "elsewhere"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf8")
    changed = compare(evaluation, read_run(path), texts)
    assert [one.id for one in changed.having(Change.BETTER)] == [right]
    assert (changed.only_former, changed.only_present) == (("elsewhere",), (evaluation.outcomes[-1].question.id,))
    assert changed.became_right == 1
    assert (changed.totals["success_at_1"].difference or 0) > 0


def test_a_run_of_another_file_is_refused(searcher: Searcher) -> None:
    evaluation = evaluate(read_questions(SEEDS / "questions.jsonl")[:1], searcher)
    with pytest.raises(InputError, match="none of the 1 questions"):
        compare(evaluation, {"elsewhere": ()}, source_texts(searcher))


def test_what_is_written_is_what_is_read(searcher: Searcher, tmp_path: Path) -> None:
    evaluation = evaluate(read_questions(SEEDS / "questions.jsonl")[:3], searcher)
    write_run(tmp_path / "run.jsonl", evaluation)
    assert read_run(tmp_path / "run.jsonl") == {
        outcome.question.id: tuple(map(kept, reply.answers))
        for outcome, reply in zip(evaluation.outcomes, evaluation.replies, strict=True)
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "1"}', ":1: answers: Field required"),
        ('{"id": "1", "answers": [{"article": "a"}]}', r":1: answers\.0\.text: Field required"),
        ('{"id": "1", "answers": []}\n{"id": "1", "answers": []}', ":2: id: an earlier line has the same"),
        ("", "empty"),
    ],
)
def test_bad_run_files(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(content, encoding="utf8")
    with pytest.raises(InputError, match=message):
        read_run(path)
