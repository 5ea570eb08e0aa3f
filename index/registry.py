"""The registry of speakers: which names, over all articles, are one person's.

Within an article a statement's speaker is the fullest form that the article gives. Here those forms
meet: spellings of one name (سيرغي and سيرجي لافروف), shorter forms (لافروف) and longer ones become
one speaker with aliases. Two people of one surname with different first names are never merged, and
a surname alone that several could bear stays by itself.

The result depends on the set of forms only, not on the order in which articles came.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from index.arabic import fold, words
from index.transliteration import is_particle, skeleton, without_article

# A surname alone is taken for the one bearer of the archive who speaks this many times as often as all
# others of that surname together: "ترامب" is Donald although Ivanka is quoted too.
DOMINANCE = 10
# Keys and comparisons that are remembered: a first build registers all speakers at once.
_KEPT = 1 << 17
# Letters that Arabic newsrooms use for one another in foreign names.
_NEAR = ("غجقك", "تط", "سشصز", "دذظض", "فب")
_LONG_VOWELS = frozenset("اويه")

# The two words of a compound name, folded: what stands between them goes.
_COMPOUND = re.compile(r"\b(عبد|ابو|ابي) (?=\w)|(?<=\w) (?=الله\b)")

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A speaker's form in some article: how it is written, whether it is a person's name, how often it speaks."""

    text: str
    is_person: bool
    count: int


@dataclass(frozen=True, slots=True)
class RegisteredSpeaker:
    """One speaker: the name shown, and the keys (`alias`) of all forms that mean this speaker."""

    name: str
    is_person: bool
    aliases: tuple[str, ...]
    count: int


@lru_cache(_KEPT)
def alias(text: str) -> str:
    """The key of a form: its folded words, without the article of names and without hashtag marks.

    عبد الفتاح and عبدالفتاح, نصر الله and نصرالله, أبو مازن and أبومازن are one.
    """
    joined = _COMPOUND.sub(lambda match: match.group(1) or "", " ".join(words(text)))
    return " ".join(without_article(word) for word in joined.split())


def block(key: str) -> str:
    """The block of a key (`alias`): names of two blocks are one person's only where one begins the other.

    Blocking as record linkage does it (Fellegi and Sunter): what may be one is looked for among few.
    """
    return skeleton(key.rsplit(" ", 1)[-1])


def skeletons(key: str) -> str:
    """The skeletons of a key's words, divided by spaces."""
    return " ".join(map(skeleton, key.split(" ")))


def beginnings(key: str) -> list[str]:
    """The shorter names that a key goes on after with a particle: محمد سلمان of محمد سلمان بن عبدالعزيز.

    These, and the names that go on after it in this way, are all that other blocks have to do with it.
    """
    name = key.split()
    return [" ".join(name[:end]) for end in range(2, len(name)) if is_particle(name[end])]


def register(forms: Iterable[Form]) -> list[RegisteredSpeaker]:
    """All speakers of these forms, sorted by name. Blocks that `beginnings` do not join may be registered apart."""
    texts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    person: dict[str, int] = defaultdict(int)
    for form in forms:
        key = alias(form.text)
        if key:
            texts[key][form.text] += form.count
            person[key] += form.count if form.is_person else -form.count
    counts = {key: sum(found.values()) for key, found in texts.items()}
    people = {tuple(key.split()): counts[key] for key in counts if person[key] > 0}
    groups = [[" ".join(name) for name in group] for group in _merge_people(people)]
    groups += [[key] for key in counts if person[key] <= 0]
    speakers = [_speaker(group, texts, counts, person[group[0]] > 0) for group in groups]
    return sorted(speakers, key=lambda speaker: (speaker.name, speaker.aliases))


def _speaker(
    group: list[str], texts: Mapping[str, Mapping[str, int]], counts: Mapping[str, int], is_person: bool
) -> RegisteredSpeaker:
    """The speaker of a group of keys, shown under its most usual full name, most usually spelled."""
    full = max(group, key=lambda key: (min(len(key.split()), 2), counts[key], key))
    name = max(texts[full], key=lambda text: ("#" not in text and "_" not in text, texts[full][text], text))
    return RegisteredSpeaker(name, is_person, tuple(sorted(group)), sum(counts[key] for key in group))


def _merge_people(people: Mapping[Name, int]) -> list[list[Name]]:
    """Groups of names that are one person's."""
    groups = _Groups(people)
    full = sorted(name for name in people if len(name) > 1)
    _merge_spellings(full, groups)
    _merge_shorter(full, groups)
    _place_surnames(people, full, groups)
    return groups.all()


class _Groups:
    """Disjoint sets of names."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._parent = {name: name for name in names}

    def root(self, name: Name) -> Name:
        while self._parent[name] != name:
            name = self._parent[name]
        return name

    def join(self, one: Name, other: Name) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first

    def all(self) -> list[list[Name]]:
        found: dict[Name, list[Name]] = defaultdict(list)
        for name in sorted(self._parent):
            found[self.root(name)].append(name)
        return list(found.values())


def _merge_spellings(full: list[Name], groups: _Groups) -> None:
    """Join full names of as many words with the same skeletons that differ only in spelling."""
    buckets: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in full:
        buckets[tuple(skeleton(word) for word in name)].append(name)
    for bucket in buckets.values():
        for place, one in enumerate(bucket):
            for other in bucket[place + 1 :]:
                if same_spelling(one, other):
                    groups.join(one, other)


def same_spelling(one: Name, other: Name) -> bool:
    """Whether two names of as many folded words can be spellings of one."""
    strict = any(word in _native() for word in (*one, *other))
    return len(one) == len(other) and all(same_word(a, b, strict) for a, b in zip(one, other, strict=True))


@lru_cache(_KEPT)
def same_word(one: str, other: str, strict: bool) -> bool:
    """Whether two words spell one foreign name; the longer they are, the more they may differ.

    One letter in five and two in seven: غارنو and كارني stay apart, نيبينزيا and نيبنسيا meet.
    """
    if one == other:
        return True
    length = max(len(one), len(other))
    if strict or length < 5 or skeleton(one) != skeleton(other) or _consonants(one) != _consonants(other):
        return False
    return bool(OSA.distance(one, other) <= (2 if length >= 7 else 1))


def _consonants(word: str) -> str:
    """The consonants with near ones as one letter."""
    for near in _NEAR:
        for letter in near[1:]:
            word = word.replace(letter, near[0])
    return "".join(letter for letter in word if letter not in _LONG_VOWELS)


def _merge_shorter(full: list[Name], groups: _Groups) -> None:
    """Join محمد بن سلمان with محمد بن سلمان بن عبدالعزيز, where only one longer name can be meant."""
    by_first: dict[str, list[Name]] = defaultdict(list)
    for name in full:
        by_first[name[0]].append(name)
    for short in full:
        longer = [name for name in by_first[short[0]] if _extends(name, short)]
        if longer and len({groups.root(name) for name in longer}) == 1:
            groups.join(short, longer[0])


def _extends(long: Name, short: Name) -> bool:
    """Whether a longer name can be the same person's: it goes on after `short`, or has more names in its middle."""
    if len(long) <= len(short):
        return False
    core = [word for word in short if not is_particle(word)]
    goes_on = long[: len(short)] == short and len(core) > 1 and is_particle(long[len(short)])
    rest = iter(long)
    return goes_on or (long[-1] == short[-1] and all(word in rest for word in short))


def _place_surnames(people: Mapping[Name, int], full: list[Name], groups: _Groups) -> None:
    """Join a surname alone with its bearer, where there is one or one who outweighs the others."""
    weight: dict[Name, int] = defaultdict(int)
    bearers: dict[str, list[tuple[Name, Name]]] = defaultdict(list)  # by skeleton of the surname: (name, root)
    for name in full:
        root = groups.root(name)
        weight[root] += people[name]
        bearers[skeleton(name[-1])].append((name, root))
    for single in sorted(name for name in people if len(name) == 1):
        found = {
            root: weight[root]
            for name, root in bearers[skeleton(single[0])]
            if same_word(name[-1], single[0], strict=any(word in _native() for word in name) or len(single[0]) < 6)
        }
        best = max(found, key=lambda root: (found[root], root), default=None)
        if best is not None and found[best] >= DOMINANCE * (sum(found.values()) - found[best]):
            groups.join(single, best)


@cache
def _native() -> frozenset[str]:
    lines = files("index").joinpath("data/native_names.txt").read_text(encoding="utf8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))
