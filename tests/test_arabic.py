import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import fold, fold_aligned, words

ARABIC = st.text(alphabet='ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءٱـ ًٌٍَُِّْ٠١٢٣٤٥،؛؟."«»“”ﻻabcАбв\u0301\u0308\u200f')


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إلى", "الى"),
        ("أميركا", "اميركا"),
        ("قالَ لافْروف", "قال لافروف"),
        ("سوريـــا", "سوريا"),
        ("مدينة", "مدينه"),
        ("مستشفى", "مستشفي"),
        ("مسؤول", "مسوول"),
        ("١٥ مارس", "15 مارس"),
        ("۱۵ مارس", "15 مارس"),
        ("ﻻ", "لا"),
        ("ڤيينا", "فيينا"),
        ("Élysée", "elysee"),
        ("ЛАВРОВ", "лавров"),
        ("علماء", "علما"),
        ("\u200fحلب\u200e", "حلب"),
        ("کوردستان", "كوردستان"),
    ],
)
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("حلب", "حلف"), ("سوريا", "سورينام"), ("15", "51"), ("lavrov", "laurov")])
def test_words_that_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_words_divide_at_marks_and_in_hashtags() -> None:
    assert list(words("#الأزمة_السورية: «حلب»، ٢٠١٦")) == ["الازمه", "السوريه", "حلب", "2016"]


@given(ARABIC | st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(ARABIC | st.text())
def test_folding_twice_changes_nothing_in_arabic(text: str) -> None:
    folded = fold(text)
    if all("\u0600" <= character <= "\u06ff" or character == " " for character in text):
        assert fold(folded) == folded


@given(ARABIC | st.text())
def test_the_aligned_fold_leads_back_to_the_source(text: str) -> None:
    folded = fold_aligned(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets == sorted(folded.offsets)
    for place in range(len(folded.text)):
        start, end = folded.source_span(place, place + 1)
        assert 0 <= start <= end <= len(text)
        assert folded.text[place] in fold(text[start : max(end, start + 1)])
