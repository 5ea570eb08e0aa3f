"""Subjects: what a reporting verb has as its subject, and what may stand between the two."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from index import lexicon
from index.mention import Mention
from index.naming import is_name_word
from index.tokens import Reading
from index.word_list import Phrases, match_phrase, phrases, source_words

Relation = Literal["named", "elided", "relative"]

_REPORTERS = frozenset(("الصحفيين", "الصحافيين", "الاعلاميين", "المراسلين", "صحفيين", "صحافيين"))
TIMES = frozenset(("الوقت", "اليوم", "الحين", "العام", "الشهر", "المكان"))


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a verb: its mention if the sentence gives one, and where the clause begins.

    `apart`: a comma stands between the mention and the verb.
    """

    mention: Mention | None
    relation: Relation
    clause: int
    apart: bool = False


def skip_adverbs(reading: Reading, at: int, limit: int) -> int:
    """The first token from `at` on that is no adverb of time or manner, and no mark between commas."""
    words = reading.words
    adverbs = source_words("adverbs") | source_words("late_adverbs")
    while at < limit:
        to_me = words[at] in ("لي", "لنا") and (at + 1 >= limit or not is_name_word(words[at + 1]))
        size = int(to_me) or _is_recipient(reading, at, limit) or match_phrase(own_part(), words, at, limit)
        if not size and words[at] not in adverbs and words[at] not in "،,–-(":
            break
        if words[at] == "(":
            closing = next((n for n in range(at + 1, min(at + 6, limit)) if words[n] == ")"), None)
            if closing is None:
                return at
            at = closing
        at += size or 1
    return at


@cache
def own_part() -> Phrases:
    """من جهته, من جانبها: between the verb and the one who has his turn."""
    return phrases("sources.toml", "own_part")


def _is_recipient(reading: Reading, at: int, limit: int) -> int:
    """How many tokens name a medium that is spoken to: لـCNN, لوكالة رويترز, للصحفيين; 0 for none."""
    words = reading.words
    if words[at] != "ل" or at + 1 >= limit:
        return 0
    quoted = reading.opens.get(at + 1)
    if quoted is not None and quoted.inner_end - quoted.inner_start <= 4 and quoted.end < limit:
        return quoted.end - at  # لـ"عكاظ"
    noun = lexicon.nouns().get(words[at + 1])
    size = match_phrase(lexicon.media_phrases(), words, at + 1, limit)
    if size:
        return 1 + size
    named = reading.opens.get(at + 2) if noun is not None and noun.kind == "media" else None
    if named is not None and named.inner_end - named.inner_start <= 4 and named.end < limit:
        return named.end - at + reading.words[named.end].startswith("ال")  # لموقع "غيزمودو" الإخباري
    if noun is not None and noun.kind == "media":
        return 2 + match_phrase(lexicon.media_phrases(), words, at + 2, limit) if at + 2 < limit else 2
    return 2 if words[at + 1] in _REPORTERS else 0
