"""What there is to ask about: /sources, /speakers, /about, and /stats for admins."""

import re
from collections.abc import Sequence
from functools import partial

from telegram import CallbackQuery, InlineKeyboardButton, Message, Update
from telegram.ext import ContextTypes

from bot.answering import edit, reply
from bot.buttons import Notice, answered_with, matched
from bot.catalogue import Texts
from bot.keyboard import keyboard
from bot.markup import field
from bot.messages import SEPARATOR
from bot.service import Service, service
from bot.view import View
from index.article_table import KnownOutlet
from index.statement_table import KnownSpeaker

_A_PAGE = 20
# What a press carries: which list, which page, and of the speakers those whose name holds this.
_DATA = re.compile(r"1:list:(sources|speakers):(\d{1,6}):(.*)", re.DOTALL)
PATTERN = _DATA
_LONGEST_DATA = 64  # bytes


async def sources(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/sources: the outlets, with the number of their articles and the day of the newest."""
    shared, texts = service(context), service(context).texts(update.effective_user)
    await _reply(update, await _sources(shared, texts, 0))


async def speakers(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/speakers: who said how much; with a name, those whose name holds it."""
    shared, texts = service(context), service(context).texts(update.effective_user)
    await _reply(update, await _speakers(shared, texts, 0, " ".join(context.args or ())))


async def about(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/about: what the bot promises, and what it keeps."""
    shared, texts = service(context), service(context).texts(update.effective_user)
    articles, _ = await shared.workers.run(shared.searcher.counts)
    await _reply(update, View(texts("about", archive=texts.count("archive.articles", articles)), None))


async def stats(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/stats: what an admin wants to know; numbers only."""
    shared, texts = service(context), service(context).texts(update.effective_user)
    archive = await shared.workers.run(shared.searcher.statistics)
    memory, today = shared.memory, shared.memory.tally.today()
    follows, chats = memory.follows.counts()
    text = texts(
        "stats",
        articles=archive.articles,
        sentences=archive.sentences,
        statements=archive.statements,
        speakers=archive.speakers,
        outlets=archive.outlets,
        newest=texts.date(archive.newest) if archive.newest else "—",
        readers=memory.readers_known(),
        follows=follows,
        chats=chats,
        questions=sum(today.values()),
    )
    outcomes = [f"• <code>{outcome}</code>: {count}" for outcome, count in today.items()]
    await _reply(update, View("\n".join([text, *outcomes]), None))


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Another page of a list."""
    (query, found), shared = matched(update, _DATA), service(context)
    texts = shared.texts(query.from_user)
    await answered_with(query, _turn(query, found[1], int(found[2]), found[3], shared, texts), texts)


async def _turn(query: CallbackQuery, kind: str, page: int, name: str, shared: Service, texts: Texts) -> Notice:
    view = await (_sources(shared, texts, page) if kind == "sources" else _speakers(shared, texts, page, name))
    if isinstance(query.message, Message):
        await edit(query.get_bot(), query.message.chat.id, query.message.message_id, view)
    return Notice()


async def _sources(shared: Service, texts: Texts, page: int) -> View:
    found = await shared.workers.run(partial(shared.searcher.outlets, _A_PAGE + 1, page * _A_PAGE))
    heading = texts("sources.title") if found or page else texts.count("archive.articles", 0)
    return _page(heading, [_outlet(one, texts) for one in found], "sources", page, "", texts)


async def _speakers(shared: Service, texts: Texts, page: int, name: str) -> View:
    found = await shared.workers.run(partial(shared.searcher.speakers, _A_PAGE + 1, page * _A_PAGE, name))
    if not found and not page:
        return View(texts("speakers.nobody", name=field(name)) if name else texts.count("archive.articles", 0), None)
    heading = texts("speakers.named", name=field(name)) if name else texts("speakers.title")
    return _page(heading, [_speaker(one, texts) for one in found], "speakers", page, name, texts)


def _outlet(outlet: KnownOutlet, texts: Texts) -> str:
    parts = [field(outlet.name), texts.count("sources.articles", outlet.articles)]
    if outlet.newest:
        parts.append(texts("sources.newest", date=field(texts.date(outlet.newest))))
    return SEPARATOR.join(parts)


def _speaker(speaker: KnownSpeaker, texts: Texts) -> str:
    return SEPARATOR.join((field(speaker.name), texts.count("speakers.said", speaker.said)))


def _page(heading: str, lines: Sequence[str], kind: str, page: int, name: str, texts: Texts) -> View:
    """A page of a list, with buttons to those before and after it; `lines` are one too many where there is more."""
    mark, more = texts.direction_mark, len(lines) > _A_PAGE
    html = "\n".join([f"{mark}{heading}", *(f"{mark}• {line}" for line in lines[:_A_PAGE])])
    turning = [(texts("button.previous"), page - 1)] if page else []
    turning += [(texts("button.more"), page + 1)] if more else []
    buttons = [
        InlineKeyboardButton(label, callback_data=data)
        for label, other in turning
        if len((data := f"1:list:{kind}:{other}:{name}").encode()) <= _LONGEST_DATA
    ]
    return View(html, keyboard([buttons], texts) if buttons else None)


async def _reply(update: Update, view: View) -> None:
    if update.effective_message:
        await reply(update.effective_message, view.html, view.markup)
