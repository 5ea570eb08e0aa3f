"""The sign that an answer is coming: Telegram shows it for five seconds, or until a message comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

_EVERY = 4.0  # seconds
_PATIENCE = 1.0  # seconds for Telegram to take one: an answer must not wait for it


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """While the block works, the message's chat is shown that somebody types; not worth an error when that fails."""
    done = asyncio.Event()
    showing = asyncio.create_task(_show(message, done))
    try:
        yield
    finally:
        done.set()
        await showing  # shown after the answer it would stand there for seconds


async def _show(message: Message, done: asyncio.Event) -> None:
    while not done.is_set():
        with suppress(TelegramError, TimeoutError):
            await asyncio.wait_for(message.reply_chat_action(ChatAction.TYPING), _PATIENCE)
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _EVERY)
