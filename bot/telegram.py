"""The Telegram bot's wiring: builder, handlers in order, start, stop, and nothing else."""

import asyncio
from collections.abc import Collection
from contextlib import closing
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot import alerts, buttons, follow_buttons, following, groups, handlers, inline, keyboard, overview, preferences
from bot.addressed import ADDRESSED
from bot.catalogue import preload
from bot.delivery import Delivery
from bot.lifecycle import BotApplication, serve
from bot.logs import conceal, set_up
from bot.memory import Memory
from bot.menu import register_commands
from bot.processor import Lanes
from bot.service import SERVICE, Service
from bot.settings import Settings
from bot.transport import CheckedRequest, PollingRequest
from bot.webhook import webhook_options
from index.errors import QalaError, SettingsError
from retrieval.search import Searcher

# The kinds of update that a handler below takes; Telegram sends no others.
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]

_TIDY_EVERY = 600  # seconds between deletions of what has been remembered long enough
START_OPTIONS: dict[str, Any] = {"allowed_updates": ALLOWED_UPDATES, "bootstrap_retries": 5}


def missing_token_message() -> str:
    """Two lines: how to get a token, and where to put it."""
    return (
        "The bot needs a token: open https://t.me/BotFather in Telegram, send /newbot and follow it.\n"
        "Then put the token into the environment or into .env: QALA_TELEGRAM_TOKEN=123456789:ABC..."
    )


def run(settings: Settings, searcher: Searcher) -> None:
    """Run the bot until SIGINT or SIGTERM: long polling, or a webhook where the settings name one.

    Raises `SettingsError` where the token is missing or refused or the webhook's settings make no sense,
    and a plain `QalaError` where Telegram cannot be reached at the start: that may pass.
    """
    set_up(settings.log_format)
    webhook = webhook_options(settings)
    with closing(Memory(settings.memory_path)) as memory:
        application = build_application(settings, searcher, memory)
        try:
            asyncio.run(serve(application, START_OPTIONS, webhook))
        except InvalidToken:
            # Neither the exception nor its text goes any further: it holds the token.
            raise SettingsError("Telegram refuses the bot's token (QALA_TELEGRAM_TOKEN).") from None
        except NetworkError as error:
            raise QalaError(f"The bot cannot start at {settings.telegram_base_url}: {error}") from None


def build_application(
    settings: Settings,
    searcher: Searcher,
    memory: Memory,
    *,
    request: BaseRequest | None = None,
    base_url: str | None = None,
) -> BotApplication:
    """The application, ready to run; `request` and `base_url` take the place of Telegram's in tests."""
    if settings.telegram_token is None:
        raise SettingsError(missing_token_message())
    token = settings.telegram_token.get_secret_value()
    conceal(token)
    polling = PollingRequest(request)
    service = Service(searcher, settings, memory, None if settings.webhook_url else polling)
    # With twice as many unfinished as may wait, those who ask are told so; the rest stays with Telegram meanwhile.
    lanes = Lanes(ALLOWED_UPDATES, 2 * settings.questions_waiting, service.finished)
    polling.when(lanes.room)
    application: BotApplication = (
        ApplicationBuilder()
        .token(token)
        .base_url(base_url or settings.telegram_base_url)
        .request(CheckedRequest(request))
        .get_updates_request(polling)
        .rate_limiter(Delivery(service.metrics.called))
        .concurrent_updates(lanes)
        .post_init(register_commands)
        .build()
    )
    preload()
    application.bot_data[SERVICE] = service
    _add_handlers(application, settings.admin_ids)
    _add_jobs(application, settings)
    return application


def _add_handlers(application: BotApplication, admins: Collection[int]) -> None:
    """The first handler whose filter fits takes the update; what fits none is left alone."""
    commands: dict[str, handlers.Handler] = {
        "start": handlers.start,
        "help": handlers.help_,
        "following": following.following,
        "quiet": following.quiet,
        "sources": overview.sources,
        "speakers": overview.speakers,
        "about": overview.about,
        "language": preferences.language,
        "new": preferences.new,
        "forgetme": preferences.forget_me,
    }
    new = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("ask", handlers.question, new))
    application.add_handler(CommandHandler("follow", following.follow, new))
    for name, handler in commands.items():
        application.add_handler(CommandHandler(name, handlers.limited(handler), new))
    application.add_handler(CommandHandler("stats", overview.stats, new & filters.User(admins)))
    for press, pattern in (
        (preferences.press, preferences.PATTERN),
        (follow_buttons.press, follow_buttons.PATTERN),
        (overview.press, overview.PATTERN),
        (buttons.press, keyboard.PATTERN),
    ):
        application.add_handler(CallbackQueryHandler(press, pattern))
    application.add_handler(CallbackQueryHandler(buttons.expired))
    application.add_handler(InlineQueryHandler(inline.answer))
    application.add_handler(ChatMemberHandler(groups.membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, groups.migrated))
    # What was chosen from the inline list is an answer, not a question.
    written = new & ~filters.VIA_BOT & ~filters.StatusUpdate.ALL
    private = written & filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(private & filters.COMMAND, handlers.limited(handlers.help_)))
    # In groups the bot is silent but for its commands and what is addressed to it.
    for meant in (private, written & filters.ChatType.GROUPS & ~filters.COMMAND & ADDRESSED):
        application.add_handler(MessageHandler(meant & filters.TEXT, handlers.question))
        application.add_handler(MessageHandler(meant, handlers.written_only))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, handlers.edited))
    application.add_error_handler(handlers.on_error)


def _add_jobs(application: BotApplication, settings: Settings) -> None:
    """What is done now and then. Late is better than never; and two at a time may begin, so that the second, which
    finds the first at work, ends without the scheduler's warning."""
    if application.job_queue is None:
        raise TypeError("the application was built without a job queue")
    options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 2}
    application.job_queue.run_repeating(handlers.expire, _TIDY_EVERY, first=0, job_kwargs=options)
    application.job_queue.run_repeating(alerts.check, settings.alert_seconds, first=0, job_kwargs=options)
