"""Times in a question, seen from Wednesday, 21 November 2018."""

from datetime import date, timedelta
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import words
from retrieval.period import period, phrases

TODAY = date(2018, 11, 21)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def days(question: str) -> tuple[str, str] | None:
    found = period(question, TODAY)
    return (found.start.isoformat(), found.end.isoformat()) if found else None


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("ماذا قال لافروف أمس عن حلب؟", "2018-11-20", "2018-11-20"),
        ("ماذا قال لافروف أول أمس؟", "2018-11-19", "2018-11-19"),
        ("شو حكى امبارح؟", "2018-11-20", "2018-11-20"),
        ("ماذا قال اليوم؟", "2018-11-21", "2018-11-21"),
        ("ما موقفه هذا الأسبوع؟", "2018-11-19", "2018-11-25"),
        ("تصريحات الأسبوع الماضي", "2018-11-12", "2018-11-18"),
        ("ماذا قال هذا الشهر؟", "2018-11-01", "2018-11-30"),
        ("ماذا قال الشهر الماضي؟", "2018-10-01", "2018-10-31"),
        ("ماذا قال هذا العام؟", "2018-01-01", "2018-12-31"),
        ("ماذا قال العام الماضي؟", "2017-01-01", "2017-12-31"),
        ("What did he say yesterday?", "2018-11-20", "2018-11-20"),
        ("the day before yesterday", "2018-11-19", "2018-11-19"),
        ("Qu'a-t-il dit hier ?", "2018-11-20", "2018-11-20"),
        ("Qu'a-t-il dit la semaine dernière ?", "2018-11-12", "2018-11-18"),
        ("Was sagte er gestern?", "2018-11-20", "2018-11-20"),
        ("Was sagte er im letzten Monat?", "2018-10-01", "2018-10-31"),
        ("Что он сказал вчера?", "2018-11-20", "2018-11-20"),
        ("Что он сказал в прошлом году?", "2017-01-01", "2017-12-31"),
    ],
)
def test_relative_times(question: str, start: str, end: str) -> None:
    assert days(question) == (start, end)


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("في مايو 2017", "2017-05-01", "2017-05-31"),
        ("في أيار 2018", "2018-05-01", "2018-05-31"),
        ("في أيار/مايو", "2018-05-01", "2018-05-31"),
        ("في كانون الأول (ديسمبر) 2016", "2016-12-01", "2016-12-31"),
        ("خلال شهر أوت 2016", "2016-08-01", "2016-08-31"),
        ("في ديسمبر", "2017-12-01", "2017-12-31"),  # this year's is still to come
        ("في ١٥ أكتوبر", "2018-10-15", "2018-10-15"),
        ("15 تشرين الأول 2016", "2016-10-15", "2016-10-15"),
        ("في 15 من شهر جويلية من عام 2016", "2016-07-15", "2016-07-15"),
        ("عام 2016", "2016-01-01", "2016-12-31"),
        ("سنة ٢٠١٦", "2016-01-01", "2016-12-31"),
        ("في ٢٠١٦م", "2016-01-01", "2016-12-31"),
        ("تصريحات لافروف حلب 2016", "2016-01-01", "2016-12-31"),
        ("يوم 2016-03-24", "2016-03-24", "2016-03-24"),
        ("يوم 15/3/2016", "2016-03-15", "2016-03-15"),
        ("on 3/24/2016", "2016-03-24", "2016-03-24"),
        ("in May 2018", "2018-05-01", "2018-05-31"),
        ("What did Theresa May say in May?", "2018-05-01", "2018-05-31"),
        ("on October 15th, 2016", "2016-10-15", "2016-10-15"),
        ("le 1er mai 2018", "2018-05-01", "2018-05-01"),
        ("en août", "2018-08-01", "2018-08-31"),
        ("am 15. Oktober 2016", "2016-10-15", "2016-10-15"),
        ("im März", "2018-03-01", "2018-03-31"),
        ("в мае 2017 года", "2017-05-01", "2017-05-31"),
        ("15 октября 2016 года", "2016-10-15", "2016-10-15"),
        ("في 29 فبراير", "2016-02-29", "2016-02-29"),
    ],
)
def test_dates(question: str, start: str, end: str) -> None:
    assert days(question) == (start, end)


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("بين مارس وأبريل 2018", "2018-03-01", "2018-04-30"),
        ("من مارس إلى أبريل 2018", "2018-03-01", "2018-04-30"),
        ("ما بين نوفمبر وفبراير 2018", "2017-11-01", "2018-02-28"),
        ("بين عامي 2015 و2017", "2015-01-01", "2017-12-31"),
        ("من 15 إلى 20 مايو", "2018-05-15", "2018-05-20"),
        ("between March and April 2018", "2018-03-01", "2018-04-30"),
        ("entre mars et avril 2018", "2018-03-01", "2018-04-30"),
        ("zwischen März und April 2018", "2018-03-01", "2018-04-30"),
        ("с марта по апрель 2018 года", "2018-03-01", "2018-04-30"),
        ("2015-2017", "2015-01-01", "2017-12-31"),
        ("منذ عام 2016", "2016-01-01", "2018-11-21"),
        ("since May", "2018-05-01", "2018-11-21"),
    ],
)
def test_ranges(question: str, start: str, end: str) -> None:
    assert days(question) == (start, end)


@pytest.mark.parametrize(
    "question",
    [
        "كم قتل؟ 20 قتيلا",
        "ماذا قال عن القرار 2254؟",
        "ماذا قال عن القرار 2015؟",
        "قمة العشرين G20",
        "خطة ال100 يوم",
        "ماذا قالت تيريزا ماي عن بريكست؟",
        "هل مارس ضغوطا عليه؟",
        "كتاب في باب النقد",
        "هجمات 11 سبتمبر",
        "the September 11 attacks",
        "ما سبب حرب تموز وثورة 25 يناير؟",
        "انتخابات 2016",
        "قوى 14 آذار",
        "رؤية المملكة 2030",
        "ماذا قال قبل 2015؟",
        "before May 2018",
        "مايو المقبل",
        "صحيفة اليوم السابع",
        "Russia Today",
        "Was sagte er hier?",
        "What may Trump do?",
        "20 may be dead",
        "COVID-19",
        "пьесы 1980-х годов",
        "كم لترا يشرب في اليوم؟",
        "What did the election of 2007 change?",
        "Wie viele waren es bis zum Jahr 2000?",
        "version 2.2018",
        "31 فبراير",
        "31/2/2016",
        "2016-13-01",
        "32 مايو 2018",
        "أيار/يونيو 2018",
        "",
    ],
)
def test_what_is_no_time(question: str) -> None:
    assert days(question) is None


def test_the_span_is_in_words() -> None:
    question = "ماذا قال لافروف في ١٥ تشرين الأول/أكتوبر 2016 عن حلب؟"
    found = period(question, TODAY)
    assert found is not None
    assert list(words(question))[slice(*found.span)] == ["في", "15", "تشرين", "الاول", "اكتوبر", "2016"]


PAST = st.dates(date(1990, 1, 1), TODAY)
MONTHS = dict(enumerate("مايو حزيران جويلية أغسطس September октября novembre Dezember".split(), 5))
PIECES = "31 فبراير بين و 2018 وأبريل may March 15 إلى - / أمس منذ عام 2. هذا الأسبوع".split()
TEXTS = st.one_of(st.text(max_size=50), st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))


@given(PAST, st.sampled_from(["ماذا قال في {}؟", "What did he say on {} about it?", "{}"]))
def test_a_written_date_is_that_date(day: date, question: str) -> None:
    forms = [day.isoformat(), f"{day.day}/{day.month}/{day.year}", day.isoformat().translate(ARABIC_DIGITS)]
    if day.month in MONTHS:
        forms.append(f"{day.day} {MONTHS[day.month]} {day.year}")
    for form in forms:
        found = period(question.format(form), TODAY)
        assert found is not None, form
        assert (found.start, found.end) == (day, day), form


@given(TEXTS, st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_any_text_gives_an_ordered_period_or_none(text: str, today: date) -> None:
    found = period(text, today)
    if found is not None:
        assert found.start <= found.end
        assert found.start <= today
        assert 0 <= found.span[0] < found.span[1] <= len(list(words(text)))


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_relative_periods_follow_one_another(today: date) -> None:
    for this, last in (("هذا الأسبوع", "الأسبوع الماضي"), ("هذا الشهر", "الشهر الماضي"), ("this year", "last year")):
        now, before = period(this, today), period(last, today)
        assert now is not None
        assert before is not None
        assert now.start <= today <= now.end
        assert before.end + timedelta(days=1) == now.start


@pytest.mark.skipif(not find_spec("babel"), reason="babel knows the months: pip install -e '.[dev]'")
@pytest.mark.parametrize("language", "ar ar_LB ar_IQ ar_DZ ar_TN ar_MA ar_MR en fr de de_AT ru".split())
def test_every_month_of_cldr_is_known(language: str) -> None:
    from babel import Locale

    for context in ("format", "stand-alone"):
        for month, name in Locale.parse(language).months[context]["wide"].items():
            found = period(f"15 {name.capitalize()} 2017", TODAY)
            assert found is not None, name
            assert found.start == date(2017, month, 15), name


def test_no_word_is_of_two_groups_that_exclude_each_other() -> None:
    assert not phrases("in") & (phrases("since") | phrases("beside") | phrases("events"))
    assert not phrases("since") & phrases("beside")
