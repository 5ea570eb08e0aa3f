"""Reading nothing twice while nothing can change: what a snapshot of the store has read, it remembers until it ends."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar

Value = TypeVar("Value")


class ReadOnce:
    """What was read in the snapshot that is open, by reader and number; nothing is kept outside one."""

    _known: dict[str, dict[int, Any]] | None = None

    def _remember(self, whether: bool) -> None:
        """Begin or end a snapshot: in both cases nothing is known."""
        self._known = {} if whether else None

    def _known_by(self, reader: str) -> dict[int, Any]:
        return {} if self._known is None else self._known.setdefault(reader, {})


def each_once(
    read: Callable[[Any, Collection[int]], dict[int, Value]],
) -> Callable[[Any, Collection[int]], dict[int, Value]]:
    """For a reader of many numbers: only those that the snapshot has not read yet are read."""

    @wraps(read)
    def reading(store: ReadOnce, numbers: Collection[int]) -> dict[int, Value]:
        known = store._known_by(read.__name__)
        missing = [number for number in numbers if number not in known]
        if missing:
            known.update(read(store, missing))
        return {number: known[number] for number in numbers if number in known}

    return reading


def once(read: Callable[[Any, int], Value]) -> Callable[[Any, int], Value]:
    """For a reader of one number."""

    @wraps(read)
    def reading(store: ReadOnce, number: int) -> Value:
        known = store._known_by(read.__name__)
        if number not in known:
            known[number] = read(store, number)
        value: Value = known[number]
        return value

    return reading
