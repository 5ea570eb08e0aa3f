"""Older schemas are brought up to date, whole or not at all; newer ones are left alone."""

import sqlite3
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

from index import schema
from index.build import build
from index.database import FILE_NAME
from index.errors import StoreError
from index.reembed import reembed
from index.store import Store
from index.upkeep import remove
from retrieval.search import Searcher
from tests.child import CHANGES, Change, all_at_once
from tests.index_state import Fresh, assert_like_fresh, check, known, show, to_schema_2
from tests.small_archive import HELD, article
from tests.small_encoder import OTHER, SMALL

_LE_DRIAN = "قال جان إيف لو دريان إن بلاده ترفض ذلك.\n"

pytestmark = pytest.mark.usefixtures("small_chunks")


def tables(folder: Path) -> dict[str, list[Any]]:
    """All that the database holds, and how its tables are made, but for their quotation marks."""
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
        names = [name for name, sql in made if sql.startswith("CREATE TABLE")]
        held = {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
        return held | {"made": [(name, " ".join(_uncommented(sql).replace('"', "").split())) for name, sql in made]}
    finally:
        connection.close()


def _uncommented(sql: str) -> str:
    return "\n".join(line.split("--")[0] for line in sql.splitlines())


def test_an_older_schema_is_brought_up_to_date(folder: Path, fresh: Fresh) -> None:
    remove(folder, [HELD[-1].id])
    expected = tables(folder)
    to_schema_2(folder)
    Store.open(folder).close()
    migrated = tables(folder)
    assert {name for name, _ in migrated["made"]} == {name for name, _ in expected["made"]}
    assert "AUTOINCREMENT" in dict(migrated["made"])["sentences"]
    for name in ("articles", "sentences", "vectors", "token_vectors", "statements", "lexical_content"):
        assert migrated[name] == expected[name], name
    for number in (11, 12):
        build([article(number, 5)], folder, SMALL)
        assert_like_fresh(folder, SMALL, fresh)
    reembed(folder, OTHER)
    assert_like_fresh(folder, OTHER, fresh)


def test_a_migration_that_fails_leaves_the_older_schema(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to_schema_2(folder)
    before = tables(folder)

    def half_way(connection: sqlite3.Connection) -> None:
        schema._sentences_numbered_once(connection)
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(schema, "_STEPS", {**schema._STEPS, 2: half_way})
        for act in (lambda: Store.open(folder), lambda: build(HELD, folder, SMALL)):
            with pytest.raises(StoreError, match=r"schema 2 and cannot be brought up to \d+: database or disk is full"):
                act()
    assert tables(folder) == before
    Store.open(folder).close()  # with room again
    assert check(folder, SMALL) == HELD


def test_two_processes_migrate_one_index(server: ForkServerContext, folder: Path, fresh: Fresh) -> None:
    to_schema_2(folder)
    changes = (Change(build=(article(40),)), Change(remove=("a1",)), Change(build=(article(41),)))
    with all_at_once(server, changes, folder):
        assert 11 <= show(folder, SMALL)["counts"][0] <= 14
    held = {one.id for one in assert_like_fresh(folder, SMALL, fresh)}
    assert held == {one.id for one in HELD} - {"a1"} | {"a40", "a41"}


@pytest.mark.parametrize("name", [*CHANGES, "ask"])
def test_a_newer_schema_is_left_alone(name: str, folder: Path) -> None:
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    before = tables(folder)
    with pytest.raises(StoreError, match=rf"^index .* has schema 99, this qala reads {schema.VERSION}: update qala"):
        CHANGES[name].make(folder) if name in CHANGES else Searcher.open(folder, SMALL)
    assert tables(folder) == before


def test_aliases_of_an_older_kind_are_made_anew(folder: Path) -> None:
    build([article(9, 1).model_copy(update={"text": _LE_DRIAN})], folder, SMALL)
    expected, speakers = tables(folder)["statements"], known(folder)
    assert any("جان ايف لودريان" in row for row in expected)
    connection = sqlite3.connect(folder / FILE_NAME)
    with connection:
        connection.execute("UPDATE aliases SET alias = 'جان ايف لو دريان', block = 'drn' WHERE alias LIKE '%لودريان'")
        connection.execute("ALTER TABLE aliases DROP COLUMN tail")
        connection.execute("UPDATE statements SET alias = 'جان ايف لو دريان' WHERE alias LIKE '%لودريان'")
        connection.execute("UPDATE meta SET value = '6' WHERE key = 'schema'")
        connection.execute("DROP INDEX statements_by_title")
    connection.close()
    Store.open(folder).close()
    assert tables(folder)["statements"] == expected
    assert known(folder) == speakers


def test_bynames_and_words_that_only_look_as_if_they_had_the_article_are_brought_up_to_date(folder: Path) -> None:
    text = "قال أبو مازن إن ألعاب الفيديو في ألمانيا إلكترونية.\n"
    build([article(9, 1).model_copy(update={"text": text})], folder, SMALL)
    expected, speakers = tables(folder), known(folder)
    connection = sqlite3.connect(folder / FILE_NAME)
    with connection:
        connection.execute("DROP INDEX statements_by_title")
        connection.execute("UPDATE statements SET alias = 'ابومازن' WHERE speaker = 'أبو مازن'")
        (row,) = connection.execute("SELECT rowid FROM lexical WHERE lexical MATCH 'العاب'").fetchone()
        (stems,) = connection.execute("SELECT words FROM lexical WHERE rowid = ?", (row,)).fetchone()
        older = stems.replace("العاب", "عاب").replace("المان", "مان").replace("الكتر", "كتر")
        connection.execute("UPDATE lexical SET words = ? WHERE rowid = ?", (older, row))
        connection.execute("UPDATE meta SET value = '7' WHERE key = 'schema'")
    connection.close()
    Store.open(folder).close()
    assert tables(folder)["statements"] == expected["statements"]
    assert tables(folder)["lexical_content"] == expected["lexical_content"]
    assert known(folder) == speakers


def test_what_articles_say_of_an_office_is_kept_apart_where_it_was_one(folder: Path) -> None:
    text = "قال الرئيس المصري سامي حداد إن الأمر انتهى.\n"
    other = "قال رئيس نادي الزمالك المصري سامي حداد إن الأمر انتهى.\n"
    said = [article(8, 1).model_copy(update={"text": text}), article(9, 1).model_copy(update={"text": other})]
    build(said, folder, SMALL)
    expected = tables(folder)["titles"]
    connection = sqlite3.connect(folder / FILE_NAME)
    with connection:
        connection.execute("DROP TABLE titles")
        connection.execute(
            "CREATE TABLE titles (speaker INTEGER NOT NULL REFERENCES speakers ON DELETE CASCADE, head TEXT NOT NULL,"
            " words TEXT NOT NULL, PRIMARY KEY (head, speaker)) WITHOUT ROWID"
        )
        connection.execute("INSERT INTO titles SELECT number, 'رييس', 'زمالك مصري نادي رييس' FROM speakers")
        connection.execute("UPDATE meta SET value = '8' WHERE key = 'schema'")
    connection.close()
    Store.open(folder).close()
    assert tables(folder)["titles"] == expected
    assert sum("مصري" in row[2] for row in expected) == 2
