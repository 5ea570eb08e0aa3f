"""Answers: spans of stored articles, with their source; an abstention is an answer too."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from index.article import Article
from index.statement import Kind, Statement


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
    """The answers to a question, best first; none of them is an honest "I found nothing".

    `confidence`, from 0 to 1, is how likely the first one answers; it is given for an abstention, too.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    answers: tuple[Answer, ...] = ()
    confidence: float | None = None


def slice_answer(article: Article, start: int, end: int, score: float, statements: Sequence[Statement] = ()) -> Answer:
    """The answer that is [start, end) of the article: the one place where an answer's text is made.

    `statements` are the article's; where all that stand in the span are one speaker's, it is theirs.
    """
    spoken = [one for one in statements if one.start < end and one.end > start]
    speakers, kinds = {one.speaker for one in spoken}, {one.kind for one in spoken}
    alone = len(speakers) == 1
    return Answer(
        article=article.id,
        text=article.text[start:end],
        start=start,
        end=end,
        speaker=speakers.pop() if alone else None,
        kind=None if not alone else kinds.pop() if len(kinds) == 1 else "mixed",
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        score=score,
    )
