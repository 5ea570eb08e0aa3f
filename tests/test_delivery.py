"""How calls reach Telegram: again where they surely were not taken, never where they may have been; and measured."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot import delivery
from bot.delivery import Delivery
from bot.trace import Trace, begin
from bot.transport import CheckedRequest
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_faults import connection_error, server_error, timeout, too_many_requests
from tests.telegram_transport import FakeRequest

Calls = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_PAUSES", (0.0, 0.0, 0.0))
    # python-telegram-bot warns of its next version's type of `retry_after` wherever itself makes one.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def fake() -> FakeTelegram:
    fake = FakeTelegram()
    fake.message("", chat_id=7)
    return fake


@pytest.fixture
def calls() -> Calls:
    return []


@pytest.fixture
def trace() -> Trace:
    return Trace("message")


def bot_over(request: BaseRequest, calls: Calls) -> "ExtBot[None]":
    limiter = Delivery(lambda method, ended, _: calls.append((method, ended)))
    return ExtBot(TOKEN, request=request, get_updates_request=request, rate_limiter=limiter)


@pytest.fixture
async def bot(fake: FakeTelegram, calls: Calls) -> AsyncIterator["ExtBot[None]"]:
    async with bot_over(CheckedRequest(FakeRequest(fake)), calls) as bot:
        calls.clear()
        yield bot


async def test_a_message_is_sent_again_after_faults_that_lost_it(
    fake: FakeTelegram, bot: "ExtBot[None]", calls: Calls, trace: Trace
) -> None:
    begin(trace)
    fake.fail("sendMessage", connection_error(), server_error(502), too_many_requests(1), server_error(500))
    await bot.send_message(7, "أ")
    assert [one.text for one in fake.sent] == ["أ"]
    assert calls == [("sendMessage", "retry")] * 4 + [("sendMessage", "ok")]
    assert (trace.messages, trace.sending, trace.undelivered) == (1, True, False)
    assert trace.send > 0


async def test_after_so_many_faults_it_is_given_up(
    fake: FakeTelegram, bot: "ExtBot[None]", calls: Calls, trace: Trace
) -> None:
    begin(trace)
    fake.fail("sendMessage", *[server_error(502)] * 4)
    with pytest.raises(NetworkError):
        await bot.send_message(7, "أ")
    assert fake.sent == []
    assert (trace.messages, trace.sending, trace.undelivered) == (0, False, True)


@pytest.mark.parametrize("lost", [True, False])
async def test_what_may_have_arrived_is_not_sent_again(
    fake: FakeTelegram, bot: "ExtBot[None]", calls: Calls, trace: Trace, lost: bool
) -> None:
    begin(trace)
    fake.fail("sendMessage", timeout(lost))
    with pytest.raises(TimedOut):
        await bot.send_message(7, "أ")
    assert len(fake.sent) == lost
    assert calls == [("sendMessage", "lost")]
    assert trace.sending, "nobody may answer it once more"


async def test_what_telegram_refuses_is_not_sent_again(fake: FakeTelegram, bot: "ExtBot[None]", calls: Calls) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(8, "أ")
    assert calls == [("sendMessage", "refused")]


async def test_no_connection_in_time_is_no_delivery(fake: FakeTelegram, calls: Calls) -> None:
    class NoConnection(FakeRequest):
        tries = 0

        async def do_request(self, url: str, *args: object, **kwargs: object) -> tuple[int, bytes]:
            if url.endswith("sendMessage"):
                self.tries += 1
                if self.tries < 3:
                    raise TimedOut from httpx.ConnectTimeout("no route")
            return await super().do_request(url, *args, **kwargs)  # type: ignore[arg-type]

    async with bot_over(CheckedRequest(NoConnection(fake)), calls) as bot:
        await bot.send_message(7, "أ")
    assert [one.text for one in fake.sent] == ["أ"]


async def test_chat_actions_take_nobodys_place(fake: FakeTelegram, bot: "ExtBot[None]", trace: Trace) -> None:
    begin(trace)
    for _ in range(50):
        assert await bot.send_chat_action(7, "typing")
    assert len([method for method, _ in fake.calls if method == "sendChatAction"]) == 10
    assert not trace.sending
    assert not trace.send
