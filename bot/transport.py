"""Telegram's answers, checked before python-telegram-bot reads them: what is garbage is a network error.

Left alone, an answer that is no JSON object is a traceback, and one update of a wrong shape is fetched again and again
without a pause, for ever: its id is never confirmed.
"""

import json
import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

_log = logging.getLogger(__name__)

_CONNECTIONS = 256
# A message that is slow to be taken may have been delivered, and cannot be sent again without the risk of doubling it:
# it is worth waiting longer than python-telegram-bot's five seconds.
_READ_TIMEOUT = 20.0
_TROUBLE_REPEATED = 600.0  # seconds after which a trouble that lasts is told again
# Seconds without a fault until a trouble is over: of two bots with one token each gets every other poll.
_CALM = 15.0
# Polls in a row that say that the token is unknown, before it is believed: with python-telegram-bot's pauses between
# them that is a minute and a half. It ends polling for good.
_REFUSALS = 10


class CheckedRequest(BaseRequest):
    """A transport whose every answer is a JSON object, or a `NetworkError`."""

    def __init__(self, inner: BaseRequest | None = None) -> None:
        self._inner = inner or HTTPXRequest(connection_pool_size=_CONNECTIONS, read_timeout=_READ_TIMEOUT)

    @property
    def read_timeout(self) -> float | None:
        """The inner transport's; python-telegram-bot adds the time of a long poll to it."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Open the inner transport."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Close the inner transport."""
        await self._inner.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Make the request; NetworkError where success is answered with anything but the Bot API's object."""
        status, body = await self._inner.do_request(url, method, request_data, *args, **kwargs)
        answer = _as_object(body)
        if not HTTPStatus.OK <= status <= 299:  # python-telegram-bot logs what it cannot read, and we know enough
            return status, body if _is_refusal(answer) else b"{}"
        if answer is None or "result" not in answer:
            raise NetworkError(f"Telegram's answer is not the Bot API's ({len(body)} bytes)")
        return status, self._checked(answer, body)

    def _checked(self, answer: dict[str, Any], body: bytes) -> bytes:
        return body


class PollingRequest(CheckedRequest):
    """The transport of `getUpdates`: it knows how polling fares, tells trouble once, and leaves out broken updates."""

    def __init__(self, inner: BaseRequest | None = None) -> None:
        super().__init__(inner or HTTPXRequest(connection_pool_size=1))
        self._room: Callable[[], Awaitable[None]] | None = None
        self._trouble: str | None = None
        self._told = self._since = self._failed_at = 0.0
        # On the monotonic clock: the last poll that was answered; before there is one, when the first was begun.
        self.polled_at: float | None = None
        self.begun_at: float | None = None
        self._refusals = 0

    def when(self, room: Callable[[], Awaitable[None]]) -> None:
        """Poll only when `room`, which waits until there is any for more updates, has returned."""
        self._room = room

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Poll once, when there is room."""
        if self._room:
            await self._room()
        if self.begun_at is None:
            self.begun_at = time.monotonic()
        try:
            status, body = await super().do_request(url, method, request_data, *args, **kwargs)
        except TelegramError as error:
            self._fails("no answer in time" if isinstance(error, TimedOut) else str(error))
            raise
        if status == HTTPStatus.OK:
            self._works()
            return status, body
        self._fails(_refusal(status, body))
        self._refusals = self._refusals + 1 if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND) else 0
        if 0 < self._refusals < _REFUSALS:
            raise NetworkError(_refusal(status, body))
        return status, body

    @property
    def refused(self) -> bool:
        """Whether Telegram does not know the token any more: polling has ended."""
        return self._refusals >= _REFUSALS

    @property
    def trouble(self) -> str | None:
        """What is wrong with polling, or None."""
        return self._trouble

    def _works(self) -> None:
        self.polled_at = time.monotonic()
        self._refusals = 0
        if self._trouble and self.polled_at - self._failed_at >= _CALM:
            _log.warning("updates are fetched again, after %.0f s of trouble", self._failed_at - self._since)
            self._trouble = None

    def _fails(self, trouble: str) -> None:
        now = time.monotonic()
        if self._trouble is None:
            self._since = now
        self._failed_at = now
        if trouble != self._trouble or now - self._told >= _TROUBLE_REPEATED:
            _log.warning("updates cannot be fetched, trying again: %s", trouble)
            self._trouble, self._told = trouble, now

    def _checked(self, answer: dict[str, Any], body: bytes) -> bytes:
        """The answer with broken updates emptied: what has an id can be confirmed, and is not fetched again."""
        updates = answer["result"]
        if not isinstance(updates, list):
            raise NetworkError("Telegram's answer to getUpdates is no list of updates")
        sound = [one for update in updates if (one := _sound(update))]
        if updates and not sound:
            raise NetworkError(f"Telegram's answer to getUpdates holds nothing that is an update ({len(updates)})")
        return body if sound == updates else json.dumps(answer | {"result": sound}).encode()


def _sound(update: object) -> dict[str, Any] | None:
    """The update; only its id where the rest cannot be read; None where it has no id."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(update, dict) or type(number) is not int:
        _log.warning("something that is no update was left out of those fetched: %s", type(update).__name__)
        return None
    try:
        Update.de_json(update, None)
    except Exception as error:  # whatever python-telegram-bot stumbles over
        _log.warning("update %d cannot be read and was left out: %s", number, type(error).__name__)
        return {"update_id": number}
    return update


def _as_object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _is_refusal(answer: dict[str, Any] | None) -> bool:
    """Whether python-telegram-bot can read it: its parameters, where there are any, must be an object."""
    return answer is not None and isinstance(answer.get("parameters") or {}, dict)


def _refusal(status: int, body: bytes) -> str:
    """A refusal in words: Telegram's own where it gives any."""
    description = (_as_object(body) or {}).get("description")
    return f"{status} {description}" if isinstance(description, str) and description else f"HTTP status {status}"
