"""The Telegram bot's wiring: builder, handlers in order, start, stop, and nothing else."""

import asyncio
import logging
from contextlib import closing
from typing import Any

from telegram import BotCommand, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot import buttons, handlers, keyboard, preferences
from bot.catalogue import DEFAULT_LANGUAGE, LANGUAGES, preload, texts_for
from bot.delivery import Delivery
from bot.lifecycle import BotApplication, serve
from bot.logs import conceal, set_up
from bot.memory import Memory
from bot.processor import Lanes
from bot.service import SERVICE, Service
from bot.settings import Settings
from bot.transport import CheckedRequest, PollingRequest
from bot.webhook import webhook_options
from index.errors import QalaError, SettingsError
from retrieval.search import Searcher

_log = logging.getLogger(__name__)

# The kinds of update that a handler below takes; Telegram sends no others.
ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]

_TIDY_EVERY = 600  # seconds between deletions of what has been remembered long enough
START_OPTIONS: dict[str, Any] = {"allowed_updates": ALLOWED_UPDATES, "bootstrap_retries": 5}

# The menu of commands, in its order.
_COMMANDS = ("start", "help", "language", "new", "forgetme")


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
        .post_init(_register_commands)
        .build()
    )
    preload()
    application.bot_data[SERVICE] = service
    _add_handlers(application)
    if application.job_queue:
        application.job_queue.run_repeating(handlers.expire, _TIDY_EVERY, first=0)
    return application


def _add_handlers(application: BotApplication) -> None:
    """The first handler whose filter fits takes the update; what fits none is left alone."""
    application.add_handler(CommandHandler("start", handlers.start))
    application.add_handler(CommandHandler("help", handlers.help_))
    application.add_handler(CommandHandler("language", preferences.language))
    application.add_handler(CommandHandler("new", preferences.new))
    application.add_handler(CommandHandler("forgetme", preferences.forget_me))
    application.add_handler(CallbackQueryHandler(preferences.press, preferences.PATTERN))
    application.add_handler(CallbackQueryHandler(buttons.press, keyboard.PATTERN))
    application.add_handler(CallbackQueryHandler(buttons.expired))
    # In groups the bot is silent but for its commands: not every message there is a question to it.
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    application.add_handler(MessageHandler(private & filters.COMMAND, handlers.help_))
    application.add_handler(MessageHandler(private & filters.TEXT, handlers.question))
    application.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, handlers.written_only))
    corrected = filters.UpdateType.EDITED_MESSAGE & filters.TEXT & ~filters.COMMAND
    application.add_handler(MessageHandler(corrected, handlers.edited))
    application.add_error_handler(handlers.on_error)


async def _register_commands(application: BotApplication) -> None:
    """Register the menu of commands, in every language; a bot without a menu still answers."""
    try:
        for language in LANGUAGES:
            texts = texts_for(language)
            commands = [BotCommand(name, texts(f"command.{name}")) for name in _COMMANDS]
            if language == DEFAULT_LANGUAGE:
                await application.bot.set_my_commands(commands)
            else:
                await application.bot.set_my_commands(commands, language_code=language)
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("the menu of commands was not registered: %s", error)
