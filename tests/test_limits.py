"""How much one person, and all together, may ask at once."""

import asyncio
import threading
from pathlib import Path

import pytest

from bot.catalogue import texts_for
from bot.limits import Busy, Limits, TooMany
from bot.service import SERVICE
from bot.trace import Trace, begin
from bot.workers import Workers
from retrieval.answer import Reply
from tests.talk import Replies, talking


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def refused(limits: Limits, user: int) -> TooMany:
    with pytest.raises(TooMany) as error:
        limits.admit(user)
    return error.value


def test_so_many_a_minute_and_others_are_not_concerned() -> None:
    clock = Clock()
    limits = Limits(3, clock)
    for second in range(3):
        clock.now = 1000.0 + second
        limits.admit(1)
    clock.now = 1010.0
    assert refused(limits, 1).seconds == 50.0
    limits.admit(2)
    clock.now = 1060.0  # the first of the three is a minute old
    limits.admit(1)
    assert refused(limits, 1).seconds == 1.0


def test_a_few_refusals_are_told_and_the_last_announces_the_silence() -> None:
    clock = Clock()
    limits = Limits(1, clock)
    limits.admit(1)
    told = [refused(limits, 1) for _ in range(5)]
    assert [(one.last, one.silent) for one in told] == [
        (False, False),
        (False, False),
        (True, False),
        (False, True),
        (False, True),
    ]
    clock.now += 60
    limits.admit(1)
    assert not refused(limits, 1).silent, "told anew after the next question"


def test_no_limit() -> None:
    limits = Limits(0)
    for _ in range(1000):
        limits.admit(1)


def test_who_is_silent_is_forgotten() -> None:
    clock = Clock()
    limits = Limits(1, clock)
    for user in range(10_000):
        limits.admit(user)
    clock.now += 60
    limits.admit(10_001)
    assert set(limits._asked) == {10_001}


async def test_a_full_queue_says_so_and_takes_more_when_there_is_room() -> None:
    workers, release = Workers(room=2, threads=1), threading.Event()
    trace = Trace("message")
    begin(trace)
    running = [asyncio.create_task(workers.run(lambda: release.wait(5))) for _ in range(3)]
    await asyncio.sleep(0.01)
    assert workers.waiting == 2
    with pytest.raises(Busy):
        await workers.run(lambda: None)
    release.set()
    assert await asyncio.gather(*running) == [True] * 3
    assert await workers.run(lambda: 7) == 7
    assert workers.waiting == 0
    assert trace.queue >= 0.01
    assert trace.search >= 0.01
    workers.close()


# --- what is said -----------------------------------------------------------------------------------

AR = texts_for("ar")
STICKER = {
    "file_id": "a", "file_unique_id": "b", "width": 512, "height": 512,
    "is_animated": False, "is_video": False, "type": "regular",
}  # fmt: skip
FIRST, SECOND, NAMED = "ماذا قال الوزير عن الهدنة؟", "ماذا قال الوزير عن سوريا؟", "ماذا قال وزيير عن الهدنة؟"


async def test_whatever_is_answered_counts(tmp_path: Path) -> None:
    """Each message that the bot sends takes a place among the thirty a second that it may send to all."""
    answered = ("/start", "/nothing", "/speakers", "/sources", "/about", "/new", "س" * 5000, "")
    async with talking(Replies(), tmp_path, per_minute=1) as talk:  # type: ignore[arg-type]
        await talk.say("/help")
        for text in answered * 2:
            await (talk.say(text) if text else talk.say(None, sticker=STICKER))  # type: ignore[arg-type]
        assert [one.html.splitlines()[0] for one in talk.fake.sent[1:]] == [AR.count("refused.too_many", 60)] * 3
        assert talk.fake.violations == []


async def test_an_album_gets_one_hint(tmp_path: Path) -> None:
    async with talking(Replies(), tmp_path, per_minute=2) as talk:  # type: ignore[arg-type]
        for album in ("1", "1", "1", "2", "1"):
            await talk.say(None, media_group_id=album, sticker=STICKER)  # type: ignore[arg-type]
        assert [one.html for one in talk.fake.sent] == [AR("question.written_only")] * 2


async def test_who_asks_too_often_is_told_a_few_times_and_answered_a_minute_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = Replies(Reply(question=NAMED, near=("الوزير",)))
    clock = Clock()
    async with talking(replies, tmp_path, per_minute=2) as talk:  # type: ignore[arg-type]
        monkeypatch.setattr(talk.application.bot_data[SERVICE].limits, "_clock", clock)
        await talk.say(FIRST)
        offer = await talk.say(NAMED)
        await talk.say(SECOND)
        await talk.change(SECOND, message=0)
        assert [one.html for one in talk.fake.sent[2:]] == [AR.count("refused.too_many", 60)] * 2
        await talk.press(offer.buttons[0], offer)
        silence = AR("refused.silence")
        assert talk.notice == (f"{AR.count('refused.too_many', 60)}\n{silence}", True)
        assert len(replies.asked) == 2
        sent = len(talk.fake.sent)
        await talk.say(SECOND)
        assert len(talk.fake.sent) == sent
        clock.now += 60
        await talk.say(SECOND)
        assert replies.asked[-1][0] == SECOND
        assert talk.fake.violations == []
