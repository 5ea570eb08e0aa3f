"""One agency text in several outlets: linked when it is stored, and shown as one statement with all its sources."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import schema
from index.article import Article
from index.build import build
from index.database import FILE_NAME
from index.duplicates import LINKED, likeness, signature
from index.encoder import Encoder
from index.store import Store
from index.upkeep import remove
from retrieval.search import Searcher
from retrieval.stages import Stages
from tests.index_state import to_schema_2

BODY = (
    "قال وزير النقل نزار دندش إن الجسر الجديد سيفتح أمام السيارات مساء الخميس المقبل.",
    "وأضاف أن كلفة المشروع بلغت ستين مليون دولار دفعت البلدية نصفها.",
    "وتوقع أن يعبر الجسر أربعون ألف سيارة كل يوم في أشهر الصيف.",
    "وكانت أعمال البناء قد بدأت قبل ثلاث سنوات وتوقفت مرتين بسبب الفيضانات.",
)
QUESTION = "ماذا قال نزار دندش عن كلفة الجسر؟"


def article(name: str, *sentences: str, day: str = "2019-05-14") -> Article:
    return Article(id=name, text="\n".join(sentences), outlet=name.upper(), published=f"{day}T08:00:00")


FIRST = article("first", *BODY)
LATER = article("later", "الجسر يفتح الخميس", *BODY[:3], day="2019-05-15")
OTHER = article(
    "other",
    "قال وزير الزراعة ماهر صباغ إن محصول القمح هذا العام وفير بعد أمطار الشتاء الغزيرة.",
    "وأضاف أن الوزارة ستشتري الفائض من المزارعين بسعر ثابت حتى نهاية الموسم.",
)


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Path:
    build([FIRST, LATER, OTHER], tmp_path / "index", encoder)
    return tmp_path / "index"


def links(index: Path) -> dict[str, list[str]]:
    store = Store.open(index)
    try:
        numbers = {one.id: found[0] for one in store.articles() if (found := store.find(one.id))}
        names = {number: name for name, number in numbers.items()}
        return {name: [names[other] for other in store.linked(number)] for name, number in numbers.items()}
    finally:
        store.close()


def test_copies_are_linked_and_nothing_else(index: Path, encoder: Encoder) -> None:
    assert links(index) == {"first": ["later"], "later": ["first"], "other": []}
    build([article("later", *OTHER.text.split("\n"), "ثم غادر.")], index, encoder)
    assert links(index) == {"first": [], "later": ["other"], "other": ["later"]}
    remove(index, ["other"])
    assert links(index) == {"first": [], "later": []}


def test_one_statement_is_shown_with_all_its_sources(index: Path, encoder: Encoder) -> None:
    searcher = Searcher.open(index, encoder)
    try:
        answers = searcher.ask(QUESTION).answers
    finally:
        searcher.close()
    costs = [one for one in answers if "ستين مليون" in one.text]
    assert [(one.article, [source.article for source in one.repeats]) for one in costs] in (
        [("first", ["later"])],
        [("later", ["first"])],
    )
    (cost,) = costs
    text = {"first": FIRST, "later": LATER}[cost.repeats[0].article].text
    assert text[cost.repeats[0].start : cost.repeats[0].end] in cost.text


def test_copies_beyond_the_candidates_are_found(tmp_path: Path, encoder: Encoder) -> None:
    many = [article(f"copy{n:03}", *BODY, f"رقم النسخة {n} من هذا النص.") for n in range(120)]
    build(many, tmp_path, encoder)
    searcher = Searcher.open(tmp_path, encoder)
    try:
        best = searcher.with_stages(Stages(refuse=False)).ask(QUESTION, 1).answers[0]
    finally:
        searcher.close()
    assert {best.article, *(source.article for source in best.repeats)} == {one.id for one in many}


def test_an_older_store_is_linked_when_it_is_migrated(index: Path) -> None:
    expected = links(index)
    to_schema_2(index)
    assert links(index) == expected
    with sqlite3.connect(index / FILE_NAME) as connection:
        assert schema.version(connection) == schema.VERSION
    connection.close()


@given(st.lists(st.sampled_from(" ".join(BODY).split()), min_size=25, max_size=60, unique=True))
def test_a_signature_is_of_the_words_alone(words: list[str]) -> None:
    one = signature([" ".join(words)])
    assert one is not None
    assert len(one) == 256
    assert likeness(one, signature([" ".join(words[:9]), " ".join(words[9:])]) or b"") == 1
    assert signature(["كلمة"] * 3) is None


def test_likeness_tells_copies_from_other_texts() -> None:
    first, later, other = (signature(one.text.split("\n")) or b"" for one in (FIRST, LATER, OTHER))
    assert likeness(first, later) > LINKED > 0.1 > likeness(first, other)
