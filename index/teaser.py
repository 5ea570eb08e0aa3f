"""Teasers: headlines of other articles that stand between the paragraphs of this one.

With a mark (اقرأ أيضا: …) `index/furniture.py` knows them; here are those that follow such a mark on lines of their
own, and those without any mark, told by what they are not: no sentence, no heading of what follows, not about this.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index import lexicon
from index.arabic import words
from index.cue_form import cues_of
from index.stem import stems

# The end of a sentence, or of a line that leads on to the next one.
SENTENCE_END = re.compile(r"[.؟?!…][\"”“»'’)\]]*\s*$")
_LEADS_ON = re.compile(r"[:،,؛;][\"”“»'’)\]]*\s*$")
_LISTED = re.compile(r"[\W_]*\d|\s*[-*•–—◄►]")
_THAT = {"ان", "بان", "انه", "انها", "بانه", "بانها"}
_LONGEST_HEADLINE = 120  # characters
_LONGEST_LIST = 10  # links under one heading
_PARAGRAPH = 80  # characters
# A text whose paragraphs end without a stop more often than this hides its headlines.
_STOPPED = 0.85
# How much of a teaser's words the article may hold otherwise: of one alone, and on average of two to four in a row.
# Counted in what `qala clean --json` drops of 60,000 articles of 19 outlets: 426 lines of the two outlets that print
# such teasers, nearly all of them teasers, and 15 lines of the other 17.
_SHARED_ALONE, _SHARED_IN_ROW, _LONGEST_ROW = 0.34, 0.6, 4
_LEAST_WORDS, _LEAST_ALONE = 4, 6


def is_headline_like(line: str) -> bool:
    """Whether a line may be a headline: short, of some words, without a stop or another mark at its end."""
    return (
        len(line.strip()) <= _LONGEST_HEADLINE
        and len(line.split()) >= 3
        and not SENTENCE_END.search(line)
        and not _LEADS_ON.search(line)
    )


def is_word_of_saying(word: str) -> bool:
    """Whether a folded word is a form of a reporting word, also with و or ف before it: وأردف."""
    return any(cue.reports for cue in cues_of(word))  # رفع الأسعار says nothing


def reports(line: str) -> bool:
    """Whether a line holds a word of saying and what marks words as said: أن, a colon, a quotation mark."""
    spoken = list(words(line))
    at = next((at for at, word in enumerate(spoken) if is_word_of_saying(word)), None)
    return at is not None and (not _THAT.isdisjoint(spoken[at:]) or re.search(r'[:"«“]', line) is not None)


def links_below(lines: Sequence[str], heading: int) -> Iterator[int]:
    """The lines under a heading of related links that are such links."""
    for at in range(heading + 1, min(len(lines), heading + 1 + _LONGEST_LIST)):
        if not is_headline_like(lines[at]) or reports(lines[at]):
            return
        yield at


def unmarked_teasers(lines: Sequence[str]) -> Iterator[int]:
    """The lines between two paragraphs that are headlines of something else; `lines` begin with this one's."""
    if not _has_stops(lines):
        return
    everywhere: Counter[str] = Counter()
    for start, end in _rows(lines):
        everywhere = everywhere or Counter(stem for line in lines for stem in _stems(_content(line)))
        row = [_content(line) for line in lines[start:end]]
        alone = len(row) == 1
        if not any(map(_names_something, lines[start:end])):
            continue  # verse
        if alone and (len(row[0]) < _LEAST_ALONE or ":" in lines[start]):
            continue
        if _shared(row, everywhere) <= (_SHARED_ALONE if alone else _SHARED_IN_ROW):
            yield from range(start, end)


def _shared(row: Sequence[set[tuple[str, ...]]], everywhere: Counter[str]) -> float:
    """How much of the words of some lines the other lines hold too, on average."""
    here = Counter(stem for content in row for stem in _stems(content))
    known = [sum(any(everywhere[stem] > here[stem] for stem in key) for key in content) for content in row]
    return sum(number / len(content) for number, content in zip(known, row, strict=True)) / len(row)


def _has_stops(lines: Sequence[str]) -> bool:
    stopped = [bool(SENTENCE_END.search(line)) for line in lines if len(line) > _PARAGRAPH]
    return len(stopped) >= 3 and sum(stopped) / len(stopped) >= _STOPPED


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches [start, end) of headline-like lines between two paragraphs."""
    at = 2
    while at < len(lines) - 1:
        start = at
        while at < len(lines) and _may_be_teaser(lines[at]):
            at += 1
        between = at < len(lines) and _is_paragraph(lines[start - 1]) and _is_paragraph(lines[at])
        if between and 1 <= at - start <= _LONGEST_ROW:
            yield start, at
        at = max(at, start + 1)


def _may_be_teaser(line: str) -> bool:
    if not is_headline_like(line) or _LISTED.match(line):
        return False
    spoken = list(words(line))
    return (
        len(_content(line)) >= _LEAST_WORDS
        and not any(map(is_word_of_saying, spoken))
        and not (spoken[0][0] == "و" and spoken[0][1:] in lexicon.common_words())
    )


def _names_something(line: str) -> bool:
    """Whether a line names somebody, a state or a body, counts, or quotes, as headlines do."""
    known = (lexicon.given_names(), lexicon.surnames(), lexicon.state_words(), lexicon.adjectives(), lexicon.nouns())
    return bool(re.search(r"[\d:\"“«A-Za-z]", line)) or any(word in group for word in words(line) for group in known)


def _is_paragraph(line: str) -> bool:
    return len(line) > _PARAGRAPH and bool(SENTENCE_END.search(line))


def _content(line: str) -> set[tuple[str, ...]]:
    """The words of a line that tell what it is about, each by its stems."""
    return {stems(word) for word in words(line) if len(word) >= 3 and word not in lexicon.function_words()}


def _stems(content: set[tuple[str, ...]]) -> Iterator[str]:
    yield from (stem for key in content for stem in key)
