"""The Bot API's rules for answers to inline queries, and such an answer as people see it."""

import re
from dataclasses import dataclass
from typing import Any

from tests.telegram_html import Parsed
from tests.telegram_rules import checked_markup, checked_text, require

_ARTICLE = {
    "type", "id", "title", "input_message_content", "reply_markup", "url", "description", "thumbnail_url",
    "thumbnail_width", "thumbnail_height",
}  # fmt: skip
_CONTENT = {"message_text", "parse_mode", "entities", "link_preview_options"}


@dataclass(frozen=True)
class InlineResult:
    """One line of the list, and the message that it becomes when it is chosen."""

    id: str
    title: str
    description: str
    html: str
    message: Parsed


@dataclass(frozen=True)
class InlineAnswer:
    """The list over somebody's keyboard; `button` is what stands above it."""

    results: tuple[InlineResult, ...]
    cache_time: int
    is_personal: bool
    button: str | None


def checked_inline_answer(
    results: list[dict[str, Any]],
    cache_time: int = 300,
    is_personal: bool = False,
    next_offset: str = "",
    button: dict[str, Any] | None = None,
) -> InlineAnswer:
    require(len(results) <= 50, "RESULTS_TOO_MUCH")
    require(len(next_offset.encode()) <= 64, "NEXT_OFFSET_INVALID")
    require(cache_time >= 0, "wrong cache_time")
    found = tuple(_checked_result(one) for one in results)
    require(len({one.id for one in found}) == len(found), "RESULT_ID_DUPLICATE")
    return InlineAnswer(found, cache_time, is_personal, _checked_button(button) if button else None)


def _checked_result(result: dict[str, Any]) -> InlineResult:
    require(result.get("type") == "article", "the fake knows no other results than articles")
    require(result.keys() <= _ARTICLE, f"unknown fields {sorted(result.keys() - _ARTICLE)}")
    require(1 <= len(result.get("id", "").encode()) <= 64, "RESULT_ID_INVALID")
    require(result.get("title", "").strip(), "ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    require(isinstance(content, dict), "MESSAGE_EMPTY")
    require(content.keys() <= _CONTENT, f"unknown fields {sorted(content.keys() - _CONTENT)}")
    text = content.get("message_text", "")
    parsed = checked_text(text, content.get("parse_mode"))
    checked_markup(result.get("reply_markup"))
    return InlineResult(result["id"], result["title"], result.get("description", ""), text, parsed)


def _checked_button(button: dict[str, Any]) -> str:
    require(button.get("text"), "button's text is empty")
    require(len(button.keys() - {"text"}) == 1, "button must have exactly one action")
    start = button.get("start_parameter", "")
    require("web_app" in button or re.fullmatch(r"[\w-]{1,64}", start, re.ASCII), "START_PARAM_INVALID")
    return str(button["text"])
