"""Presses on the buttons under a reply: the message is edited in place, and every press is answered exactly once."""

import logging
import re
from collections.abc import Awaitable
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.answering import answer_question, edit, edit_buttons, remember
from bot.cards import Card, Quote
from bot.catalogue import Texts
from bot.feedback import Vote
from bot.keyboard import State, Verb, unpacked
from bot.limits import Refused
from bot.messages import source_notice
from bot.refusals import refusal_messages
from bot.service import Service, service
from bot.view import View

_log = logging.getLogger(__name__)

_LONGEST_NOTICE = 200  # what Telegram shows in answer to a press


@dataclass(frozen=True, slots=True)
class Notice:
    """What a press is answered with: a line that fades, or an alert that waits to be read."""

    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A press that can be acted upon: on which message, with which card, and what it asks for."""

    query: CallbackQuery
    message: Message
    card: Card
    state: State
    texts: Texts
    shared: Service

    @property
    def address(self) -> tuple[int, int]:
        """(chat, message)."""
        return self.message.chat.id, self.message.message_id

    @property
    def quote(self) -> Quote | None:
        """The answer that the press is about; None where the reply has no such answer."""
        return self.card.quotes[self.state.answer] if self.state.answer < len(self.card.quotes) else None

    def vote_of(self, quote: Quote) -> Vote | None:
        """The presser's vote on an answer, where the message is the presser's alone: a group's is everybody's."""
        if self.message.chat.type != ChatType.PRIVATE:
            return None
        return self.shared.memory.feedback.vote_of(self.query.from_user.id, self.card.question, quote)


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A button under a reply; those that are too old, or of another version, expire politely."""
    query, shared = query_of(update), service(context)
    texts = shared.texts(query.from_user)
    await answered_with(query, _handled(query, shared, texts), texts)


async def expired(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Any other button: say that it no longer works, and take it away."""
    query = query_of(update)
    texts = service(context).texts(query.from_user)
    await answered_with(query, _without_buttons(query, texts), texts)


async def answered_with(query: CallbackQuery, work: Awaitable[Notice], texts: Texts) -> None:
    """Do the work of a press, and answer it once, whatever happens; what is no refusal is raised after that."""
    notice = Notice(texts("button.failed"), alert=True)
    try:
        notice = await work
    except Refused as refused:  # asked too often, or too many wait
        notice = Notice("\n".join(refusal_messages(refused, texts)), alert=True)
    finally:
        text = notice.text if len(notice.text) <= _LONGEST_NOTICE else notice.text[: _LONGEST_NOTICE - 1] + "…"
        try:
            await query.answer(text, show_alert=notice.alert)
        except BadRequest as error:  # answered too late: nobody waits for it any more
            _log.info("a press was not answered: %s", error)


async def _handled(query: CallbackQuery, shared: Service, texts: Texts) -> Notice:
    """Do what a press asks for, where its message still has a card."""
    asked_for, message = unpacked(query.data), query.message
    if asked_for is None or not isinstance(message, Message):
        return await _without_buttons(query, texts)
    card = shared.memory.cards.shown_in(message.chat.id, message.message_id)
    if card is None:
        return await _without_buttons(query, texts)
    verb, state = asked_for
    return await _do(Press(query, message, card, state, texts, shared), verb)


async def _do(press: Press, verb: Verb) -> Notice:
    match verb:
        case "show":
            return await _show(press)
        case "source":
            return await _tell_source(press)
        case "up":
            return await _vote(press, 1)
        case "down":
            return await _vote(press, -1)
        case "ask":
            return await _ask(press)


async def _show(press: Press) -> Notice:
    """Another page, another answer of the page, an answer's context, or back from it."""
    view = await _view(press)
    if view is None:
        return Notice(press.texts("button.no_context"), alert=True)
    await edit(press.query.get_bot(), *press.address, view)
    return Notice()


async def _tell_source(press: Press) -> Notice:
    view = await _view(press)
    told = source_notice(view.answer, press.texts) if view and view.answer else press.texts("answer.gone")
    return Notice(told, alert=True)


async def _vote(press: Press, vote: Vote) -> Notice:
    """Keep the vote, and mark it where the buttons are the voter's alone."""
    if press.quote is None:
        return Notice()
    press.shared.memory.feedback.vote(press.query.from_user.id, press.card.question, press.quote, vote)
    view = await _view(press) if press.message.chat.type == ChatType.PRIVATE else None
    if view:
        await edit_buttons(press.query.get_bot(), *press.address, view)
    return Notice(press.texts("button.thanks"))


async def _ask(press: Press) -> Notice:
    """Ask what the button offers; its answers take the message's place."""
    offers = press.card.offers
    if press.state.answer >= len(offers):
        return Notice()
    offer = offers[press.state.answer]
    user = press.query.from_user.id
    card, view = await answer_question(press.shared, offer.question, press.texts, offer.after, user=user, written="")
    await edit(press.query.get_bot(), *press.address, view)
    remember(press.shared, *press.address, card, user=user)
    return Notice()


async def _view(press: Press) -> View | None:
    """The view that the press asks for, of the index as it is now."""
    if press.quote is None:
        return None
    return await press.shared.view(press.card, press.state, press.texts, press.vote_of)


async def _without_buttons(query: CallbackQuery, texts: Texts) -> Notice:
    if isinstance(query.message, Message) and query.message.reply_markup:
        await edit_buttons(query.get_bot(), query.message.chat.id, query.message.message_id, None)
    return Notice(texts("button.expired"), alert=True)


def matched(update: Update, data: re.Pattern[str]) -> tuple[CallbackQuery, re.Match[str]]:
    """A press, and what its data says; ValueError where it is not of this form: the wiring sends it elsewhere."""
    query = query_of(update)
    found = data.fullmatch(query.data or "")
    if found is None:
        raise ValueError(f"update {update.update_id} came to another button's handler")
    return query, found


def query_of(update: Update) -> CallbackQuery:
    """The press of an update; ValueError where it is none."""
    if update.callback_query is None:
        raise ValueError(f"update {update.update_id} came to a button's handler without a press")
    return update.callback_query
