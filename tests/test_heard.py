"""Names in another script that nobody of the archive is called by, found among its words."""

from collections.abc import Iterator

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from index.store import Store
from retrieval.heard import heard, most_alike
from retrieval.search import Searcher

TEXT = (
    "السفينة\nقال سامر عوض إن السفينة أكواريوس لن ترسو هنا قبل الصيف.\nوقال سامر عوض إن المدارس ستفتح غدا."
    "\nوتنتج مونسانتو البذور.\nوجاء بلاتر متأخرا."
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("archive")
    build([Article(id="ship", text=TEXT, title="السفينة")], folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def store(archive: Searcher) -> Store:
    return archive._store


@pytest.mark.parametrize(
    ("word", "stem"),
    [("aquarius", "اكواريوس"), ("monsanto", "مونسانتو"), ("блаттере", "بلاتر")],
)
def test_a_name_is_found_by_how_it_sounds(store: Store, word: str, stem: str) -> None:
    assert any(one.startswith(stem) for one in heard(word, store))


@pytest.mark.parametrize("word", ["london", "merkel", "al", "iran", "кремль"])
def test_what_the_archive_does_not_hold_is_not_found(store: Store, word: str) -> None:
    assert heard(word, store) == []


def test_what_sounds_otherwise_is_another_name() -> None:
    assert most_alike("aquarius", ["كراوس", "اكواريوس"]) == ["اكواريوس"]
    assert most_alike("michel", ["مصلح"]) == []
    assert most_alike("зеппе", ["شبيب"]) == []


def test_a_question_is_answered_by_the_name_in_it(archive: Searcher) -> None:
    reply = archive.ask("What did Samer Awad say about the Aquarius?")
    assert reply.answers[0].text.startswith("قال سامر عوض إن السفينة أكواريوس")
    question, _ = archive.candidates("What did Samer Awad say about the Aquarius?")
    assert ("اكواريوس",) in question.topic
