"""Answers: spans of stored articles, with their source; an abstention is an answer too."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from index.article import Article
from index.statement import Kind, Statement
from index.store import Store


class Source(BaseModel):
    """Where something stands: `source_text[start:end]` of an article, and what is known of that article."""

    model_config = ConfigDict(frozen=True)

    article: str
    start: int
    end: int
    title: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    url: str | None = None


class Answer(Source):
    """A stretch of an article that answers: `text` is `source_text[start:end]`, word for word.

    `repeats` are the places in other articles that say the same, the earliest first.
    """

    text: str
    speaker: str | None = None
    kind: Kind | None = None
    score: float
    repeats: tuple[Source, ...] = ()


class Reply(BaseModel):
    """The answers to a question, best first; none of them is an honest "I found nothing".

    `question` is the question as it was asked; where it follows up another, the whole question that it stands for.
    `confidence`, from 0 to 1, is how likely the first one answers; it is given for an abstention, too. Where
    nothing was found of the speaker who was `asked` for, `asked_otherwise` is what that speaker did say, nearest to
    the question first, and `others` what other people said about it: neither answers the question. `near` are known
    speakers whose name is nearly the one that is asked for, most alike first, where nobody bears that: none of them
    is answered for. `topics` are what the asked speaker did speak about, as short phrases that stand after عن, and
    `speakers` who spoke about the topic: a question after either is answered.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    answers: tuple[Answer, ...] = ()
    confidence: float | None = None
    asked: str | None = None
    asked_otherwise: tuple[Answer, ...] = ()
    others: tuple[Answer, ...] = ()
    near: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


def slice_answer(
    article: Article,
    start: int,
    end: int,
    score: float,
    statements: Sequence[Statement] = (),
    repeats: Sequence[Source] = (),
    names: Mapping[str, str] | None = None,
) -> Answer:
    """The answer that is [start, end) of the article: the one place where an answer's text is made.

    `statements` are the article's; where all that stand in the span are one speaker's, it is theirs. `names`: how
    speakers are shown whom the article spells otherwise.
    """
    spoken = [one for one in statements if one.start < end and one.end > start]
    speakers = {names.get(one.speaker, one.speaker) if names and one.speaker else one.speaker for one in spoken}
    kinds = {one.kind for one in spoken}
    alone = len(speakers) == 1
    return Answer(
        **dict(locate(article, start, end)),
        text=article.text[start:end],
        speaker=speakers.pop() if alone else None,
        kind=None if not alone else kinds.pop() if len(kinds) == 1 else "mixed",
        score=score,
        repeats=tuple(by_date(repeats)),
    )


def slices(store: Store, places: Iterable[tuple[str, int, int]]) -> list[Answer | None]:
    """What stands at each (article's id, start, end), without a speaker; None where nothing does."""
    places = list(places)
    articles = {name: store.find(name) for name in {name for name, _, _ in places}}
    found = [(articles[name], start, end) for name, start, end in places]
    return [
        slice_answer(one[1], start, end, 0.0) if one and 0 <= start < end <= len(one[1].text) else None
        for one, start, end in found
    ]


def locate(article: Article, start: int, end: int) -> Source:
    """The source that is [start, end) of the article."""
    return Source(
        article=article.id,
        start=start,
        end=end,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
    )


def by_date(sources: Iterable[Source]) -> list[Source]:
    """The earliest first; those of an unknown day last. A time without a zone is taken for UTC."""

    def key(one: Source) -> tuple[bool, datetime, str]:
        moment = one.published or datetime.min
        return one.published is None, moment if moment.tzinfo else moment.replace(tzinfo=UTC), one.article

    return sorted(sources, key=key)
