"""Quiet hours: the part of the day in which a chat wants no alerts, by its own clock."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_HOUR = 60
_DAY = 24 * _HOUR
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_OFFSET = re.compile(r"(?:utc|gmt)?([+−-])(\d{1,2})(?::?00)?", re.IGNORECASE)

# The tz database counts west of Greenwich.
_ETC = re.compile(r"Etc/GMT([+-])(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` to `end`, in minutes after midnight, in a time zone; past midnight where the end is not later."""

    start: int
    end: int
    time_zone: str

    def holds(self, moment: datetime) -> bool:
        """Whether it is quiet at a moment that knows its zone."""
        local = moment.astimezone(ZoneInfo(self.time_zone))
        now = local.hour * _HOUR + local.minute
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    @property
    def hours(self) -> str:
        """The hours as a clock shows them: 22:00–07:00."""
        return f"{_clock(self.start)}–{_clock(self.end)}"

    @property
    def zone(self) -> str:
        """The time zone as people name it: by its place, or UTC+3."""
        offset = _ETC.fullmatch(self.time_zone)
        return f"UTC{'+' if offset[1] == '-' else '-'}{offset[2]}" if offset else self.time_zone


def read_quiet(words: list[str], time_zone: str) -> Quiet | None:
    """The hours of `22 7`, `22:30 7:15` or `22 7 Asia/Riyadh`, by default in this time zone; None for anything else."""
    if not 2 <= len(words) <= 3:
        return None
    start, end = _minutes(words[0]), _minutes(words[1])
    zone = time_zone if len(words) == 2 else zone_named(words[2])
    if start is None or end is None or start == end or zone is None:
        return None
    return Quiet(start, end, zone)


def zone_named(name: str) -> str | None:
    """The time zone of this name in the tz database, or so many hours from UTC (+3, UTC-5); None for no zone."""
    offset = _OFFSET.fullmatch(name)
    if offset:
        name = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
    return _zones().get(name.casefold())


@cache
def _zones() -> dict[str, str]:
    """The tz database's zones by their names in small letters; to list them takes a fiftieth of a second."""
    return {zone.casefold(): zone for zone in available_timezones()}


def _minutes(time: str) -> int | None:
    found = _TIME.fullmatch(time)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return (hour * _HOUR + minute) % _DAY if hour * _HOUR + minute <= _DAY and minute < _HOUR else None


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"
