"""Tokens: an article as folded words and marks that know where they stand in the source.

The particles و ف ب ل are tokens of their own where a known word follows them: وقال is و and قال.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index import word_list
from index.arabic import fold_aligned, spelling
from index.clitics import split_clitic, whole_names
from index.quotation import Quotation, find_quotations
from index.sentence import Sentence

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")

CLITICS = frozenset("وفبل")
_DASHES = frozenset("-–—−")
_DATELINE = 16  # tokens
_LONGEST = 200  # tokens of a sentence that are read as one

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in tokens: marks included [start, end), and what they hold [inner_start, inner_end).

    `continues`: it takes up the one that the paragraph before left open.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's tokens: folded words and single marks, with their source offsets, in order.

    `sentences` are token ranges; `quoted_at` gives, for a token, the outermost quotation of at least
    two tokens around it, or None; `opens` gives the quotation that opens at a token. `names` takes up the surnames of
    those whom the article names in full (see `cast.meet`), `first_names` the tokens of first names that it shows by
    what it says elsewhere (see `spoken_name`).
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Range]
    quoted_at: list[Quoted | None]
    opens: dict[int, Quoted]
    names: set[str] = field(default_factory=set)
    first_names: set[int] = field(default_factory=set)

    def source(self, tokens: Range) -> Range:
        """The source span of a token range that is not empty."""
        return self.starts[tokens[0]], self.ends[tokens[1] - 1]

    def slice(self, tokens: Range) -> str:
        """The source text of a token range that is not empty."""
        start, end = self.source(tokens)
        return self.text[start:end]

    def is_joined(self, at: int, particles: str = "وف") -> bool:
        """Whether a particle is written together with this token."""
        return self.words[at - 1] in particles and self.follows_directly(at) if at > 0 else False

    def begins_line(self, at: int) -> bool:
        """Whether a line of the article begins with this token."""
        return at == 0 or "\n" in self.text[self.ends[at - 1] : self.starts[at]]

    def follows_directly(self, at: int) -> bool:
        """Whether nothing, not even a blank, stands between this token and the one before."""
        return at > 0 and self.ends[at - 1] == self.starts[at]


def read(text: str, sentences: Sequence[Sentence]) -> Reading:
    """Fold and tokenise a text, and lay its sentences and quotations over the tokens."""
    folded = fold_aligned(text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    offsets, told_apart, apart = folded.offsets, word_list.told_apart(), word_list.apart()
    whole = whole_names(folded.text)
    for match in _TOKEN.finditer(folded.text):
        word, start = match.group(), match.start()
        divided = word[0] in CLITICS and word not in whole
        clitic = (split_clitic(word) or _after_source(word, words)) if divided else None
        if clitic:
            words.append(clitic[0])
            starts.append(offsets[start])
            ends.append(_end_of(offsets, start + 1))
            word, start = clitic[1], start + 1
        starts.append(offsets[start])
        ends.append(_end_of(offsets, match.end()))
        if word in told_apart:
            word = apart.get(spelling(text[starts[-1] : ends[-1]]), word)
        words.append(word)
    ranges = [(bisect_left(starts, one.start), bisect_left(starts, one.end)) for one in sentences]
    ranges = [piece for start, end in ranges for piece in _pieces(words, _past_dateline(words, start, end), end)]
    quotations = [_in_tokens(one, starts) for one in find_quotations(text)]
    return Reading(
        text,
        words,
        starts,
        ends,
        [one for one in ranges if one[0] < one[1]],
        _around(quotations, len(words)),
        {one.start: one for one in reversed(quotations)},
    )


def _after_source(word: str, before: Sequence[str]) -> tuple[str, str] | None:
    """طبقا لديلويت: after these words the first letter is a preposition whatever the name."""
    follows = bool(before) and before[-1] in word_list.folded("sources.toml", "source_phrases_li")
    return ("ل", word[1:]) if follows and word[0] == "ل" and len(word) > 3 else None


def _pieces(words: list[str], start: int, end: int) -> Iterator[Range]:
    """A sentence in pieces of bounded length, cut at commas if it has any: text without a stop is read too."""
    while end - start > _LONGEST:
        middle = start + _LONGEST // 2
        cut = next((at + 1 for at in range(start + _LONGEST, middle, -1) if words[at] in "،,"), start + _LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _past_dateline(words: list[str], start: int, end: int) -> int:
    """Where a sentence begins after دبي، الإمارات (CNN) -- and its like."""
    for at in range(start, min(end, start + _DATELINE) - 1):
        if words[at] == ")" and words[at + 1] in _DASHES:
            while at + 1 < end and words[at + 1] in _DASHES:
                at += 1
            return at + 1
    return start


def _end_of(offsets: list[int], end: int) -> int:
    """The source offset where the folded text before `end` stops, marks on its last letter included."""
    return max(offsets[end], offsets[end - 1] + 1)


def _in_tokens(quotation: Quotation, starts: list[int]) -> Quoted:
    return Quoted(
        bisect_left(starts, quotation.start),
        bisect_left(starts, quotation.end),
        bisect_left(starts, quotation.inner_start),
        bisect_left(starts, quotation.inner_end),
        quotation.continues,
    )


def _around(quotations: Sequence[Quoted], length: int) -> list[Quoted | None]:
    """For each token the outermost quotation of two tokens or more that holds it."""
    around: list[Quoted | None] = [None] * length
    done = 0
    for one in quotations:
        if one.inner_start < done or one.inner_end - one.inner_start < 2:
            continue
        around[one.inner_start : one.inner_end] = [one] * (one.inner_end - one.inner_start)
        done = one.inner_end
    return around
