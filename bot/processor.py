"""In which order updates are worked on: those of one chat one after the other, different chats side by side."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Hashable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.trace import Trace, begin, kind_of, trace_of

_log = logging.getLogger(__name__)

# Update ids remembered, so that none is worked on twice: a webhook's update comes again where Telegram missed our
# answer. More than Telegram delivers in the minutes in which it tries again.
_REMEMBERED = 10_000
# python-telegram-bot makes a task of every update that it gets, whatever this number: it must never make one wait
# outside, where neither its chat nor its place is known. What bounds the updates in work is `room`.
_TASKS = 2**16


@dataclass(slots=True)
class _Lane:
    """A chat's turn: asyncio's lock lets those who wait go in the order of their coming."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Unfinished:
    """An update that has come and is not done."""

    update: Update
    trace: Trace
    task: "asyncio.Task[Any]"


class Lanes(BaseUpdateProcessor):
    """Each update once, in its chat's order; `room` tells a poll when to fetch more."""

    __slots__ = ("_allowed", "_finished", "_lanes", "_most", "_room", "_seen", "_unfinished")

    def __init__(self, allowed: Collection[str], most: int, finished: Callable[[Trace], None]) -> None:
        """`allowed`: the kinds of update to work on; `most`: unfinished ones at which polling pauses."""
        super().__init__(_TASKS)
        self._allowed, self._most, self._finished = frozenset(allowed), most, finished
        self._lanes: dict[Hashable, _Lane] = {}
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._unfinished: set[Unfinished] = set()
        self._room = asyncio.Event()
        self._room.set()

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is left behind."""

    def let_all_in(self) -> None:
        """From now on there is always room: the last poll of a stop only confirms."""
        self._most = _TASKS
        self._room.set()

    def remember(self, numbers: Iterable[int]) -> None:
        """Updates with these numbers are done already."""
        self._seen.update(dict.fromkeys(numbers))

    @property
    def seen(self) -> list[int]:
        """The numbers of the updates that came last, the newest at the end."""
        return list(self._seen)

    async def room(self) -> None:
        """Wait while more is unfinished than there may be: Telegram keeps what is not fetched yet."""
        await self._room.wait()

    @property
    def unfinished(self) -> list[Unfinished]:
        """What has come and is not done, in the order of coming."""
        return sorted(self._unfinished, key=lambda one: one.trace.arrived)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Work on an update when its chat's turn comes."""
        try:
            if not isinstance(update, Update):
                await coroutine
            elif self._is_new(update):
                trace = trace_of(update)
                begin(trace)
                async with self._counted(update, trace), self._turn(update):
                    await coroutine
        finally:
            if asyncio.iscoroutine(coroutine):
                coroutine.close()  # where it was never begun

    def _is_new(self, update: Update) -> bool:
        if kind_of(update) not in self._allowed:
            _log.info("update %d is of a kind that is not worked on: %s", update.update_id, kind_of(update))
            return False
        if update.update_id in self._seen:
            _log.info("update %d came again and was left alone", update.update_id)
            return False
        self._seen[update.update_id] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True

    @asynccontextmanager
    async def _counted(self, update: Update, trace: Trace) -> AsyncIterator[None]:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("updates are processed in tasks")
        one = Unfinished(update, trace, task)
        self._unfinished.add(one)
        self._set_room()
        try:
            yield
        finally:
            self._unfinished.remove(one)
            self._set_room()
            self._finished(trace)

    def _set_room(self) -> None:
        if len(self._unfinished) < self._most:
            self._room.set()
        else:
            self._room.clear()

    @asynccontextmanager
    async def _turn(self, update: Update) -> AsyncIterator[None]:
        key = lane_of(update)
        lane = self._lanes.setdefault(key, _Lane())
        lane.inside += 1
        try:
            async with lane.turn:
                yield
        finally:
            lane.inside -= 1
            if not lane.inside:
                del self._lanes[key]


def lane_of(update: Update) -> Hashable:
    """What is worked on one after the other: a chat's updates, and one person's where there is no chat.

    Inline queries wait for nothing: each makes those typed before it needless.
    """
    if update.inline_query:
        return ("update", update.update_id)
    if update.effective_chat:
        return update.effective_chat.id
    if update.effective_user:
        return ("user", update.effective_user.id)
    return ("update", update.update_id)
