"""A watch over one server's feeds, for tests, and what the server gives: feeds and pages of news."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from index.article import Article
from index.build import Summary
from index.exchange import Limits
from index.feed_memory import FILE_NAME, FeedMemory
from index.fetch import Fetcher
from index.watch import Watcher
from index.watch_event import Event, WatchedFeed
from tests import feed_server as web
from tests.feed_server import Site
from tests.test_page import PARAGRAPHS, page

LIMITS = Limits(read=5, size=100_000, backoff=0.01, pause=0, tries=1, longest_wait=1)
EVERY = 300.0


def news(number: int, text: str = PARAGRAPHS[0]) -> str:
    """A page of news of its own address."""
    html = page().replace("https://example.org/news/7", "").replace(PARAGRAPHS[0], text)
    return html.replace("العلي: المعابر مفتوحة", f"العلي: المعابر مفتوحة {number}")


def rss(*items: int | str, date: str = "") -> web.Answer:
    """A feed of these news, by their numbers or addresses."""
    links = [f"/news/{one}" if isinstance(one, int) else one for one in items]
    rows = "".join(f"<item><link>{link}</link>{date}</item>" for link in links)
    return web.content(f'<rss version="2.0"><channel>{rows}</channel></rss>', "application/rss+xml")


def dated(day: int) -> str:
    return f"<pubDate>Tue, {day} May 2019 10:00:00 GMT</pubDate>"


@dataclass
class Archive:
    """Stands in for the index: what came in, and what it should do with the next."""

    articles: dict[str, Article] = field(default_factory=dict)
    fail: Callable[[Sequence[Article]], None] = lambda _: None
    calls: int = 0

    def index(self, articles: Sequence[Article]) -> Summary:
        self.fail(articles)
        self.calls += 1
        changed = sum(one.id in self.articles for one in articles)
        self.articles |= {one.id: one for one in articles}
        return Summary(added=len(articles) - changed, changed=changed)


@dataclass
class Desk:
    """A watch over one server's feeds, which can be started again."""

    site: Site
    folder: Path
    archive: Archive = field(default_factory=Archive)
    events: list[Event] = field(default_factory=list)
    now: float = 1_000_000.0
    limits: Limits = LIMITS
    tries: int = 3

    @asynccontextmanager
    async def watching(self, *feeds: str, outlet: str | None = None) -> AsyncIterator[Watcher]:
        watched = [WatchedFeed(self.site.url + path, EVERY, outlet) for path in feeds or ("/rss",)]
        memory, flaw = FeedMemory.load(self.folder / FILE_NAME, {feed.name for feed in watched})
        assert flaw is None
        async with Fetcher(self.limits) as fetcher:
            index, report = self.archive.index, self.events.append
            yield Watcher(watched, memory, fetcher, index, report, tries=self.tries, clock=lambda: self.now)

    def taken(self) -> set[str]:
        return {url.removeprefix(self.site.url) for url in self.archive.articles}

    def told(self, kind: str) -> list[str]:
        return [event.text.replace(self.site.url, "") for event in self.events if event.kind == kind]
