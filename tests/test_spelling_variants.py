"""Metamorphic: a question spelt otherwise has the same first answer."""

import re
import unicodedata
from collections.abc import Iterator

from retrieval.evaluate import read_questions
from retrieval.search import Searcher
from tests.conftest import SEEDS

_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_JOINING = "بتسحكلمنهي"


def variants(question: str) -> Iterator[str]:
    """The question in other spellings of the same words."""
    yield re.sub("[أإآ]", "ا", question)
    yield question.replace("ة", "ه")
    yield question.replace("ى", "ي")
    yield re.sub(rf"(?<=[{_JOINING}])(?=[\u0621-\u064a])", "ـ", question, count=2)
    yield re.sub(rf"([{_JOINING}])(?=[\u0621-\u064a])", "\\1\u064e", question, count=3)
    yield question.translate(_DIGITS)
    yield unicodedata.normalize("NFD", question)
    yield f"  {question.replace(' ', '  ')} "
    yield question.rstrip("؟? ")
    yield question.rstrip("؟? ") + " ؟"


def test_spelling_does_not_change_the_first_answer(searcher: Searcher) -> None:
    asked, differ = 0, []
    for question in read_questions(SEEDS / "questions.jsonl"):
        texts = [answer.text for answer in searcher.ask(question.question, 1).answers]
        for variant in set(variants(question.question)) - {question.question}:
            asked += 1
            if [answer.text for answer in searcher.ask(variant, 1).answers] != texts:
                differ.append(variant)
    assert asked > 250
    assert len(differ) <= 0.01 * asked, differ
