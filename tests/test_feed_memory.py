"""What a watch remembers of its feeds: what was seen, for how long, and no more than that."""

from pathlib import Path

import pytest

from index.feed import Item
from index.feed_memory import FILE_NAME, FeedMemory
from tests import feed_server as web
from tests.watch_desk import EVERY, Desk, rss


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 2}', b'{"feeds": {"x": 5}}', b"\xff"])
def test_a_damaged_memory_is_told_and_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    memory, flaw = FeedMemory.load(path, {"x"})
    assert flaw is not None
    assert flaw.startswith(f"{path}: damaged, or of another version")
    assert memory.waiting("x") == []


async def test_what_a_feed_has_no_more_is_forgotten_in_time_and_feeds_that_are_watched_no_more_at_once(
    desk: Desk,
) -> None:
    desk.site.give("/rss", rss(1, 2), rss(2))
    async with desk.watching() as watcher:
        for _ in range(3):
            await watcher.round()
            desk.now += EVERY
        assert b"/news/1" in (desk.folder / FILE_NAME).read_bytes()
        desk.now += 3 * 86_400
        await watcher.round()
        assert b"/news/1" not in (desk.folder / FILE_NAME).read_bytes()
        assert b"/news/2" in (desk.folder / FILE_NAME).read_bytes()
    desk.site.give("/other", rss())
    async with desk.watching("/other") as watcher:
        await watcher.round()
    assert b"/news/2" not in (desk.folder / FILE_NAME).read_bytes()


def test_what_still_waits_is_not_forgotten(tmp_path: Path) -> None:
    memory, _ = FeedMemory.load(tmp_path / FILE_NAME, {"x"})
    assert memory.announce("x", [Item("https://example.org/1")], now=0.0) == 1
    assert memory.announce("x", [], now=30 * 86_400.0) == 0
    assert [url for url, _ in memory.waiting("x")] == ["https://example.org/1"]


async def test_no_password_of_a_feed_is_kept_or_told(desk: Desk) -> None:
    desk.site.give("/rss", rss(1), web.status(500))
    desk.site.url = desk.site.url.replace("//", "//me:secret@")
    async with desk.watching() as watcher:
        for _ in range(2):
            await watcher.round()
            desk.now += EVERY
    assert len(desk.archive.articles) == 1
    assert desk.site.asked("/rss")[1]["Authorization"]
    assert "secret" not in str(desk.events) + (desk.folder / FILE_NAME).read_text() + str(desk.archive.articles)
