"""Bodies and states that a question asks for, also by a shorter name: شرطة هامبشاير is شرطة مقاطعة هامبشاير
البريطانية, where nobody is called just that.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from index.alias import alias
from index.arabic import aligned_words
from index.lexicon import adjectives, given_names, nouns, surnames
from index.mention import Mention
from index.stem import stems
from index.title import Bearers, names_of_ministry, names_of_state, voices_of
from index.tokens import Range, Reading
from index.word_list import folded
from retrieval.asked_name import is_before_topic
from retrieval.names import Names
from retrieval.place import places
from retrieval.whom import Asked, BearersOf

_CLUBS = ("نادي", "فريق")


def asked_body(
    reading: Reading,
    span: Range,
    mention: Mention,
    known: Asked | None,
    names: Names,
    bearers: BearersOf,
    own_words: bool,
) -> Asked | None:
    """The body or the state of a mention, of which no shorter name will do: البرلمان الأردني is not just any البرلمان.

    `span`: of the tokens from its first to where the topic begins; `known`: who is called so, or more; `own_words`:
    whether nobody else's will do.
    """
    closed, end = is_before_topic(reading, span[1]), mention.end
    if closed and reading.words[end] == "ل":  # الأمانة العامة لجامعة الدول العربية
        end = span[1]
        known = known if known and known.end >= reading.ends[end - 1] else None
    end = next((at for at in range(mention.start, end) if reading.words[at] == "("), end)  # لكرة القدم (فيفا)
    told = list(aligned_words(reading.slice((mention.start, end))))
    called = tuple(word.text for word in told)
    same = (*names_of_state(mention), *names_of_ministry(" ".join(called)), *_with_or_without_noun(called))
    body = known or Asked(reading.starts[span[0]], reading.ends[end - 1], frozenset(), strict=False)
    body = replace(body, speakers=body.speakers.union(*map(names.known_as, same)), strict=own_words)
    if not body.speakers:
        own, speakers = bodies_called(called, names, len(called) if closed else 2)
        stops = reading.starts[mention.start] + told[own - 1].end if own < len(called) else body.end
        body = replace(body, end=stops, speakers=speakers, name=called[:own])
    several = mention.plural or mention.stem in folded("organisations.toml", "broken_plurals")  # ماذا قالت الصحف
    if len(called) == 1 and called[0] in nouns() and not several:
        body = replace(body, speakers=body.speakers | _all_called(called[0], names))
    return _with_voices(body, mention, bearers) if body.speakers or (own_words and not several) else None


def _with_or_without_noun(called: Sequence[str]) -> list[str]:
    """أبل and شركة أبل: the names of a body with the noun that it may be called by, or without."""
    first, rest = called[0] if called else "", " ".join(called[1:])
    bare = first in folded("organisations.toml", "epithets") and called[1:2] and called[1] not in adjectives()
    others = [] if first in nouns() else [f"{noun} {first} {rest}" for noun in folded("organisations.toml", "epithets")]
    return [" ".join(called), *([rest] if bare and rest not in surnames() | given_names() else []), *others]


def _all_called(noun: str, names: Names) -> set[int]:
    """الشركة, by itself: whatever is one in the archive."""
    key = alias(noun)
    return {number for name, number in names.bodies() if name == key or name.startswith(f"{key} ")}


def called_by_noun(reading: Reading, mention: Mention) -> bool:
    """الأمانة, which somebody's surname may look like (أمانو): a body by a noun alone."""
    alone = mention.end - mention.start == 1 and reading.words[mention.start] in nouns()
    return alone and mention.kind == "organisation"


def bodies_called(name: Sequence[str], names: Names, least: int = 2) -> tuple[int, frozenset[int]]:
    """The body whose name begins with the same noun and holds all the other words, states also as adjectives, if just
    one does: البرلمان الأردني is not any البرلمان.

    `name`: folded words, of which the last may be the topic (مجموعة بلتون لسعر البنزين). Returns how many are its,
    `least` at least, and the body; all of them and nothing where there is none.
    """
    wanted = [_stems_of(word) for word in name]
    for end in range(len(name), max(least, 2) - 1, -1):
        found = {number for key, number in names.bodies() if _holds(key.split(), wanted[:end])}
        if len(found) == 1:
            return end, frozenset(found)
    return len(name), frozenset()


def _holds(body: Sequence[str], wanted: Sequence[Collection[str]]) -> bool:
    """Whether a body's name has the first of these words first, the others anywhere behind it, and nothing that it is
    for: الاتحاد الأفريقي لكرة القدم is another one than الاتحاد الأفريقي."""
    own = [set(stems(word)) for word in body]
    behind = [any(not one.isdisjoint(word) for one in own[1:]) for word in wanted[1:]]
    others = (word for word, one in zip(body, own, strict=True) if all(one.isdisjoint(other) for other in wanted))
    other = body[0] not in _CLUBS and any(word.startswith("ل") for word in others)
    return not own[0].isdisjoint(wanted[0]) and all(behind) and not other


def _stems_of(word: str) -> set[str]:
    """The stems of a word, and of the names and adjectives of the place that it is."""
    place = next(iter(places(word)), None)
    others = (*place.names, *place.adjectives) if place is not None else ()
    return {stem for one in (word, *others) for part in one.split() for stem in stems(part)}


def _with_voices(body: Asked, mention: Mention, bearers: BearersOf) -> Asked:
    """A body or a state that is asked for, with those who speak for it."""
    title = voices_of(mention)
    voices = bearers(title) if title.words else Bearers(frozenset())
    known = replace(body, voices=voices.speakers - body.speakers, unnamed=voices.unnamed)
    return known if voices.articles is None else body  # in other articles they may speak for others
