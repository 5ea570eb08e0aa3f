"""Feeds as bytes, sound and broken, honest and lying: the items that they announce."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputError
from index.feed import MOST_ITEMS, Feed, read_feed
from index.fetch import Fetched

URL = "https://example.org/feeds/all.xml"
TITLE = "الوزير: الطريق مفتوح أمام الجميع"
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>أخبار</title>{items}</channel></rss>"""


def rss(items: str, encoding: str = "utf-8") -> str:
    return RSS.format(encoding=encoding, items=items)


def item(number: int = 1, more: str = "") -> str:
    return f"<item><title>{TITLE}</title><link>/news/{number}</link>{more}</item>"


def read(data: str | bytes, charset: str | None = None) -> Feed:
    return read_feed(Fetched(URL, data.encode() if isinstance(data, str) else data, charset))


def urls(feed: Feed) -> list[str]:
    return [one.url for one in feed.items]


def test_an_rss_item_is_read_whole() -> None:
    feed = read(rss(item(7, "<description>قال &lt;b&gt;الوزير&lt;/b&gt;</description>"
                         "<pubDate>Tue, 14 May 2019 10:00:00 +0300</pubDate>")))  # fmt: skip
    (only,) = feed.items
    moment = datetime(2019, 5, 14, 7, tzinfo=UTC)
    assert (only.url, only.title, only.published, only.updated) == (
        "https://example.org/news/7", TITLE, moment, moment,
    )  # fmt: skip
    assert only.summary == "قال <b>الوزير</b>"
    assert feed.flaw is None


def test_an_atom_entry_is_read_with_both_its_dates() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/x/"><entry><title>ع</title>'
        '<link href="y?a=1&amp;b=2#part"/><published>2019-05-14T10:00:00Z</published>'
        "<updated>2019-05-15T10:00:00+03:00</updated></entry></feed>"
    )
    (only,) = feed.items
    assert only.url == "https://example.org/x/y?a=1&b=2"
    assert only.published == datetime(2019, 5, 14, 10, tzinfo=UTC)
    assert only.updated == datetime(2019, 5, 15, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", "utf-8"),
        ("utf-16", "utf-16", None),
        ("cp1256", "windows-1256", None),
        ("cp1256", "utf-8", None),
        ("cp1256", "utf-8", "utf-8"),
        ("cp1256", "utf-8", "windows-1256"),
        ("utf-8", "windows-1256", None),
        ("utf-8", "utf-8", "windows-1256"),
        ("utf-8", "no-such-encoding", "neither-this"),
    ],
)
def test_a_feed_is_read_in_its_encoding_whatever_it_declares(
    encoding: str, declared: str, charset: str | None
) -> None:
    feed = read(rss(item(), declared).encode(encoding), charset)
    assert [one.title for one in feed.items] == [TITLE]
    assert feed.flaw is None


def test_a_damaged_byte_costs_one_letter() -> None:
    feed = read(rss(item(1) + item(2)).encode().replace(TITLE.encode(), b"\xff" + TITLE.encode(), 1))
    assert [one.title for one in feed.items] == ["\ufffd" + TITLE, TITLE]


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (rss(item(1) + item(2))[:-20], ["/news/1", "/news/2"]),
        (rss(item(1, "<guid>a & b</guid>") + item(2)), ["/news/1", "/news/2"]),
        (rss("<item><link>https://example.org/a?b=1&c=2</link></item>"), ["/a?b=1&c=2"]),
        (rss(item(1) + "<item><title>&nosuch;</title>" + item(2)), ["/news/1", "/news/2"]),
        (rss(item(1) + "\x00\x01" + item(2)), ["/news/1", "/news/2"]),
    ],
)
def test_broken_xml_yields_what_can_be_read(broken: str, expected: list[str]) -> None:
    feed = read(broken)
    assert urls(feed) == [f"https://example.org{path}" for path in expected]
    assert (feed.flaw or "").startswith("broken XML (")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "empty, no feed"),
        (" \n", "empty, no feed"),
        ("\0\0\0", "neither RSS nor Atom"),
        (bytes(range(256)) * 20, "neither RSS nor Atom"),
        ('{"items": []}', "neither RSS nor Atom"),
        ("<rss", "neither RSS nor Atom"),
        ("<!doctype html><html><body>x</body></html>", "a web page, no feed"),
        (
            '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
            "a web page, no feed; its feed is https://example.org/rss",
        ),
        ('<rss version="2.0"><channel><ti', "a broken feed, of which no item can be read: unclosed token"),
    ],
)
def test_what_is_no_feed_is_told_in_one_line(data: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        read(data)
    assert str(error.value).startswith(f"{URL}: {message}")
    assert "\n" not in str(error.value)


def test_a_feed_without_items_is_sound() -> None:
    assert read(rss("")) == Feed(())


def test_no_file_is_read_and_no_entity_unfolded() -> None:
    secret = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    for doctype, entity in ((secret, "x"), (bomb + "]>", "m")):
        text = rss(f"<item><title>&{entity};</title><link>/1</link></item>").replace("<rss", doctype + "<rss")
        (only,) = read(text).items
        assert (only.title or "") in ("", f"&{entity};")


def test_the_same_address_counts_once_and_what_leads_nowhere_not_at_all() -> None:
    links = ("", "javascript:alert(1)", "http://[", "mailto:a@b.c")
    nowhere = "".join(f"<item><link>{link}</link></item>" for link in links)
    feed = read(rss(item(1) + item(2) + item(1) + "<item><title>x</title></item>" + nowhere))
    assert urls(feed) == ["https://example.org/news/1", "https://example.org/news/2"]
    assert feed.flaw == "5 items without a web address"


def test_a_guid_that_is_an_address_stands_for_a_link() -> None:
    guids = '<guid>https://example.org/y</guid>', '<guid isPermaLink="false">https://example.org/z</guid>'
    assert urls(read(rss("".join(f"<item>{guid}</item>" for guid in guids)))) == ["https://example.org/y"]


@pytest.mark.parametrize("date", ["", "soon", "Tue, 14 May 9999 10:00:00 GMT", "0000-00-00", "9" * 500])
def test_a_date_that_makes_no_sense_is_none(date: str) -> None:
    (only,) = read(rss(item(1, f"<pubDate>{date}</pubDate>"))).items
    assert (only.published, only.updated) == (None, None)


def test_of_a_huge_feed_the_first_items_are_read() -> None:
    feed = read(rss("".join(item(number) for number in range(MOST_ITEMS + 1))))
    assert len(feed.items) == MOST_ITEMS
    assert feed.flaw == f"only the first {MOST_ITEMS} of {MOST_ITEMS + 1} items are read"


@given(st.binary(max_size=200), st.integers(0, 300))
def test_any_damage_is_an_error_of_the_users_or_items(noise: bytes, at: int) -> None:
    sound = rss(item(1) + item(2)).encode()
    try:
        feed = read(sound[:at] + noise + sound[at:])
    except InputError as error:
        assert str(error).startswith(f"{URL}: ")  # noqa: PT017
    else:
        assert all(one.url.startswith(("http://", "https://")) for one in feed.items)
