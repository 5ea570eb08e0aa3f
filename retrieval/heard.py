"""Names in another script as the archive's words have them: Aquarius is أكواريوس there, though nobody is called so.

Terms with the same consonants are compared by how they sound (`index.transliteration`); an everyday word is none.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from index.naming import is_everyday
from index.store import Store
from index.transliteration import skeleton
from retrieval.likeness import sound_alike

# A name of fewer consonants is like too many words. Set by reading.
_SHORTEST = 3
# The least likeness of sound, and how far below the best one another spelling may be: Salvini is سالفيني, .92, and not
# سلفيون; Puigdemont is بوتشيمون at .71.
_ALIKE, _SHORT_ALIKE, _NEARLY = 0.7, 0.8, 0.1
_MOST = 4
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءةىئؤ"
_VOWELS = "aeiouаеёиоуыэюя"
# What begins a name in Arabic where its first letter has no consonant of its own, or several: Jorge is خورخي.
_BEGINNINGS = {"h": "هح", "х": "هخح", "w": "و", "y": "ي", "j": "جيخه", "k": "كقخ", "g": "غجقك"}


def heard(word: str, store: Store) -> list[str]:
    """The terms of the archive that a name in another script may be, the most alike first."""
    key = skeleton(word)
    if len(key) < _SHORTEST:
        return []
    pattern = _pattern(key)
    terms = (term for letter in _beginnings(word, key) for term in store.terms_from(letter))
    return most_alike(word, [term for term in terms if pattern.fullmatch(term) and not is_everyday(term)])


def most_alike(word: str, names: Iterable[str]) -> list[str]:
    """Of names in Arabic those that sound like a word in another script, and nearly as much as the best of them."""
    alike = {name: sound_alike([word], [name]) for name in names}
    enough = _ALIKE if len(skeleton(word)) >= _SHORTEST else _SHORT_ALIKE
    least = max(enough, max(alike.values(), default=0.0) - _NEARLY)
    return sorted((name for name in alike if alike[name] >= least), key=lambda name: (-alike[name], name))[:_MOST]


def _beginnings(word: str, key: str) -> str:
    """The letters that the word may begin with in Arabic."""
    first = word[0].lower()
    return "اعويه" if first in _VOWELS else _BEGINNINGS.get(first, _of_consonant(key[0]))


@cache
def _of_consonant(consonant: str) -> str:
    """The Arabic letters of one consonant of a skeleton; of "" those that skeletons leave out."""
    return "".join(letter for letter in _LETTERS if skeleton(letter) == consonant)


@cache
def _pattern(key: Sequence[str]) -> re.Pattern[str]:
    """What all words of one skeleton look like."""
    silent = f"[{_of_consonant('')}]*"
    return re.compile(silent + silent.join(f"[{_of_consonant(one)}]+" for one in key) + silent)
