"""One request and its response, bounded in time and in bytes, packed and unpacked."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from index.errors import FetchError

# The only packing that is asked for and taken: every unpacker more is one more way to a bomb.
PACKING = "gzip"
# What a server says that may have a better answer a moment later.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
# Longer requests to wait are taken for this long, in seconds: a slip in a header must not last a year.
_LONGEST_RETRY = 86_400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take; times in seconds, sizes in bytes as they come and as they unpack."""

    connect: float = 10.0
    read: float = 15.0  # between two pieces of a response
    total: float = 30.0  # of one response, from the request to its last byte
    size: int = 5_000_000
    redirects: int = 5  # RFC 9309 asks for five at least, for robots.txt
    tries: int = 3
    backoff: float = 1.0  # before the second try; doubled before each further one
    pause: float = 1.0  # between two requests to one host
    longest_wait: float = 60.0  # that a server may ask for before a request
    hosts: int = 8  # requests at a time, each to another host


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: its status, and its body where that was 200."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    data: bytes

    @property
    def passing(self) -> bool:
        """Whether the same request may have a better answer a moment later."""
        return self.status in _PASSING

    @property
    def retry_after(self) -> float:
        """The seconds that the server asks to wait; 0 where it asks for nothing."""
        return _seconds(self.headers.get("retry-after", "").strip()) if self.status in (429, 503) else 0.0


def shown(url: httpx.URL) -> str:
    """An address as it may be printed, logged and kept: without a name and a password in it."""
    return str(url.copy_with(username=None, password=None))


def line(text: object) -> str:
    """A text from elsewhere on one line, without what could steer a terminal."""
    return "".join(c if c.isprintable() else "?" for c in " ".join(str(text).split()))


async def exchange(client: httpx.AsyncClient, url: httpx.URL, headers: Mapping[str, str], limits: Limits) -> Reply:
    """Ask once, follow nothing. FetchError where there is no whole response within the limits."""
    try:
        async with (
            asyncio.timeout(limits.total),
            _errors(url, limits),
            client.stream("GET", url, headers=headers) as response,
        ):
            data = await _body(response, limits.size) if response.status_code == 200 else b""
            return Reply(url, response.status_code, response.headers, data)
    except TimeoutError:
        raise FetchError(f"{shown(url)}: not done within {limits.total:g} s", passing=True) from None


async def _body(response: httpx.Response, size: int) -> bytes:
    where = shown(response.url)
    too_large = FetchError(f"{where}: larger than {size:,} bytes")
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > size:
        raise too_large
    unpacker = _unpacker(response, where)
    data = bytearray()
    received = 0
    async for piece in response.aiter_raw():
        received += len(piece)
        data += unpacker.unpack(piece, size + 1 - len(data)) if unpacker else piece
        if max(received, len(data)) > size:
            raise too_large
    if unpacker and not unpacker.complete:
        raise FetchError(f"{where}: the packed response breaks off", passing=True)
    return bytes(data)


def _unpacker(response: httpx.Response, where: str) -> "_Unpacker | None":
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity"):
        return None
    if packing in (PACKING, f"x-{PACKING}"):
        return _Unpacker()
    raise FetchError(f"{where}: packed in a way that was not asked for: {line(packing)[:40]}")


class _Unpacker:
    """Unpacks gzip piece by piece, and never more than is asked for."""

    def __init__(self) -> None:
        self._gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._empty = True

    @property
    def complete(self) -> bool:
        return self._gzip.eof or self._empty

    def unpack(self, piece: bytes, most: int) -> bytes:
        self._empty = self._empty and not piece
        data = self._gzip.decompress(piece, most)
        while self._gzip.eof and self._gzip.unused_data.startswith(b"\x1f\x8b") and len(data) < most:
            rest = self._gzip.unused_data  # packed in several parts
            self._gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
            data += self._gzip.decompress(rest, most - len(data))
        return data


@asynccontextmanager
async def _errors(url: httpx.URL, limits: Limits) -> AsyncIterator[None]:
    """Whatever goes wrong on the way is told as FetchError."""
    where = shown(url)
    try:
        yield
    except zlib.error:
        raise FetchError(f"{where}: damaged: not {PACKING}, as the server says") from None
    except httpx.ConnectTimeout:
        raise FetchError(f"{where}: no connection within {limits.connect:g} s", passing=True) from None
    except httpx.TimeoutException:
        raise FetchError(f"{where}: nothing came for {limits.read:g} s", passing=True) from None
    except httpx.ConnectError as error:
        raise FetchError(f"{where}: cannot be reached: {line(error)}", passing=True) from None
    except httpx.TransportError as error:
        raise FetchError(f"{where}: the connection broke: {line(error) or 'reset'}", passing=True) from None
    except httpx.InvalidURL as error:  # httpx prepares the next step of a redirect
        raise FetchError(f"{where}: redirects to what is no web address: {line(error)}") from None
    except (httpx.HTTPError, OSError, ValueError) as error:
        raise FetchError(f"{where}: cannot be fetched: {line(error)}") from None


def _seconds(text: str) -> float:
    """Seconds from now, of the two forms of Retry-After; 0 where it is neither."""
    if text.isdecimal():
        return min(float(text[:10]), _LONGEST_RETRY)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), _LONGEST_RETRY)
