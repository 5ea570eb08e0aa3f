import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import words
from index.stem import stems, terms

PAIRS = (
    "حلب بحلب|العقوبات للعقوبات|كوريا الكورية|سوريا سورية|سوريا السوري|روسيا الروسي|أميركا الأميركية|أمريكا أميركا|"
    "فلسطين الفلسطينية|الانتخابات انتخابات|الاتفاق باتفاق|النووي النووية|إيران الإيراني|محادثات المحادثات|"
    "الإرهاب للإرهاب|الإرهابيين الإرهاب|القوات وقوات|الحرب حرب|العلاقات علاقات|المساعدات ومساعدات|فنزويلا وفنزويلا|"
    "أوكرانيا الأوكرانية|التعاون بالتعاون|اللاجئين لاجئون|السلام سلام|لبنان ولبنان|لبنان اللبنانية|الرياض بالرياض|"
    "بوتين لبوتين|كيري لكيري|ترامب ترمب|العراق العراقيين|تركيا التركي|الصين الصينية|المعارضة معارضة|"
    "وبالعقوبات العقوبات|ألعاب الألعاب|بألعاب والألعاب|ألمانيا الألمانية|بألمانيا الألماني|"
    "إلكترونية الإلكترونية|التزام الالتزامات|التزام التزامها|ألعاب وبألعابهم|"
    "اللاجئين للاجئين|لاعبي للاعبين|الأمم للأمم|وللاجئين لاجئون"
)


@pytest.mark.parametrize("pair", PAIRS.split("|"))
def test_forms_of_one_word_meet(pair: str) -> None:
    one, other = words(pair)
    assert set(stems(one)) & set(stems(other))


@pytest.mark.parametrize(
    "pair",
    "كتب كاتب|حلب حلف|سلمان سلام|بيان بيت|قطر قطار|عمان عمال|لبنان لبن|فلسطين فلسفة|بوتين تين|اليمن اليمين".split("|"),
)
def test_other_words_stay_apart(pair: str) -> None:
    one, other = words(pair)
    assert not set(stems(one)) & set(stems(other))


def test_words_of_other_scripts_are_left_alone() -> None:
    assert list(terms("Lavrov 2016 Лавров")) == ["lavrov", "2016", "лавров"]


@given(st.text(alphabet="ابتجحدرسعفقكلمنهويةىأ ال", max_size=40))
def test_every_word_has_a_stem(text: str) -> None:
    for word in words(text):
        found = stems(word)
        assert 1 <= len(found) <= 2
        assert all(found)
