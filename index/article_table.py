"""The store's articles, as they are looked up."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from index.article import Article
from index.read_once import ReadOnce, once


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """An outlet as the archive writes it, the number of its articles, and when the newest of them came out."""

    name: str
    articles: int
    newest: datetime | None


class ArticleTable(ReadOnce):
    """The reading side of the store's articles."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ids_of(self, wanted: str) -> list[str]:
        """The ids of the articles of this id or URL."""
        query = "SELECT id FROM articles WHERE id = ? OR url = ? ORDER BY id"
        return [found for (found,) in self._connection.execute(query, (wanted, wanted))]

    def ids_of_outlet(self, outlet: str) -> list[str]:
        """The ids of all articles of an outlet."""
        return [found for (found,) in self._connection.execute("SELECT id FROM articles WHERE outlet = ?", (outlet,))]

    def digests(self) -> dict[str, str]:
        """The digest of every article by its id."""
        return dict(self._connection.execute("SELECT id, digest FROM articles"))

    def digest(self, article_id: str) -> str | None:
        """The digest of an article; None where there is none of this id."""
        row = self._connection.execute("SELECT digest FROM articles WHERE id = ?", (article_id,)).fetchone()
        return row[0] if row else None

    def ids_at(self, url: str) -> list[str]:
        """The ids of the articles at a URL, those that came first before the others."""
        query = "SELECT id FROM articles WHERE url = ? ORDER BY number"
        return [found for (found,) in self._connection.execute(query, (url,))]

    def outlets(self) -> list[str]:
        """The names of all outlets, in order."""
        query = "SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY outlet"
        return [name for (name,) in self._connection.execute(query)]

    def known_outlets(self, limit: int = -1, skip: int = 0) -> list[KnownOutlet]:
        """The outlets, those of most articles first."""
        query = (
            "SELECT outlet, count(*), max(published) FROM articles WHERE outlet IS NOT NULL GROUP BY outlet"
            " ORDER BY count(*) DESC, outlet LIMIT ? OFFSET ?"
        )
        rows = self._connection.execute(query, (limit, skip))
        return [KnownOutlet(name, articles, _moment(newest)) for name, articles, newest in rows]

    @property
    def newest_article(self) -> datetime | None:
        """When the newest article came out; None where no article has a date."""
        return _moment(self._connection.execute("SELECT max(published) FROM articles").fetchone()[0])

    def articles(self) -> Iterator[Article]:
        """All articles, in the order of their ids."""
        for row in self._connection.execute(f"SELECT {_ARTICLE} FROM articles ORDER BY id"):
            yield _article(row)

    @once
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


def _moment(published: str | None) -> datetime | None:
    return datetime.fromisoformat(published) if published else None


_ARTICLE = "id, text, title, outlet, author, published, url"


def _article(row: tuple[str, ...]) -> Article:
    return Article.model_validate(dict(zip(_ARTICLE.split(", "), row, strict=True)))
