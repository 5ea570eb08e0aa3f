"""News for those who follow: what matches, once, and only what is new."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import retrieval.alerts
from index.article import Article
from index.build import build
from index.encoder import Encoder
from index.upkeep import remove
from retrieval.alerts import Want, fingerprint
from retrieval.search import Searcher

LAVROV, KERRY = Want(speaker="سيرغي لافروف"), Want(speaker="جون كيري")
SANCTIONS, WHEAT = Want(topic="العقوبات"), Want(topic="محصول القمح")
LAVROV_ON_SANCTIONS = Want(speaker="سيرغي لافروف", topic="العقوبات")
WANTS = [LAVROV, KERRY, SANCTIONS, WHEAT, LAVROV_ON_SANCTIONS]

OLD = "قال سيرغي لافروف إن العقوبات الجديدة على بلاده لن تغير شيئا في موقفها من المفاوضات الجارية."
NEW = "وأكد سيرغي لافروف أن العقوبات الأوروبية تضر بمن يفرضها أكثر مما تضر بروسيا نفسها."
OTHER = "وقال جون كيري إن محصول القمح هذا العام سيكون وفيرا في معظم الولايات الأمريكية."
NOBODYS = "ارتفعت أسعار الوقود أمس في جميع المدن بعد عطلة نهاية الأسبوع الطويلة."


def article(number: int, *lines: str, outlet: str = "الأفق") -> Article:
    title = f"أخبار متفرقة من الصباح رقم {number}"
    text = "\n".join([title, *lines])
    return Article(id=f"n{number}", text=text, title=title, outlet=outlet, published=datetime(2019, 5, number))


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Path:
    """An index that holds one statement."""
    build([article(1, OLD, NOBODYS)], tmp_path / "index", encoder)
    return tmp_path / "index"


@pytest.fixture
def reader(index: Path, encoder: Encoder) -> Iterator[Searcher]:
    """Somebody who has it open."""
    searcher = Searcher.open(index, encoder)
    yield searcher
    searcher.close()


def texts(searcher: Searcher, since: int, wants: list[Want] = WANTS) -> list[list[str]]:
    return [[answer.text for answer in answers] for answers in searcher.matches(wants, since).answers]


def test_nothing_new_is_no_news(reader: Searcher) -> None:
    news = reader.matches(WANTS, reader.newest())
    assert news.until == reader.newest()
    assert news.answers == ((),) * len(WANTS)


def test_everybody_gets_what_they_follow(reader: Searcher, index: Path, encoder: Encoder) -> None:
    since = reader.newest()
    build([article(2, NEW, OTHER, NOBODYS)], index, encoder)
    assert texts(reader, since) == [[NEW], [OTHER], [NEW], [OTHER], [NEW]]
    news = reader.matches([LAVROV], since)
    assert news.until == reader.newest() > since
    answer = news.answers[0][0]
    assert (answer.article, answer.speaker, answer.kind, answer.outlet) == ("n2", "سيرغي لافروف", "indirect", "الأفق")
    assert texts(reader, news.until) == [[], [], [], [], []]


@pytest.mark.parametrize(
    "want", [Want(speaker="لافروف"), Want(speaker="Lavrov", topic="العقوبات"), Want(speaker="سيرجي لافروف")]
)
def test_a_speaker_is_known_by_any_name(reader: Searcher, index: Path, encoder: Encoder, want: Want) -> None:
    since = reader.newest()
    build([article(2, NEW, OTHER)], index, encoder)
    assert texts(reader, since, [want]) == [[NEW]]


def test_who_is_not_known_yet_has_no_news(reader: Searcher, index: Path, encoder: Encoder) -> None:
    since = reader.newest()
    build([article(2, NEW)], index, encoder)
    assert texts(reader, since, [KERRY, Want()]) == [[], []]


@pytest.mark.parametrize("topic", ["العقوبات " * 111, "؟؟", ""])
def test_what_makes_no_question_keeps_nobody_elses_news(
    reader: Searcher, index: Path, encoder: Encoder, topic: str
) -> None:
    since = reader.newest()
    build([article(2, NEW)], index, encoder)
    assert texts(reader, since, [Want("سيرغي لافروف", topic), Want(None, topic), LAVROV])[2] == [NEW]


def test_a_speaker_off_the_topic_is_no_news(reader: Searcher, index: Path, encoder: Encoder) -> None:
    since = reader.newest()
    build([article(2, "وقال سيرغي لافروف إن محصول القمح وفير.", OTHER)], index, encoder)
    assert texts(reader, since, [LAVROV_ON_SANCTIONS, SANCTIONS]) == [[], []]


def test_what_nobody_said_is_no_news(reader: Searcher, index: Path, encoder: Encoder) -> None:
    since = reader.newest()
    build([article(2, "فرضت العقوبات الأوروبية الجديدة أمس على عدد كبير من الشركات.")], index, encoder)
    assert texts(reader, since, [SANCTIONS]) == [[]]


def test_one_text_in_two_outlets_is_one_piece_of_news(reader: Searcher, index: Path, encoder: Encoder) -> None:
    since = reader.newest()
    build([article(2, NEW, OTHER), article(3, NEW, OTHER, outlet="Daily Bridge")], index, encoder)
    for answers in reader.matches([LAVROV, SANCTIONS], since).answers:
        assert [answer.text for answer in answers] == [NEW]
        assert [one.article for one in answers[0].repeats] == ["n3"]


def test_what_an_older_article_said_is_no_news(reader: Searcher, index: Path, encoder: Encoder) -> None:
    since = reader.newest()
    build([article(2, OLD, OTHER, outlet="Daily Bridge"), article(3, "في الشأن نفسه: " + NOBODYS, OLD)], index, encoder)
    assert texts(reader, since, [LAVROV, SANCTIONS, KERRY]) == [[], [], [OTHER]]


def test_a_corrected_article_has_the_same_fingerprint(reader: Searcher, index: Path, encoder: Encoder) -> None:
    since = reader.newest()
    build([article(2, NEW)], index, encoder)
    first = reader.matches([LAVROV], since)
    build([article(2, "تصحيح من المحرر في الخبر السابق.", NEW)], index, encoder)
    again = reader.matches([LAVROV], first.until)
    assert [[fingerprint(one) for one in news.answers[0]] for news in (first, again)] == [
        [fingerprint(first.answers[0][0])]
    ] * 2
    assert first.answers[0][0].start != again.answers[0][0].start


def test_numbers_never_come_again(reader: Searcher, index: Path, encoder: Encoder) -> None:
    build([article(2, NEW)], index, encoder)
    newest = reader.newest()
    remove(index, ["n2"])
    assert reader.newest() == newest
    build([article(3, OTHER)], index, encoder)
    assert texts(reader, newest, [KERRY]) == [[OTHER]]


def test_an_index_made_anew_has_no_news(reader: Searcher) -> None:
    news = reader.matches(WANTS, reader.newest() + 1000)
    assert news.until == reader.newest()
    assert not any(news.answers)


def test_much_news_comes_in_parts_of_whole_articles(
    reader: Searcher, index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval.alerts, "AT_ONCE", 4)
    since = reader.newest()
    said = [f"وأكد سيرغي لافروف أن المصنع رقم {n} سيفتح أبوابه أمام العمال في الشهر المقبل." for n in range(2, 7)]
    build([article(n, text, NOBODYS) for n, text in enumerate(said, 2)], index, encoder)
    found: list[str] = []
    rounds = 0
    while since < reader.newest():
        news = reader.matches([LAVROV], since)
        found += [answer.text for answer in news.answers[0]]
        since, rounds = news.until, rounds + 1
    assert found == said
    assert rounds > 1


def test_only_the_first_are_given(reader: Searcher, index: Path, encoder: Encoder) -> None:
    since = reader.newest()
    build([article(2, NEW, OLD.replace("لن تغير", "ستغير"), "وأضاف لافروف أن المطر غزير.")], index, encoder)
    assert len(reader.matches([LAVROV], since, top=1).answers[0]) == 1
