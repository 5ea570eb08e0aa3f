"""Cards: what a message with buttons shows, so that its buttons still work after a restart.

A card holds places in articles, never their words: those are sliced anew from the index each time they are shown, and
what has left the index meanwhile is no longer shown.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.memory_file import MemoryFile
from index.arabic import is_arabic
from index.statement import Kind
from retrieval.answer import Answer, Reply, Source
from retrieval.wording import asking, asking_also

# How long the buttons of a message work, in seconds.
LIFETIME = 7 * 24 * 3600

Place = tuple[str, int, int]  # article's id, start, end
# What stands in the index at places, as `Searcher.slices`.
Slices = Callable[[Sequence[Place]], list[Answer | None]]


class Quote(BaseModel):
    """An answer as it was shown: where it stands, whose it is, and a digest of its words."""

    model_config = ConfigDict(frozen=True)

    place: Place
    speaker: str | None
    kind: Kind | None
    digest: str
    repeats: tuple[Place, ...] = ()


class Offer(BaseModel):
    """What a reader may ask instead: a speaker of nearly the same name, another topic, another speaker."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["near", "topic", "speaker"]
    name: str
    question: str
    after: str | None = None


class Card(BaseModel):
    """One reply: what was written, what was asked by it, and what was shown."""

    model_config = ConfigDict(frozen=True)

    written: str
    after: str | None = None
    question: str
    quotes: tuple[Quote, ...] = ()
    offers: tuple[Offer, ...] = ()


def card_of(reply: Reply, written: str, after: str | None = None) -> Card:
    """The card of a reply to what a reader wrote, after an earlier question."""
    quotes = tuple(quote_of(one) for one in reply.answers)
    return Card(written=written, after=after, question=reply.question, quotes=quotes, offers=tuple(_offers(reply)))


def quote_of(answer: Answer) -> Quote:
    """What is kept of an answer that is shown."""
    return Quote(
        place=(answer.article, answer.start, answer.end),
        speaker=answer.speaker,
        kind=answer.kind,
        digest=digest(answer.text),
        repeats=tuple((other.article, other.start, other.end) for other in answer.repeats),
    )


def restored(quotes: Sequence[Quote], slices: Slices) -> list[Answer | None]:
    """The answers behind quotes, with their words as the index has them; None where it has those no longer."""
    sliced = iter(slices([place for quote in quotes for place in (quote.place, *quote.repeats)]))
    found: list[Answer | None] = []
    for quote in quotes:
        answer = next(sliced)
        repeats = [one for one in (next(sliced) for _ in quote.repeats) if one]
        if answer and digest(answer.text) == quote.digest:
            sources = tuple(Source(**one.model_dump(include=set(Source.model_fields))) for one in repeats)
            known = {"speaker": quote.speaker, "kind": quote.kind, "repeats": sources}
            found.append(answer.model_copy(update=known))
        else:
            found.append(None)
    return found


def digest(words: str) -> str:
    """What tells these words from others."""
    return hashlib.blake2b(words.encode("utf8", "surrogatepass"), digest_size=8).hexdigest()


class Cards:
    """The table of cards, by the messages that they belong to."""

    def __init__(self, file: MemoryFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    def keep(self, chat: int, message: int, card: Card, *, user: int, asked_in: int | None = None) -> None:
        """Keep what the bot's message shows, in place of what it showed before; `asked_in` is the user's message that
        it answers, None where that is as before."""
        self._file.execute(
            "INSERT INTO card (chat, message, user, asked_in, content, at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (chat, message) DO UPDATE SET user = excluded.user, content = excluded.content,"
            " at = excluded.at, asked_in = coalesce(excluded.asked_in, asked_in)",
            (chat, message, user, asked_in, card.model_dump_json(), int(self._clock())),
        )

    def shown_in(self, chat: int, message: int) -> Card | None:
        """The card of one of the bot's messages; None where there is none, or none any more."""
        found = self._found("message = ? AND at > ?", chat, message, self._clock() - LIFETIME)
        return found[1] if found else None

    def answering(self, chat: int, asked_in: int, within: float) -> tuple[int, Card] | None:
        """(the bot's message, its card) that answered a user's message at most so many seconds ago."""
        return self._found("asked_in = ? AND at > ? ORDER BY message DESC", chat, asked_in, self._clock() - within)

    def expire(self) -> None:
        """Delete the cards whose buttons no longer work."""
        self._file.execute("DELETE FROM card WHERE at <= ?", (self._clock() - LIFETIME,))

    def _found(self, condition: str, *values: float) -> tuple[int, Card] | None:
        rows = self._file.execute(f"SELECT message, content FROM card WHERE chat = ? AND {condition} LIMIT 1", values)
        try:
            return next(((row["message"], Card.model_validate_json(row["content"])) for row in rows), None)
        except ValidationError:  # of another version
            return None


def _offers(reply: Reply) -> Iterator[Offer]:
    """What can be asked instead of a question that nothing answers."""
    if reply.answers:
        return
    for name in reply.near:
        yield _of_another(name, "near", reply)
    for topic in reply.topics:
        yield Offer(kind="topic", name=topic, question=asking(reply.asked or "", topic))
    for name in reply.speakers:
        if name not in reply.near:
            yield _of_another(name, "speaker", reply)


def _of_another(name: str, kind: Literal["near", "speaker"], reply: Reply) -> Offer:
    """The same question about another speaker: in its own words, where they hold the asked name as it is known and can
    hold the other one, because an Arabic name is not read within another language; else as what follows it up, which
    keeps its topic."""
    readable = is_arabic(reply.question) or not is_arabic(name)
    if reply.asked and reply.asked in reply.question and readable:
        return Offer(kind=kind, name=name, question=reply.question.replace(reply.asked, name, 1))
    return Offer(kind=kind, name=name, question=asking_also(name), after=reply.question)
