"""Names in a question: which speakers of the registry it mentions, in any script."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from index.alias import alias
from index.arabic import is_arabic
from index.same_name import heard_alike, may_be_one, same_word
from index.transliteration import is_particle, skeleton
from retrieval.likeness import begin_alike, sound_alike
from retrieval.misspelled import nearly_named
from retrieval.name_block import Block, Name, Words, block_of, ending_in, parts_of, surname_of

# No speaker's name has more words; longer titles are not looked for.
_LONGEST = 6
# A skeleton of fewer consonants fits too many names to tell anybody by it alone.
_SHORTEST_SKELETON = 2
# Of names with one skeleton, those that sound nearly as much like the question's as the nearest one does, and that
# enough: Khashoggi is خاشقجي and not شويغو. Set by reading examples, not fitted.
_ALIKE, _NEARLY = 0.6, 0.1
# Two consonants alone tell less: Ahmed is no محمد.
_SHORT_ALIKE = 0.7
# And where a whole name has the skeletons of another: Samir Geagea, in Arabic almost without vowels.
_WHOLE_ALIKE = 0.5
_CLITICS = "وفبلك"
# What is left of a surname without بن has at least so many letters.
_SHORTEST_NAME = 4
_SON = frozenset(("بن", "ابن", "بنت"))


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """A name that some words begin with: how many of them are its, and the speakers whose name it may be."""

    end: int
    speakers: frozenset[int]
    is_person: bool


class Names:
    """All names by which speakers are known; divided into words where a question may hold their surname."""

    def __init__(self, aliases: Iterable[tuple[str, str, int, bool, str | None]]) -> None:
        """`aliases` of the registry, no key twice: (key, skeletons of its words, speaker number, if a person's, the
        last word of a surname of several). Who asks may leave out the particle of a surname: ميستورا, Le Drian."""
        self._full: dict[str, int] = {}
        self._people: set[int] = set()
        # Of people: the skeletons of each key, and the keys by the surname's skeleton. Strings alone, which the garbage
        # collector need not look at: it took half of the time.
        self._skeletons: dict[str, str] = {}
        self._by_surname: dict[str, list[str]] = defaultdict(list)
        self._short: dict[str, list[Name]] = defaultdict(list)  # those without the particle; there are few
        self._blocks: dict[str, Block] = {}
        for key, skeletons, speaker, is_person, tail in aliases:
            self._full[key] = speaker
            surname, its_skeleton = surname_of(key, skeletons) if is_person else ("", "")
            if surname:
                self._people.add(speaker)
                self._skeletons[key] = skeletons
                self._by_surname[its_skeleton].append(key)
            if surname and tail:
                self._short[skeleton(tail)].append((*ending_in(tail, key, skeletons), speaker))

    def _block(self, surname: str) -> Block:
        """The people whose surname has the skeleton of this one."""
        key = skeleton(surname)
        if key not in self._by_surname and key not in self._short:
            return Block({}, {})
        if key not in self._blocks:
            named = ((one, self._skeletons[one], self._full[one]) for one in self._by_surname.get(key, ()))
            self._blocks[key] = block_of(chain(named, self._short.get(key, ())))
        return self._blocks[key]

    def _all(self) -> Iterator[Name]:
        """All names of people."""
        yield from ((key, skeletons, self._full[key]) for key, skeletons in self._skeletons.items())
        yield from chain.from_iterable(self._short.values())

    @cached_property
    def _surnames(self) -> Mapping[str, set[int]]:
        """Everybody by surname."""
        found: dict[str, set[int]] = defaultdict(set)
        for key, skeletons, speaker in self._all():
            found[surname_of(key, skeletons)[0]].add(speaker)
        return found

    @cached_property
    def _keys_of(self) -> Mapping[int, list[tuple[str, str]]]:
        """The keys of each of the people, with their skeletons."""
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for key, skeletons, speaker in self._all():
            found[speaker].append((key, skeletons))
        return found

    def _names_of(self, speaker: int) -> set[Words]:
        """All names of one of the people, without particles."""
        return {parts_of(key, skeletons)[0] for key, skeletons in self._keys_of[speaker]}

    def forms(self, speaker: int) -> list[str]:
        """The names of one of the people, the fullest first."""
        return [" ".join(name) for name in sorted(self._names_of(speaker), key=lambda name: (-len(name), name))]

    def spellings(self, word: str) -> list[str]:
        """The surnames of the archive that a word in another script may be: Trump is ترامب and ترمب."""
        speakers = self._by_skeleton([word])
        alike = self._block(word).names.get((skeleton(word),), ())
        return sorted({name[-1] for name, speaker in alike if speaker in speakers})

    def containing(self, name: Sequence[str]) -> set[int]:
        """Those whose name holds all of this one (محمد جواد ظريف), or goes on after it (زيد بن رعد), or is its last
        word alone (بري), or is it in one word (لودريان, سلفاكير), or as it is heard elsewhere (كورتس, كورتز)."""
        key = alias(" ".join(name)).split()
        bearers = self._surname(key[-1]) if key else set()
        parts = {part for part in key if not is_particle(part)}
        longer = {n for n in bearers if any(parts <= set(known) for known in self._names_of(n))}
        alone = {n for n in bearers if self.has_one_name(n)}
        return longer or self._going_on(key) or alone or self._together(key) or self._heard(key)

    def has_one_name(self, speaker: int) -> bool:
        """Whether nothing but the surname of somebody is known."""
        return all(len(known) == 1 for known in self._names_of(speaker))

    def has_namesakes(self, word: str, speakers: Iterable[int]) -> bool:
        """Whether this word is not all the name of these speakers, or others' first name too."""
        whole = all(map(self.has_one_name, speakers))
        return not whole or any(key.startswith(f"{word} ") for key in self._skeletons)

    def _going_on(self, key: Sequence[str]) -> set[int]:
        """Those whose name goes on after a first name and بن and a father's, written or not: زيد بن رعد الحسين."""
        if len(key) < 3 or key[-2] not in _SON:
            return set()
        beginning = f"{_without_particles(key)} "
        return {n for known, _, n in self._all() if _without_particles(known.split(" ")).startswith(beginning)}

    def _together(self, key: Sequence[str]) -> set[int]:
        """Those of whom this, written together, is the surname, or the first name and no other's: سلفا كير."""
        whole = "".join(key)
        first = {n for known, _, n in self._all() if known.startswith(f"{whole} ")} if len(key) > 1 else set()
        return self._surname(whole) or (first if len(first) == 1 else set())

    def _heard(self, key: Sequence[str]) -> set[int]:
        """The one whose name is heard as this one, if there is but one."""
        name = tuple(part for part in key if not is_particle(part))
        found = {one for one in self.near(key) if any(heard_alike(name, own) for own in self._names_of(one))}
        return found if len(found) == 1 else set()

    def of_surname(self, name: Sequence[str]) -> set[int]:
        """Those of the surname, and of a first name that begins alike or is not known, that a name in another script
        ends in."""
        if len(name) < 2 or len(skeleton(name[-1])) <= _SHORTEST_SKELETON:
            return set()
        bearers = self._by_skeleton([name[-1]])
        alike = {
            n
            for n in bearers
            if any(begin_alike(part, own) for known in self._names_of(n) for own in known[:-1] for part in name[:-1])
        }
        return alike or {n for n in bearers if self.has_one_name(n)}

    def known_as(self, name: str) -> set[int]:
        """Those who are known by just this name."""
        key = alias(name)
        return {self._full[key]} if key in self._full else set()

    def bodies(self) -> Iterator[tuple[str, int]]:
        """All names of those who are no people."""
        return ((key, speaker) for key, speaker in self._full.items() if speaker not in self._people)

    def bears(self, name: str) -> bool:
        """Whether somebody is known by just this name, or surname."""
        return bool(self.known_as(name)) or alias(name) in self._block(alias(name)).surnames

    def near(self, name: Sequence[str]) -> dict[int, float]:
        """The speakers whose name these folded words nearly are, misspelled, and how much."""
        return nearly_named(name, self._surnames, self._names_of)

    def beginning(self, name: Sequence[str]) -> set[int]:
        """The one whose name goes on behind this one in another script: Ahmad Fauzi is أحمد فوزي عبد القهار."""
        heard = [skeleton(part) for part in name if not is_particle(part)]
        if len(heard) < 2 or len(heard) < len(name) or sum(map(len, heard)) <= _SHORTEST_SKELETON:
            return set()
        start = " ".join(heard) + " "
        longer = ((key.split(), speaker) for key, keys, speaker in self._all() if keys.startswith(start))
        found = {speaker for key, speaker in longer if sound_alike(name, key[: len(name)]) >= _ALIKE}
        return found if len(found) == 1 else set()

    def holding(self, name: Sequence[str], among: Iterable[int]) -> set[int]:
        """Those of these speakers one word of whose name is the last word of this one in another script: Хади, of whom
        the title tells the rest."""
        last = [name[-1]]
        return {
            speaker
            for speaker in among
            for known in self._names_of(speaker)
            if any(skeleton(own) == skeleton(last[0]) and sound_alike(last, [own]) >= _ALIKE for own in known)
        }

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
        joined = tokens[0][0] in _CLITICS and len(tokens[0]) > 3
        for reading in (tokens, [tokens[0][1:], *tokens[1:]])[: 1 + joined]:
            key = alias(" ".join(reading))
            speakers = self.known_as(key) or (self._surname(key) if " " not in key else set())
            if speakers:
                return speakers
        whole = alias(" ".join(tokens)).split()  # داوود اوغلو
        return self._by_skeleton(whole) if len(tokens) > 1 and whole else set()

    def _surname(self, word: str) -> set[int]:
        """Whoever bears this surname, or one that is the same in another spelling: ترمب, ترامب; بنكيران, ابن كيران."""
        alike = self._block(word).surnames
        if not alike and word.startswith("بن") and len(word) - 2 >= _SHORTEST_NAME:
            return self._surname(word[2:])
        near = [word] if word in alike else [name for name in alike if same_word(word, name, strict=False)]
        return set().union(*(alike[name] for name in near))

    def _by_skeleton(self, tokens: Sequence[str]) -> set[int]:
        parts = [token for token in tokens if not is_particle(token)]
        if not parts or is_particle(tokens[-1]) or is_particle(tokens[0]):
            return set()
        key = tuple(skeleton(part) for part in parts)
        if sum(map(len, key)) < _SHORTEST_SKELETON or (len(key) == 1 and len(parts[0]) < 4):
            return set()
        arabic = is_arabic(parts[0][0])
        alike = {
            speaker: sound_alike(parts, name)
            for name, speaker in self._block(parts[-1]).names.get(key, ())
            if not arabic or may_be_one(parts, name)
        }
        best = max(alike.values(), default=0.0)
        least = _WHOLE_ALIKE if len(parts) > 1 else _ALIKE if len(key[0]) > _SHORTEST_SKELETON else _SHORT_ALIKE
        return {speaker for speaker, score in alike.items() if score >= max(least, best - _NEARLY)}


def _without_particles(name: Sequence[str]) -> str:
    return " ".join(part for part in name if not is_particle(part))
