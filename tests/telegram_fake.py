"""A strict fake of Telegram's Bot API: the core, behind either transport of `telegram_transport`.

`FakeTelegram` knows the methods, checks every parameter as the Bot API documents it and keeps what the
bot sent. What a real server would refuse is refused here with the same status and text, and noted in
`violations`, so that a test sees it even where the bot swallows the error.

Faults are scripted (`telegram_faults`): `fake.fail("sendMessage", too_many_requests(1), blocked_by_user())`
makes the next two calls of that method fail, in that order; `fake.fail("*", ...)` takes the next call of any
method.
"""

import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.telegram_faults import Fault, faulty
from tests.telegram_html import Parsed
from tests.telegram_inline import InlineAnswer, checked_inline_answer
from tests.telegram_rules import (
    ACTIONS,
    PARAMETERS,
    UPDATE_TYPES,
    ApiError,
    Circumstance,
    Conflict,
    check_update_types,
    checked_markup,
    checked_text,
    decoded,
    require,
)

TOKEN = "123456789:AAfake-token_for-the-tests-0123456789ab"
BOT = {"id": 123456789, "is_bot": True, "first_name": "qala", "username": "qala_test_bot"}

_NOW = 1_700_000_000


@dataclass(frozen=True)
class Sent:
    """A message that the bot sent, as it now stands."""

    chat_id: int
    message_id: int
    html: str
    parsed: Parsed
    markup: dict[str, Any] | None
    reply_to: int | None
    thread: int | None = None

    @property
    def text(self) -> str:
        return self.parsed.text

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, row by row."""
        return [button["text"] for row in (self.markup or {}).get("inline_keyboard", []) for button in row]

    @property
    def blockquotes(self) -> list[str]:
        return [entity.text for entity in self.parsed.entities if entity.kind == "blockquote"]

    @property
    def links(self) -> list[str]:
        return [entity.url for entity in self.parsed.entities if entity.url is not None]


@dataclass
class FakeTelegram:
    """The state of the fake server; its methods may be called from any thread."""

    token: str = TOKEN
    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    webhook: dict[str, Any] | None = None
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    chats: set[int] = field(default_factory=set)
    messages: set[tuple[int, int]] = field(default_factory=set)  # (chat, message id) that exist
    callbacks: set[str] = field(default_factory=set)  # ids of button presses without an answer yet
    notices: list[tuple[str, bool]] = field(default_factory=list)  # (text, alert) that presses were answered with
    queries: dict[str, str] = field(default_factory=dict)  # inline queries without an answer yet, by their ids
    inline_answers: dict[str, InlineAnswer] = field(default_factory=dict)  # by the ids of their queries
    group_commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    reads_all_groups: bool = False  # privacy mode is off
    unreachable: dict[int, ApiError] = field(default_factory=dict)  # chats that refuse the bot, and how
    topics: set[tuple[int, int]] = field(default_factory=set)  # (chat, thread) of forums
    admins: set[tuple[int, int]] = field(default_factory=set)  # (chat, user)
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    _last_id: int = 0
    _poll: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    # --- what people do ---------------------------------------------------------------------------

    def message(
        self,
        text: str | None = "",
        chat_id: int = 1001,
        language: str | None = "ar",
        *,
        kind: str = "message",
        chat_type: str = "private",
        **extra: object,
    ) -> dict[str, Any]:
        """A person's message as a raw update, from a chat that the server knows from now on."""
        self.chats.add(chat_id)
        message_id = self._next_id()
        self.messages.add((chat_id, message_id))
        message: dict[str, Any] = {
            "message_id": message_id,
            "date": _NOW,
            "chat": {"id": chat_id, "type": chat_type, "first_name": "سلمى"},
            "from": {"id": abs(chat_id), "is_bot": False, "first_name": "سلمى", "language_code": language},
        }
        if text is not None:
            message["text"] = text
        if text and (command := re.match(r"/\w+(@\w+)?", text)):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return {"update_id": self._next_id(), kind: message | extra}

    def inline(self, query: str, user_id: int = 1001, language: str | None = "ar") -> dict[str, Any]:
        """What a person has typed after the bot's name in some chat, as a raw update."""
        number = str(self._next_id())
        self.queries[number] = query
        user = {"id": user_id, "is_bot": False, "first_name": "سلمى", "language_code": language}
        raw = {"id": number, "from": user, "query": query, "offset": "", "chat_type": "private"}
        return {"update_id": self._next_id(), "inline_query": raw}

    def block(self, chat_id: int) -> dict[str, Any]:
        """A person blocks the bot: the raw update that says so; from now on nothing reaches that person."""
        self.unreachable[chat_id] = Circumstance(403, "Forbidden: bot was blocked by the user")
        chat = {"id": chat_id, "type": "private", "first_name": "سلمى"}
        user = {"id": chat_id, "is_bot": False, "first_name": "سلمى", "language_code": "ar"}
        return self.membership(chat, user, "member", "kicked")

    def membership(self, chat: dict[str, Any], user: dict[str, Any], old: str, new: str) -> dict[str, Any]:
        """What the bot is in a chat has been changed by a person, as a raw update."""
        change = {"chat": chat, "from": user, "date": _NOW, "old_chat_member": _member(BOT, old)}
        return {
            "update_id": self._next_id(),
            "my_chat_member": change | {"new_chat_member": _member(BOT, new)},
        }

    def press(self, sent: Sent, data: str, user_id: int = 1001, language: str | None = "ar") -> dict[str, Any]:
        """A press on a button of a message that the bot sent, as a raw update."""
        callback = str(self._next_id())
        self.callbacks.add(callback)
        user = {"id": user_id, "is_bot": False, "first_name": "سلمى", "language_code": language}
        message = _as_message(sent) | ({"reply_markup": sent.markup} if sent.markup else {})
        query = {"id": callback, "from": user, "chat_instance": "1", "message": message, "data": data}
        return {"update_id": self._next_id(), "callback_query": query}

    def queue(self, *updates: dict[str, Any]) -> None:
        """Give updates to the next `getUpdates`."""
        with self._changed:
            self.updates.extend(updates)
            self._changed.notify_all()

    def fail(self, method: str, *faults: Fault) -> None:
        """Script what the next calls of a method run into; "*" stands for any method."""
        self.faults[method].extend(faults)

    def wait_for(self, condition: Callable[[], bool], seconds: float = 20) -> bool:
        """Wait until the condition holds after a call of the bot; False where it does not in time."""
        with self._changed:
            return self._changed.wait_for(condition, seconds)

    # --- what the bot does ------------------------------------------------------------------------

    def call(self, method: str, parameters: dict[str, str]) -> tuple[int, bytes]:
        """Serve one call; raises `Broken` where a scripted fault leaves it without an answer."""
        try:
            return self._serve(method, parameters)
        finally:
            with self._changed:
                self._changed.notify_all()

    def _serve(self, method: str, parameters: dict[str, str]) -> tuple[int, bytes]:
        fault = self._next_fault(method)
        if fault is not None and not fault.lost:
            return faulty(fault)
        try:
            result = self._do(method, parameters)
        except ApiError as error:
            if not isinstance(error, Circumstance):
                self.violations.append(f"{method}: {error.description}")
            answer: dict[str, Any] = {"ok": False, "error_code": error.status, "description": error.description}
            if error.parameters:
                answer["parameters"] = error.parameters
            return error.status, json.dumps(answer).encode()
        return faulty(fault) if fault else (200, json.dumps({"ok": True, "result": result}).encode())

    def _do(self, method: str, parameters: dict[str, str]) -> object:
        self.calls.append((method, parameters))
        if method not in PARAMETERS:
            raise ApiError(404, f"Not Found: the fake has no method {method}")
        for name in parameters:
            require(name in PARAMETERS[method], f"{method} has no parameter {name}")
        values = {name: decoded(name, value) for name, value in parameters.items()}
        return getattr(self, f"_{method}")(**values)

    def _getMe(self) -> dict[str, Any]:
        known = {"can_join_groups": True, "can_read_all_group_messages": self.reads_all_groups}
        return BOT | known | {"supports_inline_queries": True}

    def _getUpdates(
        self, offset: int = 0, limit: int = 100, timeout: int = 0, allowed_updates: list[str] | None = None
    ) -> list[dict[str, Any]]:
        check_update_types(allowed_updates)
        if self.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        with self._changed:
            self._poll += 1
            mine = self._poll
            self._changed.notify_all()  # an older poll ends when a new one comes
            while self.updates and self.updates[0]["update_id"] < offset:
                self.updates.popleft()
            self._changed.wait_for(lambda: self.updates or self._poll != mine, timeout)
            if self._poll != mine:
                raise Conflict
            kinds = set(allowed_updates or UPDATE_TYPES)
            return [update for update in self.updates if kinds & update.keys()][:limit]

    def _deleteWebhook(self, drop_pending_updates: bool = False) -> bool:
        self.webhook = None
        if drop_pending_updates:
            self.updates.clear()
        return True

    def _setWebhook(
        self, url: str, secret_token: str = "", allowed_updates: list[str] | None = None, **_: object
    ) -> bool:
        require(url.startswith("https://"), "bad webhook: An HTTPS URL must be provided for webhook")
        require(re.fullmatch(r"[\w-]{0,256}", secret_token, re.ASCII), "secret token: unallowed characters")
        check_update_types(allowed_updates)
        kinds = allowed_updates or sorted(UPDATE_TYPES)
        self.webhook = {"url": url, "secret_token": secret_token, "allowed_updates": kinds}
        return True

    def _setMyCommands(
        self, commands: list[dict[str, str]], scope: dict[str, Any] | None = None, language_code: str = ""
    ) -> bool:
        require(1 <= len(commands) <= 100, "BOT_COMMANDS_TOO_MUCH")
        require(re.fullmatch(r"([a-z]{2})?", language_code), "BOT_COMMAND_LANG_INVALID")
        for command in commands:
            require(re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]), "BOT_COMMAND_INVALID")
            require(1 <= len(command["description"]) <= 256, "BOT_COMMAND_DESCRIPTION_INVALID")
        kind = (scope or {}).get("type", "default")
        require(kind in ("default", "all_group_chats"), "the fake knows no such scope")
        (self.group_commands if kind == "all_group_chats" else self.commands)[language_code] = commands
        return True

    def _sendChatAction(self, chat_id: int, action: str, message_thread_id: int | None = None, **_: object) -> bool:
        self._check_chat(chat_id, message_thread_id)
        require(action in ACTIONS, "wrong parameter action in request")
        return True

    def _sendMessage(
        self,
        chat_id: int,
        text: str,
        parse_mode: str | None = None,
        reply_markup: dict[str, Any] | None = None,
        reply_parameters: dict[str, Any] | None = None,
        message_thread_id: int | None = None,
        **_: object,
    ) -> dict[str, Any]:
        self._check_chat(chat_id, message_thread_id)
        reply_to = reply_parameters["message_id"] if reply_parameters else None
        if reply_to is not None and (chat_id, reply_to) not in self.messages:
            allowed = reply_parameters and reply_parameters.get("allow_sending_without_reply")
            require(allowed, "message to be replied not found")
            reply_to = None
        parsed, markup = checked_text(text, parse_mode), checked_markup(reply_markup)
        sent = Sent(chat_id, self._next_id(), text, parsed, markup, reply_to, message_thread_id)
        self.messages.add((chat_id, sent.message_id))
        self.sent.append(sent)
        return _as_message(sent)

    def _editMessageText(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        parse_mode: str | None = None,
        reply_markup: dict[str, Any] | None = None,
        **_: object,
    ) -> dict[str, Any]:
        parsed, markup = checked_text(text, parse_mode), checked_markup(reply_markup)
        return self._edit(
            chat_id, message_id, lambda old: replace(old, html=text, parsed=parsed, markup=markup)
        )

    def _editMessageReplyMarkup(
        self, chat_id: int, message_id: int, reply_markup: dict[str, Any] | None = None, **_: object
    ) -> dict[str, Any]:
        return self._edit(chat_id, message_id, lambda old: replace(old, markup=checked_markup(reply_markup)))

    def _edit(self, chat_id: int, message_id: int, change: Callable[[Sent], Sent]) -> dict[str, Any]:
        self._check_chat(chat_id)
        place = [at for at, one in enumerate(self.sent) if (one.chat_id, one.message_id) == (chat_id, message_id)]
        require(place, "message to edit not found")
        old = self.sent[place[0]]
        new = change(old)
        require(
            (new.parsed, _keyboard(new)) != (old.parsed, _keyboard(old)),
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message",
        )
        self.sent[place[0]] = new
        return _as_message(new)

    def _answerCallbackQuery(
        self, callback_query_id: str, text: str = "", show_alert: bool = False, **_: object
    ) -> bool:
        require(
            callback_query_id in self.callbacks,
            "query is too old and response timeout expired or query ID is invalid",
        )
        require(len(text) <= 200, "MESSAGE_TOO_LONG")
        self.callbacks.remove(callback_query_id)
        self.notices.append((text, show_alert))
        return True

    def _answerInlineQuery(self, inline_query_id: str, results: list[dict[str, Any]], **options: Any) -> bool:
        require(
            inline_query_id in self.queries,
            "query is too old and response timeout expired or query ID is invalid",
        )
        self.inline_answers[inline_query_id] = checked_inline_answer(results, **options)
        del self.queries[inline_query_id]
        return True

    def _getChatMember(self, chat_id: int, user_id: int) -> dict[str, Any]:
        self._check_chat(chat_id)
        user = {"id": user_id, "is_bot": False, "first_name": "سلمى"}
        return _member(user, "administrator" if (chat_id, user_id) in self.admins else "member")

    def _check_chat(self, chat_id: int, thread: int | None = None) -> None:
        require(chat_id in self.chats, "chat not found")
        if chat_id in self.unreachable:
            raise self.unreachable[chat_id]
        require(thread is None or (chat_id, thread) in self.topics, "message thread not found")

    def _next_id(self) -> int:
        with self._changed:
            self._last_id += 1
            return self._last_id

    def _next_fault(self, method: str) -> Fault | None:
        for name in (method, "*"):
            if self.faults[name]:
                self.calls.append((method, {}))
                return self.faults[name].popleft()
        return None


def _as_message(sent: Sent) -> dict[str, Any]:
    chat = {"id": sent.chat_id, "type": "private" if sent.chat_id > 0 else "supergroup"}
    common = {"message_id": sent.message_id, "date": _NOW}
    return common | {"chat": chat, "from": BOT, "text": sent.text}


def _keyboard(sent: Sent) -> object:
    """The buttons under a message; an empty keyboard is none."""
    return (sent.markup or {}).get("inline_keyboard") or None


def _member(user: dict[str, Any], status: str) -> dict[str, Any]:
    """A person's or the bot's place in a chat, with all that the Bot API says of it."""
    known: dict[str, Any] = {"user": user, "status": status}
    if status == "administrator":
        rights = (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
            "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
            "can_edit_stories", "can_delete_stories",
        )  # fmt: skip
        known |= dict.fromkeys(rights, False)
    elif status == "kicked":
        known["until_date"] = 0
    return known
