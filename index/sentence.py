"""Sentences: where a text divides, as offsets into it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.abbreviation import LONGEST_ABBREVIATION, is_abbreviation, is_arabic_letter
from index.arabic import fold
from index.quotation import Quotation, find_quotations
from index.quotation_mark import GLYPHS, LETTERS, PARAGRAPH
from index.word_list import punctuation_words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch [start, end) of an article's text, without white space at either end.

    `quotation` is the span of the quotation (marks included) that the whole sentence stands inside.
    """

    start: int
    end: int
    quotation: tuple[int, int] | None = None


def split_sentences(text: str) -> list[Sentence]:
    """All sentences of a text, in order; together they hold every character but white space."""
    quotations = find_quotations(text)
    marks = _QuotationMarks(quotations)
    spans: list[tuple[int, int]] = []
    for line in PARAGRAPH.finditer(text):
        spans.extend(_Line(text, line.start(), line.end(), marks).sentences())
    return _with_quotations(text, spans, quotations)


_STOP = re.compile(r"[.؟?!…۔](?:\s{0,2}[.؟?!…۔])*")
_ELLIPSIS = re.compile(r"\s*(?:\.\s?\.[\s.]*|…[…\s.]*)\Z")
_WORD = re.compile(r"\w")
_INK = re.compile(r"\S")
_BRACKET = re.compile(r"[(\[\])]")
_WORD_BEFORE = re.compile(rf"({LETTERS})\s?\Z")
_WORD_AFTER = re.compile(rf"\s*({LETTERS})")
_HEAD = re.compile(r"(?:\A|[:.؟!،؛(•]|\s[\-–])\s*\(?(\d{1,2})\Z")
_LONGEST_BRACKET = 300
_STOPS = tuple(".؟?!…۔")
_AFTER_STOP = GLYPHS + ")]} \t\u00a0\u200e\u200f"
_REACH = 32  # how far back a stop looks for the word before it


class _QuotationMarks:
    """Where quotations open and close, for looking up by offset."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self.closing = {one.inner_end: one for one in quotations if one.closed}
        self.opening = {one.start for one in quotations if one.inner_start > one.start}


class _Line:
    """One line of a text and the boundaries in it."""

    def __init__(self, text: str, start: int, end: int, marks: _QuotationMarks) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.marks = marks
        self.listed = 0  # the number of the last list head seen: 1. … 2. …

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The spans of the line's sentences, without white space at either end."""
        text = self.text
        begin = self._ink(self.start)
        word = self._next_word(begin)
        brackets = iter(self._brackets())
        bracket = next(brackets, None)
        for stop in _STOP.finditer(text, self.start, self.end):
            if stop.start() < begin or word >= stop.end():
                continue
            while bracket and bracket[1] <= stop.start():
                bracket = next(brackets, None)
            inside = bracket if bracket and bracket[0] < stop.start() else None
            end = self._boundary(stop.start(), stop.end(), begin, inside)
            if end is None or end >= self.end:
                continue
            yield begin, end
            begin = self._ink(end)
            word = self._next_word(begin)
        if begin < self.end:
            yield begin, begin + len(text[begin : self.end].rstrip())

    def _ink(self, at: int) -> int:
        found = _INK.search(self.text, at, self.end)
        return found.start() if found else self.end

    def _next_word(self, at: int) -> int:
        found = _WORD.search(self.text, at, self.end)
        return found.start() if found else self.end

    def _brackets(self) -> list[tuple[int, int]]:
        """The outermost balanced brackets of the line, those that are short enough to be an aside."""
        spans: list[tuple[int, int]] = []
        opened: list[int] = []
        for match in _BRACKET.finditer(self.text, self.start, self.end):
            if match.group() in "([":
                opened.append(match.start())
            elif opened:
                start = opened.pop()
                if match.end() - start <= _LONGEST_BRACKET:
                    while spans and spans[-1][0] > start:
                        spans.pop()
                    spans.append((start, match.end()))
        return spans

    def _boundary(self, stop: int, after: int, begin: int, bracket: tuple[int, int] | None) -> int | None:
        """Where the sentence ends that this stop would end; None where it ends none."""
        text = self.text
        if bracket and not (bracket[0] == begin and self._closed(after) >= bracket[1]):
            return None
        end = self._closed(after)
        following = self._ink(end)
        if following >= self.end:
            return self.end
        if text[following] in "،,؛;:.؟?!…۔":
            return None
        ellipsis = bool(_ELLIPSIS.match(text[stop:after]))
        if following == end and not self._divides_unspaced(stop, after, end):
            return None
        if ellipsis and not self._starts_sentence(following, pair=text[stop:after] == ".."):
            return None
        if text[stop:after] == "." and self._abbreviates(stop, after, following):
            return None
        if end > after and self._goes_on(stop, after, begin, following):
            return None
        return end

    def _closed(self, at: int) -> int:
        """Where the closing marks and brackets end that follow a stop."""
        text = self.text
        while at < self.end:
            if at in self.marks.closing:
                at = self.marks.closing[at].end
            elif text[at] in ")]}" or (text[at] in GLYPHS and at not in self.marks.opening):
                at += 1
            else:
                following = self._ink(at)
                if following == at or following - at > 2 or following not in self.marks.closing:
                    break
                at = following
        return at

    def _divides_unspaced(self, stop: int, after: int, end: int) -> bool:
        """Whether a stop divides although no white space follows: between Arabic words it does."""
        text = self.text
        if not is_arabic_letter(text[end]) and end not in self.marks.opening:
            return False
        if end > after or stop == self.start or text[stop:after] != ".":
            return not self._in_address(stop)
        before = self._word_before(stop)
        word = self._word_after(end)
        if len(before) == 1 or word in punctuation_words("domains"):
            return False
        if before in punctuation_words("letter_names") and (
            len(word) == 1 or word in punctuation_words("letter_names")
        ):
            return False
        return not self._in_address(stop)

    def _in_address(self, at: int) -> bool:
        """Whether a stop stands in a web or mail address."""
        piece = self.text[max(self.start, at - 256) : at]
        token = piece.split()[-1] if piece and not piece[-1].isspace() else ""
        return "://" in token or "@" in token or token.lower().startswith("www.")

    def _word_before(self, at: int) -> str:
        match = _WORD_BEFORE.search(self.text[max(self.start, at - _REACH) : at])
        return fold(match.group(1)) if match else ""

    def _abbreviates(self, stop: int, after: int, following: int) -> bool:
        """Whether a dot belongs to an abbreviation, an initial or the head of a list's item."""
        text = self.text
        left = text[max(self.start, stop - _REACH) : stop]
        match = _WORD_BEFORE.search(left)
        if not match:
            return self._heads_list(left, stop)
        word = fold(match.group(1))
        if not 0 < len(word) <= LONGEST_ABBREVIATION:  # a lone hamza or tatweel folds to nothing
            return False
        return is_abbreviation(word, left[: match.start()].rstrip(), self._word_after(following), text[following])

    def _heads_list(self, left: str, stop: int) -> bool:
        """Whether a dot follows the number of a list's item: 1. … 2. …"""
        number = re.search(r"(?<!\d)(\d{1,2})\Z", left)
        if not number:
            return False
        value = int(number.group(1))
        at_start = stop - len(left) == self.start
        head = _HEAD.search(left) if at_start else _HEAD.search("ـ" + left)
        if head or (self.listed and value == self.listed + 1):
            self.listed = value
            return True
        return False

    def _starts_sentence(self, at: int, pair: bool) -> bool:
        """Whether what follows an ellipsis opens a new sentence.

        A pair of dots is a full stop to many newsrooms, so that any longer word with و or ف is enough
        there; but in a headline, a line that no stop ends, it is a comma.
        """
        word = self._word_after(at)
        tail = self.text[max(self.start, self.end - _REACH) : self.end].rstrip(_AFTER_STOP)
        if pair and not tail.endswith(_STOPS):
            return False
        return word in punctuation_words("starters") or (pair and word[:1] in ("و", "ف") and len(word) > 3)

    def _goes_on(self, stop: int, after: int, begin: int, following: int) -> bool:
        """Whether the sentence goes on after a quotation or bracket whose last character is the stop."""
        text = self.text
        closing = self.marks.closing.get(self._ink(after))
        if closing and text[stop] not in ".۔" and closing.start > begin:
            return not text[max(begin, closing.start - _REACH) : closing.start].rstrip().endswith(":")
        whole = closing.start == begin if closing else text[begin] in "(["
        return whole and self._word_after(following) in punctuation_words("reporting")

    def _word_after(self, at: int) -> str:
        match = _WORD_AFTER.match(self.text, at, min(self.end, at + _REACH))
        return fold(match.group(1)) if match else ""


def _with_quotations(text: str, spans: Sequence[tuple[int, int]], quotations: Sequence[Quotation]) -> list[Sentence]:
    """The sentences, each with the outermost quotation that it stands inside."""
    sentences: list[Sentence] = []
    outer = iter([one for one in quotations if one.depth == 0])
    quotation = next(outer, None)
    for start, end in spans:
        while quotation and quotation.end <= start:
            quotation = next(outer, None)
        around = None
        if quotation and quotation.start <= start and not _WORD.search(text, quotation.end, end):
            around = (quotation.start, quotation.end)
        sentences.append(Sentence(start, end, around))
    return sentences
