"""What a watch has seen of its feeds: kept in the index's folder, so that a restart fetches nothing twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from index.atomic import replacing
from index.feed import Item

FILE_NAME = "feeds.json"
# How long an item is remembered that its feed has no more, in seconds: some feeds bring them back.
_FORGET_AFTER = 2 * 86_400.0


@dataclass(frozen=True, slots=True)
class FeedSeen:
    """What is known of a feed. `due`: when it is polled next, in seconds since 1970."""

    etag: str | None = None
    last_modified: str | None = None
    flaw: str | None = None
    failures: int = 0
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """What is known of a feed's item; its `etag` and `last_modified` are those of the page that was taken last."""

    feed: str
    seen: float  # when a feed last had it
    state: Literal["waiting", "taken", "given up"] = "waiting"
    published: datetime | None = None
    updated: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    due: float = 0.0


class _File(BaseModel):
    version: Literal[1] = 1
    feeds: dict[str, FeedSeen] = {}
    items: dict[str, ItemSeen] = {}


class FeedMemory:
    """The feeds by their address and the items by theirs; `save` writes what has changed."""

    def __init__(self, path: Path, kept: _File | None = None) -> None:
        self._path = path
        self._kept = kept or _File()
        self._changed = False

    @classmethod
    def load(cls, path: Path, feeds: Collection[str]) -> tuple["FeedMemory", str | None]:
        """The memory of these feeds, and what is wrong with the file where it cannot be read: then nothing is known."""
        try:
            kept = _File.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return cls(path), None
        except (OSError, ValidationError) as error:
            reason = error.strerror if isinstance(error, OSError) else "damaged, or of another version"
            return cls(path), f"{path}: {reason}: what was seen before is forgotten"
        kept = _File(
            feeds={url: feed for url, feed in kept.feeds.items() if url in feeds},
            items={url: item for url, item in kept.items.items() if item.feed in feeds},
        )
        return cls(path, kept), None

    def save(self) -> None:
        """Write the file whole, if anything has changed; OSError where that cannot be done."""
        if self._changed:
            with replacing(self._path) as file:
                file.write(self._kept.model_dump_json(exclude_defaults=True).encode())
            self._changed = False

    def feed(self, url: str) -> FeedSeen:
        """What is known of this feed."""
        return self._kept.feeds.get(url) or FeedSeen()

    def item(self, url: str) -> ItemSeen:
        """What is known of this item; KeyError where nothing is."""
        return self._kept.items[url]

    def waiting(self, feed: str) -> list[tuple[str, ItemSeen]]:
        """The items of a feed that are still to be fetched, the most urgent first."""
        found = [(url, item) for url, item in self._kept.items.items() if item.feed == feed and item.state == "waiting"]
        return sorted(found, key=lambda one: one[1].due)

    def put_feed(self, url: str, feed: FeedSeen) -> None:
        """Note what is known of a feed now."""
        self._kept.feeds[url] = feed
        self._changed = True

    def put_item(self, url: str, item: ItemSeen) -> None:
        """Note what is known of an item now."""
        self._kept.items[url] = item
        self._changed = True

    def announce(self, feed: str, items: Iterable[Item], now: float) -> int:
        """Note what a feed holds now; gives how many items are to be fetched, being new or newer than they were."""
        listed = {item.url: item for item in items}
        wanted = sum(self._note(feed, item, now) for item in listed.values())
        for url, known in list(self._kept.items.items()):
            gone = known.feed == feed and url not in listed and known.state != "waiting"
            if gone and now - known.seen > _FORGET_AFTER:
                del self._kept.items[url]
        self._changed = True
        return wanted

    def _note(self, feed: str, item: Item, now: float) -> bool:
        known = self._kept.items.get(item.url)
        if known is None:
            self._kept.items[item.url] = ItemSeen(feed, now, published=item.published, updated=item.updated)
            return True
        waited = known.state == "waiting"
        newer = bool(item.updated and (known.updated is None or item.updated > known.updated))
        if newer:
            known = replace(known, updated=item.updated, state="waiting", failures=0, due=0.0)
        self._kept.items[item.url] = replace(known, seen=now)
        return newer and not waited
