"""Coverage: how much of what a question is about stands in a sentence, and near it."""

import math
from collections.abc import Mapping, Sequence

from index.sentence_table import Passage
from index.store import Store

# In how many sentences a word that cannot be looked up is taken to stand; not tuned.
_USUAL = 20


def near(passage: Passage) -> range:
    """The numbers of a sentence and of two either side, in its article or not."""
    return range(passage.number - 2, passage.number + 3)


def coverage(
    topic: Sequence[Sequence[str]],
    passages: Sequence[Passage],
    headlines: Mapping[int, int],
    articles: Mapping[int, int],
    frequencies: Mapping[str, int],
    store: Store,
) -> tuple[Mapping[int, float], Mapping[int, float]]:
    """How much of the topic each passage holds, and how much it, two sentences either side and the headline hold.

    `headlines`: the number of each article's first sentence; `articles`: of all these sentences; `frequencies`: in how
    many sentences each stem stands. A topic is words, each the stems that it may be found by; a word tells the more,
    the fewer sentences hold it. A word without stems, of a language that the archive is not in, is held by none; no
    topic at all is held by everything.
    """
    if not topic:
        everything = {one.number: 1.0 for one in passages}
        return everything, everything
    beside = {
        one.number: [n for n in (headlines[one.article], *near(one)) if articles.get(n) == one.article]
        for one in passages
    }
    _, sentences = store.counts()
    told = [_information(sentences, [frequencies.get(stem, 0) for stem in word]) for word in topic]
    whole = sum(told) or 1.0
    numbers = {number for several in beside.values() for number in several}
    words = store.stems(numbers)
    covered = dict.fromkeys(beside, 0.0)
    around = dict.fromkeys(beside, 0.0)
    for word, tells in zip(topic, told, strict=True):
        holding = {number for number, found in words.items() if not found.isdisjoint(word)}
        for one in passages:
            covered[one.number] += tells / whole * (one.number in holding)
            around[one.number] += tells / whole * (not holding.isdisjoint(beside[one.number]))
    return covered, around


def _information(sentences: int, frequencies: Sequence[int]) -> float:
    """What a word tells that these many of so many sentences hold; a word that cannot be looked up, as much as most."""
    return math.log(1 + sentences / max(1, min(frequencies))) if frequencies else math.log(1 + sentences / _USUAL)
