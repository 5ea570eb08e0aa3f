"""What an index folder holds and shows, and whether it is sound: for tests that change, break and mend one."""

import math
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from index.article import Article
from index.build import article_sentences, article_statements, build
from index.database import FILE_NAME
from index.encoder import Encoder
from index.sentence import Sentence
from index.statement import Statement
from index.stem import terms
from index.store import Store
from index.token_space import pack
from index.vectors import open_vectors
from retrieval.search import Searcher
from retrieval.stages import Stages
from tests.small_archive import QUESTIONS

# What an index shows: its speakers, its size, and the answers to all questions, by all stages and by vectors alone.
Shown = dict[str, Any]


def read(folder: Path) -> list[Article]:
    """The articles that an index holds, in the order in which they were stored."""
    with sqlite3.connect(folder / FILE_NAME) as connection:
        query = "SELECT a.id FROM articles a LEFT JOIN sentences s ON s.article = a.number GROUP BY a.id"
        ids = [found for (found,) in connection.execute(f"{query} ORDER BY min(s.number), a.id")]
    connection.close()
    store = Store.open(folder)
    try:
        stored = {article.id: article for article in store.articles()}
    finally:
        store.close()
    return [stored[one] for one in ids]


def ids(folder: Path) -> set[str]:
    """The ids of all articles in an index."""
    store = Store.open(folder)
    try:
        return set(store.digests())
    finally:
        store.close()


def check(folder: Path, encoder: Encoder) -> list[Article]:
    """Assert that an index is sound and holds whole articles and nothing else; gives them as `read` does."""
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO lexical (lexical) VALUES ('integrity-check')")
        for table, key in (("vectors", "sentence"), ("token_vectors", "sentence"), ("lexical", "rowid")):
            assert _column(connection, key, table) == _column(connection, "number", "sentences"), table
        for table in ("sentences", "statements", "signatures", "bands"):
            assert set(_column(connection, "article", table)) <= set(_column(connection, "number", "articles")), table
    finally:
        connection.close()
    store = Store.open(folder)
    try:
        articles = list(store.articles())
        for article in articles:
            _check_article(store, article, encoder)
        _check_search(store, encoder)
    finally:
        store.close()
    return read(folder)


def shown(searcher: Searcher, questions: Sequence[str] = QUESTIONS) -> Shown:
    """What an index shows to those who ask."""
    dense = searcher.with_stages(Stages(lexical=False, refuse=False))
    return {
        "speakers": searcher.speakers(),
        "counts": searcher.counts(),
        "articles": searcher.articles(),
        "answers": [_plain(searcher.ask(question).model_dump()) for question in questions],
        "dense": [_plain(dense.ask(question, 3).model_dump()) for question in questions],
    }


def show(folder: Path, encoder: Encoder) -> Shown:
    """What an index that is opened now shows."""
    searcher = Searcher.open(folder, encoder)
    try:
        return shown(searcher)
    finally:
        searcher.close()


def known(folder: Path) -> list[tuple[Any, ...]]:
    """What an index knows over all its articles: everything about each speaker, and which articles are linked."""
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        speakers = connection.execute("SELECT number, name, is_person, said FROM speakers ORDER BY name, number")
        about = ("SELECT alias FROM aliases WHERE speaker = ?", "SELECT head, words FROM titles WHERE speaker = ?")
        links = connection.execute(
            "SELECT a.id, b.id FROM links JOIN articles a ON a.number = article JOIN articles b ON b.number = other"
        )
        told = [
            (*row[1:], *(sorted(connection.execute(query, row[:1])) for query in about)) for row in speakers.fetchall()
        ]
        return [*told, *sorted(links)]
    finally:
        connection.close()


class Fresh:
    """Indexes built afresh in a folder, each set of articles once, and what they show."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, ...], tuple[Shown, list[tuple[Any, ...]]]] = {}

    def of(self, articles: Iterable[Article], encoder: Encoder) -> tuple[Shown, list[tuple[Any, ...]]]:
        """(what it shows, what it knows) of a fresh index of these articles, stored in this order."""
        wanted = list(articles)
        key = (encoder.fingerprint, *(article.digest() for article in wanted))
        if key not in self._made:
            folder = self._folder / str(len(self._made))
            build(wanted, folder, encoder)
            self._made[key] = show(folder, encoder), known(folder)
        return self._made[key]


def assert_like_fresh(folder: Path, encoder: Encoder, fresh: Fresh) -> list[Article]:
    """Assert that an index opens, is sound, and shows what a fresh one of its articles shows; gives those."""
    now = show(folder, encoder)
    articles = check(folder, encoder)
    expected, everything = fresh.of(articles, encoder)
    for what, value in expected.items():
        assert now[what] == value, what
    assert known(folder) == everything
    return articles


def to_schema_2(folder: Path) -> None:
    """Undo what the migration does: the index as a qala of schema 2 would have left it."""
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.executescript(
        """
        BEGIN;
        CREATE TABLE older (
            number  INTEGER PRIMARY KEY,
            article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
            start   INTEGER NOT NULL,
            end     INTEGER NOT NULL,
            UNIQUE (article, start)
        );
        INSERT INTO older SELECT * FROM sentences;
        DROP TABLE sentences;
        ALTER TABLE older RENAME TO sentences;
        DROP INDEX articles_by_url;
        DROP INDEX articles_by_outlet;
        DROP TABLE links;
        DROP TABLE bands;
        DROP TABLE signatures;
        DROP TABLE touched;
        DROP INDEX aliases_by_block;
        ALTER TABLE aliases DROP COLUMN skeletons;
        ALTER TABLE aliases DROP COLUMN block;
        ALTER TABLE aliases DROP COLUMN tail;
        DROP INDEX statements_by_title;
        DROP INDEX statements_by_alias;
        CREATE INDEX statements_by_alias ON statements (alias);
        DELETE FROM meta WHERE key IN ('registered', 'vectors');
        UPDATE meta SET value = '2' WHERE key = 'schema';
        COMMIT;
        """
    )
    connection.close()


@cache
def _found(article: Article) -> tuple[list[Sentence], list[Statement]]:
    return article_sentences(article), article_statements(article)


def _check_article(store: Store, article: Article, encoder: Encoder) -> None:
    """One version of it, whole: what the code finds in its text is what is stored of it."""
    sentences, statements = _found(article)
    assert store.digests()[article.id] == article.digest()
    passages = store.passages_of(article.id)
    assert [(one.start, one.end) for one in passages] == [(one.start, one.end) for one in sentences], article.id
    number, _ = store.find(article.id) or (0, None)
    assert store.statements_of(number) == statements, article.id
    texts = [article.text[one.start : one.end] for one in sentences]
    numbers = [one.number for one in passages]
    words = store.stemmed(numbers)
    assert [words[one].split() for one in numbers] == [list(terms(text)) for text in texts], article.id
    encoded = encoder.encode_passages(texts)
    stored = store.pooled_vectors(numbers)
    packed = store.packed_tokens(numbers)
    for place, one in enumerate(numbers):
        assert np.array_equal(stored[one], encoded.pooled[place].astype("<f2").astype(np.float32)), article.id
        assert packed[one] == pack(encoded.tokens[place]), article.id


def _check_search(store: Store, encoder: Encoder) -> None:
    """The search finds what comparing every stored vector finds."""
    with store.snapshot():
        search = open_vectors(store)
        every = list(store.vectors())
    numbers = np.concatenate([one for one, _ in every]) if every else np.empty(0, np.int64)
    vectors = np.concatenate([one for _, one in every]) if every else np.empty((0, encoder.dimension), np.float32)
    for query in encoder.encode_queries(QUESTIONS[:3]).pooled:
        exact = dict(zip(numbers.tolist(), (vectors @ query).tolist(), strict=True))
        found = search.search(query, 10)
        best = sorted(exact.values(), reverse=True)[:10]
        assert np.allclose([score for _, score in found], best, atol=1e-4)
        assert np.allclose([exact[number] for number, _ in found], best, atol=1e-4)


def _column(connection: sqlite3.Connection, column: str, table: str) -> list[int]:
    return [value for (value,) in connection.execute(f"SELECT {column} FROM {table} ORDER BY 1")]


class Near(float):
    """A number that equals all that differ from it only as sums in another order do: in the last digits of float32."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float) and math.isclose(self, other, rel_tol=1e-5, abs_tol=1e-6)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return 0


def _plain(value: Any) -> Any:
    """The same with numbers that equal whatever is near them."""
    match value:
        case float():
            return Near(value)
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value
