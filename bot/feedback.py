"""Feedback: readers' votes on answers, and those votes as questions that `qala evaluate` reads."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from bot.cards import Quote, Slices, restored
from bot.memory_file import MemoryFile
from retrieval.metrics import Gold, GoldQuestion

Vote = Literal[1, -1]
_SQUARELY, _ACCEPTABLE = 2, 1


@dataclass(frozen=True, slots=True)
class Voted:
    """An answer to a question with the votes on it; nothing of who voted."""

    question: str
    quote: Quote
    ups: int
    downs: int


class Feedback:
    """The table of votes: one a user, question and answer."""

    def __init__(self, file: MemoryFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    def vote(self, user: int, question: str, quote: Quote, vote: Vote) -> None:
        """Keep a user's vote on an answer, in place of an earlier one."""
        self._file.execute(
            "INSERT OR REPLACE INTO feedback (user, question, article, start, end, vote, content, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (user, question, *quote.place, vote, quote.model_dump_json(), int(self._clock())),
        )

    def vote_of(self, user: int, question: str, quote: Quote) -> Vote | None:
        """How a user voted on an answer to a question."""
        rows = self._file.execute(
            "SELECT vote FROM feedback WHERE user = ? AND question = ? AND article = ? AND start = ? AND end = ?",
            (user, question, *quote.place),
        )
        return rows[0]["vote"] if rows else None

    def voted(self) -> list[Voted]:
        """Every answer that somebody voted on, in the order of questions and places."""
        order = "question, article, start, end, at"
        rows = self._file.execute(f"SELECT question, vote, content FROM feedback ORDER BY {order}")
        counts: dict[tuple[str, Quote], Counter[int]] = defaultdict(Counter)
        quotes: dict[tuple[str, object], Quote] = {}
        for row in rows:
            quote = Quote.model_validate_json(row["content"])
            first = quotes.setdefault((row["question"], (quote.place, quote.digest)), quote)
            counts[row["question"], first][row["vote"]] += 1
        return [Voted(question, quote, count[1], count[-1]) for (question, quote), count in counts.items()]


def gold_questions(voted: list[Voted], slices: Slices) -> Iterator[GoldQuestion]:
    """The questions to which readers found a good answer, each with those answers as its gold.

    Gold is what more readers praised than blamed; of grade 2 where nobody blamed it. Words that the index no longer has
    are left out. A question whose answers were only blamed has no known gold: it is in no file.
    """
    praised = [one for one in voted if one.ups > one.downs]
    words = restored([one.quote for one in praised], slices)
    questions: dict[str, list[tuple[Voted, Gold]]] = defaultdict(list)
    for one, answer in zip(praised, words, strict=True):
        if answer:
            grade = _ACCEPTABLE if one.downs else _SQUARELY
            questions[one.question].append((one, Gold(article=answer.article, text=answer.text, grade=grade)))
    for question, found in questions.items():
        best = max(found, key=lambda pair: (pair[1].grade, pair[0].ups))[0].quote
        number = blake2b(question.encode(), digest_size=6).hexdigest()
        gold = tuple(one for _, one in found)
        yield GoldQuestion(
            id=f"reader-{number}", question=question, kind=best.kind, style="reader", speaker=best.speaker, gold=gold
        )
