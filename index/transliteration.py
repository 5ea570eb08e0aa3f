"""Consonant skeletons: one key for a name in any script, so that Lavrov, Лавров and لافروف meet."""

import re
from functools import cache

from anyascii import anyascii

from index.arabic import fold

# Letters whose transliteration parts from how names are spelled in other scripts.
_BEFORE = str.maketrans({"ظ": "ز", "ث": "ت", "ذ": "د"})
# Several letters for one sound, then single letters for near sounds: Arabic writes v as f, p as b, and g as
# غ, ج, ق or ك by country; ش and س both stand for s in foreign names; Russian writes h as х, which reads kh.
_DIGRAPHS = (
    ("sch", "s"), ("dzh", "k"), ("kh", ""), ("gh", "k"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"),
    ("zh", "k"), ("ph", "f"), ("ts", "s"), ("ck", "k"), ("x", "ks"),
)  # fmt: skip
_SOUNDS = str.maketrans({"v": "f", "p": "b", "g": "k", "j": "k", "q": "k", "c": "k", "z": "s"})
_VOWELS = str.maketrans({"w": "o", "u": "o", "y": "i", "e": "i", "'": None, "`": None})
_SOFT_C = re.compile(r"c(?=[eiy])")
_NO_CONSONANT = re.compile(r"[^bdfklmnrst]")
_DOUBLE = re.compile(r"(.)\1+")
# The article, and the words that stand between a name's parts, in Arabic and in Latin letters.
_PARTICLES = frozenset(
    "al el as es ar er ad ed an en ash bin ben ibn abu de da di van von der la le بن ابن ال ابو"
    " аль эль ас ас аш аз ат ад ан ар бен бин ибн абу де да ди ван фон дер ла ле".split(" ")
)


@cache
def skeleton(word: str) -> str:
    """The consonants of one word of a name, in Latin letters; "" for a word of vowels only.

    لافروف, Lavrov and Лавров all give "lfrf". It is a key for finding candidates, not proof: حسن and حسين
    share theirs.
    """
    return _DOUBLE.sub(r"\1", _NO_CONSONANT.sub("", _letters(word)))


@cache
def sounds(word: str) -> str:
    """One word of a name as it sounds, roughly, vowels too: for telling apart names of one skeleton."""
    return _DOUBLE.sub(r"\1", _letters(word).translate(_VOWELS))


def _letters(word: str) -> str:
    letters = _DOUBLE.sub(r"\1", anyascii(without_article(fold(word)).translate(_BEFORE)).lower())
    letters = _SOFT_C.sub("s", letters)
    for two, one in _DIGRAPHS:
        letters = letters.replace(two, one)
    return letters.translate(_SOUNDS)


def without_article(word: str) -> str:
    """A folded word of a name without ال, unless that leaves less than a name."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def is_particle(word: str) -> bool:
    """Whether a folded word only joins the parts of a name: بن, al, von."""
    return word in _PARTICLES
