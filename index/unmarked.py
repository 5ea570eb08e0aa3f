"""Unmarked reports: cues that no أن, colon or quotation follows, with an object, or with their words before them."""

from functools import cache

from index.cue import Cue, Waiting, right_subject
from index.lexicon import nouns, places, source_phrases
from index.marker import is_preposition
from index.mention import Mention, parse_mention
from index.naming import is_deed, is_surely_name
from index.report import follows_noun
from index.subject import Subject, skip_adverbs
from index.subject_after import subject_after
from index.tokens import Range, Reading
from index.word_list import match_phrase, people_words, source_words

# What may stand between a quotation and the cue after it: هكذا قال, بهذه الكلمات رد
_LEADING = frozenset(("،", ",", ".", "كما", "هكذا", "حسبما", "بهذه", "ب", "هذه", "الكلمات", "العباره", "العبارات"))
_OF_OCCASION = frozenset(("له", "لها", "لهم", "صحفي", "صحافي", "رسمي", "مشترك", "متلفز", "صحفيه", "صحافيه"))
_SHORT = 4  # words: a quotation of no more may be a name or a scare quote
_ASKED_WITHIN = 12  # tokens between طلب and of whom
_AGAIN_WITHIN = 20  # tokens between كرر and what is said again


def after_speech(reading: Reading, one: Waiting, sentence: Range) -> Cue | None:
    """`…`، قال لافروف: a quotation that ends right before the cue."""
    if "clause" not in one.form.takes or one.form.shape != "finite" or reading.is_joined(one.at):
        return None
    at = one.at - 1
    while at >= sentence[0] and reading.words[at] in _LEADING:
        at -= 1
    quoted = reading.quoted_at[at - 1] if at > 0 and not reading.words[at][0].isalnum() else None
    least = _SHORT + 1 if "weak" in one.form.takes else 2  # اللعبة "القديمة" بين الفريقين
    if quoted is None or quoted.end < at or quoted.inner_end - quoted.inner_start < least:
        return _as_said(reading, one, sentence) or _said_so(reading, one, sentence)
    caller = one.before.mention if quoted.inner_end - quoted.inner_start <= _SHORT and at == one.at - 1 else None
    if caller is not None and caller.start >= quoted.start and one.form.takes & {"thing", "object", "whom"}:
        return None  # "هيومن رايتس" تتهم الحوثيين …
    subject = one.subject(subject_after(reading, one.at, sentence[1], one.form))
    return Cue(one.at, one.at + 1, one.form, sentence[1], quoted.start, "before", subject)


def _said_so(reading: Reading, one: Waiting, sentence: Range) -> Cue | None:
    """…، أوضح ذلك المتحدث باسم الدفاع المدني: what stands before is what he said."""
    words = reading.words
    at = one.at + 1 + (words[min(one.at + 1, sentence[1] - 1)] in ("ب", "عن"))
    if at + 1 >= sentence[1] or words[at] not in ("ذلك", "بذلك") or one.at == sentence[0]:
        return None
    mention = parse_mention(reading, at + 1, sentence[1], bounded=True)
    if mention is None or mention.kind not in ("person", "role", "organisation", "unnamed"):
        return None
    return Cue(one.at, at + 1, one.form, sentence[1], one.at, "before", Subject(mention, "named", one.at))


def _as_said(reading: Reading, one: Waiting, sentence: Range) -> Cue | None:
    """سيصل الوفد غدا، كما أعلن الوزير: a sentence, or its opening, that ends with the cue and its subject."""
    start = one.at - 1
    if start - 1 < sentence[0] or reading.words[start] != "كما" or reading.words[start - 1] not in "،,":
        return None
    subject = subject_after(reading, one.at, sentence[1], one.form)
    if subject is None or not _ends_at(reading, subject.end, sentence[1]):
        return None
    return Cue(start, one.at + 1, one.form, sentence[1], start, "before", Subject(subject, "named", start))


def _ends_at(reading: Reading, at: int, limit: int) -> bool:
    """Whether nothing follows but a comma, or when and where it was said: كما أعلن الجيش | الاثنين في بيان له."""
    words = reading.words
    if at < limit and words[at] in "،,":
        return True
    at = skip_adverbs(reading, at, limit)
    if words[at - 1] in "،,":
        return True
    if at + 1 < limit and words[at] == "في" and words[at + 1] in source_words("occasions"):
        at += 2
        while at < limit and (words[at] in _OF_OCCASION or words[at] == "ل"):
            at += 1
    return (at < limit and words[at] in "،,") or not any(words[n][0].isalnum() for n in range(at, limit))


def asked_of(reading: Reading, one: Waiting, limit: int) -> Cue | None:
    """طلب الوزير من السكان إخلاء بيوتهم: what is asked for stands behind whom it is asked of."""
    if one.form.lemma != "طلب" or one.form.shape != "finite":
        return None
    words = reading.words
    at = next((n for n in range(one.at + 1, min(one.at + _ASKED_WITHIN, limit)) if words[n] == "من"), limit)
    subject = subject_after(reading, one.at, at, one.form) if at < limit else None
    if at > one.at + 1 and (subject is None or subject.end != at or not _can_ask(reading, subject)):
        return None  # طلب عدد من النواب …, طلب قرضا من المصرف …
    asked = parse_mention(reading, at + 1, limit) if at + 1 < limit else None
    begin = skip_adverbs(reading, asked.end, limit) if asked is not None else limit
    if begin + 1 >= limit or (words[begin],) in places() or not is_deed(words[begin]):
        return None
    return Cue(one.at, one.at + 1, one.form, begin, begin, "object", one.subject(subject))


def said_again(reading: Reading, one: Waiting, limit: int) -> Cue | None:
    """كرر أردوغان، الأحد، دعوته إلى الحوار: what is his already stands somewhere behind whoever says it again."""
    kinds = (("again", "said_again"), ("gives", "given"))
    said = next((words for verbs, words in kinds if one.form.lemma in source_words(verbs)), None)
    if said is None or one.form.shape == "noun" or one.form.with_object:
        return None
    for at in range(one.at + 1, min(one.at + _AGAIN_WITHIN, limit)):
        following = reading.words[at + 1] if at + 1 < limit else ""
        of_state = (following,) in places() or following.startswith(("بلاد", "حكومت")) or following == "المملكه"
        if _is_own(reading.words[at], said) or (of_state and reading.words[at] in source_words(said)):
            subject = right_subject(reading, one, at) if at > one.at + 1 else None
            return Cue(one.at, one.at + 1, one.form, at, at, "object", one.subject(subject))
    return None


@cache
def _is_own(word: str, said: str) -> bool:
    """دعوته, رفضها: a noun of saying with the pronoun of whose it is."""
    for owner in ("هما", "ها", "هم", "ه"):
        stem = word.removesuffix(owner)
        if stem != word and not {stem, _with_marbuta(stem)}.isdisjoint(source_words(said)):
            return True
    return False


def _with_marbuta(stem: str) -> str:
    return stem[:-1] + "ه" if stem.endswith("ت") else stem


def _can_ask(reading: Reading, speaker: Mention) -> bool:
    """Whether the mention before من is a whole one: a name, or a title or body with the article."""
    if speaker.kind == "person" and speaker.name is not None:
        return is_surely_name(reading, speaker.name[0])
    return speaker.kind == "place" or (speaker.kind in ("role", "organisation") and speaker.definite)


def with_object(reading: Reading, one: Waiting, limit: int, sentence: Range) -> Cue | None:
    """أعلن الحزب استقالته, وصف لندن بأنها …: the object begins where the subject ends."""
    takes, form = one.form.takes, one.form
    if "weak" in takes or form.relays or not takes & {"object", "thing", "whom", "bare"}:
        return None
    after = right_subject(reading, one, limit)
    if reading.words[min(one.at + 1, limit - 1)] in source_words("pictures"):
        return None  # كشفت الصورة ملامحه
    if form.shape == "noun" and (after is None or not _can_announce(reading, one, after)):
        return None
    if not form.perfect and after is not None and after.kind == "generic":
        return None
    if one.before.relation == "relative" and after is None and not form.with_object and one.before.mention is None:
        return None  # الحظر الذي أُعلن في سبتمبر: a passive
    if not form.perfect and after is None and one.before.mention is None and _is_loose(reading, one, sentence):
        return None
    if (
        not form.perfect
        and form.lemma in source_words("deemed")
        and (one.before.mention is None or one.before.relation == "relative")
    ):
        return None  # يُعتبر من أشرس المعارضين: a passive
    if after is not None and "thing" in takes and not one.has_subject:
        after = _without_object(reading, after, limit)
    following = reading.words[after.end] if after is not None and after.end < limit else ""
    object_at = after.end if after is not None and not one.has_subject else one.at + 1
    if object_at + 2 < limit and reading.words[object_at] in ("عام", "سنه") and reading.words[object_at + 1].isdigit():
        object_at += 2
    if (
        "thing" in takes
        and not form.with_object
        and form.shape == "finite"
        and object_at < limit
        and (reading.words[object_at].startswith("بان") or is_preposition(reading, object_at, frozenset("ب")))
    ):
        return None  # اتُهمت موسكو بتدبيره: no object, so a passive
    if following in source_words("silences") or reading.words[min(one.at + 1, limit - 1)] in source_words("silences"):
        return None
    if form.with_object and not takes & {"thing", "whom"}:
        return None  # السياسة التي تبنتها الحكومة
    if reading.words[min(one.at + 1, limit - 1)] in ("له", "لها", "لهم"):
        return None  # وصف له دواء
    begin = _past_aside(reading, skip_adverbs(reading, after.end if after else one.at + 1, limit), limit)
    if begin >= limit or (not reading.words[begin][0].isalnum() and begin not in reading.opens):
        return None
    if reading.words[begin] in {"علي", "الي", "مع"} - takes:
        return None  # كشف على المريض
    if "bare" in takes and (limit - begin < 3 or (after is None and form.shape != "participle")):
        return None
    return Cue(one.at, one.at + 1, one.form, begin, begin, "object", one.subject(after))


def _without_object(reading: Reading, speakers: Mention, limit: int) -> Mention:
    """اتهم نشطاء الحكومة بـ…: several who are not told which, without the body that was read as whose they are."""
    last = speakers.end - 1
    several = speakers.kind == "unnamed" and speakers.plural and not reading.words[speakers.start].startswith("ال")
    if not several or last <= speakers.start or speakers.end >= limit or not reading.words[last].startswith("ال"):
        return speakers
    noun = nouns().get(reading.words[last])
    if (noun is None or noun.kind == "unnamed") and (reading.words[last],) not in places():
        return speakers
    blamed = is_preposition(reading, speakers.end, frozenset("ب")) or reading.words[speakers.end].startswith("بان")
    return (parse_mention(reading, speakers.start, last) if blamed else None) or speakers


def _can_announce(reading: Reading, one: Waiting, speaker: Mention) -> bool:
    """إعلان لندن طرد …, إعلان أمير البلاد بدء …: whether the genitive of a noun is who speaks, not what is told."""
    if speaker.kind in ("person", "place", "organisation"):
        return True
    titled = speaker.kind == "role" and speaker.stem in people_words("titles") and speaker.end > speaker.start + 1
    several = speaker.kind == "unnamed" and speaker.stem in people_words("quantities") | {"مصدر", "مصادر"}
    return reading.words[one.at] == "اعلان" and (titled or several)


def _is_loose(reading: Reading, one: Waiting, sentence: Range) -> bool:
    """حيث يُتوقع شن الهجوم, خطوة تؤكد عزمها: nobody is named who says it."""
    return one.form.lemma in source_words("impersonal") or follows_noun(reading, one.at, sentence)


def _past_aside(reading: Reading, at: int, limit: int) -> int:
    """Past في السياق ذاته، and وفق البيان، before the object."""
    if at < limit and (reading.words[at] == "في" or match_phrase(source_phrases(), reading.words, at, limit)):
        comma = next((n for n in range(at + 1, min(at + 6, limit)) if reading.words[n] in "،,"), None)
        return comma + 1 if comma is not None else at
    return at
