"""Copies of an index that can be put back: of the store alone, since all else is derived from it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index import schema
from index.connection import connect_reading, connect_unchanged
from index.database import FILE_NAME
from index.errors import StoreError
from index.feed_memory import FILE_NAME as FEEDS_SEEN
from index.lock import writer_lock


def copy_database(source: Path, target: Path, *, live: bool = True) -> None:
    """A consistent copy of an SQLite file as it is now, whoever reads and writes it meanwhile; whole or not at all.

    Not `live`: the source is such a copy itself, and stays as it is.

    StoreError where it cannot be read or written, is damaged, or the target is there already.
    """
    if target.exists():
        raise StoreError(f"{target} is there already: name another folder, or move it away")
    work = target.with_name(f".{target.name}-part")
    try:
        work.unlink(missing_ok=True)
        work.touch(mode=0o600)
        connection = connect_reading(source)[0] if live else connect_unchanged(source)
        with closing(connection), closing(sqlite3.connect(work)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole without a log beside it
            [found] = copy.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise StoreError(f"{source} is damaged: {' '.join(found.split())}")
        work.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{source} cannot be copied to {target}: {error}") from error
    finally:
        work.unlink(missing_ok=True)


def back_up(folder: Path, target: Path) -> None:
    """Copy the store of an index, and what its watch over feeds has seen, into a folder; bots and writers go on."""
    if not (folder / FILE_NAME).is_file():
        raise StoreError(f"no index in {folder}")
    target.mkdir(parents=True, exist_ok=True)
    copy_database(folder / FILE_NAME, target / FILE_NAME)
    with _as_store_error(target):
        if (folder / FEEDS_SEEN).is_file():
            shutil.copyfile(folder / FEEDS_SEEN, target / FEEDS_SEEN)


def put_back(backup: Path, folder: Path) -> None:
    """Make an index of a backup, in a folder that has none. What is derived is made when the index is opened."""
    _check_is_index(backup / FILE_NAME)
    with _as_store_error(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with writer_lock(folder):
        if (folder / FILE_NAME).exists():
            raise StoreError(f"there is an index in {folder}: move it away first, or name another folder")
        with _as_store_error(folder):
            if (backup / FEEDS_SEEN).is_file():
                shutil.copyfile(backup / FEEDS_SEEN, folder / FEEDS_SEEN)
        copy_database(backup / FILE_NAME, folder / FILE_NAME, live=False)


def _check_is_index(path: Path) -> None:
    if not path.is_file():
        raise StoreError(f"no backup in {path.parent}: it has no {path.name}")
    try:
        with closing(connect_unchanged(path)) as connection:
            version = schema.version(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    if version is None:
        raise StoreError(f"{path} is no index of qala")


@contextmanager
def _as_store_error(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error}") from error
