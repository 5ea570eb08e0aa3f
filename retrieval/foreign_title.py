"""Titles and bodies in other languages: Iran's foreign minister is وزير خارجية إيران, Foreign Minister Lavrov is
Lavrov, and the White House البيت الأبيض."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.arabic import aligned_words, fold, words
from index.title import Title, read_title
from index.tokens import Range
from retrieval.place import Place, places

# Between a title and its state, and inside a title: what tells nothing.
_SMALL = frozenset("of the s for de des du d la le les l del der von für".split())
_NAMES, _RELATIONS = "before_names", "relations"
_OF = frozenset("of for de d du von".split())
_LONGEST_BODY = 4


@dataclass(frozen=True, slots=True)
class ForeignTitle:
    """A title in a question: [start, end) of its words, and the same title in Arabic."""

    start: int
    end: int
    title: Title


def foreign_titles(text: str) -> Iterator[ForeignTitle]:
    """The titles of states and of bodies like them that a question holds, from left to right."""
    tokens = [word.text for word in aligned_words(text)]
    placed = _placed(text)
    for start in range(len(tokens)):
        ends = ((_end(tokens, start, phrase, placed), arabic) for phrase, arabic in _titles())
        end, arabic = max(((end, arabic) for end, arabic in ends if end), default=(0, ""))
        state = _state(tokens, start, end, placed) if end else None
        title = read_title(f"{arabic} {state.names[0]}") if state is not None else None
        if state is not None and title is not None:
            yield ForeignTitle(min(start, state.start), max(end, state.end), title)


@dataclass(frozen=True, slots=True)
class Relation:
    """Who somebody is to the one who is named: [start, end) of a question's words with that name, and the noun in
    Arabic; `named`: whether his own name stands right behind it."""

    start: int
    end: int
    noun: str
    named: bool = False


def relation_to(text: str, name: Range) -> Relation | None:
    """Stormy Daniels' lawyer, la porte-parole de Monsanto, Trump's daughter Ivanka: somebody else than the one of this
    name; None where nobody else is meant."""
    found = list(aligned_words(text))
    tokens = [word.text for word in found]
    start, end = name
    behind = text[found[end - 1].start :].partition(" ")[0]
    at = end + (tokens[end : end + 1] == ["s"])
    owned = behind.rstrip("s").endswith(("'", "’")) and at < len(tokens) and tokens[at] in _relations()
    if owned:
        named = at + 1 < len(found) and text[found[at + 1].start].isupper()
        return Relation(start, at + 1, _relations()[tokens[at]], named)
    if start < 2 or tokens[start - 1] not in _OF or tokens[start - 2] not in _relations():
        return None
    spokesman = tokens[max(0, start - 3) : start - 1] == ["porte", "parole"]
    return Relation(start - 2 - spokesman, end, _relations()[tokens[start - 2]])


def before_names(text: str) -> frozenset[int]:
    """The places of the words that a name has before it and that are none of it: titles, and states."""
    tokens = [word.text for word in aligned_words(text)]
    placed = _placed(text)
    told = {at for at, token in enumerate(tokens) if token in _table()[_NAMES]}
    titled = ((start, _end(tokens, start, phrase, placed)) for start in range(len(tokens)) for phrase, _ in _titles())
    return frozenset({*placed, *told, *(at for start, end in titled for at in range(start, end))})


def _placed(text: str) -> Mapping[int, Place]:
    return {at: place for place in places(text) for at in range(place.start, place.end)}


def foreign_bodies(text: str) -> Iterator[tuple[Range, Sequence[str]]]:
    """The bodies that a question names: [start, end) of its words, and their Arabic names."""
    found = list(aligned_words(text))
    for start in range(len(found)):
        for end in range(min(len(found), start + _LONGEST_BODY), start, -1):
            names = _bodies().get(tuple(word.text for word in found[start:end]))
            if names and text[found[start].start].isupper():
                yield (start, end), names
                break


def is_of_body(word: str) -> bool:
    """Whether a word among capitals says that they are a body's name."""
    return word in _words_of_bodies()


def _end(tokens: Sequence[str], start: int, phrase: Sequence[str], placed: Mapping[int, Place]) -> int:
    """Where a title that begins here ends, a state's adjective in it (le ministre iranien des Affaires …); or 0."""
    at = start
    for told, word in enumerate(phrase):
        while told and at < len(tokens) and tokens[at] != word and (at in placed or tokens[at] in _SMALL):
            at += 1
        if at >= len(tokens) or tokens[at] != word:
            return 0
        at += 1
    return at


def _state(tokens: Sequence[str], start: int, end: int, placed: Mapping[int, Place]) -> Place | None:
    """The state that stands in a title, right before it (Iran's) or behind it (of Iran)."""
    before = next((at for at in range(start - 1, -1, -1) if tokens[at] not in _SMALL), -1)
    after = next((at for at in range(end, len(tokens)) if tokens[at] not in _SMALL), len(tokens))
    near = (placed.get(at) for at in (*range(start, end), before, after))
    return next((place for place in near if place is not None and place.kind == "country"), None)


@cache
def _titles() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each title as its folded words, with its Arabic one."""
    return tuple(
        (tuple(words(fold(phrase))), arabic)
        for arabic, phrases in _table().items()
        for phrase in phrases
        if arabic not in (_NAMES, _RELATIONS)
    )


@cache
def _relations() -> Mapping[str, str]:
    """The Arabic noun of each word for who somebody is to another one."""
    table = _read("foreign_titles")[_RELATIONS]
    return {folded: arabic for arabic, entries in table.items() for one in entries for folded in words(fold(one))}


@cache
def _bodies() -> Mapping[tuple[str, ...], Sequence[str]]:
    return {tuple(words(fold(name))): arabic for name, arabic in _read("foreign_bodies")["names"].items()}


@cache
def _words_of_bodies() -> frozenset[str]:
    return frozenset(word for entry in _read("foreign_bodies")["words"]["of_bodies"] for word in words(fold(entry)))


@cache
def _table() -> Mapping[str, Sequence[str]]:
    return _read("foreign_titles")


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("retrieval").joinpath(f"data/{name}.toml").read_text(encoding="utf8"))
