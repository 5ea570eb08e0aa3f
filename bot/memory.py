"""What the bot remembers across restarts: each table of its file by a class of its own, and what concerns them all."""

import time
from collections.abc import Callable
from pathlib import Path

from bot.alert_table import Alerts
from bot.cards import Cards
from bot.feedback import Feedback
from bot.follows import Follows
from bot.memory_file import MemoryFile
from bot.postponed import Postponed
from bot.readers import Conversations, Readers
from bot.tally import Tally

# A table that holds anything of a user has this column.
_OF_A_USER = ("reader", "conversation", "card", "feedback", "follow", "postponed")
# A table that holds anything of a chat has this column; the settings of a group stand under its id in `reader`.
_OF_A_CHAT = ("conversation", "card", "follow")


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
        self.follows = Follows(self._file, clock)
        self.alerts = Alerts(self._file, self.follows, clock)
        self.tally = Tally(self._file, clock)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def forget(self, user: int) -> None:
        """Delete everything that is kept of a user."""
        with self._file.transaction():
            for table in _OF_A_USER:
                self._file.execute(f"DELETE FROM {table} WHERE user = ?", (user,))

    def drop_chat(self, chat: int) -> None:
        """Delete everything that is kept for a chat in which the bot is no longer; votes on answers stay."""
        with self._file.transaction():
            for table in _OF_A_CHAT:
                self._file.execute(f"DELETE FROM {table} WHERE chat = ?", (chat,))
            self.readers.drop_chat(chat)

    def move_chat(self, old: int, new: int) -> None:
        """What is kept for a group goes along to its new id. Its messages keep theirs only in the old one."""
        with self._file.transaction():
            self._file.execute("DELETE FROM card WHERE chat = ?", (old,))
            self._file.execute("UPDATE OR REPLACE conversation SET chat = ? WHERE chat = ?", (new, old))
            self.follows.move_chat(old, new)
            self.readers.move_chat(old, new)

    def readers_known(self) -> int:
        """How many people something is kept of."""
        of_each = " UNION ".join(f"SELECT user FROM {table} WHERE user > 0" for table in _OF_A_USER)
        return int(self._file.execute(f"SELECT count(*) FROM ({of_each})")[0][0])

    def expire(self) -> None:
        """Delete what has been kept long enough."""
        self.conversations.expire()
        self.cards.expire()
        self.alerts.expire()
        self.tally.expire()
