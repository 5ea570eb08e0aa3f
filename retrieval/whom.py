"""Whom a question asks for, as it was understood."""

from collections.abc import Callable
from dataclasses import dataclass

from index.title import Bearers, Title

BearersOf = Callable[[Title], Bearers]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question asks for: [start, end) of its characters, and the speakers that this may mean.

    `strict`: nobody else's words will do. Without speakers it is somebody whom the archive does not know; `name` are
    then the folded words of the name, if it has one.
    `voices` are those who speak for a state or a body: its own spokesmen, ministers and heads. `unnamed` are the
    aliases of those who bear the title, or speak for the body, and of whom no name is given. `articles`: the only ones
    in which they are known to be meant.
    """

    start: int
    end: int
    speakers: frozenset[int]
    strict: bool
    name: tuple[str, ...] = ()
    voices: frozenset[int] = frozenset()
    unnamed: frozenset[str] = frozenset()
    articles: frozenset[int] | None = None

    @property
    def is_known(self) -> bool:
        """Whether the archive has words of theirs."""
        return bool(self.speakers or self.unnamed)
