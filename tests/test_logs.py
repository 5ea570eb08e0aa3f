"""What the log says of a question: one line in either format, which tells neither who asked nor what."""

import json
import logging

import pytest

from bot.logs import JsonFormatter, conceal, log_event, user_hash
from tests.telegram_fake import TOKEN

_log = logging.getLogger("bot.example")


def as_json(record: logging.LogRecord) -> dict[str, object]:
    line = JsonFormatter().format(record)
    assert "\n" not in line
    found: dict[str, object] = json.loads(line)
    return found


def test_an_event_is_one_line_in_either_format(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    log_event(_log, "question", user="ab12", answers=3, search=0.02, delivered=True, speaker=None)
    [record] = caplog.records
    assert record.getMessage() == "question user=ab12 answers=3 search=0.020 delivered=true speaker=-"
    line = as_json(record)
    assert str(line.pop("at")).endswith("+00:00")
    assert line == {
        "level": "info", "logger": "bot.example",
        "event": "question", "user": "ab12", "answers": 3, "search": 0.02, "delivered": True, "speaker": None,
    }  # fmt: skip


def test_a_message_and_a_traceback_as_json(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise RuntimeError("أمر\nغريب")
    except RuntimeError:
        _log.exception("an update %s", "failed")
    line = as_json(caplog.records[0])
    assert (line["level"], line["message"]) == ("error", "an update failed")
    assert "RuntimeError: أمر\nغريب" in str(line["traceback"])


def test_no_secret_in_json_wherever_it_stands(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    conceal(TOKEN)
    log_event(_log, "odd", address=f"https://api.telegram.org/bot{TOKEN}/getMe")
    try:
        raise RuntimeError(TOKEN)
    except RuntimeError:
        _log.exception("with %s", TOKEN)
    for record in caplog.records:
        line = JsonFormatter().format(record)
        assert TOKEN not in line
        assert "[secret]" in line


def test_a_user_is_told_from_others_and_not_found_again() -> None:
    assert user_hash(1001) == user_hash(1001) != user_hash(1002)
    assert "1001" not in str(user_hash(1001))
    assert user_hash(None) is None
