"""Sources: phrases that name one (بحسب, وفقا ل, على لسان, نقلا عن), with its words before or after."""

from collections.abc import Iterator

from index import lexicon
from index.cue import Cue
from index.cue_form import CueForm, cue_forms
from index.mention import Mention, parse_mention
from index.subject import Subject, skip_adverbs
from index.tokens import Range, Reading
from index.word_list import match_phrase, source_words

_PHRASE = 10  # tokens of the longest source or adverbial that is read to the next pause
_SOURCE = CueForm("noun", frozenset(), None)


def source_cues(reading: Reading, sentence: Range) -> Iterator[Cue]:
    """بحسب, وفقا ل, على لسان, نقلا عن: a source after the phrase, its words before or after."""
    at = sentence[0]
    table = lexicon.source_phrases()
    while at < sentence[1]:
        size = match_phrase(table, reading.words, at, sentence[1]) if reading.quoted_at[at] is None else 0
        if size:
            cue = _source_cue(reading, at, at + size, sentence)
            if cue is not None:
                yield cue
        at += max(1, size)


def _source_cue(reading: Reading, start: int, at: int, sentence: Range) -> Cue | None:
    words = reading.words
    if words[at - 1].endswith(("ه", "ها", "هم")) and at - start > 1:  # على حد قوله
        return _own_words(reading, start, at, sentence)
    if at < sentence[1] and words[at] in ("ل", "عن"):
        at += 1
    verb = next((n for n in range(at, min(at + 4, sentence[1])) if _is_verb(words[n])), None)
    if at < sentence[1] and words[at] in ("ما", "لما", "مصادر") and verb is not None:
        at = verb + 1 if words[at] != "مصادر" else at
    elif verb == at:
        at += 1
    at = skip_adverbs(reading, at, sentence[1])
    if at >= sentence[1] or words[at] in source_words("not_sources"):
        return None
    if verb is not None:
        at = _past_relay(reading, verb, at, sentence[1])
    subject = parse_mention(reading, at, sentence[1])
    whole = _to_the_pause(reading, at, sentence[1])
    subject = whole if whole is not None and (subject is None or subject.end < whole.end) else subject
    if subject is None or subject.kind in ("generic", "pronoun"):
        return None
    if subject.end + 1 < sentence[1] and words[subject.end] == ":":
        return Cue(start, at, _SOURCE, subject.start, subject.end + 1, "colon", Subject(subject, "named", start), True)
    if subject.end < sentence[1] and words[subject.end] in source_words("clause_words"):
        return Cue(start, at, _SOURCE, subject.start, subject.end + 1, "object", Subject(subject, "named", start), True)
    if start == sentence[0] or (start == sentence[0] + 1 and words[start - 1] in ("و", "ف")):
        begin = skip_adverbs(reading, _after_comma(reading, subject.end, sentence), sentence[1])
        if begin < sentence[1]:
            return Cue(start, at, _SOURCE, subject.start, begin, "object", Subject(subject, "named", start), True)
        return None
    amid = words[start - 1][0].isalnum() and subject.end < sentence[1] and words[subject.end][0].isalnum()
    if amid and not _ends_soon(reading, subject.end, sentence[1]):
        return None  # in the midst of a clause
    return Cue(start, at, _SOURCE, subject.start, start, "before", Subject(subject, "named", start), True)


def _past_relay(reading: Reading, verb: int, at: int, limit: int) -> int:
    """بحسب ما نقلت القناة عن الوزارة: past the one who only relays it, to the source."""
    form = cue_forms().get(reading.words[verb])
    relay = parse_mention(reading, at, limit) if form is not None and form.relays else None
    about = relay.end if relay is not None else limit
    if about + 1 >= limit or reading.words[about] != "عن":
        return at
    source = parse_mention(reading, about + 1, limit)
    return about + 1 if source is not None and source.kind != "generic" else at


def _to_the_pause(reading: Reading, at: int, limit: int) -> Mention | None:
    """The source that fills all the words up to a comma or the sentence's end: وفق المعهد الأميركي للجيوفيزياء، …"""
    words = reading.words
    pause = next((n for n in range(at + 1, min(at + _PHRASE, limit)) if words[n] in "،,.؛"), None)
    if pause is None or any(words[n] in cue_forms() or n in reading.opens for n in range(at, pause)):
        return None
    mention = parse_mention(reading, at, pause, bounded=True)
    return mention if mention is not None and mention.end == pause and mention.kind != "generic" else None


def _ends_soon(reading: Reading, at: int, limit: int) -> bool:
    """Whether only adverbials or others follow up to a pause: وفق ما أعلن الاتحاد الخميس، بحسب المصدر نفسه والشرطة."""
    words = reading.words
    pause = next((n for n in range(at, min(at + _PHRASE, limit)) if words[n] in "،,.؛"), limit)
    rest = words[at:pause]
    if not 0 < len(rest) < _PHRASE or any(word in cue_forms() for word in rest):
        return False
    goes_on = source_words("adverbs") | source_words("adverbial_prepositions") | source_words("selves") | {"و"}
    return rest[0] in goes_on


def _own_words(reading: Reading, start: int, at: int, sentence: Range) -> Cue | None:
    """على حد قوله, وبحسب قولها فإن …: the pronoun is the source."""
    last = reading.words[at - 1]
    form = CueForm("noun", frozenset(), "f" if last.endswith("ها") else "m", last.endswith("هم"), True)
    nobody = Subject(None, "elided", start)
    if start <= sentence[0] + 1:
        begin = _after_comma(reading, at, sentence)
        return Cue(start, at, form, at, begin, "object", nobody, True) if begin < sentence[1] else None
    if at < sentence[1] and reading.words[at] in ("ف", "فان", "ان"):
        begin = _after_comma(reading, at, sentence)
        return Cue(start, at, form, at, begin, "object", nobody, True) if begin < sentence[1] else None
    return Cue(start, at, form, start, start, "before", nobody, True)


def _is_verb(word: str) -> bool:
    """A reporting verb, also with an object pronoun: بحسب ما أوردته."""
    forms = cue_forms()
    return word in forms or word.removesuffix("ه") in forms or word.removesuffix("ها") in forms


def _after_comma(reading: Reading, at: int, sentence: Range) -> int:
    """Past the comma, فإن or أن that ends the naming of a source at the beginning of a sentence."""
    for here in range(at, min(at + 12, sentence[1])):
        if reading.words[here] == "فان" or reading.words[here] in ("،", ","):
            at = here + 1
            break
    while at < sentence[1] and reading.words[at] in ("ف", "ان", "فان"):
        at += 1
    return at
