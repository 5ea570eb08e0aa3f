"""Cleaning crawled text: which lines are the article and which are the site's furniture.

Nothing is cut from the text. A dropped line stays where it is, with its reason, and no sentence is
made of it; so offsets keep counting in the source, and what is kept stays verbatim. Some furniture is
told by its own words (`furniture`), some by where it stands: datelines, bylines, links, repetitions.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.byline import is_author_note, is_byline
from index.dateline import read_dateline
from index.furniture import canonical, furniture, furniture_at_end
from index.teaser import SENTENCE_END, links_below, reports, unmarked_teasers

# Furniture that a headline may look like: شاهد: …, صورة: …
_MAY_HEAD = {"related links", "picture credits", "captions", "source", "subscriptions", "tags"}
# A line that opens what follows it (قال الوزير:) is no repetition, whoever says the same again.
_OPENS = re.compile(r"[:،,][\"”“»'’)\]]*\s*$")
# A line this long (characters) is a paragraph. A dateline stands before the second or after the last but one.
PARAGRAPH_LENGTH = 100
# A byline stands this near to the headline, or to the end (lines).
_NEAR = 2
# A headline with the name of the site behind it: … | الأخبار.
_SITE_NAME = re.compile(r"\s+[|–—:•»-]+\s+(?P<name>[^|–—•»]{2,40})$")
_NEAR_HEADLINE = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A line [start, end) of a text, or the part of one that furniture is glued to, or that furniture.

    `dropped` is the reason, None for a line of the article.
    """

    start: int
    end: int
    dropped: str | None = None


def clean(text: str) -> list[Line]:
    """Every line of the text that is not blank, in order, kept or dropped."""
    pieces = list(_pieces(text))
    reasons = [piece.dropped or _by_itself(at, pieces) for at, piece in enumerate(pieces)]
    for rule in (_site_names, _repetitions, _linked, _bylines, _teasers):
        for at, reason in rule(pieces, reasons):
            reasons[at] = reasons[at] or reason
    return [Line(piece.start, piece.end, reason) for piece, reason in zip(pieces, reasons, strict=True)]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or a part of one: its span, its words as written and folded, and why it is dropped if that is known."""

    start: int
    end: int
    text: str
    folded: str
    dropped: str | None = None


def _pieces(text: str) -> Iterator[_Piece]:
    """The lines that are not blank; one that furniture is glued to gives two."""
    found = [match for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    for match in found:
        line, start = match.group(), match.start()
        folded = canonical(line)
        glued = furniture_at_end(line, folded, last=match is found[-1])
        if glued is None:
            yield _Piece(start, match.end(), line, folded)
        else:
            at, reason = glued
            yield _Piece(start, start + at, line[:at], canonical(line[:at]))
            yield _Piece(start + at, match.end(), line[at:], canonical(line[at:]), reason)


def _by_itself(at: int, pieces: Sequence[_Piece]) -> str | None:
    """Why a line is furniture, by its own words and by whether it stands at the beginning or the end."""
    one = pieces[at]
    reason = furniture(one.folded, last=1 < at == len(pieces) - 1)
    if reason == "captions" and reports(one.text):
        return None
    if at == 0 and reason in _MAY_HEAD and len(one.text.split()) > 3:
        return None
    return reason or _dateline(at, pieces)


def _dateline(at: int, pieces: Sequence[_Piece]) -> str | None:
    """Between the paragraphs a date alone is the heading of what happened then, unless it says what it is."""
    found = read_dateline(pieces[at].text)
    if found is None:
        return None
    before = sum(len(piece.text) > PARAGRAPH_LENGTH for piece in pieces[:at])
    after = sum(len(piece.text) > PARAGRAPH_LENGTH for piece in pieces[at + 1 :])
    return "dateline" if found.labelled or found.updated or min(before, after) <= 1 else None


# --- what the other lines tell of a line


def _kept(reasons: Sequence[str | None]) -> list[int]:
    return [at for at, reason in enumerate(reasons) if reason is None]


def _repetitions(pieces: Sequence[_Piece], reasons: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """A repeated headline is kept once, a caption that is repeated at once never, a repeated sentence once."""
    kept = _kept(reasons)
    count = Counter(pieces[at].folded for at in kept)
    seen: set[str] = set()
    for place, at in enumerate(kept):
        one = pieces[at]
        again = one.folded in seen
        seen.add(one.folded)
        if count[one.folded] == 1 or _OPENS.search(one.text):
            continue
        near = [pieces[other].folded for other in (*kept[max(0, place - 1) : place], *kept[place + 1 : place + 2])]
        if again and (len(one.folded.split()) > 2 or one.folded in near):
            yield at, "repeated"
        elif not again and place > 0 and one.folded in near and not SENTENCE_END.search(one.text):
            yield at, "repeated caption"


def site_name(line: str, others: Sequence[str]) -> str | None:
    """The name behind a headline that one of the other lines repeats without it; None for none."""
    match = _SITE_NAME.search(line)
    if match is None:
        return None
    headline = canonical(line[: match.start()])
    return match["name"].strip() if any(canonical(other) == headline for other in others) else None


def _site_names(pieces: Sequence[_Piece], reasons: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """A headline with the site's name behind it, where it stands without it too; and lines with that name alone."""
    head = _kept(reasons)[:_NEAR_HEADLINE]
    for at in head:
        name = site_name(pieces[at].text, [pieces[other].text for other in head if other != at])
        if name:
            yield at, "repeated"
            yield from ((other, "navigation") for other in head if pieces[other].folded == canonical(name))


def _linked(pieces: Sequence[_Piece], reasons: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """The links under a heading of related links."""
    for at, reason in enumerate(reasons):
        if reason == "related links" and len(pieces[at].folded.split()) <= 4:
            for below in links_below([piece.text for piece in pieces], at):
                yield below, "related links"


def _bylines(pieces: Sequence[_Piece], reasons: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    kept = [(at, pieces[at].text) for at in _kept(reasons)]
    if not any(len(text) > PARAGRAPH_LENGTH for _, text in kept):
        return
    for at, text in {*kept[1 : 1 + _NEAR], *kept[1:][-_NEAR:]}:
        if is_byline(text, below_headline=at == kept[1][0]):
            yield at, "byline"
    if len(kept) > 1 and is_author_note(kept[-1][1], kept[-2][1]):
        yield kept[-1][0], "byline"


def _teasers(pieces: Sequence[_Piece], reasons: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    kept = _kept(reasons)
    for place in unmarked_teasers([pieces[at].text for at in kept]):
        yield kept[place], "related links"
