"""A searcher that stays open while another process changes the index."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from index.upkeep import remove
from retrieval.search import Searcher

KAFI = Article(id="kafi", text="قال كافي درويش إن الجسر سيفتح أمام السيارات مساء الخميس.")
# Their names sort before and behind, so that speakers are numbered anew.
AMJAD = Article(id="amjad", text="قال أمجد درويش إن المطار سيغلق أمام المسافرين صباح السبت.")
YUSUF = Article(id="yusuf", text="قال يوسف درويش إن الميناء سيستقبل السفن طوال الأسبوع.")
QUESTION = "ماذا قال كافي درويش عن الجسر؟"


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Path:
    build([KAFI], tmp_path / "index", encoder)
    return tmp_path / "index"


@pytest.fixture
def open_searcher(index: Path, encoder: Encoder) -> Iterator[Searcher]:
    searcher = Searcher.open(index, encoder)
    yield searcher
    searcher.close()


def test_what_is_added_is_found_at_once(open_searcher: Searcher, index: Path, encoder: Encoder) -> None:
    assert open_searcher.ask("ماذا قال أمجد درويش عن المطار؟").answers == ()
    build([AMJAD], index, encoder)
    assert [a.article for a in open_searcher.ask("ماذا قال أمجد درويش عن المطار؟").answers] == ["amjad"]


def test_what_is_removed_is_gone_at_once(open_searcher: Searcher, index: Path) -> None:
    assert [answer.article for answer in open_searcher.ask(QUESTION).answers] == ["kafi"]
    remove(index, ["kafi"])
    assert open_searcher.ask(QUESTION).answers == ()


def test_nobody_gets_anothers_number(open_searcher: Searcher, index: Path, encoder: Encoder) -> None:
    for added in (AMJAD, YUSUF):
        build([added], index, encoder)
        assert {answer.speaker for answer in open_searcher.ask(QUESTION).answers} == {"كافي درويش"}


def test_questions_while_the_index_changes(open_searcher: Searcher, index: Path, encoder: Encoder) -> None:
    """Every answer is of one generation: whole, and the asked speaker's."""
    done = threading.Event()
    wrong: list[object] = []
    asked = 0

    def change() -> None:
        try:
            for _ in range(4):
                build([AMJAD, YUSUF], index, encoder)
                remove(index, ["amjad", "yusuf"])
        except Exception as error:  # told below, in the test's own thread
            wrong.append(error)
        finally:
            done.set()

    writer = threading.Thread(target=change)
    writer.start()
    while not done.is_set() or not asked:
        answers = open_searcher.ask(QUESTION).answers
        asked += 1
        wrong += [answers] if [(one.article, one.speaker) for one in answers] != [("kafi", "كافي درويش")] else []
    writer.join()
    assert wrong == []
    assert asked > 3
