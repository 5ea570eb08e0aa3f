"""`qala watch`: the watch over feeds, until a signal ends it; what it tells, for people and for machines."""

import asyncio
import json
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from bot import terminal
from bot.feeds_file import FeedsFile
from bot.settings import Settings
from index.article import Article
from index.build import Summary
from index.errors import StoreError
from index.exchange import line
from index.feed_memory import FILE_NAME, FeedMemory
from index.fetch import Fetcher
from index.watch import Watcher
from index.watch_event import Event

# What is fetched by then is indexed, so that a slow site keeps no other's news waiting; in seconds.
_PATIENCE = 20.0
_LOCK = "watch.lock"

Indexer = Callable[[Sequence[Article]], Summary]


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch, for which index, and how to tell of it."""

    feeds: FeedsFile
    folder: Path
    once: bool = False
    as_json: bool = False


def run_watch(watch: Watch, settings: Settings, index: Indexer) -> int:
    """Watch until SIGINT or SIGTERM, or one round; gives the exit status: 0, 1 where a feed failed, 130 for SIGINT.

    StoreError where another watch has this index, or where in the one round it could not be written.
    """
    watch.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(watch.folder / _LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise StoreError(f"index {watch.folder}: another `qala watch` works on it") from None
    try:
        return asyncio.run(_watch(watch, settings, index))
    finally:
        lock.release()


async def _watch(watch: Watch, settings: Settings, index: Indexer) -> int:
    report = _reporter(watch)
    feeds = watch.feeds.watched()
    memory, flaw = FeedMemory.load(watch.folder / FILE_NAME, {feed.name for feed in feeds})
    if flaw:
        report(Event("memory", flaw))
    limits, tries = watch.feeds.watch.limits, watch.feeds.watch.tries
    async with Fetcher(limits, contact=settings.contact, proxy=settings.proxy) as fetcher:
        watcher = Watcher(feeds, memory, fetcher, index, report, tries=tries)
        signalled = await _work(watcher, watch)
    _tell_end(watch, watcher)
    if watch.once and watcher.unindexed:
        raise StoreError(f"{watcher.unindexed} fetched articles are not indexed: {watch.folder} could not be written")
    if signalled == signal.SIGINT:
        return 130
    return 1 if watch.once and watcher.failed else 0


async def _work(watcher: Watcher, watch: Watch) -> signal.Signals | None:
    """Round after round; gives the signal that ended it."""
    signals: list[signal.Signals] = []
    stopped = asyncio.Event()

    def stop(number: signal.Signals) -> None:
        signals.append(number)
        stopped.set()
        watcher.stop()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
    try:
        if watch.once:
            await watcher.round(all_feeds=True)
        while not watch.once and not stopped.is_set():
            await watcher.round(_PATIENCE)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), watcher.seconds_left())
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    return signals[0] if signals else None


def _reporter(watch: Watch) -> Callable[[Event], None]:
    """People read one line for what is news, on stderr; machines an object a line for everything, on stdout."""

    def report(event: Event) -> None:
        if watch.as_json:
            at = datetime.now(UTC).isoformat(timespec="seconds")
            row: dict[str, str | int] = {"event": event.kind, "at": at, "text": line(event.text)}
            more = {"feed": event.feed, "url": event.url, **event.numbers}
            row |= {key: one for key, one in more.items() if one is not None}
            print(json.dumps(row, ensure_ascii=False), flush=True)
        elif watch.once or event.kind != "unchanged":
            terminal.say(line(event.text))

    return report


def _tell_end(watch: Watch, watcher: Watcher) -> None:
    done = watcher.summary
    left = f"; {watcher.unindexed} fetched and not indexed" if watcher.unindexed else ""
    failed = f"; {len(watcher.failed)} feeds failed" if watcher.failed else ""
    counts = f"{done.added} articles added, {done.changed} changed, {done.unchanged} unchanged"
    terminal.say(f"{watch.folder}: {counts}{left}{failed}")
