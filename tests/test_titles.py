"""Who is meant by a title in a question: whoever bears it in the archive, named there or not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.search import Searcher

ARTICLES = [
    "العثور على حطام\n"
    "أعلن رئيس الوزراء الماليزي أمس أن الحطام الذي عثر عليه يعود للطائرة المفقودة. وأضاف أن البحث سيستمر في المحيط.\n"
    'وقال وزير النقل الأسترالي مارتن بيشوب إن "البحث مستمر" وإن السفن باقية في المحيط.',
    "تحطم طائرة\nقال متحدث باسم سلاح الجو التركي إن الطائرة المفقودة تحطمت في البحر. وأكد وزير الدفاع ذلك.",
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    folder: Path = tmp_path_factory.mktemp("archive")
    articles = [Article(id=f"a{n}", text=text, title=text.split("\n")[0]) for n, text in enumerate(ARTICLES)]
    build(articles, folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


@pytest.mark.parametrize(
    ("question", "speaker", "words"),
    [
        ("ماذا أعلن رئيس الوزراء الماليزي عن الحطام؟", "رئيس الوزراء الماليزي", "الحطام"),
        ("ماذا قال رئيس وزراء ماليزيا عن البحث في المحيط؟", "رئيس الوزراء الماليزي", "البحث سيستمر"),
        ("ماذا قال المتحدث باسم سلاح الجو التركي عن الطائرة المفقودة؟", "متحدث باسم سلاح الجو التركي", "تحطمت"),
        ("ماذا قال وزير النقل الأسترالي عن البحث؟", "مارتن بيشوب", "البحث مستمر"),
    ],
)
def test_a_title_is_asked_for(archive: Searcher, question: str, speaker: str, words: str) -> None:
    first, *_ = archive.ask(question).answers
    assert first.speaker == speaker
    assert words in first.text


@pytest.mark.parametrize(
    "question", ["ماذا قال رئيس الوزراء التركي عن الحطام؟", "ماذا قال وزير النقل الماليزي عن البحث؟"]
)
def test_whoever_bears_another_title_is_not_meant(archive: Searcher, question: str) -> None:
    reply = archive.ask(question)
    assert not reply.answers
    assert reply.asked in question


def test_who_is_known_by_the_title_alone_is_told_of_where_nothing_answers(archive: Searcher) -> None:
    reply = archive.ask("ماذا قال رئيس الوزراء الماليزي عن أسعار القمح؟")
    assert not reply.answers
    assert reply.asked == "رئيس الوزراء الماليزي"
    assert {one.speaker for one in reply.asked_otherwise} == {"رئيس الوزراء الماليزي"}
