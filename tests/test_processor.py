"""Updates are worked on once, each chat's in its order, and no more are fetched than can be worked on."""

import asyncio
import random
from collections import defaultdict
from typing import Any

import pytest
from telegram import Update

from bot.processor import Lanes
from bot.trace import Trace, current_trace
from tests.telegram_fake import FakeTelegram

ALLOWED = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]


def update(raw: dict[str, Any]) -> Update:
    found = Update.de_json(raw, None)
    assert found is not None
    return found


class Desk:
    """Lanes, and what came out of them."""

    def __init__(self, most: int = 1000) -> None:
        self.fake = FakeTelegram()
        self.finished: list[Trace] = []
        self.lanes = Lanes(ALLOWED, most, self.finished.append)
        self.done: dict[int, list[str]] = defaultdict(list)
        self.inside: set[int] = set()
        self.most_inside = 0

    async def work(self, one: Update, pause: float = 0.0) -> None:
        chat, text = one.effective_message.chat_id, one.effective_message.text  # type: ignore[union-attr]
        assert chat not in self.inside, "two of one chat at a time"
        self.inside.add(chat)
        self.most_inside = max(self.most_inside, len(self.inside))
        await asyncio.sleep(pause)
        self.inside.remove(chat)
        self.done[chat].append(text or "")

    def take(self, raw: dict[str, Any], pause: float = 0.0) -> "asyncio.Task[None]":
        one = update(raw)
        return asyncio.create_task(self.lanes.process_update(one, self.work(one, pause)))


async def test_a_chats_updates_keep_their_order_and_chats_go_side_by_side() -> None:
    desk, dice = Desk(), random.Random(7)
    chats = [chat for chat in range(1, 21) for _ in range(10)]
    dice.shuffle(chats)
    sent: dict[int, list[str]] = defaultdict(list)
    tasks = []
    for number, chat in enumerate(chats):
        sent[chat].append(str(number))
        tasks.append(desk.take(desk.fake.message(str(number), chat_id=chat), dice.random() / 200))
    await asyncio.gather(*tasks)
    assert desk.done == sent
    assert desk.most_inside == 20
    assert len(desk.finished) == 200
    assert not desk.lanes._lanes, "no chat is remembered that has nothing to do"


async def test_one_that_fails_lets_the_next_of_its_chat_go_on() -> None:
    desk = Desk()

    async def fail() -> None:
        raise RuntimeError("a bug")

    first, second = (update(desk.fake.message(text, chat_id=1)) for text in "أب")
    broken = asyncio.create_task(desk.lanes.process_update(first, fail()))
    await desk.lanes.process_update(second, desk.work(second))
    with pytest.raises(RuntimeError):
        await broken
    assert desk.done == {1: ["ب"]}
    assert desk.lanes.unfinished == []


async def test_an_update_that_comes_twice_is_worked_on_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    desk = Desk()
    raw = desk.fake.message("سؤال", chat_id=1)
    await asyncio.gather(desk.take(raw), desk.take(raw))
    await desk.take(raw)
    assert desk.done == {1: ["سؤال"]}
    assert caplog.text.count("came again") == 2


async def test_kinds_that_nobody_asked_for_are_left_alone() -> None:
    desk = Desk()
    await desk.take({"update_id": 1})
    await desk.take({"update_id": 2, "from_the_future": {"x": 1}})
    await desk.take(desk.fake.message("منشور", kind="channel_post"))
    assert not desk.done
    assert not desk.finished


async def test_no_room_until_something_is_finished() -> None:
    desk = Desk(most=2)
    first, second = (desk.take(desk.fake.message("؟", chat_id=chat), 0.02 * chat) for chat in (1, 2))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(desk.lanes.room())
    await asyncio.sleep(0.005)
    assert not waiting.done()
    assert [one.update.effective_chat.id for one in desk.lanes.unfinished] == [1, 2]  # type: ignore[union-attr]
    await first
    await asyncio.wait_for(waiting, 1)
    assert not second.done()
    await second


async def test_what_happens_in_an_updates_work_is_written_into_its_own_trace() -> None:
    desk = Desk()

    async def ask(answers: int) -> None:
        current_trace().answers = answers
        await asyncio.sleep(0.001)
        current_trace().outcome = "answered"

    updates = [update(desk.fake.message("؟", chat_id=chat, language="en-GB")) for chat in range(1, 6)]
    await asyncio.gather(*(desk.lanes.process_update(one, ask(one.effective_chat.id)) for one in updates))  # type: ignore[union-attr]
    assert {(one.user, one.answers) for one in desk.finished} == {(chat, chat) for chat in range(1, 6)}
    assert {(one.kind, one.language, one.outcome) for one in desk.finished} == {("message", "en", "answered")}
