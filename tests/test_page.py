"""Web pages and encodings: real pages, as bytes, in and articles out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoding import decode, encoding_of
from index.errors import InputError
from index.page import read_page

PARAGRAPHS = (
    "نفى وزير الخارجية سالم العلي اليوم الجمعة أن تكون بلاده قد أغلقت المعابر في الأسبوع الماضي.",
    'وقال العلي للصحفيين في عمان: "المعابر مفتوحة أمام الجميع"، مضيفا أن المحادثات كانت بناءة.',
    "وأضاف أن حكومته مستعدة لمواصلة الحوار مع جيرانها في الأسابيع المقبلة.",
)
PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="{charset}">
<title>العلي: المعابر مفتوحة | شبكة المثال</title>
<meta property="og:site_name" content="شبكة المثال"><meta property="og:title" content="العلي: المعابر مفتوحة">
<meta property="article:published_time" content="2019-05-14T10:20:00+03:00"><meta name="author" content="ريم حداد">
<link rel="canonical" href="https://example.org/news/7"></head><body>
<nav><a href="/">الرئيسية</a> <a href="/w">العالم</a> <a href="/s">رياضة</a></nav>
<article><h1>العلي: المعابر مفتوحة</h1>
<figure><img src="a.jpg"><figcaption>الوزير في مكتبه بالعاصمة أمس</figcaption></figure>
<p>{paragraphs[0]}</p><p>{paragraphs[1]}</p><p>{paragraphs[2]}</p>
<div class="related"><h3>اقرأ أيضا</h3><ul><li><a href="/x">وزير النقل: الطرق آمنة</a></li></ul></div></article>
<section id="comments"><h3>التعليقات</h3><p>خالد: خبر غير صحيح أبدا وهذا رأيي في الموضوع كله</p></section>
<footer>جميع الحقوق محفوظة لشبكة المثال 2019</footer></body></html>"""


def page(charset: str = "utf-8") -> str:
    return PAGE.format(charset=charset, paragraphs=PARAGRAPHS)


def test_a_page_gives_its_article_and_nothing_else() -> None:
    article = read_page(page().encode(), "7.html")
    assert article.text == "\n".join(("العلي: المعابر مفتوحة", *PARAGRAPHS))
    assert (article.title, article.outlet, article.author) == ("العلي: المعابر مفتوحة", "شبكة المثال", "ريم حداد")
    assert article.published is not None
    assert article.published.date().isoformat() == "2019-05-14"
    assert article.id == article.url == "https://example.org/news/7"


def test_a_page_without_an_address_is_known_by_its_place() -> None:
    html = page().replace('<link rel="canonical" href="https://example.org/news/7">', "")
    assert read_page(html.encode(), "7.html").id == "7.html"
    fetched = read_page(html.encode(), "7.html", url="https://example.org/fetched")
    assert fetched.id == fetched.url == "https://example.org/fetched"


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
        ("utf-16", "utf-16", None),
        ("cp1256", "windows-1256", None),
        ("cp1256", "iso-8859-1", None),  # what a server declares that knows nothing
        ("cp1256", "utf-8", "windows-1256"),
        ("utf-8", "windows-1256", "windows-1256"),  # two lies
        ("iso-8859-6", "iso-8859-6", None),
    ],
)
def test_a_page_is_read_in_its_encoding_whatever_it_declares(encoding: str, declared: str, header: str | None) -> None:
    article = read_page(page(declared).encode(encoding), "7.html", charset=header)
    assert article.text.splitlines()[1:] == list(PARAGRAPHS)


@pytest.mark.parametrize("data", [b"", b"<html></html>", b'{"id": 1}', b"\x89PNG\r\n\x1a\n\0\0\0", b"<div>" * 20_000])
def test_what_holds_no_article_is_told_in_one_line(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^7\.html: [^\n]+$"):
        read_page(data, "7.html")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_an_error_of_the_users(data: bytes) -> None:
    told = ""
    try:
        text = decode(data, "x.txt")
    except InputError as error:
        text, told = "", str(error)
    assert "\0" not in text
    assert not told or (told.startswith("x.txt: ") and "\n" not in told)


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأإئؤ،؛؟ .\n", min_size=1))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_come_back_as_they_were(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "x.txt") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1256", "iso-8859-6"])
def test_unmarked_arabic_is_detected(encoding: str) -> None:
    text = "\n".join(PARAGRAPHS)
    assert decode(text.encode(encoding), "x.txt") == text


def test_a_damaged_byte_is_told_with_its_place_and_not_taken_for_another_encoding() -> None:
    good = PARAGRAPHS[0].encode()
    with pytest.raises(InputError, match=rf"^x\.txt: not UTF-8: byte 0xff at offset {len(good)}$"):
        decode(good + b"\xff" + good, "x.txt")


def test_the_beginning_of_a_file_tells_its_encoding_even_cut_within_a_letter() -> None:
    assert encoding_of(PARAGRAPHS[0].encode()[:101]) == "utf-8"
