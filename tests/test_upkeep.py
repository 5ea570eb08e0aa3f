"""Removing articles: out of every answer at once, out of every file when the index is compacted."""

from pathlib import Path

import pytest

from bot.cli import main
from index.article import Article
from index.build import build
from index.encoder import Encoder
from index.errors import InputError, StoreError
from index.store import Store
from index.upkeep import compact, remove
from retrieval.search import Searcher
from retrieval.stages import Stages
from tests.index_state import ids

SECRET = "زعفران"
ARTICLES = [
    Article(id="one", text="قال نزار دندش إن الخطة جاهزة للتنفيذ.", outlet="A", url="https://example.org/1"),
    Article(id="two", text=f"قال ماهر صباغ إن محصول {SECRET} هذا العام وفير.", outlet="B", url="https://example.org/2"),
    Article(id="three", text="قال نزار دندش إن الخطة تأخرت كثيرا.", outlet="B"),
]


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Path:
    build(ARTICLES, tmp_path / "index", encoder)
    return tmp_path / "index"


@pytest.mark.parametrize(
    ("wanted", "outlets", "left"),
    [
        (["two"], [], {"one", "three"}),
        (["https://example.org/2"], [], {"one", "three"}),
        (["two", "https://example.org/2"], [], {"one", "three"}),
        ([], ["B"], {"one"}),
        (["one"], ["B"], set()),
    ],
)
def test_what_is_removed_is_gone(index: Path, wanted: list[str], outlets: list[str], left: set[str]) -> None:
    assert remove(index, wanted, outlets) == 3 - len(left)
    assert ids(index) == left


def test_no_answer_and_no_speaker_is_left_of_it(index: Path, encoder: Encoder) -> None:
    remove(index, ["two"])
    searcher = Searcher.open(index, encoder)
    try:
        found = searcher.with_stages(Stages(refuse=False)).ask(f"محصول {SECRET}", 50)
        assert {answer.article for answer in found.answers} <= {"one", "three"}
        assert [speaker.name for speaker in searcher.speakers()] == ["نزار دندش"]
    finally:
        searcher.close()


@pytest.mark.parametrize(("wanted", "outlets"), [(["one", "four"], []), (["one"], ["C"])])
def test_something_unknown_removes_nothing(index: Path, wanted: list[str], outlets: list[str]) -> None:
    with pytest.raises(InputError, match=r"(four: no article|C: no outlet).*nothing was removed"):
        remove(index, wanted, outlets)
    assert ids(index) == {"one", "two", "three"}


def test_compacting_wipes_the_words(index: Path) -> None:
    def traces() -> list[str]:
        return [path.name for path in index.iterdir() if SECRET.encode() in path.read_bytes()]

    assert traces()
    remove(index, ["two"])
    before, after = compact(index)
    assert traces() == []
    assert after <= before
    assert ids(index) == {"one", "three"}


def test_compacting_waits_for_nobody(index: Path) -> None:
    reader = Store.open(index)
    try:
        reader._connection.execute("BEGIN")
        reader.counts()
        remove(index, ["two"])
        with pytest.raises(StoreError, match=r"(open elsewhere|locked)"):
            compact(index)
    finally:
        reader.close()
    compact(index)


def test_the_commands_say_what_they_did(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, said in (
        (["remove", "one", "--outlet", "B", "--index", str(index)], "3 articles removed"),
        (["compact", "--index", str(index)], "MB before"),
    ):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert end.value.code == 0
        assert said in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["remove"], ["remove", "four"], ["remove", "--outlet", "C"]])
def test_a_mistake_is_one_line(index: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--index", str(index)])
    assert end.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
