"""The name under which an answer shows its speaker: the registry's, where the article only spells it otherwise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cards import card_of, restored
from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.alerts import Want
from retrieval.search import Searcher

USUAL = "قال دميتري بيسكوف إن العقوبات الأوروبية على {} لن تغير موقف بلاده."
TEXTS = (
    USUAL.format("المصارف"),
    USUAL.format("الموانئ"),
    "وأكد ديمتري بيسكوف أن محصول القمح هذا العام وفير في جميع المناطق.",
    "وأعلن بيسكوف أن موعد القمة المقبلة في جنيف لم يحدد بعد.",
    "وأوضح #بيسكوف أن حركة القطار السريع بين العاصمتين ستبدأ في الخريف.",
    'وقال عبدالفتاح السيسي: "مياه النهر حق لجميع شعوب المنطقة بلا استثناء".',
    "وقال مصدر دبلوماسي إن أسعار الوقود سترتفع في الشتاء ارتفاعا كبيرا.",
)
QUESTIONS = {
    "ماذا قال بيسكوف عن محصول القمح؟": "دميتري بيسكوف",
    "ماذا قال بيسكوف عن القمة المقبلة؟": "بيسكوف",
    "ماذا قال بيسكوف عن القطار السريع؟": "بيسكوف",
    "ماذا قال عبد الفتاح السيسي عن مياه النهر؟": "عبدالفتاح السيسي",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index in which one person is spelled in two ways."""
    folder = tmp_path_factory.mktemp("spellings")
    build([Article(id=str(number), text=text) for number, text in enumerate(TEXTS)], folder, encoder)
    return folder


@pytest.fixture(scope="module")
def reader(archive: Path, encoder: Encoder) -> Iterator[Searcher]:
    """Somebody who asks it."""
    searcher = Searcher.open(archive, encoder)
    yield searcher
    searcher.close()


@pytest.mark.parametrize(("question", "name"), QUESTIONS.items())
def test_answers_show_the_usual_letters_in_the_articles_words(reader: Searcher, question: str, name: str) -> None:
    assert reader.ask(question, 1).answers[0].speaker == name


def test_whoever_has_no_name_stays_so(reader: Searcher) -> None:
    assert reader.ask("ارتفاع أسعار الوقود في الشتاء", 1).answers[0].speaker == "مصدر دبلوماسي"


def test_what_stands_beside_a_refusal_is_shown_alike(reader: Searcher) -> None:
    reply = reader.ask("ماذا قال السيسي عن محصول القمح؟")
    assert not reply.answers
    assert [one.speaker for one in reply.asked_otherwise] == ["عبدالفتاح السيسي"]
    assert reply.asked == "عبد الفتاح السيسي"
    assert "دميتري بيسكوف" in {one.speaker for one in reply.others} & set(reply.speakers)


def test_news_show_the_same_name(reader: Searcher) -> None:
    want = Want(speaker="دميتري بيسكوف")
    (answers,) = reader.matches([want], 0).answers
    assert {one.speaker for one in answers} == {"دميتري بيسكوف", "بيسكوف"}


def test_a_card_keeps_the_name_that_was_shown(reader: Searcher) -> None:
    reply = reader.ask("ماذا قال بيسكوف عن محصول القمح؟", 1)
    assert restored(card_of(reply, reply.question).quotes, reader.slices) == [
        reply.answers[0].model_copy(update={"score": 0.0})
    ]


def test_every_speaker_is_found_under_the_name_shown(reader: Searcher) -> None:
    for speaker in reader.speakers():
        if speaker.is_person:
            understood = reader.want(speaker.name)
            assert understood.is_known
            assert understood.want.speaker == speaker.name
