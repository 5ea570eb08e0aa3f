"""FAISS indexes of the vectors of a store: all compared while they are few, found by short codes beyond that.

Short codes are product quantisation in 4 bits, scanned in registers (André and others, "Quicker ADC", 2019), and what
they find is compared again by the vectors themselves. Measured on 335,078 sentences with 125 questions, one thread
(`python -m benchmarks.scale faiss`): recall@10 .993 in 1.6 ms; comparing all fp16 vectors .991 in 12.8 ms (vectors that
are nearly equal change places), cells (`IVF2312,SQfp16`) .914 in 0.6 ms and .966 in 2.8 ms.
"""

from collections.abc import Collection
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.store import Store
from index.token_space import Vectors

Numbers = NDArray[np.int64]

# Up to here all vectors are compared: 4 ms at most.
EXACT_UP_TO = 100_000
# Vectors that the codes are trained on, numbers of a vector to a code of 4 bits, and how many times as many as wanted
# are compared again: 10 times have recall .993, 300 times .994 in half as much time again.
_SAMPLE, _PER_CODE, _AGAIN = 50_000, 2, 10
_NONE: Numbers = np.empty(0, np.int64)


def empty_index(dimension: int) -> faiss.Index:
    """An exact index over fp16 vectors (`IDMap,SQfp16`), empty."""
    return faiss.index_factory(dimension, "IDMap,SQfp16", faiss.METRIC_INNER_PRODUCT)


def make_index(store: Store, exact_up_to: int = EXACT_UP_TO) -> faiss.Index:
    """An index of all the vectors of a store: exact, or by short codes for more than `exact_up_to`."""
    dimension = store.model.dimension if store.model else 1
    _, count = store.counts()
    index = empty_index(dimension) if count <= exact_up_to else _trained(store, dimension, count)
    for numbers, vectors in store.vectors():
        index.add_with_ids(vectors, numbers)
    return index


def numbers_of(index: faiss.Index) -> Numbers:
    """The sentence numbers (n,) that an index holds, in the order in which they were added: rising.

    They are the index's own, not a copy: for as long as nothing is added to it, or taken away.
    """
    mapped: Any = index
    numbers: Numbers = faiss.rev_swig_ptr(mapped.id_map.data(), mapped.id_map.size())
    return numbers


def nearest(
    index: faiss.Index, query: Vectors, limit: int, among: Collection[int] | None = None, without: Numbers = _NONE
) -> list[tuple[int, float]]:
    """(sentence number, cosine) of at most `limit` vectors nearest to a query (dimension,), best first.

    `among`: only these, each of them compared; `without`: none of these.
    """
    if among is not None:
        return _nearest_among(index, query, limit, among)
    wanted = limit
    while True:
        wanted = min(wanted, index.ntotal)
        found = _search(index, query, wanted)
        kept = [one for one in found if one[0] not in without] if len(without) else found
        if len(kept) >= limit or wanted == index.ntotal:
            return kept[:limit]
        wanted *= 4


def _search(index: faiss.Index, query: Vectors, limit: int) -> list[tuple[int, float]]:
    if limit <= 0:
        return []
    scores, numbers = index.search(query.reshape(1, -1), limit)
    return [(int(n), float(score)) for n, score in zip(numbers[0], scores[0], strict=True) if n >= 0]


def _nearest_among(index: faiss.Index, query: Vectors, limit: int, among: Collection[int]) -> list[tuple[int, float]]:
    """By the vectors themselves: short codes cannot be searched in part."""
    numbers = numbers_of(index)
    wanted = np.sort(np.fromiter(among, np.int64, len(among)))
    places = np.searchsorted(numbers, wanted)
    places = places[numbers[np.minimum(places, len(numbers) - 1)] == wanted] if len(numbers) else places[:0]
    if not len(places) or limit <= 0:
        return []
    # Not by "@": in BLAS a sum depends on the row where a vector stands, and equal sentences would not be equally near.
    cosines = np.einsum("ij,j->i", _vectors(index).reconstruct_batch(places), query)
    best = np.argsort(-cosines, kind="stable")[:limit]
    return [(int(numbers[places[n]]), float(cosines[n])) for n in best]


def _vectors(index: faiss.Index) -> Any:
    """The flat index of the vectors inside an index: what it is, or what it compares again with."""
    mapped: Any = index
    inside = faiss.downcast_index(mapped.index)
    return faiss.downcast_index(inside.refine_index) if isinstance(inside, faiss.IndexRefine) else inside


def _trained(store: Store, dimension: int, count: int) -> faiss.Index:
    every = max(1, count // _SAMPLE)
    sample = np.concatenate([vectors[::every] for _, vectors in store.vectors()])
    kind = f"IDMap,PQ{dimension // _PER_CODE}x4fs,Refine(SQfp16)"
    index = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    index.train(sample)
    mapped: Any = index
    refined: Any = faiss.downcast_index(mapped.index)
    refined.k_factor = _AGAIN
    return index
