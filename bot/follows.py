"""What is followed: a speaker, a topic, or a speaker on a topic, by somebody in a chat."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Row

from bot.memory_file import MemoryFile


@dataclass(frozen=True, slots=True)
class Follow:
    """Alerts that a user wants in a chat, and in which of a forum's threads; in which language they are told.

    Of speaker and topic one may be None: anything that the speaker says, whoever speaks of the topic.
    """

    number: int
    user: int
    chat: int
    thread: int | None
    speaker: str | None
    topic: str | None
    language: str


class Follows:
    """The table of follows. A follow's number is never used again, so that an old button stops no other."""

    def __init__(self, file: MemoryFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    def add(
        self, user: int, chat: int, speaker: str | None, topic: str | None, language: str, thread: int | None = None
    ) -> Follow:
        """A new follow."""
        [row] = self._file.execute(
            "INSERT INTO follow (user, chat, thread, speaker, topic, language, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " RETURNING *",
            (user, chat, thread, speaker, topic, language, int(self._clock())),
        )
        return _follow(row)

    def find(self, chat: int, speaker: str | None, topic: str | None) -> Follow | None:
        """The follow of just this in a chat, if there is one."""
        rows = self._file.execute(
            "SELECT * FROM follow WHERE chat = ? AND speaker IS ? AND topic IS ?", (chat, speaker, topic)
        )
        return _follow(rows[0]) if rows else None

    def get(self, number: int) -> Follow | None:
        """The follow of a number; None where it has been stopped."""
        rows = self._file.execute("SELECT * FROM follow WHERE number = ?", (number,))
        return _follow(rows[0]) if rows else None

    def of_chat(self, chat: int) -> list[Follow]:
        """What is followed in a chat, the oldest first."""
        return [_follow(row) for row in self._file.execute("SELECT * FROM follow WHERE chat = ? ORDER BY 1", (chat,))]

    def all(self) -> list[Follow]:
        """Everything that is followed anywhere."""
        return [_follow(row) for row in self._file.execute("SELECT * FROM follow ORDER BY number")]

    def stop(self, number: int) -> None:
        """Follow this no longer; what waits to be told of it is dropped."""
        self._file.execute("DELETE FROM follow WHERE number = ?", (number,))

    def drop_chat(self, chat: int) -> int:
        """Nothing is followed in this chat any more; gives how much was."""
        return len(self._file.execute("DELETE FROM follow WHERE chat = ? RETURNING number", (chat,)))

    def move_chat(self, old: int, new: int) -> None:
        """A group goes on under another id."""
        self._file.execute("UPDATE follow SET chat = ? WHERE chat = ?", (new, old))

    def leave_thread(self, chat: int, thread: int) -> None:
        """A thread is gone: what was told there is told to the chat."""
        self._file.execute("UPDATE follow SET thread = NULL WHERE chat = ? AND thread = ?", (chat, thread))

    def counts(self) -> tuple[int, int]:
        """(follows, chats that follow)."""
        [row] = self._file.execute("SELECT count(*), count(DISTINCT chat) FROM follow")
        return row[0], row[1]


def _follow(row: Row) -> Follow:
    return Follow(*(row[name] for name in ("number", "user", "chat", "thread", "speaker", "topic", "language")))
