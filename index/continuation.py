"""Continuations: quotations without a cue of their own that go on with one that was said."""

from collections.abc import Iterator
from dataclasses import replace

from index.resolution import Clause
from index.tokens import Quoted, Range, Reading

_A_NAME = 4  # tokens: a quotation of no more may be a name


def continued(reading: Reading, spoken_at: int, sentence: Range) -> list[Clause]:
    """A paragraph that goes on with the quotation of the one before, or a sentence that is the next one: "…". "…".

    `spoken_at` is the token where the last sentence begins in which somebody spoke.
    """
    quoted = reading.opens.get(sentence[0])
    if quoted is None or quoted.inner_end - quoted.inner_start < 3:
        return []
    if not quoted.continues and not _follows_quotation(reading, spoken_at, quoted, sentence):
        return []
    return [Clause((quoted.inner_start, quoted.inner_end), None, None, True)]


def _follows_quotation(reading: Reading, spoken_at: int, quoted: Quoted, sentence: Range) -> bool:
    """Whether a quotation that is all of its sentence stands right behind one in which somebody spoke."""
    last = sentence[0] - 1
    while last > spoken_at >= 0 and reading.words[last] in ".؟?!،":
        last -= 1
    before = reading.quoted_at[last - 1] if last > spoken_at >= 0 and not reading.words[last][0].isalnum() else None
    rest = reading.words[quoted.end : sentence[1]]
    whole = not any(word[0].isalnum() for word in rest) and not reading.begins_line(sentence[0])
    return whole and before is not None and before.end > last


def also_quoted(reading: Reading, sentence: Range, one: Clause) -> Iterator[Clause]:
    """"…" و"…": the quotation that و joins to one that was said."""
    quoted = reading.quoted_at[one.words[0]] if one.words is not None else None
    while quoted is not None and quoted.end + 1 < sentence[1] and reading.words[quoted.end] == "و":
        quoted = reading.opens.get(quoted.end + 1)
        if quoted is None or quoted.inner_end - quoted.inner_start <= _A_NAME:
            return
        yield replace(one, words=(quoted.inner_start, quoted.inner_end))
