"""Who a question asks for: names in any script, and which of several is the speaker."""

from collections.abc import Iterable
from datetime import date

import pytest

from index.registry import Form, RegisteredSpeaker, alias, register, skeletons
from index.title import Title, read_title
from retrieval.names import Names
from retrieval.question import Known, Question, parse_question

PEOPLE = [
    "سيرغي لافروف", "جون كيري", "دونالد ترامب", "محمد بن سلمان", "خالد بن سلمان", "نيكي هيلي", "حسن نصر الله",
    "إيمانويل ماكرون", "سعد الحريري", "بهية الحريري", "لافروف",
]  # fmt: skip
BORNE = {
    "سيرغي لافروف": ["وزير الخارجية الروسي"], "جون كيري": ["وزير الخارجية الأمريكي"],
    "دونالد ترامب": ["الرئيس الأمريكي"], "خالد بن سلمان": ["السفير السعودي لدى الولايات المتحدة"],
}  # fmt: skip
SPEAKERS = register([*(Form(name, True, 5) for name in PEOPLE), Form("الأمم المتحدة", False, 9)])


def names_of(speakers: Iterable[RegisteredSpeaker]) -> Names:
    return Names(
        (key, skeletons(key), number, one.is_person) for number, one in enumerate(speakers) for key in one.aliases
    )


NAMES = names_of(SPEAKERS)


TITLES = {
    number: read_title(f"{title} {s.name}") for number, s in enumerate(SPEAKERS) for title in BORNE.get(s.name, ())
}


def bearers(asked: Title) -> frozenset[int]:
    return frozenset(number for number, title in TITLES.items() if title and title.fits(asked))


KNOWN = Known(NAMES, bearers, ["BBC Arabic", "skynews"])


def parse(question: str) -> Question:
    return parse_question(question, KNOWN, date(2020, 6, 10))


def asked(question: str) -> set[str]:
    one = parse(question).asked
    return {SPEAKERS[number].name for number in one.speakers} if one else set()


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("ماذا قال لافروف عن حلب؟", "سيرغي لافروف"),
        ("ماذا قال سيرجي لافروف عن حلب", "سيرغي لافروف"),
        ("ماذا قالَ لافْروف عن سوريا فى جنيف ٢ ؟", "سيرغي لافروف"),
        ("ماذا قال لافروف عن كيري؟", "سيرغي لافروف"),
        ("ماذا رد كيري على لافروف؟", "جون كيري"),
        ("ما موقف ترمب من إيران؟", "دونالد ترامب"),
        ("ما رأي الأمم المتحدة في الحرب؟", "الأمم المتحدة"),
        ("هل تنتهي الحرب بحسب كيري؟", "جون كيري"),
        ("متى تنتهي الحرب بحسب كيري؟", "جون كيري"),
        ("لافروف حلب", "سيرغي لافروف"),
        ("شو حكى ماكرون عن ترامب؟", "إيمانويل ماكرون"),
        ("تصريحات نصرالله عن النازحين", "حسن نصر الله"),
        ("ماذا قال محمد بن سلمان عن خالد بن سلمان؟", "محمد بن سلمان"),
        ("What did Lavrov say about Aleppo?", "سيرغي لافروف"),
        ("What did Nikki Haley say about Trump?", "نيكي هيلي"),
        ("Что сказал Лавров о Трампе?", "سيرغي لافروف"),
        ("Que pense Macron de Trump ?", "إيمانويل ماكرون"),
        ("Was sagte Macron über Trump?", "إيمانويل ماكرون"),
        ("Wozu rief Emmanuel Macron Trump auf?", "إيمانويل ماكرون"),
        ("How did Nikki Haley describe Iran?", "نيكي هيلي"),
    ],
)
def test_the_asked_speaker(question: str, speaker: str) -> None:
    assert asked(question) == {speaker}


def test_a_surname_of_two_is_both() -> None:
    assert asked("ماذا قال الحريري عن لبنان؟") == {"سعد الحريري", "بهية الحريري"}


@pytest.mark.parametrize(
    "question",
    ["متى كان آخر اجتماع بين كيري ولافروف؟", "من استضاف كيري؟", "ماذا قيل عن ترامب؟", "سعر الذهب اليوم", "أين حلب؟"],
)
def test_questions_that_ask_for_nobody(question: str) -> None:
    assert asked(question) == set()


def test_the_topic_is_what_is_left() -> None:
    question = parse("ماذا قال لافروف عن وقف إطلاق النار في حلب؟")
    assert [word[0] for word in question.topic] == ["وقف", "اطلاق", "نار", "حلب"]


def test_keys_are_what_the_registry_makes() -> None:
    assert alias("حسن نصر الله") == "حسن نصرالله"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("ماذا قالت ميركل عن العقوبات؟", "ميركل"),
        ("ماذا قال شويغو؟", "شويغو"),
        ("ما رأي تشومسكي في الحرب؟", "تشومسكي"),
        ("ماذا قال لافروف عن ميركل؟", None),
        ("ماذا قال وزير النقل عن الحرب؟", "وزير النقل"),
        ("ماذا قالت الصحف عن الحرب؟", None),
        ("كم بلغت الأسعار؟", None),
    ],
)
def test_a_speaker_whom_the_archive_does_not_know(question: str, name: str | None) -> None:
    assert parse(question).unknown == name


def test_a_time_tells_when_somebody_spoke() -> None:
    question = parse("ماذا قال لافروف في مايو 2019 عن حلب؟")
    assert question.period is not None
    assert (question.period.start, question.period.end) == (date(2019, 5, 1), date(2019, 5, 31))
    assert [word[0] for word in question.topic] == ["حلب"]


def test_the_year_of_a_fact_is_no_day_of_publication() -> None:
    question = parse("كم شخصا قتل في حلب عام 2016؟")
    assert question.period is None
    assert ("2016",) in question.topic


def test_an_outlet_is_no_speaker_and_no_topic() -> None:
    question = parse("ماذا قال لافروف عن حلب بحسب بي بي سي؟")
    assert question.outlets == {"BBC Arabic"}
    assert [word[0] for word in question.topic] == ["حلب"]
    assert asked("ماذا قال لافروف عن حلب بحسب بي بي سي؟") == {"سيرغي لافروف"}


def test_an_outlet_that_the_archive_lacks_leaves_nothing() -> None:
    assert parse("ماذا قال لافروف عن حلب بحسب رويترز؟").outlets == frozenset()


def test_an_outlet_that_the_articles_quote_is_a_speaker() -> None:
    names = names_of(register([Form("رويترز", False, 3)]))
    question = parse_question("كم قتل في حلب بحسب رويترز؟", Known(names, bearers, ["BBC Arabic"]), date(2020, 6, 10))
    assert question.outlets is None
    assert question.asked is not None


@pytest.mark.parametrize(
    "text",
    ["ماذا قال لافروف منذ مارس 2017؟", "ماذا قال لافروف خلال أكتوبر 2018؟", "What did Lavrov say since March 2017?"],
)
def test_what_opens_a_time_is_no_topic(text: str) -> None:
    question = parse(text)
    assert question.period is not None
    assert question.topic == ()


def test_the_year_of_what_is_spoken_of_is_no_time() -> None:
    assert parse("ماذا قال ترمب عن الاتفاق النووي لعام 2015؟").period is None


@pytest.mark.parametrize("question", ["What did Lavrov say about Yemen؟!", "What did Lavrov say، about Aleppo"])
def test_arabic_marks_make_no_question_arabic(question: str) -> None:
    assert parse(question).foreign
    assert asked(question) == {"سيرغي لافروف"}


@pytest.mark.parametrize(
    "question",
    [
        "Welches Team gewann den Super Bowl?",
        "Какая команда стала победителем Суперкубка?",
        "How many passes did Josh Norman catch?",
    ],
)
def test_a_capital_alone_is_nobody(question: str) -> None:
    assert parse(question).unknown is None


def test_somebody_unknown_is_told() -> None:
    assert parse("What did Josh Norman say about Aleppo?").unknown == "Josh Norman"


def test_a_name_is_found_by_its_last_word_that_is_no_particle() -> None:
    names = names_of(register([Form(name, True, 5) for name in ("خالد بن", "آنا لودريان", "ابو")]))
    assert names.bears("خالد")
    assert not names.bears("بن")
    assert set(names.near(["لودريين"])) == names.containing(["لودريان"]) != set()
    found = names.at(["ابو"])
    assert found is not None
    assert not found.is_person
