"""Vector search: a FAISS file beside the store, derived from it and rebuilt whenever it does not fit.

The folder holds `vectors-<generation>.faiss` and `vectors.json`, which names that file, the store's
generation and the model's fingerprint it was made from, its size and its SHA-256. The JSON file is
written last and by rename: it is the commit.
"""

import contextlib
import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from index.atomic import replacing
from index.model import sha256
from index.store import Store
from index.token_space import Vectors

SIDECAR = "vectors.json"


class VectorSearch(Protocol):
    """What retrieval needs of a vector engine: the seam where another engine can stand."""

    def search(self, query: Vectors, limit: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """(sentence number, cosine) of the nearest sentences to one query (dimension,), best first.

        `among` restricts the search to these sentence numbers.
        """


class Sidecar(BaseModel):
    """What the FAISS file was made from."""

    model_config = ConfigDict(frozen=True)
    file: str
    generation: int
    fingerprint: str
    bytes: int
    sha256: str


class FaissSearch:
    """Exact search over fp16 vectors (`IDMap2,SQfp16`): 6 ms per 100,000 vectors on 2 cores, recall 1."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        # One question is answered faster by one thread, until there are hundreds of thousands of vectors.
        faiss.omp_set_num_threads(1)

    def search(self, query: Vectors, limit: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """(sentence number, cosine), best first."""
        limit = min(limit, self._index.ntotal if among is None else len(among))
        if limit <= 0:
            return []
        chosen = np.array(sorted(among), np.int64) if among is not None else None
        parameters = None if chosen is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(chosen))  # type: ignore[call-arg]
        scores, numbers = self._index.search(query.reshape(1, -1), limit, params=parameters)
        found = zip(numbers[0], scores[0], strict=True)
        return [(int(number), float(score)) for number, score in found if number >= 0]


def open_vectors(store: Store, keep_file: bool = True) -> FaissSearch:
    """The search over the store's present generation: read from its file where that fits, else rebuilt.

    A folder that cannot be written is no obstacle: the search is then made in memory. So it is without `keep_file`,
    for a reader that follows a build, whose file the builder will write.
    """
    index = _read(store)
    if index is None:
        index = _make(store)
        if keep_file:
            with contextlib.suppress(OSError):  # a read-only folder: the next start makes it again
                _write(store, index)
    return FaissSearch(index)


def _make(store: Store) -> faiss.Index:
    dimension = store.model.dimension if store.model else 1
    index = faiss.index_factory(dimension, "IDMap2,SQfp16", faiss.METRIC_INNER_PRODUCT)
    for numbers, vectors in store.vectors():
        index.add_with_ids(vectors, numbers)
    return index


def _read(store: Store) -> faiss.Index | None:
    """The index from its file, or None where it is missing, torn, foreign or of another generation."""
    try:
        sidecar = Sidecar.model_validate_json((store.folder / SIDECAR).read_bytes())
        path = store.folder / Path(sidecar.file).name
        model = store.model
        if sidecar.generation != store.generation or model is None or sidecar.fingerprint != model.fingerprint:
            return None
        if path.stat().st_size != sidecar.bytes or sha256(path) != sidecar.sha256:
            return None
        index = faiss.read_index(str(path))
    except (OSError, ValidationError, RuntimeError):  # FAISS raises RuntimeError for a file it cannot read
        return None
    return index if index.d == model.dimension else None


def _write(store: Store, index: faiss.Index) -> None:
    model = store.model
    if model is None:
        return
    path = store.folder / f"vectors-{store.generation}.faiss"
    data = faiss.serialize_index(index).tobytes()
    with replacing(path) as file:
        file.write(data)
    sidecar = Sidecar(
        file=path.name,
        generation=store.generation,
        fingerprint=model.fingerprint,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    with replacing(store.folder / SIDECAR) as file:
        file.write(sidecar.model_dump_json(indent=1).encode())
    for old in store.folder.glob("vectors-*.faiss"):
        if old != path:
            old.unlink(missing_ok=True)
