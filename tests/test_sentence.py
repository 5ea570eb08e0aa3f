"""Sentences: where Arabic news divides, and where it only looks as if it did."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotation import find_quotations
from index.sentence import Sentence, split_sentences

# Each text has "|" where a sentence ends within it; the bar itself is taken out before splitting.
STOPS = [
    "وصل الوزير.| وقال إنه راض.",
    "من هو؟| وماذا يريد؟",
    "What now? He left! Then silence.".replace("? ", "?| ").replace("! ", "!| "),
    "انتهى الأمر!| وعاد الجميع.",
    "لا!!| مستحيل.",
    "ماذا؟!| لا أصدق.",
    "وصل الوفد .| ثم غادر .",
    "من هو ؟| وماذا يريد ؟",
    "انتهى الاجتماع.|وقال الوزير إنه ناجح.",
    "انتهى عام 2015.|وقال الوزير إنه ناجح.",
    "بلغت 5%.|وقال الخبير إنها كبيرة.",
    "هل انتهى؟|لا أحد يعلم.",
    "وقال «انتهى».|وأضاف أنه راض.",
    "یہ ختم ہوا۔| پھر وہ چلا گیا۔",
    "سجل هدفه الـ 20.| وقال المدرب إنه سعيد.",
    "فاز 7-5.| وفي الدور المقبل يلعب ثانية.",
]
NO_STOPS = [
    "قال الوزير، الذي وصل أمس، إنه راض؛ ثم غادر: هكذا انتهى اليوم.",
    "الموضوع: زيارة الوفد، وتوقيع الاتفاق؛ والعودة",
    "بلغت النسبة 3.5 في المئة و٢.٥ أمس",
    "وصل عند 19.56 وغادر عند 20:10",
    "يوم 1.2.2018 وصل الوفد",
    "حجم الملف 2.5 ميغابايت واسمه report.final.pdf على الخادم",
    "راجع https://example.com/a.b?c=1.2 للمزيد",
    "راجع https://example.com/خبر.جديد؟رقم للمزيد",
    "على موقع www.example.com.au أمس",
    "اكتب إلى press.office@example.org الآن",
    "قالت الأفق.نت إن بيت.كوم توسع",
    "وسم #رؤية_2.0 انتشر",
    "أعجبه الفيلم... كثيرا",
    "جاء متأخرا ... ولم يعتذر",
    "النقطة الأولى… والثانية",
    "(من أنت؟) سأل الرجل",
    "قال (ضاحكا!) إنه لا يعلم",
    "هذا الأمر (...) هو الأهم",
    "لماذا؟، سأل الرجل",
]
ABBREVIATIONS = [
    "قال د. سامي إن النتائج جيدة.| ثم غادر.",
    "التقى د. وليد و م. خالد أمس.",
    "زار أ.د. سعاد الجامعة.",
    "صرح د.محمد أمس.",
    "الساعة 15:00 ت. غ. من يوم الأحد",
    "الساعة 15:00 ت. غ.| وقال المتحدث إن الأمر انتهى.",
    "الساعة 15:00 (ت. غ.) وصل الوفد.",
    "كتبت ج. ك. رولينغ رواية.| ثم صمتت.",
    "كتبت J. K. Rowling رواية.| ثم صمتت.",
    "زار جورج دبليو. بوش المدينة.",
    "نقلت بي.بي.سي الخبر عن سي. إن. إن أمس.",
    "وكالة أ. ف. ب. نقلت الخبر.",
    "وكالة أ.ف.ب نقلت الخبر.",
    "عاش سنة 300 ق.م. في المدينة.",
    "شطر الكلمة ء.| ثم عاد.",
    "عمقها 20 م.| وعرضها 5 م.| وقال الخبير إنها خطرة.",
    "ينقصه فيتامين د.| وقال الطبيب إنه يحتاج علاجا.",
    "انظر ص. 5 من الكتاب.",
    "The U.S. Army left.| Mr. Smith stayed.",
    "Сказал С. В. Петров.| Потом ушёл.",
]
LISTS = [
    "1. السلام أولا.",
    "١. السلام أولا.",
    "الأهداف: 1. السلام 2. التنمية 3. العدل.| وقال الوزير إنها صعبة.",
    "كانوا 15.| وصاروا 20.",
]
ELLIPSES = [
    "انتظر طويلا...| وقال إنه تعب.",
    "انتظر طويلا...| لكنه لم ييأس.",
    "وصل الوفد أمس ..| وأشارت الوزيرة إلى ذلك.",
    "السلام في خطر.. والوفد يغادر العاصمة",  # a headline: no stop ends it
]
QUOTED = [
    'قال: "نعم".| وأضاف: "لا".',
    'قال: "نعم." |وأضاف: "لا."',
    'قال: "نعم." | وأضاف: «لا.»',
    "قال: ” نعم . “ |ثم خرج.",
    'سأل "من أنت؟" ثم خرج.',
    'سأل: "من أنت؟" |وأضاف أنه لا يعرف.',
    '"من أنت؟" سأل الحارس.| ثم سكت.',
    'شاهد فيلم "من القاتل؟" أمس.',
    'قال: "الأولى.| الثانية.| الثالثة".',
    'قال: "الأولى.| الثانية." |ثم خرج.',
    '"لا تراجع." قال الرجل.| ثم خرج.',
    'انتهى الأمر." |ثم خرج.',
    'انتهى الأمر.| "الأفق" تعود غدا.',
    'انتهى الأمر.|"الأفق" تعود غدا.',
    "كلام طويل.| (الأفق برس)",
    "(هذا تعليق كامل.) |وهذا غيره.",
]
LINES = [
    "عنوان بلا نقطة\n|نص الخبر.\n|\n|نهاية",
    "عنوان\r\n|نص\u2028|نهاية",
    "  \n عنوان \n|\t نص ",
]


@pytest.mark.parametrize("marked", STOPS + NO_STOPS + ABBREVIATIONS + LISTS + ELLIPSES + QUOTED + LINES)
def test_text_divides_where_it_should(marked: str) -> None:
    wanted = [piece.strip() for piece in marked.split("|") if piece.strip()]
    text = marked.replace("|", "")
    assert [text[one.start : one.end] for one in split_sentences(text)] == wanted


def test_there_are_enough_examples() -> None:
    assert len(STOPS + NO_STOPS + ABBREVIATIONS + LISTS + ELLIPSES + QUOTED + LINES) >= 60


def test_nothing_gives_no_sentences() -> None:
    assert split_sentences("") == split_sentences(" \n\t ") == []


def test_sentences_know_the_quotation_that_they_stand_in() -> None:
    text = 'وقال: "الأولى. الثانية. الثالثة". ثم خرج.'
    quotation = (text.index('"'), text.rindex('"') + 1)
    assert [one.quotation for one in split_sentences(text)] == [None, quotation, quotation, None]


def test_a_sentence_with_words_outside_stands_in_no_quotation() -> None:
    text = '"الأولى. الثانية"، قال الوزير.'
    assert [one.quotation for one in split_sentences(text)] == [(0, 17), None]


def test_the_outermost_quotation_counts() -> None:
    text = '"الأولى. "الثانية" هنا. الثالثة".'
    assert {one.quotation for one in split_sentences(text)} == {(0, len(text) - 1)}


def test_a_running_quotation_is_told_paragraph_by_paragraph() -> None:
    text = 'وقال: "الأولى. الثانية.\n"الثالثة".'
    spans = [one.quotation for one in split_sentences(text)]
    assert [text[span[0] : span[1]] if span else None for span in spans] == [
        None,
        '"الأولى. الثانية.',
        '"الثالثة"',
    ]


PIECES = [
    ". ", ".", "؟ ", "!", "…", "...", " ", "\n", "،", ":", '"', "«", "»", "“", "(", ")", "د. ", "ت. غ. ", "1. ", "3.5",
    "قال ", "وأضاف ", "كلمة ", "مُؤكِّد ", "إلى ", "Mr. ", "café", "example.com", "ab@c.de", "http://x.y ", "\u200f",
    "ء", "ـ", "د", "X",
]  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
WORDS = ["قال", "الوزير", "إن", "مؤتمرا", "سيعقد", "غدا", "في", "آسيا", "وأضاف", "نعم."]
words = st.lists(st.sampled_from([*WORDS, "د.", '"كلمة"', "3.5", "انتهى؟", "طويلا..."]), max_size=30)


@given(texts)
def test_sentences_hold_the_whole_text_in_order(text: str) -> None:
    sentences = split_sentences(text)
    at = 0
    for one in sentences:
        assert at <= one.start < one.end <= len(text)
        assert not text[at : one.start].strip()
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        at = one.end
    assert not text[at:].strip()


@given(texts)
def test_no_sentence_crosses_a_line(text: str) -> None:
    assert not any("\n" in text[one.start : one.end] for one in split_sentences(text))


@given(texts)
def test_a_sentence_s_quotation_is_one_of_the_text(text: str) -> None:
    spans = {(one.start, one.end) for one in find_quotations(text)}
    for one in split_sentences(text):
        if one.quotation:
            assert one.quotation in spans
            assert one.quotation[0] <= one.start
            assert not re.search(r"\w", text[one.quotation[1] : one.end])


@given(words)
def test_spelling_does_not_move_boundaries(pieces: list[str]) -> None:
    text = " ".join(pieces)
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    stretched = re.sub(r"(?<=[سمقكل])(?=\w)", "ـ", text)
    counts = {len(split_sentences(form)) for form in (text, composed, decomposed, stretched)}
    assert len(counts) == 1


@given(st.lists(st.sampled_from(["قال الوزير إنه راض", "وصل الوفد أمس", "انتهى كل شيء"]), min_size=1), st.data())
def test_plain_sentences_come_back(sentences: list[str], data: st.DataObject) -> None:
    stops = [data.draw(st.sampled_from([".", "؟", "!", " .", "؟!"])) for _ in sentences]
    whole = [sentence + stop for sentence, stop in zip(sentences, stops, strict=True)]
    text = " ".join(whole)
    assert [text[one.start : one.end] for one in split_sentences(text)] == whole


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("كلمة " * 300_000, 1),  # 1.5 MB without a stop
        ("كلمة. " * 50_000, 50_000),
        ('قال "كذا وكذا مرات كثيرة". ' * 20_000, 20_000),  # 40,000 marks on one line
        ('قال: "كلمة. ' * 20_000, 20_000),  # marks that never close
        ("." * 500_000, 1),
        (". " * 250_000, 1),
        ("د. " * 50_000, 1),
        ("(" * 100_000 + ")" * 100_000, 1),
        ("(كذا. " * 30_000, 30_000),
        ('سأل الحارس ذلك الرجل مرة أخرى "من أنت حقا؟" ' * 20_000, 1),
        ("كذا..." * 30_000, 1),
        ("a@b.c" * 30_000, 1),
        ("http://x.ب" * 30_000, 1),
        (" " * 500_000 + ".", 1),
        ("\n" * 500_000, 0),
    ],
)
def test_long_texts_take_linear_time(text: str, count: int) -> None:
    # A quadratic search would not come back from these within minutes.
    assert len(split_sentences(text)) == count


def test_sentences_are_values() -> None:
    assert split_sentences("نعم. لا") == [Sentence(0, 4), Sentence(5, 7)]
