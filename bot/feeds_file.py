"""The file that says which feeds to watch, and how: TOML, checked key by key."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.errors import SettingsError
from index.exchange import Limits
from index.watch_event import WatchedFeed

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_SPAN = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])")


def _seconds(value: Any) -> float:
    """Seconds of "30s", "5m", "2h" or "1d"."""
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError('write a number and a unit in quotes: "30s", "5m", "2h" or "1d"')
    return float(found[1]) * _UNITS[found[2]]


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0 or re.search(r"\s", value):
        raise ValueError("write an address that begins with http:// or https://")
    return value


# Oftener than every half a minute is no politeness, rarer than once a week no watch.
Interval = Annotated[float, BeforeValidator(_seconds), Field(ge=30, le=7 * 86_400)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FeedEntry(_Strict):
    """One [[feeds]] of the file."""

    url: Annotated[str, AfterValidator(_web_address)]
    outlet: Annotated[str | None, Field(min_length=1)] = None
    every: Interval | None = None


class Options(_Strict):
    """The file's [watch]: how feeds are fetched."""

    every: Interval = 300.0
    timeout: Annotated[float, BeforeValidator(_seconds), Field(ge=1, le=600)] = 30.0
    pause: Annotated[float, BeforeValidator(_seconds), Field(ge=0, le=60)] = 1.0
    size: Annotated[int, Field(ge=10_000, le=20_000_000)] = 5_000_000
    tries: Annotated[int, Field(ge=1, le=100)] = 8

    @property
    def limits(self) -> Limits:
        """The fetcher's limits: the watch comes again, so one fetch does not try often."""
        return Limits(total=self.timeout, pause=self.pause, size=self.size, tries=2)


class FeedsFile(_Strict):
    """The whole file."""

    feeds: Annotated[list[FeedEntry], Field(min_length=1)]
    watch: Options = Options()

    def watched(self) -> list[WatchedFeed]:
        """The feeds, in the file's order."""
        return [WatchedFeed(one.url, one.every or self.watch.every, one.outlet) for one in self.feeds]


def load_feeds(path: Path) -> FeedsFile:
    """The file's feeds; SettingsError, with the key that is wrong, where it makes no sense."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}: write a file of feeds, as deploy/feeds.toml shows") from error
    try:
        found = FeedsFile.model_validate(tomllib.loads(data.decode("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first(error)}") from error
    names = [feed.name for feed in found.watched()]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SettingsError(f"{path}: the feed {twice} stands there twice")
    return found


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, with its place: feeds[2].every."""
    first = error.errors()[0]
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in first["loc"]]
    place = "".join(parts).removeprefix(".")
    if first["type"] == "extra_forbidden":
        models: dict[str, type[_Strict]] = {"feeds": FeedEntry, "watch": Options}
        model = models[str(first["loc"][0])] if len(first["loc"]) > 1 else FeedsFile
        return f"unknown key {place}; known are {', '.join(model.model_fields)}"
    return f"{place}: {first['msg'].removeprefix('Value error, ')}"
