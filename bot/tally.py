"""How many questions were asked each day, and how they ended: numbers, and nothing of who asked or what."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.memory_file import MemoryFile

_DAYS_KEPT = 30


class Tally:
    """The table of counts. A day begins at midnight UTC."""

    def __init__(self, file: MemoryFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    def count(self, outcome: str) -> None:
        """One more question ended so."""
        self._file.execute(
            "INSERT INTO tally (day, outcome, count) VALUES (?, ?, 1)"
            " ON CONFLICT (day, outcome) DO UPDATE SET count = count + 1",
            (self._day(), outcome),
        )

    def today(self) -> dict[str, int]:
        """How many of today's questions ended how, the most frequent first."""
        rows = self._file.execute(
            "SELECT outcome, count FROM tally WHERE day = ? ORDER BY count DESC, outcome", (self._day(),)
        )
        return {row["outcome"]: row["count"] for row in rows}

    def expire(self) -> None:
        """Forget the days that are long past."""
        self._file.execute("DELETE FROM tally WHERE day < ?", (self._day(timedelta(days=_DAYS_KEPT)),))

    def _day(self, ago: timedelta = timedelta()) -> str:
        return (datetime.fromtimestamp(self._clock(), UTC) - ago).date().isoformat()
