"""Vector search: what is compared, what is found by short codes, and what a store has changed since its file."""

from collections.abc import Iterator
from pathlib import Path

import faiss
import numpy as np
import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from index.store import Store
from index.token_space import Vectors, unit
from index.upkeep import remove
from index.vector_index import empty_index, make_index, nearest, numbers_of
from index.vectors import SIDECAR, open_vectors

COUNT, DIMENSION = 4_000, 64


class Stored:
    """What `make_index` asks of a store: a cloud of vectors, numbered with gaps."""

    class model:
        dimension = DIMENSION

    def __init__(self) -> None:
        random = np.random.default_rng(7)
        centres = random.normal(size=(40, DIMENSION))
        cloud = centres[random.integers(0, 40, COUNT)] + 0.5 * random.normal(size=(COUNT, DIMENSION))
        self.all: Vectors = unit(cloud.astype(np.float32))
        self.numbers = np.arange(COUNT, dtype=np.int64) * 3 + 1

    def counts(self) -> tuple[int, int]:
        return 1, COUNT

    def vectors(self) -> Iterator[tuple[object, Vectors]]:
        for at in range(0, COUNT, 900):
            yield self.numbers[at : at + 900], self.all[at : at + 900]


STORED = Stored()


@pytest.fixture(scope="module", params=["exact", "short codes"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> faiss.Index:
    made = make_index(STORED, exact_up_to=COUNT if request.param == "exact" else 10)  # type: ignore[arg-type]
    path = str(tmp_path_factory.mktemp("faiss") / "index")
    faiss.write_index(made, path)
    return faiss.read_index(path)


def exact(query: Vectors, chosen: np.ndarray, limit: int) -> list[int]:
    return [int(STORED.numbers[n]) for n in chosen[np.argsort(-(STORED.all[chosen] @ query), kind="stable")[:limit]]]


def test_short_codes_find_what_comparing_all_finds(index: faiss.Index) -> None:
    everything = np.arange(COUNT)
    shares = []
    for query in STORED.all[::50]:
        found = nearest(index, query, 10)
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        shares.append(len({n for n, _ in found} & set(exact(query, everything, 10))) / 10)
    assert np.mean(shares) >= 0.97


def test_only_the_chosen_are_found_and_all_of_them_compared(index: faiss.Index) -> None:
    chosen = np.arange(5, COUNT, 111)
    among = [*STORED.numbers[chosen].tolist(), 2, 10**9]  # two that are not there
    for query in STORED.all[::400]:
        found = nearest(index, query, 5, among)
        assert [n for n, _ in found] == exact(query, chosen, 5)
    assert nearest(index, STORED.all[0], 5, []) == []


def test_what_is_gone_is_passed_over(index: faiss.Index) -> None:
    query = STORED.all[17]
    first = [n for n, _ in nearest(index, query, 50)]
    left = [n for n, _ in nearest(index, query, 50, without=np.array(sorted(first[:40])))]
    assert len(left) == 50
    assert not set(left) & set(first[:40])
    assert numbers_of(index).tolist() == STORED.numbers.tolist()


def test_an_empty_index_finds_nothing() -> None:
    assert nearest(empty_index(4), np.ones(4, np.float32), 5) == []
    assert nearest(empty_index(4), np.ones(4, np.float32), 5, [1, 2]) == []


def test_the_file_stays_while_little_changes(index_copy: Path, encoder: Encoder) -> None:
    sidecar = (index_copy / SIDECAR).read_bytes()
    build([Article(id="new", text="قال نزار دندش إن الجسر الجديد سيفتح مساء الخميس.")], index_copy, encoder)
    remove(index_copy, ["000_a6d4bf1d1c7f87b2.txt"])
    assert (index_copy / SIDECAR).read_bytes() == sidecar
    store = Store.open(index_copy)
    try:
        numbers = np.concatenate([numbers for numbers, _ in store.vectors()])
        vectors = np.concatenate([vectors for _, vectors in store.vectors()])
        search = open_vectors(store)
        assert search.kept
        for query in vectors[::7]:
            found = search.search(query, 12)
            best = numbers[np.argsort(-(vectors @ query), kind="stable")[:12]]
            assert {n for n, _ in found} == set(best.tolist())
    finally:
        store.close()


def test_a_file_of_another_store_is_not_taken(index_copy: Path, tmp_path: Path, encoder: Encoder) -> None:
    other = tmp_path / "other"
    texts = [f"قال مدير المرصد رقم {n} إن القياس انتهى مساء الخميس." for n in range(80)]
    build([Article(id=str(n), text=text) for n, text in enumerate(texts)], other, encoder)
    for file in (*other.glob("vectors*"),):
        (index_copy / file.name).write_bytes(file.read_bytes())
    store = Store.open(index_copy)
    try:
        assert not open_vectors(store).kept
    finally:
        store.close()


def test_equal_vectors_are_equally_near_wherever_they_stand() -> None:
    """In the file or among what came later: else the order of equal sentences tells how an archive was built."""
    random = np.random.default_rng(3)
    query, *vectors = unit(random.normal(size=(30, DIMENSION)).astype(np.float32))
    found: dict[int, set[float]] = {n: set() for n in range(len(vectors))}
    for size in range(1, len(vectors) + 1):
        index = empty_index(DIMENSION)
        index.add_with_ids(np.stack(vectors[:size]), np.arange(size))
        for n, score in nearest(index, query, size, range(size)):
            found[n].add(score)
    assert {len(scores) for scores in found.values()} == {1}
