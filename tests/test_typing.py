"""The sign that an answer is coming: shown while it is worked on, again and again, and never in an answer's way."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import typing_action
from retrieval.answer import Reply
from tests.talk import Replies, Talk, talking
from tests.telegram_faults import blocked_by_user, timeout
from tests.telegram_transport import FakeRequest

QUESTION = "ماذا قال الوزير عن الهدنة؟"


class SlowReplies(Replies):
    seconds = 0.0

    def ask(self, question: str, top: int = 5, *, after: str | None = None) -> Reply:
        time.sleep(self.seconds)
        return super().ask(question, top, after=after)


@pytest.fixture
def replies() -> SlowReplies:
    return SlowReplies()


@pytest.fixture
async def talk(replies: SlowReplies, tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(replies, tmp_path) as talk:
        yield talk


def actions(talk: Talk) -> list[str]:
    return [parameters["action"] for method, parameters in talk.fake.calls if method == "sendChatAction" and parameters]


async def test_a_quick_answer_shows_it_once(talk: Talk) -> None:
    await talk.say(QUESTION)
    assert actions(talk) == ["typing"]
    assert [method for method, _ in talk.fake.calls][-1] == "sendMessage", "not after the answer"


async def test_a_slow_answer_shows_it_again(talk: Talk, replies: SlowReplies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_action, "_EVERY", 0.05)
    replies.seconds = 0.4
    await talk.say(QUESTION)
    assert len(actions(talk)) >= 3
    assert [method for method, _ in talk.fake.calls][-1] == "sendMessage"


@pytest.mark.parametrize("fault", [timeout(), blocked_by_user()])
async def test_an_action_that_fails_costs_no_answer(talk: Talk, fault: object) -> None:
    talk.fake.fail("sendChatAction", fault)  # type: ignore[arg-type]
    await talk.say(QUESTION)
    assert len(talk.fake.sent) == 1


async def test_an_action_that_hangs_is_given_up(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_action, "_PATIENCE", 0.05)
    do_request = FakeRequest.do_request

    async def hanging(self: FakeRequest, url: str, *args: object, **kwargs: object) -> tuple[int, bytes]:
        if url.endswith("sendChatAction"):
            await asyncio.Event().wait()
        return await do_request(self, url, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(FakeRequest, "do_request", hanging)
    await talk.say(QUESTION)
    assert len(talk.fake.sent) == 1
