"""What the handlers share: the one object on `bot_data`."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial

from telegram import User
from telegram.ext import CallbackContext

from bot.cards import Card, Quote
from bot.catalogue import Texts, texts_for
from bot.feedback import Vote
from bot.health import Health
from bot.keyboard import State
from bot.limits import Limits, Refused
from bot.logs import log_event, user_hash
from bot.memory import Memory
from bot.metrics import Metrics
from bot.settings import Settings
from bot.trace import Trace, current_trace
from bot.transport import PollingRequest
from bot.view import View, view_of
from bot.workers import Workers
from index.errors import QuestionError, StoreError
from retrieval.answer import Reply
from retrieval.search import Searcher

_log = logging.getLogger(__name__)

SERVICE = "service"

# So many messages' worth of answers a question gets. Asking for more costs nothing that could be measured.
_PAGES = 4
_QUERIES_A_QUESTION = 5


class Service:
    """The searcher, the settings and the memory, how questions take turns, and how all of it fares."""

    def __init__(
        self, searcher: Searcher, settings: Settings, memory: Memory, polling: PollingRequest | None = None
    ) -> None:
        """`polling`: the transport that fetches updates; None where Telegram delivers them."""
        self.searcher, self.settings, self.memory, self.polling = searcher, settings, memory, polling
        self.limits = Limits(settings.questions_per_minute)
        # Whoever types inline sends a query with every few letters.
        self.inline_limits = Limits(_QUERIES_A_QUESTION * settings.questions_per_minute)
        self.albums: deque[str] = deque(maxlen=1000)  # those of photos that somebody was given the hint for
        self.typed_last: dict[int, str] = {}  # each user's newest inline query
        self.told_last: dict[int, datetime] = {}  # when each chat got its last alerts
        self.alerting = asyncio.Lock()
        self.stopping = False
        self.workers = Workers(settings.questions_waiting)
        self.background = Workers(1, threads=1)  # for what nobody waits for; it takes no question's place
        self.health = Health(lambda: searcher.counts(), polling)
        self.metrics = Metrics()
        self.metrics.watch("qala_questions_waiting", "Questions without a thread", lambda: self.workers.waiting)

    async def ask(self, question: str, after: str | None = None, *, user: int | None = None) -> Reply:
        """Answer a question, which may follow up an earlier one, in a worker thread: the event loop goes on meanwhile.

        More answers are asked for than a message shows: they are there when the reader wants more.
        Raises `QuestionError`; `TooMany` where this user, if one is named, has asked too often, and `Busy` where too
        many wait. How it ended is written into the trace.
        """
        trace = current_trace()
        trace.outcome = "failed"
        try:
            if user is not None:
                self.limits.admit(user)
            most = _PAGES * self.settings.top
            reply = await self.workers.run(partial(self.searcher.ask, question, most, after=after))
        except QuestionError:
            trace.outcome = "empty"
            raise
        except Refused as refused:
            trace.outcome = refused.outcome
            raise
        trace.outcome = "answered" if reply.answers else "abstained"
        trace.answers = len(reply.answers)
        return reply

    def finished(self, trace: Trace) -> None:
        """Count an update that is done; a question is a line in the log, which says neither who nor what."""
        self.metrics.finished(trace)
        if trace.outcome is None:
            return
        log_event(
            _log,
            "question",
            user=user_hash(trace.user),
            language=trace.language,
            kind=trace.kind,
            outcome=trace.outcome,
            answers=trace.answers,
            messages=trace.messages,
            delivered=not trace.undelivered,
            queue=round(trace.queue, 4),
            search=round(trace.search, 4),
            send=round(trace.send, 4),
            total=round(trace.seconds, 4),
        )
        try:
            self.memory.tally.count(trace.outcome)
        except StoreError as error:
            _log.warning("a question was not counted: %s", error)

    async def view(
        self, card: Card, state: State, texts: Texts, vote_of: Callable[[Quote], Vote | None]
    ) -> View | None:
        """As `view_of`, in a worker thread; `Busy` where too many wait."""
        most = self.settings.top
        return await self.workers.run(partial(view_of, card, state, texts, most, self.searcher, vote_of))

    def is_admin(self, user: User | None) -> bool:
        """Whether the settings name this user."""
        return user is not None and user.id in self.settings.admin_ids

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
