"""Matching: each cue of a sentence with the mark that opens its words, as brackets match."""

from collections.abc import Iterator
from dataclasses import replace

from index.arabic import spelling
from index.cue import Cue, How, Waiting, right_subject, takes_subject
from index.cue_form import CueForm
from index.lexicon import places
from index.marker import is_preposition, marks
from index.mention import Mention, parse_mention
from index.naming import is_deed, is_surely_name
from index.report import cue_at, describes, follows_noun
from index.source import source_cues
from index.subject import Subject, skip_adverbs
from index.subject_after import praise_after, subject_after
from index.subject_before import subject_before
from index.tokens import Range, Reading
from index.word_list import people_words, source_words

_REACH = 48  # tokens between a cue and what it reports
# What may stand between a quotation and the cue after it: هكذا قال, بهذه الكلمات رد
_LEADING = frozenset(("،", ",", ".", "كما", "هكذا", "حسبما", "بهذه", "ب", "هذه", "الكلمات", "العباره", "العبارات"))
_SHORT = 4  # words: a quotation of no more may be a name or a scare quote
_ASKED_WITHIN = 12  # tokens between طلب and of whom


def find_cues(reading: Reading, sentence: Range) -> list[Cue]:
    """The cues of one sentence whose words were found, in the order of the cues."""
    bound = _bound_cues(reading, sentence)
    found = [one for one in bound if reading.quoted_at[one.start] is None or one.subject.mention]
    found += source_cues(reading, sentence)
    found.sort(key=lambda cue: (cue.start, cue.begin))
    return found


def _bound_cues(reading: Reading, sentence: Range) -> Iterator[Cue]:
    """Match every marker with the nearest cue before it that may take it, as brackets match."""
    waiting: list[Waiting] = []
    first = at = sentence[0]
    while at < sentence[1]:
        form = cue_at(reading, at, sentence, waiting)
        if form is not None:
            if form.shape == "participle" or reading.is_joined(at):
                yield from _give_up(reading, waiting, at, sentence)
                waiting = []
            if waiting and _inside_name(reading, waiting[-1], at, form, sentence):
                at += 1
                continue
            one = Waiting(at, form, _before(reading, first, at, form))
            if not describes(reading, one, sentence):
                waiting.append(one)
        elif waiting:
            taken = _take_marker(reading, waiting, at, sentence)
            if taken is not None:
                cue, keep = taken
                yield from _give_up(reading, waiting[keep + 1 :], at, sentence)
                waiting = waiting[:keep]
                first = min(cue.begin, sentence[1])
                if cue.how == "quotation":  # "…"، يقول فلان، "…"
                    earlier = _after_speech(reading, Waiting(cue.start, cue.form, cue.subject), sentence)
                    if earlier is not None:
                        yield replace(earlier, subject=cue.subject)
                yield cue
        at = _next(reading, at, sentence)
    yield from _give_up(reading, waiting, sentence[1], sentence)


def _inside_name(reading: Reading, last: Waiting, at: int, form: CueForm, sentence: Range) -> bool:
    """Whether an everyday form is a name in the subject of the cue before it: قال المدرب روي كاردوزو."""
    if "weak" not in form.takes or reading.is_joined(at) or at - last.at > 6:
        return False
    subject = right_subject(reading, last, sentence[1])
    return subject is not None and subject.name is not None and subject.name[0] <= at < subject.name[1]


def _next(reading: Reading, at: int, sentence: Range) -> int:
    """The next token to look at: quotations are passed over, but for those after أن, which tell of others too."""
    quoted = reading.quoted_at[at]
    if quoted is None or reading.words[quoted.start - 1] in source_words("clause_words"):
        return at + 1
    return max(at + 1, min(quoted.inner_end, sentence[1]))


def _before(reading: Reading, first: int, at: int, form: CueForm) -> Subject:
    if form.shape == "finite":
        return subject_before(reading, first, at, form)
    return Subject(None, "elided", at)


def _take_marker(reading: Reading, waiting: list[Waiting], at: int, sentence: Range) -> tuple[Cue, int] | None:
    """The cue that takes a marker at this token, and its place among the waiting ones."""
    for keep in range(len(waiting) - 1, max(-1, len(waiting) - 4), -1):
        one = waiting[keep]
        if at - one.at > _REACH or (keep and _is_of_another(reading, waiting[:keep], one, at)):
            continue
        found = marks(reading, one, at, sentence, keep == len(waiting) - 1)
        if found is not None:
            begin, how = found
            if begin < sentence[1] or how in ("colon", "quotation"):
                return _closed(reading, one, at, begin, how), keep
    return None


def _is_of_another(reading: Reading, earlier: list[Waiting], one: Waiting, at: int) -> bool:
    """قالت أمينة متحف علم الآثار إن …: إن follows قال alone, so a verb or noun in between does not open it."""
    if one.form.lemma in ("قال", "قول") or not reading.words[at].startswith("ان"):
        return False
    written = spelling(reading.slice((at, at + 1))).startswith("إ")
    return written and earlier[-1].form.lemma == "قال" and at - earlier[-1].at <= _REACH


def _closed(reading: Reading, one: Waiting, marker: int, begin: int, how: How) -> Cue:
    after = None
    if "whom" in one.form.takes:  # somebody who is addressed may follow the subject
        after = right_subject(reading, one, marker)
    elif takes_subject(one.form):
        after = subject_after(reading, one.at, marker, one.form)
    elif one.form.with_object:
        after = praise_after(reading, one.at, marker)
    last = reading.words[begin - 1]
    partial = last not in ("ان", "بان") if last in source_words("clause_words") else how == "preposition"
    return Cue(one.at, one.at + 1, one.form, marker, begin, how, one.subject(after), partial=partial)


def _give_up(reading: Reading, waiting: list[Waiting], limit: int, sentence: Range) -> Iterator[Cue]:
    """The cues that found no marker: those with an object, and those that follow what they report."""
    for one in waiting:
        cue = _after_speech(reading, one, sentence) or _asked_of(reading, one, limit)
        cue = cue or _with_object(reading, one, limit, sentence)
        if cue is not None:
            yield cue


def _after_speech(reading: Reading, one: Waiting, sentence: Range) -> Cue | None:
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
    if one.at - 2 < sentence[0] or reading.words[one.at - 1] != "كما" or reading.words[one.at - 2] not in "،,":
        return None
    subject = subject_after(reading, one.at, sentence[1], one.form)
    if subject is None or (
        any(reading.words[at][0].isalnum() for at in range(subject.end, sentence[1]))
        and reading.words[subject.end] not in "،,"
    ):
        return None
    start = one.at - 1
    return Cue(start, one.at + 1, one.form, sentence[1], start, "before", Subject(subject, "named", start))


def _asked_of(reading: Reading, one: Waiting, limit: int) -> Cue | None:
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


def _can_ask(reading: Reading, speaker: Mention) -> bool:
    """Whether the mention before من is a whole one: a name, or a title or body with the article."""
    if speaker.kind == "person" and speaker.name is not None:
        return is_surely_name(reading, speaker.name[0])
    return speaker.kind == "place" or (speaker.kind in ("role", "organisation") and speaker.definite)


def _with_object(reading: Reading, one: Waiting, limit: int, sentence: Range) -> Cue | None:
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


def _can_announce(reading: Reading, one: Waiting, speaker: Mention) -> bool:
    """إعلان لندن طرد …, إعلان أمير البلاد بدء …: whether the genitive of a noun is who speaks, not what is told."""
    if speaker.kind in ("person", "place", "organisation"):
        return True
    titled = speaker.kind == "role" and speaker.stem in people_words("titles") and speaker.end > speaker.start + 1
    several = speaker.kind == "unnamed" and speaker.stem in people_words("quantities")
    return reading.words[one.at] == "اعلان" and (titled or several)


def _is_loose(reading: Reading, one: Waiting, sentence: Range) -> bool:
    """حيث يُتوقع شن الهجوم, خطوة تؤكد عزمها: nobody is named who says it."""
    return one.form.lemma in source_words("impersonal") or follows_noun(reading, one.at, sentence)


def _past_aside(reading: Reading, at: int, limit: int) -> int:
    """Past في السياق ذاته، before the object."""
    if at < limit and reading.words[at] == "في":
        comma = next((n for n in range(at + 1, min(at + 6, limit)) if reading.words[n] in "،,"), None)
        return comma + 1 if comma is not None else at
    return at
