"""Subjects before the verb: لافروف قال, or the noun that a relative clause belongs to, الوزير الذي قال."""

from collections.abc import Sequence

from index import lexicon
from index.cue_form import CueForm, cue_forms
from index.mention import Mention, parse_mention
from index.naming import is_document, is_name_word, is_surely_name
from index.subject import TIMES, Relation, Subject, own_part
from index.tokens import Reading
from index.word_list import match_phrase, people_words, source_words

_SKIPPED = frozenset('،,"”“»')  # a comma, or the mark that closes a name
_REACH = 40  # tokens before a verb where its subject may begin
_NO_DESCRIPTION = frozenset(
    ("و", "ف", "الذي", "التي", "الذين", "ان", "انه", "انها", "حين", "عندما", "بعدما", "حيث", "لم", "لن", "لا")
)
_AUXILIARIES = frozenset(
    (
        *("قد", "فقد", "لقد", "فلقد", "كان", "كانت", "كانوا", "لطالما", "سبق", "ف", "سوف", "عادت", "عاد"),
        *("نفسه", "نفسها", "ذاته", "شخصيا"),
    )
)


def subject_before(reading: Reading, first: int, verb: int, form: CueForm) -> Subject:
    """The subject before a verb (لافروف قال), or the noun that its relative clause belongs to."""
    words = reading.words
    end = verb
    if reading.is_joined(verb) and words[verb - 1] == "و":
        return Subject(None, "elided", verb)
    reported = first > 0 and words[first - 1] in source_words("clause_words")
    first = max(first, verb - _REACH)
    end = _without_auxiliaries(reading, first, end)
    relation: Relation = "named"
    if end > first and words[end - 1] in source_words("relatives"):
        end = end - 1 - (end - 1 > first and words[end - 2] == "و")  # والذي قال
        end, relation = _without_auxiliaries(reading, first, end), "relative"
    if end <= first:
        return Subject(None, "elided", verb)
    topic = _announced_topic(reading, first, verb, form)
    if topic is not None and topic.mention is not None and topic.mention.name is not None:
        return topic
    been = _been(reading, first, verb, form) if words[verb - 1] == "قد" and words[verb - 2] in "،," else None
    if been is not None:
        return been
    aside = _aside(reading, first, end) if relation == "named" and words[end] in "،," else None
    apart = _ending_at(reading, first, aside, verb, form, relation, reported) if aside else None
    person = apart is not None and apart.mention is not None and apart.mention.kind == "person"
    found = None if person else _ending_at(reading, first, end, verb, form, relation, reported)
    apart_from_it = words[verb - 1] == "الذين" and (words[verb - 2] == "و" or words[verb - 2] in _SKIPPED)
    if relation == "relative" and apart_from_it and not (found and _is_many(found.mention)):
        found = _many_before(reading, first, end) or found
    opening = _from_opening(reading, first, verb, form, reported) if relation == "named" else None
    found = found or apart or topic or opening
    document = found is not None and found.mention is not None and is_document(reading, found.mention.start)
    if document and _is_inside(words, verb):
        return Subject(None, "elided", end)
    return found or Subject(None, "relative" if relation == "relative" else "elided", end)


def _is_inside(words: Sequence[str], verb: int) -> bool:
    """نشر الوزير تغريدة أكد فيها: the document is where it was said."""
    return verb + 1 < len(words) and words[verb + 1] in ("فيه", "فيها")


def _from_opening(reading: Reading, first: int, verb: int, form: CueForm, reported: bool) -> Subject | None:
    """لكن مصدرا ذا صلة بالملف قال: the noun that must be what the clause is about.

    After لكن and إن a noun is the subject of the next verb, whatever describes it in between.
    """
    words = reading.words
    if not form.perfect:
        return None  # لكن الوزارة لديها معلومات تشير إلى …
    for at in range(verb - 1, first, -1):
        if words[at - 1] in ("لكن", "لان"):
            return _opening(reading, at, verb, form)
        if words[at][0] in "،,:" or words[at] in _NO_DESCRIPTION or words[at] in cue_forms():
            return None
    return _opening(reading, first, verb, form) if reported else None


def _announced_topic(reading: Reading, first: int, verb: int, form: CueForm) -> Subject | None:
    """أما الوكالة التي …، فقالت, أما سامي حداد، عمدة بلدة "النجمة" فقد قال: whom أما announces."""
    words = reading.words
    if words[verb - 1] not in ("ف", "فقد", "فلقد"):
        return None
    topic = next((at for at in range(verb - 2, first, -1) if words[at - 1] == "اما"), None)
    return _opening(reading, topic, verb, form) if topic is not None else None


def _been(reading: Reading, first: int, verb: int, form: CueForm) -> Subject | None:
    """وكان الاتحاد، أو ما يعرف بالنقابة، قد حث: whoever stands right after كان is the subject of قد and its verb."""
    at = next((n for n in range(first, verb) if reading.words[n] in ("كان", "كانت")), None)
    if at is None or (at > first and reading.words[at - 1] != "و"):
        return None
    return _opening(reading, at + 1, verb, form)


def _opening(reading: Reading, at: int, verb: int, form: CueForm) -> Subject | None:
    mention = parse_mention(reading, at, verb)
    if mention is None or mention.kind in ("generic", "pronoun", "document") or mention.plural or form.plural:
        return None
    known = reading.words[mention.start] in lexicon.nouns() or is_surely_name(reading, mention.start)
    if not known and mention.kind == "person":
        return None
    agreeing = mention.gender is None or form.gender is None or mention.gender == form.gender
    return Subject(mention, "named", at) if agreeing else None


def _is_many(mention: Mention | None) -> bool:
    return mention is not None and (mention.plural or mention.kind == "generic") and mention.kind != "unnamed"


def _many_before(reading: Reading, first: int, end: int) -> Subject | None:
    """الجمهوريون في الكونغرس، والذين حذروا …: the many whom الذين means, when others are named in between."""
    for at in range(end - 1, first - 1, -1):
        noun = lexicon.nouns().get(reading.words[at])
        people = noun is not None and noun.plural and noun.kind == "title"
        if people or ((noun or reading.words[at] in lexicon.adjectives()) and reading.words[at].endswith(("ين", "ون"))):
            mention = parse_mention(reading, at, end)
            if mention is not None and mention.plural:
                return Subject(mention, "relative", end)
    return None


def _aside(reading: Reading, first: int, end: int) -> int | None:
    """Where سهام، وهي طبيبة في المركز، تقول is broken off: the comma before the words in between."""
    words = reading.words
    for at in range(end - 1, first, -1):
        if words[at] in "،,":
            after = at + 1 + (words[at + 1] == "و")
            return at if words[after] in ("هو", "هي", "هم", "الذي", "التي", "الذين") else None
    return None


def _ending_at(
    reading: Reading, first: int, end: int, verb: int, form: CueForm, relation: Relation, reported: bool
) -> Subject | None:
    """The subject whose mention ends at a token before the verb."""
    words = reading.words
    if relation == "relative" and form.with_object and not form.plural:
        return Subject(None, "elided", end)
    for start in _clause_starts(reading, first, end, relation):
        mention = parse_mention(reading, start, end, bounded=True)
        if mention is None or mention.end != end:
            continue
        if relation == "named" and mention.kind == "generic" and words[mention.start] in source_words("late_adverbs"):
            continue  # وهذا الأسبوع قال رئيس الوزراء
        if not _is_subject(mention, form) and not (relation == "named" and _is_own_name(reading, mention, verb)):
            continue
        if relation == "relative" and words[start] in TIMES:
            return Subject(None, "elided", end)  # في الوقت الذي أعلنت فيه المقاومة …
        before = start - 1 - (words[start - 1] in _SKIPPED or words[start - 1] in people_words("pointers"))
        governed = start > first and words[before] in source_words("adverbial_prepositions")
        # After إن the subject always comes first, whatever stands between.
        commas = sum(words[at] in "،," for at in range(end, verb))  # one closes فلان، عضو المجلس، اتهم
        closes = mention.kind == "person" and any(words[at] in "،," for at in range(start, end))
        apart = not (reported and start == first) and commas > closes
        source = mention.kind == "unnamed" and not mention.definite
        source = source and (not apart or mention.gender == form.gender == "f")
        if relation == "relative" or not governed or source:
            return Subject(mention, "relative" if governed else relation, start if relation == "named" else end, apart)
    return None


def _without_auxiliaries(reading: Reading, first: int, end: int) -> int:
    skipped = _AUXILIARIES | _SKIPPED | source_words("adverbs")
    while end > first:
        if reading.words[end - 1] in skipped:
            end -= 1
        elif end - 2 > first and match_phrase(own_part(), reading.words, end - 2, end) == 2:
            end -= 2  # الصحيفة من جانبها اعتبرت
        else:
            break
    return end


def _clause_starts(reading: Reading, first: int, end: int, relation: Relation) -> list[int]:
    """Where a subject that ends at `end` may begin: farthest first, a relative's antecedent after a preposition too."""
    words = reading.words
    openers = source_words("clause_openers") | source_words("adverbial_prepositions") | {"و", "ف"}
    starts = [first] if relation == "named" else []
    starts += [at + 1 for at in range(first, end) if words[at] in openers or not words[at][0].isalnum()]
    return [at for at in starts if at < end]


def _is_own_name(reading: Reading, mention: Mention, verb: int) -> bool:
    """Whether words that no list knows stand where only a name can: لكن غولن نفى …"""
    if mention.kind != "generic" or mention.definite or mention.end != verb or mention.end - mention.start > 3:
        return False
    return all(is_name_word(word) for word in reading.words[mention.start : mention.end])


def _is_subject(mention: Mention, form: CueForm) -> bool:
    if mention.kind == "generic":
        return mention.definite and mention.end - mention.start <= 4
    if mention.kind not in ("person", "role"):
        return True
    if mention.name is not None and mention.name[0] > mention.start and not mention.heads and not mention.definite:
        return False  # صورة ناصعة براقة تؤكد: described, so no name
    if mention.plural:  # أمثال سالم وكريم تقول: she says it of them, but العرب تقول
        return form.plural or form.shape != "finite" or (mention.kind == "role" and form.gender == "f")
    return mention.gender is None or form.gender is None or mention.gender == form.gender
