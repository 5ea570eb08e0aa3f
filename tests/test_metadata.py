"""What a page of plain text tells of its article: headline, date, outlet."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.metadata import find_metadata
from index.reader import read_articles
from tests.conftest import SEEDS

BODY = "\n".join(
    [
        "قال وزير المياه إن السد الجديد سيكون جاهزا قبل الصيف، وإن العمل يسير فيه وفق الخطة التي وضعت العام الماضي.",
        "وأضاف أن الأمطار الأخيرة لم تؤثر في العمل، وأن الخزان سيمتلئ في سنتين على الأكثر إذا استمر هطولها هكذا.",
        "وختم بأن الاتفاق الذي وقع في 14 مايو 2018 في العاصمة لم يعد يكفي، وأن مفاوضات جديدة ستبدأ بعد الصيف.",
    ]
)
HEADLINE = "السد جاهز قبل الصيف"


def test_the_seeds() -> None:
    found = {article.id[:3]: (article.title, article.published, article.outlet) for article in read_articles([SEEDS])}
    assert found["001"][1:] == (None, "عكس السير")
    assert found["002"][1:] == (None, None)
    assert found["003"][1:] == (datetime(2019, 5, 14), None)
    assert found["004"] == (
        "التعاون الروسي الأمريكي لحل الأزمة في سورية أثمر نتائج مهمة",
        datetime(2016, 3, 24, 5, 45, 17),
        "سيريانديز سياسة",
    )


def test_a_page_gives_all_three_to_its_article(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(f"القائمة\n{HEADLINE}\n14 مايو 2019\n{BODY}\n© 2019 صدى المدينة\n", encoding="utf8")
    (article,) = read_articles([path])
    assert (article.title, article.published, article.outlet) == (HEADLINE, datetime(2019, 5, 14), "صدى المدينة")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (HEADLINE, HEADLINE),
        (f"الرئيسية\n{HEADLINE}", HEADLINE),
        (f"صدى\n{HEADLINE}", HEADLINE),
        (f"{HEADLINE} | صدى المدينة\n{HEADLINE}", HEADLINE),
        ("السد جاهز", "السد جاهز"),
    ],
)
def test_headlines(head: str, title: str) -> None:
    assert find_metadata(f"{head}\n{BODY}").title == title


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"{HEADLINE}\n{BODY}", None),
        (f"{HEADLINE}\nالأحد 10 شوال 1436\n{BODY}", None),
        (f"{HEADLINE}\n{BODY}\nتاريخ النشر: 14/5/2019", datetime(2019, 5, 14)),
        (f"{HEADLINE}\nآخر تحديث: 15/5/2019\n{BODY}", datetime(2019, 5, 15)),
        (f"{HEADLINE}\nآخر تحديث: 15/5/2019\nنشر في: 14/5/2019\n{BODY}", datetime(2019, 5, 14)),
        (f"{HEADLINE}\n14 مايو 2019\n{BODY}\n16 مايو 2019", datetime(2019, 5, 14)),
        (f"{HEADLINE}\n{BODY}\nمواضيع ذات صلة\n16 مايو 2019", None),
    ],
)
def test_dates(text: str, published: datetime | None) -> None:
    assert find_metadata(text).published == published


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("جميع الحقوق محفوظة لموقع صدى المدينة © 2024", "صدى المدينة"),
        ("جميع الحقوق محفوظة للمدى نت", "المدى نت"),
        ("جميع الحقوق محفوظة لـ«صدى المدينة» 2019", "صدى المدينة"),
        ("كل الحقوق محفوظة لصحيفة المدى - تصميم شركة الويب", "صحيفة المدى"),
        ("جميع الحقوق محفوظة © 2019 لبنان الجديد", "لبنان الجديد"),
        ("© 2019 صدى المدينة. كل ما ينشر هنا لها.", "صدى المدينة"),
        ("Copyright © 2020 City Echo. All rights reserved.", "City Echo"),
        ("صدى المدينة © 2019", "صدى المدينة"),
        ("التعليقات المنشورة لا تعبر عن رأي صدى المدينة وإنما عن رأي أصحابها", "صدى المدينة"),
        ("المصدر: صدى المدينة + وكالات", "صدى المدينة"),
        ("المصدر: وكالات، صدى المدينة", "صدى المدينة"),
        ("جميع الحقوق محفوظة", None),
        ("جميع الحقوق محفوظة للمؤلف", None),
        ("© 2021 جميع الحقوق محفوظة", None),
        ("© رويترز", None),
        ("حقوق الصور محفوظة لسمير خالد", None),
        ("التعليقات المنشورة لا تعبر عن رأي الموقع وإنما عن رأي أصحابها", None),
        ("(رويترز)", None),
        ("المصدر: رويترز", None),
        ("المصدر: رويترز + أ ف ب", None),
        ("المصدر: صدى المدينة", None),  # it may be but whom the article was taken from
    ],
)
def test_outlets(line: str, outlet: str | None) -> None:
    assert find_metadata(f"{HEADLINE}\n{BODY}\n{line}").outlet == outlet


def test_two_holders_of_rights_are_no_outlet() -> None:
    assert find_metadata(f"{HEADLINE}\n{BODY}\n© 2019 صدى المدينة\n© 2019 المدى نت").outlet is None


def test_the_name_behind_the_headline() -> None:
    assert find_metadata(f"{HEADLINE} - صدى المدينة\n{HEADLINE}\n{BODY}").outlet == "صدى المدينة"
    assert find_metadata(f"{HEADLINE} - عاجل\n{BODY}").outlet is None


PIECES = [
    HEADLINE,
    BODY,
    "14 مايو 2019",
    "© 2019",
    "لـ",
    "© صدى |",
    "المصدر:",
    "+ وكالات",
    "محفوظة لل",
    "رأي",
    "لا تعبر عن",
    "",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(["\n", " "]))
def test_what_is_found_stands_in_the_text(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    found = find_metadata(text)
    if found.title is not None:
        assert found.title.rstrip("…") in text
    if found.outlet is not None:
        assert found.outlet.removeprefix("ال") in text
    assert found.published in (None, datetime(2019, 5, 14))
