"""What the handlers share: the one object on `bot_data`."""

import asyncio
from dataclasses import dataclass, field

from telegram import User
from telegram.ext import CallbackContext

from bot.catalogue import Texts, texts_for
from bot.memory import Memory
from bot.settings import Settings
from retrieval.answer import Reply
from retrieval.search import Searcher

SERVICE = "service"

# Questions in work at once. Each encodes on all cores, so that more threads would only wait longer.
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Service:
    """The searcher, the settings and the memory, and how questions take turns."""

    searcher: Searcher
    settings: Settings
    memory: Memory
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.BoundedSemaphore(_WORKERS))

    async def ask(self, question: str) -> Reply:
        """Answer a question in a worker thread, so that the event loop goes on meanwhile."""
        async with self.slots:
            return await asyncio.to_thread(self.searcher.ask, question, self.settings.top)

    def texts(self, user: User | None) -> Texts:
        """The bot's texts in the language that a user chose, or else in that of the user's Telegram."""
        if user is None:
            return texts_for(None)
        return texts_for(self.memory.readers.language(user.id) or user.language_code)


def service(context: CallbackContext) -> Service:  # type: ignore[type-arg]
    """The service object that `telegram.build_application` put on `bot_data`."""
    found = context.bot_data[SERVICE]
    if not isinstance(found, Service):
        raise TypeError(f"bot_data holds a {type(found).__name__} in place of the Service")
    return found
