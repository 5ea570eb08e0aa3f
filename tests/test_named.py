"""Who speaks nowhere by the reader's lights, and whose name stands in the sentence that tells what is asked."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.ranking import confidence, evidence, rank
from retrieval.search import Searcher

ORDERED = (
    "وذكر مدير البلدية سامر عوض أن قرار إخلاء الشاطئ من الباعة قبل العيد جاء بأوامر القبطان صابر الرملاوي شخصيا."
)
TEXT = (
    f"إخلاء الشاطئ\n{ORDERED}\nوقال سامر عوض إن ميزانية البلدية تكفي لترميم المدارس."
    "\nوبدأ الموسم السياحي باكرا.\nوشارك القبطان صابر الرملاوي في سباق القوارب أمس."
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("archive")
    build([Article(id="beach", text=TEXT, title="إخلاء الشاطئ")], folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


def test_what_is_told_of_somebody_by_name_is_found_and_bears_its_own_speaker(archive: Searcher) -> None:
    reply = archive.ask("بماذا أمر القبطان صابر الرملاوي بخصوص الباعة على الشاطئ؟")
    assert reply.answers[0].text == ORDERED
    assert reply.answers[0].speaker == "سامر عوض"


@pytest.mark.parametrize(
    "question",
    ["بماذا أمر القبطان نادر الحمصي بخصوص الباعة على الشاطئ؟", "ماذا قال صابر الرملاوي عن ميزانية المدارس؟"],
)
def test_another_name_or_another_topic_is_refused(archive: Searcher, question: str) -> None:
    reply = archive.ask(question)
    assert not reply.answers
    assert reply.asked is not None


def test_a_name_that_stands_in_the_sentence_is_evidence(archive: Searcher) -> None:
    named, other = (
        archive.candidates(f"بماذا أمر القبطان {name} بخصوص الباعة على الشاطئ؟")
        for name in ("صابر الرملاوي", "نادر الرملاوي")
    )
    found = [evidence(question, [one for one, _ in rank(question, some)]) for question, some in (named, other)]
    assert found[0].named == pytest.approx(1)
    assert 0 < found[1].named < found[0].named
    assert found[0].unknown == found[1].unknown == 1
    assert confidence(*named) > confidence(*other)


def test_what_the_one_asked_about_said_of_him_is_no_answer(tmp_path: Path, encoder: Encoder) -> None:
    text = "كرة القدم\nوقال سامر عوض إن صابر الرملاوي لاعب عظيم وصل إلى ذروة النضج."
    build([Article(id="ball", text=text, title="كرة القدم")], tmp_path, encoder)
    with closing(Searcher.open(tmp_path, encoder)) as archive:
        assert not archive.ask("ماذا قال صابر الرملاوي عن سامر عوض؟").answers
        assert archive.ask("ماذا قال سامر عوض عن صابر الرملاوي؟").answers[0].speaker == "سامر عوض"
