"""Quotations: which quotation marks open, which close, and what stands between them.

The cheapest reading of a whole paragraph wins: a mark that is read against its lean, dropped or never closed
costs something. So one broken mark costs a little and never turns the rest of the article inside out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from index.quotation_mark import PARAGRAPH, Mark, find_marks, glyph_hints, in_context, is_narrator


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch [start, end) of one paragraph, marks included; [inner_start, inner_end) is what they hold.

    `closed` is false where no mark closes it: it then ends with its paragraph at the latest. `continues` is
    true where it takes up a quotation that the paragraph before left open; it may then lack an opening mark.
    `depth` counts the quotations around it.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    continues: bool = False
    depth: int = 0


_PAUSE = re.compile(r"،|[.؟?!…]+(?=\s|[\u0621-\u064a]|$)")

# What a reading pays, in the units of the leans; see index/quotation_mark.py.
_UNCLOSED = 2.0  # an opening mark that nothing closes
_NEST_IN_SPEECH = 0.4
_NEST_IN_NAME = 1.5
_NEST_OTHER = 0.2  # with another kind of mark than the one around it
_NEST_FRESH = 1.0  # added where the inner one begins a sentence: rather a quotation that is opened again
_REOPEN_NAME = 0.7  # added to _UNCLOSED where a quotation is given up for one that no clause introduces
_MISMATCH = 1.5
_EMPTY = 1.0
_CARRIED = 1.0  # a paragraph that begins inside the quotation which the one before left open
_MAX_DEPTH = 3


def find_quotations(text: str) -> list[Quotation]:
    """All quotations of a text, by their start, an outer one before those inside it."""
    found: list[Quotation] = []
    hints = glyph_hints(text)
    carried = ""
    for paragraph in PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        marks = find_marks(text, start, end, hints)
        if marks:
            quotations, carried = _quotations(text, (start, end), marks, carried)
            found.extend(quotations)
        elif not paragraph.group().isspace():
            carried = ""
    return found


class _Path(NamedTuple):
    """A reading of a paragraph's first marks: its cost, its last step and the reading before that step.

    The first of all holds the quotation that it takes up, in place of a step.
    """

    cost: float
    step: str
    before: "_Path | None"

    def trace(self) -> tuple[str, str]:
        """The quotation that the reading takes up, and its steps."""
        steps: list[str] = []
        path = self
        while path.before is not None:
            steps.append(path.step)
            path = path.before
        return path.step, "".join(reversed(steps))


def _quotations(text: str, span: tuple[int, int], marks: list[Mark], carried: str) -> tuple[list[Quotation], str]:
    """The quotations of one paragraph, and the family of the one that it leaves open at its end."""
    start, end = span[0], span[0] + len(text[span[0] : span[1]].rstrip())
    first = end - len(text[start:end].lstrip())
    steps = _plain_steps(marks) if not carried or marks[0].lean > 0 else None
    taken_up = ""
    if steps is None or len(steps) == 1:
        begins = [start] + [mark.end for mark in marks[:-1]]
        marks = [in_context(text, begin, mark) for begin, mark in zip(begins, marks, strict=True)]
    if steps is None:
        anew = marks[0].start == first or is_narrator(text[first : first + 24])
        taken_up, steps = _cheapest(marks, "" if anew else carried)
    opened = [Mark(first, first, taken_up, 0.0, 0.0, speech=True)] if taken_up else []
    pairs = _pairs(text, end, marks, steps, opened)
    left_open = next((one.mark.family for one in pairs if not one.closed and one.end == end), "")
    return _as_quotations(pairs, first if carried else -1), left_open


def _plain_steps(marks: Sequence[Mark]) -> str | None:
    """The steps where every mark plainly opens or closes in turn, or a single one does not; else None."""
    if len(marks) == 1 and abs(marks[0].lean) >= 1.0:
        return "o" if marks[0].lean > 0 and marks[0].stray >= _UNCLOSED else "x"
    if len(marks) % 2:
        return None
    for opening, closing in zip(marks[::2], marks[1::2], strict=True):
        plain = opening.lean >= 1.0 and closing.lean <= -1.0 and opening.family == closing.family
        if not plain or closing.touching:
            return None
    return "oc" * (len(marks) // 2)


def _cheapest(marks: Sequence[Mark], carried: str) -> tuple[str, str]:
    """The cheapest steps over all marks, and the quotation of the paragraph before that they take up.

    Steps: o opens, c closes, x is stray, r opens after the open one was given up. A stack of open marks is
    written as their families' letters, in capitals for marks that a reporting clause introduces.
    """
    paths: dict[str, _Path] = {"": _Path(0.0, "", None)}
    if carried:
        paths[carried.upper()] = _Path(_CARRIED, carried, None)
    for mark in marks:
        following: dict[str, _Path] = {}
        for stack, path in paths.items():
            for step, price, after in _moves(stack, mark):
                cost = path.cost + price
                if mark.touching and step in "cr" and path.step in ("o", "r"):
                    cost += _EMPTY
                if after not in following or cost < following[after].cost:
                    following[after] = _Path(cost, step, path)
        paths = following
    last = min(paths, key=lambda stack: paths[stack].cost + _UNCLOSED * len(stack))
    return paths[last].trace()


def _moves(stack: str, mark: Mark) -> Iterator[tuple[str, float, str]]:
    """What a mark can be after the open ones of `stack`: the step, its price, and the marks open after it."""
    yield "x", mark.stray, stack
    opening = max(0.0, -mark.lean)
    family = mark.family.upper() if mark.speech else mark.family
    if not stack:
        yield "o", opening, family
        return
    if len(stack) < _MAX_DEPTH:
        yield "o", opening + _nesting(stack, mark), stack + family
    mismatch = 0.0 if mark.family == stack[-1].lower() else _MISMATCH
    yield "c", max(0.0, mark.lean) + mismatch, stack[:-1]
    reopening = 0.0 if mark.speech or mark.fresh else _REOPEN_NAME
    yield "r", opening + _UNCLOSED + reopening, stack[:-1] + family


def _nesting(stack: str, mark: Mark) -> float:
    """The price of a quotation inside another one."""
    if mark.family not in stack.lower():
        return _NEST_OTHER
    return (_NEST_IN_SPEECH if stack[-1].isupper() else _NEST_IN_NAME) + (_NEST_FRESH if mark.fresh else 0.0)


class _Pair(NamedTuple):
    """An opening mark and where its quotation ends."""

    mark: Mark
    end: int
    inner_end: int
    closed: bool


def _pairs(text: str, end: int, marks: Sequence[Mark], steps: str, opened: list[Mark]) -> list[_Pair]:
    """The pairs that the steps make, by their start; `opened` are those open where the paragraph begins."""
    pairs: list[_Pair] = []
    for mark, step in zip(marks, steps, strict=True):
        if step == "r":
            pairs.append(_unclosed(text, opened.pop(), mark.start, pairs, reopened=True))
        if step in "or":
            opened.append(mark)
        elif step == "c":
            pairs.append(_Pair(opened.pop(), mark.end, mark.start, True))
    for mark in reversed(opened):
        pairs.append(_unclosed(text, mark, end, pairs, reopened=False))
    return sorted((one for one in pairs if one.inner_end > one.mark.end), key=lambda one: one.mark.start)


def _unclosed(text: str, mark: Mark, limit: int, pairs: Sequence[_Pair], reopened: bool) -> _Pair:
    """A quotation that is never closed and ends at the limit at the latest, in no other one's midst.

    Speech runs on until the narrator takes over (وأضاف …), a name or a scare quote ends with its sentence.
    `reopened`: the limit is the next opening mark, so that the words before it are the narrator's.
    """
    end = limit
    for pause in _PAUSE.finditer(text, mark.end, limit):
        stop = pause.group() != "،"
        if (stop and not mark.speech) or is_narrator(text[pause.end() : pause.end() + 24]):
            end = pause.end() if stop else pause.start()
            break
        if stop and reopened:
            end = pause.end()
    for pair in takewhile(lambda one: one.mark.start > mark.start, reversed(pairs)):
        if pair.mark.start < end < pair.end:
            end = pair.mark.start
    end = mark.end + len(text[mark.end : end].rstrip())
    return _Pair(mark, end, end, False)


def _as_quotations(pairs: Sequence[_Pair], continued: int) -> list[Quotation]:
    """The pairs with their depths; `continued` is where a quotation takes up one left open before."""
    found: list[Quotation] = []
    ends: list[int] = []
    for mark, end, inner_end, closed in pairs:
        while ends and ends[-1] <= mark.start:
            ends.pop()
        found.append(Quotation(mark.start, end, mark.end, inner_end, closed, mark.start == continued, len(ends)))
        ends.append(end)
    return found
