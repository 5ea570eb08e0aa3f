"""The figures of an evaluation: what each means, computed from graded answers.

A gold sentence is `{"article", "text", "grade"}`; grade 2 answers squarely, grade 1 is acceptable.
An answer gets the grade of the best gold sentence that it holds, or that it is the greater part of.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from index.alias import alias
from index.arabic import words
from retrieval.rows import Row

CUTOFF = 10
_STOPS = ("\n", ". ", "؟ ", "! ")
# Two spellings that newsrooms divide over and folding leaves apart; gold and article may differ in them.
_VARIANTS = {"ترمب": "ترامب", "اميركي": "امريكي"}


class Gold(BaseModel):
    """One sentence that answers a question."""

    model_config = ConfigDict(frozen=True)
    article: str
    text: str
    grade: int


class GoldQuestion(Row):
    """A question with its gold; `gold` is empty where the right answer is to abstain."""

    question: str
    lang: str | None = None
    kind: str | None = None
    style: str | None = None
    speaker: str | None = None
    gold: tuple[Gold, ...] = ()


class Shown(Protocol):
    """What is judged of an answer, be it fresh or read from a run file: where it stands, its words, and whose."""

    @property
    def article(self) -> str:
        """The article's id."""

    @property
    def text(self) -> str:
        """The words, verbatim."""

    @property
    def speaker(self) -> str | None:
        """Who is said to have said them."""


class Verdict(StrEnum):
    """What the first answer, or its absence, is worth."""

    RIGHT = "right"  # of grade 2
    ACCEPTABLE = "acceptable"  # of grade 1
    WRONG = "wrong"
    FALSE_REFUSAL = "false refusal"  # no answer, although there is one
    ABSTAINED = "abstained"  # no answer, and rightly so
    FALSE_ANSWER = "false answer"  # an answer where there is none


@dataclass(frozen=True)
class Outcome:
    """One question's figures. For an unanswerable question only `answered` counts."""

    question: GoldQuestion
    answered: bool
    grade: int = 0  # of the first answer
    success: float = 0.0  # the first answer is of grade 2
    reciprocal_rank: float = 0.0  # of the first answer of grade 2 among ten
    ndcg: float = 0.0
    recall: Mapping[int, float] = field(default_factory=dict)  # share of the gold sentences among the first k
    other_speaker: float | None = None  # 1 where the first answer names another speaker than was asked for

    @property
    def verdict(self) -> Verdict:
        """What the first answer, or its absence, is worth."""
        if not self.question.gold:
            return Verdict.FALSE_ANSWER if self.answered else Verdict.ABSTAINED
        if not self.answered:
            return Verdict.FALSE_REFUSAL
        return {2: Verdict.RIGHT, 1: Verdict.ACCEPTABLE}.get(self.grade, Verdict.WRONG)


def judge(question: GoldQuestion, answers: Sequence[Shown], articles: Mapping[str, str]) -> Outcome:
    """The outcome of one question, given its answers best first and the source text of articles by id."""
    found = answers[:CUTOFF]
    if not question.gold:
        return Outcome(question, answered=bool(found))
    grades = [_grade(answer, question.gold, articles) for answer in found]
    ideal = sorted((gold.grade for gold in question.gold), reverse=True)[:CUTOFF]
    other = None
    if question.speaker and found:
        other = float(not same_speaker(found[0].speaker, question.speaker))
    return Outcome(
        question,
        answered=bool(found),
        grade=grades[0] if grades else 0,
        success=float(bool(grades) and grades[0] == 2),
        reciprocal_rank=next((1 / rank for rank, grade in enumerate(grades, 1) if grade == 2), 0.0),
        ndcg=min(1.0, _gain(grades) / _gain(ideal)),
        recall={k: _recall(found[:k], question.gold, articles) for k in (1, 3, 5, CUTOFF)},
        other_speaker=other,
    )


def same_speaker(one: str | None, other: str | None) -> bool:
    """Whether two forms of a name can be one speaker's: the words of one are all among the other's."""
    first, second = _name_words(one), _name_words(other)
    return bool(first and second) and (first <= second or second <= first)


def _name_words(name: str | None) -> set[str]:
    joined = " ".join(words(name or ""))
    for variant, usual in _VARIANTS.items():
        joined = joined.replace(variant, usual)
    return {re.sub("^(وال|ال)", "", word) for word in alias(joined).split()}


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _recall(answers: Sequence[Shown], gold: Sequence[Gold], articles: Mapping[str, str]) -> float:
    return sum(any(_holds(answer, one, articles) for answer in answers) for one in gold) / len(gold)


def _grade(answer: Shown, gold: Sequence[Gold], articles: Mapping[str, str]) -> int:
    return max((one.grade for one in gold if _holds(answer, one, articles)), default=0)


def _holds(answer: Shown, gold: Gold, articles: Mapping[str, str]) -> bool:
    """Whether the answer holds the gold's text, or is at least half of its words within its sentence."""
    if gold.article != answer.article:
        return False
    anchor, shown = _squeeze(gold.text), _squeeze(answer.text)
    if anchor in shown:
        return True
    wanted = set(anchor.split())
    return (
        len(shown) >= 15
        and len(wanted & set(shown.split())) >= 0.5 * len(wanted)
        and shown in _squeeze(_sentence_around(articles.get(gold.article, ""), gold.text))
    )


def _sentence_around(text: str, anchor: str) -> str:
    """The stretch of the text between line ends and stops that holds the anchor."""
    at = text.find(anchor)
    start = max(text.rfind(stop, 0, at) for stop in _STOPS) + 1
    ends = [end for end in (text.find(stop, at + len(anchor)) for stop in _STOPS) if end >= 0]
    return text[start : min(ends) + 1 if ends else len(text)]


def _squeeze(text: str) -> str:
    return " ".join(text.split())
