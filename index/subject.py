"""Subjects: the mention that a reporting verb has as its subject, after it or before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index import lexicon
from index.cue_form import CueForm, cue_forms
from index.mention import Mention, parse_mention
from index.naming import is_everyday, is_manner, is_name_word, is_surely_name
from index.tokens import Reading
from index.word_list import Phrases, match_phrase, people_words, phrases, source_words

Relation = Literal["named", "elided", "relative"]

_ARRIVE = frozenset(("جا", "جات", "ورد", "وردت"))  # جاء في البيان أن …
_REPORTERS = frozenset(("الصحفيين", "الصحافيين", "الاعلاميين", "المراسلين", "صحفيين", "صحافيين"))
TIMES = frozenset(("الوقت", "اليوم", "الحين", "العام", "الشهر", "المكان"))
_SKIPPED = frozenset('،,"”“»')  # a comma, or the mark that closes a name
_REACH = 40  # tokens before a verb where its subject may begin
_NO_DESCRIPTION = frozenset(
    ("و", "ف", "الذي", "التي", "الذين", "ان", "انه", "انها", "حين", "عندما", "بعدما", "حيث", "لم", "لن", "لا")
)
_AUXILIARIES = frozenset(
    ("قد", "كان", "كانت", "كانوا", "لطالما", "سبق", "ف", "سوف", "عادت", "عاد", "فقد", "نفسه", "نفسها", "ذاته", "شخصيا")
)


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


# --- after the verb


def subject_after(reading: Reading, verb: int, marker: int, form: CueForm) -> Mention | None:
    """The subject between a verb and the mark (أن, a colon …) of what it reports.

    It stands right after the verb, or after the occasion: قال في مؤتمر صحافي وزير الخارجية إن …
    """
    praised = praise_after(reading, verb, marker)
    if praised is not None:
        return praised
    start = skip_adverbs(reading, verb + 1, marker)
    if start >= marker or is_manner(reading, start, marker):
        return None
    if reading.words[start] == "في" and reading.words[verb] in _ARRIVE:
        mention = parse_mention(reading, start + 1, marker, bounded=True)
        return mention if mention is not None and mention.kind in ("document", "unnamed", "media") else None
    if form.lemma == "طلب":  # طلب الباحثون من العينة أن …
        marker = next((at for at in range(start, marker) if reading.words[at] == "من"), marker)
        if marker == start:
            return None
    if not _opens_adverbial(reading, start, marker):
        mention = parse_mention(reading, start, marker, bounded=True)
        if form.relays and mention is not None and mention.kind == "generic":
            return None  # مسح نشرت نتائجه
        if mention is None or form.plural or not _can_speak(reading, mention) or is_oblique(reading, mention):
            return None
        return mention
    if reading.words[start] not in ("في", "خلال", "ل") or start + 1 >= marker:
        return None
    start = _past_occasion(reading, start, marker)
    mention = parse_mention(reading, start, marker, bounded=True) if start < marker else None
    return mention if mention is not None and mention.kind in ("person", "role") else None


def _follows(mention: Mention, form: CueForm) -> bool:
    """Whether a verb before its subject agrees with it: in the singular, and with a person in gender."""
    if form.shape != "finite":
        return True
    if form.plural:
        return False
    if mention.kind in ("generic", "pronoun") or mention.gender is None or form.gender is None:
        return True
    if mention.kind in ("unnamed", "document") and mention.plural:
        people = mention.stem in ("مصدر", "مصادر") or mention.stem in people_words("quantities")
        return people or not mention.gender == "f" != form.gender  # قال مصادر, but أكد تصريحات: he did
    return mention.gender == form.gender  # طالب الجهات المعنية بـ…, دعت البرلمان إلى …: they are addressed


def praise_after(reading: Reading, verb: int, limit: int) -> Mention | None:
    """قال تعالى, قال - صلى الله عليه وسلم -: a praise instead of the name."""
    at = verb + 1
    while at < limit and reading.words[at] in "-–(":
        at += 1
    if at >= limit:
        return None
    following = reading.words[at + 1] if at + 1 < limit else ""
    of_prophet = following in ("الله", "الصلاه", "السلام", "افضل")
    if reading.words[at] in people_words("praises_of_god") or (
        reading.words[at] in people_words("praises_of_the_prophet") and of_prophet
    ):
        return Mention(at, at + 1, "pronoun", gender="m")
    return None


def open_subject(reading: Reading, verb: int, limit: int, form: CueForm) -> Mention | None:
    """The subject right after a verb where nothing but its own words shows where it ends."""
    praised = praise_after(reading, verb, limit)
    if praised is not None:
        return praised
    start = skip_adverbs(reading, verb + 1, limit)
    if start >= limit or reading.words[start] in source_words("clause_words") or is_manner(reading, start, limit):
        return None
    if _opens_adverbial(reading, start, limit):
        return None
    following = reading.words[min(start + 1, limit - 1)]
    if reading.words[start] in people_words("pointers") and following not in lexicon.nouns():
        return None  # وصف هذه الحرب بأنها …
    mention = parse_mention(reading, start, limit)
    if mention is None or _is_object(reading, mention, limit):
        return None
    if not _follows(mention, form) and reading.words[start] != "كل":  # اعتبرها كل من الحكومة والمعارضة
        return None
    if is_oblique(reading, mention):
        return None
    alone = mention.kind == "person" and mention.end == mention.start + 1
    if alone and not form.perfect and not mention.definite and not is_surely_name(reading, mention.start):
        return None  # يتوقع هطول أمطار
    return mention


def is_oblique(reading: Reading, mention: Mention) -> bool:
    """أبلغ الصحفيين: a plural in ين is no subject."""
    word = reading.words[mention.start]
    if mention.kind == "generic":
        return mention.definite and word.endswith("ين") and len(word) > 6 and mention.end == mention.start + 1
    return mention.plural and word.endswith("ين") and mention.kind in ("role", "unnamed")


def _is_object(reading: Reading, mention: Mention, limit: int) -> bool:
    """Whether what follows a verb is its object: no word for a speaker, and no other object after it."""
    if mention.kind != "generic" and not (mention.name and mention.end == mention.start + 1):
        return False
    word = reading.words[mention.start]
    if mention.kind == "person" and word.startswith("ال"):
        return False
    if not word.startswith("ال"):
        following = reading.words[min(mention.start + 1, limit - 1)]
        genitive = mention.end == mention.start + 1 and following.startswith("ال") and is_everyday(following)
        genitive = genitive and following not in source_words("silences")
        return is_everyday(word) or (genitive and not is_surely_name(reading, mention.start))  # وصف جروح المصور بأنها …
    after = skip_adverbs(reading, mention.end, limit)
    if after >= limit:
        return True
    return reading.words[after] in source_words("adverbial_prepositions") or not reading.words[after][0].isalnum()


def _opens_adverbial(reading: Reading, at: int, limit: int) -> bool:
    word = reading.words[at]
    if word == "علي":
        if at + 1 >= limit:
            return True
        written = reading.text[reading.starts[at] : reading.ends[at]].endswith("ي")  # علي الناصر, but على الأرض
        return not is_surely_name(reading, at + 1) and not (written and is_name_word(reading.words[at + 1]))
    if word in source_words("adverbial_prepositions"):
        return True
    return not word[0].isalnum() and word != "#" and at not in reading.opens


def _past_occasion(reading: Reading, at: int, limit: int) -> int:
    """Past في مؤتمر صحافي and its like, to the title that follows; `limit` where none does."""
    words = reading.words
    for here in range(at + 2, limit):
        noun = lexicon.nouns().get(words[here])
        if noun is not None and noun.kind == "title" and not noun.plural and words[here] not in lexicon.adjectives():
            loose = words[here - 1] in source_words("adverbial_prepositions") or words[here - 1] in "و،,"
            return limit if loose or lexicon.nouns().get(words[here - 1]) else here
        if not words[here][0].isalnum() or words[here] in source_words("adverbial_prepositions"):
            return limit
    return limit


def _can_speak(reading: Reading, mention: Mention) -> bool:
    word = reading.words[mention.start]
    if mention.kind == "generic" and word[0] in "بلك" and is_everyday(word[1:]):
        return False  # قال بوضوح إن
    return mention.kind != "generic" or mention.definite or mention.end - mention.start <= 3


# --- before the verb


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
    found = found or apart or (_from_opening(reading, first, verb, form, reported) if relation == "named" else None)
    if found is not None and found.mention is not None and found.mention.kind == "document" and _is_inside(words, verb):
        return Subject(None, "elided", end)
    return found or Subject(None, "relative" if relation == "relative" else "elided", end)


def _is_inside(words: Sequence[str], verb: int) -> bool:
    """نشر الوزير تغريدة أكد فيها: the document is where it was said."""
    return verb + 1 < len(words) and words[verb + 1] in ("فيه", "فيها")


def _from_opening(reading: Reading, first: int, verb: int, form: CueForm, reported: bool) -> Subject | None:
    """أما الوكالة التي …، فقالت, لكن مصدرا ذا صلة بالملف قال: the noun that must be what the clause is about.

    After لكن and إن a noun is the subject of the next verb, whatever describes it in between.
    """
    words = reading.words
    if words[verb - 1] == "ف":
        topic = next((at for at in range(verb - 2, first, -1) if words[at - 1] == "اما"), None)
        return _opening(reading, topic, verb, form) if topic is not None else None
    if not form.perfect:
        return None  # لكن الوزارة لديها معلومات تشير إلى …
    for at in range(verb - 1, first, -1):
        if words[at - 1] in ("لكن", "لان"):
            return _opening(reading, at, verb, form)
        if words[at][0] in "،,:" or words[at] in _NO_DESCRIPTION or words[at] in cue_forms():
            return None
    return _opening(reading, first, verb, form) if reported else None


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
    while end > first and reading.words[end - 1] in skipped:
        end -= 1
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
    if mention.plural:  # أمثال سالم وكريم تقول: she says it of them, but العرب تقول
        return form.plural or form.shape != "finite" or (mention.kind == "role" and form.gender == "f")
    return mention.gender is None or form.gender is None or mention.gender == form.gender
