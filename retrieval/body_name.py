"""Bodies by a shorter name: شرطة هامبشاير is شرطة مقاطعة هامبشاير البريطانية, where nobody is called just that."""

from collections.abc import Collection, Sequence

from index.stem import stems
from retrieval.names import Names
from retrieval.place import places


def bodies_called(name: Sequence[str], names: Names) -> tuple[int, frozenset[int]]:
    """The body whose name begins with the same noun and holds all the other words, states also as adjectives, if just
    one does: البرلمان الأردني is not any البرلمان.

    `name`: folded words, of which the last may be the topic (مجموعة بلتون لسعر البنزين). Returns how many are its, two
    at least, and the body; all of them and nothing where there is none.
    """
    wanted = [_stems_of(word) for word in name]
    for end in range(len(name), 1, -1):
        found = {number for key, number in names.bodies() if _holds(key.split(), wanted[:end])}
        if len(found) == 1:
            return end, frozenset(found)
    return len(name), frozenset()


def _holds(body: Sequence[str], wanted: Sequence[Collection[str]]) -> bool:
    """Whether a body's name has the first of these words first, the others anywhere behind it, and nothing that it is
    for: الاتحاد الأفريقي لكرة القدم is another one than الاتحاد الأفريقي."""
    own = [set(stems(word)) for word in body]
    behind = [any(not one.isdisjoint(word) for one in own[1:]) for word in wanted[1:]]
    others = (word for word, one in zip(body, own, strict=True) if all(one.isdisjoint(other) for other in wanted))
    return not own[0].isdisjoint(wanted[0]) and all(behind) and not any(word.startswith("ل") for word in others)


def _stems_of(word: str) -> set[str]:
    """The stems of a word, and of the names and adjectives of the place that it is."""
    place = next(iter(places(word)), None)
    others = (*place.names, *place.adjectives) if place is not None else ()
    return {stem for one in (word, *others) for part in one.split() for stem in stems(part)}
