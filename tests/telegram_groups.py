"""A group that the bot is in, and what of its messages Telegram gives to the bot.

With privacy mode on, as every bot has it at first, that is: commands for the bot, replies to its messages, what was
sent through it inline, and what happens to the group itself. Mentions of its name are not among them.
"""

import re
from dataclasses import dataclass
from typing import Any

from tests.telegram_fake import BOT, FakeTelegram, Sent
from tests.telegram_html import utf16_length
from tests.telegram_rules import Circumstance

_ADDRESS = re.compile(r"(?<!\S)(?P<command>/\w+(@\w+)?)|(?P<mention>@\w+)")
_SERVICE = {"migrate_to_chat_id", "migrate_from_chat_id", "new_chat_members", "left_chat_member", "group_chat_created"}


@dataclass
class Group:
    """A group; `bot_wrote_last`: of all bots in it, this one was the last to write."""

    fake: FakeTelegram
    chat_id: int = -1001
    topics: tuple[int, ...] = ()
    bot_wrote_last: bool = True
    bot_is_admin: bool = False
    kind: str = "supergroup"

    def __post_init__(self) -> None:
        self.fake.chats.add(self.chat_id)
        self.fake.topics |= {(self.chat_id, topic) for topic in self.topics}

    @property
    def chat(self) -> dict[str, Any]:
        forum = {"is_forum": True} if self.topics else {}
        return {"id": self.chat_id, "type": self.kind, "title": "أهل الأخبار"} | forum

    def say(
        self,
        text: str | None,
        user: int = 7,
        reply_to: Sent | dict[str, Any] | None = None,
        topic: int | None = None,
        language: str | None = "ar",
        **extra: Any,
    ) -> list[dict[str, Any]]:
        """Somebody writes: the raw update that the bot gets, or nothing where Telegram withholds it."""
        sender = {"id": user, "is_bot": False, "first_name": "عمر", "language_code": language}
        message: dict[str, Any] = {"chat": self.chat, "from": sender}
        if text is not None:
            message["entities"] = _entities(text)
        if topic is not None:
            message |= {"is_topic_message": True, "message_thread_id": topic}
        if reply_to is not None:
            message["reply_to_message"] = self._replied(reply_to)
        if "caption" in extra:
            extra.setdefault("caption_entities", _entities(extra["caption"]))
        update = self.fake.message(text, self.chat_id, language, **(message | extra))
        return [update] if self._is_for_the_bot(update["message"]) else []

    def add_bot(self, user: int = 7, language: str | None = "ar") -> dict[str, Any]:
        """Somebody adds the bot."""
        return self.fake.membership(self.chat, self._person(user, language), "left", "member")

    def remove_bot(self, user: int = 7) -> dict[str, Any]:
        """Somebody removes the bot: from now on nothing reaches the group."""
        refusal = Circumstance(403, "Forbidden: bot was kicked from the supergroup chat")
        self.fake.unreachable[self.chat_id] = refusal
        return self.fake.membership(self.chat, self._person(user, "ar"), "member", "kicked")

    def become_supergroup(self, chat_id: int) -> list[dict[str, Any]]:
        """The group gets another id: the two messages that tell it, each in one of the chats."""
        refusal = Circumstance(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat_id
        )
        old_id, told = self.chat_id, self.say(None, migrate_to_chat_id=chat_id)
        self.fake.unreachable[old_id] = refusal
        self.chat_id, self.kind = chat_id, "supergroup"
        self.fake.chats.add(chat_id)
        return told + self.say(None, migrate_from_chat_id=old_id)

    def _person(self, user: int, language: str | None) -> dict[str, Any]:
        return {"id": user, "is_bot": False, "first_name": "عمر", "language_code": language}

    def _replied(self, message: Sent | dict[str, Any]) -> dict[str, Any]:
        if isinstance(message, Sent):
            return {"message_id": message.message_id, "date": 0, "chat": self.chat, "from": BOT, "text": message.text}
        return dict(message)

    def _is_for_the_bot(self, message: dict[str, Any]) -> bool:
        if self.fake.reads_all_groups or self.bot_is_admin or message.keys() & _SERVICE:
            return True
        if message.get("via_bot") == BOT or message.get("reply_to_message", {}).get("from") == BOT:
            return True
        first = next((one for one in message.get("entities", ()) if one["offset"] == 0), None)
        if first is None or first["type"] != "bot_command":
            return False
        _, _, addressee = message["text"][: first["length"]].partition("@")
        return addressee.lower() == BOT["username"].lower() if addressee else self.bot_wrote_last


def _entities(text: str) -> list[dict[str, Any]]:
    """The commands and mentions of a text, where Telegram finds them."""
    return [
        {
            "type": "bot_command" if found["command"] else "mention",
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for found in _ADDRESS.finditer(text)
    ]
