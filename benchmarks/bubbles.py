"""Messages as Telegram's clients lay them out, and a page of them that needs nothing beside it.

A client knows a text and its entities. A line is a paragraph that finds its own direction; a quotation is a block of
its own, and takes in the line breaks beside it. Rows of buttons run from left to right in every language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from retrieval.report import direction
from tests.telegram_html import Entity, Parsed

_TEMPLATE = Path(__file__).with_name("bubbles.html")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a line that look alike."""

    text: str
    kinds: frozenset[str] = frozenset()
    url: str | None = None


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together: in a quotation, folded or not, or outside of any."""

    lines: tuple[Line, ...]
    kind: Literal["plain", "quote", "folded"] = "plain"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; `pressed` where the reader presses it next."""

    label: str
    link: bool = False
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message of the bot or the reader, or a notice: what the client shows for a press or above the chat."""

    by: Literal["bot", "reader", "press", "notice", "result"]
    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation in one language."""

    name: str
    language: str
    bubbles: tuple[Bubble, ...]


def plain(text: str) -> Parsed:
    """A text without entities."""
    return Parsed(text, ())


def blocks(parsed: Parsed) -> tuple[Block, ...]:
    """The blocks of a message."""
    return tuple(block for block in _blocks(parsed) if block.lines)


def page(chats: Sequence[Chat], width: int | None = None) -> str:
    """The chats as HTML, as wide as the window or so many pixels; every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE.parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["direction"] = _direction
    return environment.get_template(_TEMPLATE.name).render(chats=chats, width=width)


def _direction(block: Block) -> str:
    return direction("".join(run.text for line in block.lines for run in line))


def _blocks(parsed: Parsed) -> Iterator[Block]:
    at = 0
    quotes = sorted((one for one in parsed.entities if one.kind == "blockquote"), key=lambda one: one.start)
    for quote in quotes:
        yield Block(_lines(parsed, at, quote.start, before=at > 0, behind=True))
        at = min(quote.start + len(quote.text), len(parsed.text))
        yield Block(_lines(parsed, quote.start, at), "folded" if quote.expandable else "quote")
    yield Block(_lines(parsed, at, len(parsed.text), before=at > 0))


def _lines(parsed: Parsed, start: int, end: int, *, before: bool = False, behind: bool = False) -> tuple[Line, ...]:
    """The lines of a stretch, less the line break at either end where a quotation stands there."""
    if before and parsed.text[start:end].startswith("\n"):
        start += 1
    if behind and parsed.text[start:end].endswith("\n"):
        end -= 1
    if start >= end:
        return ()
    lines = []
    for text in parsed.text[start:end].split("\n"):
        lines.append(tuple(_runs(parsed.entities, text, start)))
        start += len(text) + 1
    return tuple(lines)


def _runs(entities: Sequence[Entity], text: str, start: int) -> Iterator[Run]:
    """The runs of a line that starts at `start`."""
    end = start + len(text)
    inside = [one for one in entities if one.start < end and one.start + len(one.text) > start]
    edges = {edge for one in inside for edge in (one.start, one.start + len(one.text)) if start < edge < end}
    for left, right in pairwise(sorted({start, end, *edges})):
        here = [one for one in inside if one.start <= left and one.start + len(one.text) >= right]
        kinds = frozenset(one.kind for one in here) - {"blockquote"}
        yield Run(text[left - start : right - start], kinds, next((one.url for one in here if one.url), None))
