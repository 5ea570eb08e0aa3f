"""The store's schema: made in a new store, brought up to date in an older one, refused where it is newer."""

import sqlite3
from collections.abc import Callable, Mapping
from importlib.resources import files

from index.alias import alias
from index.duplicates import link
from index.errors import StoreError
from index.speaker_table import register_speakers, register_titles
from index.stem import stems_with_article_taken, terms
from index.title import in_one_form

VERSION = 10


def create(connection: sqlite3.Connection) -> None:
    """Make all tables in an empty database; inside a transaction."""
    for statement in _statements():
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('schema', ?), ('generation', '0')", (str(VERSION),))


def _statements() -> list[str]:
    return files("index").joinpath("data/schema.sql").read_text(encoding="utf8").split(";\n")


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether the database holds nothing at all."""
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def version(connection: sqlite3.Connection) -> int | None:
    """The schema's version; None where the database holds none of ours."""
    if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]:
        return None
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return int(row[0]) if row else 0


def migrate(connection: sqlite3.Connection, found: int) -> None:
    """Bring a store of an older version up to date, in one transaction. StoreError where no way leads there."""
    if found not in _STEPS:
        raise StoreError(f"schema {found} is too old to be brought up to {VERSION}: build the index again")
    connection.execute("PRAGMA foreign_keys = OFF")  # as SQLite prescribes for tables that are made anew
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for step in range(found, VERSION):
                _STEPS[step](connection)
            connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(VERSION),))
            # Speakers may have other numbers now: whoever reads the index takes them in with a newer generation.
            connection.execute("UPDATE meta SET value = value + 1 WHERE key IN ('generation', 'registered')")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _sentences_numbered_once(connection: sqlite3.Connection) -> None:
    """2 to 3: a sentence's number is never used again, so that a vector file can stay while the store goes on."""
    for statement in (
        "CREATE TABLE numbered (number INTEGER PRIMARY KEY AUTOINCREMENT,"
        " article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,"
        " start INTEGER NOT NULL, end INTEGER NOT NULL, UNIQUE (article, start))",
        "INSERT INTO numbered SELECT number, article, start, end FROM sentences ORDER BY number",
        "DROP TABLE sentences",
        "ALTER TABLE numbered RENAME TO sentences",
        "CREATE INDEX articles_by_url ON articles (url)",
        "CREATE INDEX articles_by_outlet ON articles (outlet)",
    ):
        connection.execute(statement)


def _near_duplicates(connection: sqlite3.Connection) -> None:
    """3 to 4: articles that say nearly the same are linked."""
    _make(connection, "signatures", "bands", "bands_by_article", "links", "links_by_other")
    for article, text in connection.execute("SELECT number, text FROM articles ORDER BY number"):
        spans = connection.execute("SELECT start, end FROM sentences WHERE article = ? ORDER BY start", (article,))
        link(connection, article, [text[start:end] for start, end in spans])


def _speakers_by_block(connection: sqlite3.Connection) -> None:
    """4 to 5: speakers are registered block by block."""
    for name in ("TABLE titles", "TABLE aliases", "INDEX statements_by_alias"):
        connection.execute(f"DROP {name}")
    _make(connection, "titles", "aliases", "aliases_by_speaker", "aliases_by_block", "touched", "statements_by_alias")
    _register_all(connection)


def _outlets_with_days(connection: sqlite3.Connection) -> None:
    """5 to 6: how many articles an outlet has, and of what day, is told by an index alone."""
    connection.execute("DROP INDEX articles_by_outlet")
    _make(connection, "articles_by_outlet")


def _foreign_surnames_joined(connection: sqlite3.Connection) -> None:
    """6 to 7: a foreign surname of several words is one word of its alias; the last of them is kept, too."""
    connection.execute("DROP TABLE aliases")
    _make(connection, "aliases", "aliases_by_speaker", "aliases_by_block")
    _realias(connection)


def _realias(connection: sqlite3.Connection) -> None:
    """Give all statements their speakers' aliases as they are made now."""
    connection.create_function("alias_of", 1, alias, deterministic=True)
    connection.execute(
        "UPDATE statements SET alias = alias_of(speaker) WHERE speaker IS NOT NULL AND alias IS NOT alias_of(speaker)"
    )
    _register_all(connection)


def _unnamed_by_title(connection: sqlite3.Connection) -> None:
    """7 to 8: statements are found by the title of whoever speaks, bynames (أبو مازن) have the name's alias, and words
    such as ألعاب their own stem."""
    _make(connection, "statements_by_title")
    _realias(connection)
    _restem(connection)


def _titles_by_article(connection: sqlite3.Connection) -> None:
    """8 to 9: what one article says of an office is kept apart from what others do."""
    connection.execute("DROP TABLE titles")
    _make(connection, "titles")
    register_titles(connection, [number for (number,) in connection.execute("SELECT number FROM speakers")])


def _titles_in_one_form(connection: sqlite3.Connection) -> None:
    """9 to 10: what newsrooms write in several ways in a title (رئيس مجلس النواب, رئيس البرلمان) has one form."""
    connection.create_function("one_form", 2, _one_form, deterministic=True)
    changed = "UPDATE statements SET title_words = one_form(title_heads, title_words) WHERE title_heads NOT NULL"
    connection.execute(changed)
    register_titles(connection, [number for (number,) in connection.execute("SELECT number FROM speakers")])


def _one_form(heads: str, words: str) -> str:
    return " ".join(sorted(in_one_form(frozenset(words.split()), frozenset(heads.split()))))


def _restem(connection: sqlite3.Connection) -> None:
    """Give the sentences with words such as ألعاب, whose first letters were taken for the article, their stems."""
    found = connection.execute(
        "SELECT s.number, substr(a.text, s.start + 1, s.end - s.start) FROM lexical"
        " JOIN sentences s ON s.number = lexical.rowid JOIN articles a ON a.number = s.article WHERE lexical MATCH ?",
        (" OR ".join(f'"{stem}"' for stem in stems_with_article_taken()),),
    ).fetchall()
    stemmed = [(" ".join(terms(text)), number) for number, text in found]
    connection.executemany("UPDATE lexical SET words = ? WHERE rowid = ?", stemmed)


def _register_all(connection: sqlite3.Connection) -> None:
    """Register all speakers anew, whatever is known of them."""
    for table in ("titles", "aliases", "speakers"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT OR IGNORE INTO touched SELECT DISTINCT alias FROM statements WHERE alias IS NOT NULL")
    register_speakers(connection)


def _make(connection: sqlite3.Connection, *names: str) -> None:
    """Make these tables and indexes as a new store has them."""
    for statement in _statements():
        if any(f"{kind} {name} " in statement for kind in ("TABLE", "INDEX") for name in names):
            connection.execute(statement)


_STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {
    2: _sentences_numbered_once,
    3: _near_duplicates,
    4: _speakers_by_block,
    5: _outlets_with_days,
    6: _foreign_surnames_joined,
    7: _unnamed_by_title,
    8: _titles_by_article,
    9: _titles_in_one_form,
}
