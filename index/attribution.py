"""Attributions: who the sentence itself names as the subject of each cue, and how."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.cue import Cue, is_spoken
from index.mention import Mention, parse_mention
from index.naming import is_everyday, is_verbal_noun
from index.subject import Subject
from index.tokens import Range, Reading
from index.word_list import source_words

_REACH = 30  # tokens between عن and قوله


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with the mention of its subject; None where the sentence leaves it out.

    `clause` is the token where the cue's clause begins. `nested`: it stands inside what another cue of
    the sentence reports. `aside`: it is nested or in a relative clause, so that the sentence goes on
    with another speaker.
    """

    cue: Cue
    mention: Mention | None
    clause: int
    nested: bool
    aside: bool


def attribute(reading: Reading, sentence: Range, cues: Sequence[Cue]) -> list[Attribution]:
    """The cues of a sentence with their subjects, in order."""
    found: list[Attribution] = []
    for cue in cues:
        one = _attribute(reading, sentence, cue, found)
        if one is not None:
            found.append(one)
    return found


def _attribute(reading: Reading, sentence: Range, cue: Cue, before: Sequence[Attribution]) -> Attribution | None:
    host = _host(before, cue.start)
    subject = cue.subject
    relayed = None if cue.source else _relayed(reading, sentence, cue)
    if relayed is not None:
        subject = Subject(relayed, "named", cue.start)
    after_relative = cue.start > 0 and reading.words[cue.start - 1] in source_words("relatives")
    by_noun = cue.form.shape == "noun" and not cue.form.with_object and not cue.source  # إعلان لندن …
    aside = subject.relation == "relative" or after_relative
    coordinate = cue.source or cue.form.shape == "participle" or reading.is_joined(cue.start)
    opened = _is_opened(reading, subject.clause) or _is_main_clause(reading, sentence, cue)
    inside = host is not None and not coordinate and not aside and not opened
    if inside and host is not None and subject.mention is None and subject.clause - host.cue.begin <= 2:
        return None  # إنه يتوقع أن …: the same words once more
    return Attribution(cue, subject.mention, subject.clause, inside, inside or aside or by_noun)


def _host(before: Sequence[Attribution], at: int) -> Attribution | None:
    """The last statement of the sentence that begins before a token."""
    return next((one for one in reversed(before) if one.cue.how != "before" and one.cue.begin <= at), None)


def _is_opened(reading: Reading, clause: int) -> bool:
    """Whether a connector that is no part of a report (فيما, بينما, لكن, كما) opens the clause."""
    return reading.words[clause - 1] in ("فيما", "بينما", "لكن", "كما", "حين", "اذ", "حيث") if clause else False


def _is_main_clause(reading: Reading, sentence: Range, cue: Cue) -> bool:
    """وفيما رحبت لندن بالقرار، توعدت موسكو …: after a clause that opened the sentence, the verb of the main one."""
    words = reading.words
    first = sentence[0] + (words[sentence[0]] in "وف")
    opener = words[min(first, sentence[1] - 1)]
    if words[cue.start - 1] not in "،,":
        return False
    follows = cue.subject.mention is not None and cue.subject.mention.start > cue.start and cue.form.perfect
    return follows or opener in ("فيما", "بينما", "بعدما", "عندما", "حين", "اذ", "رغم")


def _relayed(reading: Reading, sentence: Range, cue: Cue) -> Mention | None:
    """Whom عن names: نقلت وكالة عن فلان قوله إن, ذكرت وكالة نقلا عن فلان …, or قول: نقلت وكالة قول فلان إن"""
    words = reading.words
    start, limit = cue.start + 1, min(cue.marker, sentence[1])
    if cue.form.shape == "noun" and cue.form.with_object:
        start, limit = max(sentence[0], cue.start - _REACH), cue.start
    elif not cue.form.relays and not {"نقلا", "لسان"} & set(words[start:limit]):
        return _informant(reading, start, limit) if cue.form.lemma == "علم" else None
    places = range(start, limit) if cue.form.relays else range(limit - 1, start - 1, -1)
    for at in places:
        if words[at] in ("عنه", "عنها", "عنهم"):
            feminine, plural = words[at].endswith("ها"), words[at].endswith("هم")
            return Mention(at, at + 1, "pronoun", gender="f" if feminine else "m", plural=plural)
        if words[at] == "قول" and at + 1 < limit:
            mention = parse_mention(reading, at + 1, limit, bounded=True)
            if mention is not None and mention.kind in ("person", "role", "unnamed", "organisation"):
                return mention
        if (words[at] in ("عن", "لسان") or (words[at] == "الي" and cue.form.lemma == "نسب")) and at + 1 < limit:
            spoken = next((n for n in range(at + 1, limit) if is_spoken(words[n])), limit)
            mention = parse_mention(reading, at + 1, spoken, bounded=True)
            if mention is not None and not _is_topic(reading, mention):
                return mention
    return None


def _informant(reading: Reading, start: int, limit: int) -> Mention | None:
    """علمت الصحيفة من مصادر مطلعة أن …: who told it."""
    at = next((at for at in range(start, limit - 1) if reading.words[at] == "من"), None)
    mention = parse_mention(reading, at + 1, limit, bounded=True) if at is not None else None
    return mention if mention is not None and mention.kind in ("unnamed", "person", "role") else None


def _is_topic(reading: Reading, mention: Mention) -> bool:
    """أوردت وسائل الإعلام خبرا عن مقتل …: what is told of, not who tells it."""
    word = reading.words[mention.start]
    return mention.kind == "generic" and not mention.definite and (is_everyday(word) or is_verbal_noun(word))
