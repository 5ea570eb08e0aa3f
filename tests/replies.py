"""Answers and the messages that the bot makes of them, for tests."""

from datetime import UTC, datetime

from bot.catalogue import LANGUAGES, Texts, texts_for
from bot.messages import answer_pages
from retrieval.answer import Answer
from tests.telegram_html import parse_html

ARABIC = texts_for("ar")
TEXTS = [texts_for(language) for language in LANGUAGES]

QUOTE = Answer(
    article="a1",
    text="لن نقبل بأقل من وقف كامل لإطلاق النار",
    start=0,
    end=37,
    speaker="سيرغي لافروف",
    kind="direct",
    title="الوزير: لا حل في 2016 بلا RT",
    outlet="RT Arabic",
    published=datetime(2016, 11, 18, 22, 5, tzinfo=UTC),
    url="https://news.example/a?id=1&page=2",
    score=0.9,
)
PARAPHRASE = QUOTE.model_copy(update={"speaker": "John Kerry", "kind": "indirect", "title": "خبر", "url": None})
BARE = Answer(
    article="000_a.txt",
    text="نفى الوزير الخبر",
    start=0,
    end=16,
    speaker=None,
    kind=None,
    title=None,
    outlet=None,
    published=None,
    url=None,
    score=0.5,
)


def messages(*answers: Answer, texts: Texts = ARABIC) -> list[str]:
    return [page.html for page in answer_pages(answers, texts, 5)]


def blockquotes(message: str) -> list[str]:
    return [entity.text for entity in parse_html(message).entities if entity.kind == "blockquote"]
