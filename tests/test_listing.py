"""What an index tells of itself: speakers and outlets page by page, and how much it holds."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from index.article_table import KnownOutlet
from index.build import build
from index.upkeep import remove
from retrieval.open_index import Statistics
from retrieval.search import Searcher
from tests.small_archive import HELD, OUTLETS, article
from tests.small_encoder import SMALL


@pytest.fixture
def small(folder: Path) -> Iterator[Searcher]:
    """A searcher over the dozen small articles."""
    searcher = Searcher.open(folder, SMALL)
    yield searcher
    searcher.close()


def test_speakers_come_page_by_page(small: Searcher) -> None:
    everybody = small.speakers()
    assert [one.said for one in everybody] == sorted((one.said for one in everybody), reverse=True)
    pages = [small.speakers(3, skip) for skip in range(0, len(everybody) + 3, 3)]
    assert [one for page in pages for one in page] == everybody
    assert pages[-1] == []


@pytest.mark.parametrize("named", ["لافروف", "سيرغى", "سيرجي لافروف", "لافْروف"])
def test_speakers_are_found_by_any_of_their_names(small: Searcher, named: str) -> None:
    assert [one.name for one in small.speakers(named=named)] == ["سيرجي لافروف"]


@pytest.mark.parametrize("named", ["شويغو", "%", "_", "لافروف سيرغي"])
def test_speakers_who_are_not_there(small: Searcher, named: str) -> None:
    assert small.speakers(named=named) == []


def test_outlets_with_their_articles_and_days(small: Searcher) -> None:
    expected = []
    for name in (name for name in OUTLETS if name):
        own = [one for one in HELD if one.outlet == name]
        newest = max((one.published for one in own if one.published), default=None)
        expected.append(KnownOutlet(name, len(own), newest))
    assert small.outlets() == sorted(expected, key=lambda one: (-one.articles, one.name))
    assert small.outlets(1, 1) == small.outlets()[1:2]


def test_statistics(small: Searcher, folder: Path) -> None:
    found = small.statistics()
    assert (found.articles, found.sentences) == small.counts()
    assert found.statements == sum(len(small.statements(one.id)) for one in HELD)
    assert (found.speakers, found.outlets) == (len(small.speakers()), 2)
    assert found.newest == max(one.published for one in HELD if one.published)
    build([article(39)], folder, SMALL)
    assert small.statistics().newest == datetime(2019, 6, 9)
    remove(folder, [one.id for one in [*HELD, article(39)]])
    assert small.statistics() == Statistics(0, 0, 0, 0, 0, None)
