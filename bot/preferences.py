"""What readers choose for themselves: /language, /new and /forgetme."""

import re

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.answering import edit, reply
from bot.buttons import Notice, answered_with, query_of
from bot.catalogue import LANGUAGES, Language, Texts, texts_for
from bot.service import Service, service
from bot.view import View

_LANGUAGE = re.compile(rf"1:language:({'|'.join(LANGUAGES)})")
_FORGET = re.compile(r"1:forget:(yes|no):(\d+)")
# Presses that belong here.
PATTERN = re.compile(f"{_LANGUAGE.pattern}$|{_FORGET.pattern}$")


async def language(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/language: the languages to choose from, each by its own name."""
    user = update.effective_user
    chosen = service(context).memory.readers.language(user.id) if user else None
    await _reply(update, _languages(_texts(update, context), chosen))


async def new(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/new: the next question stands for itself."""
    if update.effective_chat and update.effective_sender:  # as `handlers.question` remembers it
        service(context).memory.conversations.forget(update.effective_chat.id, update.effective_sender.id)
    await _reply(update, View(_texts(update, context)("new"), None))


async def forget_me(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/forgetme: ask whether everything of this user is to be deleted."""
    texts, user = _texts(update, context), update.effective_user
    if user is None:
        return
    buttons = [
        InlineKeyboardButton(texts("forget.yes"), callback_data=f"1:forget:yes:{user.id}"),
        InlineKeyboardButton(texts("forget.no"), callback_data=f"1:forget:no:{user.id}"),
    ]
    await _reply(update, View(texts("forget.sure"), InlineKeyboardMarkup([[button] for button in buttons])))


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A language that is chosen, or the answer to /forgetme."""
    query, shared = query_of(update), service(context)
    data = query.data or ""
    chosen, forget = _LANGUAGE.fullmatch(data), _FORGET.fullmatch(data)
    texts = shared.texts(query.from_user)
    if chosen:
        await answered_with(query, _choose(query, _known(chosen[1]), shared), texts)
    elif forget:
        await answered_with(query, _forget(query, forget[1] == "yes", int(forget[2]), shared, texts), texts)


async def _choose(query: CallbackQuery, chosen: Language, shared: Service) -> Notice:
    shared.memory.readers.choose_language(query.from_user.id, chosen)
    texts = texts_for(chosen)
    await _edit(query, _languages(texts, chosen))
    return Notice(texts("language.chosen"))


async def _forget(query: CallbackQuery, sure: bool, user: int, shared: Service, texts: Texts) -> Notice:
    if query.from_user.id != user:  # in a group everybody sees the buttons
        return Notice(texts("forget.not_yours"), alert=True)
    if sure:
        shared.memory.forget(user)
        texts = shared.texts(query.from_user)  # the chosen language is forgotten, too
    await _edit(query, View(texts("forget.done") if sure else texts("forget.kept"), None))
    return Notice()


async def _edit(query: CallbackQuery, view: View) -> None:
    if isinstance(query.message, Message):
        await edit(query.get_bot(), query.message.chat.id, query.message.message_id, view)


def _languages(texts: Texts, chosen: Language | None = None) -> View:
    """What /language shows: a button for each, the chosen one marked."""
    labels = [(one, texts_for(one)("language.name") + (" ✓" if one == chosen else "")) for one in LANGUAGES]
    buttons = [InlineKeyboardButton(label, callback_data=f"1:language:{one}") for one, label in labels]
    return View(texts("language.which"), InlineKeyboardMarkup([buttons[:2], buttons[2:]]))


def _known(language_code: str) -> Language:
    return next(one for one in LANGUAGES if one == language_code)


async def _reply(update: Update, view: View) -> None:
    if update.effective_message:
        await reply(update.effective_message, view.html, view.markup)


def _texts(update: Update, context: ContextTypes.DEFAULT_TYPE) -> Texts:
    return service(context).texts(update.effective_user)
