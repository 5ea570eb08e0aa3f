"""What a page of plain text tells of itself besides the article: its headline, its date and its outlet.

All of it only where it is plain. The date is a dateline's (`dateline`), never one in running text. The outlet is who
holds the rights, whose opinion the comments are not, whose name stands behind the headline, or who is credited
together with agencies (المصدر: صدى المدينة + وكالات); an agency alone is a source, not the outlet.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from index.arabic import fold_aligned, words
from index.clean import PARAGRAPH_LENGTH, Line, clean, site_name
from index.dateline import Dateline, read_dateline
from index.teaser import is_headline_like
from index.word_list import folded

# A title longer than this is no headline but a first paragraph: it is cut for display only.
_LONGEST_TITLE = 140
_HEAD = 10  # lines
_LONGEST_SIGN = 400  # characters of a line that names the outlet
_MOST_WORDS = 5  # of an outlet's name

_YEARS = r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)\d\d)?"
_NAME = r"(?P<name>[^|.؛;,،:©\n]{2,60})"
_RIGHTS = re.compile(
    rf"^(?!\W*حقوق الصور).*محفوظه(?P<apart>\s*[:|-]\s*|\s*(?:©|\(c\))?\s*{_YEARS}\s)?\s*©?\s*(?:لدي\s|ل\s)?\s*{_NAME}"
)
_COPYRIGHT = re.compile(rf"(?:©|copyright|\(c\))[\s©]*(?:copyright\s*)?(?:{_YEARS})?\s*[,،]?\s*{_NAME}")
_BEFORE_SIGN = re.compile(rf"^\W*(?P<name>[^|.؛;,،:©\n]{{2,40}}?)\s*©\s*{_YEARS}\W*$")
_DISCLAIMER = re.compile(
    r"\b(?:لا|ولا)\s+(?:تعبر|يعبر|تعكس|يعكس|تمثل|يمثل).{0,30}?(?:راي|ارا|وجهه نظر)\s+(?P<name>[^|.؛;,،:\n]{2,40}?)"
    r"(?=\s+(?:وانما|انما|بل|ولا|وتعبر|وهي|او)\b|[.،,؛]|\s*$)"
)
_SOURCE = re.compile(r"\s*\(?\s*(?:المصدر|source)\s*[:/»-]\s*(?P<names>[^.؟!]+?)\W*$")
_DIVIDER = re.compile(r"[+،,/&ـ]|\s[-–]\s|\sو\s|\sو(?=وكالات)")
# What follows the name in a line of rights.
_CUT = re.compile(
    r"\s+(?:all rights|جميع الحقوق|كل الحقوق|تصميم|برمجه|تطوير|لا يجوز|لا يسمح|powered|designed|لعام|لسنه)\b.*"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page tells of its article; None for what it does not tell plainly."""

    title: str | None
    published: datetime | None
    outlet: str | None


def find_metadata(text: str, lines: Sequence[Line] | None = None) -> Metadata:
    """The headline, the date and the outlet that a text shows; `lines`: the text's, cleaned, where they are known."""
    lines = clean(text) if lines is None else lines
    return Metadata(_title(text, lines), _published(text, lines), _outlet(text, lines))


# --- headline


def _title(text: str, lines: Sequence[Line]) -> str | None:
    """The first line that is kept; the second where the first is but the name of a section or a site."""
    kept = [text[line.start : line.end].strip() for line in lines if not line.dropped][:2]
    if not kept:
        return None
    one = kept[0]
    if len(kept) == 2 and len(one.split()) <= 2 and is_headline_like(kept[1]) and len(kept[1].split()) > 3:
        one = kept[1]
    return one if len(one) <= _LONGEST_TITLE else one[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


# --- date


def _published(text: str, lines: Sequence[Line]) -> datetime | None:
    """The date that is said to be that of publication; else one before the second paragraph; else that of a change."""
    found = list(_datelines(text, lines))
    labelled = [one.published for one, _ in found if one.labelled]
    heading = [one.published for one, in_head in found if in_head and not one.updated]
    updated = [one.published for one, _ in found if one.updated]
    return next((moment for moment in (*labelled, *heading, *updated) if moment is not None), None)


def _datelines(text: str, lines: Sequence[Line]) -> Iterator[tuple[Dateline, bool]]:
    """The datelines, each with whether it stands before the second paragraph."""
    paragraphs = 0
    for line in lines:
        content = text[line.start : line.end]
        found = read_dateline(content) if line.dropped == "dateline" else None
        if found is not None:
            yield found, paragraphs <= 1
        paragraphs += not line.dropped and len(content) > PARAGRAPH_LENGTH


# --- outlet


def _outlet(text: str, lines: Sequence[Line]) -> str | None:
    """The one outlet that the plainest of the signs names."""
    short = [line for line in lines if line.end - line.start <= _LONGEST_SIGN]
    dropped = [text[line.start : line.end] for line in short if line.dropped]
    head = [text[line.start : line.end] for line in short[:_HEAD]]
    behind = [name for at, line in enumerate(head) if (name := site_name(line, head[:at] + head[at + 1 :]))]
    for names in (_all(_rights_holder, dropped), _all(_disclaimer, dropped), behind, _all(_source, dropped)):
        told = {" ".join(words(name)): name for name in names if _is_name(name)}
        if len(told) == 1:
            return next(iter(told.values()))
    return None


def _all(find: Callable[[str], str | None], lines: Sequence[str]) -> list[str]:
    return [name for name in map(find, lines) if name]


def _rights_holder(line: str) -> str | None:
    """جميع الحقوق محفوظة لموقع صدى المدينة © 2024, © 2019 صدى المدينة."""
    for pattern in (_RIGHTS, _BEFORE_SIGN, _COPYRIGHT):
        name = _sliced(line, pattern)
        if name is not None and _is_name(name):
            return name
    return None


def _disclaimer(line: str) -> str | None:
    """… لا تعبر عن رأي صدى المدينة وإنما عن رأي أصحابها."""
    return _sliced(line, _DISCLAIMER)


def _source(line: str) -> str | None:
    """The one name that is credited beside agencies; None where only agencies are, or where it stands alone."""
    aligned = fold_aligned(line)
    match = _SOURCE.match(aligned.text)
    if match is None:
        return None
    start, end = aligned.source_span(*match.span("names"))
    names = [name.strip() for name in _DIVIDER.split(line[start:end]) if name.strip()]
    others = [name for name in names if not _is_agency(name)]
    return others[0] if len(others) == 1 and len(names) > 1 else None


def _sliced(line: str, pattern: re.Pattern[str]) -> str | None:
    """The name that a pattern finds in a folded line, as the line writes it, without what does not belong to it."""
    aligned = fold_aligned(line)
    match = pattern.search(aligned.text)
    if match is None:
        return None
    begin, end = match.span("name")
    cut = _CUT.search(aligned.text, begin, end)
    start, stop = aligned.source_span(begin, cut.start() if cut else end)
    return _bare_name(line[start:stop], joined="apart" in match.groupdict() and not match["apart"])


def _bare_name(name: str, *, joined: bool) -> str:
    """A name without the preposition, the word for a site, years and marks around it: لموقع صدى © 2024 gives صدى."""
    year = rf"\s*(?:©|\(c\))?\s*{_YEARS}\s*"
    name = re.sub(rf"^{year}|{year}$", " ", name).strip(" \t«»\"“”'()[]{}-–—|:ـ*")
    if joined and name.startswith("لل"):
        name = "ال" + name[2:]
    elif joined:
        name = name.removeprefix("ل")
    return re.sub(r"^(?:ال)?موقع\s+", "", name).strip(" «»\"“”'ـ")


def _is_name(name: str) -> bool:
    found = list(words(name))
    if not 1 <= len(found) <= _MOST_WORDS or not any(word.isalpha() and len(word) > 1 for word in found):
        return False
    if re.search(_YEARS, name):  # a date, and what stands around it
        return False
    if "حقوق" in found or "الحقوق" in found or " ".join(found) in folded("outlet_lines.toml", "nobody"):
        return False
    return not _is_agency(name)


def _is_agency(name: str) -> bool:
    return " ".join(words(name)) in _agencies()


@cache
def _agencies() -> frozenset[str]:
    return frozenset(" ".join(words(name)) for name in folded("outlet_lines.toml", "agencies"))
