"""Whether two words, or two names, spell one: in foreign names newsrooms differ, in native ones a letter tells."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA
from rapidfuzz.distance.Indel import normalized_similarity

from index.alias import KEPT, coarse, foreign_parts
from index.arabic import fold
from index.transliteration import skeleton

Name = tuple[str, ...]

# Letters that Arabic newsrooms use for one another in foreign names.
_NEAR = ("غجقك", "تط", "سشصز", "دذظض", "فب")
# What else is heard in a foreign name that somebody asks for: Sergio is سيرجيو and سيرخيو, Page بيدج and بيج.
_HEARD = ("غجقكخ", *_NEAR[1:])
# The same where ش stands for one ch or ç, which no س does.
_NEAR_BESIDE_CH = ("غجقك", "تط", "سصز", "دذظض", "فب")
_LONG_VOWELS = frozenset("اويه")
# How much of their letters two spellings of one word share at least. Set by reading examples.
_ALIKE = 0.6


def same_spelling(one: Name, other: Name) -> bool:
    """Whether two names of as many folded words can be spellings of one."""
    native = is_native(one) or is_native(other)
    return len(one) == len(other) and all(
        same_word(a, b, strict := native and not _is_foreign(a, b)) or (not strict and _same_but_ch(a, b, at > 0))
        for at, (a, b) in enumerate(zip(one, other, strict=True))
    )


def heard_alike(one: Name, other: Name) -> bool:
    """Whether two foreign names of as many words, all but one of them the same, are one as newsrooms hear it: كورتز and
    كورتس, سيرجيو and سيرخيو, بيدج and بيج, فان خال and فان جال."""
    if len(one) != len(other) or len(one) < 2 or is_native(one) or is_native(other):
        return False
    apart = [(_heard(a), _heard(b)) for a, b in zip(one, other, strict=True) if a != b]
    alike = (_with_one_letter(a, _HEARD) == _with_one_letter(b, _HEARD) or _are_near(a, b, _HEARD) for a, b in apart)
    return len(apart) == 1 and all(alike)


def _with_one_letter(word: str, near: tuple[str, ...]) -> str:
    """A word with one letter for those that are near."""
    for group in near:
        word = word.translate({ord(letter): group[0] for letter in group[1:]})
    return word


def _heard(word: str) -> str:
    """A word with one letter for what some newsrooms write two for: بيدج, ماوريتسيو, but كورتس at its end."""
    one = word.replace("دج", "ج")
    return one[:-2].replace("تس", "س") + one[-2:]


def may_be_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether names of as many words and of one skeleton can be one: a given name of Arabic has no other spelling
    (حسن, حسين), a name with ي at its end is another (الطيب, الطيبي), and so is one of other vowels (روته, رايت)."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return not any(
        is_native((a, b)) or a == b + "ي" or b == a + "ي" or normalized_similarity(a, b) < _ALIKE for a, b in pairs
    )


def same_surname(name: Name, surname: str) -> bool:
    """Whether a name ends in this surname, or in another spelling of it."""
    strict = len(surname) < 6 or (is_native(name) and not _is_foreign(name[-1], surname))
    return same_word(name[-1], surname, strict)


def _is_foreign(*surnames: str) -> bool:
    """Whether surnames are foreign whatever the first name: كمال كيليجدار أوغلو."""
    return all(surname.endswith(tuple(foreign_parts("behind"))) for surname in surnames)


@lru_cache(KEPT)
def same_word(one: str, other: str, strict: bool) -> bool:
    """Whether two words spell one foreign name; the longer they are, the more they may differ.

    One letter in five and two in seven: غارنو and كارني stay apart, نيبينزيا and نيبنسيا meet.
    """
    if one == other:
        return True
    return not strict and skeleton(one) == skeleton(other) and _are_near(one, other, _NEAR)


@lru_cache(KEPT)
def _same_but_ch(one: str, other: str, is_surname: bool) -> bool:
    """Whether two words of a foreign name are one where تش and ش, and in a surname ج too, are the same letter:
    منوتشين, منوشين; كيليجدار, كيليتشدار. In a first name ج is another letter."""
    first, second = (word.replace("تش", "ش") for word in (one, other))
    if is_surname:
        first, second = first.replace("ج", "ش"), second.replace("ج", "ش")
    return "ش" in first and coarse(one) == coarse(other) and _are_near(first, second, _NEAR_BESIDE_CH)


def _are_near(one: str, other: str, near: tuple[str, ...]) -> bool:
    """Whether two words differ in few letters, and in no distant consonant."""
    length = max(len(one), len(other))
    if length < 5 or _consonants(one, near) != _consonants(other, near):
        return False
    return bool(OSA.distance(one, other) <= (2 if length >= 7 else 1))


def _consonants(word: str, near: tuple[str, ...]) -> str:
    """The consonants with near ones as one letter."""
    return "".join(letter for letter in _with_one_letter(word, near) if letter not in _LONG_VOWELS)


def is_native(name: Name) -> bool:
    """Whether any of these folded words is a given name of Arabic."""
    return not _native().isdisjoint(name)


@cache
def _native() -> frozenset[str]:
    return frozenset(fold(line) for line in _lines("native_names.txt"))


@cache
def short_names() -> Mapping[str, Collection[str]]:
    """The full first names of each short one, folded: of جيم it is جيمس."""
    found: dict[str, set[str]] = defaultdict(set)
    for short, *full in (fold(line).split() for line in _lines("short_names.txt")):
        found[short].update(full)
    return found


def _lines(name: str) -> list[str]:
    """The lines of a file of data that say something."""
    lines = files("index").joinpath("data", name).read_text(encoding="utf8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
