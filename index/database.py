"""The store's SQLite file: opened, created, locked, brought up to date, read in snapshots, written in transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Self

from index import schema
from index.connection import State, connect, connect_reading, is_as_it_was
from index.errors import StoreError
from index.lock import PATIENCE, writer_lock
from index.read_once import ReadOnce

FILE_NAME = "qala.sqlite"


class Database(ReadOnce):
    """The open file of an index folder. One writer at a time; readers never wait (SQLite's WAL)."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, state: State | None = None) -> None:
        """`state`: of the file, where the connection sees no later one (`connect_reading`)."""
        self._connection = connection
        self._state = state
        self.folder = folder

    @classmethod
    def create(cls, folder: Path, locked: bool = False) -> Self:
        """Open a folder for writing; makes it and an empty store where there is none. See `writing`."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            store = cls(connect(folder / FILE_NAME, mode="rwc"), folder)
            with store._closed_on_error(), store.transaction():
                if schema.version(store._connection) is None:
                    schema.create(store._connection)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"index {folder} cannot be written: {error}") from error
        store._bring_up_to_date(locked)
        return store

    @classmethod
    def open(cls, folder: Path, locked: bool = False) -> Self:
        """Open an existing index for reading. StoreError where there is none or it is damaged.

        An older schema is migrated, under the writer's lock; `locked`: the caller holds that already.
        """
        path = folder / FILE_NAME
        missing = f"no index in {folder}: make one with `qala build SOURCE... --index {folder}`"
        if not path.is_file():
            raise StoreError(missing)
        try:
            store = cls(connect(path, mode="rw"), folder) if locked else cls._reading(folder)
            with store._closed_on_error():
                if schema.is_empty(store._connection):  # a first build was killed before its first commit
                    raise StoreError(missing)
                if schema.version(store._connection) is None:
                    raise StoreError(f"{path} is no index of qala: build into another folder")
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"index {folder} cannot be opened: {error}") from error
        store._bring_up_to_date(locked)
        return store

    @classmethod
    @contextmanager
    def writing(cls, folder: Path, create: bool = False, patience: float = PATIENCE) -> Iterator[Self]:
        """The store for one writer; a second one waits. With `create`, made where there is none.

        StoreError where it is held by another for too long, or cannot be written: read-only, a full disk. What was
        committed before that stays.
        """
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            elif not (folder / FILE_NAME).is_file():
                cls.open(folder)
            with writer_lock(folder, patience):
                store = cls.create(folder, locked=True) if create else cls.open(folder, locked=True)
                try:
                    yield store
                finally:
                    store.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"index {folder} cannot be written: {error}") from error

    @classmethod
    def _reading(cls, folder: Path) -> Self:
        connection, state = connect_reading(folder / FILE_NAME)
        return cls(connection, folder, state)

    def close(self) -> None:
        """Close the connection; the folder can be opened again."""
        self._connection.close()

    @contextmanager
    def transaction(self, seen: bool = True) -> Iterator[None]:
        """All or nothing: what is written inside is committed together, with a new generation.

        Without `seen` it is nothing that a reader sees, and the generation stays.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        before = self._connection.total_changes
        with self._undone_on_error():
            yield
            if seen and self._connection.total_changes > before:
                self._set("generation", str(self.generation + 1))
            self._connection.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one generation, whatever others commit meanwhile. StoreError where the file is damaged."""
        try:
            if self._state is not None and not is_as_it_was(self.folder / FILE_NAME, self._state):
                self._connection.close()
                self._connection, self._state = connect_reading(self.folder / FILE_NAME)
            self._connection.execute("BEGIN")
            self._remember(True)
            with self._undone_on_error():
                yield
                self._connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise StoreError(
                f"index {self.folder} cannot be read: {error}; if it is damaged, put a backup back or build it again"
                " into a new folder"
            ) from error
        finally:
            self._remember(False)

    @property
    def generation(self) -> int:
        """A number that grows with every committed change; derived files say which they were made from."""
        return int(self._get("generation") or 0)

    # --- inside ------------------------------------------------------------------------------------

    def _get(self, key: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @contextmanager
    def _undone_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # where the disk is full SQLite has undone it already
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _bring_up_to_date(self, locked: bool) -> None:
        """Migrate an older schema, one process at a time; StoreError for a newer one."""
        found = schema.version(self._connection) or 0
        if found == schema.VERSION:
            return
        try:
            with self._closed_on_error():
                if found > schema.VERSION:
                    raise StoreError(
                        f"index {self.folder} has schema {found}, this qala reads {schema.VERSION}: update qala, or"
                        " build the articles again into a new folder"
                    )
                with nullcontext() if locked else writer_lock(self.folder):
                    found = schema.version(self._connection) or 0
                    if found < schema.VERSION:
                        schema.migrate(self._connection, found)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"index {self.folder} has schema {found} and cannot be brought up to {schema.VERSION}: {error}"
            ) from error
