"""Whom questions in other languages ask for: names behind titles, titles alone, bodies, and names nobody bears."""

import pytest

from index.registry import Form, register
from tests.few_speakers import SPEAKERS, asked, names_of, parse


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Russian Foreign Minister Sergei Lavrov say about Aleppo?", "سيرغي لافروف"),
        ("What did the US Secretary of State John Kerry say about Aleppo?", "جون كيري"),
        ("What did the president of Turkey, Recep Tayyip Erdogan, say about Aleppo?", "رجب طيب أردوغان"),
        ("What did Turkish President Erdogan say about Aleppo?", "رجب طيب أردوغان"),
        ("Was sagte der russische Außenminister Lawrow über Aleppo?", "سيرغي لافروف"),
        ("Что заявил президент США Дональд Трамп об Алеппо?", "دونالد ترامب"),
        ("Как Трамп охарактеризовал сделку?", "دونالد ترامب"),
        ("Qué dijo el presidente Donald Trump sobre Alepo?", "دونالد ترامب"),
        ("Quelle est la position de Donald Trump sur l'Iran ?", "دونالد ترامب"),
        ("What is the view of Emmanuel Macron on Iran?", "إيمانويل ماكرون"),
        ("What did the boss of Shell, Ben van Beurden, say about oil?", "بن فان بيوردن"),
        ("What did Ash Carter say about Iran?", "آشتون كارتر"),
        ("What did Jorge Sampaoli say about Messi?", "خورخي سامباولي"),
        ("Selon Samir Geagea, d'où vient Daech ?", "سمير جعجع"),
        ("What did Ahmad Fauzi say about the tanker?", "أحمد فوزي عبد القهار"),
        ("Что сказал президент Йемена Хади о переговорах?", "عبد ربه منصور هادي"),
        ("What did the Russian foreign minister say about Aleppo?", "سيرغي لافروف"),
        ("Que dit le ministre russe des Affaires étrangères sur Alep ?", "سيرغي لافروف"),
        ("Que dit le président turc d'Alep ?", "رجب طيب أردوغان"),
        ("Was sagte der türkische Präsident zu Aleppo?", "رجب طيب أردوغان"),
        ("Что заявил министр иностранных дел Китая о споре?", "وانغ يي"),
        ("What is the position of the president of Turkey on Aleppo?", "رجب طيب أردوغان"),
        ("What did the White House say about Aleppo?", "البيت الأبيض"),
        ("Que dit Denis Bauchard de la France ?", "دوني بوشار"),
        ("Qu'a dit Abdelmadjid Tebboune du gaz ?", "عبد المجيد تبون"),
        ("What did Zlatan Ibrahimovic say about Serie A?", "زلاتان إبراهيموفيتش"),
        ("What did Novak Djokovic say about the final?", "نوفاك ديوكوفيتش"),
        ("What did Christine Lagarde say about Greece?", "كريستين لاغارد"),
        ("What did Xi Jinping say about trade?", "شي جينبينغ"),
        ("What did Juan Guaidó say about Maduro?", "خوان غوايدو"),
        ("What did Marine Le Pen say about Europe?", "مارين لوبان"),
        ("What did Abiy Ahmed say about the dam?", "آبي أحمد"),
        ("Was sagte Abbas Araghchi zum Abkommen?", "عباس عراقجي"),
        ("What did Ilham Aliyev say about Armenia?", "إلهام علييف"),
        ("Что сказал Алексей Сорокин о Блаттере?", "اليكسي سوروكين"),
        ("What did Iran's Javad Zarif say about the talks?", "محمد جواد ظريف"),
        ("What did Trump's lawyer say about Aleppo?", "مايكل كوهين"),
        ("Qu'a dit l'avocat de Donald Trump d'Alep ?", "مايكل كوهين"),
        ("What did Kerry say about Trump's lawyer?", "جون كيري"),
    ],
)
def test_the_asked_speaker(question: str, speaker: str) -> None:
    one = parse(question).asked
    assert asked(question) == {speaker}
    assert one is not None
    assert one.strict


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Selon Samir Kassir, d'où vient Daech ?", "Samir Kassir"),
        ("What does the boss of Tesla, Elon Musk, think of oil prices?", "Elon Musk"),
        ("What did the Lebanese army commander Joseph Aoun say?", "Joseph Aoun"),
        ("What did the Iranian foreign minister say about Aleppo?", "Iranian foreign minister"),
        ("What did Omar Carter say about Iran?", "Omar Carter"),
        ("What did Macron's lawyer say about Iran?", "Macron's lawyer"),
        ("Que dit l'AIEA des travaux de l'Iran ?", "AIEA"),
        ("What did the World Health Organization say about Aleppo?", "World Health Organization"),
        ("Qu'a dit la porte-parole de Monsanto de la rivière ?", "porte-parole de Monsanto"),
        ("What did Trump's daughter Ivanka say about Iran?", "Ivanka"),
    ],
)
def test_somebody_whom_the_archive_does_not_know(question: str, name: str) -> None:
    assert parse(question).unknown == name


@pytest.mark.parametrize(
    "question",
    [
        "What did the Danish Academy announce about the prize?",
        "How did the Russian Defence Ministry explain the strikes?",
        "What did people say about the Russian foreign minister?",
        "What hymn did Luther write?",
    ],
)
def test_bodies_that_no_list_has_and_topics_are_nobody(question: str) -> None:
    one = parse(question)
    assert one.asked is None
    assert one.unknown is None


def test_the_one_in_the_question_comes_before_the_one_it_speaks_of() -> None:
    assert asked("What did Macron say about the Turkish president Recep Tayyip Erdogan?") == {"إيمانويل ماكرون"}


def test_of_two_whose_names_go_on_alike_nobody_is_meant() -> None:
    two = names_of(register([Form(name, True, 5) for name in ("أحمد فوزي عبد القهار", "أحمد فوزي حداد")]))
    assert two.beginning(["ahmad", "fauzi"]) == set()


def test_a_name_is_its_own_and_not_its_first_word_alone() -> None:
    assert "سمير جعجع" in {one.name for one in SPEAKERS}
    assert asked("Selon Kerry Smith, d'où vient Daech ?") == set()


def test_two_consonants_alone_tell_nobody() -> None:
    assert asked("What did Ahmed say about Aleppo?") == set()
