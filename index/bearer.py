"""Bearers: where somebody is named in full behind his title and the place that he works at."""

from functools import cache

from index import lexicon
from index.cue_form import cue_forms
from index.draft import COMMAS
from index.naming import is_everyday, is_name_word, is_surely_name
from index.tokens import Reading
from index.word_list import people_words, source_words

_NAME = 4  # tokens of a body's name between marks
_REACH = 14  # tokens between a title and the name of whoever bears it
_OPENS_SEAT = frozenset(("ل", "ب", "في", "لدي", "علي"))


@cache
def _barriers() -> frozenset[str]:
    """Words that no title goes on across."""
    keys = ("clause_openers", "clause_words", "relatives", "negations", "occasions", "adverbs")
    prepositions = source_words("adverbial_prepositions") - _OPENS_SEAT - {"من"}
    barriers = prepositions.union(cue_forms(), people_words("counterparts"), *map(source_words, keys))
    return barriers - _OPENS_SEAT - {"و"}


def bearer_after(reading: Reading, at: int, limit: int) -> int | None:
    """الوزير البريطاني (للتجارة الدولية) ليام فوكس: where the name begins, or the rank before it.

    What a preposition opens behind a title is the place where its bearer works, if nothing can follow its last
    word as a genitive and a name in full comes right after it. Another title in between would have a bearer of
    its own: المحامي السابق للرئيس دونالد ترامب.
    """
    words = reading.words
    if at < limit and words[at] in source_words("relatives"):
        return _behind_clause(reading, at, limit)
    apart = at < limit and words[at] in COMMAS  # الباحث الفلكي، بقسم علوم الفلك، ملهم هندي
    at += apart
    if at >= limit or (words[at] not in _OPENS_SEAT and not words[at].startswith(("ال", "ب", "ل"))):
        return None
    past = at  # what stands before it is a name between marks: لـ"باب رزق" بالرياض
    for here in range(at, min(at + _REACH, limit - 1)):
        quoted = reading.opens.get(here)
        if quoted is not None and quoted.inner_end - quoted.inner_start <= _NAME and quoted.end < limit - 1:
            past = quoted.end
        if here < past:
            continue
        behind = here == past > at or _is_complete(reading, here - 1) or _is_served(reading, at, here)
        if here > at + (words[at] in _OPENS_SEAT) and behind and _is_named(reading, here):
            return here if not apart or words[here - 1] in COMMAS else None
        word = words[here]
        noun = lexicon.nouns().get(word)
        title = noun is not None and noun.kind == "title" and not noun.plural and word not in lexicon.adjectives()
        if title or word in _barriers() or not (word[0].isalnum() or word in COMMAS):
            return None
    return None


def _behind_clause(reading: Reading, at: int, limit: int) -> int | None:
    """المتحدث باسم التحالف الذي تقوده البلاد، تركي المالكي، أن: a name between the clause's comma and what goes on."""
    words = reading.words
    comma = next((n for n in range(at + 1, min(at + _REACH, limit - 2)) if words[n] in COMMAS), None)
    if comma is None or any(words[n] in cue_forms() for n in range(at, comma)):
        return None
    end = comma + 1
    while end < limit and is_name_word(words[end]):
        end += 1
    named = end >= comma + 3 and words[comma + 1] in lexicon.given_names()
    closed = end < limit and (words[end] in COMMAS or words[end] == ":" or words[end] in source_words("clause_words"))
    return comma + 1 if named and closed else None


def _is_served(reading: Reading, at: int, name: int) -> bool:
    """المستشار الاقتصادي لأردوغان جميل …: whether whoever is served is named by a surname, and a first name follows."""
    served = reading.words[name - 1]
    alone = reading.words[at] == "ل" and name == at + 2 and served not in lexicon.given_names()
    return alone and is_surely_name(reading, name - 1) and reading.words[name] in lexicon.given_names()


def _is_named(reading: Reading, at: int) -> bool:
    """Whether a rank stands here, or two words of a name."""
    first, second = reading.words[at], reading.words[at + 1]
    if first in people_words("honorifics") or at in reading.first_names:
        return True
    if first.startswith("ال") or (first,) in lexicon.places():
        return False
    return is_name_word(first) and (is_name_word(second) or second in people_words("name_particles"))


def _is_complete(reading: Reading, at: int) -> bool:
    """Whether no genitive can follow a word: it has the article, or is the name of a town.

    A nationality is one of the place's adjectives (الاتحاد الإيطالي) only right after a word with the article;
    after any other it begins to name somebody else (لمس الإيطالي …).
    """
    word, before = reading.words[at], reading.words[at - 1]
    if word in COMMAS:
        return True
    if word.startswith("ال"):
        return word not in lexicon.adjectives() or before.startswith("ال") or before in COMMAS
    unlisted = word not in lexicon.nouns() and word not in _OPENS_SEAT and not is_surely_name(reading, at)
    return word.isalpha() and unlisted and word not in people_words("name_particles") and not is_everyday(word)
