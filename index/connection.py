"""Connections to the store's SQLite file: for writing, and for reading where nothing can be written either."""

import sqlite3
import time
from pathlib import Path

# How long a writer waits for a reader that copies the log back, in milliseconds.
_BUSY_TIMEOUT = 10_000
# What SQLite reports where it cannot make its log: a folder or file that is read-only, a full disk.
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)

# What tells one state of a database file from another: its inode, its size, when it changed.
State = tuple[int, int, int]


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection for writing and reading, by SQLite's write-ahead log; `mode` is SQLite's, "rw" or "rwc"."""
    connection = _open(path, f"mode={mode}")
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT}")
        _keep_log(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reading(path: Path) -> tuple[sqlite3.Connection, State | None]:
    """A connection for reading; where no log can be made beside the file, one to the file as it is, with its state.

    Such a connection does not see what is written later: `is_as_it_was` tells when to connect again.
    """
    try:
        return connect(path, mode="rw"), None
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _UNWRITABLE or _has_log(path):
            raise
        return _open(path, "mode=ro&immutable=1"), _state(path)


def connect_unchanged(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing, not even the file's kind of log: for a copy that nobody else has open."""
    return _open(path, "mode=ro")


def is_as_it_was(path: Path, state: State) -> bool:
    """Whether nobody has changed the file, or begun to, since it was in this state."""
    return not _has_log(path) and _state(path) == state


def _open(path: Path, parameters: str) -> sqlite3.Connection:
    # Autocommit: transactions are only those that `Store.transaction` opens. The bot asks from worker
    # threads, one at a time (retrieval/search.py holds the lock).
    uri = f"file:{_quoted(path)}?{parameters}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def _keep_log(connection: sqlite3.Connection) -> None:
    """Switch a file to the write-ahead log; SQLite does not wait by itself for another that does the same now."""
    patience = time.monotonic() + _BUSY_TIMEOUT / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _state(path: Path) -> State:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
