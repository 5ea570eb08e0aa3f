"""Fetching web addresses politely: robots.txt, pauses, one request at a time per host, limits for everything."""

import asyncio
import random
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from types import TracebackType

import httpx

from index.errors import FetchError, TooBusy
from index.exchange import PACKING, Limits, Reply, exchange, line, shown
from index.robots import Rules, read_rules

_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# How long what a site's robots.txt says is remembered, and that it could not be had; in seconds.
_RULES_AGE = 3600.0
_NO_RULES_AGE = 300.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address holds. `url` is where redirects led; `etag` and `last_modified` ask later whether it changed."""

    url: str
    data: bytes
    charset: str | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(slots=True)
class _Host:
    """A host's turn: one request at a time, and none before `free_at` (of the fetcher's clock)."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    """A site's rules, or why they could not be had, until a time."""

    rules: Rules | None
    reason: str
    until: float


class Fetcher:
    """Fetches addresses for one program, within one event loop; open it with `async with`.

    `contact`: an address for those who wonder who asks. `proxy`: the only one that is used: those of the environment
    are not. `transport`, `clock` (seconds, steady) and `sleep` can be replaced.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        contact: str | None = None,
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self._clock, self._sleep = clock, sleep
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, _Known] = {}
        self._working = asyncio.Semaphore(self.limits.hosts)
        agent = f"qala/{version('qala')}" + (f" (+{contact})" if contact else "")
        self._client = httpx.AsyncClient(
            headers={"User-Agent": agent, "Accept-Encoding": PACKING, "Accept-Language": "ar, *;q=0.5"},
            timeout=httpx.Timeout(self.limits.read, connect=self.limits.connect),
            limits=httpx.Limits(max_keepalive_connections=self.limits.hosts),
            proxy=proxy,
            transport=transport,
            verify=_certificates(),
            trust_env=False,
        )

    async def __aenter__(self) -> "Fetcher":
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def get(self, url: str) -> Fetched:
        """What the address holds now; FetchError where it cannot be had, or may not."""
        return _fetched(await self._follow(_address(url), {"Accept": _ACCEPT}, obeying=True))

    async def get_if_changed(self, url: str, etag: str | None, last_modified: str | None) -> Fetched | None:
        """What the address holds, or None where that has not changed since these two came with it."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        reply = await self._follow(_address(url), {"Accept": _ACCEPT, **headers}, obeying=True)
        return None if reply.status == 304 and headers else _fetched(reply)

    async def _follow(self, url: httpx.URL, headers: Mapping[str, str], *, obeying: bool) -> Reply:
        """The first reply that leads nowhere else; every step is checked and waited for like the first."""
        first = url
        for _ in range(self.limits.redirects + 1):
            pause = self.limits.pause
            if obeying:
                pause = max(pause, (await self._allowing(url)).delay)
            reply = await self._ask(url, headers, pause)
            target = reply.headers.get("location")
            if reply.status not in _REDIRECTS or not target:
                return reply
            url = _redirected(url, target)
        raise FetchError(f"{shown(first)}: redirects more than {self.limits.redirects} times")

    async def _ask(self, url: httpx.URL, headers: Mapping[str, str], pause: float) -> Reply:
        """One reply; what may be better a moment later is tried again."""
        for attempt in range(1, self.limits.tries + 1):
            last = attempt == self.limits.tries
            try:
                async with self._turn(url, pause) as host:
                    reply = await exchange(self._client, url, headers, self.limits)
                    host.free_at = self._clock() + reply.retry_after
                if last or not reply.passing or reply.retry_after > self.limits.longest_wait:
                    return reply
            except FetchError as error:
                if last or not error.passing:
                    raise
            # With jitter, so that what failed together does not come again together.
            await self._sleep(self.limits.backoff * 2 ** (attempt - 1) * random.uniform(0.5, 1.0))
        raise ValueError("tries must be at least 1")

    @asynccontextmanager
    async def _turn(self, url: httpx.URL, pause: float) -> AsyncIterator[_Host]:
        """A host's turn, after its pause; TooBusy where that is too long."""
        host = self._hosts.setdefault(url.netloc.decode(), _Host())
        async with host.turn:
            wait = host.free_at - self._clock()
            if wait > self.limits.longest_wait:
                raise TooBusy(f"{shown(url)}: the server asks to wait for {wait:.0f} s", retry_after=wait)
            if wait > 0:
                await self._sleep(wait)
            async with self._working:
                try:
                    yield host
                finally:
                    host.free_at = max(host.free_at, self._clock() + pause)

    async def _allowing(self, url: httpx.URL) -> Rules:
        """The rules of the address's site, which allow it; FetchError where they do not, or cannot be had."""
        site = url.copy_with(path="/robots.txt", query=None, fragment=None)
        host = self._hosts.setdefault(url.netloc.decode(), _Host())
        async with host.asking:  # asked once, also where many wait for it
            known = self._rules.get(shown(site))
            if known is None or known.until <= self._clock():
                self._rules = {key: one for key, one in self._rules.items() if one.until > self._clock()}
                known = self._rules[shown(site)] = await self._learn(site)
        if known.rules is None:
            wait = max(0.0, known.until - self._clock())
            raise FetchError(f"{shown(url)}: not now: its robots.txt: {known.reason}", retry_after=wait)
        if not known.rules.allow(str(url)):
            raise FetchError(f"{shown(url)}: the site's robots.txt forbids it")
        return known.rules

    async def _learn(self, site: httpx.URL) -> _Known:
        try:
            reply = await self._follow(site, {}, obeying=False)
            rules, reason = read_rules(reply), _status(reply)
        except TooBusy:
            raise
        except FetchError as error:
            rules, reason = None, str(error).partition(": ")[2]
        return _Known(rules, reason, self._clock() + (_RULES_AGE if rules else _NO_RULES_AGE))


def fetch(
    url: str, limits: Limits | None = None, *, contact: str | None = None, proxy: str | None = None
) -> Fetched:
    """What one address holds, for a command that fetches one; FetchError where it cannot be had, or may not."""

    async def run() -> Fetched:
        async with Fetcher(limits, contact=contact, proxy=proxy) as fetcher:
            return await fetcher.get(url)

    return asyncio.run(run())


@cache
def _certificates() -> ssl.SSLContext:
    """Read once a process: it takes 40 ms."""
    return httpx.create_ssl_context(trust_env=False)


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{line(url)}: not an address: {line(error)}") from None
    if address.scheme not in ("http", "https") or not address.host or not 0 < (address.port or 80) < 65_536:
        raise FetchError(f"{line(shown(address))}: not an address that begins with http:// or https://")
    return address.copy_with(fragment=None)


def _redirected(url: httpx.URL, target: str) -> httpx.URL:
    try:
        return _address(str(url.join(target)))
    except (FetchError, httpx.InvalidURL, ValueError):
        raise FetchError(f"{shown(url)}: redirects to {line(target)[:200]}, which is not fetched") from None


def _status(reply: Reply) -> str:
    """The status in the standard's words: the server's own could be anything."""
    phrase = httpx.codes.get_reason_phrase(reply.status)
    return f"the server says {reply.status} {phrase}".strip()


def _fetched(reply: Reply) -> Fetched:
    """What a reply holds; FetchError where it is a refusal."""
    if reply.status != 200:
        wait = f", and to wait for {reply.retry_after:.0f} s" if reply.retry_after else ""
        message = f"{shown(reply.url)}: {_status(reply)}{wait}"
        raise FetchError(message, passing=reply.passing, retry_after=reply.retry_after)
    kind, _, _ = reply.headers.get("content-type", "").partition(";")
    return Fetched(
        shown(reply.url),
        reply.data,
        charset=httpx.Response(200, headers=reply.headers).charset_encoding,
        content_type=kind.strip().lower() or None,
        etag=reply.headers.get("etag"),
        last_modified=reply.headers.get("last-modified"),
    )
