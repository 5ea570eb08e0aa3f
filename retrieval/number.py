"""Numbers and times: whether a question asks for one (كم، متى، in what year), and whether a sentence holds one.

What kind of thing an answer must hold is told by the question's own words, as question answering has long done it
(Prager and others, "Question-answering by predictive annotation", 2000).
"""

import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from index.arabic import words
from index.sentence_table import Passage
from index.stem import stems
from index.store import Store
from index.time_expression import month_names
from index.word_list import folded
from retrieval.question_words import question_phrases, question_words

Wanted = Literal["time", "amount", "quantity"]
# How many words behind the one that asks for a number may tell that it is a sum of money: كم تبلغ قيمة …
_NEAR = 5
_YEARS = range(1900, 2100)
_DAYS = 31
_TOMORROW = "غدا"
# What is joined to the front of a number.
_JOINED = ("", "وب", "ول", "و", "ب", "ل", "ف", "ك")


def wanted_number(asked: Sequence[str]) -> Wanted | None:
    """What these folded words of a question ask for: a time (متى، in what year), a sum of money (كم كلف، how much …
    cost), how many of something; None for anything else."""
    at = _behind(asked, "quantity")
    if at is None:
        return "time" if _behind(asked, "time") is not None else None
    near = {word.removeprefix(start) for word in asked[at : at + _NEAR] for start in ("", "ال", "وال", "بال", "ب")}
    return "amount" if asked[at - 1] == "بكم" or not near.isdisjoint(question_words("sums")) else "quantity"


def _behind(asked: Sequence[str], group: str) -> int | None:
    """Where the first phrase of this group ends, if there is one."""
    ends = (
        at + len(phrase)
        for at in range(len(asked))
        for phrase in question_phrases(group)
        if tuple(asked[at : at + len(phrase)]) == phrase
    )
    return next(ends, None)


def holding(wanted: Wanted | None, passages: Sequence[Passage], store: Store) -> set[int]:
    """The numbers of those sentences that hold what is wanted; of all, where nothing is."""
    if wanted is None:
        return {one.number for one in passages}
    if wanted == "time":
        found = store.stems([one.number for one in passages])
        return {one.number for one in passages if holds_time(found[one.number])}
    holds = holds_amount if wanted == "amount" else holds_quantity
    texts = {one.number: store.article(one.article).text[one.start : one.end] for one in passages}
    return {number for number, text in texts.items() if holds(list(words(text)))}


def holds_time(found: Collection[str]) -> bool:
    """Whether a sentence of these stems holds what may tell a time: a number, in digits or in words, a month, a day."""
    return any(stem in _numbers() or any(map(str.isdigit, stem)) for stem in found)


def holds_quantity(found: Sequence[str]) -> bool:
    """Whether folded words hold a number that is no year, no day of a month, no weekday and no ordinal."""
    return any(_is_quantity(word, after) for word, after in pairwise([*found, ""]))


def holds_amount(found: Sequence[str]) -> bool:
    """Whether folded words hold a number and a currency, or millions and more."""
    money = question_words("currencies") | question_words("large")
    return holds_quantity(found) and any(_bare(word) in money for word in found)


def _is_quantity(word: str, after: str) -> bool:
    if word.isdigit():
        year = len(word) == 4 and int(word) in _YEARS and not word.endswith("000")
        return not year and not (int(word) <= _DAYS and after in _months())
    number = _bare(word)
    return any(map(str.isdigit, word)) or number in telling_words()["numbers"] or number in question_words("counts")


@cache
def _bare(word: str) -> str:
    """A folded word without what is joined to its front, where a number or a currency is left."""
    known = question_words("currencies") | question_words("large") | question_words("counts")
    known |= frozenset(telling_words()["numbers"])
    return next((rest for start in _JOINED if (rest := word.removeprefix(start)) in known), word)


@cache
def _months() -> frozenset[str]:
    """The first words of the months' names: تشرين of تشرين الأول."""
    return frozenset(name.split()[0] for name in month_names())


@cache
def _numbers() -> frozenset[str]:
    months = (name for name in month_names() if " " not in name)
    words = [*telling_words()["numbers"], *months, *folded("datelines.toml", "weekdays"), _TOMORROW]
    return frozenset(stem for word in words for stem in stems(word))


@cache
def telling_words() -> dict[str, list[str]]:
    """The groups of `data/telling_words.toml`: words that make another statement of a sentence."""
    return tomllib.loads(files("retrieval").joinpath("data/telling_words.toml").read_text(encoding="utf8"))
