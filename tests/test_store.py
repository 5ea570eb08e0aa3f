"""The store and what is derived from it: building, changing, rebuilding, refusing."""

import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import schema
from index.article import Article
from index.build import article_sentences, article_statements, build
from index.database import FILE_NAME
from index.encoder import Encoded, Encoder
from index.errors import ModelError, ModelMismatch, StoreError
from index.reader import read_articles
from index.store import Store
from index.vectors import SIDECAR, open_vectors
from retrieval.search import Searcher
from tests.conftest import SEEDS

QUESTION = "ماذا قال لافروف عن العقوبات؟"


class Counting:
    """An encoder that counts what it is asked to embed."""

    def __init__(self, encoder: Encoder, fingerprint: str | None = None) -> None:
        self.encoder = encoder
        self.name = encoder.name
        self.fingerprint = fingerprint or encoder.fingerprint
        self.dimension = encoder.dimension
        self.passages = 0

    def encode_queries(self, texts: list[str]) -> Encoded:
        return self.encoder.encode_queries(texts)

    def encode_passages(self, texts: list[str]) -> Encoded:
        self.passages += len(texts)
        return self.encoder.encode_passages(texts)


def snapshot(folder: Path) -> dict[str, list[str]]:
    """The sentences' texts of every article in an index."""
    store = Store.open(folder)
    try:
        return {a.id: [a.text[p.start : p.end] for p in store.passages_of(a.id)] for a in store.articles()}
    finally:
        store.close()


def test_a_build_holds_every_sentence_of_every_article(seeds_index: Path) -> None:
    wanted = {a.id: [a.text[s.start : s.end] for s in article_sentences(a)] for a in read_articles([SEEDS])}
    assert snapshot(seeds_index) == wanted


def test_articles_come_back_as_they_went_in(seeds_index: Path) -> None:
    store = Store.open(seeds_index)
    assert list(store.articles()) == list(read_articles([SEEDS]))
    store.close()


def test_nothing_unchanged_is_embedded_again(index_copy: Path, encoder: Encoder) -> None:
    counting = Counting(encoder)
    before = Store.open(index_copy).generation
    summary = build(read_articles([SEEDS]), index_copy, counting)
    assert (summary.unchanged, summary.added, summary.changed) == (5, 0, 0)
    assert counting.passages == 0
    assert Store.open(index_copy).generation == before


def test_a_changed_article_replaces_its_old_sentences_everywhere(index_copy: Path, encoder: Encoder) -> None:
    old = next(iter(read_articles([SEEDS])))
    new = Article(id=old.id, text="قال لافروف إن الذهب غال.")
    summary = build([new], index_copy, encoder)
    assert (summary.changed, summary.sentences) == (1, 1)
    assert snapshot(index_copy)[old.id] == [new.text]
    searcher = Searcher.open(index_copy, encoder)
    assert searcher.ask("ماذا قال لافروف عن حلب؟", 50).answers == ()
    assert new.text in [answer.text for answer in searcher.ask("ماذا قال لافروف؟", 50).answers]
    searcher.close()


URL = "https://example.org/7"
PAGE = Article(id=URL, url=URL, text="قال الوزير إن الجسر سيفتح مساء الخميس.")
EXPORT = Article(id="7", url=URL, text="قال الوزير إن الجسر سيفتح مساء الجمعة.")
COPY = Article(id="8", url=URL, text="قال الوزير إن الجسر سيفتح مساء السبت.")


@pytest.mark.parametrize(
    ("runs", "left", "doubled"),
    [
        ([[PAGE], [EXPORT]], ["7"], 0),
        ([[EXPORT], [PAGE]], [URL], 0),
        ([[PAGE, EXPORT]], [URL], 1),
        ([[EXPORT, PAGE]], ["7"], 1),
        ([[EXPORT, COPY]], ["7", "8"], 0),
        ([[EXPORT], [COPY]], ["7", "8"], 0),
    ],
)
def test_a_page_and_an_export_of_one_url_are_one_article(
    tmp_path: Path, encoder: Encoder, runs: list[list[Article]], left: list[str], doubled: int
) -> None:
    summaries = [build(run, tmp_path, encoder) for run in runs]
    assert sorted(snapshot(tmp_path)) == sorted(left)
    assert sum(summary.doubled for summary in summaries) == doubled
    assert build(runs[-1], tmp_path, encoder).unchanged == len(runs[-1]) - doubled


def test_an_interrupted_build_keeps_whole_articles_and_goes_on(tmp_path: Path, encoder: Encoder) -> None:
    articles = [Article(id=str(n), text=f"قال الوزير رقم {n} إن السعر {n}.\nوأضاف أنه {n}.") for n in range(700)]

    class Interrupted(Counting):
        def encode_passages(self, texts: list[str]) -> Encoded:
            if self.passages:
                raise KeyboardInterrupt
            self.passages += len(texts)
            vectors = np.full((len(texts), self.dimension), 0.05, np.float32)
            return Encoded(vectors, [vectors[:1]] * len(texts))

    with pytest.raises(KeyboardInterrupt):
        build(articles, tmp_path, Interrupted(encoder))
    half = snapshot(tmp_path)
    assert 0 < len(half) < 700
    assert all(len(sentences) == 2 for sentences in half.values())
    counting = Counting(encoder)
    summary = build(articles, tmp_path, counting)
    assert summary.unchanged == len(half)
    assert len(snapshot(tmp_path)) == 700
    assert counting.passages == 2 * (700 - len(half))


@pytest.mark.parametrize("damage", ["missing", "torn", "flipped", "foreign", "old", "no sidecar", "broken sidecar"])
def test_a_faiss_file_that_does_not_fit_is_rebuilt(index_copy: Path, encoder: Encoder, damage: str) -> None:
    (path,) = index_copy.glob("vectors-*.faiss")
    data = path.read_bytes()
    sidecar = index_copy / SIDECAR
    match damage:
        case "missing":
            path.unlink()
        case "torn":
            path.write_bytes(data[: len(data) // 2])
        case "flipped":
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 255]))
        case "foreign":
            path.write_bytes(b"x" * len(data))
        case "old":
            sidecar.write_text(sidecar.read_text().replace('"generation":', '"generation":1'))
        case "no sidecar":
            sidecar.unlink()
        case _:
            sidecar.write_text("{")
    counting = Counting(encoder)
    searcher = Searcher.open(index_copy, counting)
    assert "طريق مسدود" in searcher.ask(QUESTION, 1).answers[0].text
    searcher.close()
    assert counting.passages == 0
    (again,) = index_copy.glob("vectors-*.faiss")
    assert again.read_bytes() == data


def test_faiss_and_the_store_agree(seeds_index: Path, encoder: Encoder) -> None:
    store = Store.open(seeds_index)
    numbers = np.concatenate([numbers for numbers, _ in store.vectors(batch=7)])
    vectors = np.concatenate([vectors for _, vectors in store.vectors(batch=7)])
    query = encoder.encode_queries([QUESTION]).pooled[0]
    found = open_vectors(store).search(query, 10)
    exact = sorted(zip(numbers.tolist(), (vectors @ query).tolist(), strict=True), key=lambda pair: -pair[1])
    assert [number for number, _ in found] == [number for number, _ in exact[:10]]
    store.close()


def test_another_model_is_refused_with_both_names(index_copy: Path, encoder: Encoder) -> None:
    other = Counting(encoder, fingerprint="feedfacefeedface")
    for act in (lambda: Searcher.open(index_copy, other), lambda: build([], index_copy, other)):
        with pytest.raises(ModelMismatch, match=rf"{encoder.fingerprint}.*feedfacefeedface.*qala build"):
            act()


def test_an_index_is_opened_while_its_encoder_is_loaded(index_copy: Path, encoder: Encoder) -> None:
    loading: Future[Encoder] = Future()
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(Searcher.open, index_copy, loading)
        loading.set_result(encoder)
        searcher = opening.result()
    assert searcher.ask("ماذا قال لافروف عن حلب؟").answers
    searcher.close()
    other: Future[Encoder] = Future()
    other.set_result(Counting(encoder, fingerprint="feedfacefeedface"))
    with pytest.raises(ModelMismatch, match="feedfacefeedface"):
        Searcher.open(index_copy, other, lambda _: encoder)


def test_an_encoder_that_cannot_be_loaded_is_told(index_copy: Path) -> None:
    loading: Future[Encoder] = Future()
    loading.set_exception(ModelError("no such model"))
    with pytest.raises(ModelError, match="no such model"):
        Searcher.open(index_copy, loading)


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no index in .*qala build SOURCE"):
        Store.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"not a database at all " * 100, b""])
def test_a_foreign_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(data)
    with pytest.raises(StoreError):
        Store.open(tmp_path)


def test_a_newer_schema_is_refused(index_copy: Path) -> None:
    with sqlite3.connect(index_copy / FILE_NAME) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(StoreError, match=f"schema 99, this qala reads {schema.VERSION}"):
        Store.open(index_copy)


def test_a_failed_transaction_leaves_no_trace(index_copy: Path) -> None:
    before = snapshot(index_copy)
    store = Store.create(index_copy)
    generation = store.generation

    def fail() -> None:
        with store.transaction():
            store.remove(next(iter(before)))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.generation == generation
    store.close()
    assert snapshot(index_copy) == before


def test_a_removed_article_is_gone_from_the_lexical_side(index_copy: Path) -> None:
    store = Store.create(index_copy)
    with store.transaction():
        assert store.remove("000_a6d4bf1d1c7f87b2.txt")
        assert not store.remove("000_a6d4bf1d1c7f87b2.txt")
    assert store.match(["حلب"], 10) == []
    store.close()


def test_lexical_matching_takes_any_characters(seeds_index: Path) -> None:
    store = Store.open(seeds_index)
    for term in ('"', '""', "*", "NEAR(", "^", "AND", "-", "';"):
        store.match([term], 5)
    assert store.match([], 5) == []
    store.close()


def test_statements_are_stored_as_they_are_found(seeds_index: Path) -> None:
    store = Store.open(seeds_index)
    for article in read_articles([SEEDS]):
        found = store.find(article.id)
        assert found is not None
        number, stored = found
        assert stored == article
        assert store.statements_of(number) == article_statements(article) != []
    store.close()


def test_the_registry_follows_the_articles(tmp_path: Path, encoder: Encoder) -> None:
    def said() -> dict[str, int]:
        store = Store.open(tmp_path)
        try:
            return {speaker.name: speaker.said for speaker in store.speakers()}
        finally:
            store.close()

    one = Article(id="1", text="قال سيرغي لافروف إن الحل قريب.\nوقال لافروف إن الحرب ستنتهي.")
    other = Article(id="2", text="قال سيرجي لافروف إن المحادثات مفيدة.")
    build([one, other], tmp_path, encoder)
    assert said() == {"سيرغي لافروف": 3}
    build([Article(id="1", text="قال جون كيري إن الحل قريب.")], tmp_path, encoder)
    assert said() == {"سيرجي لافروف": 1, "جون كيري": 1}


def test_a_removed_article_takes_its_statements_along(index_copy: Path) -> None:
    store = Store.create(index_copy)
    number = (store.find("000_a6d4bf1d1c7f87b2.txt") or (0,))[0]
    assert store.statements_of(number)
    with store.transaction():
        store.remove("000_a6d4bf1d1c7f87b2.txt")
    assert store.statements_of(number) == []
    store.close()
