"""A writer in a process of its own, to be killed or hindered: forked by a server that has imported everything."""

import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

import index.build
import index.database
import index.reembed
import retrieval.search  # noqa: F401 - imported before the fork, for speed
from index.article import Article
from index.build import article_statements, build
from index.store import Store
from index.upkeep import compact, remove
from tests.small_archive import article, articles
from tests.small_encoder import SmallEncoder

# Sentences that a commit takes in these tests, so that one operation commits many times.
CHUNK = 8


@dataclass(frozen=True)
class Change:
    """One thing to do to an index: build these articles, remove these ids, compact, or give it another model."""

    build: tuple[Article, ...] = ()
    remove: tuple[str, ...] = ()
    compact: bool = False
    reembed: str | None = None

    def make(self, folder: Path, model: str = "small") -> None:
        """Do it in this process; `model` is the one that the index has. Nothing is done where there is nothing to."""
        if self.build:
            build(self.build, folder, SmallEncoder(model))
        if self.remove:
            remove(folder, self.remove)
        if self.compact:
            compact(folder)
        if self.reembed:
            index.reembed.reembed(folder, SmallEncoder(self.reembed))


def fork_server() -> ForkServerContext:
    """Where such processes are started from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with pytest.MonkeyPatch.context() as environment:  # up to Python 3.13 the server does not get our sys.path
        environment.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
        forkserver.ensure_running()
    return context


def start(context: ForkServerContext, change: Change, folder: Path, at_step: int = -1) -> ForkServerProcess:
    """A process that has just begun to make the change; from `at_step` 0 on it kills itself before that step of it."""
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(change, folder, at_step, theirs))
    process.start()
    theirs.close()
    ours.recv()
    ours.close()
    return process


def attempt(context: ForkServerContext, change: Change, folder: Path, largest: int | None = None) -> str:
    """Make the change in a process of its own, where no file can grow beyond `largest` bytes; gives its error or ""."""
    ours, theirs = context.Pipe()
    process = context.Process(target=_attempt, args=(change, folder, largest, theirs))
    process.start()
    theirs.close()
    error: str = ours.recv()
    process.join()
    return error


def hold(context: ForkServerContext, folder: Path) -> tuple[ForkServerProcess, Connection]:
    """A process that holds the index for writing until something is sent to it, or it is killed."""
    ours, theirs = context.Pipe()
    process = context.Process(target=_hold, args=(folder, theirs))
    process.start()
    theirs.close()
    ours.recv()
    return process, ours


def _attempt(change: Change, folder: Path, largest: int | None, result: Connection) -> None:
    index.build.CHUNK = index.reembed.CHUNK = CHUNK
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    try:
        change.make(folder)
    except Exception as error:  # told by the process that asked for it
        result.send(f"{type(error).__name__}: {error}")
    else:
        result.send("")


def _hold(folder: Path, told: Connection) -> None:
    with Store.writing(folder):
        told.send(None)
        told.recv()


def _run(change: Change, folder: Path, at_step: int, ready: Connection) -> None:
    index.build.CHUNK = index.reembed.CHUNK = CHUNK
    if at_step >= 0:
        _count_steps(at_step)
    ready.send(None)
    change.make(folder)


def _count_steps(last: int) -> None:
    """Kill this process before its step number `last`: a commit, or a file that is made, renamed or removed."""
    steps = 0

    def step() -> None:
        nonlocal steps
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1

    def on_file(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("os.rename", "os.remove", "os.mkdir", "sqlite3.connect", "fcntl.flock") or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            step()

    index.database.connect = _traced(index.database.connect, step)
    sys.addaudithook(on_file)


def _traced(connect: Callable[..., Any], step: Callable[[], None]) -> Callable[..., Any]:
    def traced(path: Path, mode: str) -> Any:
        connection = connect(path, mode)

        def on_statement(text: str) -> None:
            # What stands in a transaction is undone together, wherever it ends; a row of FTS5's own begins with "--".
            if text == "COMMIT" or not (connection.in_transaction or text.startswith(("SELECT", "--"))):
                step()

        connection.set_trace_callback(on_statement)
        return connection

    return traced


article_statements(article(0))  # reads the lexicon, before the fork


CHANGES = {
    "build": Change(build=tuple(articles(range(6, 60), version=1))),
    "remove": Change(remove=("a1", "a2")),
    "compact": Change(compact=True),
    "reembed": Change(reembed="other"),
}


@contextmanager
def all_at_once(server: ForkServerContext, changes: Sequence[Change], folder: Path) -> Iterator[None]:
    """Each change made by a process of its own, all begun together; none may fail."""
    errors: list[str] = []
    writers = [threading.Thread(target=lambda c=c: errors.append(attempt(server, c, folder))) for c in changes]
    for writer in writers:
        writer.start()
    try:
        yield
    finally:
        for writer in writers:
            writer.join()
    assert errors == [""] * len(changes)
