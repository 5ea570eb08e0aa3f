"""An index read again by the rules of this version: as if it had been built by them."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.database import FILE_NAME
from index.encoder import Encoded
from index.errors import ModelMismatch, StoreError
from index.reread import Reread, reread
from tests.index_state import Fresh, assert_like_fresh
from tests.small_archive import HELD
from tests.small_encoder import OTHER, SMALL


class Counting:
    """The small encoder, counting what it encodes; stops where it is told to."""

    name, fingerprint, dimension = SMALL.name, SMALL.fingerprint, SMALL.dimension

    def __init__(self, stop: bool = False) -> None:
        self.passages = 0
        self._stop = stop

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        return SMALL.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Encoded:
        if self._stop and self.passages:
            raise KeyboardInterrupt
        self.passages += len(texts)
        return SMALL.encode_passages(texts)


def tamper(folder: Path, *statements: str) -> None:
    """Leave the index as other rules would have."""
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    for statement in statements:
        assert connection.execute(statement).rowcount > 0, statement
    connection.close()


def of(place: int) -> str:
    return f"(SELECT number FROM articles WHERE id = '{HELD[place].id}')"


OTHER_TITLE = f"UPDATE statements SET title_heads = 'امير' WHERE article = {of(3)} AND title_heads IS NOT NULL"
OTHER_SPEAKER = f"UPDATE statements SET speaker = 'شخص آخر', alias = 'شخص اخر' WHERE article = {of(0)}"
NO_STATEMENT = f"DELETE FROM statements WHERE article = {of(1)}"
NO_SENTENCE = f"DELETE FROM sentences WHERE number = (SELECT max(number) FROM sentences WHERE article = {of(2)})"
NOT_FOUND = f"DELETE FROM lexical WHERE rowid = (SELECT max(number) FROM sentences WHERE article = {of(2)})"


def test_what_is_as_it_was_is_left_alone(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    encoder = Counting()
    assert reread(folder, encoder) == Reread(unchanged=len(HELD))
    assert encoder.passages == 0
    assert (folder / FILE_NAME).read_bytes() == before


def test_other_statements_and_sentences_are_brought_up_to_date(folder: Path, fresh: Fresh) -> None:
    tamper(folder, OTHER_SPEAKER, OTHER_TITLE, NO_STATEMENT, NOT_FOUND, NO_SENTENCE)
    encoder = Counting()
    assert reread(folder, encoder) == Reread(unchanged=len(HELD) - 4, restated=3, divided=1)
    assert 0 < encoder.passages < 20  # only that article's sentences
    assert {one.id for one in assert_like_fresh(folder, SMALL, fresh)} == {one.id for one in HELD}
    assert reread(folder, Counting()) == Reread(unchanged=len(HELD))


def test_interrupted_it_leaves_a_sound_index_and_goes_on(
    folder: Path, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reread.CHUNK", 2)
    several = [
        f"DELETE FROM {table} WHERE {key} = (SELECT max(number) FROM sentences WHERE article = {of(place)})"
        for place in (2, 5)
        for table, key in (("lexical", "rowid"), ("sentences", "number"))
    ]
    tamper(folder, *several)
    with pytest.raises(KeyboardInterrupt):
        reread(folder, Counting(stop=True))
    done: list[Reread] = []
    assert reread(folder, SMALL, done.append) == Reread(unchanged=len(HELD) - 1, divided=1)
    assert [one.articles for one in done][-1] == len(HELD)
    assert_like_fresh(folder, SMALL, fresh)


def test_an_index_of_another_model_or_none(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="--reembed"):
        reread(folder, OTHER)
    with pytest.raises(StoreError, match="no index"):
        reread(tmp_path / "nowhere", SMALL)
