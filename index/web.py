"""Articles from the web: what an address held, as the article that it is known by."""

import asyncio
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from index.article import Article
from index.errors import FetchError, InputError, QalaError
from index.exchange import Limits
from index.fetch import Fetched, Fetcher
from index.page import read_page

# Hosts that differ in these only are one site.
_FRONTS = ("www.", "m.", "mobile.", "amp.")
_PAGES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")


def read_fetched(fetched: Fetched, asked: str) -> Article:
    """The article of a fetched page; InputError, beginning with the address, where it holds none.

    `asked`: the address that was asked for. One that leads to the site's front page has no article any more. The
    page's own word on its address counts only within its site, and not where it names the front page: a page could
    otherwise take the place of another one's article.
    """
    if _is_front(fetched.url) and not _is_front(asked):
        raise InputError(f"{asked}: leads to the front page {fetched.url}")
    if fetched.content_type and not fetched.content_type.startswith(_PAGES):
        raise InputError(f"{fetched.url}: {fetched.content_type}, not a web page")
    article = read_page(fetched.data, fetched.url, fetched.url, fetched.charset)
    named = article.url or fetched.url
    if _site(named) == _site(fetched.url) and (not _is_front(named) or _is_front(fetched.url)):
        return article
    return article.model_copy(update={"id": fetched.url, "url": fetched.url})


def read_addresses(
    urls: Sequence[str],
    refuse: Callable[[QalaError], None],
    *,
    limits: Limits | None = None,
    contact: str | None = None,
    proxy: str | None = None,
) -> list[Article]:
    """The articles of web addresses, in their order, fetched politely: hosts at a time, one page of a host at a time.

    What cannot be fetched, or holds no article, is handed to `refuse` as FetchError or InputError.
    """

    async def run() -> list[Article | QalaError]:
        async with Fetcher(limits, contact=contact, proxy=proxy) as fetcher:
            return await asyncio.gather(*(_read_address(fetcher, url) for url in urls))

    found: list[Article] = []
    for one in asyncio.run(run()):
        if isinstance(one, Article):
            found.append(one)
        else:
            refuse(one)
    return found


async def _read_address(fetcher: Fetcher, url: str) -> Article | QalaError:
    try:
        return await asyncio.to_thread(read_fetched, await fetcher.get(url), url)
    except (FetchError, InputError) as error:
        return error


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    for front in _FRONTS:
        host = host.removeprefix(front)
    return host


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
