"""Lines that date an article, and lines that only hold a date."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dateline import read_dateline

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("14 مايو 2019", datetime(2019, 5, 14)),
        ("١٥/٣/٢٠١٦", datetime(2016, 3, 15)),
        ("15 تشرين الأول 2016", datetime(2016, 10, 15)),
        ("14 أغسطس/آب 2015", datetime(2015, 8, 14)),
        ("الخميس 2016-03-24 05:45:17 عربي ودولي", datetime(2016, 3, 24, 5, 45, 17)),
        ("الثلاثاء، 14 مايو 2019 10:33 م", datetime(2019, 5, 14, 22, 33)),
        ("الثلاثاء 14 مايو 2019 - 12:05 ص", datetime(2019, 5, 14, 0, 5)),
        ("10:20 2019-05-14", datetime(2019, 5, 14, 10, 20)),
        ("2019-05-14T10:30:00Z", datetime(2019, 5, 14, 10, 30, tzinfo=UTC)),
        ("آخر تحديث 14 مايو 2019 الساعة 18:20 بتوقيت غرينتش", datetime(2019, 5, 14, 18, 20, tzinfo=UTC)),
        ("الأحد 10 شوال 1436هـ - 26 يوليو 2015م", datetime(2015, 7, 26)),
        ("الرياض 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس", datetime(2015, 8, 11)),
        ("آخر تحديث: 14/5/2019الساعة 10:00 (مكة المكرمة)الموافق 9/9/1440هـ", datetime(2019, 5, 14, 10)),
        ("نشر في: 14/05/2019 - 10:30 آخر تحديث: 15/05/2019 - 11:00", datetime(2019, 5, 14, 10, 30)),
        ("آخر تحديث: 15/05/2019 - 11:00 تاريخ النشر 14/05/2019 09:10", datetime(2019, 5, 14, 9, 10)),
        ("كتب سمير خالد - الثلاثاء 14 مايو 2019", datetime(2019, 5, 14)),
        ("بيروت | 14 مايو 2019", datetime(2019, 5, 14)),
        ("Tuesday, 11 August 2015 - 18:10 pm", datetime(2015, 8, 11, 18, 10)),
        ("May 14, 2019 at 9:05 PM", datetime(2019, 5, 14, 21, 5)),
        ("الأحد 10 شوال 1436", None),
        ("التاريخ : 9 / 10 / 1436هـ", None),
    ],
)
def test_datelines(line: str, published: datetime | None) -> None:
    found = read_dateline(line)
    assert found is not None
    assert found.published == published
    assert published is None or found.published.tzinfo == published.tzinfo  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "line",
    [
        "وقع الاتفاق في 14 مايو 2019 في جنيف",
        "انتخابات 14 مايو 2019",
        "14 مايو 2019 كان يوما حاسما",
        "أسعار الذهب اليوم الثلاثاء 14-5-2019",
        "هجمات 11 سبتمبر 2001",
        "15-20 مايو 2019",
        "31 فبراير 2019",
        "عام 2016",
        "مايو 2019",
        "14 مايو",
        "10:33 م",
        "الحرب 1914-1918",
        "قرر المجلس في 14 مايو 2019، وكان الاجتماع مغلقا أمام الصحافة، أن يعود إلى الموضوع في العام المقبل",
        "",
    ],
)
def test_lines_that_are_none(line: str) -> None:
    assert read_dateline(line) is None


def test_what_a_label_says() -> None:
    labels = {
        "نشر في 14 مايو 2019": (True, False),
        "آخر تحديث 14 مايو 2019": (False, True),
        "14 مايو 2019": (False, False),
    }
    for line, expected in labels.items():
        found = read_dateline(line)
        assert found is not None
        assert (found.labelled, found.updated) == expected, line


WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
MONTHS = [
    "يناير",
    "شباط",
    "آذار/مارس",
    "نيسان",
    "أيار",
    "يونيو",
    "جويلية",
    "أغسطس / آب",
    "أيلول",
    "أكتوبر",
    "نونبر",
    "ديسمبر",
]


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.times(), st.booleans())
def test_a_written_moment_is_that_moment(day: date, time: object, arabic: bool) -> None:
    clock = str(time)[:5]
    forms = [
        f"{WEEKDAYS[day.weekday()]}، {day.day} {MONTHS[day.month - 1]} {day.year} {clock}",
        f"نشر في: {day.day}/{day.month}/{day.year} - {clock}",
        f"{day.isoformat()} {clock}",
    ]
    for form in forms:
        found = read_dateline(form.translate(ARABIC_DIGITS) if arabic else form)
        assert found is not None, form
        assert found.published == datetime.fromisoformat(f"{day} {clock}"), form


@given(st.text(alphabet="اب م.:/-|2019 145هـ", max_size=60))
def test_any_line_is_a_dateline_or_none(line: str) -> None:
    found = read_dateline(line)
    assert found is None or found.published is None or 1900 <= found.published.year <= 2099
