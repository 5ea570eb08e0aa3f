"""`qala add`: files and web addresses into an index that is there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder import Encoder
from retrieval.search import Searcher
from tests import feed_server as web
from tests.command import run
from tests.feed_server import Site, serve_site
from tests.index_state import ids
from tests.test_page import page

QUESTION = "ماذا قال العلي عن المعابر؟"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site() as site:
        site.give("/7", web.content(page().replace("https://example.org/news/7", f"{site.url}/7")))
        site.give("/gone", web.status(404))
        yield site


def test_an_address_and_a_folder_are_added_and_found(
    index_copy: Path, site: Site, tmp_path: Path, encoder: Encoder
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.txt").write_text("قال الوزير إن الجسر سيفتح مساء الخميس.", encoding="utf8")
    before = ids(index_copy)
    assert run("add", f"{site.url}/7", str(tmp_path / "new"), "--index", str(index_copy)) == 0
    assert ids(index_copy) - before == {f"{site.url}/7", "a.txt"}
    searcher = Searcher.open(index_copy, encoder)
    answers = searcher.ask(QUESTION).answers
    searcher.close()
    assert answers[0].url == f"{site.url}/7"
    assert all(line in page() for line in answers[0].text.split("\n"))
    assert run("add", f"{site.url}/7", "--index", str(index_copy)) == 0
    assert len(ids(index_copy)) == len(before) + 2


def test_an_address_that_fails_is_refused_and_the_rest_is_taken(
    index_copy: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", f"{site.url}/gone", f"{site.url}/7", "--index", str(index_copy), "--json") == 2
    summary = json.loads(capsys.readouterr().out)
    assert summary["added"] == 1
    assert summary["refused"] == [f"{site.url}/gone: the server says 404 Not Found"]
    assert run("add", f"{site.url}/gone", f"{site.url}/7", "--index", str(index_copy), "--keep-going") == 0


def test_nothing_but_failures_is_an_error_of_its_own(
    index_copy: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", f"{site.url}/gone", "--index", str(index_copy)) == 6
    assert capsys.readouterr().err == f"qala: {site.url}/gone: the server says 404 Not Found\n"


def test_no_index_is_made_by_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("قال الوزير إن الجسر سيفتح.", encoding="utf8")
    assert run("add", str(tmp_path / "a.txt"), "--index", str(tmp_path / "index")) == 4
    assert "qala build" in capsys.readouterr().err
    assert not (tmp_path / "index").exists()
