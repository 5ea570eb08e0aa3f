"""From a question to a message that answers it, and what is remembered of both."""

import logging

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.cards import Card, card_of
from bot.catalogue import Texts
from bot.service import Service
from bot.view import View, first_view
from index.errors import StoreError

_log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# What an edit may end in: two presses at once leave nothing to change for the second; a message may be deleted.
_UNCHANGED = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited")


async def answer_question(
    shared: Service,
    question: str,
    texts: Texts,
    after: str | None = None,
    *,
    user: int,
    written: str | None = None,
) -> tuple[Card, View]:
    """The card and the first view of a question's reply, after an earlier question; QuestionError where it is none.

    `Refused` where this user has asked too often, or too many wait.
    `written` is what the reader sees to have asked, by default the question itself: where another question is answered,
    such as a completed one, the message names it.
    """
    found = await shared.ask(question, after, user=user)
    card = card_of(found, question if written is None else written, after)
    return card, first_view(found, card, texts, shared.settings.top)


def followed_up(shared: Service, chat: int, user: int) -> str | None:
    """The question that the user's next one may follow up; none where the memory cannot say."""
    try:
        return shared.memory.conversations.last_question(chat, user)
    except StoreError as error:
        _log.warning("what was asked before is not known: %s", error)
        return None


async def reply(message: Message, html: str, markup: InlineKeyboardMarkup | None = None) -> Message:
    """Answer a message in its chat and thread: in a group as a reply to it, or without that where it is deleted."""
    return await message.reply_text(
        html,
        parse_mode=ParseMode.HTML,
        reply_markup=markup,
        link_preview_options=NO_PREVIEW,
        allow_sending_without_reply=True,
    )


async def edit(bot: Bot, chat: int, message: int, view: View) -> bool:
    """Let one of the bot's messages show a view; False where the message is gone. The same view again is no error."""
    try:
        await bot.edit_message_text(
            view.html,
            chat_id=chat,
            message_id=message,
            parse_mode=ParseMode.HTML,
            reply_markup=view.markup,
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        return _still_there(error)
    return True


async def edit_buttons(bot: Bot, chat: int, message: int, view: View | None) -> bool:
    """As `edit`, of the buttons alone; of no view, none are left."""
    try:
        await bot.edit_message_reply_markup(chat, message, reply_markup=view.markup if view else None)
    except BadRequest as error:
        return _still_there(error)
    return True


def remember(shared: Service, chat: int, message: int, card: Card, *, user: int, asked_in: int | None = None) -> None:
    """Keep what the bot's message shows, and the question, so that it can be followed up.

    `asked_in` is the message that it answers; by default the one that it answered before. A memory that takes nothing
    more (a full disk) is told in the log: the answer has been given.
    """
    try:
        shared.memory.cards.keep(chat, message, card, user=user, asked_in=asked_in)
        shared.memory.conversations.remember(chat, user, card.question)
    except StoreError as error:
        _log.warning("an answer's buttons will not work: %s", error)


def _still_there(error: BadRequest) -> bool:
    """Whether a message that was not edited is there all the same; raises what is neither."""
    text = str(error).lower()
    if _UNCHANGED not in text and not any(gone in text for gone in _GONE):
        raise error
    return _UNCHANGED in text
