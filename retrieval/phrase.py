"""Short phrases of an article's words that read well after عن: what somebody spoke about, as it stands there.

There is no grammar behind them: a word is taken where the words around it show what it is. A place has its name. A noun
with the article needs no more; it takes the noun before it where the two are one thing (مجلس الأمن، في مكافحة الإرهاب),
and the adjective after it (العقوبات الأمريكية). Clitics are taken off.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index import lexicon
from index.arabic import fold, unmarked, words
from index.naming import is_nisba
from index.word_list import people_words
from retrieval.place import Place, places
from retrieval.question_words import question_words

_WORD = re.compile(r"[^\W_]+")
# What may stand before the article, written together, and is taken off.
_BEFORE_ARTICLE = ("وبال", "فبال", "وال", "فال", "بال", "كال", "ال")
_FOR_THE = ("ولل", "فلل", "لل")
# A noun keeps so many letters behind the article at least, and one before it has as many.
_LEFT = 3
# Pronouns, and the ending of a plural that does not stand after عن: ممثلو الوكالة.
_ENDINGS = ("ها", "هم", "هما", "نا", "و")
# The longest name of a place that is looked for, in words to either side.
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is written, without vowel marks, and folded; `apart`: more than a blank stands before it."""

    written: str
    word: str
    apart: bool


def tokens_of(text: str) -> list[Token]:
    """The words of a stretch of an article."""
    plain = unmarked(text)
    found = []
    end = 0
    for match in _WORD.finditer(plain):
        word = fold(match.group())
        if word:
            found.append(Token(match.group(), word, bool(plain[end : match.start()].strip())))
        end = match.end()
    return found


def phrase_at(tokens: Sequence[Token], at: int) -> str | None:
    """The phrase that the word at this place belongs to; None where none is sure."""
    place = _place_at(tokens, at)
    if place is not None:
        return None if place.by_adjective else _name_of(place, tokens)
    noun = _with_article(tokens[at].word, tokens[at].written)
    if noun is None or fold(noun) in _table("time"):
        return None
    if _is_adjective(fold(noun)):
        before = at - 1
        headed = before >= 0 and not tokens[at].apart and _with_article(tokens[before].word, tokens[before].written)
        return phrase_at(tokens, before) if headed and not _is_adjective(fold(headed)) else None
    follows = at > 0 and not tokens[at].apart and _with_article(tokens[at - 1].word, tokens[at - 1].written) is not None
    if (follows and tokens[at].word.startswith("ال")) or _is_plural_subject(fold(noun)):
        return None
    phrase = [*_heads(tokens, at), noun, *_adjective_after(tokens, at, fold(noun))]
    return None if len(phrase) == 1 and fold(noun) in _table("vague") else " ".join(phrase)


# --- places


def _place_at(tokens: Sequence[Token], at: int) -> Place | None:
    """The place whose name or adjective the word is a part of."""
    first, last = at, at
    while first > max(0, at - _BESIDE) and not tokens[first].apart:
        first -= 1
    while last < min(len(tokens) - 1, at + _BESIDE) and not tokens[last + 1].apart:
        last += 1
    window = " ".join(token.written for token in tokens[first : last + 1])
    return next((place for place in places(window) if place.start <= at - first < place.end), None)


def _name_of(place: Place, tokens: Sequence[Token]) -> str:
    """The place's name as these words have it, or else its most usual one."""
    held = " ".join(token.word for token in tokens)
    return next((name for name in place.names if " ".join(words(name)) in held), place.names[0])


# --- nouns


def _with_article(word: str, written: str) -> str | None:
    """A noun with its article alone, as it is written, of an everyday noun; None for anything else: التزم, بالغ."""
    for prefix in (*_FOR_THE, *_BEFORE_ARTICLE):
        bare = word.removeprefix(prefix)
        if word.startswith(prefix) and len(bare) >= _LEFT and bare in lexicon.common_words():
            return "ال" + written[len(written) - len(bare) :] if len(written) == len(word) else None
    return None


def _is_adjective(word: str) -> bool:
    return is_nisba(word) or word in lexicon.adjectives() or word in people_words("adjectives")


def _is_plural_subject(word: str) -> bool:
    """المسلحون is no form that stands after عن."""
    return word.endswith("ون") and (word[2:-2] in lexicon.common_words() or word[:-2] in lexicon.common_words())


def _heads(tokens: Sequence[Token], at: int) -> list[str]:
    """The nouns before a noun with the article that are one thing with it."""
    if not tokens[at].word.startswith("ال") or not _is_plain(tokens, at - 1) or tokens[at].apart:
        return []
    before = tokens[at - 1]
    if before.word in lexicon.nouns() or before.word in _table("heads") or _is_preposition(tokens, at - 2, before):
        return [before.written]
    if _is_plain(tokens, at - 2) and not before.apart and _is_preposition(tokens, at - 3, tokens[at - 2]):
        return [tokens[at - 2].written, before.written]
    return []


def _is_plain(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is an everyday word without article and clitics that no function word or verb of saying is."""
    if at < 0 or len(tokens[at].word) < _LEFT:
        return False
    word = tokens[at].word
    known = (word in lexicon.common_words() or word in lexicon.nouns()) and not word.endswith(_ENDINGS)
    never = word in lexicon.function_words() or word in question_words("topic") or word in _table("empty")
    return known and not never and not word.startswith("ال")


def _is_preposition(tokens: Sequence[Token], at: int, following: Token) -> bool:
    return at >= 0 and not following.apart and tokens[at].word in question_words("topic")


def _adjective_after(tokens: Sequence[Token], at: int, noun: str) -> list[str]:
    """The adjective right after a noun, of its gender, which feminine endings and plurals of things show."""
    if at + 1 >= len(tokens) or tokens[at + 1].apart:
        return []
    after = tokens[at + 1]
    agrees = after.word.endswith("ه") == noun.endswith(("ه", "ات"))
    return [after.written] if after.word.startswith("ال") and _is_adjective(after.word) and agrees else []


@cache
def _table(group: str) -> frozenset[str]:
    """A group of `data/vague_words.toml`."""
    table = tomllib.loads(files("retrieval").joinpath("data/vague_words.toml").read_text(encoding="utf8"))
    return frozenset(table[group])
