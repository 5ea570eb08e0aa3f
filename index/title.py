"""Titles: what somebody is called beside the name, so that a question may ask for whoever bears it.

وزير الخارجية الروسي, وزير خارجية روسيا and "الوزير الروسي للخارجية" are made of the same things: an office, and words
that say whose. Both sides of a comparison come through here, so that states, their adjectives and their
capitals meet (سفير السعودية في واشنطن and السفير السعودي لدى الولايات المتحدة).
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from index.arabic import fold, words
from index.mention import Mention, parse_mention
from index.sentence import split_sentences
from index.speaker import Speaker
from index.tokens import CLITICS, read
from index.word_list import data_table, ordered, people_words

_MINISTRY = "وزاره"
_KREMLIN = "كرملين"
_FINANCE = "ماليه"
_GOVERNMENT = "حكومه"  # of ministers, as in رئيس الحكومة; but no minister herself
_ENVOYS = ("سفير", "قنصل", "سفاره")


@dataclass(frozen=True, slots=True)
class Title:
    """The offices (`heads`), and the words that say whose, both in a form of their own for comparing."""

    heads: frozenset[str]
    words: frozenset[str]

    def fits(self, asked: "Title") -> bool:
        """Whether somebody of this title is meant by `asked`: one office in common, and nothing asked that it lacks;
        الناطق باسم الخارجية is that of وزارة الخارجية."""
        return bool(self.heads & asked.heads) and asked.words - {_MINISTRY} <= self.words

    def is_just(self, asked: "Title") -> bool:
        """Whether this title says nothing more than `asked`, but for what tells nothing: whoever is رئيس of an Egyptian
        club is not الرئيس المصري where somebody is just that."""
        return self.words <= asked.words | people_words("vague_in_titles") | _ranks()


@dataclass(frozen=True, slots=True)
class Bearers:
    """Who bears a title: the numbers of speakers, and the aliases of those whom no name is given of; where they are
    known to bear it in these articles only, their numbers."""

    speakers: frozenset[int]
    unnamed: frozenset[str] = frozenset()
    articles: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Borne:
    """A title as an article's mention gives it, and the alias of whom it is said; `named`: with a name, or a body's."""

    title: Title
    alias: str
    named: bool
    article: int


def read_title(mention: str) -> Title | None:
    """The title in a mention, None where it has none: سيرغي لافروف."""
    reading = read(mention, split_sentences(mention))
    found = parse_mention(reading, 0, len(reading.words), bounded=True) if reading.words else None
    return title_of(found) if found else None


def title_of(bearer: Mention | Speaker) -> Title | None:
    """The title of a mention that was read, or all that an article says of somebody."""
    if not bearer.heads:
        return None
    same = _same()
    words = {same.get(word, word) for word in bearer.described}
    if _KREMLIN in bearer.described:
        words |= {"رياسه"}  # its spokesman is not that of any Russian ministry
    heads = frozenset({head if head == _GOVERNMENT else same.get(head, head) for head in bearer.heads} - {""})
    told = frozenset(_with_own_states(bearer.described, words) - {""})
    return Title(heads, in_one_form(told, heads)) if heads else None


@lru_cache(1 << 14)
def in_one_form(words: frozenset[str], heads: frozenset[str]) -> frozenset[str]:
    """The words of a title as all newsrooms have them: رئيس مجلس النواب is رئيس البرلمان."""
    found = {masculine(word) for word in words}
    for of, here, there in _phrases():
        if here <= found and (not of or of & heads) and not here & heads:  # but نائب رئيس مجلس الإدارة
            found = found - here | there
    return frozenset(found)


def masculine(word: str) -> str:
    """The form of a word that titles have for both: خارجيه gives خارجي, but ماليه is no adjective of مالي."""
    other = word.removesuffix("ه")
    return other if word.endswith("يه") and len(other) > 3 and word != _FINANCE else word


@cache
def _phrases() -> tuple[tuple[frozenset[str], frozenset[str], frozenset[str]], ...]:
    """(heads, words, the words that they mean) of each group of `phrases_in_titles`, in their order."""
    found = []
    for entry in data_table("people.toml")["phrases_in_titles"]:
        of, _, rest = fold(entry).rpartition(":")
        here, there = (frozenset(map(masculine, part.split())) for part in rest.split("="))
        found.append((frozenset(of.split()), here, there))
    return tuple(found)


def _with_own_states(described: Set[str], words: set[str]) -> set[str]:
    """The words without states that only have such a name too: مملكة البحرين is not المملكة, nor is سلطنة عُمان where
    عمّان is; but an ambassador of المملكة is one in another state."""
    same = _same()
    several = len(states().intersection(words)) > 1
    if "مملكه" in described and several and not {"سعوديه", "سعودي", *_ENVOYS}.intersection(described):
        words = words - {same["مملكه"]}
    if {"مملكه", "متحده"} <= described and "عربيه" not in described:
        words = words - {same["مملكه"]} | {"بريطاني"}
    if "سلطنه" in described:
        words = words - {"سلطنه", same["عمان"]} | {"عماني"}
    return words


def voices_of(mention: Mention) -> Title:
    """The title of whoever speaks for a state or a body that was read: المتحدثة باسم الخارجية الروسية, وزير خارجية
    روسيا and الرئيس الروسي for روسيا."""
    same, plain = _same(), people_words("state_bodies")
    words = {same.get(word, word) for word in mention.described if word not in plain}
    heads = frozenset(same.get(head, head) for head in people_words("voices"))
    return Title(heads, in_one_form(frozenset(words - {""}), heads))


def names_of_state(mention: Mention) -> list[str]:
    """The names, folded, that a state which was read is called by: its own and its capital's (روسيا, موسكو)."""
    states = _state_adjectives()
    stems = {stem for name, stem in states.items() if {_bare(word) for word in name} == mention.described}
    return [" ".join(name) for name, stem in states.items() if stem in stems]


def names_beside(state: str) -> list[str]:
    """The other names, folded, of a state or of its capital, which stands for it in news (روسيا, موسكو)."""
    states = _state_adjectives()
    stem = states.get(tuple(words(state)))
    return [" ".join(name) for name, other in states.items() if other == stem and name != tuple(words(state))]


def names_of_ministry(name: str) -> list[str]:
    """The other name, folded, of a ministry: الخارجية الروسية is وزارة الخارجية الروسية. A list of one at most."""
    first, _, rest = name.partition(" ")
    if first == _MINISTRY:
        return [rest] if rest else []
    return [f"{_MINISTRY} {name}"] if rest and first.startswith("ال") else []


@cache
def states() -> frozenset[str]:
    """The words that stand for a state in a title."""
    return frozenset(_state_adjectives().values())


@cache
def _ranks() -> frozenset[str]:
    """Honorifics and ranks, as titles have them: الفريق الركن."""
    return frozenset(_bare(word) for word in people_words("honorifics"))


@cache
def _same() -> Mapping[str, str]:
    """For a word of a title the one that stands for it and its like; "" for one that tells nothing."""
    states = _state_adjectives().items()
    found = {_bare(name[0]): stem for name, stem in states if len(name) == 1 or name[0] == "الولايات"}
    # A mention's reader may take the first letter for a particle: لدى بريطانيا gives ريطانيا.
    found |= {name[0][1:]: stem for name, stem in states if len(name) == 1 and name[0][0] in CLITICS}
    for group in ordered("people.toml", "same_titles"):
        found.update(dict.fromkeys(group, group[0]))
    return {word: found.get(stem, stem) for word, stem in found.items()} | {"متحده": ""}


def _state_adjectives() -> Mapping[tuple[str, ...], str]:
    """The adjective's stem of each state and each capital that stands for one, by their folded words."""
    states = ordered("places.toml", "states")
    found = {tuple(name): stem for *name, _, stem in states if stem != "-"}
    for entry in ordered("places.toml", "capitals"):
        middle = entry.index("=")
        if entry[middle + 1 :] in found:
            found[entry[:middle]] = found[entry[middle + 1 :]]
    return found


def _bare(word: str) -> str:
    return word.removeprefix("ال")
