"""The menu of commands that Telegram shows, in every language: in private chats, and a shorter one in groups."""

import logging
from collections.abc import Sequence

from telegram import BotCommand, BotCommandScopeAllGroupChats
from telegram.error import InvalidToken, TelegramError

from bot.catalogue import DEFAULT_LANGUAGE, LANGUAGES, Texts, texts_for
from bot.lifecycle import BotApplication

_log = logging.getLogger(__name__)

# In their order.
COMMANDS = (
    "start", "help", "ask", "follow", "following", "quiet", "sources", "speakers", "language", "new", "about",
    "forgetme",
)  # fmt: skip
IN_GROUPS = ("ask", "help", "follow", "following", "quiet", "sources", "speakers", "about")


async def register_commands(application: BotApplication) -> None:
    """Register the menus; a bot without one still answers."""
    groups = BotCommandScopeAllGroupChats()
    try:
        for language in LANGUAGES:
            texts, code = texts_for(language), None if language == DEFAULT_LANGUAGE else language
            await application.bot.set_my_commands(_menu(COMMANDS, texts), language_code=code)
            await application.bot.set_my_commands(_menu(IN_GROUPS, texts), scope=groups, language_code=code)
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("the menu of commands was not registered: %s", error)


def _menu(commands: Sequence[str], texts: Texts) -> list[BotCommand]:
    return [BotCommand(name, texts(f"command.{name}")) for name in commands]
