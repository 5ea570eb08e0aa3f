"""Matching: each cue of a sentence with the mark that opens its words, as brackets match."""

from collections.abc import Iterator
from functools import cache

from index import lexicon
from index.cue import Cue, How, Waiting, right_subject, takes_subject
from index.lexicon import CueForm
from index.marker import is_preposition, marks
from index.report import cue_at, describes, follows_noun
from index.source import source_cues
from index.subject import Subject, skip_adverbs, subject_after, subject_before
from index.tokens import Range, Reading

_REACH = 48  # tokens between a cue and what it reports
_SHORT = 4  # words: a quotation of no more may be a name or a scare quote


def find_cues(reading: Reading, sentence: Range) -> list[Cue]:
    """The cues of one sentence whose words were found, in the order of the cues."""
    found = list(_bound_cues(reading, sentence)) + list(source_cues(reading, sentence))
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
                yield cue
        quoted = reading.quoted_at[at]
        at = max(at + 1, min(quoted.inner_end, sentence[1])) if quoted else at + 1
    yield from _give_up(reading, waiting, sentence[1], sentence)


def _before(reading: Reading, first: int, at: int, form: CueForm) -> Subject:
    if form.shape == "finite":
        return subject_before(reading, first, at, form)
    return Subject(None, "elided", at)


def _take_marker(reading: Reading, waiting: list[Waiting], at: int, sentence: Range) -> tuple[Cue, int] | None:
    """The cue that takes a marker at this token, and its place among the waiting ones."""
    for keep in range(len(waiting) - 1, max(-1, len(waiting) - 4), -1):
        one = waiting[keep]
        if at - one.at > _REACH:
            continue
        found = marks(reading, one, at, sentence, keep == len(waiting) - 1)
        if found is not None:
            begin, how = found
            if begin < sentence[1] or how in ("colon", "quotation"):
                return _closed(reading, one, at, begin, how), keep
    return None


def _closed(reading: Reading, one: Waiting, marker: int, begin: int, how: How) -> Cue:
    after = None
    if "whom" in one.form.takes:  # somebody who is addressed may follow the subject
        after = right_subject(reading, one, marker)
    elif takes_subject(one.form):
        after = subject_after(reading, one.at, marker, one.form)
    return Cue(one.at, one.at + 1, one.form, marker, begin, how, one.subject(after))


def _give_up(reading: Reading, waiting: list[Waiting], limit: int, sentence: Range) -> Iterator[Cue]:
    """The cues that found no marker: those with an object, and those that follow what they report."""
    for one in waiting:
        cue = _after_speech(reading, one, sentence) or _with_object(reading, one, limit, sentence)
        if cue is not None:
            yield cue


def _after_speech(reading: Reading, one: Waiting, sentence: Range) -> Cue | None:
    """`…`، قال لافروف: a quotation that ends right before the cue."""
    if "clause" not in one.form.takes or one.form.shape != "finite" or reading.is_joined(one.at):
        return None
    at = one.at - 1
    while at >= sentence[0] and reading.words[at] in ("،", ",", ".", "كما", "هكذا", "حسبما"):
        at -= 1
    quoted = reading.quoted_at[at - 1] if at > 0 and not reading.words[at][0].isalnum() else None
    if quoted is None or quoted.end < at or quoted.inner_end - quoted.inner_start < _SHORT:
        return None
    subject = one.subject(subject_after(reading, one.at, sentence[1], one.form))
    return Cue(one.at, one.at + 1, one.form, sentence[1], quoted.start, "before", subject)


def _with_object(reading: Reading, one: Waiting, limit: int, sentence: Range) -> Cue | None:
    """أعلن الحزب استقالته, وصف لندن بأنها …: the object begins where the subject ends."""
    takes, form = one.form.takes, one.form
    if "weak" in takes or form.relays or not takes & {"object", "thing", "whom", "bare"}:
        return None
    after = right_subject(reading, one, limit)
    if form.shape == "noun" and (after is None or after.kind == "generic"):
        return None
    if not form.perfect and after is not None and after.kind == "generic":
        return None
    if one.before.relation == "relative" and after is None and not form.with_object and one.before.mention is None:
        return None  # الحظر الذي أُعلن في سبتمبر: a passive
    if not form.perfect and after is None and one.before.mention is None and _is_loose(reading, one, sentence):
        return None
    if not form.perfect and form.lemma in _small("deemed") and (
        one.before.mention is None or one.before.relation == "relative"
    ):
        return None  # يُعتبر من أشرس المعارضين: a passive
    following = reading.words[after.end] if after is not None and after.end < limit else ""
    object_at = after.end if after is not None and not one.has_subject else one.at + 1
    if "thing" in takes and not form.with_object and form.shape == "finite" and object_at < limit and (
        reading.words[object_at].startswith("بان") or is_preposition(reading, object_at, frozenset("ب"))
    ):
        return None  # اتُهمت موسكو بتدبيره: no object, so a passive
    if following in _small("silences") or reading.words[min(one.at + 1, limit - 1)] in _small("silences"):
        return None
    if form.with_object and not takes & {"thing", "whom"}:
        return None  # السياسة التي تبنتها الحكومة
    begin = _past_aside(reading, skip_adverbs(reading, after.end if after else one.at + 1, limit), limit)
    if begin >= limit or (not reading.words[begin][0].isalnum() and begin not in reading.opens):
        return None
    if "bare" in takes and (limit - begin < 3 or (after is None and form.shape != "participle")):
        return None
    return Cue(one.at, one.at + 1, one.form, begin, begin, "object", one.subject(after))


def _is_loose(reading: Reading, one: Waiting, sentence: Range) -> bool:
    """حيث يُتوقع شن الهجوم, خطوة تؤكد عزمها: nobody is named who says it."""
    return one.form.lemma in _small("impersonal") or follows_noun(reading, one.at, sentence)


def _past_aside(reading: Reading, at: int, limit: int) -> int:
    """Past في السياق ذاته، before the object."""
    if at < limit and reading.words[at] == "في":
        comma = next((n for n in range(at + 1, min(at + 6, limit)) if reading.words[n] in "،,"), None)
        return comma + 1 if comma is not None else at
    return at


@cache
def _small(key: str) -> frozenset[str]:
    return lexicon.folded("sources.toml", key)
