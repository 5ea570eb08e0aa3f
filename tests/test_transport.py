"""Telegram's answers are checked: garbage is a network error, a broken update is left out, trouble is told once."""

import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot import transport
from bot.transport import CheckedRequest, PollingRequest
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_faults import (
    Fault,
    conflict,
    connection_error,
    garbage,
    server_error,
    timeout,
    too_many_requests,
    unauthorized,
)
from tests.telegram_transport import FakeRequest

GARBAGE = [b"", b"<html>", b"\xff\xfe", b"null", b"7", b"[]", b'"ok"', b"{}", b'{"ok": true}']
NO_UPDATES = [b"null", b"7", b'"x"', b'{"update_id": 1}', b"[7]", b"[null, []]", b'[{"message": {}}]']
BROKEN: list[dict[str, Any]] = [
    {"message": 7},
    {"message": []},
    {"message": {"message_id": 1}},
    {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 1, "type": "private"}}},
    {"callback_query": {"id": 1}},
    {"inline_query": "what?"},
]


@pytest.fixture
def fake() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def polling(fake: FakeTelegram) -> PollingRequest:
    return PollingRequest(FakeRequest(fake))


@pytest.fixture
async def bot(fake: FakeTelegram, polling: PollingRequest) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, request=CheckedRequest(FakeRequest(fake)), get_updates_request=polling) as bot:
        yield bot


@pytest.mark.parametrize("body", GARBAGE)
async def test_garbage_in_place_of_an_answer(fake: FakeTelegram, bot: Bot, body: bytes) -> None:
    fake.fail("*", garbage(body), garbage(body))
    with pytest.raises(NetworkError, match=r"not the Bot API's"):
        await bot.get_updates()
    with pytest.raises(NetworkError, match=r"not the Bot API's"):
        await bot.get_me()


@pytest.mark.parametrize("result", NO_UPDATES)
async def test_what_holds_no_update_is_an_error_and_not_asked_for_at_once_again(
    fake: FakeTelegram, bot: Bot, result: bytes
) -> None:
    fake.fail("getUpdates", garbage(b'{"ok": true, "result": ' + result + b"}"))
    with pytest.raises(NetworkError):
        await bot.get_updates()


@pytest.mark.parametrize("broken", BROKEN)
async def test_a_broken_update_is_left_out_and_can_be_confirmed(
    fake: FakeTelegram, bot: Bot, broken: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    before, after = fake.message("قبل"), fake.message("بعد")
    number = after["update_id"]
    after["update_id"] += 1
    result = [before, {"update_id": number} | broken, {"note": "no update"}, True, after]
    fake.fail("getUpdates", garbage(json.dumps({"ok": True, "result": result}).encode()))
    updates = await bot.get_updates()
    assert [one.update_id for one in updates] == [before["update_id"], number, number + 1]
    assert [one.message and one.message.text for one in updates] == ["قبل", None, "بعد"]
    assert "left out" in caplog.text
    assert not [record for record in caplog.records if record.exc_info], "a line, no traceback"


async def test_an_update_of_a_later_bot_api_is_no_fault(fake: FakeTelegram, bot: Bot) -> None:
    fake.fail("getUpdates", garbage(b'{"ok": true, "result": [{"update_id": 5, "telepathy": {"thought": "?"}}]}'))
    [update] = await bot.get_updates()
    assert update.update_id == 5


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (too_many_requests(3), RetryAfter),
        (conflict(), Conflict),
        (server_error(502), NetworkError),
        (Fault(502, body=b'{"parameters": 7}'), NetworkError),
        (Fault(400, body=b"[]"), NetworkError),
        (timeout(), TimedOut),
        (connection_error(), NetworkError),
    ],
)
async def test_faults_are_what_python_telegram_bot_says_of_them(
    fake: FakeTelegram, bot: Bot, fault: Fault, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    fake.fail("getUpdates", fault)
    with pytest.raises(error):
        await bot.get_updates()
    assert await bot.get_updates() == ()


async def test_trouble_is_told_once_and_its_end_too(
    fake: FakeTelegram, bot: Bot, polling: PollingRequest, caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    now = 1000.0
    monkeypatch.setattr(transport, "time", SimpleNamespace(monotonic=lambda: now))
    for _ in range(20):  # another bot has the same token: every other poll is ours
        fake.fail("getUpdates", conflict())
        with pytest.raises(Conflict):
            await bot.get_updates()
        now += 2
        await bot.get_updates()
        now += 2
    assert polling.trouble
    fake.fail("getUpdates", server_error(502))
    with pytest.raises(NetworkError):
        await bot.get_updates()
    now += 20
    await bot.get_updates()
    await bot.get_updates()
    assert polling.trouble is None
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 3
    assert "only one bot may run" in told[0]
    assert "502" in told[1]
    assert "fetched again, after 80 s" in told[2]


async def test_a_trouble_that_lasts_is_told_again(
    fake: FakeTelegram, bot: Bot, caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    now = 1000.0
    monkeypatch.setattr(transport, "time", SimpleNamespace(monotonic=lambda: now))
    for _ in range(121):
        fake.fail("getUpdates", connection_error())
        with pytest.raises(NetworkError):
            await bot.get_updates()
        now += 10
    assert len(caplog.records) == 3


async def test_a_token_must_be_refused_many_times_before_it_is_believed(
    fake: FakeTelegram, bot: Bot, polling: PollingRequest
) -> None:
    fake.fail("getUpdates", *[unauthorized()] * 9)
    for _ in range(9):
        with pytest.raises(NetworkError):
            await bot.get_updates()
    await bot.get_updates()
    fake.fail("getUpdates", *[unauthorized()] * 10)
    for _ in range(9):
        with pytest.raises(NetworkError):
            await bot.get_updates()
    assert not polling.refused
    with pytest.raises(InvalidToken):
        await bot.get_updates()
    assert polling.refused
