"""One writer at a time: a lock file in the index folder, which says who holds it."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import StoreError

LOCK_FILE = "writer.lock"
# Beside it, for whoever waits: taking the lock empties the file itself.
_HOLDER = "writer.json"
# Seconds that a second writer waits for the first.
PATIENCE = 10.0


@contextmanager
def writer_lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the index folder for writing. StoreError, naming who holds it, where it is not free in `patience` seconds.

    The system lets go of the lock when a process ends, however it ends.
    """
    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        holder = _holder(folder / _HOLDER)
        raise StoreError(f"index {folder} is being changed by {holder}: try again when it is done") from None
    try:
        _sign(folder / _HOLDER)
        yield
    finally:
        lock.release()


def _sign(path: Path) -> None:
    """Say who writes."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    who = {"pid": os.getpid(), "command": command, "since": datetime.now().astimezone().isoformat(timespec="seconds")}
    path.write_text(json.dumps(who), encoding="utf8")


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text(encoding="utf8"))
        return f"process {who['pid']} ({who['command']}, since {who['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
