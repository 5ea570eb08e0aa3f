"""Inline mode: `@bot لافروف حلب` in any chat gives a list of answers; the one that is chosen is sent there.

A list is kept by Telegram for a while and shown to everybody who types the same. So its language is that of the query,
where its letters tell it, and not that of whoever typed it first.
"""

import asyncio
import hashlib
import logging
import unicodedata

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.answering import NO_PREVIEW
from bot.catalogue import Texts, texts_for
from bot.limits import Refused
from bot.markup import mark_of, plain_field
from bot.messages import SEPARATOR, abstention, answer_pages, question_heading
from bot.service import Service, service
from index.arabic import is_arabic
from index.errors import QuestionError
from retrieval.answer import Answer, Reply

_log = logging.getLogger(__name__)

# Seconds for which Telegram gives the list to others who type the same: new articles are not kept from them for long.
_KEPT = 60
# Letters and digits of the shortest query that is worked on: بري and عون are names.
_SHORTEST = 3
# Seconds without another letter before the work begins.
_TYPING = 0.2
_MOST = 20
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_DESCRIPTION = 40, 80, 200
_START = "inline"  # what /start carries when it comes from the button over the list


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The list for what somebody has typed so far; what the same person types later makes this one needless."""
    query, shared = update.inline_query, service(context)
    if query is None:
        return
    user = query.from_user.id
    shared.typed_last[user] = query.id
    try:
        await _answer(query, shared)
    except BadRequest as error:  # it came too late: nobody waits for it
        _log.info("an inline query was not answered: %s", error)
    finally:
        if shared.typed_last.get(user) == query.id:
            del shared.typed_last[user]


async def _answer(query: InlineQuery, shared: Service) -> None:
    asked = query.query.strip()
    if not asked:
        await _hint(query, shared.texts(query.from_user))
    elif sum(map(str.isalnum, asked)) < _SHORTEST:
        await query.answer([], cache_time=_KEPT)
    else:
        await _found(query, asked, shared)


async def _hint(query: InlineQuery, texts: Texts) -> None:
    """Nothing is typed yet: a line over the empty list says what to type."""
    button = InlineQueryResultsButton(texts("button.inline"), start_parameter=_START)
    await query.answer([], cache_time=_KEPT, is_personal=True, button=button)


async def _found(query: InlineQuery, asked: str, shared: Service) -> None:
    """What answers the query, unless another letter comes first."""
    user = query.from_user.id
    texts, is_personal = _texts(asked, query, shared)
    await asyncio.sleep(_TYPING)
    if shared.typed_last.get(user) != query.id:
        return
    try:
        shared.inline_limits.admit(user)
        reply = await shared.ask(asked)
    except (QuestionError, Refused):
        await query.answer([], cache_time=0, is_personal=True)
        return
    if shared.typed_last.get(user) == query.id:
        results = [one for answer in reply.answers[:_MOST] for one in _result(answer, texts)]
        await query.answer(results or [_nothing(reply, texts)], cache_time=_KEPT, is_personal=is_personal)


def _texts(asked: str, query: InlineQuery, shared: Service) -> tuple[Texts, bool]:
    """The texts in the query's language, and whether that had to be taken from the person who typed it."""
    if is_arabic(asked):
        return texts_for("ar"), False
    if any(unicodedata.name(letter, "").startswith("CYRILLIC") for letter in asked):
        return texts_for("ru"), False
    return shared.texts(query.from_user), True


def _result(answer: Answer, texts: Texts) -> list[InlineQueryResultArticle]:
    """An answer as a line of the list; none where it is too long for the one message that it would become."""
    [page, *more] = answer_pages([answer], texts, 1)
    if more:
        return []
    named = [plain_field(part, _LONGEST_NAME) for part in (answer.speaker, answer.outlet) if part]
    title = plain_field(answer.title or answer.article, _LONGEST_TITLE)
    return [
        InlineQueryResultArticle(
            id=_id(answer.article, answer.start, answer.end, texts.language),
            title=texts.direction_mark + SEPARATOR.join(named or [title]),
            description=mark_of(answer.text, texts.direction_mark) + plain_field(answer.text, _LONGEST_DESCRIPTION),
            input_message_content=_content(page.html),
        )
    ]


def _nothing(reply: Reply, texts: Texts) -> InlineQueryResultArticle:
    """That nothing was found; whoever chooses it sends just that."""
    said = abstention(reply.model_copy(update={"asked_otherwise": (), "others": ()}), texts)
    return InlineQueryResultArticle(
        id=_id("nothing", reply.question, texts.language),
        title=texts("button.nothing"),
        description=plain_field(reply.question, _LONGEST_DESCRIPTION),
        input_message_content=_content(f"{question_heading(reply.question, texts)}\n\n{said}"),
    )


def _content(html: str) -> InputTextMessageContent:
    return InputTextMessageContent(html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)


def _id(*parts: object) -> str:
    """The same for the same line each time, within Telegram's 64 bytes."""
    return hashlib.blake2b(repr(parts).encode("utf8", "surrogatepass"), digest_size=16).hexdigest()
