"""Time in a question: أمس, الأسبوع الماضي, في أيار/مايو 2019, بين مارس وأبريل 2018, since 2016.

Why not dateparser's `search_dates`: it needs 0.27 s to import and 0.2 s for its first question, takes القرار 2254 for a
date, gives a day where a month or a year is meant, and knows neither the Levantine and Maghrebi months nor Russian
cases.
"""

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import dropwhile

from index.arabic import fold_aligned, words
from index.time_expression import Time, find_times

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both of them in it, and the words [first, last) of the question that say so.

    `named`: by a month or a year, not by the day on which it is asked (أمس).
    """

    start: date
    end: date
    span: tuple[int, int]
    named: bool = True


def period(text: str, today: date) -> Period | None:
    """The time that a question names; None for none, and for a date that does not exist (31 فبراير).

    A month without a year is the latest that began by `today`; a week runs from Monday to Sunday. Of several
    times, the first. A date that only bounds the time (قبل 2015), names an event (حرب تموز), or is still to come
    (رؤية المملكة 2030), is none.
    """
    folded = fold_aligned(text)
    times = find_times(text, folded)
    for at, time in enumerate(times):
        other = times[at + 1] if at + 1 < len(times) else None
        opener = _join(folded.text, time, other) if other is not None else None
        if other is not None and opener is not None:
            days = _range(time, other, today)
            return Period(*days, _span(folded.text, opener, other.end)) if days else None
        before = _words_before(folded.text, time.begin)
        if _is_event(folded.text, before, time) or before[-1:] in phrases("beside"):
            continue
        if not time.sure and before[-1:] not in (*phrases("in"), *phrases("since")):
            continue
        found = _days(time, today)
        if found is None or found[0] > today:
            return None
        open_ended = before[-1:] in phrases("since")
        first, last = _span(folded.text, time.begin, time.end)
        opened = open_ended or before[-1:] in phrases("in")
        named = time.month is not None or time.year is not None
        return Period(found[0], today if open_ended else found[1], (first - opened, last), named)
    return None


# --- what it means


def _relative_days(unit: str, offset: int, today: date) -> tuple[date, date]:
    if unit == "day":
        return (today + timedelta(days=offset),) * 2
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + offset * _WEEK
        return monday, monday + _WEEK - timedelta(days=1)
    if unit == "month":
        months = today.year * 12 + today.month - 1 + offset
        return _month_days(months // 12, months % 12 + 1)
    return date(today.year + offset, 1, 1), date(today.year + offset, 12, 31)


def _days(time: Time, today: date) -> tuple[date, date] | None:
    """The days of a time; None for a date that does not exist."""
    if time.relative is not None:
        return _relative_days(*time.relative, today)
    if time.month is None:
        return (date(time.year, 1, 1), date(time.until_year or time.year, 12, 31)) if time.year else None
    if not 1 <= time.month <= 12:
        return None
    if time.year is not None:
        return _in_year(time, time.year)
    possible = (_in_year(time, year) for year in range(today.year, today.year - 8, -1))  # 29 February: every 8 years
    return next((days for days in possible if days is not None and days[0] <= today), None)


def _in_year(time: Time, year: int) -> tuple[date, date] | None:
    if time.month is None or (time.day is not None and not 1 <= time.day <= monthrange(year, time.month)[1]):
        return None
    first, last = _month_days(year, time.month)
    if time.day is None:
        return first, last
    from_day = time.day if time.from_day is None else time.from_day
    return (first.replace(day=from_day), first.replace(day=time.day)) if 1 <= from_day <= time.day else None


def _month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _range(one: Time, other: Time, today: date) -> tuple[date, date] | None:
    """From the first day of one to the last of the other; the one is in the other's year, or in that before."""
    end = _days(other, today)
    if end is None:
        return None
    start = _days(one, today) if one.year or one.relative else None
    if start is None and not (one.year or one.relative):
        possible = (_in_year(one, end[1].year - back) for back in (0, 1))
        start = next((days for days in possible if days is not None and days[0] <= end[0]), None)
    return (start[0], end[1]) if start is not None and start[0] <= min(end[1], today) else None


# --- the words around it


def _join(text: str, one: Time, other: Time) -> int | None:
    """Where the words begin that make one period of two times: بين A وB, from A to B; None for nothing such."""
    between = tuple(words(text[one.end : other.begin]))
    before = _words_before(text, one.begin)
    for opener in phrases("between"):
        if before[-len(opener) :] == opener and (between in phrases("and") or (not between and other.joined)):
            found = list(re.finditer(r"\w+", text[: one.begin]))
            return found[-len(opener)].start()
    return one.begin if between in phrases("to") else None


def _is_event(text: str, before: Sequence[str], time: Time) -> bool:
    """Whether the date is a part of an event's name: the word before it, or those after, say so."""
    after = tuple(dropwhile(str.isdigit, words(text[time.end :])))
    last = before[-2:-1] if before[-1:] in (("of",), ("de",), ("von",), ("from",)) else before[-1:]
    named = last in phrases("events") or tuple(word.removeprefix("و") for word in last) in phrases("events")
    return named or any(after[: len(phrase)] == phrase for phrase in phrases("events_after"))


def _words_before(text: str, at: int) -> tuple[str, ...]:
    return tuple(words(text[max(0, at - 60) : at]))


@cache
def phrases(group: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a group of `data/periods.toml`, each as its folded words."""
    return frozenset(tuple(words(phrase)) for phrase in _table()[group])


@cache
def _table() -> Mapping[str, list[str]]:
    return tomllib.loads(files("retrieval").joinpath("data/periods.toml").read_text(encoding="utf-8"))


def _span(text: str, begin: int, end: int) -> tuple[int, int]:
    first = len(list(words(text[:begin])))
    return first, first + len(list(words(text[begin:end])))
