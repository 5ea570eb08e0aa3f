"""Questions that a bot had to leave when it was stopped: it answers them when it starts again."""

import json
import time
from collections.abc import Callable, Iterable

from telegram import Update

from bot.memory_file import MemoryFile

# What of an update tells who somebody is, apart from ids. An answer needs none of it.
_NAMES = frozenset((
    "first_name", "last_name", "username", "title", "phone_number", "vcard", "sender_user_name", "author_signature",
))  # fmt: skip
# Seconds after which an answer would only puzzle.
_TOO_LATE = 24 * 3600


class Postponed:
    """The table of what was left, and of the last updates that were not: none of them is answered twice."""

    def __init__(self, file: MemoryFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    def keep(self, left: Iterable[Update], done: Iterable[int]) -> None:
        """Keep updates for the next start, and the numbers of some that are done, beside what is kept already."""
        now = int(self._clock())
        rows: list[tuple[int, int | None, str | None, int]] = [
            (one.update_id, one.effective_user.id if one.effective_user else None, _nameless(one), now) for one in left
        ]
        rows += [(number, None, None, now) for number in done]
        with self._file.transaction():
            for row in rows:
                self._file.execute(
                    "INSERT OR REPLACE INTO postponed (number, user, content, at) VALUES (?, ?, ?, ?)", row
                )

    def take(self) -> tuple[list[dict[str, object]], list[int]]:
        """What was left, as raw updates in their order, and the numbers of those done; nothing of it is kept."""
        with self._file.transaction():
            rows = self._file.execute(
                "SELECT number, content FROM postponed WHERE at > ? ORDER BY rowid", (self._clock() - _TOO_LATE,)
            )
            self._file.execute("DELETE FROM postponed")
        left = [json.loads(row["content"]) for row in rows if row["content"] is not None]
        return left, [row["number"] for row in rows if row["content"] is None]


def _nameless(update: Update) -> str:
    """An update as JSON, without anybody's name."""

    def without(value: object) -> object:
        if isinstance(value, dict):
            return {key: "" if key in _NAMES else without(one) for key, one in value.items()}
        return [without(one) for one in value] if isinstance(value, list | tuple) else value

    return json.dumps(without(update.to_dict()))
