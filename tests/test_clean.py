from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import clean
from index.reader import read_articles
from tests.conftest import SEEDS


def dropped(text: str) -> list[str]:
    return [text[line.start : line.end] for line in clean(text) if line.dropped]


@pytest.mark.parametrize(
    "line",
    [
        "Accessibility links",
        "logo-print",
        "XS",
        "XS SM MD LG",
        "+ الخط -",
        "جميع الحقوق محفوظة لموقع الخبر © 2024",
        "تابعوا أبرز و أحدث أخبار فرنسا أولا بأول عبر صفحة : أخبار فرنسا",
        "التعليقات المنشورة لا تعبر عن رأي الموقع وإنما عن رأي أصحابها",
        "14 مايو 2019",
        "الخميس 2016-03-24 05:45:17 عربي ودولي",
        "الأحد 10 شوال 1436",
        "640 x 480",
        "مصدر الصورة Getty Images",
        "Image copyright Reuters",
        "اقرأ أيضاً:",
        "----------------",
        "* * *",
        "editor@example.com",
    ],
)
def test_furniture_is_dropped(line: str) -> None:
    assert dropped(f"قال الوزير إن الأمر انتهى.\n{line}\nوأضاف أن الملف أغلق.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "قال إن جميع الحقوق محفوظة للعمال بموجب القانون، وإن على الشركات احترامها في كل الأحوال.",
        "تابع الوزير أن المحادثات ستستأنف.",
        "وقع الاتفاق في 14 مايو 2019 في جنيف.",
        "شارك في الاجتماع عشرة وزراء.",
        "الأمن أولا",
        "اقرأ الدستور قبل أن تتكلم عنه، هكذا قال الرئيس.",
    ],
)
def test_what_the_article_says_is_kept(line: str) -> None:
    assert dropped(f"عنوان المقال\n{line}") == []


def test_a_repeated_headline_is_kept_once_and_a_repeated_caption_never() -> None:
    text = "عنوان المقال\nعنوان المقال\nصورة الوزراء في القاعة\nصورة الوزراء في القاعة\nجملة تامة.\nجملة تامة."
    kept = [text[line.start : line.end] for line in clean(text) if not line.dropped]
    assert kept == ["عنوان المقال", "جملة تامة."]


def test_the_seeds_lose_their_furniture_and_nothing_else() -> None:
    found = {article.id[:3]: dropped(article.text) for article in read_articles([SEEDS])}
    assert found["000"] == []
    assert [line[:12] for line in found["001"]] == ["تابعوا أبرز ", "التعليقات ال"]
    assert [line[:6].strip() for line in found["002"]] == ["Access", "logo-p", "وزراء", "وزراء", "XS", "SM", "MD", "LG"]
    assert found["003"][1:] == ["14 مايو 2019", "+ الخط -"]
    assert len(found["004"]) == 2


@given(st.text(alphabet="اب جق.\n\r\t -+XS©:؟«»12"))
def test_every_line_is_accounted_for(text: str) -> None:
    lines = clean(text)
    assert "\n".join(text[line.start : line.end] for line in lines).split() == text.split()
    assert all(one.end < other.start for one, other in pairwise(lines))
