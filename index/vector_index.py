"""FAISS indexes of the vectors of a store: exact while they are few, in cells beyond that."""

import os
from collections.abc import Collection
from math import isqrt
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.store import Store
from index.token_space import Vectors

Numbers = NDArray[np.int64]

# Up to here every vector is compared: recall 1. Beyond it, cells: see benchmarks/scale.py for what was measured.
EXACT_UP_TO = 300_000
# Cells for each square root of the number of vectors, vectors to find them by for each cell, and cells searched.
_CELLS, _SAMPLE, _PROBED = 4, 40, 64


def empty_index(dimension: int) -> faiss.Index:
    """An exact index over fp16 vectors (`IDMap2,SQfp16`), empty."""
    return faiss.index_factory(dimension, "IDMap2,SQfp16", faiss.METRIC_INNER_PRODUCT)


def make_index(store: Store, exact_up_to: int = EXACT_UP_TO) -> faiss.Index:
    """An index of all the vectors of a store: exact, or `IVF…,SQfp16` for more than `exact_up_to`."""
    dimension = store.model.dimension if store.model else 1
    _, count = store.counts()
    index = empty_index(dimension) if count <= exact_up_to else _trained(store, dimension, count)
    for numbers, vectors in store.vectors():
        index.add_with_ids(vectors, numbers)
    return index


def numbers_of(index: faiss.Index) -> Numbers:
    """The sentence numbers (n,) that an index holds, in order."""
    if isinstance(index, faiss.IndexIVF):
        lists: Any = index.invlists
        sizes = [lists.list_size(cell) for cell in range(index.nlist)]
        cells = [faiss.rev_swig_ptr(lists.get_ids(cell), size) for cell, size in enumerate(sizes) if size]
        return np.sort(np.concatenate(cells)) if cells else np.empty(0, np.int64)
    exact: Any = index
    return np.sort(faiss.vector_to_array(exact.id_map))


def nearest(
    index: faiss.Index, query: Vectors, limit: int, among: Collection[int] | None, without: Numbers
) -> list[tuple[int, float]]:
    """(sentence number, cosine) of at most `limit` vectors nearest to a query (dimension,), best first.

    `among`: only these, each of them compared; `without`: none of these.
    """
    limit = min(limit, index.ntotal if among is None else len(among))
    if limit <= 0:
        return []
    selector: faiss.IDSelector | None = None
    if among is not None:
        selector = faiss.IDSelectorBatch(np.fromiter(among, np.int64, len(among)))
    elif len(without):
        selector = faiss.IDSelectorNot(faiss.IDSelectorBatch(without))
    scores, numbers = index.search(query.reshape(1, -1), limit, params=_parameters(index, selector, among is not None))
    return [(int(n), float(score)) for n, score in zip(numbers[0], scores[0], strict=True) if n >= 0]


def _trained(store: Store, dimension: int, count: int) -> faiss.Index:
    cells = _CELLS * isqrt(count)
    every = max(1, count // (_SAMPLE * cells))
    sample = np.concatenate([vectors[::every] for _, vectors in store.vectors()])
    index = faiss.index_factory(dimension, f"IVF{cells},SQfp16", faiss.METRIC_INNER_PRODUCT)
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(os.cpu_count() or 1)  # a minute's work, for once
    index.train(sample)
    faiss.omp_set_num_threads(threads)
    return index


def _parameters(
    index: faiss.Index, selector: faiss.IDSelector | None, every_cell: bool
) -> faiss.SearchParameters | None:
    if isinstance(index, faiss.IndexIVF):
        return faiss.SearchParametersIVF(sel=selector, nprobe=index.nlist if every_cell else _PROBED)  # type: ignore[call-arg]
    return None if selector is None else faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
