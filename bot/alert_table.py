"""Alerts: which statements a follow has been told, and which still wait to be told."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pydantic import ValidationError

from bot.cards import Quote, quote_of
from bot.follows import Follow, Follows
from bot.memory_file import MemoryFile
from retrieval.alerts import fingerprint
from retrieval.answer import Answer

# How long it is remembered what has been told, in seconds: a page that is corrected later tells nothing twice.
REMEMBERED = 30 * 24 * 3600
# How often one alert is sent at most, where it is not known whether it arrived.
_TRIES = 2
# Alerts that are written in one go: readers whose settings are asked for meanwhile wait for so many at most.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Alert:
    """A statement that a follow is to be told of."""

    number: int
    follow: Follow
    quote: Quote


class Alerts:
    """The table of alerts, and of how far the index has been looked through.

    An alert is written here, and after the last of a look how far was looked, before any is sent: a bot that is killed
    between two of them looks again, and keeps each once. Each try is counted before it is made. A bot that is killed
    between Telegram's taking a message and the note that it was taken sends it once more, and never a third time.
    """

    def __init__(self, file: MemoryFile, follows: Follows, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._follows = follows
        self._clock = clock

    @property
    def looked_through(self) -> int | None:
        """The number of the last sentence that was looked at; None before the first look."""
        rows = self._file.execute("SELECT sentence FROM seen")
        return rows[0]["sentence"] if rows else None

    def begin(self, newest: int) -> None:
        """What comes after this sentence is new, where nothing has been looked at before."""
        self._file.execute("INSERT OR IGNORE INTO seen (place, sentence) VALUES (0, ?)", (newest,))

    def keep(self, found: Iterable[tuple[Follow, Answer]], newest: int) -> None:
        """Keep what was found up to the newest sentence, each statement once a follow that is still there."""
        now = int(self._clock())
        rows = [
            (fingerprint(answer), quote_of(answer).model_dump_json(), now, _TRIES, follow.number)
            for follow, answer in found
        ]
        for first in range(0, len(rows), _AT_ONCE):
            with self._file.transaction():
                for row in rows[first : first + _AT_ONCE]:
                    self._file.execute(
                        "INSERT OR IGNORE INTO alert (digest, content, at, tries, follow)"
                        " SELECT ?, ?, ?, ?, number FROM follow WHERE number = ?",
                        row,
                    )
        self._file.execute("INSERT OR REPLACE INTO seen (place, sentence) VALUES (0, ?)", (newest,))

    def waiting(self) -> list[list[Alert]]:
        """What waits to be told, a list for each chat and thread; a statement that its chat has been told is left out.

        Within a chat the oldest comes first.
        """
        follows = {follow.number: follow for follow in self._follows.all()}
        rows = self._file.execute(
            "SELECT alert.number AS number, follow, content"
            " FROM alert INDEXED BY alert_tries JOIN follow AS own ON own.number = follow"
            " WHERE tries > 0 AND NOT EXISTS ("
            " SELECT 1 FROM alert AS told JOIN follow AS teller ON teller.number = told.follow"
            " WHERE told.digest = alert.digest AND told.tries = 0 AND teller.chat = own.chat"
            " AND teller.thread IS own.thread) ORDER BY alert.number"
        )
        alerts = (
            Alert(row["number"], follows[row["follow"]], quote)
            for row in rows
            for quote in _quotes(row["content"])
            if row["follow"] in follows
        )
        return [list(group) for _, group in groupby(sorted(alerts, key=_where), _where)]

    def trying(self, alerts: Iterable[Alert]) -> None:
        """These are about to be sent."""
        self._count(alerts, "tries - 1")

    def not_taken(self, alerts: Iterable[Alert]) -> None:
        """Telegram has surely not taken these: the try does not count."""
        self._count(alerts, f"min(tries + 1, {_TRIES})")

    def told(self, alerts: Iterable[Alert]) -> None:
        """These have been sent, or never will be."""
        self._count(alerts, "0")

    def expire(self) -> None:
        """Forget what was told long ago, and what has waited in vain as long."""
        self._file.execute("DELETE FROM alert WHERE at <= ?", (self._clock() - REMEMBERED,))

    def _count(self, alerts: Iterable[Alert], tries: str) -> None:
        with self._file.transaction():
            for one in alerts:
                self._file.execute(f"UPDATE alert SET tries = {tries} WHERE number = ?", (one.number,))


def _where(alert: Alert) -> tuple[int, int]:
    return alert.follow.chat, alert.follow.thread or 0


def _quotes(content: str) -> Iterator[Quote]:
    """The quote; none where it was written by another version."""
    try:
        yield Quote.model_validate_json(content)
    except ValidationError:
        return
