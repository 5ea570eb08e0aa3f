"""The bot as its operator sees it: health and figures on a port, what systemd hears, what stands in the log."""

import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import health, telegram
from bot.cli import main
from bot.health import Health
from bot.logs import JsonFormatter
from bot.settings import Settings
from bot.transport import PollingRequest
from index.errors import SettingsError, StoreError
from retrieval.search import Searcher
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_faults import server_error
from tests.telegram_run import run_bot
from tests.telegram_transport import FakeRequest, serve
from tests.telegram_webhook import free_port
from tests.test_bot import QUESTION, Shelf

# The working folder of each test is its own: there the bot keeps its memory.
pytestmark = pytest.mark.usefixtures("tmp_path")

USER = 987_654_321


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    assert fake.violations == []


def settings_for(base_url: str, **fields: object) -> Settings:
    token = SecretStr(TOKEN)
    return Settings(_env_file=None, telegram_token=token, telegram_base_url=base_url, **fields)


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def asked_health(capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    """The exit status of `qala health`, and what it says."""
    with pytest.raises(SystemExit) as stop:
        main(["health"])
    captured = capsys.readouterr()
    return stop.value.code, captured.out + captured.err


def test_health_and_figures_of_a_bot_that_works(
    fake: FakeTelegram, searcher: Searcher, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("QALA_METRICS_PORT", str(port))
    seen: dict[str, object] = {}

    def people() -> bool:
        assert fake.wait_for(lambda: bool(fake._poll))
        seen["at first"] = get(port, "/health")
        fake.queue(fake.message("ماذا قال لافروف عن حلب؟", chat_id=USER), fake.message("؟؟", chat_id=USER))
        answered = fake.wait_for(lambda: len(fake.sent) == 2)
        fake.queue(fake.message("/start", chat_id=USER))  # answered when those before it are counted
        seen["answered"] = answered and fake.wait_for(lambda: len(fake.sent) == 3)
        seen["command"] = asked_health(capsys)
        seen["health"], seen["metrics"], seen["other"] = (get(port, path) for path in ("/health", "/metrics", "/"))
        return bool(seen["answered"])

    with serve(fake) as base_url:
        run_bot(settings_for(base_url, metrics_port=port), searcher, people)

    assert seen["health"] == seen["at first"] == (200, "ok\n")
    assert seen["command"] == (0, "ok\n")
    assert seen["other"][0] == 404  # type: ignore[index]
    status, page = seen["metrics"]  # type: ignore[misc]
    assert status == 200
    for line in (
        'qala_questions_total{outcome="answered"} 1.0',
        'qala_questions_total{outcome="empty"} 1.0',
        'qala_updates_total{kind="message"} ',
        'qala_telegram_calls_total{method="sendMessage",result="ok"} ',
        'qala_question_seconds_count{stage="search"} 2.0',
        "qala_questions_waiting 0.0",
        "qala_event_loop_lag_seconds_count",
        "qala_process_resident_memory_bytes",
    ):
        assert line in page
    assert str(USER) not in page
    assert TOKEN not in page
    status, said = asked_health(capsys)
    assert (status, len(str(said).splitlines())) == (1, 1), "nobody answers any more"
    assert f"127.0.0.1:{port}" in str(said)


def test_a_port_that_is_taken_is_one_clear_line(fake: FakeTelegram) -> None:
    with socket.socket() as other, serve(fake) as base_url:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SettingsError, match="QALA_METRICS_PORT"):
            telegram.run(settings_for(base_url, metrics_port=other.getsockname()[1]), Shelf())
    assert "getUpdates" not in [method for method, _ in fake.calls]


def test_health_without_a_port_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = asked_health(capsys)
    assert status == SettingsError.exit_code
    assert "QALA_METRICS_PORT" in str(said)


async def test_what_health_complains_of(fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    polling = PollingRequest(FakeRequest(fake))
    release = threading.Event()
    read: Callable[[], object] = lambda: None  # noqa: E731
    state = Health(lambda: read(), polling)
    assert "not running" in str(await state.problem())
    state.running = True
    assert "no update has been asked for" in str(await state.problem())
    polling.begun_at = time.monotonic()  # the first poll is long where nobody writes
    assert await state.problem() is None
    fake.fail("getUpdates", server_error(502))
    await polling.do_request("x/getUpdates", "POST")
    assert "502" in str(await state.problem())
    await polling.do_request("x/getUpdates", "POST")
    assert await state.problem() is None

    def damaged() -> None:
        raise StoreError("the index is gone")

    read = damaged
    assert "the index is gone" in str(await state.problem())
    monkeypatch.setattr(health, "_PATIENCE", 0.01)
    read = lambda: release.wait(10)  # noqa: E731
    assert await state.problem() == "the index does not answer"
    assert not await state.index_answers()
    release.set()
    monkeypatch.setattr(health, "_PATIENCE", 5)
    assert await state.problem() is None
    monkeypatch.setattr(health, "_STALE", -1)
    assert "no updates for" in str(await state.problem())
    state.close()
    assert "not running" in str(await state.problem())


def test_systemd_hears_of_start_life_and_stop(
    fake: FakeTelegram, searcher: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, serve(fake) as base_url:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "300000")
        monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))

        def people() -> bool:
            while heard.count("WATCHDOG=1") < 3:
                heard.append(systemd.recv(100).decode())
            return True

        run_bot(settings_for(base_url), searcher, people)
        while heard[-1] != "STOPPING=1":
            heard.append(systemd.recv(100).decode())
    assert heard[0] == "READY=1"
    assert heard[1:4] == ["WATCHDOG=1"] * 3


def test_one_line_for_each_question_with_nobody_in_it(
    fake: FakeTelegram, searcher: Searcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    questions = ["ماذا قال لافروف عن حلب؟", "ماذا قال بطليموس عن الأهرامات؟", "؟؟", "س" * 2000]
    fake.queue(*(fake.message(text, chat_id=USER, language="fr-CA") for text in questions))
    fake.queue(fake.message("/help", chat_id=USER))
    with serve(fake) as base_url:
        run_bot(settings_for(base_url), searcher, lambda: fake.wait_for(lambda: len(fake.sent) == 5))

    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    events = [line for line in lines if line.get("event") == "question"]
    assert [one["outcome"] for one in events] == ["answered", "abstained", "empty", "long"]
    assert {(one["language"], one["kind"], one["delivered"]) for one in events} == {("fr", "message", True)}
    assert len({one["user"] for one in events}) == 1
    first = events[0]
    assert first["answers"] > 0
    assert 0 < first["search"] < first["total"]
    assert 0 < first["send"] < first["total"]
    whole = json.dumps(lines, ensure_ascii=False)
    for private in (str(USER), "لافروف", "بطليموس", "سلمى", TOKEN):
        assert private not in whole


def test_whom_the_settings_name_is_an_admin(shelf: Shelf, tmp_path: Path) -> None:
    assert Settings(_env_file=None, admins=" 12, 34 ").admin_ids == {12, 34}
    assert Settings(_env_file=None).admin_ids == frozenset()
    with pytest.raises(ValueError, match="admins"):
        Settings(_env_file=None, admins="salma")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_the_log_is_json_where_the_settings_say_so(
    fake: FakeTelegram, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        with serve(fake) as base_url:
            fake.queue(fake.message(QUESTION, chat_id=USER))
            settings = settings_for(base_url, log_format="json")
            run_bot(settings, shelf, lambda: fake.wait_for(lambda: bool(fake.sent)))
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["outcome"] for line in lines if line.get("event") == "question"] == ["answered"]
