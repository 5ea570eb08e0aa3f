"""How much one person, and all together, may ask at once; what is too much is said, never dropped in silence."""

import time
from collections import deque
from collections.abc import Callable

from bot.trace import Outcome

MINUTE = 60.0
# Refusals within a minute that are told: the last of them says that what comes after it goes unanswered. A bot that
# answered every message of a flood would be slowed down by Telegram for everybody.
_TOLD = 3
_USERS = 10_000  # remembered before those who are silent for a minute are forgotten


class Refused(Exception):
    """A question that is not worked on now; `outcome` is what it counts as."""

    outcome: Outcome = "failed"


class Busy(Refused):
    """Too many questions wait already, of all people together."""

    outcome = "busy"


class TooMany(Refused):
    """This person has asked too many in the last minute.

    `seconds`: until the next one is taken; `told`: how many refusals this person has had for it, this one included.
    """

    outcome = "limited"

    def __init__(self, seconds: float, told: int) -> None:
        super().__init__(f"{seconds:.0f} seconds to wait")
        self.seconds, self.told = seconds, told

    @property
    def silent(self) -> bool:
        """Whether nothing more is to be said: it has been announced."""
        return self.told > _TOLD

    @property
    def last(self) -> bool:
        """Whether this is the last refusal that is told, which announces the silence."""
        return self.told == _TOLD


class Limits:
    """Who asked how often in the last minute, on a clock that nobody sets."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`per_minute` 0: no limit."""
        self._per_minute, self._clock = per_minute, clock
        self._asked: dict[int, deque[float]] = {}
        self._refusals: dict[int, int] = {}

    def admit(self, user: int) -> None:
        """Count a question of this user; TooMany where it is one too many."""
        if not self._per_minute:
            return
        now = self._clock()
        asked = self._asked.setdefault(user, deque())
        while asked and now - asked[0] >= MINUTE:
            asked.popleft()
        if len(asked) >= self._per_minute:
            self._refusals[user] = self._refusals.get(user, 0) + 1
            raise TooMany(MINUTE - (now - asked[0]), self._refusals[user])
        self._refusals.pop(user, None)
        asked.append(now)
        if len(self._asked) > _USERS:
            self._forget(now)

    def _forget(self, now: float) -> None:
        for user in [user for user, asked in self._asked.items() if now - asked[-1] >= MINUTE]:
            del self._asked[user]
            self._refusals.pop(user, None)
