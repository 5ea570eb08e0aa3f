"""Near-duplicates: one agency's text in many outlets, found by MinHash over the words of its sentences.

Broder, "On the resemblance and containment of documents" (1997): the share of equal numbers in two signatures is about
the share of word triples that two texts have in common. In bands of four numbers, two texts meet by one equal band:
of those that share half of their triples nearly two in three, of those that share .7 nearly all.
"""

import sqlite3
from collections.abc import Collection, Iterable

import numpy as np
from rensa import RMinHash

from index.stem import terms

# Numbers of a signature, and of a band of it; words that make one shingle.
_NUMBERS, _BAND, _SHINGLE = 64, 4, 3
_SEED = 1
# Texts are linked that have about so large a share of their word triples in common. Read on 30,044 articles of five
# outlets: 900 pairs, rewritten agency texts for the most part; below are other news of the same events.
LINKED = 0.4
# A shorter text is too short to tell.
_FEWEST_WORDS = 20


def signature(sentences: Iterable[str]) -> bytes | None:
    """The MinHash signature of a text by its sentences: 64 numbers of 4 bytes; None for one that is too short."""
    words = [stem for sentence in sentences for stem in terms(sentence)]
    if len(words) < _FEWEST_WORDS:
        return None
    hashed = RMinHash(num_perm=_NUMBERS, seed=_SEED)
    hashed.update([" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)])
    return np.array(hashed.digest(), "<u4").tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """About how much of all their word triples two texts share, by their signatures."""
    return float((np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")).mean())


def link(connection: sqlite3.Connection, article: int, sentences: Iterable[str]) -> None:
    """Link the article of this store number, with these sentences, to those that say nearly the same."""
    mine = signature(sentences)
    if mine is None:
        return
    step = _BAND * 4
    bands = [(band, mine[at : at + step]) for band, at in enumerate(range(0, len(mine), step))]
    met = {
        other
        for band in bands
        for (other,) in connection.execute("SELECT article FROM bands WHERE band = ? AND key = ?", band)
    }
    connection.executemany("INSERT INTO bands VALUES (?, ?, ?)", [(*band, article) for band in bands])
    connection.execute("INSERT INTO signatures VALUES (?, ?)", (article, mine))
    alike = [other for other, theirs in _signatures(connection, met) if likeness(mine, theirs) >= LINKED]
    both_ways = [pair for other in alike for pair in ((article, other), (other, article))]
    connection.executemany("INSERT INTO links VALUES (?, ?)", both_ways)


def linked(connection: sqlite3.Connection, article: int) -> list[int]:
    """The store numbers of the articles that say nearly the same as this one."""
    rows = connection.execute("SELECT other FROM links WHERE article = ? ORDER BY other", (article,))
    return [other for (other,) in rows]


def _signatures(connection: sqlite3.Connection, articles: Collection[int]) -> list[tuple[int, bytes]]:
    marks = ",".join("?" * len(articles))
    query = f"SELECT article, signature FROM signatures WHERE article IN ({marks})"
    return connection.execute(query, list(articles)).fetchall()
