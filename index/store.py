"""The store: one SQLite file that holds everything; whatever else lies beside it is derived from it."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import duplicates, speaker_table, statement_table
from index.article import Article
from index.article_table import ArticleTable
from index.connection import State
from index.database import Database
from index.encoder import Encoded
from index.errors import StoreError
from index.next_vectors import NextVectors
from index.sentence import Sentence
from index.sentence_table import SentenceTable
from index.statement import Statement
from index.statement_table import StatementTable
from index.stem import terms
from index.token_space import pack

# Words whose frequencies are remembered: a usual one takes a quarter of a millisecond where 335,000 sentences are held.
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Model:
    """The embedding model that an index was built with."""

    name: str
    fingerprint: str
    dimension: int


class Store(Database, ArticleTable, SentenceTable, StatementTable, NextVectors):
    """An open index folder. One writer at a time; readers never wait (SQLite's WAL)."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, state: State | None = None) -> None:
        super().__init__(connection, folder, state)
        self._counts = (-1, (0, 0))
        self._known_frequencies: tuple[int, dict[str, int]] = (-1, {})

    # --- writing -----------------------------------------------------------------------------------

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
        statement_table.insert(self._connection, number, statements)
        if number is not None:
            duplicates.link(self._connection, number, [article.text[one.start : one.end] for one in sentences])

    def restate(self, article: int, statements: Sequence[Statement]) -> None:
        """Put other statements in the place of those of the article with this store number."""
        statement_table.replace(self._connection, article, statements)

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
