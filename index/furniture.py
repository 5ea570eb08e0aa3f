"""Furniture: the lines that crawled pages carry besides the article, told by their own words alone.

The patterns are in `data/furniture.txt`, which explains how they are written.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from index.arabic import fold, fold_aligned

_HEAD = re.compile(r"\[([a-z ]+)\]")
# Marks of a pattern: it also drops the end of a line; it is believed of the last line only.
_AT_END, _LAST_LINE = "~ ", "$ "
# No furniture is longer (characters), but for lists that run on: what is cut off then makes no difference.
_LONGEST = 400
# What is glued to the last sentence of a line is looked for behind its stop.
_AFTER_SENTENCE = r"[.؟?!…][\"”“»'’)\]]*\s+"


def canonical(line: str) -> str:
    """A line folded, its white space collapsed: what the patterns are matched against."""
    return " ".join(fold(line).split())


def furniture(line: str, *, last: bool = False) -> str | None:
    """The reason to drop a canonical line as site furniture, or None; `last`: no other line follows it."""
    for reason, pattern in _patterns(last):
        if pattern.fullmatch(line, 0, _LONGEST):
            return reason
    return None


def furniture_at_end(line: str, folded: str, *, last: bool = False) -> tuple[int, str] | None:
    """Where furniture begins that is glued to the end of a line (an offset into it), and the reason to drop it.

    `folded`: the line's canonical form.
    """
    if not _ends(last).search(folded, max(0, len(folded) - _LONGEST)):
        return None
    aligned = fold_aligned(line)
    match = _ends(last).search(re.sub(r"\s", " ", aligned.text), max(0, len(aligned.text) - _LONGEST))
    if match is None:
        return None
    at = aligned.offsets[match.start("rest")]
    reason = furniture(canonical(line[at:]), last=last)
    return (at, reason) if reason else None


@cache
def _patterns(last: bool) -> list[tuple[str, re.Pattern[str]]]:
    """(reason, pattern) in the order of the data file; one pattern for each group."""
    groups: dict[str, list[str]] = {}
    for reason, mark, line in _lines():
        if last or mark != _LAST_LINE:
            groups.setdefault(reason, []).append(line)
    return [(reason, re.compile(_any(lines))) for reason, lines in groups.items()]


@cache
def _ends(last: bool) -> re.Pattern[str]:
    marks = (_AT_END, _LAST_LINE) if last else (_AT_END,)
    return re.compile(rf"{_AFTER_SENTENCE}(?P<rest>{_any([line for _, mark, line in _lines() if mark in marks])})\s*\Z")


def _any(lines: list[str]) -> str:
    return "|".join(f"(?:{line})" for line in lines)


def _lines() -> Iterator[tuple[str, str, str]]:
    """(reason, mark, pattern) of each pattern of the data file."""
    reason = ""
    for line in files("index").joinpath("data/furniture.txt").read_text(encoding="utf8").splitlines():
        mark = line[:2] if line.startswith((_AT_END, _LAST_LINE)) else ""
        if head := _HEAD.fullmatch(line):
            reason = head.group(1)
        elif line and not line.startswith("#"):
            yield reason, mark, line.removeprefix(mark)
