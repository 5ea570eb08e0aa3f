"""Names in a question: which speakers of the registry it mentions, in any script."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from rapidfuzz.distance.Indel import normalized_similarity as ratio

from index.arabic import is_arabic
from index.registry import alias, same_word
from index.transliteration import is_particle, skeleton, sounds

# No speaker's name has more words; longer titles are not looked for.
_LONGEST = 6
# A skeleton of fewer consonants fits too many names to tell anybody by it alone.
_SHORTEST_SKELETON = 2
# Of names with one skeleton, those that sound nearly as much like the question's as the nearest one does, and that
# enough: Khashoggi is خاشقجي and not شويغو. Set by reading examples, not fitted.
_ALIKE, _NEARLY = 0.6, 0.1
_CLITICS = "وفبلك"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """A name that some words begin with: how many of them are its, and the speakers whose name it may be."""

    end: int
    speakers: frozenset[int]
    is_person: bool


class Names:
    """All names by which speakers are known, ready to be found in a question."""

    def __init__(self, aliases: Iterable[tuple[str, str, int, bool]]) -> None:
        """`aliases`: (key, skeletons of its words, speaker number, whether a person's) of the registry."""
        self._full: dict[str, set[int]] = defaultdict(set)
        self._surnames: dict[str, set[int]] = defaultdict(set)
        self._surnames_by_skeleton: dict[str, set[str]] = defaultdict(set)
        self._skeletons: dict[Words, set[tuple[Words, int]]] = defaultdict(set)
        self._names_of: dict[int, set[Words]] = defaultdict(set)
        self._people: set[int] = set()
        for key, skeletons, speaker, is_person in aliases:
            self._full[key].add(speaker)
            if is_person:
                self._add_person(key.split(), skeletons.split(" "), speaker)

    def _add_person(self, words: Sequence[str], skeletons: Sequence[str], speaker: int) -> None:
        kept = [at for at, word in enumerate(words) if not is_particle(word)]
        if not kept:
            return
        parts, keys = tuple(words[at] for at in kept), tuple(skeletons[at] for at in kept)
        self._people.add(speaker)
        self._surnames[parts[-1]].add(speaker)
        self._names_of[speaker].add(parts)
        self._surnames_by_skeleton[keys[-1]].add(parts[-1])
        self._skeletons[keys].add((parts, speaker))
        self._skeletons[keys[-1:]].add((parts[-1:], speaker))

    def spellings(self, word: str) -> list[str]:
        """The surnames of the archive that a word in another script may be: Trump is ترامب and ترمب."""
        speakers = self._by_skeleton([word])
        names = {name[-1] for name, speaker in self._skeletons.get((skeleton(word),), ()) if speaker in speakers}
        return sorted(names)

    def containing(self, name: Sequence[str]) -> set[int]:
        """Those whose name holds all of this one (محمد جواد ظريف), or is known by its last word alone (بري), or is
        it in one word (لودريان)."""
        key = alias(" ".join(name)).split()
        bearers = self._surname(key[-1]) if key else set()
        longer = {n for n in bearers if any(set(key) <= set(known) for known in self._names_of[n])}
        return longer or {n for n in bearers if (key[-1],) in self._names_of[n]} or self._surname("".join(key))

    def of_surname(self, name: Sequence[str]) -> set[int]:
        """Those of the surname, and of a first name that begins alike, that a name in another script ends in."""
        if len(name) < 2 or len(skeleton(name[-1])) <= _SHORTEST_SKELETON:
            return set()
        initials = {sounds(part)[:1] for part in name[:-1]}
        bearers = self._by_skeleton([name[-1]])
        return {n for n in bearers if any(sounds(known[0])[:1] in initials for known in self._names_of[n])}

    def at(self, tokens: Sequence[str]) -> NamedSpeaker | None:
        """The longest name that these folded words begin with."""
        for end in range(min(len(tokens), _LONGEST), 0, -1):
            speakers = self._named(tokens[:end])
            if speakers:
                return NamedSpeaker(end, frozenset(speakers), bool(speakers & self._people))
        return None

    def _named(self, tokens: Sequence[str]) -> set[int]:
        if not is_arabic(tokens[0][0]):
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
        alike = {
            speaker: mean(ratio(sounds(part), sounds(own)) for part, own in zip(parts, name, strict=True))
            for name, speaker in self._skeletons.get(key, ())
        }
        best = max(alike.values(), default=0.0)
        return {speaker for speaker, score in alike.items() if score >= max(_ALIKE, best - _NEARLY)}
