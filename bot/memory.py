"""What the bot remembers across restarts: each table of its file by a class of its own, and what concerns them all."""

import time
from collections.abc import Callable
from pathlib import Path

from bot.cards import Cards
from bot.feedback import Feedback
from bot.memory_file import MemoryFile
from bot.postponed import Postponed
from bot.readers import Conversations, Readers

# A table that holds anything of a user has this column.
_OF_A_USER = ("reader", "conversation", "card", "feedback", "follow", "postponed")


class Memory:
    """The bot's memory; its methods may be called from any thread, and take far less than a millisecond.

    Nothing is kept but what languages, follow-up questions, buttons, feedback and alerts need: ids of users, chats and
    messages, and the questions behind them, never a name.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Open the file, made where it is missing; StoreError where that cannot be done."""
        self._file = MemoryFile(path)
        self.readers = Readers(self._file)
        self.conversations = Conversations(self._file, clock)
        self.cards = Cards(self._file, clock)
        self.feedback = Feedback(self._file, clock)
        self.postponed = Postponed(self._file, clock)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def forget(self, user: int) -> None:
        """Delete everything that is kept of a user."""
        with self._file.transaction():
            for table in _OF_A_USER:
                self._file.execute(f"DELETE FROM {table} WHERE user = ?", (user,))

    def expire(self) -> None:
        """Delete what has been kept long enough."""
        self.conversations.expire()
        self.cards.expire()
