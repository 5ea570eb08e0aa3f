"""What the bot does with each kind of update; `telegram` says which update comes here."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from telegram import LinkPreviewOptions, Message, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import CallbackContext, ContextTypes

from bot.messages import reply_messages
from bot.settings import Settings
from bot.texts import Texts, texts_for
from index.errors import QuestionError
from retrieval.answer import Reply
from retrieval.question import MAX_QUESTION
from retrieval.search import Searcher

_log = logging.getLogger(__name__)

# Questions in work at once. Each encodes on all cores, so that more threads would only wait longer.
_WORKERS = 2
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Service:
    """What the handlers share; the one object on `bot_data`, under `SERVICE`."""

    searcher: Searcher
    settings: Settings
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.BoundedSemaphore(_WORKERS))

    async def ask(self, question: str) -> Reply:
        """Answer a question in a worker thread, so that the event loop goes on meanwhile."""
        async with self.slots:
            return await asyncio.to_thread(self.searcher.ask, question, self.settings.top)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/start: what the bot is, and one question to try."""
    await _send(update, _texts(update).start)


async def help_(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/help: how to ask; also the answer to a command that does not exist."""
    await _send(update, _texts(update).help)


async def question(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A question in a private chat: its answers, or a word on why there are none."""
    message, texts = _message(update), _texts(update)
    asked = message.text or ""
    if len(asked) > MAX_QUESTION:  # before any work is done for it
        await _send(update, texts.long_question.format(length=len(asked), limit=MAX_QUESTION))
        return
    try:
        reply = await _while_typing(message, service(context).ask(asked))
    except QuestionError:
        await _send(update, texts.empty_question)
        return
    await _send(update, *reply_messages(reply, texts))


async def written_only(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A photo, a voice message, a sticker: a hint at what the bot understands."""
    await _send(update, _texts(update).written_only)


async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what went wrong; where the fault is the bot's own, say so to the user who waits."""
    error = context.error
    match error:
        case Forbidden():
            _log.info("not delivered, the user has blocked the bot: %s", error)
        case RetryAfter() | NetworkError() if not isinstance(error, BadRequest):
            _log.warning("Telegram did not take or give something: %s", error)
        case _:
            _log.error("an update failed", exc_info=error)
            if isinstance(update, Update) and update.effective_message:
                with suppress(TelegramError):
                    await _send(update, _texts(update).failure)


def service(context: CallbackContext) -> Service:  # type: ignore[type-arg]
    """The service object that `telegram.build_application` put on `bot_data`."""
    found = context.bot_data[SERVICE]
    if not isinstance(found, Service):
        raise TypeError(f"bot_data holds a {type(found).__name__} in place of the Service")
    return found


async def _send(update: Update, *texts: str) -> None:
    """Send HTML texts to the update's chat, in order."""
    for text in texts:
        await _message(update).reply_text(text, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW)


async def _while_typing(message: Message, work: Coroutine[Any, Any, Reply]) -> Reply:
    """Do the work with the typing action shown beside it; both are over when this returns or raises."""
    typing = asyncio.create_task(_show_typing(message))
    try:
        return await work
    finally:
        await typing


async def _show_typing(message: Message) -> None:
    """Show that an answer is coming; not worth an error when it fails."""
    with suppress(TelegramError):
        await message.reply_chat_action(ChatAction.TYPING)


def _message(update: Update) -> Message:
    message = update.effective_message
    if message is None:
        raise ValueError(f"update {update.update_id} came to a message's handler without a message")
    return message


def _texts(update: Update) -> Texts:
    return texts_for(update.effective_user.language_code if update.effective_user else None)
