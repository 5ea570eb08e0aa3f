"""The bot over a socket: a real server on 127.0.0.1, real long polling, the real searcher."""

import logging
import threading
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.catalogue import texts_for
from bot.settings import Settings
from bot.telegram import run
from index.errors import QalaError, SettingsError
from retrieval.search import Searcher
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_faults import connection_error, server_error
from tests.telegram_run import run_bot
from tests.telegram_transport import serve

# The working folder of each test is its own: there the bot keeps its memory.
pytestmark = pytest.mark.usefixtures("tmp_path")

QUESTIONS = ["ماذا قال لافروف عن حلب؟", "ماذا قال كيري عن حلب؟", "What did Lavrov say about Aleppo?"]


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    assert fake.violations == []


def settings_for(base_url: str, token: str = TOKEN) -> Settings:
    return Settings(_env_file=None, telegram_token=SecretStr(token), telegram_base_url=base_url)


def test_questions_come_in_and_answers_go_out_each_once(
    fake: FakeTelegram, searcher: Searcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.queue(fake.message("/start", chat_id=10, language="en"))
    fake.queue(*(fake.message(question, chat_id=n) for n, question in enumerate(QUESTIONS, 11)))
    fake.fail("getUpdates", server_error(502), connection_error())  # a poll that fails is polled again

    with serve(fake) as base_url:
        seconds = run_bot(settings_for(base_url), searcher, lambda: fake.wait_for(lambda: len(fake.sent) >= 4))

    assert sorted(one.chat_id for one in fake.sent) == [10, 11, 12, 13]
    sent = {one.chat_id: one for one in fake.sent}
    assert sent[10].html == texts_for("en")("start")
    for chat, question in enumerate(QUESTIONS, 11):
        expected = [answer.text for answer in searcher.ask(question).answers]
        assert sent[chat].blockquotes == expected
        assert expected
    assert not fake.updates, "every update was confirmed before the bot stopped"
    assert seconds < 5
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("asyncio_")]
    assert TOKEN not in caplog.text


def test_a_refused_token_is_one_clear_line_without_the_token(fake: FakeTelegram, searcher: Searcher) -> None:
    wrong = "987654321:BBwrong-token"
    with serve(fake) as base_url, pytest.raises(SettingsError) as error:
        run(settings_for(base_url, wrong), searcher)
    assert "QALA_TELEGRAM_TOKEN" in str(error.value)
    assert wrong not in str(error.value)
    assert error.value.__cause__ is None
    assert len(str(error.value).splitlines()) == 1


def test_a_server_that_cannot_be_reached_is_one_clear_line(searcher: Searcher) -> None:
    with serve(FakeTelegram()) as base_url:
        pass  # and gone
    with pytest.raises(QalaError, match=r"cannot start at http://127\.0\.0\.1") as error:
        run(settings_for(base_url), searcher)
    assert len(str(error.value).splitlines()) == 1
    assert not isinstance(error.value, SettingsError), "a supervisor may start the bot again"


def test_a_signal_during_the_start_stops_the_bot(fake: FakeTelegram, searcher: Searcher) -> None:
    fake.fail("deleteWebhook", *[server_error(502)] * 6)  # the start waits and tries again
    with serve(fake) as base_url:
        seconds = run_bot(
            settings_for(base_url),
            searcher,
            lambda: fake.wait_for(lambda: "deleteWebhook" in [method for method, _ in fake.calls]),
        )
    assert seconds < 2
    assert "getUpdates" not in [method for method, _ in fake.calls]


def test_questions_in_work_are_answered_before_the_bot_stops(fake: FakeTelegram, searcher: Searcher) -> None:
    fake.queue(*(fake.message(QUESTIONS[0], chat_id=n) for n in range(1, 21)))
    with serve(fake) as base_url:
        run_bot(settings_for(base_url), searcher, lambda: fake.wait_for(lambda: len(fake.sent) >= 1))
    assert sorted(one.chat_id for one in fake.sent) == list(range(1, 21))
