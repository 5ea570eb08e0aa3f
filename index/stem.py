"""Light stemming: one key for the forms of a word that news use side by side.

It takes away what stands before a word (و, ف, ب, ل, ك and the article) and the commonest endings
(feminine, plural, nisba), so that للعقوبات meets العقوبات, and الكورية meets كوريا. After Larkey,
Ballesteros and Connell, "Light stemming for Arabic information retrieval" (2007), with two changes
that news need: endings go until none is left, so that فلسطينية meets فلسطين; and where one letter may
be a clitic or the word's own (بحلب, بوتين), both readings are kept.
"""

from collections.abc import Iterator
from functools import lru_cache

from index.arabic import is_arabic, words

_ARTICLES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
_CLITICS = "وفبلك"
# Words whose own first letters look like the article once the hamza is folded away (ألعاب), or at once (التزام).
NO_ARTICLE = frozenset(
    "العاب المان المانيا الماني المانيه المانيين الوان الحان القاب الياف الواح الماس الغا القا الزام الحاق البوم"
    " البومات البانيا الكترون الكتروني الكترونيه الكترونيا الكترونيات التزام التزامات التقا التماس التهاب التهابات"
    " التحاق التفاف التباس".split()
)
_ENDINGS = ("يين", "يون", "يات", "يه", "يا", "ين", "ون", "ات", "ها", "هم", "ه", "ي")
_SHORTEST = 3
# Spellings that no rule of endings brings together; folded.
_VARIANTS = {"امريكا": "اميركا", "امريكي": "اميركي", "ترمب": "ترامب", "امركا": "اميركا", "انجلترا": "انكلترا"}


def terms(text: str) -> Iterator[str]:
    """The stems of a text's words, in order; two for a word whose first letter may be a clitic."""
    for word in words(text):
        yield from stems(word)


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The stem of a folded word, and that of the word without its first letter where that may be a clitic."""
    if not is_arabic(word[0]):
        return (word,)
    whole = _own_letters(word)
    if whole:
        return (_stem(whole),)
    bare = _without_article(word)
    if bare.startswith("ا") and word.removesuffix(bare).endswith("لل"):
        return tuple(dict.fromkeys((_stem(bare), _stem(f"ل{bare}"))))  # للاجئين, of اللاجئين as of الاجئين
    if bare == word and word[0] in _CLITICS and len(word) > _SHORTEST:
        return tuple(dict.fromkeys((_stem(word), _stem(_without_article(word[1:])))))
    return (_stem(bare),)


def stems_with_article_taken() -> Iterator[str]:
    """What the words of `NO_ARTICLE` were found by as long as their first letters were taken for the article."""
    yield from (_stem(word[2:]) for word in sorted(NO_ARTICLE) if len(word) - 2 >= _SHORTEST)


def _own_letters(word: str) -> str:
    """A word of `NO_ARTICLE`, with an ending or none, without the clitics before it (وبألعابهم); "" for any other."""
    for start in range(min(3, len(word))):
        whole = word[start:]
        known = whole in NO_ARTICLE or any(whole.endswith(e) and whole[: -len(e)] in NO_ARTICLE for e in _ENDINGS)
        if known and all(letter in _CLITICS for letter in word[:start]):
            return whole
    return ""


def _without_article(word: str) -> str:
    for prefix in _ARTICLES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            return word[len(prefix) :]
    return word


def _stem(word: str) -> str:
    word = _VARIANTS.get(word, word)
    ending: str | None = ""
    while ending is not None:
        ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST), None)
        word = word[: len(word) - len(ending)] if ending else word
    return word[:-1] if word.endswith("ا") and len(word) > _SHORTEST + 1 else word
