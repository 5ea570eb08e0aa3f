"""Which of the ranked sentences are one answer: those that stand side by side, more of them after a fact."""

from collections.abc import Iterator

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.search import Searcher
from retrieval.selection import select

SENTENCES = [
    "بدأ بناء الجسر الكبير في مدينة الحسكة قبل عامين.",
    "وتأخر العمل فيه بسبب الثلوج التي سدت الطرق.",
    "وبلغت كلفته عشرين مليون دولار دفعتها البلدية.",
    "وعمل فيه مئتا مهندس من خمس شركات محلية.",
    "ويفتح الجسر أمام السيارات في مطلع الربيع.",
    "أما القطار فلن يعبر النهر قبل خمسة أعوام.",
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("archive")
    build([Article(id="bridge", text="\n".join(["جسر الحسكة", *SENTENCES]), title="جسر الحسكة")], folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


@pytest.mark.parametrize(
    ("together", "fact", "sizes"),
    [(False, False, [1, 1, 1, 1, 1, 1]), (True, False, [3, 1, 1, 1]), (True, True, [5, 1])],
)
def test_the_best_that_stand_side_by_side_are_one_answer(
    archive: Searcher, together: bool, fact: bool, sizes: list[int]
) -> None:
    question, candidates = archive.candidates("متى يفتح جسر الحسكة؟")
    assert not question.asks_for_words
    in_order = sorted((one for one in candidates if one.passage.start), key=lambda one: one.passage.number)
    ranked = [(one, 10.0 - place) for place, one in enumerate(in_order)]
    with archive._reading():
        found = select(ranked, 10, archive._store, None, together, fact)
        texts = [one.article.text[one.start : one.end] for one in found]
    assert [text.count("\n") + 1 for text in texts] == sizes
    assert texts[0] == "\n".join(SENTENCES[: sizes[0]])


def test_what_has_much_less_of_a_chance_stands_alone(archive: Searcher) -> None:
    _, candidates = archive.candidates("متى يفتح جسر الحسكة؟")
    in_order = sorted((one for one in candidates if one.passage.start), key=lambda one: one.passage.number)
    for fact, gap, size in ((False, 2.9, 2), (False, 3.1, 1), (True, 3.1, 2), (True, 5.1, 1)):
        ranked = [(in_order[0], 10.0), (in_order[1], 10.0 - gap)]
        with archive._reading():
            first = select(ranked, 10, archive._store, None, True, fact)[0]
            assert first.article.text[first.start : first.end] == "\n".join(SENTENCES[:size])
