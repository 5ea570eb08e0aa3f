"""Lines that open with a speaker and a colon (`لافروف: …`), and words that only a speaker says."""

from index import lexicon
from index.cue_form import cue_forms
from index.mention import Mention, parse_mention
from index.naming import is_everyday, is_surely_name
from index.resolution import Clause
from index.tokens import Range, Reading
from index.word_list import ordered, people_words, source_words

_WE = frozenset(("نحن", "انا", "لدينا", "لدي", "علينا", "لنا", "اننا", "انني"))
_HEADLINE_REACH = 12  # tokens before the colon of `لافروف: …`


def colon_line(reading: Reading, sentence: Range, is_headline: bool) -> list[Clause]:
    """`لافروف: …`, a line that opens with a speaker and a colon."""
    words = reading.words
    reach = range(sentence[0], min(sentence[0] + _HEADLINE_REACH, sentence[1]))
    colon = next((at for at in reach if words[at] == ":"), None)
    if colon is None or colon + 2 >= sentence[1]:
        return []
    if not is_headline and (not reading.begins_line(sentence[0]) or "-" in words[sentence[0] : colon]):
        return []  # a byline: سالم العلي- جدة: …
    start = max((at + 1 for at in range(sentence[0], colon) if words[at] in "/.|"), default=sentence[0])
    spoken = next((at for at in range(start, colon) if words[at] in cue_forms()), colon)
    if spoken < colon and (not is_headline or cue_forms()[words[spoken]].shape != "participle"):
        return []
    end = _before_hearer(reading, start, spoken, is_headline)  # روحاني متوعدا واشنطن: …
    label = reading.opens.get(start)
    if is_headline and label is not None and label.end == end and words[label.inner_start] in lexicon.nouns():
        start, end = label.inner_start, label.inner_end  # "تقرير": …
    mention = parse_mention(reading, start, end, bounded=True)
    if mention is not None and mention.kind == "place" and _is_dateline(reading, mention, (colon + 1, sentence[1])):
        return []
    if words[start] in source_words("labels") or (mention is not None and _tells_of_states(reading, mention)):
        return []
    if mention is None or mention.kind in ("document", "media", "pronoun") or _is_label(reading, mention):
        return []
    if is_headline and tuple(words[mention.start : mention.end]) in ordered("organisations.toml", "ministries"):
        return [Clause((colon + 1, sentence[1]), None, mention)]
    if mention.kind == "unnamed" and not is_headline:
        return []
    if mention.end < end and not (mention.kind == "person" and is_headline):
        return []
    if (mention.kind == "generic" and (mention.end - mention.start > 2 or mention.definite)) or (
        not is_headline
        and (mention.kind not in ("person", "generic", "role") or (mention.kind == "generic" and start == sentence[0]))
    ):
        return []
    return [Clause((colon + 1, sentence[1]), None, mention)]


def _tells_of_states(reading: Reading, mention: Mention) -> bool:
    """إيران وأمريكا: ترامب يعيد فرض العقوبات: states are told of; capitals stand for governments, which speak."""
    first = reading.words[mention.start]
    state = lexicon.places().get((first,))
    return mention.kind == "place" and mention.plural and state is not None and state.state == first


def _is_label(reading: Reading, mention: Mention) -> bool:
    """أسعار النفط: …, قضية خاشقجي: …: what is told of, by an everyday word for no speaker at its beginning."""
    first = reading.words[mention.start]
    if mention.kind not in ("generic", "person") or mention.end - mention.start < 2 or first.startswith("ال"):
        return False
    named = first in people_words("everyday_names") or first in lexicon.nouns() or first in lexicon.adjectives()
    return is_everyday(first) and not named


def _is_dateline(reading: Reading, place: Mention, rest: Range) -> bool:
    """ليبيا: عقوبات أممية …: where it happened, unless what follows can only be said by somebody."""
    words = reading.words
    after = words[rest[0]]
    if after in source_words("events") or after.isdigit():
        return True
    state = lexicon.places().get(tuple(words[place.start : place.end]))
    if state is None or state.state != " ".join(words[place.start : place.end]):
        return False  # a capital stands for its government
    if is_surely_name(reading, rest[0]) and any(word in cue_forms() for word in words[rest[0] + 1 : rest[0] + 4]):
        return True  # المغرب: العثماني يعد "بحلول عملية"
    quoted = any(at in reading.opens for at in range(*rest))
    said = after in source_words("negations") or after in ("هناك", "نحن", "سوف")
    return not (quoted or said or any(is_first_person(word) for word in words[slice(*rest)]))


def _before_hearer(reading: Reading, start: int, colon: int, is_headline: bool) -> int:
    """Where `وزير الدفاع لـ«المدينة»: …` or `خبراء لترامب: …` begins to name whom it was said to."""
    for at in range(start + 1, colon):
        stretched = "ـ" in reading.text[reading.starts[at] : reading.starts[at + 1]]
        if reading.words[at] == "ل" and (stretched or at + 1 in reading.opens):
            return at
        named = is_headline and reading.words[at] == "ل" and is_surely_name(reading, at + 1)
        if named and (at + 2 == colon or is_surely_name(reading, at + 2)):
            return at
    return colon


def is_first_person(word: str) -> bool:
    """نحن, سنصدر, شعبانا: only a speaker's own words say we."""
    return (
        word in _WE
        or (word.startswith("سن") and len(word) > 4 and word not in lexicon.common_words())
        or (
            word[0] == "ن"
            and len(word) > 3
            and word not in lexicon.nouns()
            and "ي" + word[1:] in lexicon.common_words()
        )
        or (word.endswith("نا") and len(word) > 4 and is_everyday(word[:-2]))
    )
