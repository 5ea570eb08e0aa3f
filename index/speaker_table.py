"""The store's tables of speakers: the registry, kept up to date block by block.

What an article changes are the speakers of its aliases and those whom they might be taken for: the names of the same
blocks (`registry.block`), and of blocks that a longer name joins with them. Only these are registered anew, so that an
added article costs the same in a large archive as in a small one.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from index.alias import beginnings, block, skeletons
from index.registry import Form, RegisteredSpeaker, register
from index.transliteration import is_particle

# The character after the space: what begins with a name and a space sorts before the name and this.
_AFTER_SPACE = "!"


def register_speakers(connection: sqlite3.Connection) -> None:
    """Register whatever has been touched since; a description without a name is nobody's alias."""
    touched = {alias for (alias,) in connection.execute("SELECT alias FROM touched")}
    aliases = _affected(connection, touched)
    speakers = {one.aliases: one for one in register(_forms(connection, aliases))}
    known = _known(connection, aliases)
    gone = [known[one] for one in known if one not in speakers]
    for table, key in (("titles", "speaker"), ("aliases", "speaker"), ("speakers", "number")):
        # In this order nothing is looked for that hangs on a speaker.
        connection.executemany(f"DELETE FROM {table} WHERE {key} = ?", [(number,) for number in gone])
    changed = [
        _keep(connection, known.get(key), one)
        for key, one in speakers.items()
        if key not in known or not touched.isdisjoint(key)
    ]
    register_titles(connection, changed)
    connection.execute("DELETE FROM touched")


def _affected(connection: sqlite3.Connection, touched: Collection[str]) -> set[str]:
    """The touched aliases and all whose speaker may depend on them."""
    fresh: dict[str, set[str]] = defaultdict(set)
    for alias in touched:
        fresh[block(alias)].add(alias)
    done: set[str] = set()
    found: set[str] = set()
    waiting = set(fresh)
    while waiting:
        done |= waiting
        query = "SELECT alias FROM aliases WHERE block IN (SELECT value FROM json_each(?))"
        aliases = {alias for (alias,) in connection.execute(query, (json.dumps(sorted(waiting)),))}
        aliases = aliases.union(*(fresh.get(one, ()) for one in waiting))
        found |= aliases
        waiting = {block(one) for alias in aliases for one in _joined(connection, alias, touched)} - done
    return found


def _joined(connection: sqlite3.Connection, alias: str, touched: Collection[str]) -> Iterator[str]:
    """The aliases that begin this one, and those that go on after it, with a particle."""
    for one in beginnings(alias):
        if one in touched or connection.execute("SELECT 1 FROM aliases WHERE alias = ?", (one,)).fetchone():
            yield one
    longer = connection.execute(
        "SELECT alias FROM aliases WHERE alias > ? AND alias < ?", (f"{alias} ", alias + _AFTER_SPACE)
    )
    for (one,) in longer:
        if is_particle(one[len(alias) + 1 :].split(" ", 1)[0]):
            yield one


def _forms(connection: sqlite3.Connection, aliases: Collection[str]) -> Iterator[Form]:
    rows = connection.execute(
        "SELECT speaker, speaker_type = 'person', count(*) FROM json_each(?) JOIN statements ON alias = value"
        " WHERE speaker_type != 'unnamed' GROUP BY speaker, speaker_type = 'person'",
        (json.dumps(sorted(aliases)),),
    )
    return (Form(text, bool(is_person), count) for text, is_person, count in rows)


def _known(connection: sqlite3.Connection, aliases: Collection[str]) -> dict[tuple[str, ...], int]:
    """The number of each speaker who has any of these aliases, by all that the speaker has."""
    rows = connection.execute(
        "SELECT speaker, alias FROM aliases WHERE alias IN (SELECT value FROM json_each(?)) ORDER BY alias",
        (json.dumps(sorted(aliases)),),
    )
    found: dict[int, list[str]] = defaultdict(list)
    for speaker, alias in rows:
        found[speaker].append(alias)
    return {tuple(keys): speaker for speaker, keys in found.items()}


def _keep(connection: sqlite3.Connection, number: int | None, speaker: RegisteredSpeaker) -> int:
    """Store a speaker, under the old number where there is one; gives the number."""
    row = (speaker.name, speaker.is_person, speaker.count)
    if number is not None:
        connection.execute("UPDATE speakers SET name = ?, is_person = ?, said = ? WHERE number = ?", (*row, number))
        tails = [(speaker.tails.get(key), key) for key in speaker.aliases]
        connection.executemany("UPDATE aliases SET tail = ? WHERE alias = ?", tails)
        return number
    number = connection.execute("INSERT INTO speakers (name, is_person, said) VALUES (?, ?, ?)", row).lastrowid or 0
    connection.executemany(
        "INSERT INTO aliases VALUES (?, ?, ?, ?, ?)",
        [(key, number, skeletons(key), block(key), speaker.tails.get(key)) for key in speaker.aliases],
    )
    return number


def register_titles(connection: sqlite3.Connection, speakers: Iterable[int]) -> None:
    """Under each office what any article says of these speakers in it: one may err, so they are kept apart."""
    numbers = json.dumps(sorted(speakers))
    connection.execute("DELETE FROM titles WHERE speaker IN (SELECT value FROM json_each(?))", (numbers,))
    rows = connection.execute(
        "SELECT DISTINCT aliases.speaker, title_heads, title_words FROM aliases JOIN statements"
        " ON statements.alias = aliases.alias WHERE aliases.speaker IN (SELECT value FROM json_each(?))"
        " AND title_heads IS NOT NULL",
        (numbers,),
    )
    titles = {
        (speaker, head, " ".join(sorted(described.split())))
        for speaker, heads, described in rows
        for head in heads.split()
    }
    connection.executemany("INSERT INTO titles VALUES (?, ?, ?)", sorted(titles))
