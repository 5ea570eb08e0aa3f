"""The evaluation: figures worked out by hand, and agreement with an outside scorer where there is one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from index.errors import InputError
from retrieval.answer import Answer
from retrieval.evaluate import evaluate, read_questions, summarise
from retrieval.metrics import Gold, GoldQuestion, Verdict, judge, same_speaker
from retrieval.run import write_run
from retrieval.search import Searcher
from tests.conftest import ROOT, SEEDS

SCORER = ROOT.parent / "shared" / "gold" / "score.py"
ARTICLES = {"a": "قال لافروف إن السلام قريب. وقال كيري إن الحرب بعيدة.\nونفى بوتين ذلك كله نفيا قاطعا."}


def answer(text: str, article: str = "a", speaker: str | None = None) -> Answer:
    return Answer(article=article, text=text, start=0, end=len(text), speaker=speaker, score=1.0)


def question(*gold: tuple[str, int], speaker: str | None = None) -> GoldQuestion:
    rows = tuple(Gold(article="a", text=text, grade=grade) for text, grade in gold)
    return GoldQuestion(id="q", question="؟", gold=rows, speaker=speaker, lang="ar", kind="direct")


def test_the_figures_of_one_question_by_hand() -> None:
    asked = question(("السلام قريب", 2), ("الحرب بعيدة", 1))
    answers = [answer("وقال كيري إن الحرب بعيدة."), answer("كلام آخر لا صلة له"), answer("قال لافروف إن السلام قريب.")]
    outcome = judge(asked, answers, ARTICLES)
    assert (outcome.success, outcome.reciprocal_rank) == (0.0, 1 / 3)
    assert outcome.ndcg == pytest.approx((1 / 1 + 3 / 2) / (3 / 1 + 1 / 1.5849625007))
    assert outcome.recall == {1: 0.5, 3: 1.0, 5: 1.0, 10: 1.0}
    assert (outcome.grade, outcome.verdict) == (1, Verdict.ACCEPTABLE)


@pytest.mark.parametrize(
    ("gold", "shown", "verdict"),
    [
        (("السلام قريب", 2), "السلام قريب", Verdict.RIGHT),
        (("السلام قريب", 1), "السلام قريب", Verdict.ACCEPTABLE),
        (("السلام قريب", 2), "الحرب بعيدة", Verdict.WRONG),
        (("السلام قريب", 2), None, Verdict.FALSE_REFUSAL),
        (None, "السلام قريب", Verdict.FALSE_ANSWER),
        (None, None, Verdict.ABSTAINED),
    ],
)
def test_every_verdict(gold: tuple[str, int] | None, shown: str | None, verdict: Verdict) -> None:
    asked = question(gold) if gold else question()
    assert judge(asked, [answer(shown)] if shown else [], ARTICLES).verdict == verdict


def test_a_part_of_the_sentence_counts_when_it_has_half_the_words() -> None:
    asked = question(("ونفى بوتين ذلك كله نفيا قاطعا", 2))
    assert judge(asked, [answer("بوتين ذلك كله نفيا")], ARTICLES).success == 1.0
    assert judge(asked, [answer("نفيا قاطعا.")], ARTICLES).success == 0.0
    assert judge(asked, [answer("ونفى بوتين ذلك كله نفيا قاطعا", article="b")], ARTICLES).success == 0.0


def test_abstentions_are_counted_for_and_against() -> None:
    figures = summarise(
        [
            judge(question(), [], ARTICLES),
            judge(question(), [answer("x")], ARTICLES),
            judge(question(("السلام قريب", 2)), [], ARTICLES),
            judge(question(("السلام قريب", 2)), [answer("السلام قريب")], ARTICLES),
        ]
    )
    assert (figures.answerable, figures.unanswerable) == (2, 2)
    assert (figures.false_answers, figures.false_refusals, figures.success_at_1) == (0.5, 0.5, 0.5)
    assert figures.other_speaker_at_1 is None


def test_speakers_are_compared_by_their_words() -> None:
    assert same_speaker("لافروف", "سيرغي لافروف")
    assert same_speaker("الرئيس دونالد ترمب", "دونالد ترامب")
    assert not same_speaker("سيرغي لافروف", "سيرغي شويغو")
    assert not same_speaker(None, "لافروف")
    asked = question(("السلام قريب", 2), speaker="سيرغي لافروف")
    assert judge(asked, [answer("السلام قريب", speaker="لافروف")], ARTICLES).other_speaker == 0.0
    assert judge(asked, [answer("السلام قريب", speaker="كيري")], ARTICLES).other_speaker == 1.0


def test_the_seeds_questions_ask_for_verbatim_text() -> None:
    questions = read_questions(SEEDS / "questions.jsonl")
    assert len(questions) >= 50
    for asked in questions:
        for gold in asked.gold:
            assert gold.text in (SEEDS / gold.article).read_text(encoding="utf8")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "1"}', ":1: question: Field required"),
        ('{"id": "1", "question": "؟"', ":1: row: Invalid JSON"),
        ('{"id": "1", "question": "؟"}\n\n{"id": "1", "question": "من؟"}', ":3: id: an earlier line has the same, 1"),
        ("\n\n", "no question in this file"),
    ],
)
def test_bad_question_files(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(content, encoding="utf8")
    with pytest.raises(InputError, match=message):
        read_questions(path)


def test_questions_over_other_articles_are_refused(searcher: Searcher) -> None:
    asked = GoldQuestion(id="1", question="من؟", gold=(Gold(article="elsewhere", text="x", grade=2),))
    with pytest.raises(InputError, match=r"lacks 1 of the 1 articles .*elsewhere"):
        evaluate([asked], searcher)


def test_a_run_file_is_written_whole(searcher: Searcher, tmp_path: Path) -> None:
    questions = read_questions(SEEDS / "questions.jsonl")[:3]
    write_run(tmp_path / "run.jsonl", evaluate(questions, searcher))
    rows = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text(encoding="utf8").splitlines()]
    assert [row["id"] for row in rows] == [asked.id for asked in questions]
    assert all(answer.keys() == {"article", "text", "speaker", "score"} for row in rows for answer in row["answers"])
    assert [path.name for path in tmp_path.iterdir()] == ["run.jsonl"]


@pytest.mark.skipif(not SCORER.is_file(), reason="the outside scorer, ../shared/gold/score.py, is not here")
def test_an_outside_scorer_agrees(seeds_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, out = SEEDS / "questions.jsonl", tmp_path / "run.jsonl"
    try:
        main(["evaluate", str(gold), "--index", str(seeds_index), "--run", str(out), "--json"])
    except SystemExit as stop:
        assert stop.code in (0, None)  # noqa: PT017
    ours = json.loads(capsys.readouterr().out)["overall"]
    command = [sys.executable, str(SCORER), "questions", str(gold), str(out), str(SEEDS), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for mine, other in {
        "success_at_1": "success@1", "mrr_at_10": "mrr@10", "ndcg_at_10": "ndcg@10",
        "other_speaker_at_1": "other_speaker@1", "false_answers": "false_answers", "false_refusals": "false_refusals",
    }.items():  # fmt: skip
        assert ours[mine] == pytest.approx(theirs[other], abs=0.0011), mine
    assert theirs["not_verbatim"] == 0
