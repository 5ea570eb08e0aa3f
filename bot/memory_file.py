"""The bot's own SQLite file: what readers chose, asked and were shown. Articles are never in it."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.connection import connect
from index.errors import StoreError

# Grows with every change of the tables below; `_LADDER` would then hold the statements that lead from one to the next.
VERSION = 1

_TABLES = """
CREATE TABLE reader (
    user INTEGER PRIMARY KEY, language TEXT, quiet_from INTEGER, quiet_to INTEGER, time_zone TEXT
) STRICT;
CREATE TABLE conversation (
    chat INTEGER, user INTEGER, question TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (chat, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE card (
    chat INTEGER, message INTEGER, user INTEGER NOT NULL, asked_in INTEGER,
    content TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (chat, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_asked_in ON card (chat, asked_in);
CREATE INDEX card_at ON card (at);
CREATE TABLE feedback (
    user INTEGER, question TEXT, article TEXT, start INTEGER, end INTEGER, vote INTEGER NOT NULL,
    content TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (user, question, article, start, end)
) STRICT, WITHOUT ROWID;
CREATE TABLE follow (
    number INTEGER PRIMARY KEY AUTOINCREMENT, user INTEGER NOT NULL, chat INTEGER NOT NULL, thread INTEGER,
    speaker TEXT, topic TEXT, language TEXT NOT NULL, since INTEGER NOT NULL
) STRICT;
CREATE INDEX follow_chat ON follow (chat);
CREATE TABLE alert (
    number INTEGER PRIMARY KEY, follow INTEGER NOT NULL REFERENCES follow ON DELETE CASCADE, digest TEXT NOT NULL,
    content TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL, UNIQUE (follow, digest)
) STRICT;
CREATE INDEX alert_tries ON alert (tries) WHERE tries > 0;
CREATE TABLE seen (place INTEGER PRIMARY KEY CHECK (place = 0), sentence INTEGER NOT NULL) STRICT;
CREATE TABLE tally (day TEXT, outcome TEXT, count INTEGER NOT NULL, PRIMARY KEY (day, outcome)) STRICT, WITHOUT ROWID;
CREATE TABLE postponed (number INTEGER UNIQUE, user INTEGER, content TEXT, at INTEGER NOT NULL) STRICT;
"""


class MemoryFile:
    """One connection to the file, used by one thread at a time; each method is a few short statements."""

    def __init__(self, path: Path) -> None:
        """Open the file, made where it is missing; StoreError where that cannot be done or it is no such file."""
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)  # SQLite gives its log files the rights of this one
            path.chmod(0o600)
            self._connection = connect(path, mode="rw")
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the bot's memory {path} cannot be opened: {error}") from error
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the connection; nothing works afterwards."""
        with self._lock:
            self._connection.close()

    def execute(self, statement: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Run one statement; its rows, all of them. StoreError where the file cannot be read or written."""
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise StoreError(f"the bot's memory {self.path}: {error}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is executed in the block is done whole or not at all, and by nobody else meanwhile.

        StoreError where it cannot be done; the next transaction begins anew whatever became of this one.
        """
        with self._lock:
            self.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.execute("COMMIT")
            finally:
                if self._connection.in_transaction:  # SQLite itself ends one that found no room
                    self.execute("ROLLBACK")

    def _prepare(self) -> None:
        self._connection.row_factory = sqlite3.Row
        try:
            # What a reader has deleted is not to be found in the file's unused pages either.
            self._connection.execute("PRAGMA secure_delete = ON")
            with self.transaction():
                self._make_tables()
        except sqlite3.Error as error:
            raise StoreError(f"the bot's memory {self.path} cannot be used: {error}") from error

    def _make_tables(self) -> None:
        """The tables, where the file is new; asked inside the transaction: another process may be at the same."""
        [(version,)] = self.execute("PRAGMA user_version")
        if version == VERSION:
            return
        if version:
            raise StoreError(f"the bot's memory {self.path} has version {version}, this qala knows {VERSION}")
        for statement in _TABLES.split(";\n"):
            if statement.strip():
                self.execute(statement)
        self.execute(f"PRAGMA user_version = {VERSION}")
