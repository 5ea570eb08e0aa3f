"""The times that a text gives, not yet set in a calendar: أمس, 15 أيار/مايو, عام 2016, في مايو 2019, с 2016 года.

The words are in `data/times.toml`; that no month of CLDR is missing there is tested against babel.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.arabic import FoldedText, words

_YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Time:
    """A time as the text gives it, at [begin, end) of its folded form; what it leaves open is None.

    `sure`: whether it is a time even without a word before it that says so (في, since).
    """

    begin: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    from_day: int | None = None  # 15 in 15-20 مايو
    relative: tuple[str, int] | None = None  # ("week", -1): the week before today's
    until_year: int | None = None  # 2018 in 2015-2018
    sure: bool = True
    joined: bool = False  # with و before it: وأبريل
    void: bool = False  # words that look like a time and are none: اليوم السابع


def find_times(text: str, folded: FoldedText) -> list[Time]:
    """All that may be a time, in order; `folded` is the text's. What one reading takes is not read another way."""
    found: list[Time] = []
    for reader in _readers(folded.text):
        for time in reader(text, folded):
            if all(time.end <= other.begin or other.end <= time.begin for other in found):
                found.append(time)
    return sorted((time for time in found if not time.void), key=lambda time: time.begin)


def _readers(folded: str) -> Iterator[Callable[[str, FoldedText], Iterator[Time]]]:
    """The readers that may find something; their patterns take 20 ms to compile, and most questions name no time."""
    spoken = set(words(folded))
    spoken |= {word[clitics:] for word in spoken for clitics in (1, 2)}
    if spoken & _relative_words():
        yield _relative
    if re.search(_YEAR, folded):
        yield _numeric
    if spoken & {name.partition(" ")[0] for name in month_names()}:
        yield _dates
    if re.search(_YEAR, folded):
        yield _years


def _relative(text: str, folded: FoldedText) -> Iterator[Time]:
    pattern, units = _relative_phrases()
    for match in pattern.finditer(folded.text):
        unit, offset = units[" ".join(words(match["phrase"]))]
        if unit == "french":
            unit = "day" if _joined("french") & set(words(text)) else "none"
        if unit == "none":
            yield Time(*match.span(), void=True)
        else:
            yield Time(*match.span(), relative=(unit, offset))


def _numeric(text: str, folded: FoldedText) -> Iterator[Time]:
    """2016-03-24, 24/3/2016, and 3/24/2016, which has no other reading."""
    for match in re.finditer(rf"(?<![\w/.-])({_YEAR})([-/.])(\d\d?)\2(\d\d?)(?![\w/-])", folded.text):
        yield Time(*match.span(), int(match[1]), int(match[3]), int(match[4]))
    for match in re.finditer(rf"(?<![\w/.-])(\d\d?)([-/.])(\d\d?)\2({_YEAR})(?![\w/-])", folded.text):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if month > 12 >= day:
            day, month = month, day
        yield Time(*match.span(), year, month, day)


def _dates(text: str, folded: FoldedText) -> Iterator[Time]:
    """15 أكتوبر, تشرين الأول/أكتوبر 2016, October 15th, 2016, в мае 2019 года, مارس."""
    for match in _date_pattern().finditer(folded.text):
        name = " ".join(words(match["month"]))
        month, day = month_names()[name], match["day"] or match["late_day"]
        other = month_names()[" ".join(words(match["other"]))] if match["other"] else month
        if other != month:  # أيار/يونيو
            yield Time(*match.span(), void=True)
        if match["clitic"] and match["clitic"] != "و" and name in _joined("ambiguous"):  # باب, كمارس
            continue
        small = name in _joined("needs_capital") and text[folded.offsets[match.start("month")]].islower()
        yield Time(
            *match.span(),
            int(match["year"]) if match["year"] else None,
            month,
            int(day) if day else None,
            int(match["from_day"]) if match["from_day"] else None,
            sure=bool(match["year"] or (day and not small) or name not in _joined("ambiguous")),
            joined=match["clitic"] == "و",
        )


def _years(text: str, folded: FoldedText) -> Iterator[Time]:
    """عام 2016, 2016 году, 2015-2018; a bare year is sure at the end of a question only."""
    for match in re.finditer(rf"(?<![\w-])({_YEAR})\s?[-–]\s?({_YEAR})(?![\w-])", folded.text):
        if match[1] <= match[2]:
            yield Time(*match.span(), int(match[1]), until_year=int(match[2]))
    for match in _year_pattern().finditer(folded.text):
        last = not re.search(r"\w", folded.text[match.end() :])
        marked = match["marker"] or match["after"]
        yield Time(*match.span(), int(match["year"]), sure=bool(marked or last), joined=bool(match["and"]))


# --- the data


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("index").joinpath("data/times.toml").read_text(encoding="utf-8"))


@cache
def _joined(group: str) -> frozenset[str]:
    """The folded phrases of a group."""
    return frozenset(" ".join(words(phrase)) for phrase in _table()[group])


@cache
def month_names() -> Mapping[str, int]:
    """The folded names of the months, with their numbers."""
    return {" ".join(words(name)): at for at, names in enumerate(_table()["months"], 1) for name in names}


@cache
def _relative_words() -> frozenset[str]:
    """The last word of each relative time: the one that tells (الماضي, week), not في or "the"."""
    times = (phrase for unit, listed in _table()["relative"].items() if unit != "none 0" for phrase in listed)
    return frozenset(list(words(phrase))[-1] for phrase in times)


@cache
def _relative_phrases() -> tuple[re.Pattern[str], Mapping[str, tuple[str, int]]]:
    units = {}
    for key, listed in _table()["relative"].items():
        unit, offset = key.split()
        units.update({" ".join(words(phrase)): (unit, int(offset)) for phrase in listed})
    return re.compile(rf"(?<!\w)و?(?P<phrase>{_either(units)})(?!\w)"), units


@cache
def _date_pattern() -> re.Pattern[str]:
    month = _either(month_names())
    return re.compile(
        r"(?<![\w.,/-])(?:(?:(?P<from_day>\d\d?)(?:\s?[-–]\s?|\s(?:(?:الي|حتي|to|and|bis|und|au|et|по|и)\s|و)))?(?P<day>\d\d?)(?:st|nd|rd|th|er|-?го|\.)?\s+(?:(?:of|من|de|du)\s+)?(?:شهر\s+)?)?"
        rf"(?P<clitic>[وفبل]{{1,2}})?(?P<month>{month})(?!\w)(?:\s?[/(-]\s?(?P<other>{month})(?!\w)\)?)?"
        r"(?:\s+(?P<late_day>\d\d?)(?:st|nd|rd|th)?(?!\w)(?=\s*(?:[^\w\s]|$)|\s+(?:about|on|in|and)\b))?"
        rf"(?:[\s,،]+(?:(?:من|of|de|ل?عام|العام|ل?سنه|year)\s+){{0,2}}(?P<year>{_YEAR})م?(?!\w)"
        rf"(?:\s(?:{_either(_joined('year_after'))})(?!\w))?)?"
    )


@cache
def _year_pattern() -> re.Pattern[str]:
    marker, after = _either(_joined("year")), _either(_joined("year_after"))
    return re.compile(
        rf"(?<![\w.,/-])(?P<and>و)?(?:[بل]?(?P<marker>{marker})\s+)?(?P<year>{_YEAR})م?(?!\w|[.,/:-]\w)"
        rf"(?:\s+(?P<after>{after})(?!\w))?"
    )


def _either(phrases: Iterable[str]) -> str:
    """A pattern for any of these phrases, folded, the longest first."""
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(r"[\s'’-]+".join(map(re.escape, phrase.split())) for phrase in longest)
