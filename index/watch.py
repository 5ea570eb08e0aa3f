"""Watching feeds: polled when due, their new items fetched, read and indexed; whatever fails, the rest goes on."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from sqlite3 import OperationalError

from index.article import Article
from index.build import Summary
from index.errors import FetchError, QalaError, StoreError, TooBusy
from index.feed import read_feed
from index.feed_memory import FeedMemory
from index.fetch import Fetched, Fetcher
from index.watch_event import Event, Kind, Ready, WatchedFeed, span, words_of
from index.web import read_fetched

# No failure is waited out longer than this, in seconds.
_LONGEST_BACKOFF = 6 * 3600.0
# Pages that are read at a time: a monstrous one leaves room for another, and the encoder for itself.
_READERS = 2
# How soon an index that somebody else writes is tried again.
_LOCKED_WAIT = 20.0


class Watcher:
    """Watches feeds in rounds. `index` brings articles into the index; it runs in a thread of its own."""

    def __init__(
        self,
        feeds: Sequence[WatchedFeed],
        memory: FeedMemory,
        fetcher: Fetcher,
        index: Callable[[Sequence[Article]], Summary],
        report: Callable[[Event], None],
        *,
        tries: int = 8,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._feeds = {feed.name: feed for feed in feeds}
        self._memory, self._fetcher = memory, fetcher
        self._index, self._report = index, report
        self._tries, self._clock = tries, clock
        self._working: dict[str, asyncio.Task[None]] = {}
        self._ready: dict[str, Ready] = {}
        self._reading = asyncio.Semaphore(_READERS)
        self._stopped = False
        self.failed: set[str] = set()
        self.summary = Summary()

    async def round(self, patience: float | None = None, *, all_feeds: bool = False) -> None:
        """Poll the feeds that are due and index what is new.

        What is not fetched after `patience` seconds is left to the next round; it goes on meanwhile. `all_feeds`: also
        those that are not due, unless they failed. ModelError where the index holds another model's vectors.
        """
        for feed in self._feeds.values():
            if feed.name not in self._working and not self._stopped:
                self._start(feed, all_feeds)
        if self._working:
            await asyncio.wait(self._working.values(), timeout=patience)
        for url, task in list(self._working.items()):
            if task.done():
                del self._working[url]
                if not task.cancelled():
                    task.result()
        await self._index_ready(list(self._ready))
        self._save()

    def stop(self) -> None:
        """End what is being fetched; the round ends with what it has."""
        self._stopped = True
        for task in self._working.values():
            task.cancel()

    @property
    def unindexed(self) -> int:
        """The number of articles that are fetched and could not be indexed yet."""
        return len(self._ready)

    def seconds_left(self) -> float:
        """The seconds until something is due; 0 where something is being fetched."""
        if self._working:
            return 0.0
        now = self._clock()
        times = [self._memory.feed(name).due for name in self._feeds]
        waiting = [one for name in self._feeds for one in self._memory.waiting(name)]
        times += [item.due for url, item in waiting if url not in self._ready]
        times += [now + _LOCKED_WAIT] if self._ready else []
        return max(0.0, min(times, default=now) - now)

    # --- a feed ------------------------------------------------------------------------------------

    def _start(self, feed: WatchedFeed, all_feeds: bool) -> None:
        known, now = self._memory.feed(feed.name), self._clock()
        due = known.due <= now or (all_feeds and not known.failures)
        if not due and all_feeds:
            self.failed.add(feed.name)
            self._tell("waiting", f"{feed.name}: failed before; polled again in {span(known.due - now)}", feed)
        if due or self._wanted(feed):
            self._working[feed.name] = asyncio.create_task(self._work(feed, due))

    async def _work(self, feed: WatchedFeed, poll: bool) -> None:
        if poll:
            await self._poll(feed)
        await asyncio.gather(*(self._take(feed, url) for url in self._wanted(feed)))

    def _wanted(self, feed: WatchedFeed) -> list[str]:
        now = self._clock()
        waiting = self._memory.waiting(feed.name)
        return [url for url, item in waiting if item.due <= now and url not in self._ready]

    async def _poll(self, feed: WatchedFeed) -> None:
        known = self._memory.feed(feed.name)
        try:
            fetched = await self._fetcher.get_if_changed(feed.url, known.etag, known.last_modified)
            found = await asyncio.to_thread(read_feed, fetched) if fetched else None
        except TooBusy as error:
            self._memory.put_feed(feed.name, replace(known, due=self._clock() + error.retry_after))
            self._tell("waiting", str(error), feed)
            return
        except Exception as error:  # also what a strange feed does to its parser: the others go on
            self._fail(feed, error)
            return
        self.failed.discard(feed.name)
        seen = replace(known, failures=0, due=self._clock() + feed.every)
        if fetched is None or found is None:
            self._memory.put_feed(feed.name, seen)
            self._tell("unchanged", f"{feed.name}: not modified", feed)
            return
        seen = replace(seen, etag=fetched.etag, last_modified=fetched.last_modified, flaw=found.flaw)
        self._memory.put_feed(feed.name, seen)
        wanted = self._memory.announce(feed.name, found.items, self._clock())
        known_flaw = "" if found.flaw == known.flaw or not found.flaw else f"; {found.flaw}"
        numbers = {"items": len(found.items), "new": wanted}
        kind: Kind = "polled" if wanted or known_flaw else "unchanged"
        self._tell(kind, f"{feed.name}: {wanted} new of {len(found.items)} items{known_flaw}", feed, numbers=numbers)

    def _fail(self, feed: WatchedFeed, error: Exception) -> None:
        known = self._memory.feed(feed.name)
        wait = self._backoff(feed, known.failures, error)
        self._memory.put_feed(feed.name, replace(known, failures=known.failures + 1, due=self._clock() + wait))
        self.failed.add(feed.name)
        self._tell("failed", f"failed: {words_of(error, feed.name)}; polled again in {span(wait)}", feed)

    def _backoff(self, feed: WatchedFeed, failures: int, error: Exception) -> float:
        """Seconds: twice as long after each failure, as long as the server asks for, and not all at once."""
        wait = min(feed.every * 2.0 ** min(failures, 20), max(_LONGEST_BACKOFF, feed.every))
        asked = error.retry_after if isinstance(error, FetchError) else 0.0
        return max(wait, asked) * random.uniform(1.0, 1.1)

    # --- an item -----------------------------------------------------------------------------------

    async def _take(self, feed: WatchedFeed, url: str) -> None:
        item = self._memory.item(url)
        try:
            fetched = await self._fetcher.get_if_changed(url, item.etag, item.last_modified)
            article = await self._read(fetched, url) if fetched else None
        except TooBusy as error:  # no try: nothing was asked
            self._memory.put_item(url, replace(self._memory.item(url), due=self._clock() + error.retry_after))
            self._tell("waiting", str(error), feed, url)
            return
        except Exception as error:  # also what a strange page does to its parser: the others go on
            self._refuse(feed, url, error)
            return
        if fetched is None or article is None:
            self._memory.put_item(url, replace(self._memory.item(url), state="taken", failures=0))
            self._tell("unchanged", f"unchanged: {url}", feed, url)
            return
        changes = {"outlet": feed.outlet or article.outlet, "published": article.published or item.published}
        self._ready[url] = Ready(article.model_copy(update=changes), fetched, item.updated)

    async def _read(self, fetched: Fetched, url: str) -> Article:
        async with self._reading:
            return await asyncio.to_thread(read_fetched, fetched, url)

    def _refuse(self, feed: WatchedFeed, url: str, error: Exception) -> None:
        item = self._memory.item(url)
        failures = item.failures + 1
        said = words_of(error, url)
        if failures >= self._tries:
            self._memory.put_item(url, replace(item, failures=failures, state="given up"))
            self._tell("given up", f"given up after {failures} tries: {said}", feed, url)
            return
        wait = self._backoff(feed, item.failures, error)
        self._memory.put_item(url, replace(item, failures=failures, due=self._clock() + wait))
        again = f"fetched again in {span(wait)} (try {failures} of {self._tries})"
        self._tell("refused", f"refused: {said}; {again}", feed, url)

    # --- the index ---------------------------------------------------------------------------------

    async def _index_ready(self, urls: Sequence[str]) -> None:
        if not urls:
            return
        try:
            done = await asyncio.to_thread(self._index, [self._ready[url].article for url in urls])
        except (StoreError, OperationalError, OSError) as error:
            count = f"{len(urls)} {'article waits' if len(urls) == 1 else 'articles wait'}"
            self._tell("locked", f"not indexed yet, {count} for the next round: {words_of(error, 'the index')}")
        except QalaError:
            raise
        except Exception as error:  # one strange article must not keep the others out for ever
            if len(urls) > 1:
                for url in urls:
                    await self._index_ready([url])
                return
            del self._ready[urls[0]]
            self._refuse(self._feeds[self._memory.item(urls[0]).feed], urls[0], error)
        else:
            for url in urls:
                self._note_taken(url)
            self._count(done)

    def _note_taken(self, url: str) -> None:
        ready, item = self._ready.pop(url), self._memory.item(url)
        fetched = ready.fetched
        item = replace(item, failures=0, due=0.0, etag=fetched.etag, last_modified=fetched.last_modified)
        # Unless its feed has told of a newer one meanwhile.
        self._memory.put_item(url, replace(item, state="taken") if item.updated == ready.updated else item)
        self._tell("taken", f"taken: {url}", self._feeds[item.feed], url)

    def _count(self, done: Summary) -> None:
        numbers = {name: getattr(done, name) for name in ("added", "changed", "unchanged", "sentences", "statements")}
        self.summary = self.summary.plus(**numbers)
        text = f"indexed: {done.added} articles added, {done.changed} changed, {done.unchanged} unchanged"
        self._report(Event("indexed", text, numbers=numbers))

    def _save(self) -> None:
        try:
            self._memory.save()
        except OSError as error:
            self._report(Event("memory", f"what was seen is not kept: {words_of(error, 'the index')}"))

    def _tell(
        self,
        kind: Kind,
        text: str,
        feed: WatchedFeed | None = None,
        url: str | None = None,
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        self._report(Event(kind, text, feed.name if feed else None, url, numbers or {}))
