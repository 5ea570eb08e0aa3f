"""Feeds: RSS and Atom, as bytes, to the items that they announce."""

import io
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from index.encoding import encoding_of
from index.errors import InputError
from index.fetch import Fetched

# What an XML document says of its encoding; a feed that was taken from UTF-16 has it there too.
_DECLARED = re.compile(rb"""^[^>]{0,50}<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}?\?>")
_UTF8 = '<?xml version="1.0" encoding="utf-8"?>'
_FEED = ("application/rss+xml", "application/atom+xml")
# Of longer feeds the first items are read, which are the newest in almost all of them.
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one article. `updated` is when it was last changed, or else published."""

    url: str
    title: str | None = None
    summary: str | None = None
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """The items of a feed, each address once; `flaw` says what was not read, and why."""

    items: tuple[Item, ...]
    flaw: str | None = None


def read_feed(fetched: Fetched) -> Feed:
    """The items of a feed, as far as it can be read; InputError, beginning with its address, where it is none."""
    parsed = _parse(_text(fetched), fetched.url)
    if not parsed.entries and not parsed.version:
        raise InputError(f"{fetched.url}: {_what_else(fetched, parsed)}")
    error = _xml_error(parsed)
    if not parsed.entries and error:
        raise InputError(f"{fetched.url}: a broken feed, of which no item can be read: {error}")
    found = [_item(entry) for entry in parsed.entries[:MOST_ITEMS]]
    items: dict[str, Item] = {}
    for item in filter(None, found):
        items.setdefault(item.url, item)
    listed = len(parsed.entries)
    flaws = (
        f"broken XML ({error})" if error else "",
        f"{found.count(None)} items without a web address" if None in found else "",
        f"only the first {MOST_ITEMS} of {listed} items are read" if listed > MOST_ITEMS else "",
    )
    return Feed(tuple(items.values()), "; ".join(filter(None, flaws)) or None)


def _text(fetched: Fetched) -> str:
    """The text whatever the server and the feed say of their encoding; a damaged letter costs no more than itself."""
    declared = _DECLARED.search(fetched.data[:400])
    of_feed = declared[1].decode("ascii") if declared else None
    encoding = encoding_of(fetched.data, fetched.charset or of_feed)
    return fetched.data.decode(encoding, "replace").lstrip("\ufeff").replace("\0", "")


def _parse(text: str, url: str) -> Any:
    # 0.1 s, and only for feeds. Nothing is fetched by it: it gets a file, and external entities are off.
    import feedparser  # type: ignore[import-untyped]

    data = (_UTF8 + _DECLARATION.sub("", text, count=1)).encode("utf8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    return feedparser.parse(io.BytesIO(data), response_headers=headers)


def _what_else(fetched: Fetched, parsed: Any) -> str:
    """What something that is no feed is; a page may name its feed."""
    if not fetched.data.strip():
        return "empty, no feed"
    links = [link.get("href") for link in parsed.feed.get("links", ()) if link.get("type") in _FEED]
    if links:
        return f"a web page, no feed; its feed is {' '.join(links[0].split())}"
    if re.search(rb"<(?:!doctype\s+)?html", fetched.data[:4096], re.IGNORECASE):
        return "a web page, no feed"
    return "neither RSS nor Atom"


def _xml_error(parsed: Any) -> str | None:
    """What is wrong with the XML, and where; feedparser also complains of what is no matter."""
    import xml.sax

    error = parsed.get("bozo_exception")
    if not isinstance(error, xml.sax.SAXParseException):
        return None
    return f"{' '.join(error.getMessage().split())} in line {error.getLineNumber()}"


def _item(entry: Any) -> Item | None:
    url = _address((entry.get("link") or "").strip())
    if url is None:
        return None
    published = _moment(dict.get(entry, "published_parsed"))
    # Not `entry.get`: that takes the day of publication for the one of change, and warns of it.
    updated = _moment(dict.get(entry, "updated_parsed"))
    return Item(
        url,
        title=entry.get("title") or None,
        summary=entry.get("summary") or None,
        published=published,
        updated=max(filter(None, (published, updated)), default=None),
    )


def _address(link: str) -> str | None:
    """The link without its fragment, where it leads to the web."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return parts._replace(fragment="").geturl() if parts.scheme in ("http", "https") and parts.netloc else None


def _moment(parsed: time.struct_time | None) -> datetime | None:
    """The moment of a date that makes sense: no newer one could follow a date in the far future."""
    try:
        moment = datetime(*parsed[:6], tzinfo=UTC) if parsed else None
    except ValueError:
        return None
    return moment if moment and moment < datetime.now(UTC) + timedelta(days=1) else None
