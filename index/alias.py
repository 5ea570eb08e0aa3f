"""Keys of speakers' forms: what a name is known by, however its words are joined and marked."""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from index.arabic import words
from index.transliteration import is_particle, skeleton, without_article

# Keys that are remembered: a first build registers all speakers at once.
KEPT = 1 << 17
# The first words of native names of two, folded: عبد الفتاح, أبو مازن.
OPENING = frozenset(("عبد", "ابو", "ابي"))
_GOD = "الله"
# ج is written for the sounds of ج, غ and تش, of which the last has the skeleton of ش: تشاووش أوغلو, جاويش أوغلو.
_COARSE = str.maketrans("k", "s")


@lru_cache(KEPT)
def alias(text: str) -> str:
    """The key of a form: its folded words, without the article of names and without hashtag marks.

    عبد الفتاح and عبدالفتاح, نصر الله and نصرالله, لو دريان and لودريان are one, and so are أبو مازن and محمود عباس.
    """
    key = written_key(text)
    return _bynames().get(key, key)


def written_key(text: str) -> str:
    """The key of a form as it is written, a byname's its own."""
    found = list(words(text))
    return " ".join(without_article("".join(found[start:end])) for start, end in compounds(found))


@cache
def _bynames() -> Mapping[str, str]:
    table = tomllib.loads(files("index").joinpath("data/bynames.toml").read_text(encoding="utf8"))
    entries = (entry.split(" = ") for entry in table["bynames"])
    return {written_key(byname): written_key(name) for byname, name in entries}


def compounds(found: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which of the folded words of a form make one word of its key: [start, end) of each, in order."""
    start = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or not _goes_on(found, at):
            if at > start:
                yield start, at
            start = at


def _goes_on(found: Sequence[str], at: int) -> bool:
    """Whether a word is written as one with the word before it."""
    before = found[at - 1]
    return before in OPENING or found[at] == _GOD or found[at] in foreign_parts("behind") or _is_joined(found, at - 1)


def _is_joined(found: Sequence[str], at: int) -> bool:
    """Whether this is the particle of a foreign surname: never a letter among letters (جي دي فانس)."""
    word = found[at]
    if at and word in foreign_parts("after_another"):
        return _is_joined(found, at - 1)
    if word not in foreign_parts("anywhere") and (not at or word not in foreign_parts("after_a_name")):
        return False
    beside = (*found[max(0, at - 1) : at], found[at + 1])
    return not any(one in foreign_parts("letters") for one in beside)


def tail(text: str) -> str:
    """The last word of a form, where the key joins it with foreign particles: دريان of لو دريان; else ""."""
    found = list(words(text))
    end = len(found)
    return without_article(found[-1]) if end > 1 and _is_joined(found, end - 2) else ""


@cache
def foreign_parts(group: str) -> Collection[str]:
    """A group of `data/surname_particles.toml`."""
    return frozenset(_table()[group])


@cache
def _table() -> Mapping[str, Collection[str]]:
    return tomllib.loads(files("index").joinpath("data/surname_particles.toml").read_text(encoding="utf8"))


def block(key: str) -> str:
    """The block of a key (`alias`): names of two blocks are one person's only where one begins the other.

    Blocking as record linkage does it (Fellegi and Sunter): what may be one is looked for among few.
    """
    return coarse(key.rsplit(" ", 1)[-1])


@lru_cache(KEPT)
def coarse(word: str) -> str:
    """The skeleton of a word, the same for all that ج may be written for."""
    found = skeleton(word).translate(_COARSE)
    return "".join(letter for at, letter in enumerate(found) if not at or letter != found[at - 1])


def skeletons(key: str) -> str:
    """The skeletons of a key's words, divided by spaces."""
    return " ".join(map(skeleton, key.split(" ")))


def beginnings(key: str) -> list[str]:
    """The shorter names that a key goes on after with a particle: محمد سلمان of محمد سلمان بن عبدالعزيز.

    These, and the names that go on after it in this way, are all that other blocks have to do with it.
    """
    name = key.split()
    return [" ".join(name[:end]) for end in range(2, len(name)) if is_particle(name[end])]
