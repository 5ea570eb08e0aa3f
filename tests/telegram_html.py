"""Telegram's HTML, parsed as strictly as the Bot API documents it: text and entities, or `HtmlError`."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_NEST_ONCE = {"blockquote", "text_link", "code", "pre"}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[a-z-]+)(?P<attributes>[^<>]*)>"
    r"|&(?P<entity>[^;&<\s]{1,10});"
    r"|(?P<text>[^<&]+)"
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class HtmlError(Exception):
    """Why Telegram would refuse the text."""


@dataclass(frozen=True)
class Entity:
    """A stretch of the visible text with a meaning: where it starts, `url` for links, `expandable` for quotations."""

    kind: str
    text: str
    url: str | None = None
    start: int = 0
    expandable: bool = False


@dataclass(frozen=True)
class Parsed:
    """The text as a reader sees it, and its entities in the order of their ends."""

    text: str
    entities: tuple[Entity, ...]


class _Open(NamedTuple):
    """A tag that is not closed yet, and where its text starts."""

    name: str
    start: int
    url: str | None
    expandable: bool


def utf16_length(text: str) -> int:
    """The length that Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(html: str) -> Parsed:
    """Parse a message's HTML; raises `HtmlError` for anything but balanced, known tags and entities."""
    text: list[str] = []
    entities: list[Entity] = []
    open_tags: list[_Open] = []
    at = 0
    while at < len(html):
        token = _TOKEN.match(html, at)
        if token is None:
            raise HtmlError(f"{html[at]!r} at offset {at} is not escaped")
        at = token.end()
        if token["text"]:
            text.append(token["text"])
        elif token["entity"]:
            text.append(_character(token["entity"]))
        elif token["close"]:
            entities.append(_closed(token, open_tags, "".join(text)))
        else:
            open_tags.append(_opened(token, open_tags, len("".join(text))))
    if open_tags:
        raise HtmlError(f"can't find end tag corresponding to start tag {open_tags[-1].name}")
    whole = "".join(text)
    stripped = len(whole) - len(whole.lstrip())
    return Parsed(whole.strip(), tuple(replace(one, start=one.start - stripped) for one in entities))


def _opened(token: re.Match[str], open_tags: list[_Open], start: int) -> _Open:
    """Check a start tag and its attributes."""
    name, attributes = token["name"], token["attributes"].strip()
    if name not in _KINDS:
        raise HtmlError(f'unsupported start tag "{name}"')
    kind = _KINDS[name]
    if kind in _NEST_ONCE and kind in {_KINDS[outer.name] for outer in open_tags}:
        raise HtmlError(f"{name} can't be nested")
    if name == "a":
        link = re.fullmatch(r'href="([^"]+)"', attributes)
        if link is None:
            raise HtmlError("a needs exactly one attribute, href")
        return _Open(name, start, _unescaped(link[1]), False)
    allowed = {"blockquote": r"(expandable)?", "code": r'(class="language-[\w+-]+")?'}.get(name, "")
    if not re.fullmatch(allowed, attributes):
        raise HtmlError(f"{name} has no attribute {attributes}")
    return _Open(name, start, None, attributes == "expandable")


def _closed(token: re.Match[str], open_tags: list[_Open], text: str) -> Entity:
    if not open_tags or token["attributes"].strip():
        raise HtmlError(f"unexpected end tag {token[0]}")
    name, start, url, expandable = open_tags.pop()
    if name != token["name"]:
        raise HtmlError(f'unmatched end tag, expected "</{name}>", found "{token[0]}"')
    return Entity(_KINDS[name], text[start:], url, start, expandable)


def _unescaped(attribute: str) -> str:
    if re.search(r"&(?![a-z]+;|#x?[0-9a-fA-F]+;)", attribute):
        raise HtmlError(f"an & of {attribute} is not escaped")
    return re.sub(r"&([^;]+);", lambda match: _character(match[1]), attribute)


def _character(entity: str) -> str:
    if entity in _NAMED:
        return _NAMED[entity]
    if number := re.fullmatch(r"#(?:x([0-9a-fA-F]+)|(\d+))", entity):
        return chr(int(number[1], 16) if number[1] else int(number[2]))
    raise HtmlError(f"unknown entity &{entity};")
