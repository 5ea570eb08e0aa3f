"""What is remembered of a reader: what was chosen, and the question that a follow-up goes on from."""

import time
from collections.abc import Callable

from bot.catalogue import LANGUAGES, Language
from bot.memory_file import MemoryFile
from bot.quiet import Quiet

# How long a question can be followed up, in seconds.
FOLLOW_UP = 30 * 60


class Readers:
    """The table of what readers chose."""

    def __init__(self, file: MemoryFile) -> None:
        self._file = file

    def language(self, user: int) -> Language | None:
        """The language that a user chose; None where that is left to Telegram."""
        rows = self._file.execute("SELECT language FROM reader WHERE user = ?", (user,))
        return next((language for language in LANGUAGES for row in rows if row["language"] == language), None)

    def choose_language(self, user: int, language: Language) -> None:
        """From now on the bot talks to this user in this language."""
        self._file.execute(
            "INSERT INTO reader (user, language) VALUES (?, ?)"
            " ON CONFLICT (user) DO UPDATE SET language = excluded.language",
            (user, language),
        )

    def quiet(self, chat: int) -> Quiet | None:
        """When a chat wants no alerts. A private chat has its user's id, a group an id that no user has."""
        rows = self._file.execute("SELECT quiet_from, quiet_to, time_zone FROM reader WHERE user = ?", (chat,))
        found = next((tuple(row) for row in rows), (None, None, None))
        return None if None in found else Quiet(*found)

    def choose_quiet(self, chat: int, quiet: Quiet | None) -> None:
        """From now on a chat gets no alerts in these hours; None: it does at any time."""
        self._file.execute(
            "INSERT INTO reader (user, quiet_from, quiet_to, time_zone) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (user) DO UPDATE SET (quiet_from, quiet_to, time_zone)"
            " = (excluded.quiet_from, excluded.quiet_to, excluded.time_zone)",
            (chat, quiet.start, quiet.end, quiet.time_zone) if quiet else (chat, None, None, None),
        )

    def move_chat(self, old: int, new: int) -> None:
        """A group goes on under another id."""
        self._file.execute("UPDATE OR REPLACE reader SET user = ? WHERE user = ?", (new, old))

    def drop_chat(self, chat: int) -> None:
        """A group has no bot any more."""
        self._file.execute("DELETE FROM reader WHERE user = ?", (chat,))


class Conversations:
    """The table of last questions, one a user and chat."""

    def __init__(self, file: MemoryFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    def last_question(self, chat: int, user: int) -> str | None:
        """What the user asked last in this chat; None where that is too long ago."""
        rows = self._file.execute(
            "SELECT question FROM conversation WHERE chat = ? AND user = ? AND at > ?", (chat, user, self._oldest())
        )
        return rows[0]["question"] if rows else None

    def remember(self, chat: int, user: int, question: str) -> None:
        """Keep what the user asked now, in place of what was asked before."""
        self._file.execute(
            "INSERT OR REPLACE INTO conversation (chat, user, question, at) VALUES (?, ?, ?, ?)",
            (chat, user, question, int(self._clock())),
        )

    def forget(self, chat: int, user: int) -> None:
        """The next question stands for itself."""
        self._file.execute("DELETE FROM conversation WHERE chat = ? AND user = ?", (chat, user))

    def expire(self) -> None:
        """Delete the questions that can no longer be followed up."""
        self._file.execute("DELETE FROM conversation WHERE at <= ?", (self._oldest(),))

    def _oldest(self) -> float:
        return self._clock() - FOLLOW_UP
