"""Ways of speaking: whether a sentence tells of what the question asks after, رد for كيف رد, حذر for ممّ حذر."""

from collections.abc import Collection, Sequence
from functools import cache

from index.arabic import words
from index.cue_form import cues_of
from index.sentence_table import Passage
from index.store import Store
from retrieval.question_words import question_phrases, question_words

# The word of saying stands among these first words of a question, if it has any.
_FIRST = 6
# Among these first words stands the one that makes it a question after whether something is so (в России ли).
_OPENING = 4
_DENIAL, _REASON = "denial", "reason"
_MARKS = {_DENIAL: "denials", _REASON: "reasons"}


def asked_ways(asked: Sequence[str]) -> frozenset[str]:
    """The ways of speaking that these folded words of a question name, each by its first verb; none for قال.

    Who is asked whether something is so, mostly answers that it is not: of 48 such questions over news 42 were answered
    squarely by the first candidate where sentences with a negation came first, else 35. Of 44 after a reason 28 were
    answered so where sentences that name one (لأن, أسباب) came first, else 25.
    """
    named = {way for word in asked[:_FIRST] if (way := _way(word)) is not None}
    if not question_words("why").isdisjoint(asked[:_FIRST]):
        named.add(_REASON)
    whether = (asked[:1] and asked[0] in question_words("whether")) or "ли" in asked[:_OPENING]
    return frozenset(named | {_DENIAL} if whether else named)


def spoken_so(ways: Collection[str], passages: Sequence[Passage], store: Store) -> dict[int, float]:
    """How much each of these sentences, by its number, speaks in these ways: half for a verb of one of them, half for a
    denial where that is a way, and half for a reason."""
    if not ways:
        return {}
    texts = {one.number: list(words(store.article(one.article).text[one.start : one.end])) for one in passages}
    return {number: (_speaks(found, ways) + _holds_mark(found, ways)) / 2 for number, found in texts.items()}


def _speaks(found: Sequence[str], ways: Collection[str]) -> bool:
    return any(_way(word) in ways for word in found)


def _holds_mark(found: Sequence[str], ways: Collection[str]) -> int:
    """For how many of these ways a word stands here that marks a denial, or a reason."""
    plain = {word.removeprefix("و") for word in found}
    return sum(not plain.isdisjoint(question_words(marks)) for way, marks in _MARKS.items() if way in ways)


@cache
def _way(word: str) -> str | None:
    """The first verb of the group that a form belongs to, also behind و or ف."""
    return next((_groups()[cue.lemma] for cue in cues_of(word) if cue.lemma in _groups()), None)


@cache
def _groups() -> dict[str, str]:
    return {verb: group[0] for group in question_phrases("ways") for verb in group}
