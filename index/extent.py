"""Extents: which words of a sentence a cue reports, from their beginning to their end."""

from bisect import bisect_left
from collections.abc import Sequence

from index.attribution import Attribution
from index.cue_form import cue_forms
from index.subject import skip_adverbs
from index.tokens import Quoted, Range, Reading
from index.word_list import source_words

# Tokens before a source between commas that are only the beginning of a clause, in any case or if it may go on.
_OPENING, _CLAUSE = 4, 7


_OPENERS = frozenset(("و", "ف", "كما", "فيما", "بينما", "لكن", "حيث", "الامر", "مما", "اذ", "الذي", "التي", "الذين"))


def reported_words(reading: Reading, sentence: Range, attributions: Sequence[Attribution], place: int) -> Range | None:
    """The tokens that the cue at a place of its sentence's attributions reports, or None for none."""
    one = attributions[place]
    if one.cue.how == "before":
        return _words_before(reading, sentence, one, attributions[:place])
    hosts = (other.cue for other in attributions[:place] if other.cue.how == "clause")
    limit = min((host.marker for host in hosts if host.marker > one.cue.begin), default=sentence[1])
    quoted = reading.quoted_at[one.cue.start]
    if quoted is not None:  # said inside somebody else's quotation: it ends there at the latest
        limit = min(limit, quoted.inner_end)
    return _words_after(reading, (sentence[0], limit), one, attributions[place + 1 :])


def _words_after(reading: Reading, sentence: Range, one: Attribution, later: Sequence[Attribution]) -> Range | None:
    """What follows a cue, up to the next cue of the sentence that is no part of it."""
    begin = one.cue.begin
    end = sentence[1]
    for other in later:
        within = _tells_of(reading, other, begin)  # وصف التقارير التي تفيد … بأنها …
        if other.clause > begin and not other.nested and not within:
            end = min(end, _clause_edge(reading, other.clause, begin))
    if one.cue.how != "colon":  # what follows a colon without marks is said to the end of the sentence
        end = _new_clause(reading, begin, end)
    first = _skip_marks(reading, begin, len(reading.words))
    quoted = reading.opens.get(first)
    if quoted is not None and _is_all(reading, quoted, one, end):
        return quoted.inner_start, quoted.inner_end
    if begin >= sentence[1]:
        return _next_line(reading, begin)
    inside = reading.quoted_at[end] if begin < end < len(reading.words) else None
    if inside is not None and end == sentence[1] and begin < inside.start:
        end = inside.end  # أكد أنه لا يريد "أي درس. هذا ما حدث …": the quotation runs over several sentences
    return (begin, end) if end > begin else None


def _tells_of(reading: Reading, other: Attribution, begin: int) -> bool:
    """Whether a later cue stands in a relative clause about somebody or something that these words name."""
    subject = other.cue.subject
    relative = other.cue.start - 1
    if subject.relation == "named" and other.aside and reading.words[relative] in source_words("relatives"):
        return relative > begin + 1 and reading.words[relative - 1] != "و"  # … في الوقت الذي اقترح فيه الوزير
    return subject.relation == "relative" and subject.mention is not None and subject.mention.start >= begin


def _is_all(reading: Reading, quoted: Quoted, one: Attribution, end: int) -> bool:
    """Whether a quotation at the beginning of what was said is the whole of it."""
    size = quoted.inner_end - quoted.inner_start
    if quoted.end >= end:
        return size > 0
    return size >= 3 and (one.cue.how in ("colon", "quotation") or _ends_clause(reading, quoted.end, end))


def _new_clause(reading: Reading, begin: int, end: int) -> int:
    """Where the narrator goes on after a comma: ، فيما …, ، بينما …, ، في حين …"""
    words = reading.words
    for at in range(begin + 3, end - 1):
        if (
            words[at] in "،,"
            and reading.quoted_at[at] is None
            and (words[at + 1] in ("فيما", "بينما", "اما") or (words[at + 1] == "في" and words[at + 2] == "حين"))
        ):
            return at
    return end


def _next_line(reading: Reading, begin: int) -> Range | None:
    """What a colon at the end of a paragraph announces: the sentence after it."""
    place = bisect_left(reading.sentences, (begin, 0))
    return reading.sentences[place] if place < len(reading.sentences) else None


def _skip_marks(reading: Reading, at: int, limit: int) -> int:
    while at < limit and at not in reading.opens and reading.words[at] in ":،.-–":
        at += 1
    return at


def _ends_clause(reading: Reading, at: int, end: int) -> bool:
    """Whether a quotation that ends here is all that was said."""
    return at >= end or (reading.words[at] in ".،,؛" and (at + 1 >= end or reading.words[at + 1] != "و"))


def _clause_edge(reading: Reading, clause: int, begin: int) -> int:
    """Where the words before a clause end: without the connectors and adverbials that lead to it."""
    words = reading.words
    openers = source_words("relatives") | {"و", "فيما", "بينما", "لكن", "كما", "حيث"}
    edge = clause
    for at in range(clause - 1, max(begin, clause - 8), -1):
        if words[at] in "،,":
            return at
        if words[at] in openers:
            edge = at
            if words[at] == "و":
                return at
    return edge


def _words_before(reading: Reading, sentence: Range, one: Attribution, earlier: Sequence[Attribution]) -> Range | None:
    """What a cue after it reports: the quotation or clause before, unless somebody else said it."""
    cue = one.cue
    first, source = reading.quoted_at[sentence[0]], cue.subject.mention if cue.source else None
    if source is not None and source.kind == "media" and first is not None and first.start < sentence[0]:
        return None  # "…. …"، وفق الوكالة: the quotation is told of where it begins
    quoted = reading.quoted_at[cue.begin + 1] if not cue.source and cue.begin + 1 < len(reading.words) else None
    if quoted is not None:
        return quoted.inner_start, quoted.inner_end
    if any(other.cue.how != "before" for other in earlier):
        return _last_clause(reading, one, earlier)
    start = skip_adverbs(reading, sentence[0], cue.start)
    end = cue.start
    while end > start and (reading.words[end - 1] in "،,و-–"):
        end -= 1
    after = cue.subject.mention.end if cue.subject.mention else sentence[1]
    goes_on = after + 1 < sentence[1] and reading.words[after] in "،,-–"
    if goes_on and (0 < end - start < _OPENING or (0 < end - start < _CLAUSE and not _opens(reading.words[after + 1]))):
        return start, sentence[1]  # استهدفت الغارات، وفق ما نقلت الوكالة، مركزا للبحوث
    return (start, end) if end - start >= 3 else None


def _opens(word: str) -> bool:
    """Whether a word opens another clause: وقتل, فيما, مشيرا."""
    return word in cue_forms() or word in _OPENERS


def _last_clause(reading: Reading, one: Attribution, earlier: Sequence[Attribution]) -> Range | None:
    """، الأمر الذي أدى إلى مقتل …، وفقا للحزب: a clause of the narrator's own after what others said."""
    words = reading.words
    end = one.cue.start
    while words[end - 1] in "،,و":
        end -= 1
    begin = earlier[-1].cue.begin
    commas = [at for at in range(begin + 1, end - 3) if words[at] in "،,"]
    if not commas or words[commas[-1] + 1] not in ("الامر", "مما", "ف", "اذ", "فيما", "بينما"):
        return None
    return commas[-1] + 1, end


def trimmed(reading: Reading, words: Range) -> Range | None:
    """Without the marks and joining particles at either end; the quotation's inside if it is all one."""
    start, end = words
    while start < end and not reading.words[start][0].isalnum() and start not in reading.opens:
        start += 1
    while end > start and (reading.words[end - 1] in ".،,؛:-–" or reading.words[end - 1] == "و"):
        end -= 1
    quoted = reading.opens.get(start)
    if quoted is not None and quoted.end == end:
        start, end = quoted.inner_start, quoted.inner_end
    while start < end and not reading.words[start][0].isalnum() and start not in reading.opens:
        start += 1
    return (start, end) if end > start else None
