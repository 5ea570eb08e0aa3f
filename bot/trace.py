"""What is measured of one update on its way, from its arrival to the last message of its answer."""

import re
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from telegram import Update

# How a question ended. Updates that are no question have none.
Outcome = Literal["answered", "abstained", "empty", "long", "limited", "busy", "failed", "postponed"]

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_current: ContextVar["Trace | None"] = ContextVar("trace", default=None)


@dataclass(slots=True)
class Trace:
    """One update's way; handlers, workers and the delivery of messages write into it. Times are in seconds."""

    kind: str
    user: int | None = None
    language: str = "-"
    arrived: float = field(default_factory=time.monotonic)
    outcome: Outcome | None = None
    answers: int = 0
    queue: float = 0.0  # from the arrival to a free worker: behind the chat's earlier updates, then behind others'
    search: float = 0.0
    send: float = 0.0
    messages: int = 0  # that Telegram took
    sending: bool = False  # something is on its way to Telegram, or got there
    undelivered: bool = False

    @property
    def seconds(self) -> float:
        """Seconds since the arrival."""
        return time.monotonic() - self.arrived


def trace_of(update: Update) -> Trace:
    """A new trace of an update that has just arrived."""
    user = update.effective_user
    language = _LANGUAGE.match((user.language_code or "").lower()) if user else None
    return Trace(kind_of(update), user.id if user else None, language[0] if language else "-")


def kind_of(update: Update) -> str:
    """The Bot API's name of what an update brings; "unknown" where this version of it has none."""
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None), "unknown")


def begin(trace: Trace) -> None:
    """Everything that this task does from now on, and the tasks that it starts, belongs to the trace."""
    _current.set(trace)


def current_trace() -> Trace:
    """The trace of the update in work; one that nobody reads where none is (jobs, the start)."""
    return _current.get() or Trace("none")
