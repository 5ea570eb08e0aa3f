"""The bot's whole life over a socket, with everything going wrong: it goes on, and answers each update once."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import transport
from bot.memory import Memory
from bot.postponed import Postponed
from bot.settings import Settings
from bot.telegram import run
from index.errors import SettingsError, StoreError
from retrieval.search import Searcher
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_faults import (
    connection_error,
    garbage,
    server_error,
    timeout,
    too_many_requests,
    unauthorized,
)
from tests.telegram_run import run_bot
from tests.telegram_transport import serve
from tests.test_bot import QUESTION, Shelf, answer

# The working folder of each test is its own: there the bot keeps its memory.
pytestmark = pytest.mark.usefixtures("tmp_path")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTelegram]:
    # python-telegram-bot warns of its next version's type of `retry_after` wherever itself makes one.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    fake = FakeTelegram()
    yield fake
    assert fake.violations == []


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def settings_for(base_url: str, **fields: object) -> Settings:
    token = SecretStr(TOKEN)
    return Settings(_env_file=None, telegram_token=token, telegram_base_url=base_url, **fields)


def chats(fake: FakeTelegram) -> list[int]:
    return [one.chat_id for one in fake.sent]


def test_every_fault_on_the_way(
    fake: FakeTelegram, searcher: Searcher, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(transport, "_CALM", 1.0)
    fake.fail("getUpdates", too_many_requests(1), server_error(502), connection_error(), garbage(b"<html>"))
    fake.fail("sendMessage", connection_error(), server_error(500), too_many_requests(1), timeout(lost=True))
    question = "ماذا قال لافروف عن حلب؟"
    fake.queue({"update_id": 0, "message": {"message_id": "one"}}, {"update_id": 0, "telepathy": {}})
    fake.queue(*(fake.message(question, chat_id=n) for n in range(1, 9)))
    again = fake.message(question, chat_id=20)
    fake.queue(again, again)

    with serve(fake) as base_url:
        monkeypatch.setattr(transport, "_READ_TIMEOUT", 0.5)  # of the answer that is lost
        run_bot(settings_for(base_url), searcher, lambda: fake.wait_for(lambda: len(fake.sent) >= 9, 40))

    assert Counter(chats(fake)) == dict.fromkeys([*range(1, 9), 20], 1)
    told = [record.getMessage() for record in caplog.records if "updates" in record.getMessage()]
    assert len([line for line in told if "cannot be fetched" in line]) == 4, "a line for each kind of trouble"
    assert "came again" in caplog.text
    assert not [record for record in caplog.records if record.exc_info], "lines, no tracebacks"


def test_a_second_poller(
    fake: FakeTelegram, shelf: Shelf, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_CALM", 1.0)

    def people() -> bool:
        assert fake.wait_for(lambda: bool(fake._poll))
        for _ in range(3):
            polls = fake._poll
            fake.call("getUpdates", {"timeout": "1"})  # ends when the bot polls again, or in a second
            assert fake.wait_for(lambda before=polls: fake._poll > before + 1)
        fake.queue(fake.message(QUESTION, chat_id=3))
        return fake.wait_for(lambda: bool(fake.sent))

    with serve(fake) as base_url:
        run_bot(settings_for(base_url), shelf, people)
    assert chats(fake) == [3]
    told = [record.getMessage() for record in caplog.records]
    assert len([line for line in told if "Conflict" in line]) == 1
    assert not [record for record in caplog.records if record.exc_info]


def test_a_clock_that_jumps(fake: FakeTelegram, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    offset, clock = 0.0, time.time
    monkeypatch.setattr(time, "time", lambda: clock() + offset)

    def people() -> bool:
        nonlocal offset
        for number, offset in enumerate((0.0, 86_400.0 * 400, -86_400.0 * 400, 3600.0), 1):  # noqa: B007
            fake.queue(fake.message(QUESTION, chat_id=number), fake.message("/start", chat_id=number))
            if not fake.wait_for(lambda sent=2 * number: len(fake.sent) == sent):
                return False
        return True

    with serve(fake) as base_url:
        run_bot(settings_for(base_url), shelf, people)
    assert Counter(chats(fake)) == dict.fromkeys(range(1, 5), 2)


def test_a_stop_keeps_what_it_cannot_answer_in_time(fake: FakeTelegram, shelf: Shelf, tmp_path: Path) -> None:
    """Slow questions in work and a full queue: five seconds, and every question is answered once in the end."""
    shelf.work = lambda: time.sleep(0.4)
    memory = tmp_path / "bot.sqlite"
    fake.queue(*(fake.message(QUESTION, chat_id=n % 60) for n in range(1, 121)))

    with serve(fake) as base_url:
        settings = settings_for(base_url, memory=memory, questions_per_minute=0)
        seconds = run_bot(settings, shelf, lambda: fake.wait_for(lambda: len(fake.sent) >= 2))
        assert seconds < 5
        first = len(fake.sent)
        assert 2 <= first < 120
        assert not fake.updates, "every update was confirmed"
        shelf.work = lambda: None
        run_bot(settings, shelf, lambda: fake.wait_for(lambda: len(fake.sent) >= 120))

    assert Counter(chats(fake)) == dict.fromkeys(range(60), 2)
    kept = Memory(memory)
    assert kept.postponed.take()[0] == [], "nothing of it is kept for longer"
    kept.close()


def test_what_is_full_says_so(fake: FakeTelegram, shelf: Shelf) -> None:
    release = threading.Event()
    shelf.work = lambda: release.wait(20)  # type: ignore[return-value]

    def people() -> bool:
        fake.queue(*(fake.message(QUESTION, chat_id=n, language="en") for n in range(1, 6)))
        told = fake.wait_for(lambda: len(fake.sent) == 1)  # two in work, two wait
        release.set()
        return told and fake.wait_for(lambda: len(fake.sent) == 5)

    with serve(fake) as base_url:
        run_bot(settings_for(base_url, questions_waiting=2), shelf, people)
    assert chats(fake)[0] == 5
    assert "too many questions at the moment" in fake.sent[0].text
    assert sorted(chats(fake)) == [1, 2, 3, 4, 5]


def test_a_stop_during_a_long_trouble_is_quick(fake: FakeTelegram, shelf: Shelf) -> None:
    fake.fail("getUpdates", too_many_requests(600), *[connection_error()] * 20)

    def people() -> bool:
        polled = fake.wait_for(lambda: "getUpdates" in [method for method, _ in fake.calls])
        time.sleep(0.2)
        return polled

    with serve(fake) as base_url:
        assert run_bot(settings_for(base_url), shelf, people) < 5


def test_a_token_that_is_revoked_ends_the_bot(
    fake: FakeTelegram, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_REFUSALS", 2)
    fake.fail("getUpdates", unauthorized(), unauthorized())
    with serve(fake) as base_url, pytest.raises(SettingsError, match="QALA_TELEGRAM_TOKEN"):
        run(settings_for(base_url), shelf)


def test_polling_pauses_while_too_much_is_unfinished(fake: FakeTelegram, shelf: Shelf) -> None:
    release = threading.Event()
    shelf.work = lambda: release.wait(20)  # type: ignore[return-value]
    fake.queue(*(fake.message(QUESTION, chat_id=n % 10) for n in range(150)))

    def people() -> bool:
        assert fake.wait_for(lambda: bool(fake._poll))
        time.sleep(0.5)
        kept = len(fake.updates)
        shelf.work = lambda: None
        release.set()
        return kept == 150 and fake.wait_for(lambda: len(fake.sent) == 150)

    with serve(fake) as base_url:
        settings = settings_for(base_url, questions_waiting=40, questions_per_minute=0)
        run_bot(settings, shelf, people)


def test_a_flood_is_answered_once_and_in_order(fake: FakeTelegram, shelf: Shelf) -> None:
    """Small, for the suite; `python -m benchmarks.flood` makes the great one and measures the event loop."""
    asked = [(chat, f"سؤال {number} من {chat}") for number in range(5) for chat in range(1, 31)]
    shelf.answers = {text: (answer(f"جواب {text}"),) for _, text in asked}
    fake.queue(*(fake.message(text, chat_id=chat) for chat, text in asked))
    with serve(fake) as base_url:
        run_bot(settings_for(base_url), shelf, lambda: fake.wait_for(lambda: len(fake.sent) >= len(asked)))
    got = {chat: [one.blockquotes for one in fake.sent if one.chat_id == chat] for chat in range(1, 31)}
    assert got == {chat: [[f"جواب سؤال {number} من {chat}"] for number in range(5)] for chat in range(1, 31)}


def test_a_memory_that_takes_nothing_stops_no_bot(
    fake: FakeTelegram, shelf: Shelf, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Postponed, "take", full)
    monkeypatch.setattr(Postponed, "keep", full)
    fake.queue(fake.message(QUESTION, chat_id=1))
    with serve(fake) as base_url:
        assert run_bot(settings_for(base_url), shelf, lambda: fake.wait_for(lambda: bool(fake.sent))) < 5
    assert caplog.text.count("the disk is full") == 2
