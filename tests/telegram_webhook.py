"""Updates delivered to a webhook on 127.0.0.1: as Telegram does it, and as somebody does who found the address."""

import json
import socket
import time
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tests.telegram_fake import FakeTelegram

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


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


def deliver(fake: FakeTelegram, port: int, *updates: dict[str, Any]) -> list[int | None]:
    """Deliver updates as Telegram does; the status of each, None for a kind that the bot did not ask for."""
    if not fake.webhook:
        raise ValueError("no webhook is set")
    statuses: list[int | None] = []
    for update in updates:
        wanted = set(fake.webhook["allowed_updates"]) & update.keys()
        headers = {SECRET_HEADER: fake.webhook["secret_token"]} if fake.webhook["secret_token"] else {}
        path = urlsplit(fake.webhook["url"]).path
        statuses.append(post(port, json.dumps(update).encode(), path, headers) if wanted else None)
    return statuses


def post(port: int, body: bytes, path: str, headers: dict[str, str]) -> int:
    """Post anything to anywhere; the status of the answer."""
    kind = {"Content-Type": "application/json"}
    request = Request(f"http://127.0.0.1:{port}{path}", body, kind | headers)
    try:
        with urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code
