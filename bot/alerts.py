"""Alerts: what is new in the index is looked through for everybody who follows something, and told to each chat.

Everything is written into the memory before it is sent (`alert_table`), so that an alert waits there through a restart,
a network that is down, quiet hours, and the pause after the message before it. What waits for a chat goes out as one
message: five hundred new statements are one digest.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from telegram import Bot, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.alert_messages import alert_message
from bot.alert_table import Alert
from bot.answering import NO_PREVIEW
from bot.cards import restored
from bot.catalogue import Texts, texts_for
from bot.delivery import was_not_taken
from bot.following import mute_button
from bot.follows import Follow
from bot.memory import Memory
from bot.service import Service, service
from index.errors import StoreError
from retrieval.alerts import Want
from retrieval.answer import Answer
from retrieval.search import Searcher

_log = logging.getLogger(__name__)

# Between two messages to one chat; what comes meanwhile is told together.
_PAUSE = timedelta(minutes=1)
# Follows that are looked after in one go: between two the bot can be stopped.
_AT_ONCE = 50


async def check(context: ContextTypes.DEFAULT_TYPE) -> None:
    """The job: look through what is new, and tell what waits; nothing where the last time is not over yet."""
    shared = service(context)
    if shared.alerting.locked():
        return
    async with shared.alerting:
        try:
            await look_through(shared)
            await tell(context.bot, shared, datetime.now(UTC))
        except StoreError as error:  # until the index, or the memory, can be read and written again
            _log.warning("alerts wait: %s", error)


async def look_through(shared: Service) -> None:
    """Write down what of the new sentences each follow is to be told.

    An index that a bot sees for the first time, and one that has been put back to an earlier state, is not news: from
    there on the look begins. A large archive is looked through in parts, and where the bot is stopped between two of
    them, it goes on there the next time.
    """
    alerts, since = shared.memory.alerts, shared.memory.alerts.looked_through
    newest = await shared.background.run(shared.searcher.newest)
    follows = await shared.background.run(shared.memory.follows.all)
    if since is None or newest < since or not follows:
        await shared.background.run(partial(alerts.keep, (), newest))
        return
    while since < newest and not shared.stopping:
        found, until = await _news(shared, follows, since)
        if until <= since:
            break
        await shared.background.run(partial(alerts.keep, found, until))
        since = until


async def _news(shared: Service, follows: Sequence[Follow], since: int) -> tuple[list[tuple[Follow, Answer]], int]:
    """What the next part of the new sentences holds for each follow, and the last sentence that all were shown."""
    found: list[tuple[Follow, Answer]] = []
    until: list[int] = []
    for first in range(0, len(follows), _AT_ONCE):
        if shared.stopping:
            return [], since
        some = follows[first : first + _AT_ONCE]
        wants = [Want(follow.speaker, follow.topic) for follow in some]
        news = await shared.background.run(partial(shared.searcher.matches, wants, since))
        until.append(news.until)
        found += [(follow, one) for follow, answers in zip(some, news.answers, strict=True) for one in answers]
    return found, min(until)


async def tell(bot: Bot, shared: Service, now: datetime) -> None:
    """Send what waits and may be sent now, a message for each chat, or each thread of a forum.

    A chat that was told something within the last minute, or in whose quiet hours it is, waits.
    """
    told = shared.told_last
    for chat in [chat for chat, at in told.items() if not now - _PAUSE < at <= now]:
        del told[chat]
    waits = set(told)
    for alerts in await shared.background.run(shared.memory.alerts.waiting):
        chat = alerts[0].follow.chat
        quiet = shared.memory.readers.quiet(chat)
        if shared.stopping:
            return
        if chat not in waits and not (quiet and quiet.holds(now)):
            await _send(bot, shared, alerts)
            told[chat] = now


async def _send(bot: Bot, shared: Service, alerts: Sequence[Alert]) -> None:
    """One message of all that waits for a chat."""
    kept, first, texts = shared.memory.alerts, alerts[0].follow, _texts(alerts[0].follow, shared)
    html = await shared.background.run(lambda: _message(alerts, shared.searcher, texts))
    if not html:  # all of it has left the index meanwhile
        kept.told(alerts)
        return
    kept.trying(alerts)
    try:
        await bot.send_message(
            first.chat,
            html,
            message_thread_id=first.thread,
            parse_mode=ParseMode.HTML,
            reply_markup=_buttons(alerts, texts),
            link_preview_options=NO_PREVIEW,
        )
    except TelegramError as error:
        _not_sent(alerts, error, shared.memory)
    else:
        kept.told(alerts)


def _not_sent(alerts: Sequence[Alert], error: TelegramError, memory: Memory) -> None:
    """What becomes of alerts that Telegram did not take, or may not have taken."""
    first, said = alerts[0].follow, str(error).lower()
    match error:
        case Forbidden():  # blocked, removed, or the account is gone
            memory.drop_chat(first.chat)
        case BadRequest() if "chat not found" in said:
            memory.drop_chat(first.chat)
        case ChatMigrated():
            memory.move_chat(first.chat, error.new_chat_id)
            memory.alerts.not_taken(alerts)
        case BadRequest() if "message thread not found" in said and first.thread is not None:
            memory.follows.leave_thread(first.chat, first.thread)
            memory.alerts.not_taken(alerts)
        case BadRequest():  # it would be refused each time
            _log.error("an alert was refused: %s", error)
            memory.alerts.told(alerts)
        case RetryAfter():
            memory.alerts.not_taken(alerts)
        case _ if was_not_taken(error):
            memory.alerts.not_taken(alerts)
        case _:
            _log.info("an alert may not have arrived; it is sent once more at most: %s", error)


def _texts(follow: Follow, shared: Service) -> Texts:
    """The texts in the language that whoever follows has chosen, or had when the follow was made."""
    return texts_for(shared.memory.readers.language(follow.user) or follow.language)


def _message(alerts: Sequence[Alert], searcher: Searcher, texts: Texts) -> str:
    answers = restored([alert.quote for alert in alerts], searcher.slices)
    found = [(alert.follow, answer) for alert, answer in zip(alerts, answers, strict=True) if answer]
    return alert_message(found, texts) if found else ""


def _buttons(alerts: Sequence[Alert], texts: Texts) -> InlineKeyboardMarkup | None:
    """To stop the follow, where all the alerts come from one."""
    if len({alert.follow.number for alert in alerts}) > 1:
        return None
    return InlineKeyboardMarkup([[mute_button(alerts[0].follow, texts)]])
