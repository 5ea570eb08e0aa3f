"""Names in a question: which speakers of the registry it mentions, and which of them it asks about."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from index.arabic import fold, words
from index.lexicon import cue_forms, nouns
from index.naming import is_everyday
from index.registry import alias, same_word
from index.transliteration import is_particle, skeleton

# No speaker's name has more words; longer titles are not looked for.
_LONGEST = 6
# A skeleton of fewer consonants fits too many names to tell anybody by it alone.
_SHORTEST_SKELETON = 2
_CLITICS = "وفبلك"


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """A place in a question, [start, end) in words, and the speakers whose name may stand there."""

    start: int
    end: int
    speakers: frozenset[int]
    is_person: bool


class Names:
    """All names by which speakers are known, ready to be found in a question."""

    def __init__(self, aliases: Iterable[tuple[str, int, bool]]) -> None:
        """`aliases`: (key, speaker number, whether a person's) of the registry."""
        self._full: dict[str, set[int]] = defaultdict(set)
        self._surnames: dict[str, set[int]] = defaultdict(set)
        self._surnames_by_skeleton: dict[str, set[str]] = defaultdict(set)
        self._skeletons: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._people: set[int] = set()
        for key, speaker, is_person in aliases:
            self._full[key].add(speaker)
            parts = [part for part in key.split() if not is_particle(part)]
            if is_person and parts:
                self._people.add(speaker)
                self._surnames[parts[-1]].add(speaker)
                self._surnames_by_skeleton[skeleton(parts[-1])].add(parts[-1])
                for name in {tuple(parts), tuple(parts[-1:])}:
                    self._skeletons[tuple(skeleton(part) for part in name)].add(speaker)

    def find(self, question: str) -> list[NamedSpeaker]:
        """The names in a question, longest first where they overlap, in order."""
        found = []
        tokens = list(words(question))
        at = 0
        while at < len(tokens):
            named = self._at(tokens, at)
            if named is not None:
                found.append(named)
            at = named.end if named is not None else at + 1
        return found

    def _at(self, tokens: list[str], at: int) -> NamedSpeaker | None:
        for end in range(min(len(tokens), at + _LONGEST), at, -1):
            speakers = self._named(tokens[at:end])
            if speakers:
                return NamedSpeaker(at, end, frozenset(speakers), bool(speakers & self._people))
        return None

    def _named(self, tokens: list[str]) -> set[int]:
        arabic = "\u0600" <= tokens[0][0] <= "\u06ff"
        if not arabic:
            return self._by_skeleton(tokens)
        readings = [tokens]
        if tokens[0][0] in _CLITICS and len(tokens[0]) > 3:
            readings.append([tokens[0][1:], *tokens[1:]])
        for reading in readings:
            key = alias(" ".join(reading))
            speakers = self._full.get(key) or (self._surname(key) if len(reading) == 1 else None)
            if speakers:
                return set(speakers)
        return self._by_skeleton(tokens) if len(tokens) > 1 else set()

    def _surname(self, word: str) -> set[int]:
        """Whoever bears this surname, or one that is the same in another spelling: ترمب, ترامب."""
        if word in self._surnames:
            return self._surnames[word]
        near = [name for name in self._surnames_by_skeleton[skeleton(word)] if same_word(word, name, strict=False)]
        return set().union(*(self._surnames[name] for name in near))

    def _by_skeleton(self, tokens: list[str]) -> set[int]:
        parts = [token for token in tokens if not is_particle(token)]
        if not parts or is_particle(tokens[-1]) or is_particle(tokens[0]):
            return set()
        key = tuple(skeleton(part) for part in parts)
        if sum(map(len, key)) < _SHORTEST_SKELETON or (len(key) == 1 and len(parts[0]) < 4):
            return set()
        return set(self._skeletons.get(key, ()))


def asked_speaker(question: str, named: list[NamedSpeaker]) -> NamedSpeaker | None:
    """Of the names in a question, the one whose words it asks for; None where it asks for nobody's.

    A name that a topic's preposition governs is what the question is about; a question after a fact
    names nobody's words but after بحسب, and a state or an organisation speaks only where the word
    before it says so (`data/question_words.toml` has these words).
    """
    lexicon = _question_words()
    tokens = list(words(question))
    for one in named:
        if one.start and tokens[one.start - 1] in lexicon["according"]:
            return one
    if tokens[0] in lexicon["fact"] or not _asks_for_words(tokens, lexicon):
        return None
    return next((one for one in named if _speaks(one, tokens[one.start - 1] if one.start else "", lexicon)), None)


def _asks_for_words(tokens: list[str], lexicon: Mapping[str, frozenset[str]]) -> bool:
    """Whether a question asks what somebody said or thinks, or is nothing but keywords."""
    if not any(token in lexicon["interrogative"] for token in tokens):
        return True
    return any(token in lexicon["saying"] or token in cue_forms() for token in tokens)


def _speaks(one: NamedSpeaker, before: str, lexicon: Mapping[str, frozenset[str]]) -> bool:
    if one.is_person:
        return before not in lexicon["topic"]
    return before in lexicon["asking"] and before not in lexicon["topic"]


def unknown_speaker(question: str, named: list[NamedSpeaker]) -> str | None:
    """The word after a reporting verb that is a name, but of nobody in the archive: whom the question asks for."""
    lexicon, reporting = _question_words(), cue_forms()
    tokens = list(words(question))
    known = {at for one in named for at in range(one.start, one.end)}
    for at, (before, word) in enumerate(pairwise(tokens), 1):
        reports = before in reporting or before in lexicon["according"]
        ordinary = word in reporting or word in nouns() or word in lexicon["topic"] or word in lexicon["asking"]
        if reports and at not in known and not ordinary and not is_everyday(word):
            return word
    return None


def topic_words(question: str, asked: NamedSpeaker | None) -> list[str]:
    """The folded words of a question that say what it is about: without those that ask, and the asked name."""
    asking = _question_words()["asking"]
    name = range(asked.start, asked.end) if asked else range(0)
    return [word for at, word in enumerate(words(question)) if at not in name and word not in asking]


@cache
def _question_words() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads(files("retrieval").joinpath("data/question_words.toml").read_text(encoding="utf8"))
    return {group: frozenset(fold(word) for word in listed) for group, listed in table.items()}
