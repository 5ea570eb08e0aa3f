"""What is remembered of a reader: the language that was chosen, and the question that a follow-up goes on from."""

import time
from collections.abc import Callable

from bot.catalogue import LANGUAGES, Language
from bot.memory_file import MemoryFile

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
