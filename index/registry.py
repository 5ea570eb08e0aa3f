"""The registry of speakers: which names, over all articles, are one person's.

Within an article a statement's speaker is the fullest form that the article gives. Here those forms
meet: spellings of one name (سيرغي and سيرجي لافروف), shorter forms (لافروف) and longer ones become
one speaker with aliases. Two people of one surname with different first names are never merged, and
a surname alone that several could bear stays by itself.

The result depends on the set of forms only, not on the order in which articles came.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from index.alias import alias, coarse, tail
from index.arabic import fold
from index.lexicon import given_names
from index.same_name import Name, same_spelling, same_surname, short_names
from index.shown_name import bodys_name, persons_name
from index.transliteration import is_particle, skeleton

# A surname alone is taken for the one bearer of the archive who speaks this many times as often as all
# others of that surname together: "ترامب" is Donald although Ivanka is quoted too.
DOMINANCE = 10
_SON = frozenset(("بن", "ابن"))


@dataclass(frozen=True, slots=True)
class Form:
    """A speaker's form in some article: how it is written, whether it is a person's name, how often it speaks."""

    text: str
    is_person: bool
    count: int


@dataclass(frozen=True, slots=True)
class RegisteredSpeaker:
    """One speaker: the name shown, and the keys (`alias`) of all forms that mean this speaker.

    `tails`: the last words of surnames that some form writes in several words, by the keys: دريان of لودريان.
    """

    name: str
    is_person: bool
    aliases: tuple[str, ...]
    count: int
    tails: Mapping[str, str]


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
    articled = frozenset(tuple(key.split()) for key in counts if _ends_with_article(texts[key]))
    groups = [[" ".join(name) for name in group] for group in _merge_people(people, articled)]
    groups += [[key] for key in counts if person[key] <= 0]
    speakers = []
    for keys in groups:
        is_person = person[keys[0]] > 0
        name = persons_name(keys, texts) if is_person else bodys_name(keys, texts)
        tails = {key: found for key in keys if is_person and (found := _usual_tail(texts[key]))}
        speakers.append(
            RegisteredSpeaker(name, is_person, tuple(sorted(keys)), sum(counts[key] for key in keys), tails)
        )
    return sorted(speakers, key=lambda speaker: (speaker.name, speaker.aliases))


def _usual_tail(forms: Mapping[str, int]) -> str:
    """The last word of the surname of these forms of one key, where any writes it apart."""
    apart = {text: found for text in forms if (found := tail(text))}
    return apart[max(apart, key=lambda text: (forms[text], text))] if apart else ""


def _ends_with_article(forms: Iterable[str]) -> bool:
    """Whether any of these forms has the article before its last word: خالد الفيصل."""
    return any(fold(text.split()[-1]).startswith("ال") for text in forms if text.split())


def _merge_people(people: Mapping[Name, int], articled: Collection[Name]) -> list[list[Name]]:
    """Groups of names that are one person's; the last words of those `articled` have the article."""
    groups = _Groups(people)
    full = sorted(name for name in people if len(name) > 1)
    _merge_spellings(full, groups)
    _merge_shorter(full, groups)
    _merge_short_names(people, full, groups)
    _place_surnames(people, full, groups, articled)
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
        buckets[tuple(coarse(word) for word in name)].append(name)
    for bucket in buckets.values():
        for place, one in enumerate(bucket):
            for other in bucket[place + 1 :]:
                if same_spelling(one, other):
                    groups.join(one, other)


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


def _merge_short_names(people: Mapping[Name, int], full: list[Name], groups: _Groups) -> None:
    """Join جيم ماتيس with جيمس ماتيس: the only such pair of a surname, and they say more than all others of it."""
    known = set(full)
    said: dict[str, dict[Name, int]] = defaultdict(lambda: defaultdict(int))
    pairs: dict[str, set[tuple[Name, Name]]] = defaultdict(set)
    for name in full:
        root = groups.root(name)
        said[name[-1]][root] += people[name]
        for first in short_names().get(name[0], ()):
            longer = (first, *name[1:])
            if longer in known and groups.root(longer) != root:
                pairs[name[-1]].add((root, groups.root(longer)))
    for surname, found in sorted(pairs.items()):
        pair = next(iter(found))
        if len(found) == 1 and 2 * sum(said[surname][one] for one in pair) > sum(said[surname].values()):
            groups.join(*pair)


def _place_surnames(
    people: Mapping[Name, int], full: list[Name], groups: _Groups, articled: Collection[Name]
) -> None:
    """Join a surname alone with its bearer, where there is one or one who outweighs the others.

    A given name alone is no surname that has the article: فيصل is not خالد الفيصل.
    """
    bearers: dict[str, list[Name]] = defaultdict(list)  # by skeleton of the surname
    for name in full:
        bearers[skeleton(name[-1])].append(name)
    fathers = [name for name in full if _is_fathers(name)]
    for alone in (fathers, sorted(name for name in people if len(name) == 1)):
        root = {name: groups.root(name) for name in full}
        weight: dict[Name, int] = defaultdict(int)
        for name in full:
            weight[root[name]] += people[name]
        for surname in alone:
            given = surname[-1] in given_names() and surname not in articled
            fits = (name for name in bearers[skeleton(surname[-1])] if _ends(name, surname))
            found = {root[name] for name in fits if not (given and name in articled)}
            best = max(found, key=lambda one: (weight[one], one), default=None)
            others = sum(weight[one] for one in found if one != best)
            if best is not None and weight[best] >= DOMINANCE * others:
                groups.join(surname, best)


def _is_fathers(name: Name) -> bool:
    """Whether a name is a father's only, as a surname is: بن سلمان."""
    return len(name) == 2 and name[0] in _SON


def _ends(name: Name, surname: Name) -> bool:
    """Whether a name ends in this surname, or in بن and the father's name."""
    return same_surname(name, surname[0]) if len(surname) == 1 else name[-2:] == surname and len(name) > 2
