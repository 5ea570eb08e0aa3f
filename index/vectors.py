"""Vector search: a FAISS file beside the store, derived from it, and what the store has changed since.

The folder holds `vectors-<generation>.faiss`, the base, and `vectors.json`, which names that file, the store's
generation and the model's fingerprint it was made from, its size and its checksum. The JSON file is written last and by
rename: it is the commit. Sentences that came later are read from the store into memory, and those that are gone are
passed over; a sentence's number is never used twice, so numbers tell both. The store names the base that was made of
it: another store's, or a later one beside a store that was restored, is not taken. A writer makes it anew when the
changes are many.
"""

import zlib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Protocol
from uuid import uuid4

import faiss
import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.atomic import replacing
from index.store import Store
from index.token_space import Vectors
from index.vector_index import Numbers, empty_index, make_index, nearest, numbers_of

SIDECAR = "vectors.json"
# The base is made anew where more than one vector in twenty, and more than these, came or went since.
_CHANGED = 20
_FEW = 2_000
_PART = 1 << 22  # bytes that are read at a time


class VectorSearch(Protocol):
    """What retrieval needs of a vector engine: the seam where another engine can stand."""

    @property
    def fingerprint(self) -> str | None:
        """Of the model whose vectors these are; None of an index that has none yet."""

    def search(self, query: Vectors, limit: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """(sentence number, cosine) of the nearest sentences to one query (dimension,), best first.

        `among` restricts the search to these sentence numbers.
        """

    def follow(self, store: Store) -> None:
        """Take in what the store has changed since; inside its snapshot."""


class Sidecar(BaseModel):
    """What the FAISS file is: its name, the store's generation and the model it was made from, and that it is whole."""

    model_config = ConfigDict(frozen=True)
    file: Annotated[str, Field(pattern=r"^vectors-\d+\.faiss$")]
    key: str
    generation: int
    fingerprint: str
    last: int
    count: int
    bytes: int
    changed_ns: int = 0  # when the file was last written to: one that nobody has touched since needs no reading
    crc32: int


class FaissSearch:
    """A base that stays as it is, what came after it, and what is gone from it."""

    def __init__(self, base: faiss.Index, fingerprint: str | None, last: int, kept: bool = False) -> None:
        """Of this model; `last`: the highest number in the base; `kept`: whether a file holds nearly all of it."""
        self.fingerprint = fingerprint
        self._base = base
        self._seen = last
        self.kept = kept
        self._tail = empty_index(base.d)
        self._gone: Numbers = np.empty(0, np.int64)

    def search(self, query: Vectors, limit: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """(sentence number, cosine), best first."""
        # One question is answered faster by one thread; the setting holds for the thread that asks.
        faiss.omp_set_num_threads(1)
        if among is not None and len(self._gone):
            among = np.setdiff1d(np.fromiter(among, np.int64, len(among)), self._gone)
        parts = (nearest(self._base, query, limit, among, self._gone), nearest(self._tail, query, limit, among))
        return sorted((one for part in parts for one in part), key=lambda one: (-one[1], one[0]))[:limit]

    def follow(self, store: Store) -> None:
        """Take in what the store has changed since; inside its snapshot."""
        known = self._base.ntotal + self._tail.ntotal - len(self._gone)
        if store.count_sentences(self._seen) != known:
            stored = store.sentence_numbers(self._seen)
            self._gone = np.setdiff1d(numbers_of(self._base), stored)
            lost = np.setdiff1d(numbers_of(self._tail), stored)
            if len(lost):
                self._tail.remove_ids(lost)  # type: ignore[arg-type]
        for numbers, vectors in store.vectors(after=self._seen):
            self._tail.add_with_ids(vectors, numbers)
            self._seen = int(numbers[-1])


def open_vectors(store: Store) -> FaissSearch:
    """The search over the store's present generation: the file where it fits, and what has changed since.

    Without a file that fits it is made in memory; nothing is written (see `keep_vectors`). Inside its snapshot, or
    what others commit meanwhile would be missing.
    """
    search = _read(store)
    if search is None:
        model = store.model
        search = FaissSearch(make_index(store), model.fingerprint if model else None, store.last_sentence)
    search.follow(store)
    return search


def keep_vectors(store: Store, anew: bool = False, doubted: bool = False) -> None:
    """Write the file where it is missing, does not fit, or much has changed since; `anew`: in any case.

    `doubted`: it is read to see whether it is whole; else its size is believed. For the writer, outside a transaction.
    OSError where the folder cannot be written.
    """
    sidecar = _sidecar(store)
    fits = not anew and sidecar is not None and not _much_changed(store, sidecar)
    if not (fits and sidecar is not None and (not doubted or _read_index(store, sidecar) is not None)):
        _write(store, make_index(store))
    _clear(store)


def _much_changed(store: Store, sidecar: Sidecar) -> bool:
    left = store.count_sentences(sidecar.last)
    came = store.counts()[1] - left
    return came + sidecar.count - left > max(_FEW, sidecar.count // _CHANGED)


def _read(store: Store) -> FaissSearch | None:
    """The base from its file, or None where it is missing, torn, or not the one that the store names."""
    sidecar = _sidecar(store)
    index = _read_index(store, sidecar) if sidecar else None
    if sidecar is None or index is None:
        return None
    return FaissSearch(index, sidecar.fingerprint, sidecar.last, kept=not _much_changed(store, sidecar))


def _sidecar(store: Store) -> Sidecar | None:
    """What the file says of itself, where it is of this store and model and there in its full size."""
    try:
        sidecar = Sidecar.model_validate_json((store.folder / SIDECAR).read_bytes())
        size = (store.folder / sidecar.file).stat().st_size
    except (OSError, ValidationError):
        return None
    model = store.model
    ours = model is not None and sidecar.fingerprint == model.fingerprint and sidecar.key == store.vectors_key
    return sidecar if ours and size == sidecar.bytes else None


def _read_index(store: Store, sidecar: Sidecar) -> faiss.Index | None:
    """The index in the file, mapped: what a question compares is read when it is; None where it is damaged."""
    path = store.folder / sidecar.file
    try:
        untouched = path.stat().st_mtime_ns == sidecar.changed_ns
        whole = untouched or _checksum(path) == sidecar.crc32
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC) if whole else None
    except (OSError, RuntimeError):  # FAISS raises RuntimeError for a file it cannot read
        return None


def _checksum(path: Path) -> int:
    """CRC-32 of a file: 2.8 GB/s here, SHA-256 1.6; it is to find damage, not forgery."""
    found = 0
    with path.open("rb") as file:
        while part := file.read(_PART):
            found = zlib.crc32(part, found)
    return found


def _write(store: Store, index: faiss.Index) -> None:
    model = store.model
    if model is None:
        return
    path = store.folder / f"vectors-{store.generation}.faiss"
    with replacing(path) as file:
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]
    sidecar = Sidecar(
        file=path.name,
        key=uuid4().hex,
        generation=store.generation,
        fingerprint=model.fingerprint,
        last=store.last_sentence,
        count=index.ntotal,
        bytes=path.stat().st_size,
        changed_ns=path.stat().st_mtime_ns,
        crc32=_checksum(path),
    )
    with replacing(store.folder / SIDECAR) as file:
        file.write(sidecar.model_dump_json(indent=1).encode())
    store.name_vectors(sidecar.key)


def _clear(store: Store) -> None:
    """Take away older files, and what a writer that was killed left half-written."""
    sidecar = _sidecar(store)
    for path in (*store.folder.glob("vectors-*.faiss"), *store.folder.glob(".vectors*")):
        if sidecar is None or path.name != sidecar.file:
            path.unlink(missing_ok=True)
