"""Web pages: an article out of HTML, without navigation, comments, captions and related links.

trafilatura finds the article and what the page says of it (title, author, day, outlet, canonical address).
"""

import logging
import re
from datetime import datetime

from index.article import Article
from index.encoding import decode
from index.errors import InputError

# trafilatura's own limit; a page of news has some hundred kilobytes.
_LARGEST = 20_000_000
# The page's own word on its encoding, within its first bytes, as HTML prescribes.
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_META_WITHIN = 4096


def read_page(data: bytes, place: str, url: str | None = None, charset: str | None = None) -> Article:
    """The article of a page of HTML; InputError, beginning with `place`, where it holds none.

    `url`: where the page came from, if it did; its canonical address counts before that, and is the article's id. A
    page that has neither is known by `place`. `charset`: what the server said of it.
    """
    from trafilatura import bare_extraction  # 0.3 s, and only for pages

    if len(data) > _LARGEST:
        raise InputError(f"{place}: {len(data):,} bytes; a page may have {_LARGEST:,}")
    meta = _META.search(data[:_META_WITHIN])
    html = decode(data, place, charset or (meta[1].decode("ascii", "replace") if meta else None))
    # What trafilatura and lxml log of a bad page is told here, as one line.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(
            html.encode("utf8"), url=url, favor_precision=True, include_comments=False, with_metadata=True
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:  # a page that is none
        raise InputError(f"{place}: not a page that can be read: {error}") from error
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise InputError(f"{place}: no article in this page")
    address = found.url or url
    return Article(
        id=address or place,
        text=_with_title(found.title, found.text or ""),
        title=found.title or None,
        outlet=(found.sitename or found.hostname or "").lstrip("@") or None,
        author=found.author or None,
        published=_day(found.date),
        url=address,
    )


def _with_title(title: str | None, text: str) -> str:
    """The headline is the first line, so that it can be quoted; in the body not every page has it."""
    return f"{title}\n{text}" if title and not text.startswith(title) else text


def _day(date: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
