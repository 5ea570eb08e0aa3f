"""What a snapshot has read it reads once, and forgets when it ends."""

from contextlib import closing
from pathlib import Path

from index.store import Store


def test_a_snapshot_reads_each_number_once(seeds_index: Path) -> None:
    with closing(Store.open(seeds_index)) as store:
        asked: list[str] = []
        store._connection.set_trace_callback(asked.append)
        with store.snapshot():
            first = store.passages([3, 1, 2])
            assert list(first) == [3, 1, 2]
            before = len(asked)
            assert store.passages([2, 3]) == {2: first[2], 3: first[3]}
            assert store.statements_of(1) == store.statements_of(1)
            assert store.article(1) is store.article(1)
            assert len(asked) == before + 2
            assert store.passages([3, 4]).keys() == {3, 4}
            assert len(asked) == before + 3
            assert "IN (?)" in asked[-1] or "IN (4)" in asked[-1]


def test_numbers_that_are_not_there_are_left_out(seeds_index: Path) -> None:
    with closing(Store.open(seeds_index)) as store, store.snapshot():
        for _ in range(2):
            assert store.passages([1, 10**9]).keys() == {1}


def test_the_next_snapshot_sees_what_has_changed(index_copy: Path) -> None:
    with closing(Store.open(index_copy)) as store:
        with store.snapshot():
            gone = store.article(1)
            assert store.passages([1])
        with Store.writing(index_copy) as writer, writer.transaction():
            writer.remove(gone.id)
        with store.snapshot():
            assert not store.passages([1])


def test_nothing_is_remembered_outside_a_snapshot(seeds_index: Path) -> None:
    with closing(Store.open(seeds_index)) as store:
        with store.snapshot():
            kept = store.article(1)
        assert store.article(1) is not kept
        assert store.article(1) == kept
