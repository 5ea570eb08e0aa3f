"""Where an answer may come from, and what is shown of it: periods, outlets, whole statements, repetitions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.answer import Reply
from retrieval.search import Searcher
from retrieval.stages import Stages

TODAY = date(2019, 7, 1)
OIL = 'قال وزير النفط العراقي ثامر الغضبان إن بلاده ستلتزم بخفض إنتاج النفط بالكامل حتى نهاية العام الحالي.'


def article(id: str, day: int, month: int, outlet: str | None, text: str) -> Article:
    published = datetime(2019, month, day, 12, tzinfo=UTC)
    return Article(id=id, text=text, title=text.split("\n")[0], outlet=outlet, published=published)


ARTICLES = [
    article("late", 9, 5, "skynews", f"العراق يلتزم بالاتفاق\n{OIL}\nوتراجعت الأسعار في الأسواق الآسيوية."),
    article("early", 8, 5, "BBC Arabic", f"خفض الإنتاج مستمر\n{OIL} وجاء ذلك في مؤتمر صحفي ببغداد."),
    article(
        "june", 3, 6, "skynews",
        "الغضبان: لا زيادة في إنتاج النفط\n"
        'وأضاف وزير النفط العراقي ثامر الغضبان: "لن نزيد إنتاج النفط هذا الصيف. هذا قرار نهائي. أبلغنا به شركاءنا في'
        ' المنظمة."\nوحضر اللقاء سفراء عدة.',
    ),
    article(
        "power", 4, 6, "skynews",
        "أزمة الكهرباء\nقالت النائبة هدى سجاد إن أزمة الكهرباء في البصرة لا تحتمل التأجيل.",
    ),
]  # fmt: skip


ARTICLES.append(
    article(
        "votes", 6, 6, "skynews",
        "انتخابات الاتحاد\nقال رئيس الاتحاد رامي عواد إن الانتخابات في ديسمبر 2018 كانت نزيهة وإن نتائجها نهائية.",
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("archive")
    build(ARTICLES, folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


def ask(archive: Searcher, question: str) -> Reply:
    return archive.ask(question, 5, TODAY)


def ids(reply: Reply) -> set[str]:
    return {answer.article for answer in reply.answers}


def test_what_two_outlets_print_is_shown_once_with_both(archive: Searcher) -> None:
    answers = [one for one in ask(archive, "ماذا قال ثامر الغضبان عن خفض إنتاج النفط؟").answers if one.text == OIL]
    assert len(answers) == 1
    assert {answers[0].article, *(one.article for one in answers[0].repeats)} == {"early", "late"}
    for source in answers[0].repeats:
        text = next(one.text for one in ARTICLES if one.id == source.article)
        assert text[source.start : source.end] == OIL


def test_a_statement_of_several_sentences_is_shown_whole(archive: Searcher) -> None:
    texts = [one.text for one in ask(archive, "ماذا قال الغضبان عن زيادة إنتاج النفط هذا الصيف؟").answers]
    [whole] = [text for text in texts if "لن نزيد" in text]
    assert whole.startswith("وأضاف وزير النفط")
    assert "أبلغنا به شركاءنا" in whole
    assert sum("هذا قرار نهائي" in text for text in texts) == 1


@pytest.mark.parametrize("when", ["في حزيران/يونيو 2019", "الشهر الماضي", "في يونيو"])
def test_a_period_restricts_whose_words_are_asked_for(archive: Searcher, when: str) -> None:
    assert ids(ask(archive, f"ماذا قال الغضبان {when} عن إنتاج النفط؟")) == {"june"}
    assert ids(ask(archive, "ماذا قال الغضبان عن إنتاج النفط؟")) > {"june"}


def test_outside_its_period_a_statement_is_no_answer_but_shown_beside(archive: Searcher) -> None:
    reply = ask(archive, "ماذا قال الغضبان في يناير 2018 عن إنتاج النفط؟")
    assert reply.answers == ()
    assert reply.asked == "ثامر الغضبان"
    assert reply.asked_otherwise


def test_a_period_without_any_statement_is_an_abstention(archive: Searcher) -> None:
    assert ask(archive, "ماذا قال الغضبان في يناير 2018 عن إنتاج النفط؟").answers == ()


@pytest.mark.parametrize("question", ["ماذا قال الغضبان عن إنتاج النفط بحسب بي بي سي؟",
                                      "What did Ghadhban say about oil according to the BBC?"])  # fmt: skip
def test_an_outlet_restricts(archive: Searcher, question: str) -> None:
    found = archive.find(question, 5, TODAY)
    assert found.question.outlets == {"BBC Arabic"}
    assert {one.article.id for one in found.ranked} == {"early"}


def test_beside_an_abstention_stands_what_else_there_is(archive: Searcher) -> None:
    reply = ask(archive, "ماذا قال الغضبان عن أزمة الكهرباء في البصرة؟")
    assert reply.answers == ()
    assert reply.asked == "ثامر الغضبان"
    assert {one.speaker for one in reply.asked_otherwise} == {"ثامر الغضبان"}
    assert [one.article for one in reply.others] == ["power"]


def test_an_outlet_that_the_archive_lacks_is_an_abstention(archive: Searcher) -> None:
    reply = ask(archive, "ماذا قال الغضبان عن إنتاج النفط بحسب رويترز؟")
    assert reply.answers == ()
    assert reply.asked_otherwise


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    said = (
        "قال وزير الخارجية السوري فيصل المقداد إن المحادثات مع الوفد الأممي في جنيف {} الشهر القادم بحضور {}"
        " سفراء من المنطقة."
    )
    long = " ".join(["والخطة طويلة جدا ولا تنتهي عند هذا الحد من الكلام"] * 20)
    texts = {
        "yes": said.format("ستعقد", "عشرة"),
        "no": said.format("لن تعقد", "عشرة"),
        "many": said.format("ستعقد", "تسعة"),
        "again": said.format("ستعقد", "عشرة") + " وحضر صحفيون.",
        "long": "وقال فيصل المقداد لوكالة سانا بعدما قالت مايا غاتا إنه غائب: "
        f'"نحن في درعا منذ شهر. {long}. وهذا كل شيء."',
        "one": "قالت بثينة المقداد إن المدارس في اللاذقية فتحت أبوابها أمام الطلاب.",
    }
    folder = tmp_path_factory.mktemp("alike")
    build([article(name, 1, 5, name, text) for name, text in texts.items()], folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


def test_a_negation_or_a_number_makes_another_statement(alike: Searcher) -> None:
    answers = ask(alike, "ماذا قال فيصل المقداد عن المحادثات في جنيف؟").answers
    joined = [{answer.article, *(one.article for one in answer.repeats)} for answer in answers]
    assert {"yes", "again"} in joined
    assert {"no"} in joined
    assert {"many"} in joined


def test_what_forty_articles_print_takes_no_other_answers_room(tmp_path: Path, encoder: Encoder) -> None:
    said = "قال فيصل المقداد إن القافلة الإنسانية وصلت إلى دوما محملة بالدواء."
    other = "قال فيصل المقداد إن القافلة {} وصلت إلى {}."
    printed = [article(f"p{n:02}", 1 + n % 28, 5, f"outlet {n}", said) for n in range(40)]
    places = ["الأولى درعا", "الثانية حمص", "الثالثة إدلب", "الرابعة حماة"]
    others = [article(f"o{n}", 1, 6, "A", other.format(*place.split())) for n, place in enumerate(places)]
    build([*printed, *others], tmp_path / "index", encoder)
    searcher = Searcher.open(tmp_path / "index", encoder)
    try:
        answers = ask(searcher, "ماذا قال فيصل المقداد عن القافلة الإنسانية؟").answers
    finally:
        searcher.close()
    assert len(answers) == 5
    [first] = [answer for answer in answers if answer.text == said]
    assert {first.article, *(one.article for one in first.repeats)} == {one.id for one in printed}
    days = [one.published for one in first.repeats]
    assert days == sorted(days)  # type: ignore[type-var]


def test_of_a_long_statement_its_first_sentence_is_shown(alike: Searcher) -> None:
    answers = [one for one in ask(alike, "ماذا قال فيصل المقداد عن درعا؟").answers if one.article == "long"]
    assert answers
    assert "نحن في درعا منذ شهر" in answers[0].text
    assert answers[0].speaker == "فيصل المقداد"


def test_of_a_surname_of_two_the_questions_words_stand_over_what_they_said(alike: Searcher) -> None:
    reply = ask(alike, "ماذا قال المقداد عن كأس العالم في البرازيل؟")
    assert reply.answers == ()
    assert reply.asked == "المقداد"


def test_of_nobody_nothing_else_is_shown(archive: Searcher) -> None:
    reply = ask(archive, "كم بلغ سعر الذهب في سنغافورة؟")
    assert (reply.answers, reply.asked, reply.asked_otherwise, reply.others) == ((), None, (), ())


SPOKEN = [
    "وزيرة المياه: السد آمن",
    "قالت وزيرة المياه سلمى الحداد إن جدار سد الوادي آمن تماما ولا خوف على القرى القريبة منه.",
    "وأضافت الحداد أن جدار سد الوادي فحصه خبراء من ثلاث دول هذا العام.",
    "ورأى النائب عامر الخطيب أن جدار سد الوادي قديم ويحتاج إلى ترميم عاجل.",
    "وتقع القرى في شمال البلاد.",
]


@pytest.fixture(scope="module")
def dam(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("dam")
    build([article("dam", 4, 6, "skynews", "\n".join(SPOKEN))], folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


def test_the_best_sentences_side_by_side_are_one_answer(dam: Searcher) -> None:
    answers = ask(dam, "ماذا قالت سلمى الحداد عن جدار سد الوادي؟").answers
    assert answers[0].text == f"{SPOKEN[1]}\n{SPOKEN[2]}"
    assert answers[0].speaker == "سلمى الحداد"
    assert not any(SPOKEN[1] in one.text or SPOKEN[2] in one.text for one in answers[1:])


def test_words_of_two_are_never_one_answer(dam: Searcher) -> None:
    for question in ("ماذا قال عامر الخطيب عن جدار سد الوادي؟", "ماذا قيل عن جدار سد الوادي؟"):
        for answer in ask(dam, question).answers:
            assert answer.speaker is None or not (SPOKEN[2] in answer.text and SPOKEN[3] in answer.text)
    [first, *_] = ask(dam, "ماذا قال عامر الخطيب عن جدار سد الوادي؟").answers
    assert first.text == SPOKEN[3]


def test_without_the_stage_every_answer_is_a_sentence(dam: Searcher) -> None:
    alone = dam.with_stages(Stages(together=False)).ask("ماذا قالت سلمى الحداد عن جدار سد الوادي؟", 5, TODAY)
    assert {one.text for one in alone.answers} >= {SPOKEN[1], SPOKEN[2]}


def test_a_time_may_be_that_of_the_topic(archive: Searcher) -> None:
    """What was said in June of a vote in December answers a question after that vote, not after what was said then."""
    assert ids(ask(archive, "ماذا قال رامي عواد عن الانتخابات في ديسمبر 2018؟")) == {"votes"}
    assert ids(ask(archive, "ماذا قال رامي عواد عن الانتخابات في مارس 2018؟")) == set()


@pytest.mark.parametrize("time", ["أمس", "اليوم", "هذا العام", "الأسبوع الماضي"])
def test_a_time_that_hangs_on_the_day_of_asking_is_never_that_of_the_topic(archive: Searcher, time: str) -> None:
    assert archive.ask(f"ماذا قال رامي عواد {time}؟", 5, date(2025, 6, 10)).answers == ()
