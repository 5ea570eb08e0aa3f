"""Cleaning crawled text: which lines are the article and which are the site's furniture.

Nothing is cut from the text. A dropped line stays where it is, with its reason, and no sentence is
made of it; so offsets keep counting in the source, and what is kept stays verbatim.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.arabic import fold

# A line that is repeated word for word is a caption or a teaser, unless it is a whole sentence.
_SENTENCE_END = re.compile(r"[.؟?!…][\"”“»'’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line [start, end) of a text; `dropped` is the reason, None for a line of the article."""

    start: int
    end: int
    dropped: str | None = None


def clean(text: str) -> list[Line]:
    """Every line of the text that is not blank, in order, kept or dropped."""
    lines = [
        (match.start(), match.end(), _canonical(match.group()))
        for match in re.finditer(r"[^\n]+", text)
        if match.group().strip()
    ]
    count = Counter(folded for _, _, folded in lines)
    seen: set[str] = set()
    result = []
    for place, (start, end, folded) in enumerate(lines):
        reason = furniture(folded) or _repetition(folded, count[folded], first=place == 0, again=folded in seen)
        seen.add(folded)
        result.append(Line(start, end, reason))
    return result


def furniture(folded: str) -> str | None:
    """The reason to drop a folded line as site furniture, or None."""
    for reason, pattern in _patterns():
        if pattern.fullmatch(folded):
            return reason
    return None


def _repetition(folded: str, count: int, *, first: bool, again: bool) -> str | None:
    """A repeated headline is kept once, a repeated caption never, a repeated sentence once."""
    if count == 1:
        return None
    if again:
        return "repeated"
    return None if first or _SENTENCE_END.search(folded) else "repeated caption"


def _canonical(line: str) -> str:
    return " ".join(fold(line).split())


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """(reason, pattern) in the order of the data file; one pattern for each group."""
    groups: dict[str, list[str]] = {}
    reason = ""
    for line in files("index").joinpath("data/furniture.txt").read_text(encoding="utf8").splitlines():
        if line.startswith("[") and line.endswith("]") and "|" not in line and "\\" not in line:
            reason = line[1:-1]
        elif line and not line.startswith("#"):
            groups.setdefault(reason, []).append(line)
    return [(reason, re.compile("|".join(f"(?:{line})" for line in lines))) for reason, lines in groups.items()]
