"""Datelines: lines that hold a date and next to nothing else, and the moment that they give.

14 مايو 2019, الخميس 2016-03-24 05:45:17 عربي ودولي, 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م, نشر في: 15/3/2016. A date
in running text (وقع الاتفاق في 14 مايو 2019 في جنيف) makes no dateline. The words are in `data/datelines.toml`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

from index.arabic import fold_aligned
from index.time_expression import Time, find_times
from index.word_list import folded

# No dateline is longer (characters), nor has it more words of its own (a place, a section, an author's name).
_LONGEST = 140
_OWN_WORDS = 4
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?::(\d\d))?(?![\d:])\s*([^\W\d]+(?:\.[^\W\d])?)?")
_YEAR = re.compile(r"(?:19|20|1[34])\d\d")
_ISO = re.compile(r"(?<=-)(\d\d)T(\d\d:\d\d(?::\d\d)?)Z")
# Where a space is missing: 14/5/2019الساعة 10:00, 2019-05-14T10:30.
_UNSPACED = re.compile(r"(?<=\d)T(?=\d)|(?<=\d)(?=[\u0621-\u064a]{2})|(?<=[\u0621-\u064a])(?=\d)|(?<=\))(?=\w)")
_NUMERIC_HIJRI = r"(?:\d{1,2}\s?[-/]\s?\d{1,2}\s?[-/]\s?1[34]\d\d|1[34]\d\d\s?[-/]\s?\d{1,2}\s?[-/]\s?\d{1,2})"
# How far from its date (characters) a time of day stands.
_NEAR = 30


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline gives: when the article was published (None: by the Hijri calendar alone), and whether a word
    says that it is that date (نشر في), or that it is the date of a later change (آخر تحديث)."""

    published: datetime | None
    labelled: bool = False
    updated: bool = False


def read_dateline(line: str) -> Dateline | None:
    """The dateline that a line is, or None. Of a Gregorian and a Hijri date the first counts; of several, the one that
    is said to be that of publication, else the first. A moment has a time zone only where the line says GMT."""
    if len(line) > _LONGEST or not re.search(r"\d", line):
        return None
    line = _UNSPACED.sub(" ", _ISO.sub(r"\1 \2 GMT", line))
    aligned = fold_aligned(line)
    if not _YEAR.search(aligned.text):
        return None
    hijri = [match.span() for match in _hijri().finditer(aligned.text)]
    dates = [(time, day) for time in find_times(line, aligned) if (day := _day(time)) is not None]
    spans = sorted([*hijri, *((time.begin, time.end) for time, _ in dates)])
    if not spans or not _is_nothing_else(aligned.text, spans):
        return None
    if not dates:
        return Dateline(None)
    labels = [_label(aligned.text[: time.begin]) for time, _ in dates]
    at = next((i for i, label in enumerate(labels) if label == "published"), None)
    if at is None:
        at = next((i for i, label in enumerate(labels) if label != "updated"), 0)
    time, day = dates[at]
    return Dateline(_with_clock(day, time, aligned.text), labels[at] == "published", labels[at] == "updated")


def _day(time: Time) -> datetime | None:
    """The day of a whole date that exists; a range (15-20 مايو 2019) is none."""
    if not (time.year and time.month and time.day) or time.from_day is not None:
        return None
    try:
        return datetime(time.year, time.month, time.day)
    except ValueError:
        return None


# --- nothing else


def _is_nothing_else(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a folded line holds, besides its dates, only what may stand beside one.

    Words of its own are few and set apart by a mark: before the first date, or after the last one. The place of a
    report needs no mark where both calendars stand behind it.
    """
    first, last = spans[0][0], spans[-1][1]
    before, after = text[:first], text[last:]
    between = [text[one[1] : other[0]] for one, other in pairwise(spans)]
    if any(_own_words(part) for part in between):
        return False
    own_before, own_after = _own_words(before), _own_words(after)
    if len(own_before) + len(own_after) > _OWN_WORDS or (own_before + own_after and re.search(r"[.؟?!]\s*$", text)):
        return False
    if own_before and not (len(spans) > 1 or _is_set_apart(before, own_before[-1], ends=True)):
        return False
    clock = _CLOCK.search(after) is not None
    return not own_after or clock or len(spans) > 1 or _is_set_apart(after, own_after[0], ends=False)


def _is_set_apart(part: str, word: str, *, ends: bool) -> bool:
    """Whether a mark stands between a word and the date beside its part of the line."""
    gap = part[part.rindex(word) + len(word) :] if ends else part[: part.index(word)]
    return re.search(r"[|/:•·–—-]", gap) is not None


def _own_words(part: str) -> list[str]:
    """The words of a part of a line that are not such as stand beside a date."""
    bare = _beside().sub(" ", _CLOCK.sub(lambda match: f" {match[4] or ''}", part))
    return re.findall(r"[^\W_]+", bare)


# --- which date, what time


def _label(before: str) -> str | None:
    """What the last label before a date says of it: "published", "updated" or nothing."""
    found = [(match.end(), name) for name in ("published", "updated") for match in _labels(name).finditer(before)]
    return max(found)[1] if found else None


def _with_clock(day: datetime, time: Time, text: str) -> datetime:
    """The moment: the day with the time of day that stands next to it, after it rather than before it."""
    after = _CLOCK.search(text, time.end, min(len(text), time.end + _NEAR))
    before = [*_CLOCK.finditer(text, max(0, time.begin - _NEAR), time.begin)]
    match = after or (before[-1] if before else None)
    if match is None:
        return day
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    word = match[4] or ""
    if hour <= 12 and word in _words("afternoon"):
        hour = hour % 12 + 12
    elif hour == 12 and word in _words("morning"):
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return day
    zone = UTC if _zone().search(text, match.start()) else None
    return day.replace(hour=hour, minute=minute, second=second, tzinfo=zone)


# --- the words


def _words(group: str) -> frozenset[str]:
    return folded("datelines.toml", group)


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _hijri() -> re.Pattern[str]:
    months = _either(_words("hijri_months"))
    return re.compile(rf"(?<!\w)(?:\d{{1,2}}\s+(?:{months})\s*[،,]?\s*1[34]\d\d|{_NUMERIC_HIJRI})(?:\s?ه)?(?!\w)")


@cache
def _beside() -> re.Pattern[str]:
    groups = ("weekdays", "beside", "published", "updated")
    return re.compile(rf"(?<!\w)(?:{_either(word for group in groups for word in _words(group))})(?!\w)")


@cache
def _labels(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(_words(name))})(?!\w)")


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(_words('utc'))})(?!\w)")
