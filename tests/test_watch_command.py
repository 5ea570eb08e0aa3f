"""`qala watch` as a user meets it: the file of feeds, one round, signals, lines for people and for machines."""

import json
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from bot.cli import main
from bot.feeds_file import load_feeds
from bot.settings import Settings
from bot.watch import Watch, run_watch
from index.article import Article
from index.build import Summary
from index.encoder import Encoder
from index.errors import SettingsError, StoreError
from index.store import Store
from retrieval.search import Searcher
from tests import feed_server as web
from tests.conftest import ROOT
from tests.feed_server import Site, serve_site
from tests.watch_desk import news, rss

TOML = '[watch]\npause = "0s"\n[[feeds]]\nurl = "{url}"\n'


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site() as site:
        site.give("/rss", rss(1))
        site.give("/news/1", web.content(news(1)))
        yield site


@pytest.fixture
def feeds(site: Site, tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(TOML.format(url=f"{site.url}/rss"), encoding="utf8")
    return path


def settings() -> Settings:
    return Settings(_env_file=None)


def status(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return int(str(end.value.code or 0))


# --- the file ----------------------------------------------------------------------------------------


def test_the_template_is_a_file_of_feeds() -> None:
    file = load_feeds(ROOT / "deploy" / "feeds.toml")
    assert file.watched()
    assert all(".example.org/" in feed.url or "//example.org/" in feed.url for feed in file.watched())


def test_a_feed_has_its_own_interval_or_the_files(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        '[watch]\nevery = "10m"\ntries = 3\nsize = 100_000\ntimeout = "90s"\n'
        '[[feeds]]\nurl = "https://example.org/a"\n'
        '[[feeds]]\nurl = "https://example.org/b"\nevery = "1.5h"\noutlet = "صحيفة المثال"\n'
    )
    file = load_feeds(path)
    assert [(feed.every, feed.outlet) for feed in file.watched()] == [(600, None), (5400, "صحيفة المثال")]
    assert (file.watch.tries, file.watch.limits.size, file.watch.limits.total) == (3, 100_000, 90)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "feeds: Field required"),
        ("feeds = []", "feeds: List should have at least 1 item"),
        ("[[feeds]]", "feeds[1].url: Field required"),
        ("[[feeds]\nurl = 5", "not TOML: "),
        ("[[feeds]]\nurl = 5", "feeds[1].url: Input should be a valid string"),
        ('[[feeds]]\nurl = "example.org"', "feeds[1].url: write an address that begins with http"),
        ('[[feeds]]\nurl = "file:///etc/passwd"', "feeds[1].url: write an address that begins with http"),
        ('[[feeds]]\nurl = "https://a"\nevry = "5m"', "unknown key feeds[1].evry; known are url, outlet, every"),
        ('[[feeds]]\nurl = "https://a"\n[watch]\nevry = 1', "unknown key watch.evry; known are every, timeout,"),
        ('[[feeds]]\nurl = "https://a"\n[wach]', "unknown key wach; known are feeds, watch"),
        ('[[feeds]]\nurl = "https://a"\nevery = 5', "feeds[1].every: write a number and a unit in quotes"),
        ('[[feeds]]\nurl = "https://a"\nevery = "5 minutes"', "feeds[1].every: write a number and a unit"),
        ('[[feeds]]\nurl = "https://a"\nevery = "1s"', "feeds[1].every: Input should be greater than or equal to 30"),
        ('[[feeds]]\nurl = "https://a"\noutlet = ""', "feeds[1].outlet: "),
        ('[[feeds]]\nurl = "https://a"\n[[feeds]]\nurl = "https://x@a"', "the feed https://a stands there twice"),
        ('[[feeds]]\nurl = "https://a:99999"', "feeds[1].url: "),
    ],
)
def test_a_mistake_in_the_file_is_one_line_that_names_it(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf8")
    with pytest.raises(SettingsError) as error:
        load_feeds(path)
    assert str(error.value).startswith(f"{path}: {message}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("setting", ["QALA_CONTACT", "QALA_PROXY"])
def test_a_setting_that_would_break_a_header_or_is_no_proxy_is_told(
    feeds: Path, setting: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(setting, "two words")
    assert status("watch", str(feeds), "--once") == 5
    assert setting in capsys.readouterr().err


def test_a_missing_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("watch", str(tmp_path / "none.toml"), "--index", str(tmp_path / "index")) == 5
    err = capsys.readouterr().err
    assert (err.count("\n"), "No such file" in err) == (1, True)
    assert not (tmp_path / "index").exists()


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("watch", "--help") == 0
    assert "qala watch feeds.toml --once" in capsys.readouterr().out


# --- the command -------------------------------------------------------------------------------------


def test_once_from_the_feed_to_the_answer(
    feeds: Path, tmp_path: Path, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole way, with the real encoder: a statement of a page is an answer, with the page's address."""
    index = tmp_path / "index"
    assert status("watch", str(feeds), "--index", str(index), "--once") == 0
    assert "1 articles added, 0 changed" in capsys.readouterr().err
    searcher = Searcher.open(index, encoder)
    try:
        answers = searcher.ask("ماذا قال سالم العلي عن المعابر؟").answers
    finally:
        searcher.close()
    assert any("المعابر مفتوحة أمام الجميع" in one.text for one in answers)
    assert {(one.url or "").rpartition("/news/")[2] for one in answers} == {"1"}
    assert status("watch", str(feeds), "--index", str(index), "--once", "--json") == 0
    out = capsys.readouterr().out
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["unchanged"]


class Counting:
    """Stands in for the index."""

    def __init__(self, fail: Callable[[], None] = lambda: None) -> None:
        self.fail = fail
        self.urls: list[str] = []

    def __call__(self, articles: Sequence[Article]) -> Summary:
        self.fail()
        self.urls += [str(one.url) for one in articles]
        return Summary(added=len(articles))


def test_once_is_1_where_a_feed_failed_and_the_other_is_taken(
    feeds: Path, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with feeds.open("a") as file:
        file.write(f'[[feeds]]\nurl = "{site.url}/none"\n')
    index = Counting()
    watch = Watch(load_feeds(feeds), tmp_path / "index", once=True)
    assert run_watch(watch, settings(), index) == 1
    assert index.urls == [f"{site.url}/news/1"]
    err = capsys.readouterr().err
    assert f"failed: {site.url}/none: the server says 404 Not Found; polled again in 5 min" in err
    assert err.splitlines()[-1].endswith("1 articles added, 0 changed, 0 unchanged; 1 feeds failed")
    assert run_watch(watch, settings(), index) == 1  # the failed one waits, the other is asked again
    assert "failed before; polled again in" in capsys.readouterr().err
    assert (len(site.asked("/rss")), len(site.asked("/none"))) == (2, 1)


def test_once_over_an_index_that_is_locked_says_so(feeds: Path, tmp_path: Path) -> None:
    def locked() -> None:
        raise sqlite3.OperationalError("database is locked")

    with pytest.raises(StoreError, match="1 fetched articles are not indexed"):
        run_watch(Watch(load_feeds(feeds), tmp_path / "index", once=True), settings(), Counting(locked))


def test_two_watches_over_one_index_are_one_too_many(feeds: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with (
        FileLock(tmp_path / "index" / "watch.lock"),
        pytest.raises(StoreError, match="another `qala watch` works on it"),
    ):
        run_watch(Watch(load_feeds(feeds), tmp_path / "index"), settings(), Counting())


def test_an_index_of_another_model_is_told_before_anything_is_fetched(
    feeds: Path, site: Site, index_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store.open(index_copy)
    with store.transaction():
        store._set("model_fingerprint", "another")
    store.close()
    assert status("watch", str(feeds), "--index", str(index_copy), "--once") == 3
    assert "was built with" in capsys.readouterr().err
    assert site.requests == []


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
@pytest.mark.parametrize("moment", ["waiting", "fetching"])
def test_a_signal_stops_it_cleanly(
    feeds: Path, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], number: signal.Signals, expected: int,
    moment: str,
) -> None:  # fmt: skip
    if moment == "fetching":
        site.give("/news/2", web.silent)
        site.give("/rss", rss(1, f"{site.url}/news/2"))
    index = Counting()

    def interrupt() -> None:
        ready = (lambda: site.asked("/news/2")) if moment == "fetching" else (lambda: index.urls)
        while not ready() and not site.ended.wait(0.01):
            pass
        os.kill(os.getpid(), number)

    thread = threading.Thread(target=interrupt)
    thread.start()
    watch = Watch(load_feeds(feeds), tmp_path / "index", as_json=True)
    assert run_watch(watch, settings(), index) == expected
    thread.join()
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        f"{tmp_path / 'index'}: {len(index.urls)} articles added, 0 changed, 0 unchanged"
    ]
    assert json.loads(captured.out.splitlines()[0])["event"] == "polled"
    with FileLock(tmp_path / "index" / "watch.lock", timeout=0):
        pass  # given back
