"""Questions that a bot had to leave when it was stopped: it answers them when it starts again."""

import json
import time
from collections.abc import Callable, Iterable, Sequence

from telegram import Update

from bot.memory_file import MemoryFile

# Seconds after which an answer would only puzzle.
_TOO_LATE = 24 * 3600


class Postponed:
    """The table of what was left, and of the last updates that were not: none of them is answered twice."""

    def __init__(self, file: MemoryFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    def keep(self, left: Iterable[Update], seen: Sequence[int]) -> None:
        """Keep updates for the next start, and the numbers of those that came last, in place of what was kept."""
        now = int(self._clock())
        rows = [
            (one.update_id, one.effective_user.id if one.effective_user else None, one.to_json(), now) for one in left
        ]
        with self._file.transaction():
            self._file.execute("DELETE FROM postponed")
            for row in rows:
                self._file.execute("INSERT INTO postponed (number, user, content, at) VALUES (?, ?, ?, ?)", row)
            for number in seen:
                self._file.execute("INSERT OR IGNORE INTO postponed (number, at) VALUES (?, ?)", (number, now))

    def take(self) -> tuple[list[dict[str, object]], list[int]]:
        """What was left, as raw updates in their order, and the numbers of those done; nothing of it is kept."""
        with self._file.transaction():
            rows = self._file.execute(
                "SELECT number, content FROM postponed WHERE at > ? ORDER BY rowid", (self._clock() - _TOO_LATE,)
            )
            self._file.execute("DELETE FROM postponed")
        left = [json.loads(row["content"]) for row in rows if row["content"] is not None]
        return left, [row["number"] for row in rows if row["content"] is None]
