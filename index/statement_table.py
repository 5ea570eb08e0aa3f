"""The store's tables of statements and speakers."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from index.alias import alias, written_key
from index.read_once import ReadOnce, once
from index.shown_name import untagged
from index.statement import Statement
from index.title import Bearers, Borne, Title

_Bearer = TypeVar("_Bearer", int, str)


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """A speaker of the registry, and the number of statements."""

    name: str
    is_person: bool
    said: int


class StatementTable(ReadOnce):
    """The reading side of the store's statements and speakers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def speakers(self, limit: int = -1, skip: int = 0, named: str = "") -> list[KnownSpeaker]:
        """The speakers, those who said most first; with `named` those of whose names one holds this."""
        key = alias(named)
        if named.strip() and not key:
            return []  # marks alone are nobody's name
        holding = "%".join(["", *key.split(), ""])
        rows = self._connection.execute(
            "SELECT name, is_person, said FROM speakers"
            " WHERE ? = '%' OR number IN (SELECT speaker FROM aliases WHERE alias LIKE ?)"
            " ORDER BY said DESC, name LIMIT ? OFFSET ?",
            (holding, holding, limit, skip),
        )
        return [KnownSpeaker(name, bool(is_person), said) for name, is_person, said in rows]

    def count_statements(self) -> tuple[int, int]:
        """(statements, speakers)."""
        query = "SELECT (SELECT count(*) FROM statements), (SELECT count(*) FROM speakers)"
        statements, speakers = self._connection.execute(query).fetchone()
        return statements, speakers

    def aliases(self) -> Iterator[tuple[str, str, int, bool, str | None]]:
        """(key, skeletons of its words, speaker number, whether a person's, the surname's last word where it has
        several) of every alias."""
        query = (
            "SELECT alias, skeletons, speaker, is_person, tail FROM aliases"
            " JOIN speakers ON speakers.number = aliases.speaker"
        )
        return self._connection.execute(query)

    def sentences_spoken_by(
        self, speakers: Collection[int], unnamed: Collection[str] = (), articles: Collection[int] | None = None
    ) -> dict[int, list[str]]:
        """The numbers of the sentences that hold a statement of these speakers, with the statements' aliases.

        `unnamed`: the aliases of those who speak, too, although no name is given of them. `articles`: the only ones
        that are looked at, None for all.
        """
        query = (
            "SELECT DISTINCT sentences.number, said.alias FROM"
            " (SELECT aliases.alias, 0 AS is_unnamed FROM json_each(?1) JOIN aliases ON aliases.speaker = value"
            " UNION ALL SELECT value, 1 FROM json_each(?2)) said"
            " CROSS JOIN statements ON statements.alias = said.alias"
            " AND (statements.speaker_type = 'unnamed') = said.is_unnamed"
            " JOIN sentences ON sentences.article = statements.article"
            " AND sentences.start < statements.end AND sentences.end > statements.start"
            " WHERE ?3 IS NULL OR statements.article IN (SELECT value FROM json_each(?3))"
            " ORDER BY sentences.number, said.alias"
        )
        only = None if articles is None else json.dumps(sorted(articles))
        values = (json.dumps(sorted(speakers)), json.dumps(sorted(unnamed)), only)
        found: dict[int, list[str]] = {}
        for number, key in self._connection.execute(query, values):
            found.setdefault(number, []).append(key)
        return found

    def speakers_in(self, sentences: Collection[int]) -> dict[int, frozenset[str]]:
        """The aliases of those who say something in each of these sentences; sentences without any are left out."""
        query = (
            "SELECT DISTINCT s.number, t.alias FROM sentences s JOIN statements t ON t.article = s.article"
            " AND t.start < s.end AND t.end > s.start AND t.alias IS NOT NULL AND t.speaker_type != 'unnamed'"
            " WHERE s.number IN (SELECT value FROM json_each(?))"
        )
        found: dict[int, set[str]] = {}
        for number, alias_ in self._connection.execute(query, (json.dumps(sorted(sentences)),)):
            found.setdefault(number, set()).add(alias_)
        return {number: frozenset(aliases) for number, aliases in found.items()}

    def aliases_of(self, speakers: Collection[int]) -> frozenset[str]:
        """All the aliases of these speakers."""
        query = "SELECT alias FROM aliases WHERE speaker IN (SELECT value FROM json_each(?))"
        return frozenset(one for (one,) in self._connection.execute(query, (json.dumps(sorted(speakers)),)))

    def speaker_names(self, numbers: Collection[int]) -> list[str]:
        """The names of the speakers of these numbers, those who said most first."""
        return list(self.names_of(numbers).values())

    def bearers_of(self, aliases: Collection[str]) -> dict[int, str]:
        """The speakers known by these aliases: number, name."""
        query = (
            "SELECT number, name FROM aliases JOIN speakers ON number = speaker"
            " WHERE alias IN (SELECT value FROM json_each(?)) ORDER BY number"
        )
        return dict(self._connection.execute(query, (json.dumps(sorted(aliases)),)))

    def shown_names(self, forms: Collection[str]) -> dict[str, str]:
        """How the speakers of these forms are shown: by name where a form has as many words in other letters, for it
        is the same name, spelled otherwise. Longer and shorter forms, and names written together or apart (عبدالفتاح),
        stay what their articles say, but for the marks of hashtags."""
        keys = {form: alias(form) for form in forms}
        query = (
            "SELECT alias, name FROM aliases JOIN speakers ON number = speaker"
            " WHERE alias IN (SELECT value FROM json_each(?))"
        )
        names = dict(self._connection.execute(query, (json.dumps(sorted(keys.values())),)))
        return {
            form: names[key] if _misspelled(form, names[key]) else untagged(form)
            for form, key in keys.items()
            if key in names
        }

    def names_of(self, numbers: Collection[int]) -> dict[int, str]:
        """The names of these speakers, by their numbers, those who said most first."""
        query = (
            "SELECT number, name FROM speakers WHERE number IN (SELECT value FROM json_each(?))"
            " ORDER BY said DESC, name"
        )
        return dict(self._connection.execute(query, (json.dumps(sorted(numbers)),)))

    def bearers(self, asked: Title) -> Bearers:
        """Those who bear the title that is asked for; of several those of just that title in some article."""
        heads = (json.dumps(sorted(asked.heads)),)
        named = "SELECT speaker, head, words FROM titles WHERE head IN (SELECT value FROM json_each(?))"
        unnamed = (
            "SELECT DISTINCT alias, title_heads, title_words FROM statements"
            " WHERE speaker_type = 'unnamed' AND title_heads IN (SELECT value FROM json_each(?))"
        )
        people, nameless = (_of_title(asked, self._connection.execute(one, heads)) for one in (named, unnamed))
        if asked.heads <= asked.words and any(people.values()):
            people, nameless = ({one: True for one, just in found.items() if just} for found in (people, nameless))
        return Bearers(frozenset(people), frozenset(nameless))

    def borne(self, heads: Collection[str]) -> Iterator[Borne]:
        """The titles of one of these offices that mentions give."""
        query = (
            "SELECT DISTINCT title_heads, title_words, alias, speaker_type != 'unnamed', article FROM statements"
            " WHERE title_heads IS NOT NULL AND alias IS NOT NULL"
            " AND (title_heads IN (SELECT value FROM json_each(?)) OR instr(title_heads, ' '))"
        )
        for row in self._connection.execute(query, (json.dumps(sorted(heads)),)):
            title = _title(*row[:2])
            if title and not title.heads.isdisjoint(heads):
                yield Borne(title, row[2], bool(row[3]), row[4])

    def bearing(self, borne: Collection[Borne]) -> Bearers:
        """Those who bear one of these titles."""
        named = self.bearers_of({one.alias for one in borne if one.named})
        return Bearers(frozenset(named), frozenset(one.alias for one in borne if not one.named))

    @once
    def statements_of(self, article: int) -> list[Statement]:
        """The statements of the article with this store number, in order."""
        query = (
            "SELECT start, end, kind, speaker, reference, mention_start, mention_end, cue_start, cue_end, speaker_type,"
            " title_heads, title_words FROM statements WHERE article = ? ORDER BY start, end"
        )
        return [
            Statement(start, end, kind, speaker, reference, _span(*row[:2]), _span(*row[2:4]), row[4], _title(*row[5:]))
            for start, end, kind, speaker, reference, *row in self._connection.execute(query, (article,))
        ]


def insert(connection: sqlite3.Connection, article: int | None, statements: Sequence[Statement]) -> None:
    """Store the statements of the article with this store number; their speakers are registered later."""
    connection.executemany(
        "INSERT INTO statements (article, start, end, kind, reference, speaker, speaker_type, alias,"
        " mention_start, mention_end, cue_start, cue_end, title_heads, title_words)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (article, s.start, s.end, s.kind, s.reference, s.speaker, s.speaker_type,
             alias(s.speaker) if s.speaker else None, *(s.mention or (None, None)), *(s.cue or (None, None)),
             *_written(s.title))
            for s in statements
        ],
    )  # fmt: skip
    touch(connection, article)


def replace(connection: sqlite3.Connection, article: int, statements: Sequence[Statement]) -> None:
    """Put other statements in the place of the article's."""
    touch(connection, article)
    connection.execute("DELETE FROM statements WHERE article = ?", (article,))
    insert(connection, article, statements)


def touch(connection: sqlite3.Connection, article: int | None) -> None:
    """Note whose statements change with an article that has come or is about to go."""
    connection.execute(
        "INSERT OR IGNORE INTO touched SELECT alias FROM statements WHERE article = ? AND alias IS NOT NULL", (article,)
    )


def _written(title: Title | None) -> tuple[str | None, str | None]:
    return (" ".join(sorted(title.heads)), " ".join(sorted(title.words))) if title else (None, None)


def _title(heads: str | None, described: str | None) -> Title | None:
    if heads is None or described is None:
        return None
    return Title(frozenset(heads.split()), frozenset(described.split()))


def _of_title(asked: Title, rows: Iterable[tuple[_Bearer, str, str]]) -> dict[_Bearer, bool]:
    """Those of (bearer, head, words) whose title is meant, by all that their rows say together, and whether one of
    these says just that."""
    told: dict[tuple[_Bearer, str], set[str]] = defaultdict(set)
    just: set[_Bearer] = set()
    for bearer, head, described in rows:
        title = Title(frozenset([head]), frozenset(described.split()))
        told[bearer, head] |= title.words
        if title.fits(asked) and title.is_just(asked):
            just.add(bearer)
    together = ((bearer, Title(frozenset([head]), frozenset(described))) for (bearer, head), described in told.items())
    return {bearer: bearer in just for bearer, title in together if title.fits(asked)}


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    return None if start is None or end is None else (start, end)


def _misspelled(form: str, name: str) -> bool:
    """Whether it is the same name in other letters: not longer or shorter, and not only written apart or together."""
    return len(alias(name).split()) == len(alias(form).split()) and written_key(form) != written_key(name)
