"""Outlets in a question: بحسب رويترز, نقلا عن وكالة سبوتنيك, according to the BBC, laut Al Jazeera.

Only after words that say so, and only names that outlets are known by: بحسب لافروف names a speaker. The names are in
`data/outlets.toml`.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from index.arabic import words

Phrase = tuple[str, ...]
# No outlet's name has more words, and no more lead on from بحسب to it.
_LONGEST = 5
_CLITICS = "ولب"


@dataclass(frozen=True, slots=True)
class NamedOutlet:
    """The outlets that a question restricts itself to, as the archive writes them; none where it holds none of them.

    [start, end): the question's words that say so, from بحسب to the name.
    """

    start: int
    end: int
    outlets: frozenset[str]


def named_outlet(tokens: Sequence[str], held: Collection[str]) -> NamedOutlet | None:
    """The first outlets that the folded words of a question name after a word such as بحسب; None for no such.

    `held`: the archive's outlets as it writes them: names (BBC Arabic) or domains (www.aljazeera.net). Whether the
    outlet is meant as the speaker is not told.
    """
    names = _names(frozenset(held))
    for at in range(len(tokens)):
        for marker, strong in _markers_at(tokens, at):
            found = _after(tokens, at + marker, strong, names)
            if found is not None:
                outlets, end = found
                return NamedOutlet(at, end, outlets)
    return None


def _markers_at(tokens: Sequence[str], at: int) -> Iterator[tuple[int, bool]]:
    """(words, whether it is a strong one) of each marker that begins at a word; with a clitic too: وبحسب."""
    for strong, group in ((True, "according"), (False, "weak")):
        for size in range(_LONGEST, 0, -1):
            phrase = tuple(tokens[at : at + size])
            if len(phrase) == size and (phrase in _phrases(group) or (phrase[0][:1] == "و" and _bare(phrase, group))):
                yield size, strong
                break


def _bare(phrase: Phrase, group: str) -> bool:
    return (phrase[0][1:], *phrase[1:]) in _phrases(group)


def _after(
    tokens: Sequence[str], at: int, strong: bool, names: Mapping[Phrase, frozenset[str]]
) -> tuple[frozenset[str], int] | None:
    """The outlets whose names begin at a word, or after words that lead on, and where they end."""
    with_noun = False
    for start in range(at, min(len(tokens), at + _LONGEST)):
        one = _name_at(tokens, start, names, strong, with_noun)
        if one is not None:
            return _and_more(tokens, one, names, strong, with_noun)
        word = tokens[start].removeprefix("ل") if strong else tokens[start]
        with_noun = with_noun or (word,) in _phrases("nouns") or (tokens[start],) in _phrases("nouns")
        if not any((form,) in _phrases(group) for form in (word, tokens[start]) for group in ("nouns", "links")):
            return None
    return None


def _and_more(
    tokens: Sequence[str], one: tuple[Phrase, int], names: Mapping[Phrase, frozenset[str]], strong: bool, noun: bool
) -> tuple[frozenset[str], int]:
    """The outlets of a name and of those that و or "and" joins to it, and where the last ends."""
    name, end = one
    outlets = names[name]
    while end < len(tokens):
        at = end + ((tokens[end],) in _phrases("and"))
        joined = at > end or tokens[end][:1] == "و"
        another = _name_at(tokens, at, names, strong, noun) if joined else None
        if another is None:
            break
        outlets |= names[another[0]]
        end = another[1]
    return outlets, end


def _name_at(
    tokens: Sequence[str], at: int, names: Mapping[Phrase, frozenset[str]], strong: bool, noun: bool
) -> tuple[Phrase, int] | None:
    """The longest name of an outlet that begins at a word, and where it ends."""
    for end in range(min(len(tokens), at + _LONGEST), at, -1):
        for first in _forms(tokens[at]):
            name = (first, *tokens[at + 1 : end])
            if name in _phrases("never"):
                return None
            if name in names and (noun or _is_clear(name, strong)):
                return name, end
    return None


def _is_clear(name: Phrase, strong: bool) -> bool:
    """Whether a name without the noun of a medium means the outlet, after بحسب (strong) or after في."""
    return name not in _phrases("needs_noun") and (strong or name not in _phrases("needs_strong"))


def _forms(word: str) -> Iterator[str]:
    """A word, and what it is without a clitic: للجزيرة, لرويترز, لـBBC, ورويترز."""
    yield word
    if word.startswith(("لل", "ولل")):
        yield "ال" + word.removeprefix("و")[2:]
    if word[0] in _CLITICS and len(word) > 2:
        yield word[1:]


# --- the names


@lru_cache(maxsize=8)
def _names(held: frozenset[str]) -> Mapping[Phrase, frozenset[str]]:
    """For every name of a known or held outlet the held outlets that it means."""
    by_key = {_key(name): group for group in _groups() for name in group}
    means: dict[Phrase, set[str]] = {name: set() for group in _groups() for name in group}
    for outlet in sorted(held):
        full = tuple(words(outlet))
        telling = tuple(word for word in full if (word,) not in _phrases("generic"))
        group = next((by_key[key] for key in map(_key, (full, telling)) if key in by_key), None)
        for name in group or {name for name in (full, telling) if len(_key(name)) > 2}:
            means.setdefault(name, set()).add(outlet)
    return {name: frozenset(outlets) for name, outlets in means.items()}


def _key(name: Phrase) -> str:
    """A name without its spaces: skynews and Sky News are one."""
    return "".join(name)


@cache
def _groups() -> tuple[frozenset[Phrase], ...]:
    return tuple(frozenset(tuple(words(name)) for name in line.split(",")) for line in _table()["outlets"])


@cache
def _phrases(group: str) -> frozenset[Phrase]:
    return frozenset(tuple(words(phrase)) for phrase in _table()[group])


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("retrieval").joinpath("data/outlets.toml").read_text(encoding="utf-8"))
