"""Names in a question: which speakers of the registry it mentions, in any script."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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

    def find(self, tokens: Sequence[str]) -> list[NamedSpeaker]:
        """The names among the folded words of a question, longest first where they overlap, in order."""
        found = []
        at = 0
        while at < len(tokens):
            named = self._at(tokens, at)
            if named is not None:
                found.append(named)
            at = named.end if named is not None else at + 1
        return found

    def _at(self, tokens: Sequence[str], at: int) -> NamedSpeaker | None:
        for end in range(min(len(tokens), at + _LONGEST), at, -1):
            speakers = self._named(tokens[at:end])
            if speakers:
                return NamedSpeaker(at, end, frozenset(speakers), bool(speakers & self._people))
        return None

    def _named(self, tokens: Sequence[str]) -> set[int]:
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

    def _by_skeleton(self, tokens: Sequence[str]) -> set[int]:
        parts = [token for token in tokens if not is_particle(token)]
        if not parts or is_particle(tokens[-1]) or is_particle(tokens[0]):
            return set()
        key = tuple(skeleton(part) for part in parts)
        if sum(map(len, key)) < _SHORTEST_SKELETON or (len(key) == 1 and len(parts[0]) < 4):
            return set()
        return set(self._skeletons.get(key, ()))
