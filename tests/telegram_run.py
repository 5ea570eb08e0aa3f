"""Runs the bot as production does: `bot.telegram.run` in the main thread, people in a second one."""

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.settings import Settings
from bot.telegram import run
from retrieval.search import Searcher


def run_bot(settings: Settings, searcher: Searcher, people: Callable[[], bool]) -> float:
    """Run the bot; `people` writes to it from a second thread and says whether all it waited for came.

    SIGTERM then ends the bot. Returns the seconds that stopping took.
    """
    running = threading.Event()
    running.set()

    def play() -> float:
        try:
            assert people(), "what was waited for did not come in time"
        finally:
            signalled = time.monotonic()
            if running.is_set():  # otherwise nobody catches the signal
                os.kill(os.getpid(), signal.SIGTERM)
        return signalled

    with ThreadPoolExecutor(1) as pool:
        signalled = pool.submit(play)
        try:
            run(settings, searcher)
        finally:
            running.clear()
            stopped = time.monotonic()
        return stopped - signalled.result()
