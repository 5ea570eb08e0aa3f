"""Presses on the buttons under what is followed: to stop it, or to follow somebody of nearly the same name instead."""

import re
from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.answering import edit, edit_buttons
from bot.buttons import Notice, answered_with, matched
from bot.catalogue import Texts
from bot.following import confirmation, followed_list, may_change
from bot.follows import Follow
from bot.service import Service, service
from bot.view import View
from retrieval.alerts import Want
from retrieval.want import Understood

# What a press carries: where its button stands decides what the message shows afterwards.
_DATA = re.compile(r"1:follow:(undo|stop|mute|mean):(\d{1,18})(?::(\d))?")
PATTERN = re.compile(_DATA.pattern + "$")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press on a button here: what to do with which follow, and which of the buttons of its kind it was."""

    query: CallbackQuery
    verb: str
    number: int
    place: int
    shared: Service
    texts: Texts

    @property
    def follow(self) -> Follow | None:
        """The follow, where it is one of the chat that the button stands in."""
        found, message = self.shared.memory.follows.get(self.number), self.query.message
        return found if found and message and found.chat == message.chat.id else None


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A button that stops a follow: under its confirmation, in the list, or under an alert."""
    (query, found), shared = matched(update, _DATA), service(context)
    texts = shared.texts(query.from_user)
    work = _mean if found[1] == "mean" else _stop
    await answered_with(query, work(Pressed(query, found[1], int(found[2]), int(found[3] or 0), shared, texts)), texts)


async def _stop(pressed: Pressed) -> Notice:
    """Stop a follow of the chat that the button stands in."""
    message, texts, shared, bot = pressed.query.message, pressed.texts, pressed.shared, pressed.query.get_bot()
    if not isinstance(message, Message):
        return Notice(texts("button.expired"), alert=True)
    if not await may_change(message.chat, pressed.query.from_user):
        return Notice(texts("button.admins"), alert=True)
    if follow := pressed.follow:
        shared.memory.follows.stop(follow.number)
    if pressed.verb == "stop":
        await edit(bot, message.chat.id, message.message_id, followed_list(shared, message.chat.id, texts))
    else:  # the confirmation and the alert stay, without the button
        await edit_buttons(bot, message.chat.id, message.message_id, None)
    return Notice(texts("button.stopped"))


async def _mean(pressed: Pressed) -> Notice:
    """Follow somebody of nearly the same name instead."""
    message, texts, shared, old = pressed.query.message, pressed.texts, pressed.shared, pressed.follow
    if not isinstance(message, Message) or old is None:
        return Notice(texts("button.expired"), alert=True)
    if not await may_change(message.chat, pressed.query.from_user):
        return Notice(texts("button.admins"), alert=True)
    wanted = old.speaker or old.topic or ""
    near = (await shared.workers.run(partial(shared.searcher.want, wanted))).near
    if pressed.place >= len(near):
        return Notice(texts("button.expired"), alert=True)
    follows, meant = shared.memory.follows, Want(near[pressed.place], old.topic if old.speaker else None)
    follows.stop(old.number)
    new = follows.find(old.chat, meant.speaker, meant.topic) or follows.add(
        old.user, old.chat, meant.speaker, meant.topic, old.language, old.thread
    )
    view = View(*confirmation(new, Understood(meant), texts))
    await edit(pressed.query.get_bot(), old.chat, message.message_id, view)
    return Notice()
