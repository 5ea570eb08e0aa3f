"""The Bot API's rules for what a bot sends, and the refusals of what breaks them."""

import json
from typing import Any
from urllib.parse import urlsplit

from tests.telegram_html import HtmlError, Parsed, parse_html, utf16_length

ACTIONS = {"typing", "upload_photo", "record_voice", "upload_voice", "upload_document", "find_location"}
UPDATE_TYPES = {"message", "edited_message", "callback_query", "inline_query", "my_chat_member", "poll"}
# The parameters that the fake understands; a method or a name that is not here fails.
_COMMON = {"chat_id", "message_thread_id", "business_connection_id"}
_TEXT = {"text", "parse_mode", "link_preview_options", "reply_markup"}
PARAMETERS: dict[str, set[str]] = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "deleteWebhook": {"drop_pending_updates"},
    "setWebhook": {"url", "allowed_updates", "secret_token", "max_connections", "drop_pending_updates"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "sendChatAction": _COMMON | {"action"},
    "sendMessage": _COMMON | _TEXT | {"reply_parameters", "disable_notification", "protect_content"},
    "editMessageText": _COMMON | _TEXT | {"message_id"},
    "editMessageReplyMarkup": _COMMON | {"message_id", "reply_markup"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "url", "cache_time"},
    "answerInlineQuery": {"inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"},
    "getChatMember": {"chat_id", "user_id"},
}
_STRINGS = {
    "text", "parse_mode", "action", "url", "secret_token", "language_code", "callback_query_id", "inline_query_id",
    "next_offset",
}  # fmt: skip


class ApiError(Exception):
    """The Bot API's refusal of a call."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


class Circumstance(ApiError):
    """A refusal for what others have done: no rule is broken."""


class Conflict(Circumstance):
    """Two poll at a time: the older poll ends so."""

    def __init__(self) -> None:
        super().__init__(409, "Conflict: terminated by other getUpdates request; only one bot may run")


def require(condition: object, description: str) -> None:
    if not condition:
        raise ApiError(400, f"Bad Request: {description}")


def decoded(name: str, value: str) -> object:
    """A form value: text where the Bot API's type is String, JSON for all others."""
    if name in _STRINGS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ApiError(400, f"Bad Request: {name} is not what it should be: {value!r}") from None


def checked_text(text: str, parse_mode: str | None) -> Parsed:
    require(parse_mode in (None, "HTML"), "unsupported parse_mode")
    try:
        parsed = parse_html(text) if parse_mode else Parsed(text.strip(), ())
    except HtmlError as error:
        raise ApiError(400, f"Bad Request: can't parse entities: {error}") from None
    require(parsed.text, "message text is empty")
    require(utf16_length(parsed.text) <= 4096, "message is too long")
    require(len(parsed.entities) <= 100, "too many entities")
    return parsed


def checked_markup(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            require(button.get("text"), "inline keyboard button text is empty")
            require(len(button.keys() - {"text"}) == 1, "button must have exactly one action")
            if "url" in button:
                address = urlsplit(button["url"])
                require(address.scheme in ("http", "https", "tg"), "BUTTON_URL_INVALID")
                require("." in (address.hostname or ""), "BUTTON_URL_INVALID")
            if "callback_data" in button:
                require(1 <= len(button["callback_data"].encode()) <= 64, "BUTTON_DATA_INVALID")
    return markup


def check_update_types(types: list[str] | None) -> None:
    require(set(types or ()) <= UPDATE_TYPES, "unknown update type in allowed_updates")
