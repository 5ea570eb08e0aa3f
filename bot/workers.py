"""The threads in which questions are worked on, and the bounded queue before them."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.limits import Busy
from bot.trace import current_trace

Result = TypeVar("Result")

# Questions in work at once. Each encodes on all cores, so that more threads would only wait longer.
THREADS = 2


class Workers:
    """A few threads and a queue of `room` places: who comes when it is full is told so at once (`Busy`)."""

    def __init__(self, room: int, threads: int = THREADS) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="question")
        self._most = room + threads
        self._inside = 0
        self._threads = threads

    @property
    def waiting(self) -> int:
        """How many wait for a thread."""
        return max(0, self._inside - self._threads)

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do the work in a thread while the event loop goes on; the trace learns how long it waited and took."""
        if self._inside >= self._most:
            raise Busy
        trace, started = current_trace(), 0.0

        def timed() -> Result:
            nonlocal started
            started = time.monotonic()
            return work()

        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, timed)
        finally:
            self._inside -= 1
            if started:
                trace.queue = started - trace.arrived
                trace.search += time.monotonic() - started

    def close(self) -> None:
        """Take nothing more; what is in a thread goes on to its end, which nobody waits for."""
        self._pool.shutdown(wait=False, cancel_futures=True)
