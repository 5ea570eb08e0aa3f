"""What the handlers share: the one object on `bot_data`."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import User
from telegram.ext import CallbackContext

from bot.cards import Card, Quote
from bot.catalogue import Texts, texts_for
from bot.feedback import Vote
from bot.keyboard import State
from bot.memory import Memory
from bot.settings import Settings
from bot.view import View, view_of
from index.errors import StoreError
from retrieval.answer import Reply
from retrieval.search import Searcher

_log = logging.getLogger(__name__)

SERVICE = "service"

# Questions in work at once. Each encodes on all cores, so that more threads would only wait longer.
_WORKERS = 2
# So many messages' worth of answers a question gets. Asking for more costs nothing that could be measured.
_PAGES = 4


@dataclass(frozen=True, slots=True)
class Service:
    """The searcher, the settings and the memory, and how questions take turns."""

    searcher: Searcher
    settings: Settings
    memory: Memory
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.BoundedSemaphore(_WORKERS))

    async def ask(self, question: str, after: str | None = None) -> Reply:
        """Answer a question, which may follow up an earlier one, in a worker thread: the event loop goes on meanwhile.

        More answers are asked for than a message shows: they are there when the reader wants more.
        """
        async with self.slots:
            return await asyncio.to_thread(self.searcher.ask, question, _PAGES * self.settings.top, after=after)

    async def view(
        self, card: Card, state: State, texts: Texts, vote_of: Callable[[Quote], Vote | None]
    ) -> View | None:
        """As `view_of`, in a worker thread."""
        return await asyncio.to_thread(view_of, card, state, texts, self.settings.top, self.searcher, vote_of)

    def texts(self, user: User | None) -> Texts:
        """The bot's texts in the language that a user chose, or else in that of the user's Telegram."""
        if user is None:
            return texts_for(None)
        try:
            chosen = self.memory.readers.language(user.id)
        except StoreError as error:
            _log.warning("a reader's language is not known: %s", error)
            chosen = None
        return texts_for(chosen or user.language_code)


def service(context: CallbackContext) -> Service:  # type: ignore[type-arg]
    """The service object that `telegram.build_application` put on `bot_data`."""
    found = context.bot_data[SERVICE]
    if not isinstance(found, Service):
        raise TypeError(f"bot_data holds a {type(found).__name__} in place of the Service")
    return found
