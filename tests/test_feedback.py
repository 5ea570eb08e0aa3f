"""Feedback: what votes become, and `qala feedback` as its user meets it."""

import json
from pathlib import Path

import pytest

from bot.cards import Quote, card_of
from bot.memory import Memory
from index.upkeep import remove
from retrieval.evaluate import evaluate, read_questions
from retrieval.search import Searcher
from tests.command import run

QUESTION, OTHER = "ماذا قال لافروف عن حلب؟", "ماذا قال كيري عن حلب؟"


@pytest.fixture
def memory_of_votes(index_copy: Path, searcher: Searcher) -> Path:
    """Votes of three readers on answers to two questions, beside the index."""
    memory = Memory(index_copy.parent / "bot.sqlite")
    first, second, third = _quotes(searcher, QUESTION)[:3]
    for user in (1, 2):
        memory.feedback.vote(user, QUESTION, first, 1)
    memory.feedback.vote(1, QUESTION, second, 1)
    memory.feedback.vote(2, QUESTION, second, 1)
    memory.feedback.vote(3, QUESTION, second, -1)
    memory.feedback.vote(3, QUESTION, third, -1)
    memory.feedback.vote(3, OTHER, _quotes(searcher, OTHER)[0], -1)
    memory.close()
    return index_copy


def _quotes(searcher: Searcher, question: str) -> tuple[Quote, ...]:
    return card_of(searcher.ask(question), question).quotes


def test_votes_become_questions_that_evaluate_reads(
    memory_of_votes: Path, searcher: Searcher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("feedback", "--jsonl", "--index", memory_of_votes) == 0
    out = capsys.readouterr().out
    path = tmp_path / "questions.jsonl"
    path.write_text(out, encoding="utf8")
    [question] = read_questions(path)  # of the other one no good answer is known
    first, second = searcher.ask(QUESTION).answers[:2]
    assert (question.question, question.speaker, question.kind) == (QUESTION, first.speaker, first.kind)
    assert {(one.text, one.grade) for one in question.gold} == {(first.text, 2), (second.text, 1)}
    figures = evaluate([question], searcher).overall()
    assert (figures.success_at_1, figures.answerable) == (1.0, 1)
    assert not {"user", "at", "chat"} & json.loads(out).keys()


def test_the_same_votes_are_the_same_questions(
    memory_of_votes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("feedback", "--jsonl", "--index", memory_of_votes)
    first = capsys.readouterr().out
    run("feedback", "--jsonl", "--index", memory_of_votes)
    assert capsys.readouterr().out == first != ""


def test_for_people_it_is_a_line_an_answer(memory_of_votes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("feedback", "--index", memory_of_votes) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert sorted(line[:9] for line in lines) == ["👍 0  👎 1 ", "👍 0  👎 1 ", "👍 2  👎 0 ", "👍 2  👎 1 "]
    assert [OTHER in line for line in lines] == [True, False, False, False]
    assert "4 answers with votes" in captured.err


def test_words_that_have_left_the_index_are_no_gold(
    memory_of_votes: Path, searcher: Searcher, capsys: pytest.CaptureFixture[str]
) -> None:
    remove(memory_of_votes, [one.id for one in searcher.articles()])
    assert run("feedback", "--jsonl", "--index", memory_of_votes) == 0
    assert capsys.readouterr().out == ""


def test_without_a_bot_there_is_no_feedback(index_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("feedback", "--index", index_copy) == 4
    assert "bot.sqlite" in capsys.readouterr().err
    assert not (index_copy.parent / "bot.sqlite").exists()


def test_a_vote_of_changed_words_is_a_vote_of_its_own(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "bot.sqlite")
    quote = Quote(place=("a", 0, 4), speaker=None, kind=None, digest="before")
    memory.feedback.vote(1, "q", quote, 1)
    memory.feedback.vote(2, "q", quote.model_copy(update={"digest": "after"}), 1)
    memory.feedback.vote(3, "q", quote.model_copy(update={"speaker": "named since"}), -1)
    assert [(one.quote.digest, one.ups, one.downs) for one in memory.feedback.voted()] == [
        ("before", 1, 1),
        ("after", 1, 0),
    ]
    memory.close()
