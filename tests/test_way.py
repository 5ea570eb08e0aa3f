"""Ways of speaking: a question after a reply or a warning is best answered by a sentence that tells of one."""

from pathlib import Path

import pytest

from index.arabic import words as folded_words
from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.search import Searcher
from retrieval.way import asked_ways

TEXT = (
    "أزمة السد\n"
    "قال وزير المياه سامي الحلبي إن السد كبير. وحذر الحلبي من انهيار السد في الشتاء. "
    "ورد الحلبي على النائب قائلا إن السد لا يخص النواب وحدهم. وأضاف أن السد سيفتح قريبا. "
    "وأكد الحلبي أن السد يتسرب لأن جدرانه قديمة."
)


@pytest.mark.parametrize(
    ("question", "ways"),
    [
        ("كيف رد الحلبي على النائب", {"رد"}),
        ("بماذا أجابت الوزيرة", {"رد"}),
        ("ممّ حذر الحلبي", {"حذر"}),
        ("هل نفت الوزارة الخبر", {"نفي", "denial"}),
        ("Did the minister resign", {"denial"}),
        ("Уйдёт ли министр", {"denial"}),
        ("لماذا يخاف الحلبي على السد", {"reason"}),
        ("بم علل الحلبي قراره", {"reason"}),
        ("Why is the minister worried", {"reason"}),
        ("ماذا قال الحلبي عن السد", set()),
    ],
)
def test_a_question_tells_how_somebody_spoke(question: str, ways: set[str]) -> None:
    assert asked_ways(list(folded_words(question))) == ways


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("كيف رد الحلبي على السد؟", "لا يخص النواب"),
        ("ممّ حذر الحلبي بشأن السد؟", "انهيار السد"),
        ("هل السد للنواب وحدهم بحسب الحلبي؟", "لا يخص النواب"),
        ("بم علل الحلبي تسرب السد؟", "لأن جدرانه قديمة"),
    ],
)
def test_the_sentence_that_reports_so_comes_first(
    question: str, words: str, tmp_path: Path, encoder: Encoder
) -> None:
    build([Article(id="a", text=TEXT, title="أزمة السد")], tmp_path, encoder)
    searcher = Searcher.open(tmp_path, encoder)
    try:
        parsed, candidates = searcher.candidates(question)
        so = [searcher.text(one.passage)[1] for one in candidates if one.features.way]
        assert parsed.ways
        assert len(so) == 1
        assert words in so[0]
        assert words in searcher.ask(question).answers[0].text
    finally:
        searcher.close()
