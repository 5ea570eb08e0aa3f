"""What the bot does with each kind of update; `telegram` says which update comes here."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from telegram import LinkPreviewOptions, Message, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.catalogue import Texts
from bot.messages import reply_messages
from bot.service import service
from index.errors import QuestionError
from retrieval.answer import Reply
from retrieval.question import MAX_QUESTION

_log = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/start: what the bot is, and one question to try."""
    await _send(update, _texts(update, context)("start"))


async def help_(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/help: how to ask; also the answer to a command that does not exist."""
    await _send(update, _texts(update, context)("help"))


async def question(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A question in a private chat: its answers, or a word on why there are none."""
    message, texts = _message(update), _texts(update, context)
    asked = message.text or ""
    if len(asked) > MAX_QUESTION:  # before any work is done for it
        await _send(update, texts("question.long", length=len(asked), limit=MAX_QUESTION))
        return
    try:
        reply = await _while_typing(message, service(context).ask(asked))
    except QuestionError:
        await _send(update, texts("question.empty"))
        return
    await _send(update, *reply_messages(reply, texts))


async def written_only(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A photo, a voice message, a sticker: a hint at what the bot understands."""
    await _send(update, _texts(update, context)("question.written_only"))


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
                    await _send(update, _texts(update, context)("failure"))


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


def _texts(update: Update, context: ContextTypes.DEFAULT_TYPE) -> Texts:
    return service(context).texts(update.effective_user)
