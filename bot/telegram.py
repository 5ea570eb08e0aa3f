"""The Telegram bot's wiring: builder, handlers in order, start, stop, and nothing else."""

import asyncio
import logging
import re
import signal
from contextlib import closing, suppress
from typing import Any, NoReturn
from urllib.parse import urlsplit

from telegram import BotCommand, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    Updater,
    filters,
)
from telegram.request import BaseRequest

from bot import buttons, handlers, keyboard, preferences
from bot.catalogue import DEFAULT_LANGUAGE, LANGUAGES, preload, texts_for
from bot.logs import conceal
from bot.memory import Memory
from bot.service import SERVICE, Service
from bot.settings import Settings
from index.errors import QalaError, SettingsError
from retrieval.search import Searcher

_log = logging.getLogger(__name__)

# The kinds of update that a handler below takes; Telegram sends no others.
ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]

_CONCURRENT_UPDATES = 64
_TIDY_EVERY = 600  # seconds between deletions of what has been remembered long enough
_RETRIES = 3  # after "too many requests", each after the time that Telegram asks for
_START_OPTIONS: dict[str, Any] = {"allowed_updates": ALLOWED_UPDATES, "bootstrap_retries": 5}
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what Telegram takes as a webhook's secret

# The menu of commands, in its order.
_COMMANDS = ("start", "help", "language", "new", "forgetme")

BotApplication = Application[Any, Any, Any, Any, Any, Any]


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
    # Nothing changes where the caller has set up logging.
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    webhook = _webhook_options(settings) if settings.webhook_url else None
    with closing(Memory(settings.memory_path)) as memory:
        application = build_application(settings, searcher, memory)
        try:
            asyncio.run(_serve(application, webhook))
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
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(base_url or settings.telegram_base_url)
        .rate_limiter(AIORateLimiter(max_retries=_RETRIES))
        .concurrent_updates(_CONCURRENT_UPDATES)
        .post_init(_register_commands)
    )
    if request is not None:
        builder = builder.request(request).get_updates_request(request)
    application: BotApplication = builder.build()
    preload()
    application.bot_data[SERVICE] = Service(searcher, settings, memory)
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


async def _serve(application: BotApplication, webhook: dict[str, Any] | None) -> None:
    """Work until SIGINT or SIGTERM, or until the start fails; then stop, with every answer sent.

    python-telegram-bot's own `run_polling` leaves tracebacks behind when the signal comes during the
    start, and open connections when the token is refused.
    """
    working = asyncio.create_task(_work(application, webhook))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await working
    finally:
        await _stop(application)


async def _work(application: BotApplication, webhook: dict[str, Any] | None) -> NoReturn:
    """Start, and go on until cancelled."""
    await application.initialize()
    if application.post_init:
        await application.post_init(application)
    if webhook:
        await _updater(application).start_webhook(**webhook, **_START_OPTIONS)
    else:
        await _updater(application).start_polling(**_START_OPTIONS)
    await application.start()
    _log.info("the bot @%s is running", application.bot.username)
    while True:
        await asyncio.sleep(3600)


async def _stop(application: BotApplication) -> None:
    """Stop what has been started: no more updates, then the answers in work, then the connections."""
    if _updater(application).running:
        await _updater(application).stop()
    if application.running:
        await application.stop()
    await application.shutdown()
    await application.bot.shutdown()  # where the start failed midway, the line above leaves it open
    _log.info("the bot has stopped")


def _updater(application: BotApplication) -> Updater:
    if application.updater is None:
        raise TypeError("the application was built without an updater")
    return application.updater


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


def _webhook_options(settings: Settings) -> dict[str, Any]:
    """The keyword arguments of `start_webhook`, checked."""
    url = settings.webhook_url or ""
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if urlsplit(url).scheme != "https":
        raise SettingsError(f"QALA_WEBHOOK_URL must be an https address, not {url!r}.")
    if not _SECRET.fullmatch(secret):
        raise SettingsError(
            "QALA_WEBHOOK_SECRET must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -:"
            " without it anybody could send updates to the webhook."
        )
    return {
        "listen": settings.webhook_listen,
        "port": settings.webhook_port,
        "url_path": urlsplit(url).path.lstrip("/"),
        "webhook_url": url,
        "secret_token": secret,
    }
