"""The word lists of `data/`, read and folded: words, phrases, and spellings that are kept apart."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from index.arabic import fold

_DATA = Path(__file__).parent / "data"

_Meaning = TypeVar("_Meaning")
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


def data_lines(name: str) -> Iterator[str]:
    """The lines of a data file, without comments."""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@cache
def data_table(name: str) -> Mapping[str, list[str]]:
    """The lists of a data file, as they are written."""
    table: Mapping[str, list[str]] = tomllib.loads((_DATA / name).read_text(encoding="utf-8"))
    return table


@cache
def folded(name: str, key: str) -> frozenset[str]:
    """The folded words of one list of a data file."""
    return frozenset(fold(word) for word in data_table(name)[key])


@cache
def ordered(name: str, key: str) -> tuple[tuple[str, ...], ...]:
    """The folded phrases of one list of a data file, in its order."""
    return tuple(tuple(fold(phrase).split()) for phrase in data_table(name)[key])


@cache
def source_words(key: str) -> frozenset[str]:
    """The folded words of one list of data/sources.toml."""
    return folded("sources.toml", key)


@cache
def people_words(key: str) -> frozenset[str]:
    """The folded words of one list of data/people.toml."""
    return folded("people.toml", key)


@cache
def punctuation_words(key: str) -> frozenset[str]:
    """The folded words of one list of data/punctuation.toml."""
    return folded("punctuation.toml", key)


@cache
def phrases(name: str, key: str) -> Phrases:
    """The folded phrases of one list, by their first word, the longest first."""
    return by_first_word(tuple(fold(phrase).replace(".", " ").split()) for phrase in data_table(name)[key])


def by_first_word(entries: Iterable[tuple[str, ...]]) -> Phrases:
    """Phrases by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        found.setdefault(entry[0], []).append(entry)
    return {first: tuple(sorted(set(rest), key=len, reverse=True)) for first, rest in found.items()}


def match_phrase(table: Phrases, words: list[str], at: int, limit: int) -> int:
    """How many tokens from `at` on make a phrase of the table; 0 for none."""
    for phrase in table.get(words[at], ()):
        end = at + len(phrase)
        if end <= limit and tuple(words[at:end]) == phrase:
            return len(phrase)
    return 0


@cache
def apart() -> Mapping[str, str]:
    """Spellings that are kept apart from other words of the same letters, and what tokens hold of them: هنأ and not
    هنا, إمام and not أمام; ألان for آلان too, and not الآن."""
    entries = [entry.split() for entry in data_table("sources.toml")["spelled_apart"]]
    return {spelled: entry[0] for entry in entries for spelled in entry}


@cache
def told_apart() -> frozenset[str]:
    """The folded words that have such spellings."""
    return frozenset(map(fold, apart()))


def respelled(found: dict[str, _Meaning]) -> dict[str, _Meaning]:
    """Forms by what tokens hold: some are kept apart by their own spelling."""
    for spelled in apart().values():
        plain = fold(spelled)
        if plain in found and spelled not in data_table("sources.toml")["not_meant"]:
            found[spelled] = found.pop(plain)
    return found
