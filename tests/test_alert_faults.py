"""Alerts where something goes wrong: none is lost, and none repeated more often than cannot be helped."""

import asyncio

import pytest

from bot import alerts
from bot.service import Service
from tests.newsroom import LAVROV, MINUTES, NEW, NOON, OTHER, Newsroom, article
from tests.telegram_faults import Fault, connection_error, server_error, timeout, too_many_requests


@pytest.mark.parametrize("fault", [connection_error(), server_error(502), server_error(500)])
async def test_what_telegram_did_not_take_is_sent_again(room: Newsroom, fault: Fault) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    room.talk.fake.fail("sendMessage", *[fault] * 8)  # two looks' worth, with each one's own tries
    for minute in MINUTES[:12:5]:
        await room.check(NOON + minute)
    assert [sent.blockquotes for sent in room.talk.fake.sent[1:]] == [[NEW]]


async def test_too_many_requests_are_waited_for(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    room.talk.fake.fail("sendMessage", too_many_requests(1))
    assert await room.check() == [[NEW]]


@pytest.mark.parametrize(("lost", "copies"), [(False, 1), (True, 2)])
async def test_what_may_have_arrived_is_sent_once_more(room: Newsroom, lost: bool, copies: int) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    room.talk.fake.fail("sendMessage", timeout(lost))
    for minute in MINUTES[:21:5]:
        await room.check(NOON + minute)
    assert [sent.blockquotes for sent in room.talk.fake.sent[1:]] == [[NEW]] * copies


async def test_what_never_seems_to_arrive_is_not_sent_for_ever(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    room.talk.fake.fail("sendMessage", *[timeout(lost=True)] * 5)
    for minute in MINUTES[:31:5]:
        await room.check(NOON + minute)
    assert [sent.blockquotes for sent in room.talk.fake.sent[1:]] == [[NEW]] * 2


async def test_what_telegram_refuses_is_told_in_the_log_and_not_tried_again(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    room.talk.fake.fail("sendMessage", Fault(400, "Bad Request: can't parse entities"))
    assert await room.check() == []
    assert "an alert was refused" in caplog.text
    assert await room.check(NOON + MINUTES[5]) == []


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(("where", "copies"), [("keep", 1), ("trying", 1), ("told", 2)])
async def test_killed_at_any_point_it_loses_nothing_and_repeats_at_most_once(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, where: str, copies: int
) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))

    def kill(*_: object) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(room.memory.alerts, where, kill)
        with pytest.raises(_Killed):
            await room.check()
    await room.restarted()
    for minute in MINUTES[5:21:5]:
        await room.check(NOON + minute)
    assert [sent.blockquotes for sent in room.talk.fake.sent[1:]] == [[NEW]] * copies


async def test_a_bot_that_is_being_stopped_begins_nothing(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    room.shared.stopping = True
    assert await room.check() == []
    room.shared.stopping = False
    assert await room.check() == [[NEW]]


async def test_a_look_that_takes_long_is_not_begun_twice(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    go_on = asyncio.Event()

    async def slow(_: Service) -> None:
        nonlocal looks
        looks += 1
        await go_on.wait()

    monkeypatch.setattr(alerts, "look_through", slow)
    context = room.talk.application.context_types.context(room.talk.application)
    first = asyncio.create_task(alerts.check(context))
    await asyncio.sleep(0)
    await alerts.check(context)
    go_on.set()
    await first
    assert looks == 1


async def test_many_follows_are_looked_after_in_parts(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "_AT_ONCE", 2)
    for chat in range(1, 8):
        room.talk.fake.chats.add(chat)
        room.memory.follows.add(chat, chat, LAVROV, None, "ar")
    room.publish(article(2, NEW))
    assert await room.check() == [[NEW]] * 7
    assert await room.check(NOON + MINUTES[5]) == []


async def test_a_large_archive_is_looked_through_in_parts(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.alerts.AT_ONCE", 3)
    await room.talk.say("/follow لافروف")
    room.publish(*(article(n, OTHER.replace("هذا العام", f"في العام {n}")) for n in range(2, 9)), article(9, NEW))
    assert await room.check() == [[NEW]]
    assert room.memory.alerts.looked_through == room.shared.searcher.newest()
