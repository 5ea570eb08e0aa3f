"""Fetching from a server that misbehaves in every way: what comes is right, what does not is one line, soon."""

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from index.errors import FetchError, TooBusy
from index.exchange import Limits
from index.fetch import Fetched, Fetcher, fetch
from tests import feed_server as web
from tests.feed_server import Answer, Site, serve_site

# Short only where a test waits for it: a busy machine must not look like a slow server.
LIMITS = Limits(size=50_000, backoff=0.01, pause=0, tries=2, longest_wait=1)
QUICK = replace(LIMITS, read=0.2, total=1, tries=1)
SLOW = (web.silent, web.dripping_headers, web.dripping_body)
TWICE_PACKED = gzip.compress(gzip.compress(bytes(10**6)))


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site() as site:
        yield site


@dataclass
class FakeTime:
    """A clock that only sleeping moves."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def refused(url: str, limits: Limits = LIMITS) -> str:
    """The one line that a fetch fails with, without the address that it begins with."""
    with pytest.raises(FetchError) as error:
        fetch(url, limits)
    message = str(error.value)
    assert message.startswith(f"{url}: ")
    assert "\n" not in message
    return message.removeprefix(f"{url}: ")


def test_a_page_comes_with_what_the_server_says_of_it(site: Site) -> None:
    url = site.give("/a", web.content("مرحبا", "text/html; charset=windows-1256", ETag='"1"', Last_Modified="then"))
    assert fetch(url, LIMITS) == Fetched(url, "مرحبا".encode(), "windows-1256", "text/html", '"1"', "then")


def test_we_say_who_we_are_and_take_no_proxy_from_the_environment(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    fetch(site.give("/a", web.content("x")), LIMITS, contact="desk@example.org")
    for headers in site.asked("/a") + site.asked("/robots.txt"):
        assert headers["User-Agent"].startswith("qala/")
        assert headers["User-Agent"].endswith(" (+desk@example.org)")


def test_a_proxy_on_purpose_is_used(site: Site) -> None:
    """A proxy is asked for whole addresses; this server knows such a path."""
    url = "http://news.example.org/a"
    site.give(url, web.content("through"))
    assert fetch(url, LIMITS, proxy=site.url).data == b"through"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (web.silent, "nothing came for 0.2 s"),
        (web.dripping_headers, "not done within 1 s"),
        (web.dripping_body, "not done within 1 s"),
        (web.endless, "larger than 50,000 bytes"),
        (web.content(b"x" * 50_001), "larger than 50,000 bytes"),
        (web.bomb(40), "larger than 50,000 bytes"),
        (web.packed(TWICE_PACKED, "gzip, gzip"), "packed in a way that was not asked for"),
        (web.packed(b"x", "br"), "packed in a way that was not asked for: br"),
        (web.packed(b"not packed"), "damaged: not gzip"),
        (web.packed(gzip.compress(b"x" * 5000)[:-9]), "the packed response breaks off"),
        (web.truncated(b"x" * 10), "the connection broke: "),
        (web.reset, "the connection broke: "),
        (web.raw(b""), "the connection broke: "),
        (web.raw(b"\x1b[31m\xff\xfe garbage\r\n\r\n"), "the connection broke: "),
        (web.redirect("/a"), "redirects more than 5 times"),
        (web.redirect("file:///etc/passwd"), "redirects to file:///etc/passwd, which is not fetched"),
        (web.redirect("ftp://example.org/x"), "redirects to ftp://example.org/x, which is not fetched"),
        (web.redirect("http://example.org:99999/"), "redirects to http://example.org:99999/, which is not fetched"),
        (web.redirect("javascript:alert(1)"), "redirects to what is no web address"),
        (web.status(301), "the server says 301 Moved Permanently"),  # and not where to
        (web.status(304), "the server says 304 Not Modified"),  # which nobody asked
        (web.status(204), "the server says 204 No Content"),
        (web.status(404), "the server says 404 Not Found"),
        (web.status(410), "the server says 410 Gone"),
        (web.status(500), "the server says 500 Internal Server Error"),
        (web.status(599), "the server says 599"),
        (web.status(429, Retry_After="3600"), "the server says 429 Too Many Requests, and to wait for 3600 s"),
    ],
)
def test_whatever_a_server_does_is_one_line(site: Site, answer: Answer, expected: str) -> None:
    assert refused(site.give("/a", answer), QUICK if answer in SLOW else LIMITS).startswith(expected)


@pytest.mark.parametrize(
    "url",
    ["", "example", "ftp://example.org/x", "file:///etc/passwd", "http://", "http://[", "http:///x", "http://a b/",
     "http://127.0.0.1:99999/", "javascript:alert(1)", "http://" + "a" * 70 + ".example/", "http://a/\nb"],
)  # fmt: skip
def test_what_is_no_web_address_is_one_line(url: str) -> None:
    with pytest.raises(FetchError, match=r"^[^\n]*: [^\n]+$"):
        fetch(url, LIMITS)


def test_a_closed_port_is_one_line(site: Site) -> None:
    with serve_site() as gone:
        pass
    assert "cannot be reached" in refused(f"{gone.url}/a")


def test_a_password_is_sent_and_never_told(site: Site) -> None:
    site.give("/a", web.content("x"), web.status(404))
    url = f"{site.url.replace('//', '//me:secret@')}/a"
    fetched = fetch(url, LIMITS)
    assert site.asked("/a")[0]["Authorization"].startswith("Basic ")
    with pytest.raises(FetchError) as error:
        fetch(url, LIMITS)
    assert "secret" not in fetched.url + str(error.value)


def test_what_is_as_large_as_allowed_comes_also_packed_in_two_parts(site: Site) -> None:
    data = b"x" * 25_000
    url = site.give("/a", web.packed(gzip.compress(data) + gzip.compress(data)))
    assert fetch(url, LIMITS).data == data + data
    assert site.asked("/a")[0]["Accept-Encoding"] == "gzip"


def test_redirects_lead_on_and_the_last_address_counts(site: Site) -> None:
    site.give("/c", web.content("here"))
    site.give("/b", web.redirect("c", 301))
    fetched = fetch(site.give("/a", web.redirect("/b", 307)) + "#part", LIMITS)
    assert (fetched.url, fetched.data) == (f"{site.url}/c", b"here")


@pytest.mark.parametrize("failure", [web.status(500), web.status(429, Retry_After="0"), web.reset, web.truncated(b"x")])
def test_what_passes_is_tried_again(site: Site, failure: Answer) -> None:
    assert fetch(site.give("/a", failure, web.content("fine")), LIMITS).data == b"fine"


@pytest.mark.parametrize("failure", [web.status(404), web.status(403), web.endless])
def test_what_does_not_pass_is_not(site: Site, failure: Answer) -> None:
    refused(site.give("/a", failure, web.content("too late")))
    assert len(site.asked("/a")) == 1


async def test_waits_grow_and_differ_and_a_server_may_say_how_long(site: Site) -> None:
    url = site.give("/a", web.status(500), web.status(500), web.status(503, Retry_After="30"), web.content("fine"))
    time = FakeTime()
    async with Fetcher(Limits(pause=0, tries=4), clock=time.clock, sleep=time.sleep) as fetcher:
        await fetcher.get(url)
    first, second, third, asked = time.slept
    assert 0.5 <= first <= 1 <= second <= 2 <= third <= 4
    assert third + asked == pytest.approx(30)


async def test_a_date_to_wait_for_is_read(site: Site) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    url = site.give("/a", web.status(503, Retry_After=moment))
    async with Fetcher(LIMITS) as fetcher:
        with pytest.raises(FetchError) as error:
            await fetcher.get(url)
        assert 3500 < error.value.retry_after <= 3600
        with pytest.raises(TooBusy):  # the server's wish holds for all of it, and it is not asked again
            await fetcher.get(f"{site.url}/b")
    assert site.asked("/b") == []


@pytest.mark.parametrize("nonsense", ["soon", "-5", "1e9", "Tue, 99 Foo 2019", "9" * 400])
def test_a_wait_that_makes_no_sense_breaks_nothing(site: Site, nonsense: str) -> None:
    refused(site.give("/a", web.status(503, Retry_After=nonsense)))


async def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    url = site.give("/a", web.conditional("one", '"1"'), web.conditional("one", '"1"'), web.conditional("two", '"2"'))
    async with Fetcher(LIMITS) as fetcher:
        first = await fetcher.get(url)
        assert await fetcher.get_if_changed(url, first.etag, first.last_modified) is None
        second = await fetcher.get_if_changed(url, first.etag, first.last_modified)
    assert second is not None
    assert (second.data, second.etag) == (b"two", '"2"')
    assert site.asked("/a")[1]["If-Modified-Since"] == first.last_modified


# --- robots.txt and one at a time --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (web.status(404), True),
        (web.status(403), True),
        (web.content("User-agent: *\nDisallow: /private\n", "text/plain"), True),
        (web.content("User-agent: *\nDisallow: /\n", "text/plain"), False),
        (web.content("User-agent: *\nDisallow: /\n\nUser-agent: Qala\nAllow: /\n", "text/plain"), True),
        (web.content("User-agent: qala\nDisallow: /news/\n", "text/plain"), False),
        (web.content("\ufeffUser-agent: *\r\nDisallow: /news/*.html$\r\n", "text/plain"), False),
        (web.content(bytes(range(256)) * 10, "text/plain"), True),
        (web.content("<!doctype html><html>Disallow: / everywhere</html>"), True),
        (web.content("", "text/plain"), True),
        (web.redirect("/robots2.txt"), False),
        (web.redirect("/robots.txt"), None),
        (web.status(500), None),
        (web.status(429), None),
        (web.silent, None),
        (web.reset, None),
    ],
)
def test_a_site_says_what_may_be_fetched(site: Site, robots: Answer, allowed: bool | None) -> None:
    """None: it cannot say now."""
    site.give("/robots.txt", robots)
    site.give("/robots2.txt", web.content("User-agent: *\nDisallow: /news\n", "text/plain"))
    url = site.give("/news/a.html", web.content("x"))
    if allowed:
        assert fetch(url, LIMITS).data == b"x"
    else:
        said = refused(url, QUICK if robots in SLOW else LIMITS)
        assert said.startswith("not now: its robots.txt: " if allowed is None else "the site's robots.txt forbids it")
        assert site.asked("/news/a.html") == []


def test_a_redirect_is_no_way_around_robots_txt(site: Site) -> None:
    with serve_site() as other:
        other.give("/robots.txt", web.content("User-agent: *\nDisallow: /"))
        target = other.give("/b", web.content("forbidden"))
        with pytest.raises(FetchError, match="forbids"):
            fetch(site.give("/a", web.redirect(target)), LIMITS)
        assert other.asked("/b") == []


async def test_robots_txt_is_asked_once_an_hour_and_a_failure_sooner_forgotten(site: Site) -> None:
    site.give("/robots.txt", web.status(500), web.status(500), web.content(""))
    url = site.give("/a", web.content("x"))
    time = FakeTime()
    async with Fetcher(Limits(pause=0, tries=2), clock=time.clock, sleep=time.sleep) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match="not now") as error:
                await fetcher.get(url)
            assert error.value.retry_after == pytest.approx(300)
        assert len(site.asked("/robots.txt")) == 2  # the second try of one fetch
        time.now += 301
        await asyncio.gather(*(fetcher.get(url) for _ in range(5)))
        assert len(site.asked("/robots.txt")) == 3
        time.now += 3601
        await fetcher.get(url)
        assert len(site.asked("/robots.txt")) == 4


async def test_a_host_gets_its_pause_or_the_one_that_it_asks_for(site: Site) -> None:
    url = site.give("/a", web.content("x"))
    for robots, pause in (("", 2.0), ("User-agent: *\nCrawl-delay: 7", 7.0), ("User-agent: *\nCrawl-delay: 1", 2.0)):
        site.give("/robots.txt", web.content(robots))
        time = FakeTime()
        async with Fetcher(Limits(pause=2), clock=time.clock, sleep=time.sleep) as fetcher:
            await asyncio.gather(*(fetcher.get(url) for _ in range(3)))
        assert time.slept == [2.0, pause, pause]  # the first after robots.txt itself


async def test_a_pause_that_is_too_long_is_left_to_the_caller(site: Site) -> None:
    site.give("/robots.txt", web.content("User-agent: *\nCrawl-delay: 600"))
    url = site.give("/a", web.content("x"))
    async with Fetcher(LIMITS) as fetcher:
        await fetcher.get(url)
        with pytest.raises(TooBusy) as error:
            await fetcher.get(url)
    assert 590 < error.value.retry_after <= 600
    assert len(site.asked("/a")) == 1


async def test_one_request_at_a_time_per_host_and_hosts_beside_each_other(site: Site) -> None:
    met = []

    def meets(handler: web.Handler) -> None:
        """Waits until both hosts are asked."""
        met.append(handler.path)
        for _ in range(100):
            if len(set(met)) == 2 or handler.site.ended.wait(0.01):
                break
        handler.reply(200, str(len(set(met))).encode())

    with serve_site() as other:
        urls = [site.give("/a", meets)] * 3 + [other.give("/b", meets)] * 3
        async with Fetcher(Limits(pause=0)) as fetcher:
            found = await asyncio.gather(*(fetcher.get(url) for url in urls))
        assert {one.data for one in found} == {b"2"}
        assert (site.most_at_once, other.most_at_once) == (1, 1)
