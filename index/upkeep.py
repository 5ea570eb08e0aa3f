"""Upkeep: articles out of an index, and their last traces out of its files."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.errors import InputError, StoreError
from index.store import Store
from index.vectors import open_vectors


def remove(folder: Path, wanted: Sequence[str], outlets: Sequence[str] = ()) -> int:
    """Remove the articles of these ids or URLs, and all of these outlets; gives how many there were.

    In one transaction, with their sentences, vectors and statements; speakers are registered anew. InputError, and
    nothing is removed, where one of them is not in the index; StoreError where it cannot be written.
    """
    with _opened(folder) as store:
        ids = _ids(store, wanted, outlets)
        with store.transaction():
            for article_id in ids:
                store.remove(article_id)
            store.register_speakers()
        open_vectors(store)
        return len(ids)


def compact(folder: Path) -> tuple[int, int]:
    """Write the index without the gaps that removed articles leave; gives its bytes before and after.

    Until then their words may still stand in free pages of the database. StoreError where somebody else has it open.
    """
    with _opened(folder) as store:
        before = _size(folder)
        store.compact()
        open_vectors(store)
        return before, _size(folder)


def _ids(store: Store, wanted: Sequence[str], outlets: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for one in wanted:
        ids = store.ids_of(one)
        if not ids:
            raise InputError(f"{one}: no article of this id or URL in {store.folder}; nothing was removed")
        found |= dict.fromkeys(ids)
    for outlet in outlets:
        ids = store.ids_of_outlet(outlet)
        if not ids:
            known = ", ".join(store.outlets()) or "none"
            raise InputError(f"{outlet}: no outlet of this name in {store.folder} ({known}); nothing was removed")
        found |= dict.fromkeys(ids)
    return list(found)


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    """The store, open for writing; what SQLite cannot do is told as StoreError."""
    store = Store.open(folder)
    try:
        yield store
    except sqlite3.Error as error:
        raise StoreError(f"index {folder} cannot be changed: {error}") from error
    finally:
        store.close()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
