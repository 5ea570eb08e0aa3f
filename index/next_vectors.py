"""The store's vectors of the next model, which grow beside those in use until they take their place."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Protocol

from index.encoder import Encoded
from index.errors import StoreError
from index.token_space import pack

_TABLES = ("vectors", "token_vectors")


class _Named(Protocol):
    @property
    def fingerprint(self) -> str: ...


class NextVectors:
    """The part of the store that a change of models writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin_vectors(self, model: _Named) -> int:
        """Make room for the vectors of another model; how many are there already, of a run that was interrupted."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'next_fingerprint'").fetchone()
        if row is None or row[0] != model.fingerprint:
            for table in _TABLES:
                self._connection.execute(f"DROP TABLE IF EXISTS next_{table}")
                (made,) = self._connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
                # Its name is in quotes there once the table has been renamed, by an earlier change of models.
                self._connection.execute(f"CREATE TABLE next_{table} {made[made.index('(') :]}")
            self._connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('next_fingerprint', ?)", (model.fingerprint,)
            )
        return int(self._connection.execute("SELECT count(*) FROM next_vectors").fetchone()[0])

    def without_new_vector(self, limit: int) -> dict[int, str]:
        """The words of at most so many sentences that have no vector of the next model yet, by number."""
        rows = self._connection.execute(
            "SELECT number, article, start, end FROM sentences WHERE number > coalesce((SELECT max(sentence) FROM"
            " next_vectors), 0) ORDER BY number LIMIT ?",
            (limit,),
        ).fetchall()
        # Sliced here: SQLite's substr ends at a text's first NUL.
        query = "SELECT number, text FROM articles WHERE number IN (SELECT value FROM json_each(?))"
        articles = dict(self._connection.execute(query, (json.dumps(sorted({row[1] for row in rows})),)))
        return {number: articles[article][start:end] for number, article, start, end in rows}

    def put_new_vectors(self, texts: Mapping[int, str], encoded: Encoded) -> None:
        """Store the vectors of these sentences, by number, in their order; inside a transaction."""
        for number, vector, tokens in zip(texts, encoded.pooled.astype("<f2"), encoded.tokens, strict=True):
            self._connection.execute("INSERT INTO next_vectors VALUES (?, ?)", (number, vector.tobytes()))
            self._connection.execute("INSERT INTO next_token_vectors VALUES (?, ?)", (number, pack(tokens)))

    def take_new_vectors(self) -> None:
        """The new vectors become those in use; inside a transaction. StoreError where a sentence has none."""
        missing = "SELECT count(*) FROM sentences WHERE number NOT IN (SELECT sentence FROM next_vectors)"
        if self._connection.execute(missing).fetchone()[0]:
            raise StoreError("some sentences have no vector of the new model yet")
        for table in _TABLES:
            self._connection.execute(f"DROP TABLE {table}")
            self._connection.execute(f"ALTER TABLE next_{table} RENAME TO {table}")
        self._connection.execute("DELETE FROM meta WHERE key = 'next_fingerprint'")
