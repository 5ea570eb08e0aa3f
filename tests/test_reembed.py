"""Another model for an index: beside the old vectors, exchanged at once, under a searcher that stays open."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoded, Encoder
from index.errors import ModelMismatch
from index.reembed import reembed
from index.store import Store
from index.token_space import unit
from retrieval.search import Searcher
from tests.index_state import Fresh, assert_like_fresh
from tests.small_archive import articles
from tests.small_encoder import SmallEncoder

QUESTION = "ماذا قال لافروف عن حلب؟"


class Turned:
    """The real model with the numbers of its vectors in another order: other vectors, the same cosines."""

    name = "turned"
    fingerprint = "0123456789abcdef"

    def __init__(self, encoder: Encoder, stop_after: int | None = None) -> None:
        self._encoder = encoder
        self._stop_after = stop_after
        self.dimension = encoder.dimension
        self.passages = 0

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        return _turned(self._encoder.encode_queries(texts))

    def encode_passages(self, texts: Sequence[str]) -> Encoded:
        if self._stop_after is not None and self.passages >= self._stop_after:
            raise KeyboardInterrupt
        self.passages += len(texts)
        return _turned(self._encoder.encode_passages(texts))


def _turned(encoded: Encoded) -> Encoded:
    return Encoded(encoded.pooled[:, ::-1].copy(), [one[:, ::-1].copy() for one in encoded.tokens])


def answers(searcher: Searcher) -> list[tuple[str, int, int]]:
    # The first three: int8 passages differ in the last digits with whom they are encoded together.
    return [(one.article, one.start, one.end) for one in searcher.ask(QUESTION, 3).answers]


@pytest.fixture
def before(index_copy: Path, encoder: Encoder) -> Iterator[Searcher]:
    searcher = Searcher.open(index_copy, encoder, lambda name: {"turned": Turned(encoder)}[name])
    yield searcher
    searcher.close()


def test_the_vectors_are_exchanged_under_an_open_searcher(before: Searcher, index_copy: Path, encoder: Encoder) -> None:
    expected = answers(before)
    other = Turned(encoder)
    assert reembed(index_copy, other) == other.passages > 40
    store = Store.open(index_copy)
    assert store.model is not None
    assert (store.model.name, store.model.fingerprint) == ("turned", other.fingerprint)
    store.close()
    assert answers(before) == expected != []
    with pytest.raises(ModelMismatch, match="--reembed"):
        Searcher.open(index_copy, encoder)
    assert reembed(index_copy, other) == 0


def test_an_interrupted_change_leaves_the_old_vectors_and_goes_on(
    before: Searcher, index_copy: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.reembed.CHUNK", 10)
    expected = answers(before)
    with pytest.raises(KeyboardInterrupt):
        reembed(index_copy, Turned(encoder, stop_after=20))
    again = Searcher.open(index_copy, encoder)
    assert answers(again) == answers(before) == expected
    _, sentences = again.counts()
    again.close()
    seen: list[int] = []
    assert reembed(index_copy, Turned(encoder), seen.append) == sentences - 20
    assert seen[0] == 30
    assert seen[-1] == sentences
    assert answers(before) == expected


def test_without_a_way_to_load_it_an_open_searcher_tells_of_the_other_model(index_copy: Path, encoder: Encoder) -> None:
    searcher = Searcher.open(index_copy, encoder)
    reembed(index_copy, Turned(encoder))
    with pytest.raises(ModelMismatch, match="turned"):
        searcher.ask(QUESTION)
    searcher.close()


def test_another_model_begins_afresh(index_copy: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reembed.CHUNK", 10)
    with pytest.raises(KeyboardInterrupt):
        reembed(index_copy, Turned(encoder, stop_after=10))
    third = Turned(encoder)
    third.fingerprint = "fedcba9876543210"
    assert reembed(index_copy, third) == third.passages
    store = Store.open(index_copy)
    for _, vectors in store.vectors():
        assert np.allclose(vectors, unit(vectors), atol=1e-2)
    assert len(list(store.vectors(batch=1))) == third.passages
    store.close()


def test_models_can_be_changed_again_and_again(tmp_path: Path, fresh: Fresh) -> None:
    """Also of a text that holds a NUL, where SQLite ends it."""
    held = [*articles(range(4)), Article(id="nul", text="قال جون كيري إن السوق\x00 مفتوحة. وقال إن الجسر مغلق.")]
    build(held, tmp_path / "index", SmallEncoder())
    for model in (SmallEncoder("other"), SmallEncoder("wider", dimension=48), SmallEncoder(), SmallEncoder("other")):
        assert reembed(tmp_path / "index", model) > 0
        assert len(assert_like_fresh(tmp_path / "index", model, fresh)) == 5


def test_what_was_embedded_for_a_third_model_is_not_taken(
    tmp_path: Path, fresh: Fresh, small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(SmallEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Encoded:
            monkeypatch.setattr(Interrupted, "encode_passages", _interrupt)
            return super().encode_passages(texts)

    build(articles(range(8)), tmp_path / "index", SmallEncoder())
    with pytest.raises(KeyboardInterrupt):
        reembed(tmp_path / "index", Interrupted("third"))
    build(articles(range(10)), tmp_path / "index", SmallEncoder())
    assert reembed(tmp_path / "index", SmallEncoder("other")) > 0
    assert len(assert_like_fresh(tmp_path / "index", SmallEncoder("other"), fresh)) == 10


def _interrupt(*_: object) -> Encoded:
    raise KeyboardInterrupt
