"""The searcher: one open index and one encoder; a question in, a reply out."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.arabic import words
from index.article import Article
from index.build import check_same_model
from index.encoder import Encoder
from index.registry import alias
from index.statement import Statement
from index.statement_table import KnownSpeaker
from index.store import Passage, Store
from index.vectors import VectorSearch, open_vectors
from retrieval.answer import Answer, Reply, slice_answer
from retrieval.candidates import Candidate, find_candidates
from retrieval.names import Names
from retrieval.question import parse_question


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the span of its article that answers, and the statements there."""

    candidate: Candidate
    article: Article
    start: int
    end: int
    statements: tuple[Statement, ...]


def _says_nothing_of(topic: Sequence[str], candidates: Sequence[Candidate]) -> bool:
    """Whether no sentence, of the asked speaker where there is one, holds a word of the topic.

    Only told of Arabic topics: words of another language are not to be found in Arabic sentences.
    """
    arabic = bool(topic) and all("\u0600" <= word[0] <= "\u06ff" for word in topic)
    return arabic and all(candidate.lexical is None for candidate in candidates)


class Searcher:
    """Answers questions from one index; safe to call from several threads."""

    def __init__(self, store: Store, vectors: VectorSearch, encoder: Encoder) -> None:
        self._store = store
        self._vectors = vectors
        self._encoder = encoder
        self._lock = threading.Lock()
        self._names = Names(store.aliases())

    @classmethod
    def open(cls, folder: Path, encoder: Encoder) -> "Searcher":
        """Open the index in `folder`; StoreError where it is missing, ModelMismatch if of another model."""
        store = Store.open(folder)
        try:
            check_same_model(store.model, encoder, folder)
            return cls(store, open_vectors(store), encoder)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the index."""
        with self._lock:
            self._store.close()

    def ask(self, question: str, top: int = 5) -> Reply:
        """The best `top` answers; QuestionError for an empty or too long question."""
        ranked = self.rank(question, top)
        answers = [slice_answer(r.article, r.start, r.end, r.candidate.score, r.statements) for r in ranked]
        return Reply(question=question, answers=tuple(answers))

    def rank(self, question: str, top: int = 5) -> list[Ranked]:
        """The best `top` sentences with their scores, each text once; only the asked speaker's, where one is.

        Nothing where the question asks for somebody who says nothing in the whole archive.
        """
        parsed = parse_question(question, self._names)
        if parsed.unknown:
            return []
        query = self._encoder.encode_queries([parsed.text])[0]
        with self._lock:
            # For a state or an organisation others speak, its ministers and spokesmen: it restricts nothing.
            asked = parsed.asked if parsed.asked and parsed.asked.is_person else None
            spoken = self._store.sentences_spoken_by(asked.speakers) if asked else None
            candidates = find_candidates(parsed, query, self._store, self._vectors, spoken)
            if _says_nothing_of(parsed.topic, candidates):
                return []
            return self._distinct(candidates, top, spoken)

    def context(self, answer: Answer, around: int = 2) -> list[Answer]:
        """The sentences around an answer, in the article's order; the answer's own among them."""
        with self._lock:
            passages = self._store.passages_of(answer.article)
            if not passages:
                return []
            article = self._store.article(passages[0].article)
        inside = [place for place, p in enumerate(passages) if p.start < answer.end and p.end > answer.start]
        first, last = max(0, inside[0] - around), inside[-1] + around + 1
        return [slice_answer(article, p.start, p.end, 0.0) for p in passages[first:last]]

    def articles(self) -> list[Article]:
        """All articles of the index, in the order of their ids."""
        with self._lock:
            return list(self._store.articles())

    def statements(self, article_id: str) -> list[Answer]:
        """The statements of an article as answers, in order; empty where the index lacks the article."""
        with self._lock:
            found = self._store.find(article_id)
            if found is None:
                return []
            number, article = found
            statements = self._store.statements_of(number)
        return [slice_answer(article, one.start, one.end, 0.0, [one]) for one in statements]

    def speakers(self) -> list[KnownSpeaker]:
        """All the speakers that the index knows, those who said most first."""
        with self._lock:
            return self._store.speakers()

    def counts(self) -> tuple[int, int]:
        """(articles, sentences) of the index."""
        with self._lock:
            return self._store.counts()

    def _distinct(
        self, candidates: list[Candidate], top: int, spoken: Mapping[int, Sequence[str]] | None
    ) -> list[Ranked]:
        """The first `top` candidates whose words no better one has already said."""
        ranked: list[Ranked] = []
        said: set[tuple[str, ...]] = set()
        passages = self._store.passages([candidate.sentence for candidate in candidates])
        for candidate in candidates:
            if len(ranked) >= top:
                break
            if candidate.sentence not in passages:
                continue
            passage = passages[candidate.sentence]
            article = self._store.article(passage.article)
            line = tuple(words(article.text[passage.start : passage.end]))
            if line and line not in said:
                said.add(line)
                ranked.append(self._ranked(candidate, article, passage, spoken))
        return ranked

    def _ranked(
        self, candidate: Candidate, article: Article, passage: Passage, spoken: Mapping[int, Sequence[str]] | None
    ) -> Ranked:
        """The candidate with its article, narrowed to the asked speaker's statements."""
        statements = [
            one
            for one in self._store.statements_of(passage.article)
            if one.start < passage.end and one.end > passage.start
        ]
        start, end = passage.start, passage.end
        if spoken is not None:
            keys = spoken[passage.number]
            own = [one for one in statements if one.speaker and alias(one.speaker) in keys]
            if len(own) < len(statements):
                start, end = _around(own, start, end)
            statements = own
        return Ranked(candidate, article, start, end, tuple(statements))


def _around(statements: Sequence[Statement], start: int, end: int) -> tuple[int, int]:
    """The part of the sentence [start, end) that holds these statements with their reporting clauses."""
    edges = [
        edge
        for one in statements
        for span in ((one.start, one.end), one.mention, one.cue)
        if span is not None and start <= span[0] and span[1] <= end
        for edge in span
    ]
    return (min(edges), max(edges)) if edges else (start, end)
