"""Fetched pages: which address an article is known by, and what is no page."""

import pytest

from index.errors import InputError
from index.fetch import Fetched
from index.web import read_fetched
from tests.test_page import page

CANONICAL = "https://example.org/news/7"


def fetched(url: str, canonical: str = CANONICAL, kind: str | None = "text/html") -> Fetched:
    return Fetched(url, page().replace(CANONICAL, canonical).encode(), "utf-8", kind)


@pytest.mark.parametrize(
    ("url", "canonical", "known_by"),
    [
        ("https://example.org/news/7?utm_source=rss", CANONICAL, CANONICAL),
        ("https://www.example.org/a", CANONICAL, CANONICAL),
        ("https://amp.example.org/a", CANONICAL, CANONICAL),
        ("https://example.org/news/7", "", "https://example.org/news/7"),
        ("https://example.org/news/8", "https://example.org/", "https://example.org/news/8"),
        ("https://example.org/news/8", "https://another.example/news/1", "https://example.org/news/8"),
        ("https://example.org/news/8", "https://example.org.evil.example/x", "https://example.org/news/8"),
    ],
)
def test_a_page_names_its_address_only_within_its_site(url: str, canonical: str, known_by: str) -> None:
    article = read_fetched(fetched(url, canonical), url)
    assert article.id == article.url == known_by


def test_an_article_that_leads_to_the_front_page_is_gone() -> None:
    with pytest.raises(InputError, match=r"^https://example\.org/news/8: leads to the front page"):
        read_fetched(fetched("https://example.org/"), "https://example.org/news/8")
    assert read_fetched(fetched("https://example.org/"), "https://example.org").text


@pytest.mark.parametrize(("kind", "taken"), [(None, True), ("text/plain", True), ("application/pdf", False)])
def test_what_the_server_calls_no_page_is_none(kind: str | None, taken: bool) -> None:
    url = "https://example.org/news/8"
    if taken:
        assert read_fetched(fetched(url, kind=kind), url).text
    else:
        with pytest.raises(InputError, match=rf"^{url}: application/pdf, not a web page"):
            read_fetched(fetched(url, kind=kind), url)
