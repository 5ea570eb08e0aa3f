"""Questions after numbers and times, and sentences that hold one."""

import pytest

from index.arabic import words
from index.stem import terms
from retrieval.number import asks_for_number, holds_number

ASKING = [
    "متى كان آخر اجتماع بين كيري ولافروف؟",
    "كم قتيلا سقط في حلب؟",
    "في أيّ عام وُقّع الاتفاق؟",
    "بكم بيعت اللوحة؟",
    "ما عدد اللاجئين في الأردن؟",
    "كام واحد مات؟",
    "When did the talks begin?",
    "How many people fled?",
    "In what year was it signed?",
    "Когда начались переговоры?",
    "В каком году это было?",
    "Combien de morts à Alep ?",
    "En quelle année ?",
    "Wie viele Menschen flohen?",
    "In welchem Jahr war das?",
]
NOT_ASKING = ["من قتل السفير؟", "أين اجتمع الوزيران؟", "ماذا حدث في 2016؟", "How did it end?", "Wie heißt er?"]
HOLDING = ["في 15 تشرين الأول", "١٥ قتيلا", "ثلاثة قتلى", "في أكتوبر الماضي", "مليون لاجئ", "بنسبة 20%", "وثلاثون"]
NOT_HOLDING = ["اجتماع الوزيرين في لوزان", "قال إن المحادثات بدأت", ""]


@pytest.mark.parametrize("question", ASKING)
def test_a_number_or_a_time_is_asked_for(question: str) -> None:
    assert asks_for_number(list(words(question)))


@pytest.mark.parametrize("question", NOT_ASKING)
def test_something_else_is_asked_for(question: str) -> None:
    assert not asks_for_number(list(words(question)))


@pytest.mark.parametrize("sentence", HOLDING)
def test_a_sentence_holds_a_number(sentence: str) -> None:
    assert holds_number(terms(sentence))


@pytest.mark.parametrize("sentence", NOT_HOLDING)
def test_a_sentence_holds_none(sentence: str) -> None:
    assert not holds_number(terms(sentence))
