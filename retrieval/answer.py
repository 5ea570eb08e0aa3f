"""Answers: spans of stored articles, with their source; an abstention is an answer too."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from index.article import Article
from index.statement import Kind


class Answer(BaseModel):
    """A stretch of an article that answers: `text` is `source_text[start:end]`, word for word."""

    model_config = ConfigDict(frozen=True)

    article: str
    text: str
    start: int
    end: int
    speaker: str | None = None
    kind: Kind | None = None
    title: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    url: str | None = None
    score: float


class Reply(BaseModel):
    """The answers to a question, best first; none of them is an honest "I found nothing"."""

    model_config = ConfigDict(frozen=True)

    question: str
    answers: tuple[Answer, ...] = ()


def slice_answer(article: Article, start: int, end: int, score: float) -> Answer:
    """The answer that is [start, end) of the article: the one place where an answer's text is made."""
    return Answer(
        article=article.id,
        text=article.text[start:end],
        start=start,
        end=end,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        score=score,
    )
