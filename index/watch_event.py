"""What a watch works on and what it tells: feeds, articles that are ready, and events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from sqlite3 import OperationalError
from typing import Literal

import httpx

from index.article import Article
from index.errors import FetchError, InputError, StoreError
from index.exchange import shown
from index.fetch import Fetched

Kind = Literal[
    "polled", "unchanged", "failed", "waiting", "taken", "refused", "given up", "indexed", "locked", "memory"
]


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """A feed to watch. `every`: seconds between two polls; `outlet` counts before what its pages say."""

    url: str
    every: float = 300.0
    outlet: str | None = None

    @property
    def name(self) -> str:
        """Its address as it is told and kept: without the password that it may hold."""
        return shown(httpx.URL(self.url))


@dataclass(frozen=True, slots=True)
class Ready:
    """An article that is fetched and not indexed yet; `updated`: of when the feed said that it was."""

    article: Article
    fetched: Fetched
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell, in words (`text`) and for machines. "unchanged" is no news, for most readers."""

    kind: Kind
    text: str
    feed: str | None = None
    url: str | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)


def span(seconds: float) -> str:
    """A time as people say it: 40 s, 5 min, 2.5 h."""
    if seconds < 90:
        return f"{max(1.0, seconds):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def words_of(error: Exception, place: str) -> str:
    """An error's words; of one that nobody foresaw also its kind, and where it came from."""
    if isinstance(error, FetchError | InputError | StoreError):
        return str(error)
    if isinstance(error, OSError | OperationalError):
        return f"{place}: {getattr(error, 'strerror', None) or error}"
    return f"{place}: {type(error).__name__}: {' '.join(str(error).split())[:200]}"
