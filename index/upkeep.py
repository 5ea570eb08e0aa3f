"""Upkeep: articles out of an index, and their last traces out of its files."""

from collections.abc import Sequence
from pathlib import Path

from index.errors import InputError, StoreError
from index.store import Store
from index.vectors import keep_vectors


def remove(folder: Path, wanted: Sequence[str], outlets: Sequence[str] = ()) -> int:
    """Remove the articles of these ids or URLs, and all of these outlets; gives how many there were.

    In one transaction, with their sentences, vectors and statements; speakers are registered anew. InputError, and
    nothing is removed, where one of them is not in the index; StoreError where it cannot be written.
    """
    with Store.writing(folder) as store:
        ids = _ids(store, wanted, outlets)
        with store.transaction():
            for article_id in ids:
                store.remove(article_id)
            store.register_speakers()
        finish(store)
        return len(ids)


def compact(folder: Path) -> tuple[int, int]:
    """Write the index without the gaps that removed articles leave; gives its bytes before and after.

    Until then their words may still stand in free pages of the database. StoreError where somebody else has it open.
    """
    with Store.writing(folder) as store:
        before = _size(folder)
        finish(store)
        store.compact()
        keep_vectors(store, anew=True)
        return before, _size(folder)


def finish(store: Store, doubted: bool = False) -> None:
    """Bring all that is derived up to date: the registry of speakers and the vector file, which may be `doubted`."""
    if not store.speakers_are_registered:
        with store.transaction():
            store.register_speakers()
    keep_vectors(store, doubted=doubted)


def settle(folder: Path) -> bool:
    """Finish what a writer that was killed left undone; False where that is not possible now.

    A reader does so when it starts. While somebody else writes, or in a folder that is read-only, it goes on without.
    """
    try:
        with Store.writing(folder, patience=0.0) as store:
            finish(store, doubted=True)
    except StoreError:
        return False
    return True


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


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
