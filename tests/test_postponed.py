"""What is left when the bot stops: kept in its order, given once, and not for ever."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from telegram import Update

from bot.memory import Memory
from tests.talk import Clock
from tests.telegram_fake import FakeTelegram


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(tmp_path: Path, clock: Clock) -> Iterator[Memory]:
    with closing(Memory(tmp_path / "bot.sqlite", clock)) as memory:
        yield memory


@pytest.fixture
def updates() -> list[Update]:
    fake = FakeTelegram()
    raw = [fake.message(f"سؤال {number}", chat_id=1000 + number) for number in (3, 1, 2)]
    return [update for one in raw if (update := Update.de_json(one, None))]


def texts(raw: list[dict[str, object]]) -> list[str | None]:
    found = [Update.de_json(one, None) for one in raw]  # type: ignore[arg-type]
    return [update.message.text for update in found if update and update.message]


def test_what_is_left_comes_back_once_in_its_order(memory: Memory, updates: list[Update]) -> None:
    memory.postponed.keep(updates[:2], [7, 8])
    memory.postponed.keep([], [])  # a start that failed
    memory.postponed.keep(updates[2:], [8])
    left, done = memory.postponed.take()
    assert texts(left) == ["سؤال 3", "سؤال 1", "سؤال 2"]
    assert sorted(done) == [7, 8]
    assert memory.postponed.take() == ([], [])


def test_an_answer_a_day_later_would_only_puzzle(memory: Memory, updates: list[Update], clock: Clock) -> None:
    memory.postponed.keep(updates, [7])
    clock.now += 24 * 3600
    assert memory.postponed.take() == ([], [])


def test_forgetting_a_user_takes_what_was_left(memory: Memory, updates: list[Update]) -> None:
    memory.postponed.keep(updates, [7])
    memory.forget(1001)
    left, done = memory.postponed.take()
    assert texts(left) == ["سؤال 3", "سؤال 2"]
    assert done == [7]


def test_nobodys_name_is_kept(memory: Memory, updates: list[Update]) -> None:
    person = {"id": 5, "is_bot": False, "first_name": "Zuhayr", "last_name": "Zuhayr", "username": "zuhayr"}
    forwarded = {"type": "hidden_user", "date": 1, "sender_user_name": "Zuhayr"}
    raw = FakeTelegram().message("سؤال", chat_id=5, **{"from": person, "forward_origin": forwarded})
    asked = Update.de_json(raw, None)
    assert asked
    memory.postponed.keep([asked], [])
    [row] = memory._file.execute("SELECT * FROM postponed")
    assert "zuhayr" not in row["content"].casefold()
    assert json.dumps("سلمى") not in row["content"]
    [left] = memory.postponed.take()[0]
    update = Update.de_json(left, None)  # type: ignore[arg-type]
    assert update
    assert update.message
    assert update.message.forward_origin
    assert (update.effective_user.id, update.message.text) == (5, "سؤال")  # type: ignore[union-attr]
