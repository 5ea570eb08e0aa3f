"""Quotation marks: what they enclose, in every style of Arabic newsrooms, whole or broken."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotation import Quotation, find_quotations
from index.quotation_mark import PARAGRAPH

PIECES = [
    '"', "“", "”", "«", "»", "„", "''", "'", "‘", "’", "″", ":", "،", ". ", ".", "؟", "\n", " ", "  ", "(", ")",
    "قال ", "وأضاف ", "إن", "لـ", "ب", "داعش", "مُؤكِّدا ", "5", "2.5", "don", "צה", "é", "\u200f", "ـ", "كلمة",
]  # fmt: skip
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


def inner(text: str) -> list[str]:
    """What stands between the marks, in the order of the text."""
    return [text[one.inner_start : one.inner_end].strip() for one in find_quotations(text)]


PAIRED = {
    "straight": ('قال "نعم" ثم مضى.', ["نعم"]),
    "curly": ("قال “نعم” ثم مضى.", ["نعم"]),
    "reversed curly": ("وقال الضيف : ” كان لقاء طيبا “.", ["كان لقاء طيبا"]),
    "reversed curly without blanks": ("وقال ”كان لقاء طيبا“ ثم ”شكرا“.", ["كان لقاء طيبا", "شكرا"]),
    "guillemets": ("قال «نعم» ثم مضى.", ["نعم"]),
    "reversed guillemets": ("صرح لـ»المدينة« بأن »الأمر انتهى«.", ["المدينة", "الأمر انتهى"]),
    "closing guillemet twice": ("صرح ل»المدينة» أمس.", ["المدينة"]),
    "two apostrophes": ("قال ''نعم'' ثم مضى.", ["نعم"]),
    "single": ("قال ‘نعم’ ثم مضى.", ["نعم"]),
    "straight single": ("عرض فيلم 'الرحلة' أمس.", ["الرحلة"]),
    "German": ("قال „نعم“ ثم مضى.", ["نعم"]),
    "same closing glyph": ("قال ”نعم” ثم ”لا”.", ["نعم", "لا"]),
    "curly opened, straight closed": ('قال “نعم" ثم “لا".', ["نعم", "لا"]),
    "straight opened, curly closed": ('قال "نعم” ثم "لا”.', ["نعم", "لا"]),
    "blanks inside": ('قال " نعم " ثم " لا ".', ["نعم", "لا"]),
    "blank after the first mark": ('قال" نعم" وخرج.', ["نعم"]),
    "blank before the last mark": ('اسمها "شركة الأفق " للنقل.', ["شركة الأفق"]),
    "no blank after the last mark": ('سقط "صاروخان"قرب المطار.', ["صاروخان"]),
    "attached particles": ('لـ"الأفق" و"النهر" وبـ"القمر" وال"شمس".', ["الأفق", "النهر", "القمر", "شمس"]),
    "colon without blank": ('وقالت:"سنعود غدا".', ["سنعود غدا"]),
    "blank before the colon": ('وقالت :"سنعود غدا".', ["سنعود غدا"]),
    "digit before the last mark": ('رواية "عام 1984" مشهورة.', ["عام 1984"]),
    "stop inside": ('قال: "انتهى." ثم مضى.', ["انتهى."]),
    "whole paragraph": ('"سنعود غدا"', ["سنعود غدا"]),
    "several paragraphs": ('قال "نعم".\nقالت "لا".', ["نعم", "لا"]),
    "directional marks": ("قال \u200f\"نعم\"\u200f ثم مضى.", ["نعم"]),
}  # fmt: skip

NESTED = {
    "same glyph": ('قال: "جماعة "الأفق" انتهت" أمس.', ['جماعة "الأفق" انتهت', "الأفق"]),
    "two inside": ('قال: "بين "أ" و"ب" فرق".', ['بين "أ" و"ب" فرق', "أ", "ب"]),
    "at the end": ('قال: "انتهت جماعة "الأفق"".', ['انتهت جماعة "الأفق"', "الأفق"]),
    "other glyph": ("قال: «جماعة \"الأفق\" انتهت».", ['جماعة "الأفق" انتهت', "الأفق"]),
    "single inside": ("قال: \"شعارنا ’العدل‘ دائما\".", ["شعارنا ’العدل‘ دائما", "العدل"]),
}  # fmt: skip

NO_QUOTATION = {
    "apostrophe": "The minister's aide didn't answer.",
    "curly apostrophe": "L’accord d’hier n’est pas signé.",
    "inches": 'اشترى شاشة قياسها 55" أمس.',
    "feet and inches": "طوله 5'10\" فقط.",
    "minutes and seconds": "عند 33°30′15″ شمالا.",
    "gershayim": 'كتب צה"ל بيانا.',
    "only a closing mark": 'ذكر البيان أن الأعمال جارية".',
    "empty": 'كتب "" ثم مضى.',
    "a bullet": "« تأهل الفريق إلى النهائي أمس",
    "no mark": "قال الوزير إن الأمر انتهى.",
    "nothing": "",
}


@pytest.mark.parametrize("name", PAIRED)
def test_marks_pair(name: str) -> None:
    text, wanted = PAIRED[name]
    assert inner(text) == wanted
    assert all(one.closed and one.depth == 0 for one in find_quotations(text))


@pytest.mark.parametrize("name", NESTED)
def test_marks_nest(name: str) -> None:
    text, wanted = NESTED[name]
    assert inner(text) == wanted
    assert [one.depth for one in find_quotations(text)] == [0] + [1] * (len(wanted) - 1)


@pytest.mark.parametrize("name", NO_QUOTATION)
def test_no_quotation(name: str) -> None:
    assert inner(NO_QUOTATION[name]) == []


def test_marks_are_part_of_the_quotation() -> None:
    assert find_quotations('قال "نعم".') == [Quotation(4, 9, 5, 8, closed=True)]
    assert find_quotations("قال ''نعم''.") == [Quotation(4, 11, 6, 9, closed=True)]


BROKEN = {
    "never closed, to the paragraph's end": ('قال: "سنعود غدا.\nثم مضى "مسرعا".', ["سنعود غدا.", "مسرعا"]),
    "never closed, the narrator goes on": ('قال: "سنعود غدا. وأضاف أن الأمر انتهى.', ["سنعود غدا."]),
    "never closed, a participle goes on": (
        'أكد أن "العمل مستمر، مشيرا إلى "تقدم كبير".',
        ["العمل مستمر", "تقدم كبير"],
    ),
    "a name never closed": ('زار "مدرسة الأفق أمس. وصل الضيوف مساء.', ["مدرسة الأفق أمس."]),
    "opened twice": ('قال: ""سنعود غدا" ثم مضى.', ['"سنعود غدا']),
    "closed twice": ('قال: "سنعود غدا"" ثم قال: "لا".', ["سنعود غدا", "لا"]),
    "opened twice with a blank": ('قال: " "سنعود غدا" ثم قال: "لا".', ['"سنعود غدا', "لا"]),
    "a closing mark too many": ('قال إنه راض". وقالت: "نعم" و"لا".', ["نعم", "لا"]),
    "an opening mark too many": ('قال إن " الأمر "صعب" و"معقد".', ["صعب", "معقد"]),
    "odd number": ('قال: "نعم. ثم سكت. وقال: "لا". وقال: "ربما".', ["نعم. ثم سكت.", "لا", "ربما"]),
    "inches between quotations": ('قال: "نعم" عن شاشة 55" ثم قال: "لا".', ["نعم", "لا"]),
    "opened again after a stop": (
        'قال: "سنعود غدا. سننتصر. "ولن نستسلم". ثم خرج "مسرعا".',
        ["سنعود غدا. سننتصر.", "ولن نستسلم", "مسرعا"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_mark_inverts_nothing(name: str) -> None:
    text, wanted = BROKEN[name]
    assert inner(text) == wanted


def test_a_broken_paragraph_leaves_the_others_alone() -> None:
    sound = 'قال "نعم" ثم "لا" ثم "ربما".'
    for broken in ('قال "نعم', 'قال نعم" ثم', '"" " "', 'قال: "أ "ب'):
        found = inner(f"{sound}\n{broken}\n\nثم مضى.\n{sound}")
        assert found[:3] == found[-3:] == ["نعم", "لا", "ربما"]


def test_a_running_quotation_opens_every_paragraph() -> None:
    text = 'وقال: "سنعود غدا.\n"سنعمل معا.\n\n"ثم ننتصر". وخرج "مسرعا".'
    found = find_quotations(text)
    assert inner(text) == ["سنعود غدا.", "سنعمل معا.", "ثم ننتصر", "مسرعا"]
    assert [one.closed for one in found] == [False, False, True, True]
    assert [one.continues for one in found] == [False, True, True, False]


def test_a_quotation_closed_in_the_next_paragraph() -> None:
    text = 'وقال: "سنعود غدا.\nوسنعمل معا". وخرج "مسرعا".'
    assert inner(text) == ["سنعود غدا.", "وسنعمل معا", "مسرعا"]
    second = find_quotations(text)[1]
    assert second.continues
    assert second.closed
    assert second.start == second.inner_start == text.index("وسنعمل")


def test_the_narrator_ends_a_running_quotation() -> None:
    assert inner('وقال: "سنعود غدا.\nوأضاف أن العمل مستمر".') == ["سنعود غدا."]


@given(texts)
def test_quotations_lie_inside_one_paragraph(text: str) -> None:
    paragraphs = [match.span() for match in PARAGRAPH.finditer(text)]
    for one in find_quotations(text):
        assert one.start <= one.inner_start < one.inner_end <= one.end
        assert any(start <= one.start and one.end <= end for start, end in paragraphs)
        assert one.closed or one.inner_end == one.end
        assert one.inner_start > one.start or one.continues


@given(texts)
def test_quotations_are_ordered_and_nest(text: str) -> None:
    found = find_quotations(text)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for at, one in enumerate(found):
        around = [other for other in found[:at] if other.end > one.start]
        assert all(one.end <= other.end for other in around)
        assert one.depth == len(around)


@given(st.lists(st.sampled_from(["نعم", "سنعود غدا", "لا أعرف"]), min_size=1, max_size=6), st.data())
def test_sound_paragraphs_give_what_was_put_in(said: list[str], data: st.DataObject) -> None:
    styles = ['""', "“”", "”“", "«»", "””", "„“"]
    pairs = [data.draw(st.sampled_from(styles)) for _ in said]
    text = " ثم ".join(f"قال {pair[0]}{words}{pair[1]}" for words, pair in zip(said, pairs, strict=True))
    assert inner(text) == said


@given(st.lists(st.sampled_from(['قال "نعم" ', "ثم «لا» ", "مُؤكِّدًا أنّ ", "إلى café "]), max_size=8).map("".join))
def test_composed_and_decomposed_text_pair_alike(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    assert len({len(find_quotations(form)) for form in forms}) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('كلمة "كذا" ثم قال شيئا آخر طويلا ' * 20_000, 20_000),  # 40,000 marks in one paragraph
        ('قال "كلمة\n' * 30_000, 30_000),  # a mark that never closes in every paragraph
        ('وقالت ثانية: "كلمة أخرى طويلة جدا ' * 20_000, 20_000),  # … in one paragraph
        ('قال: "كلمة. ثم كلمة أخرى طويلة، ' * 20_000, 20_000),
        ("كلمة " * 200_000, 0),
        ('"' * 500_000, 0),  # marks without prose quote nobody
        ('ا"' * 250_000, 0),
    ],
)
def test_long_texts_take_linear_time(text: str, count: int) -> None:
    # A quadratic search would not come back from these within minutes.
    assert len(find_quotations(text)) == count
