"""A talk with the bot, in process: what a person says and presses, against the strict fake Bot API."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from telegram import Update

from bot.memory import Memory
from bot.settings import Settings
from bot.telegram import BotApplication, build_application
from index.errors import QuestionError
from retrieval.answer import Reply
from retrieval.search import Searcher
from tests.telegram_fake import TOKEN, FakeTelegram, Sent
from tests.telegram_transport import FakeRequest


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Talk:
    """One person's talk with the bot; `chat` and `user` may be changed between two turns."""

    application: BotApplication
    fake: FakeTelegram
    memory: Memory
    chat: int = 1001
    user: int = 1001
    language: str = "ar"
    said: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, text: str, **extra: object) -> Sent:
        """Send a message; gives the bot's last one."""
        sender = {"id": self.user, "is_bot": False, "first_name": "سلمى", "language_code": self.language}
        kind = "private" if self.chat > 0 else "supergroup"
        update = self.fake.message(text, self.chat, chat_type=kind, **{"from": sender} | extra)
        self.said.append(update["message"])
        await self.receive(update)
        return self.last

    async def change(self, text: str, message: int = -1) -> Sent:
        """Edit one of the messages said, by default the last."""
        changed = self.said[message] | {"text": text, "edit_date": self.said[message]["date"] + 60}
        await self.receive({"update_id": self.fake._next_id(), "edited_message": changed})
        return self.last

    async def press(self, label: str, sent: Sent | None = None) -> Sent:
        """Press the button of this label, maybe with an answer's number, under a message, by default the last; gives
        that message as it then stands."""
        sent = sent or self.last
        labelled = re.compile(re.escape(label) + r"( \d+)?")
        [data] = {one["callback_data"] for one in buttons(sent) if labelled.fullmatch(one["text"])}
        return await self.press_data(data, sent)

    async def press_data(self, data: str, sent: Sent | None = None) -> Sent:
        """A press that carries this, whatever the buttons are."""
        sent = sent or self.last
        await self.receive(self.fake.press(sent, data, self.user, self.language))
        address = (sent.chat_id, sent.message_id)
        return next((one for one in self.fake.sent if (one.chat_id, one.message_id) == address), sent)

    async def enqueue(self, raw: dict[str, Any]) -> None:
        """An update arrives as polling hands it over: a running bot works it off when its turn comes."""
        await self.application.update_queue.put(Update.de_json(raw, self.application.bot))

    @property
    def last(self) -> Sent:
        return self.fake.sent[-1]

    @property
    def notice(self) -> tuple[str, bool]:
        """What the last press was answered with."""
        return self.fake.notices[-1]

    def unmodified(self) -> int:
        """How many edits Telegram refused because they changed nothing; they are no violations from now on."""
        same = [one for one in self.fake.violations if "message is not modified" in one]
        self.fake.violations = [one for one in self.fake.violations if one not in same]
        return len(same)

    async def receive(self, *raw: dict[str, Any]) -> None:
        """Updates arrive, one after the other."""
        for one in raw:
            await self.application.process_update(Update.de_json(one, self.application.bot))


class Replies:
    """A searcher of ready replies, for what the index of a test would not give."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = {one.question: one for one in replies}
        self.asked: list[tuple[str, str | None]] = []

    def ask(self, question: str, top: int = 5, *, after: str | None = None) -> Reply:
        self.asked.append((question, after))
        if not question.strip(" ؟?."):
            raise QuestionError("the question is empty")
        return self.replies.get(question, Reply(question=question))

    def newest(self) -> int:
        return 0


def buttons(sent: Sent) -> list[dict[str, Any]]:
    return [button for row in (sent.markup or {}).get("inline_keyboard", []) for button in row]


@asynccontextmanager
async def talking(
    searcher: Searcher | Replies,
    folder: Path,
    fake: FakeTelegram | None = None,
    clock: Clock | None = None,
    top: int = 3,
    per_minute: int = 0,
    **set_: object,
) -> AsyncIterator[Talk]:
    """A bot that is up; another one over the same folder and fake is the same bot, started again."""
    fake = fake or FakeTelegram()
    memory = Memory(folder / "bot.sqlite", clock or Clock())
    known: dict[str, object] = {"telegram_token": SecretStr(TOKEN), "top": top, "questions_per_minute": per_minute}
    settings = Settings(_env_file=None, **known | set_)
    application = build_application(settings, searcher, memory, request=FakeRequest(fake))  # type: ignore[arg-type]
    try:
        async with application:
            yield Talk(application, fake, memory)
    finally:
        memory.close()
