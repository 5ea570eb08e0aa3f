"""The bot behind a webhook: it listens on 127.0.0.1, and only updates with the secret get through."""

import json
import socket
import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from retrieval.search import Searcher
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_run import run_bot
from tests.telegram_transport import serve

# The working folder of each test is its own: there the bot keeps its memory.
pytestmark = pytest.mark.usefixtures("tmp_path")

SECRET = "a-Secret_1"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until_listening(port: int) -> None:
    """The bot tells Telegram of its webhook before it listens; Telegram would try again later."""
    for _ in range(500):
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)


def post(port: int, update: dict[str, Any], secret: str | None) -> int:
    """Deliver an update as Telegram does; the status of the answer."""
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    request = Request(f"http://127.0.0.1:{port}/hook", json.dumps(update).encode(), headers)
    try:
        with urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_only_updates_with_the_secret_are_answered(searcher: Searcher) -> None:
    fake, port = FakeTelegram(), free_port()
    statuses = []

    def people() -> bool:
        assert fake.wait_for(lambda: fake.webhook is not None)
        wait_until_listening(port)
        for chat, secret in ((1, None), (2, "guessed"), (3, SECRET)):
            statuses.append(post(port, fake.message("/help", chat_id=chat), secret))
        return fake.wait_for(lambda: bool(fake.sent))

    with serve(fake) as base_url:
        settings = Settings(
            _env_file=None,
            telegram_token=SecretStr(TOKEN),
            telegram_base_url=base_url,
            webhook_url="https://bot.example/hook",
            webhook_port=port,
            webhook_secret=SecretStr(SECRET),
        )
        run_bot(settings, searcher, people)

    assert statuses == [403, 403, 200]
    assert [sent.chat_id for sent in fake.sent] == [3]
    assert fake.webhook == {"url": "https://bot.example/hook", "secret_token": SECRET}
    assert fake.violations == []
