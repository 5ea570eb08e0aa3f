"""The store: one SQLite file that holds everything; whatever else lies beside it is derived from it."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from index import duplicates, schema, speaker_table, statement_table
from index.article import Article
from index.article_table import ArticleTable
from index.connection import State, connect, connect_reading, is_as_it_was
from index.encoder import Encoded
from index.errors import StoreError
from index.lock import PATIENCE, writer_lock
from index.next_vectors import NextVectors
from index.sentence import Sentence
from index.sentence_table import SentenceTable
from index.statement import Statement
from index.statement_table import StatementTable
from index.stem import terms
from index.token_space import pack

FILE_NAME = "qala.sqlite"
# Words whose frequencies are remembered: a usual one takes a quarter of a millisecond where 335,000 sentences are held.
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Model:
    """The embedding model that an index was built with."""

    name: str
    fingerprint: str
    dimension: int


class Store(ArticleTable, SentenceTable, StatementTable, NextVectors):
    """An open index folder. One writer at a time; readers never wait (SQLite's WAL)."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, state: State | None = None) -> None:
        """`state`: of the file, where the connection sees no later one (`connect_reading`)."""
        self._connection = connection
        self._counts = (-1, (0, 0))
        self._known_frequencies: tuple[int, dict[str, int]] = (-1, {})
        self._state = state
        self.folder = folder

    @classmethod
    def create(cls, folder: Path, locked: bool = False) -> "Store":
        """Open a folder for writing; makes it and an empty store where there is none. See `writing`."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            store = cls(connect(folder / FILE_NAME, mode="rwc"), folder)
            with store._closed_on_error(), store.transaction():
                if schema.version(store._connection) is None:
                    schema.create(store._connection)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"index {folder} cannot be written: {error}") from error
        store._bring_up_to_date(locked)
        return store

    @classmethod
    def open(cls, folder: Path, locked: bool = False) -> "Store":
        """Open an existing index for reading. StoreError where there is none or it is damaged.

        An older schema is migrated, under the writer's lock; `locked`: the caller holds that already.
        """
        path = folder / FILE_NAME
        missing = f"no index in {folder}: make one with `qala build SOURCE... --index {folder}`"
        if not path.is_file():
            raise StoreError(missing)
        try:
            store = cls(connect(path, mode="rw"), folder) if locked else cls._reading(folder)
            with store._closed_on_error():
                if schema.is_empty(store._connection):  # a first build was killed before its first commit
                    raise StoreError(missing)
                if schema.version(store._connection) is None:
                    raise StoreError(f"{path} is no index of qala: build into another folder")
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"index {folder} cannot be opened: {error}") from error
        store._bring_up_to_date(locked)
        return store

    @classmethod
    @contextmanager
    def writing(cls, folder: Path, create: bool = False, patience: float = PATIENCE) -> Iterator["Store"]:
        """The store for one writer; a second one waits. With `create`, made where there is none.

        StoreError where it is held by another for too long, or cannot be written: read-only, a full disk. What was
        committed before that stays.
        """
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            elif not (folder / FILE_NAME).is_file():
                cls.open(folder)
            with writer_lock(folder, patience):
                store = cls.create(folder, locked=True) if create else cls.open(folder, locked=True)
                try:
                    yield store
                finally:
                    store.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"index {folder} cannot be written: {error}") from error

    @classmethod
    def _reading(cls, folder: Path) -> "Store":
        connection, state = connect_reading(folder / FILE_NAME)
        return cls(connection, folder, state)

    def close(self) -> None:
        """Close the connection; the folder can be opened again."""
        self._connection.close()

    # --- writing -----------------------------------------------------------------------------------

    @contextmanager
    def transaction(self, seen: bool = True) -> Iterator[None]:
        """All or nothing: what is written inside is committed together, with a new generation.

        Without `seen` it is nothing that a reader sees, and the generation stays.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        before = self._connection.total_changes
        with self._undone_on_error():
            yield
            if seen and self._connection.total_changes > before:
                self._set("generation", str(self.generation + 1))
            self._connection.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one generation, whatever others commit meanwhile. StoreError where the file is damaged."""
        try:
            if self._state is not None and not is_as_it_was(self.folder / FILE_NAME, self._state):
                self._connection.close()
                self._connection, self._state = connect_reading(self.folder / FILE_NAME)
            self._connection.execute("BEGIN")
            self._remember(True)
            with self._undone_on_error():
                yield
                self._connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise StoreError(
                f"index {self.folder} cannot be read: {error}; if it is damaged, put a backup back or build it again"
                " into a new folder"
            ) from error
        finally:
            self._remember(False)

    def put(
        self, article: Article, sentences: Sequence[Sentence], encoded: Encoded, statements: Sequence[Statement] = ()
    ) -> None:
        """Store an article with its sentences, these encoded, and its statements, replacing an older one."""
        self.remove(article.id)
        published = article.published.isoformat() if article.published else None
        number = self._connection.execute(
            "INSERT INTO articles (id, digest, text, title, outlet, author, published, url)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (article.id, article.digest(), article.text, article.title, article.outlet, article.author,
             published, article.url),
        ).lastrowid  # fmt: skip
        for sentence, vector, tokens in zip(sentences, encoded.pooled.astype("<f2"), encoded.tokens, strict=True):
            row = self._connection.execute(
                "INSERT INTO sentences (article, start, end) VALUES (?, ?, ?)",
                (number, sentence.start, sentence.end),
            ).lastrowid
            stemmed = " ".join(terms(article.text[sentence.start : sentence.end]))
            self._connection.execute("INSERT INTO vectors VALUES (?, ?)", (row, vector.tobytes()))
            self._connection.execute("INSERT INTO token_vectors VALUES (?, ?)", (row, pack(tokens)))
            self._connection.execute("INSERT INTO lexical (rowid, words) VALUES (?, ?)", (row, stemmed))
        statement_table.insert(self._connection, number, article.text, statements)
        if number is not None:
            duplicates.link(self._connection, number, [article.text[one.start : one.end] for one in sentences])

    def restate(self, article: int, text: str, statements: Sequence[Statement]) -> None:
        """Put other statements in the place of those of the article with this store number and text."""
        statement_table.replace(self._connection, article, text, statements)

    def register_speakers(self) -> None:
        """Bring the registry of speakers up to date with the statements; inside a transaction."""
        speaker_table.register_speakers(self._connection)
        self._set("registered", str(self.generation + 1))  # the generation that this transaction commits

    def remove(self, article_id: str) -> bool:
        """Remove an article with all that hangs on it; False where there was none."""
        row = self._connection.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return False
        statement_table.touch(self._connection, row[0])
        self._connection.execute(
            "DELETE FROM lexical WHERE rowid IN (SELECT number FROM sentences WHERE article = ?)", row
        )
        self._connection.execute("DELETE FROM articles WHERE number = ?", row)
        return True

    def compact(self) -> None:
        """Give up all free space, so that nothing removed is left in the file. StoreError where others have it open."""
        self._connection.execute("INSERT INTO lexical (lexical) VALUES ('optimize')")
        self._connection.execute("VACUUM")
        busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(f"index {self.folder} is open elsewhere: compact it again when no bot or console reads it")

    def name_vectors(self, key: str) -> None:
        """Remember the key of the vector file that was made from this store; no new generation."""
        self._set("vectors", key)

    def exchange_vectors(self, model: Model) -> None:
        """Put the new vectors in the place of the old ones, all at once; inside a transaction."""
        self.take_new_vectors()
        self.set_model(model)

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
    def speakers_are_registered(self) -> bool:
        """Whether the registry is of the present generation: not while a build goes on, nor after one was killed."""
        return self._get("registered") == self._get("generation")

    @property
    def vectors_key(self) -> str | None:
        """The key of the vector file that was made from this store last."""
        return self._get("vectors")

    @property
    def model(self) -> Model | None:
        """The model that the vectors come from; None in an empty index."""
        name = self._get("model_name")
        if name is None:
            return None
        return Model(name, self._get("model_fingerprint") or "", int(self._get("model_dimension") or 0))

    def counts(self) -> tuple[int, int]:
        """(articles, sentences)."""
        if self._counts[0] != self.generation:  # 3 ms for half a million rows, a tenth of a second cold
            query = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM sentences)"
            self._counts = (self.generation, self._connection.execute(query).fetchone())
        return self._counts[1]

    def count_sentences(self, until: int) -> int:
        """How many sentences have a number up to this one."""
        # What came later is mostly little, and the number of all is known.
        query = "SELECT count(*) FROM sentences WHERE number > ?"
        return self.counts()[1] - int(self._connection.execute(query, (until,)).fetchone()[0])

    def frequencies(self, stems: Collection[str]) -> dict[str, int]:
        """In how many sentences each of these stems stands; stems that stand in none are left out."""
        generation, known = self._known_frequencies
        if generation != self.generation or len(known) > _KEPT:
            known = {}
            self._known_frequencies = (self.generation, known)
        unknown = [stem for stem in stems if stem not in known]
        known.update(dict.fromkeys(unknown, 0))
        known.update(super().frequencies(unknown))
        return {stem: known[stem] for stem in stems if known[stem]}

    def linked(self, article: int) -> list[int]:
        """The store numbers of the articles that say nearly the same as this one: an agency's text in other outlets."""
        return duplicates.linked(self._connection, article)

    # --- inside ------------------------------------------------------------------------------------

    def _get(self, key: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @contextmanager
    def _undone_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # where the disk is full SQLite has undone it already
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _bring_up_to_date(self, locked: bool) -> None:
        """Migrate an older schema, one process at a time; StoreError for a newer one."""
        found = schema.version(self._connection) or 0
        if found == schema.VERSION:
            return
        try:
            with self._closed_on_error():
                if found > schema.VERSION:
                    raise StoreError(
                        f"index {self.folder} has schema {found}, this qala reads {schema.VERSION}: update qala, or"
                        " build the articles again into a new folder"
                    )
                with nullcontext() if locked else writer_lock(self.folder):
                    found = schema.version(self._connection) or 0
                    if found < schema.VERSION:
                        schema.migrate(self._connection, found)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"index {self.folder} has schema {found} and cannot be brought up to {schema.VERSION}: {error}"
            ) from error
