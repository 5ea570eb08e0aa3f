"""The bot's memory: what it keeps, for how long, and that it forgets."""

import sqlite3
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.memory import Memory
from bot.memory_file import MemoryFile
from bot.readers import FOLLOW_UP
from index.errors import StoreError

SALMA, OMAR, CHAT = 1001, 1002, 1001


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "bot.sqlite"


@pytest.fixture
def memory(path: Path, clock: Clock) -> Iterator[Memory]:
    memory = Memory(path, clock)
    yield memory
    memory.close()


def test_a_language_is_kept_across_restarts(memory: Memory, path: Path) -> None:
    assert memory.readers.language(SALMA) is None
    memory.readers.choose_language(SALMA, "en")
    memory.readers.choose_language(SALMA, "ru")
    memory.close()
    again = Memory(path)
    assert again.readers.language(SALMA) == "ru"
    assert again.readers.language(OMAR) is None
    again.close()


def test_a_language_that_is_no_longer_spoken_is_none(memory: Memory, path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("INSERT INTO reader (user, language) VALUES (1, 'eo')")
    other.close()
    assert memory.readers.language(1) is None


def test_the_last_question_of_each_user_in_each_chat(memory: Memory) -> None:
    memory.conversations.remember(CHAT, SALMA, "first")
    memory.conversations.remember(CHAT, SALMA, "second")
    memory.conversations.remember(CHAT, OMAR, "other")
    memory.conversations.remember(-5, SALMA, "in a group")
    assert memory.conversations.last_question(CHAT, SALMA) == "second"
    assert memory.conversations.last_question(CHAT, OMAR) == "other"
    memory.conversations.forget(CHAT, SALMA)
    assert memory.conversations.last_question(CHAT, SALMA) is None
    assert memory.conversations.last_question(-5, SALMA) == "in a group"


def test_a_conversation_is_over_after_half_an_hour(memory: Memory, clock: Clock, path: Path) -> None:
    memory.conversations.remember(CHAT, SALMA, "a question")
    clock.now += FOLLOW_UP - 1
    memory.conversations.remember(CHAT, OMAR, "a later question")
    assert memory.conversations.last_question(CHAT, SALMA) == "a question"
    clock.now += 1
    assert memory.conversations.last_question(CHAT, SALMA) is None
    memory.expire()
    assert _everything_in(path, "conversation") == [(CHAT, OMAR, "a later question", int(clock.now) - 1)]


def test_a_clock_that_is_put_back_loses_nothing(memory: Memory, clock: Clock) -> None:
    memory.conversations.remember(CHAT, SALMA, "a question")
    clock.now -= 86_400
    assert memory.conversations.last_question(CHAT, SALMA) == "a question"


def test_forgetting_a_user_leaves_nothing_of_that_user_in_any_table(memory: Memory, path: Path) -> None:
    with sqlite3.connect(path) as other:
        tables = [name for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        holding = [t for t in tables if "user" in {row[1] for row in other.execute(f"PRAGMA table_info({t})")}]
        assert {"reader", "conversation", "card", "feedback", "follow"} <= set(holding)
        for table in holding:
            for user in (SALMA, OMAR):
                _fill(other, table, user)
    other.close()
    memory.forget(SALMA)
    for table in holding:
        left = _everything_in(path, table)
        assert len(left) == 1, table
        assert SALMA not in left[0], table


def test_what_is_forgotten_is_not_in_the_file_either(memory: Memory, path: Path) -> None:
    memory.conversations.remember(CHAT, SALMA, "an unmistakable question")
    memory.conversations.forget(CHAT, SALMA)
    memory.close()  # which empties the log into the file
    assert b"unmistakable" not in path.read_bytes()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_only_the_bot_may_read_the_file(memory: Memory, path: Path) -> None:
    memory.readers.choose_language(SALMA, "fr")
    assert {stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()} == {0o600}


def test_several_threads_may_write(memory: Memory) -> None:
    def chat(number: int) -> None:
        for turn in range(50):
            memory.conversations.remember(number, number, f"{number} {turn}")
            assert memory.conversations.last_question(number, number) == f"{number} {turn}"

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(chat, range(8)))


def test_a_transaction_that_fails_changes_nothing(path: Path) -> None:
    file = MemoryFile(path)

    def half() -> None:
        with file.transaction():
            file.execute("INSERT INTO reader (user, language) VALUES (1, 'ar')")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half()
    assert file.execute("SELECT * FROM reader") == []
    file.close()


def test_a_transaction_that_cannot_be_done_is_a_store_error_and_not_the_last_one(path: Path) -> None:
    file = MemoryFile(path)
    file.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(path, isolation_level=None)

    def change(language: str) -> None:
        with file.transaction():
            file.execute("INSERT OR REPLACE INTO reader (user, language) VALUES (1, ?)", (language,))

    other.execute("BEGIN IMMEDIATE")  # somebody else writes
    with pytest.raises(StoreError, match="locked"):
        change("ar")
    other.execute("ROLLBACK")
    other.close()
    change("en")

    [(pages,)] = file.execute("PRAGMA page_count")
    file.execute(f"PRAGMA max_page_count = {pages}")  # the disk is full
    with pytest.raises(StoreError, match="full"):
        change("ar" * 1_000_000)
    change("fr")
    assert [row["language"] for row in file.execute("SELECT language FROM reader")] == ["fr"]
    file.close()


def test_a_commit_that_fails_leaves_nothing_begun(path: Path) -> None:
    file = MemoryFile(path)
    orphan = "INSERT INTO alert (follow, digest, content, at, tries) VALUES (7, 'd', '', 0, 2)"

    def change(*statements: str) -> None:
        with file.transaction():
            for statement in ("PRAGMA defer_foreign_keys = ON", *statements):
                file.execute(statement)

    with pytest.raises(StoreError, match="FOREIGN KEY"):
        change(orphan)  # told only when all is to be kept
    change("INSERT INTO tally VALUES ('today', 'answered', 1)")
    assert len(file.execute("SELECT * FROM tally")) == 1
    assert file.execute("SELECT * FROM alert") == []
    file.close()


def test_two_that_open_a_new_file_at_once_make_it_once(path: Path) -> None:
    start = threading.Barrier(4)

    def open_it(_: int) -> None:
        start.wait()
        Memory(path).close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(open_it, range(4)))


@pytest.mark.parametrize("content", [b"no database at all " * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_of_something_else_is_one_clear_line(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"bot\.sqlite cannot be (opened|used)"):
        Memory(path)
    assert path.read_bytes() == content


def test_a_memory_of_a_later_qala_is_left_alone(path: Path) -> None:
    Memory(path).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(StoreError, match="version 99"):
        Memory(path)


def test_a_folder_in_its_place_is_one_clear_line(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        Memory(path)


def _fill(connection: sqlite3.Connection, table: str, user: int) -> None:
    """A row with something in every column, whatever the columns are."""
    columns = [(row[1], row[2]) for row in connection.execute(f"PRAGMA table_info({table})")]
    values = [user if name == "user" else user + 7 if kind == "INTEGER" else f"t{user}" for name, kind in columns]
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)


def _everything_in(path: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"SELECT * FROM {table}").fetchall()
    finally:
        connection.close()
