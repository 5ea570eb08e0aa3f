"""Watching feeds of a server that misbehaves: what can be taken is taken once, what fails is told and comes later."""

import asyncio
import sqlite3
from collections.abc import Sequence

import pytest

from index.article import Article
from index.errors import ModelMismatch, StoreError
from index.store import Store
from tests import feed_server as web
from tests.feed_server import serve_site
from tests.test_page import PARAGRAPHS
from tests.watch_desk import EVERY, Desk, dated, news, rss


async def test_new_items_are_indexed_together_and_once(desk: Desk) -> None:
    desk.site.give("/rss", rss(1, 2), rss(2, 3))
    async with desk.watching() as watcher:
        await watcher.round()
        assert desk.taken() == {"/news/1", "/news/2"}
        assert (desk.archive.calls, watcher.summary.added) == (1, 2)
        await watcher.round()  # not due
        assert len(desk.site.asked("/rss")) == 1
        assert watcher.seconds_left() == EVERY
        desk.now += EVERY
        await watcher.round()
    assert desk.taken() == {"/news/1", "/news/2", "/news/3"}
    assert [len(desk.site.asked(f"/news/{number}")) for number in (1, 2, 3)] == [1, 1, 1]
    assert desk.told("polled") == ["/rss: 2 new of 2 items", "/rss: 1 new of 2 items"]
    assert sorted(desk.told("taken")) == ["taken: /news/1", "taken: /news/2", "taken: /news/3"]


async def test_a_restart_fetches_nothing_again(desk: Desk) -> None:
    feed = '<rss version="2.0"><channel><item><link>/news/1</link></item></channel></rss>'
    desk.site.give("/rss", web.conditional(feed, '"1"', "text/xml"))
    for _ in range(2):
        async with desk.watching() as watcher:
            await watcher.round()
    assert len(desk.site.asked("/rss")) == 1
    desk.now += EVERY
    async with desk.watching() as watcher:
        await watcher.round()
    assert [headers["If-None-Match"] for headers in desk.site.asked("/rss")] == [None, '"1"']
    assert len(desk.site.asked("/news/1")) == 1
    assert desk.told("unchanged") == ["/rss: not modified"]


async def test_a_correction_is_fetched_again_if_the_page_has_changed(desk: Desk) -> None:
    desk.site.give("/rss", rss(1, 2, date=dated(14)), rss(1, 2, date=dated(14)), rss(1, 2, date=dated(15)))
    desk.site.give("/news/1", web.conditional(news(1), '"1"'), web.conditional(news(1, PARAGRAPHS[2]), '"2"'))
    desk.site.give("/news/2", web.conditional(news(2), '"1"'))
    async with desk.watching() as watcher:
        for _ in range(3):
            await watcher.round()
            desk.now += EVERY
    assert [len(desk.site.asked(f"/news/{number}")) for number in (1, 2)] == [2, 2]
    assert PARAGRAPHS[2] in desk.archive.articles[f"{desk.site.url}/news/1"].text
    assert (watcher.summary.added, watcher.summary.changed) == (2, 1)
    assert desk.told("unchanged") == ["/rss: 0 new of 2 items", "unchanged: /news/2"]


async def test_the_files_outlet_counts_before_the_pages_and_the_feeds_day_behind_it(desk: Desk) -> None:
    desk.site.give("/rss", rss(1, 2, date=dated(20)))
    undated = news(2).replace("2019", "")
    desk.site.give("/news/2", web.content(undated))
    async with desk.watching(outlet="صحيفة المثال") as watcher:
        await watcher.round()
    found = [desk.archive.articles[f"{desk.site.url}/news/{number}"] for number in (1, 2)]
    assert [one.outlet for one in found] == ["صحيفة المثال"] * 2
    assert [one.published.day for one in found if one.published] == [14, 20]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (web.status(500), "the server says 500"),
        (web.status(404), "the server says 404"),
        (web.content("<html>hello</html>"), "a web page, no feed"),
        (web.content(b"\x00\xff" * 500), "neither RSS nor Atom"),
        (web.content(""), "empty, no feed"),
        (web.endless, "larger than 100,000 bytes"),
        (web.bomb(20), "larger than 100,000 bytes"),
        (web.truncated(b"<rss"), "the connection broke"),
        (web.reset, "the connection broke"),
        (web.redirect("/bad"), "redirects more than"),
        (web.redirect("file:///etc/passwd"), "redirects to file:"),
    ],
)
async def test_a_feed_that_fails_is_one_line_and_the_others_go_on(desk: Desk, answer: web.Answer, said: str) -> None:
    desk.site.give("/rss", rss(1))
    desk.site.give("/bad", answer)
    async with desk.watching("/bad", "/rss") as watcher:
        await watcher.round()
        assert watcher.failed == {f"{desk.site.url}/bad"}
    assert desk.taken() == {"/news/1"}
    (line,) = desk.told("failed")
    assert line.startswith(f"failed: /bad: {said}")
    assert line.endswith("; polled again in 5 min")


async def test_a_broken_feed_gives_what_it_has(desk: Desk) -> None:
    feed = '<rss version="2.0"><channel><item><link>/news/1</link></item><item><link>/news/2</link></item><it'
    desk.site.give("/rss", web.content(feed, "text/xml"))
    async with desk.watching() as watcher:
        await watcher.round()
        desk.now += EVERY
        await watcher.round()
    assert desk.taken() == {"/news/1", "/news/2"}
    assert desk.told("polled") == ["/rss: 2 new of 2 items; broken XML (unclosed token in line 1)"]  # told once


async def test_a_feed_that_fails_is_polled_less_and_less(desk: Desk) -> None:
    desk.site.give("/rss", *[web.status(500)] * 3, rss(1), web.status(500))
    waits = []
    async with desk.watching() as watcher:
        for _ in range(5):
            await watcher.round()
            waits.append(watcher.seconds_left())
            desk.now += waits[-1] + 1
    for wait, expected in zip(waits, (EVERY, 2 * EVERY, 4 * EVERY, EVERY, EVERY), strict=True):
        assert expected - 1 <= wait <= 1.1 * expected + 1


async def test_a_server_that_asks_to_wait_is_waited_for(desk: Desk) -> None:
    desk.site.give("/rss", web.status(429, Retry_After="7200"))
    async with desk.watching() as watcher:
        await watcher.round()
        assert 7199 <= watcher.seconds_left() <= 1.1 * 7200 + 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (web.status(404), "the server says 404 Not Found"),
        (web.endless, "larger than 100,000 bytes"),
        (web.content("<html></html>"), "no article in this page"),
        (web.content(b"%PDF-1.4", "application/pdf"), "application/pdf, not a web page"),
        (web.redirect("/"), "leads to the front page"),
        (web.packed(b"not packed"), "damaged"),
    ],
)
async def test_a_refused_page_is_tried_again_but_not_for_ever(desk: Desk, answer: web.Answer, said: str) -> None:
    desk.site.give("/rss", rss(1, 2))
    desk.site.give("/news/1", answer)
    desk.site.give("/", web.content(news(0)))
    async with desk.watching() as watcher:
        for _ in range(6):
            await watcher.round()
            desk.now += 10 * EVERY
    assert desk.taken() == {"/news/2"}
    assert len(desk.site.asked("/news/1")) == desk.tries
    refused, (given_up,) = desk.told("refused"), desk.told("given up")
    assert [line.rpartition("(")[2] for line in refused] == ["try 1 of 3)", "try 2 of 3)"]
    assert said in refused[0]
    assert given_up.startswith("given up after 3 tries: /news/1: ")
    assert watcher.failed == set()


async def test_a_page_that_mends_itself_is_taken_also_when_the_feed_has_it_no_more(desk: Desk) -> None:
    desk.site.give("/rss", rss(1), rss(2))
    desk.site.give("/news/1", web.status(503), web.content(news(1)))
    async with desk.watching() as watcher:
        await watcher.round()
        desk.now += 10 * EVERY
        await watcher.round()
    assert desk.taken() == {"/news/1", "/news/2"}


async def test_what_was_given_up_is_tried_again_when_its_feed_tells_of_a_new_version(desk: Desk) -> None:
    desk.tries = 1
    desk.site.give("/rss", rss(1, date=dated(14)), rss(1, date=dated(15)))
    desk.site.give("/news/1", web.status(404), web.content(news(1)))
    async with desk.watching() as watcher:
        await watcher.round()
        desk.now += EVERY
        await watcher.round()
    assert desk.taken() == {"/news/1"}


async def test_robots_txt_is_obeyed(desk: Desk) -> None:
    desk.site.give("/robots.txt", web.content("User-agent: *\nDisallow: /news/1\n"))
    desk.site.give("/rss", rss(1, 2))
    async with desk.watching() as watcher:
        await watcher.round()
    assert desk.taken() == {"/news/2"}
    assert "forbids" in desk.told("refused")[0]
    assert desk.site.asked("/news/1") == []


async def test_items_that_wait_for_their_turn_lose_no_try(desk: Desk) -> None:
    desk.site.give("/robots.txt", web.content("User-agent: *\nCrawl-delay: 600\n"))
    desk.site.give("/rss", rss(1, 2))
    async with desk.watching() as watcher:
        for _ in range(5):
            await watcher.round()
            desk.now += 601
    assert desk.told("waiting")
    assert desk.told("refused") == desk.told("given up") == []
    assert desk.taken() == set()  # this clock is not the fetcher's: the server still asks to wait


async def test_an_address_in_two_feeds_is_fetched_once(desk: Desk) -> None:
    desk.site.give("/rss", rss(1, 2))
    desk.site.give("/rss2", rss(2, 1))
    async with desk.watching("/rss", "/rss2") as watcher:
        await watcher.round()
    assert [len(desk.site.asked(f"/news/{number}")) for number in (1, 2)] == [1, 1]


async def test_items_that_lead_nowhere_disturb_nobody(desk: Desk) -> None:
    desk.tries = 1
    desk.site.give("/rss", rss(1, "file:///etc/passwd", "http://127.0.0.1:99999/x", "http://[::1", "https://a.invalid/x"))
    async with desk.watching() as watcher:
        await watcher.round()
    assert desk.taken() == {"/news/1"}
    assert len(desk.told("given up")) == 2


# --- the index ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error", [StoreError("index is locked"), sqlite3.OperationalError("database is locked"), OSError(28, "disk full")]
)
async def test_an_index_that_cannot_be_written_gets_the_articles_later(desk: Desk, error: Exception) -> None:
    def locked(_: Sequence[Article]) -> None:
        raise error

    desk.site.give("/rss", rss(1), rss(1, 2))
    desk.archive.fail = locked
    async with desk.watching() as watcher:
        await watcher.round()
        assert (desk.taken(), watcher.unindexed) == (set(), 1)
        assert 0 < watcher.seconds_left() <= 60
        assert "1 article waits for the next round" in desk.told("locked")[0]
        desk.archive.fail = lambda _: None
        desk.now += EVERY
        await watcher.round()
        assert (desk.taken(), watcher.unindexed) == ({"/news/1", "/news/2"}, 0)
    assert len(desk.site.asked("/news/1")) == 1


async def test_a_build_of_another_process_only_delays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.connection._BUSY_TIMEOUT", 50)
    index = desk.folder / "index"
    writer = Store.create(index)
    desk.archive.fail = lambda _: Store.create(index).close()
    desk.site.give("/rss", rss(1))
    async with desk.watching() as watcher:
        with writer.transaction():
            await watcher.round()
            assert (watcher.unindexed, "locked" in desk.told("locked")[0]) == (1, True)
        await watcher.round()
        assert desk.taken() == {"/news/1"}
    writer.close()


async def test_articles_that_a_stop_left_unindexed_are_fetched_again(desk: Desk) -> None:
    def locked(_: Sequence[Article]) -> None:
        raise StoreError("index is locked")

    desk.site.give("/rss", rss(1))
    desk.archive.fail = locked
    async with desk.watching() as watcher:
        await watcher.round()
    desk.archive.fail = lambda _: None
    async with desk.watching() as watcher:
        await watcher.round()
    assert desk.taken() == {"/news/1"}


async def test_one_article_that_breaks_the_indexing_keeps_no_other_out(desk: Desk) -> None:
    def breaks(articles: Sequence[Article]) -> None:
        if any(one.id.endswith("/2") for one in articles):
            raise RuntimeError("of no sense\nat all")

    desk.site.give("/rss", rss(1, 2, 3))
    desk.archive.fail = breaks
    async with desk.watching() as watcher:
        await watcher.round()
    assert desk.taken() == {"/news/1", "/news/3"}
    assert desk.told("refused")[0].startswith("refused: /news/2: RuntimeError: of no sense at all; fetched again in")


async def test_another_model_ends_the_watch(desk: Desk) -> None:
    def mismatch(_: Sequence[Article]) -> None:
        raise ModelMismatch("built with another model")

    desk.site.give("/rss", rss(1))
    desk.archive.fail = mismatch
    async with desk.watching() as watcher:
        with pytest.raises(ModelMismatch):
            await watcher.round()


# --- slow sites and stopping ---------------------------------------------------------------------------


async def test_a_slow_site_keeps_no_others_news_waiting(desk: Desk) -> None:
    with serve_site() as other:
        slow = other.give("/slow", web.silent)
        desk.site.give("/rss", rss(1, slow))
        async with desk.watching() as watcher:
            while not desk.taken():
                await watcher.round(0.1)
            assert desk.taken() == {"/news/1"}
            assert watcher.seconds_left() == 0  # the slow one is still being fetched
            desk.now += EVERY
            await watcher.round(0.01)
            assert len(desk.site.asked("/rss")) == 1  # nothing is started twice
            watcher.stop()
            await watcher.round()
    assert desk.told("failed") == desk.told("refused") == []


async def test_what_is_fetched_when_it_stops_is_still_indexed(desk: Desk) -> None:
    desk.site.give("/rss", rss(1, 2))
    async with desk.watching() as watcher:

        def stop(handler: web.Handler) -> None:
            while not watcher.unindexed and not handler.site.ended.wait(0.01):
                pass  # until the first article is read
            loop.call_soon_threadsafe(watcher.stop)
            web.silent(handler)

        loop = asyncio.get_running_loop()
        desk.site.give("/news/2", stop)
        await watcher.round()
        assert watcher.summary.added == len(desk.taken()) == 1
        desk.now += 10 * EVERY
        await watcher.round()
    assert len(desk.site.asked("/rss")) == 1
