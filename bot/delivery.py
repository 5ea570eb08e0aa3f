"""How calls reach Telegram: as fast as it allows, again where they surely were not taken, and measured."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import AIORateLimiter

from bot.trace import current_trace

_log = logging.getLogger(__name__)

_RETRIES = 3  # after "too many requests", each after the time that Telegram asks for
_PAUSES = (0.5, 1.0, 2.0)  # seconds, before each try after a fault
# Chat actions a second. They are worth nothing late, and must not take the place of messages.
_ACTIONS = 10
# What cannot have reached Telegram, although it ended in a timeout.
_NOT_SENT = (httpx.ConnectTimeout, httpx.PoolTimeout)

Call = Callable[..., Coroutine[Any, Any, Any]]
# Told of each call: the method, how it ended ("ok", "retry", "refused", "lost"), and its seconds.
Listener = Callable[[str, str, float], None]


class Delivery(AIORateLimiter):
    """python-telegram-bot's rate limiter, which also tries again after faults that lost the call.

    A message is sent again where Telegram had no chance to take it or says that it failed: no connection, a connection
    that broke, a 5xx. After a timeout it may have been delivered; it is not sent again, since twice is worse.
    """

    __slots__ = ("_actions", "_listener")

    def __init__(self, listener: Listener) -> None:
        super().__init__(max_retries=_RETRIES)
        self._listener = listener
        self._actions = AsyncLimiter(_ACTIONS, 1)

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make one call of the Bot API, when it may be made."""
        if endpoint == "sendChatAction":
            return await self._act(callback, args, kwargs)
        to_chat = "chat_id" in data
        call = self._measured(callback, endpoint, to_chat)
        started = time.monotonic()
        try:
            return await self._insist(call, (args, kwargs, endpoint, data, rate_limit_args))
        except TelegramError:
            if to_chat:
                current_trace().undelivered = True
            raise
        finally:
            if to_chat:
                current_trace().send += time.monotonic() - started

    async def _insist(self, call: Call, arguments: tuple[Any, ...]) -> Any:
        for pause in _PAUSES:
            try:
                return await super().process_request(call, *arguments)
            except TelegramError as error:
                if not was_not_taken(error):
                    raise
                _log.info("%s failed and is tried again in %.1f s: %s", arguments[2], pause, error)
                await asyncio.sleep(pause)
        return await super().process_request(call, *arguments)

    def _measured(self, callback: Call, endpoint: str, to_chat: bool) -> Call:
        """The call, with its end told to the listener and to the trace of the update that it belongs to."""
        trace = current_trace()

        async def measured(*args: Any, **kwargs: Any) -> Any:
            started, before = time.monotonic(), trace.sending
            ended = "lost"
            trace.sending = trace.sending or to_chat
            try:
                result = await callback(*args, **kwargs)
                ended = "ok"
                trace.messages += to_chat
            except TelegramError as error:
                again = isinstance(error, RetryAfter) or was_not_taken(error)
                ended = "retry" if again else "lost" if isinstance(error, TimedOut) else "refused"
                trace.sending = before if again else trace.sending
                raise
            finally:
                self._listener(endpoint, ended, time.monotonic() - started)
            return result

        return measured

    async def _act(self, callback: Call, args: Any, kwargs: dict[str, Any]) -> Any:
        """Show a chat action if that may be done now; otherwise nothing is lost."""
        if not self._actions.has_capacity() or not self._retry_after_event.is_set():
            return True
        async with self._actions:
            return await callback(*args, **kwargs)


def was_not_taken(error: TelegramError) -> bool:
    """Whether a call surely, or as good as surely, was not done."""
    if isinstance(error, TimedOut):
        return isinstance(error.__cause__, _NOT_SENT)
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)
