"""The bot behind a webhook: it listens on 127.0.0.1, and only updates with the secret get through."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.telegram import ALLOWED_UPDATES
from retrieval.search import Searcher
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_run import run_bot
from tests.telegram_transport import serve
from tests.telegram_webhook import SECRET_HEADER, deliver, free_port, post, wait_until_listening

# The working folder of each test is its own: there the bot keeps its memory.
pytestmark = pytest.mark.usefixtures("tmp_path")

SECRET = "a-Secret_1"
QUESTION = "ماذا قال لافروف عن حلب؟"


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    assert fake.violations == []


def live(fake: FakeTelegram, searcher: Searcher, people: Callable[[int], bool]) -> float:
    """Run the bot behind a webhook; `people` gets the port that it listens on. The seconds that stopping took."""
    port = free_port()

    def play() -> bool:
        assert fake.wait_for(lambda: fake.webhook is not None)
        wait_until_listening(port)
        return people(port)

    with serve(fake) as base_url:
        settings = Settings(
            _env_file=None,
            telegram_token=SecretStr(TOKEN),
            telegram_base_url=base_url,
            webhook_url="https://bot.example/hook",
            webhook_port=port,
            webhook_secret=SecretStr(SECRET),
        )
        return run_bot(settings, searcher, play)


def test_what_comes_without_the_secret_or_elsewhere_is_refused(fake: FakeTelegram, searcher: Searcher) -> None:
    statuses: list[int] = []

    def people(port: int) -> bool:
        body = json.dumps(fake.message("/help", chat_id=1)).encode()
        right = {SECRET_HEADER: SECRET}
        for path, headers in (
            ("/hook", {}),
            ("/hook", {SECRET_HEADER: ""}),
            ("/hook", {SECRET_HEADER: "guessed"}),
            ("/hook", {SECRET_HEADER: SECRET.lower()}),
            ("/hook", {SECRET_HEADER: SECRET + "1"}),
            ("/hook", right | {"Content-Type": "text/plain"}),
            ("/", right),
            (f"/{TOKEN}", right),
        ):
            statuses.append(post(port, body, path, headers))
        assert deliver(fake, port, fake.message("/help", chat_id=3)) == [200]
        return fake.wait_for(lambda: bool(fake.sent))

    assert live(fake, searcher, people) < 5
    assert statuses == [403] * 6 + [404] * 2
    assert [sent.chat_id for sent in fake.sent] == [3]
    assert fake.webhook == {
        "url": "https://bot.example/hook", "secret_token": SECRET, "allowed_updates": ALLOWED_UPDATES,
    }  # fmt: skip


def test_an_update_that_is_delivered_again_is_answered_once(fake: FakeTelegram, searcher: Searcher) -> None:
    def people(port: int) -> bool:
        first, second = (fake.message(QUESTION, chat_id=chat) for chat in (1, 2))
        assert deliver(fake, port, first, first, second, first, second) == [200] * 5
        return fake.wait_for(lambda: len(fake.sent) >= 2)

    live(fake, searcher, people)
    assert Counter(sent.chat_id for sent in fake.sent) == {1: 1, 2: 1}


def test_kinds_of_update_that_were_not_asked_for(fake: FakeTelegram, searcher: Searcher) -> None:
    def people(port: int) -> bool:
        post_of_a_channel = fake.message(QUESTION, chat_id=-5, chat_type="channel", kind="channel_post")
        assert deliver(fake, port, post_of_a_channel) == [None], "Telegram does not even deliver it"
        body = json.dumps(post_of_a_channel).encode()
        assert post(port, body, "/hook", {SECRET_HEADER: SECRET}) == 200
        assert deliver(fake, port, fake.message("/help", chat_id=3)) == [200]
        return fake.wait_for(lambda: bool(fake.sent))

    live(fake, searcher, people)
    assert [sent.chat_id for sent in fake.sent] == [3]


def test_garbage_and_no_secret_in_any_log(
    fake: FakeTelegram, searcher: Searcher, caplog: pytest.LogCaptureFixture
) -> None:
    """A whole life at debug level, with the loudest loggers on."""
    caplog.set_level(logging.DEBUG)
    statuses: list[int] = []

    def people(port: int) -> bool:
        for name in ("httpx", "httpcore", "tornado", "apscheduler"):
            caplog.set_level(logging.DEBUG, name)
        bodies = (b"", b"{", b"[]", b"7", b'{"update_id": "x"}', b'{"update_id": 1, "message": 7}', b"\xff")
        statuses.extend(post(port, body, "/hook", {SECRET_HEADER: SECRET}) for body in bodies)
        assert deliver(fake, port, fake.message(QUESTION, chat_id=3)) == [200]
        return fake.wait_for(lambda: bool(fake.sent))

    live(fake, searcher, people)
    assert [sent.chat_id for sent in fake.sent] == [3]
    assert all(status in (200, 400, 500) for status in statuses)
    assert "setWebhook" in caplog.text
    assert "httpcore" in caplog.text
    for secret in (TOKEN, TOKEN.partition(":")[2], SECRET):
        assert secret not in caplog.text
