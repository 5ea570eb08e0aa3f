"""Matching: each cue of a sentence with the mark that opens its words, as brackets match."""

from collections.abc import Iterator
from dataclasses import replace

from index.arabic import spelling
from index.cue import Cue, How, Waiting, right_subject, takes_subject
from index.cue_form import CueForm
from index.marker import marks
from index.report import cue_at, describes
from index.source import source_cues
from index.subject import Subject
from index.subject_after import praise_after, subject_after
from index.subject_before import subject_before
from index.tokens import Range, Reading
from index.unmarked import after_speech, asked_of, said_again, with_object
from index.word_list import source_words

_REACH = 48  # tokens between a cue and what it reports


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
                    earlier = after_speech(reading, Waiting(cue.start, cue.form, cue.subject), sentence)
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
        cue = after_speech(reading, one, sentence) or asked_of(reading, one, limit) or said_again(reading, one, limit)
        cue = cue or with_object(reading, one, limit, sentence)
        if cue is not None:
            yield cue
