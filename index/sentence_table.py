"""The store's sentences, as retrieval reads them: their places, words, vectors and tokens."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.read_once import ReadOnce, each_once
from index.token_space import Vectors


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored sentence: its number, and the span of its article."""

    number: int
    article: int
    start: int
    end: int


class SentenceTable(ReadOnce):
    """The reading side of the store's sentences."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @each_once
    def passages(self, numbers: Collection[int]) -> dict[int, Passage]:
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

    def passages_in(self, articles: Collection[int]) -> list[Passage]:
        """All the sentences of these articles, by store number."""
        query = (
            "SELECT number, article, start, end FROM sentences WHERE article IN (SELECT value FROM json_each(?))"
            " ORDER BY number"
        )
        return [Passage(*row) for row in self._connection.execute(query, (json.dumps(sorted(articles)),))]

    @property
    def newest_sentence(self) -> int:
        """The highest number that any sentence has had, gone or not: it only grows, and none is used twice."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'sentences'").fetchone()
        return int(row[0]) if row else 0

    def passages_after(self, number: int, limit: int) -> list[Passage]:
        """The first sentences numbered above this, in the order in which they came."""
        query = "SELECT number, article, start, end FROM sentences WHERE number > ? ORDER BY number LIMIT ?"
        return [Passage(*row) for row in self._connection.execute(query, (number, limit))]

    def match(self, stems: Sequence[str], limit: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """(sentence number, BM25) of sentences with any of the stems, best first; larger is better.

        `among` restricts the search to these sentence numbers.
        """
        if not stems:
            return []
        query = _any_of(stems)
        # "+" keeps SQLite from asking FTS5 once for each number, which takes ten times as long.
        chosen = "" if among is None else " AND +rowid IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(
            f"SELECT rowid, -bm25(lexical) FROM lexical WHERE lexical MATCH ?{chosen}"
            " ORDER BY bm25(lexical), rowid LIMIT ?",
            (query, limit) if among is None else (query, json.dumps(sorted(among)), limit),
        )
        return [(number, score) for number, score in rows]

    def frequencies(self, stems: Collection[str]) -> dict[str, int]:
        """In how many sentences each of these stems stands; stems that stand in none are left out."""
        query = "SELECT term, doc FROM lexical_vocabulary WHERE term = ?"
        return dict(row for stem in stems for row in self._connection.execute(query, (stem,)))

    def terms_from(self, letter: str) -> list[str]:
        """The stems that stand in some sentence and begin with a letter."""
        query = "SELECT term FROM lexical_vocabulary WHERE term >= ? AND term < ?"
        return [term for (term,) in self._connection.execute(query, (letter, chr(ord(letter) + 1)))]

    @each_once
    def stems(self, numbers: Collection[int]) -> dict[int, frozenset[str]]:
        """The stems of each of these sentences."""
        return {number: frozenset(found.split()) for number, found in self.stemmed(numbers).items()}

    @each_once
    def stemmed(self, numbers: Collection[int]) -> dict[int, str]:
        """The stems of each of these sentences in order, divided by spaces: alike where the words are."""
        # Not by way of FTS5, which takes twice as long.
        query = "SELECT id, c0 FROM lexical_content WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._connection.execute(query, (json.dumps(sorted(numbers)),)))

    def published_in(self, days: tuple[date, date] | None, outlets: Collection[str] | None) -> set[int]:
        """The sentences of the articles published from the first day to the last, or on an unknown day, by these
        outlets; None for any day, or any outlet."""
        first, last = (day.isoformat() for day in days) if days else ("", "9")
        query = (
            "SELECT s.number FROM sentences s JOIN articles a ON a.number = s.article"
            " WHERE (a.published IS NULL OR substr(a.published, 1, 10) BETWEEN ? AND ?)"
            " AND (? IS NULL OR a.outlet IN (SELECT value FROM json_each(?)))"
        )
        names = None if outlets is None else json.dumps(sorted(outlets))
        return {number for (number,) in self._connection.execute(query, (first, last, names, names))}

    def directly_quoted(self, numbers: Collection[int]) -> set[int]:
        """Those of these sentences that hold a direct quotation of somebody."""
        query = (
            "SELECT DISTINCT s.number FROM sentences s JOIN statements t ON t.article = s.article"
            " AND t.start < s.end AND t.end > s.start AND t.kind = 'direct'"
            " WHERE s.number IN (SELECT value FROM json_each(?))"
        )
        return {number for (number,) in self._connection.execute(query, (json.dumps(sorted(numbers)),))}

    def headlines(self, numbers: Collection[int]) -> set[int]:
        """Those of these sentences that are their article's headline."""
        query = (
            "SELECT s.number FROM sentences s JOIN articles a ON a.number = s.article WHERE s.start = 0"
            " AND trim(a.title) = trim(substr(a.text, 1, s.end)) AND s.number IN (SELECT value FROM json_each(?))"
        )
        return {number for (number,) in self._connection.execute(query, (json.dumps(sorted(numbers)),))}

    @each_once
    def first_sentences(self, articles: Collection[int]) -> dict[int, int]:
        """The number of the first sentence, the headline, of each of these articles, by the article's number."""
        query = (
            "SELECT article, min(number) FROM sentences WHERE article IN (SELECT value FROM json_each(?))"
            " GROUP BY article"
        )
        return dict(self._connection.execute(query, (json.dumps(sorted(articles)),)))

    def vectors(self, batch: int = 10_000, after: int = 0) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """(numbers (n,), vectors (n, dimension)) of all sentences numbered above `after`, at most `batch` at a time."""
        query = "SELECT sentence, vector FROM vectors WHERE sentence > ? ORDER BY sentence"
        cursor = self._connection.execute(query, (after,))
        while rows := cursor.fetchmany(batch):
            numbers = np.array([number for number, _ in rows], np.int64)
            flat = np.frombuffer(b"".join(blob for _, blob in rows), "<f2").astype(np.float32)
            yield numbers, flat.reshape(len(rows), -1)

    @property
    def last_sentence(self) -> int:
        """The highest number of a sentence; 0 where there is none."""
        return int(self._connection.execute("SELECT coalesce(max(number), 0) FROM sentences").fetchone()[0])

    def sentence_numbers(self, until: int) -> NDArray[np.int64]:
        """The numbers (n,) of all sentences up to this one, in order."""
        rows = self._connection.execute("SELECT number FROM sentences WHERE number <= ? ORDER BY number", (until,))
        return np.fromiter((number for (number,) in rows), np.int64)

    @each_once
    def pooled_vectors(self, numbers: Collection[int]) -> dict[int, Vectors]:
        """The vector (dimension,) of each of these sentences."""
        query = "SELECT sentence, vector FROM vectors WHERE sentence IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(query, (json.dumps(sorted(numbers)),))
        return {number: np.frombuffer(blob, "<f2").astype(np.float32) for number, blob in rows}

    @each_once
    def packed_tokens(self, numbers: Collection[int]) -> dict[int, bytes]:
        """The token vectors of these sentences, packed."""
        query = "SELECT sentence, tokens FROM token_vectors WHERE sentence IN (SELECT value FROM json_each(?))"
        return dict(self._connection.execute(query, (json.dumps(sorted(numbers)),)))


def _any_of(stems: Sequence[str]) -> str:
    """FTS5's query for sentences with any of these stems."""
    return " OR ".join('"' + stem.replace('"', '""') + '"' for stem in stems)
