"""The registry in the store: kept up block by block, it is what it would be made anew."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import schema
from index.alias import beginnings, block
from index.speaker_table import register_speakers
from index.statement import SpeakerType, Statement
from index.statement_table import insert, touch
from index.title import read_title

# Names that are spelled alike, begin one another, share surnames, and go on with a particle.
FORMS = (
    "سيرغي لافروف", "سيرجي لافروف", "لافروف", "إيفان لافروف", "محمد سلمان", "محمد سلمان بن خالد", "محمد بن سلمان",
    "محمد بن سلمان بن عبدالعزيز", "خالد بن عبدالعزيز", "عبدالعزيز", "سلمان", "محمد خالد سلمان", "خالد", "علي سلمان",
    "محمد سلمان بن خالد بن علي", "علي", "محمد سلمان ابن علي", "وزارة سلمان",
    "بن سلمان", "جيم ماتيس", "جيمس ماتيس", "ماتيس", "جيم جاووش", "جيم تشاووش", "تشاووش", "جيمس لو سلمان", "لو سلمان",
)  # fmt: skip
TITLES = ("", "الوزير ", "وزير الخارجية الروسي ", "الرئيس السابق ")
said = st.tuples(
    st.sampled_from(FORMS), st.sampled_from(TITLES), st.sampled_from(["person", "person", "organisation", "unnamed"])
)
Said = tuple[str, str, SpeakerType]


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(new_store()) as connection:
        yield connection


def new_store() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    schema.create(connection)
    return connection


def put(connection: sqlite3.Connection, number: int, all_said: Sequence[Said]) -> None:
    """Store an article in which all that was said, in the place of an older one."""
    take_out(connection, number)
    text, statements = "", []
    for name, title, kind in all_said:
        start = len(text)
        text += f"{title}{name}\n"
        mention = (start, len(text) - 1)
        told = read_title(f"{title}{name}")
        statements.append(Statement(*mention, "direct", name, "full", mention, None, kind, told))
    connection.execute("INSERT INTO articles (number, id, digest, text) VALUES (?, ?, '', ?)", (number, number, text))
    insert(connection, number, statements)


def take_out(connection: sqlite3.Connection, number: int) -> None:
    touch(connection, number)
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))


def known(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """All that is known of each speaker, whatever the number."""
    found = []
    for number, *row in connection.execute("SELECT number, name, is_person, said FROM speakers").fetchall():
        aliases = connection.execute("SELECT alias, skeletons, block, tail FROM aliases WHERE speaker = ?", (number,))
        titles = connection.execute("SELECT head, words FROM titles WHERE speaker = ?", (number,))
        found.append((*row, sorted(aliases), sorted(titles)))
    return sorted(found, key=repr)


changes = st.lists(st.tuples(st.integers(1, 4), st.none() | st.lists(said, min_size=1, max_size=5)), max_size=8)


@given(changes, st.randoms(use_true_random=False))
def test_step_by_step_or_all_at_once(steps: list[tuple[int, list[Said] | None]], chance: random.Random) -> None:
    held: dict[int, list[Said]] = {}
    with closing(new_store()) as connection, closing(new_store()) as fresh:
        for number, all_said in steps:
            if all_said is None:
                take_out(connection, number)
                held.pop(number, None)
            else:
                put(connection, number, all_said)
                held[number] = all_said
            if chance.random() < 0.7:
                register_speakers(connection)
        register_speakers(connection)
        for number, all_said in held.items():
            put(fresh, number, all_said)
        register_speakers(fresh)
        assert known(connection) == known(fresh)
        assert not connection.execute("SELECT * FROM touched").fetchall()


def test_a_speaker_whom_nothing_changes_keeps_the_number(connection: sqlite3.Connection) -> None:
    put(connection, 1, [("سيرغي لافروف", "", "person"), ("علي سلمان", "", "person")])
    register_speakers(connection)
    [[before]] = connection.execute("SELECT speaker FROM aliases WHERE alias = 'علي سلمان'")
    put(connection, 2, [("إيفان لافروف", "", "person"), ("لافروف", "", "person")])
    register_speakers(connection)
    [[after]] = connection.execute("SELECT speaker FROM aliases WHERE alias = 'علي سلمان'")
    assert before == after


def test_nothing_else_is_looked_at(connection: sqlite3.Connection) -> None:
    put(connection, 1, [("سيرغي لافروف", "", "person"), ("علي خالد", "", "person")])
    register_speakers(connection)
    connection.execute("UPDATE speakers SET said = 77")
    put(connection, 2, [("لافروف", "", "person")])
    register_speakers(connection)
    assert [(name, count) for name, _, count, *_ in known(connection)] == [("سيرغي لافروف", 2), ("علي خالد", 77)]


@pytest.mark.parametrize(
    ("key", "expected"),
    [("محمد سلمان بن خالد بن علي", ["محمد سلمان", "محمد سلمان بن خالد"]), ("محمد بن سلمان", []), ("علي", [])],
)
def test_the_beginnings_of_a_name(key: str, expected: list[str]) -> None:
    assert beginnings(key) == expected


def test_the_last_word_of_a_surname_is_learned_later(connection: sqlite3.Connection) -> None:
    put(connection, 1, [("جان لودريان", "", "person")])
    register_speakers(connection)
    assert connection.execute("SELECT alias, tail FROM aliases").fetchall() == [("جان لودريان", None)]
    put(connection, 2, [("جان لو دريان", "", "person")])
    register_speakers(connection)
    assert connection.execute("SELECT alias, tail FROM aliases").fetchall() == [("جان لودريان", "دريان")]


def test_spellings_of_one_surname_are_in_one_block() -> None:
    assert block("سيرغي لافروف") == block("لافروف") != block("سيرغي")
