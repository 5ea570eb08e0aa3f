"""What the bot does with each kind of update; `telegram` says which update comes here."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import Any

from telegram import Message, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.addressed import question_in
from bot.answering import answer_question, edit, followed_up, remember, reply
from bot.catalogue import Texts
from bot.limits import Refused
from bot.refusals import refusal_messages
from bot.service import service
from bot.trace import current_trace
from bot.typing_action import typing
from index.errors import QuestionError
from retrieval.question import MAX_QUESTION

_log = logging.getLogger(__name__)

# How long the answer follows a question that is changed, in seconds.
EDITABLE = 15 * 60

Handler = Callable[[Update, Any], Coroutine[Any, Any, None]]


def limited(handler: Handler) -> Handler:
    """The handler, for those who have not asked too often: whatever is answered counts as a question does."""

    @wraps(handler)
    async def admitted(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        service(context).limits.admit(_user(update))  # `on_error` tells whoever is refused
        await handler(update, context)

    return admitted


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/start: what the bot is, and one question to try."""
    await _send(update, _texts(update, context)("start"))


async def help_(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/help: how to ask; also the answer to a command that does not exist."""
    await _send(update, _texts(update, context)("help"))


async def question(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A question, in a private chat or to the bot in a group: its answers, or a word on why there are none."""
    message, texts, shared = _message(update), _texts(update, context), service(context)
    asked = question_in(message)
    if len(asked) > MAX_QUESTION:  # before any work is done for it
        current_trace().outcome = "long"
        shared.limits.admit(_user(update))
        await _send(update, texts("question.long", length=len(asked), limit=MAX_QUESTION))
        return
    after = followed_up(shared, message.chat.id, _user(update))
    try:
        async with typing(message):
            card, view = await answer_question(shared, asked, texts, after, user=_user(update))
    except QuestionError:
        await _send(update, texts("question.empty"))
        return
    except Refused as refused:
        await _send(update, *refusal_messages(refused, texts))
        return
    sent = await reply(message, view.html, view.markup)
    remember(shared, sent.chat.id, sent.message_id, card, user=_user(update), asked_in=message.message_id)


async def edited(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A question that was changed a little after it was answered: the answer changes with it, in its place."""
    message, texts, shared = _message(update), _texts(update, context), service(context)
    asked = question_in(message)
    found = shared.memory.cards.answering(message.chat.id, message.message_id, EDITABLE)
    if found is None or found[1].written == asked or len(asked) > MAX_QUESTION:
        return
    place, before = found
    try:
        async with typing(message):
            card, view = await answer_question(shared, asked, texts, before.after, user=_user(update))
    except QuestionError:  # nothing is left of it: the answer stays
        return
    except Refused as refused:
        await _send(update, *refusal_messages(refused, texts))
        return
    if await edit(context.bot, message.chat.id, place, view):
        remember(shared, message.chat.id, place, card, user=_user(update))


async def written_only(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A photo, a voice message, a sticker: a hint at what the bot understands; of an album, one."""
    album, shared = _message(update).media_group_id, service(context)
    if album in shared.albums:
        return
    if album:
        shared.albums.append(album)
    shared.limits.admit(_user(update))
    await _send(update, _texts(update, context)("question.written_only"))


async def expire(context: ContextTypes.DEFAULT_TYPE) -> None:
    """What has been remembered long enough is deleted, now and then."""
    await asyncio.to_thread(service(context).memory.expire)


async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what went wrong; where the fault is the bot's own, say so to the user who waits."""
    error = context.error
    match error:
        case Forbidden():
            _log.info("not delivered, the user has blocked the bot: %s", error)
        case RetryAfter() | NetworkError() if not isinstance(error, BadRequest):
            _log.warning("Telegram did not take or give something: %s", error)
        case Refused() if isinstance(update, Update) and update.effective_message and not update.callback_query:
            with suppress(TelegramError):
                await _send(update, *refusal_messages(error, _texts(update, context)))
        case _:
            _log.error("an update failed", exc_info=error)
            # Whoever pressed a button was told so in answer to the press.
            if isinstance(update, Update) and update.effective_message and not update.callback_query:
                with suppress(TelegramError):
                    await _send(update, _texts(update, context)("failure"))


async def _send(update: Update, *texts: str) -> None:
    """Send HTML texts to the update's chat, in order."""
    for text in texts:
        await reply(_message(update), text)


def _message(update: Update) -> Message:
    message = update.effective_message
    if message is None:
        raise ValueError(f"update {update.update_id} came to a message's handler without a message")
    return message


def _user(update: Update) -> int:
    """Who wrote; the group itself for its admins who write in its name."""
    return update.effective_sender.id if update.effective_sender else _message(update).chat.id


def _texts(update: Update, context: ContextTypes.DEFAULT_TYPE) -> Texts:
    return service(context).texts(update.effective_user)
