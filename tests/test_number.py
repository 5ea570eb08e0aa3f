"""Questions after numbers, sums and times, and sentences that hold one."""

import pytest

from index.arabic import words
from index.stem import terms
from retrieval.number import holds_amount, holds_quantity, holds_time, wanted_number

ASKING = {
    "متى كان آخر اجتماع بين كيري ولافروف؟": "time",
    "كم قتيلا سقط في حلب؟": "quantity",
    "في أيّ عام وُقّع الاتفاق؟": "time",
    "بكم بيعت اللوحة؟": "amount",
    "كم كلّف بناء الجسر؟": "amount",
    "كم يبلغ راتب اللاعب الأسبوعي؟": "amount",
    "ما عدد اللاجئين في الأردن؟": "quantity",
    "كام واحد مات؟": "quantity",
    "When did the talks begin?": "time",
    "How many people fled?": "quantity",
    "How much did the bridge cost?": "amount",
    "In what year was it signed?": "time",
    "Когда начались переговоры?": "time",
    "В каком году это было?": "time",
    "Combien de morts à Alep ?": "quantity",
    "En quelle année ?": "time",
    "Wie viele Menschen flohen?": "quantity",
    "In welchem Jahr war das?": "time",
    "من قتل السفير؟": None,
    "أين اجتمع الوزيران؟": None,
    "ماذا حدث في 2016؟": None,
    "How did it end?": None,
    "Wie heißt er?": None,
}
TIMES = ["في 15 تشرين الأول", "١٥ قتيلا", "ثلاثة قتلى", "في أكتوبر الماضي", "مليون لاجئ", "بنسبة 20%", "وثلاثون"]
QUANTITIES = ["١٥ قتيلا", "ثلاثة قتلى", "مليون لاجئ", "بنسبة 20%", "وثلاثون", "بلغت 25ر2", "2000 شخص", "بثلاثة أهداف"]
NO_QUANTITIES = [
    "في 15 تشرين الأول", "في أكتوبر الماضي", "منذ ثورة 2011", "يوم الثلاثاء", "الاثنين الماضي", "الفئة الرابعة",
    "للمرة الأولى", "",
]  # fmt: skip


@pytest.mark.parametrize(("question", "wanted"), ASKING.items())
def test_what_number_is_asked_for(question: str, wanted: str | None) -> None:
    assert wanted_number(list(words(question))) == wanted


@pytest.mark.parametrize("sentence", TIMES)
def test_a_sentence_may_hold_a_time(sentence: str) -> None:
    assert holds_time(list(terms(sentence)))


@pytest.mark.parametrize("sentence", ["اجتماع الوزيرين في لوزان", "قال إن المحادثات بدأت", ""])
def test_a_sentence_holds_none(sentence: str) -> None:
    assert not holds_time(list(terms(sentence)))
    assert not holds_quantity(list(words(sentence)))


@pytest.mark.parametrize("sentence", QUANTITIES)
def test_a_sentence_tells_how_many(sentence: str) -> None:
    assert holds_quantity(list(words(sentence)))


@pytest.mark.parametrize("sentence", NO_QUANTITIES)
def test_dates_and_ordinals_tell_not_how_many(sentence: str) -> None:
    assert not holds_quantity(list(words(sentence)))


def test_a_sum_is_counted_in_money() -> None:
    assert holds_amount(list(words("بلغت الكلفة 45 ألف دولار")))
    assert holds_amount(list(words("قدرت الخسائر بثلاثة مليارات")))
    assert not holds_amount(list(words("فريق البحث مكون من 19 هيئة")))
