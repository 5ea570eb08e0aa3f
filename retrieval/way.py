"""Ways of speaking: whether a sentence tells of what the question asks after, رد for كيف رد, حذر for ممّ حذر."""

from collections.abc import Collection, Sequence
from functools import cache

from index.arabic import words
from index.cue_form import cues_of
from index.sentence_table import Passage
from index.store import Store
from retrieval.question_words import question_phrases

# The word of saying stands among these first words of a question, if it has any.
_FIRST = 6


def asked_ways(asked: Sequence[str]) -> frozenset[str]:
    """The ways of speaking that these folded words of a question name, each by its first verb; none for قال."""
    return frozenset(way for word in asked[:_FIRST] if (way := _way(word)) is not None)


def spoken_so(ways: Collection[str], passages: Sequence[Passage], store: Store) -> set[int]:
    """The numbers of those sentences that hold a verb of one of these ways."""
    if not ways:
        return set()
    texts = {one.number: store.article(one.article).text[one.start : one.end] for one in passages}
    return {number for number, text in texts.items() if any(_way(word) in ways for word in words(text))}


@cache
def _way(word: str) -> str | None:
    """The first verb of the group that a form belongs to, also behind و or ف."""
    return next((_groups()[cue.lemma] for cue in cues_of(word) if cue.lemma in _groups()), None)


@cache
def _groups() -> dict[str, str]:
    return {verb: group[0] for group in question_phrases("ways") for verb in group}
