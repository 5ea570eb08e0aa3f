"""The store: one SQLite file that holds everything; whatever else lies beside it is derived from it."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import statement_table
from index.article import Article
from index.encoder import Vectors
from index.errors import StoreError
from index.sentence import Sentence
from index.statement import Statement
from index.statement_table import KnownSpeaker
from index.stem import terms

FILE_NAME = "qala.sqlite"
SCHEMA_VERSION = 1
# How long a second writer waits for the first, in milliseconds.
_BUSY_TIMEOUT = 10_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored sentence: its number, and the span of its article."""

    number: int
    article: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Model:
    """The embedding model that an index was built with."""

    name: str
    fingerprint: str
    dimension: int


class Store:
    """An open index folder. One writer at a time; readers never wait (SQLite's WAL)."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self.folder = folder

    @classmethod
    def create(cls, folder: Path) -> "Store":
        """Open a folder for writing; makes it and an empty store where there is none."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            store = cls(_connect(folder / FILE_NAME, mode="rwc"), folder)
            with store.transaction():
                if not store._has_schema():
                    store._create_schema()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"index {folder} cannot be written: {error}") from error
        store._check_version()
        return store

    @classmethod
    def open(cls, folder: Path) -> "Store":
        """Open an existing index for reading. StoreError where there is none or it is damaged."""
        path = folder / FILE_NAME
        if not path.is_file():
            raise StoreError(f"no index in {folder}: make one with `qala build SOURCE... --index {folder}`")
        try:
            store = cls(_connect(path, mode="rw"), folder)
            if not store._has_schema():
                raise StoreError(f"{path} is no index of qala: build into another folder")
        except sqlite3.Error as error:
            raise StoreError(f"index {folder} cannot be opened: {error}") from error
        store._check_version()
        return store

    def close(self) -> None:
        """Close the connection; the folder can be opened again."""
        self._connection.close()

    # --- writing -----------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside is committed together, with a new generation."""
        self._connection.execute("BEGIN IMMEDIATE")
        before = self._connection.total_changes
        try:
            yield
            if self._connection.total_changes > before:
                self._set("generation", str(self.generation + 1))
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def put(
        self, article: Article, sentences: Sequence[Sentence], vectors: Vectors, statements: Sequence[Statement] = ()
    ) -> None:
        """Store an article with sentences, their vectors (n, dimension) and statements, replacing an older one."""
        self.remove(article.id)
        published = article.published.isoformat() if article.published else None
        number = self._connection.execute(
            "INSERT INTO articles (id, digest, text, title, outlet, author, published, url)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (article.id, article.digest(), article.text, article.title, article.outlet, article.author,
             published, article.url),
        ).lastrowid  # fmt: skip
        for sentence, vector in zip(sentences, vectors.astype("<f2"), strict=True):
            row = self._connection.execute(
                "INSERT INTO sentences (article, start, end) VALUES (?, ?, ?)",
                (number, sentence.start, sentence.end),
            ).lastrowid
            stemmed = " ".join(terms(article.text[sentence.start : sentence.end]))
            self._connection.execute("INSERT INTO vectors VALUES (?, ?)", (row, vector.tobytes()))
            self._connection.execute("INSERT INTO lexical (rowid, words) VALUES (?, ?)", (row, stemmed))

        statement_table.insert(self._connection, number, statements)

    def register_speakers(self) -> None:
        """Make the registry of speakers anew from all statements."""
        statement_table.register_speakers(self._connection)

    def remove(self, article_id: str) -> bool:
        """Remove an article with all that hangs on it; False where there was none."""
        row = self._connection.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return False
        self._connection.execute(
            "DELETE FROM lexical WHERE rowid IN (SELECT number FROM sentences WHERE article = ?)", row
        )
        self._connection.execute("DELETE FROM articles WHERE number = ?", row)
        return True

    def set_model(self, model: Model) -> None:
        """Remember the model that the vectors come from."""
        for key, value in (("name", model.name), ("fingerprint", model.fingerprint), ("dimension", model.dimension)):
            self._set(f"model_{key}", str(value))

    # --- reading -----------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """A number that grows with every committed change; derived files say which they were made from."""
        return int(self._get("generation") or 0)

    @property
    def model(self) -> Model | None:
        """The model that the vectors come from; None in an empty index."""
        name = self._get("model_name")
        if name is None:
            return None
        return Model(name, self._get("model_fingerprint") or "", int(self._get("model_dimension") or 0))

    def digests(self) -> dict[str, str]:
        """The digest of every article by its id."""
        return dict(self._connection.execute("SELECT id, digest FROM articles"))

    def counts(self) -> tuple[int, int]:
        """(articles, sentences)."""
        query = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM sentences)"
        articles, sentences = self._connection.execute(query).fetchone()
        return articles, sentences

    def speakers(self) -> list[KnownSpeaker]:
        """All speakers, those who said most first."""
        return statement_table.speakers(self._connection)

    def aliases(self) -> list[tuple[str, int, bool]]:
        """(key, speaker number, whether a person's) of every alias in the registry."""
        return statement_table.aliases(self._connection)

    def sentences_spoken_by(self, speakers: Collection[int]) -> dict[int, list[str]]:
        """The sentences that hold a statement of these speakers, with the statements' aliases."""
        return statement_table.sentences_spoken_by(self._connection, speakers)

    def statements_of(self, article: int) -> list[Statement]:
        """The statements of the article with this store number, in order."""
        return statement_table.statements_of(self._connection, article)

    def articles(self) -> Iterator[Article]:
        """All articles, in the order of their ids."""
        for row in self._connection.execute(f"SELECT {_ARTICLE} FROM articles ORDER BY id"):
            yield _article(row)

    def article(self, number: int) -> Article:
        """The article of this store number; KeyError where there is none."""
        row = self._connection.execute(f"SELECT {_ARTICLE} FROM articles WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return _article(row)

    def find(self, article_id: str) -> tuple[int, Article] | None:
        """(store number, article) by the source's id; None where the store lacks it."""
        query = f"SELECT number, {_ARTICLE} FROM articles WHERE id = ?"
        row = self._connection.execute(query, (article_id,)).fetchone()
        return (row[0], _article(row[1:])) if row else None

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The sentences of these numbers; numbers that are gone are left out."""
        marks = ",".join("?" * len(numbers))
        query = f"SELECT number, article, start, end FROM sentences WHERE number IN ({marks})"
        return {row[0]: Passage(*row) for row in self._connection.execute(query, list(numbers))}

    def passages_of(self, article_id: str) -> list[Passage]:
        """All the sentences of one article, in order."""
        query = (
            "SELECT s.number, s.article, s.start, s.end FROM sentences s JOIN articles a ON a.number = s.article"
            " WHERE a.id = ? ORDER BY s.start"
        )
        return [Passage(*row) for row in self._connection.execute(query, (article_id,))]

    def match(self, stems: Sequence[str], limit: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """(sentence number, BM25) of sentences with any of the stems, best first; larger is better.

        `among` restricts the search to these sentence numbers.
        """
        if not stems:
            return []
        query = " OR ".join('"' + stem.replace('"', '""') + '"' for stem in stems)
        chosen = "" if among is None else " AND rowid IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(
            f"SELECT rowid, -bm25(lexical) FROM lexical WHERE lexical MATCH ?{chosen}"
            " ORDER BY bm25(lexical), rowid LIMIT ?",
            (query, limit) if among is None else (query, json.dumps(sorted(among)), limit),
        )
        return [(number, score) for number, score in rows]

    def vectors(self, batch: int = 10_000) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """(numbers (n,), vectors (n, dimension)) of all sentences, at most `batch` at a time."""
        cursor = self._connection.execute("SELECT sentence, vector FROM vectors ORDER BY sentence")
        while rows := cursor.fetchmany(batch):
            numbers = np.array([number for number, _ in rows], np.int64)
            flat = np.frombuffer(b"".join(blob for _, blob in rows), "<f2").astype(np.float32)
            yield numbers, flat.reshape(len(rows), -1)

    # --- inside ------------------------------------------------------------------------------------

    def _get(self, key: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _has_schema(self) -> bool:
        query = "SELECT count(*) FROM sqlite_master WHERE name = 'meta'"
        return bool(self._connection.execute(query).fetchone()[0])

    def _create_schema(self) -> None:
        for statement in files("index").joinpath("data/schema.sql").read_text(encoding="utf8").split(";\n"):
            self._connection.execute(statement)
        self._set("schema", str(SCHEMA_VERSION))
        self._set("generation", "0")

    def _check_version(self) -> None:
        found = int(self._get("schema") or 0)
        if found != SCHEMA_VERSION:
            self.close()
            raise StoreError(
                f"index {self.folder} has schema {found}, this qala reads {SCHEMA_VERSION}:"
                " build it again into a new folder"
            )


_ARTICLE = "id, text, title, outlet, author, published, url"


def _article(row: tuple[str, ...]) -> Article:
    return Article.model_validate(dict(zip(_ARTICLE.split(", "), row, strict=True)))


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # Autocommit: transactions are only those that `Store.transaction` opens. The bot asks from worker
    # threads, one at a time (retrieval/search.py holds the lock).
    connection = sqlite3.connect(
        f"file:{_uri(path)}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _uri(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
