"""How much a name looks like another that was misspelled: a letter dropped, doubled, swapped, or struck beside its key.

An optimal string alignment (Damerau and Levenshtein) in which likely slips cost half: those of vowels and of letters
that sound alike, look alike or lie side by side (`data/misspelling.toml`).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from statistics import mean

from rapidfuzz.distance.Indel import normalized_similarity as ratio

from index.alias import alias
from index.transliteration import is_particle, skeleton, sounds

_SLIP, _DROPPED = 0.5, 0.8
# A name must be this much like another to be meant by it, and each of its words at least so much.
LEAST = 0.82
LEAST_OF_A_WORD = 0.65
# A name of fewer letters looks like too many others.
_SHORTEST_NAME = 4
# Beginnings of foreign names that are taken for the article in Arabic: Alexei is kept as يكسي.
_LIKE_ARTICLE = ("al", "il")
# What a J stands for in Arabic, beside ج: Jorge is خورخي, Johann يوهان.
_OF_J = ("خ", "ي", "ه")


def likeness(one: str, other: str) -> float:
    """How alike two folded words are, from 0 to 1: .8 with another letter in five, .84 with one left out, .9 with a
    likely slip."""
    longest = max(len(one), len(other))
    return 1 - _cost(one, other) / longest if longest else 1.0


def sound_alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two names of as many words sound, in whatever scripts, from 0 to 1."""
    return mean(ratio(sounds(part), sounds(own)) for part, own in zip(one, other, strict=True))


def likeness_of_names(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two names of as many words are: their letters together, 0 where one word differs too much.

    A surname alone must begin alike, but for one likely slip: there people seldom err.
    """
    if len(one) == 1 and one[0][:1] != other[0][:1] and _cost(one[0], other[0]) > _SLIP:
        return 0.0
    alike = [likeness(*pair) for pair in zip(one, other, strict=True)]
    if min(alike, default=0.0) < LEAST_OF_A_WORD:
        return 0.0
    lengths = [max(map(len, pair)) for pair in zip(one, other, strict=True)]
    return sum(part * length for part, length in zip(alike, lengths, strict=True)) / sum(lengths)


def as_spoken(word: str) -> str:
    """One word of a name as it sounds, with the long a, which `sounds` leaves out: another script writes it."""
    return sounds(word.replace("ا", "a"))


def begin_alike(foreign: str, arabic: str) -> bool:
    """Whether a first name in another script may be one in Arabic, of which a short form or another vowel is known."""
    one, other = sounds(foreign), sounds(arabic)
    if one[:1] == other[:1] or (one[:2] in _LIKE_ARTICLE and one[2:3] == other[:1]):
        return True
    if foreign.startswith("j"):
        return arabic.startswith(_OF_J)
    vowels = one[:1] in tuple("aio") and arabic.startswith("ا")
    return vowels and skeleton(foreign)[:1] == skeleton(arabic)[:1]  # Ash, آشتون: of the alif nothing is heard


def as_registered(name: Sequence[str]) -> Iterator[list[str]]:
    """The words of a name that may be misspelled, as the registry would write them; and with the article as a part of
    the surname, or taken away as far as it can be made out: الفروف is لافروف, االسيسي is السيسي."""
    parts = [part for part in alias(" ".join(name)).split() if not is_particle(part)]
    if sum(map(len, parts)) < _SHORTEST_NAME or any(part.isdigit() for part in parts):
        return
    yield parts
    last = name[-1]
    if last != parts[-1]:
        yield [*parts[:-1], last]
    garbled = next((start for start in _garbled_articles() if last.startswith(start)), "")
    if garbled and len(last) - len(garbled) >= _SHORTEST_NAME:
        yield [*parts[:-1], last.removeprefix(garbled)]


def _cost(one: str, other: str) -> float:
    """The cost of the cheapest edits that make one word the other."""
    above: list[float] = []
    row = _first_row(other)
    for at, letter in enumerate(one):
        before, above, row = above, row, [row[0] + _dropped(one, at)]
        for to, wanted in enumerate(other):
            cheapest = min(
                above[to] + _exchanged(letter, wanted),
                above[to + 1] + _dropped(one, at),
                row[to] + _dropped(other, to),
            )
            if at and to and letter == other[to - 1] and one[at - 1] == wanted:
                cheapest = min(cheapest, before[to - 1] + _SLIP)
            row.append(cheapest)
    return row[-1]


def _first_row(word: str) -> list[float]:
    row = [0.0]
    for at in range(len(word)):
        row.append(row[-1] + _dropped(word, at))
    return row


def _dropped(word: str, at: int) -> float:
    """What it costs that one of two words has this letter and the other lacks it."""
    doubled = at > 0 and word[at] == word[at - 1]
    return _SLIP if doubled or word[at] in _vowels() else _DROPPED


def _exchanged(letter: str, wanted: str) -> float:
    if letter == wanted:
        return 0.0
    return _SLIP if wanted in _near().get(letter, ()) else 1.0


@cache
def _near() -> Mapping[str, frozenset[str]]:
    """For each letter those that it is easily written for."""
    pairs: set[tuple[str, str]] = set()
    for group in (*_table()["alike"], *_table()["vowels"]):
        pairs |= {(one, other) for one in group for other in group}
    rows = _table()["keyboard"]
    for row in rows:
        pairs |= set(pairwise(row))
    for upper, lower in pairwise(rows):
        pairs |= {*zip(upper, lower, strict=False), *zip(upper[1:], lower, strict=False)}
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {letter: frozenset(others - {letter}) for letter, others in found.items()}


def _garbled_articles() -> Sequence[str]:
    """How ال before a name is misspelled, folded."""
    return _table()["article"]


@cache
def _vowels() -> frozenset[str]:
    return frozenset("".join(_table()["vowels"]))


@cache
def _table() -> Mapping[str, list[str]]:
    return tomllib.loads(files("retrieval").joinpath("data/misspelling.toml").read_text(encoding="utf8"))
