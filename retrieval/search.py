"""The searcher: one open index and one encoder; a question in, a reply out."""

import threading
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from index.arabic import words
from index.article import Article
from index.build import check_same_model
from index.encoder import Encoder
from index.registry import alias
from index.sentence_table import Passage
from index.statement import Statement
from index.statement_table import KnownSpeaker
from index.store import Store
from index.vectors import VectorSearch, open_vectors
from retrieval.answer import Answer, Reply, slice_answer
from retrieval.candidates import Candidate, find_candidates
from retrieval.names import Names
from retrieval.question import Question, parse_question
from retrieval.ranking import confidence, rank, threshold
from retrieval.stages import EVERYTHING, Stages


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the span of its article that answers, and the statements there."""

    candidate: Candidate
    score: float
    article: Article
    start: int
    end: int
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the question as it was understood, the confidence, and the best sentences."""

    question: Question
    confidence: float
    ranked: tuple[Ranked, ...]


class Searcher:
    """Answers questions from one index; safe to call from several threads."""

    def __init__(self, store: Store, vectors: VectorSearch, encoder: Encoder) -> None:
        self._store = store
        self._vectors = vectors
        self._encoder = encoder
        self._stages = EVERYTHING
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

    def with_stages(self, stages: Stages) -> "Searcher":
        """The same searcher with some stages left out."""
        other = copy(self)
        other._stages = stages
        return other

    def ask(self, question: str, top: int = 5) -> Reply:
        """The best `top` answers; QuestionError for an empty or too long question."""
        found = self.find(question, top)
        answers = [slice_answer(r.article, r.start, r.end, r.score, r.statements) for r in found.ranked]
        refused = self._stages.refuse and found.confidence < threshold()
        return Reply(question=question, answers=() if refused else tuple(answers), confidence=found.confidence)

    def find(self, question: str, top: int = 5) -> Found:
        """The best `top` sentences with their scores, each text once; only the asked speaker's, where one is."""
        parsed, candidates, only = self._search(question)
        again = self._stages.coverage or self._stages.late
        best = rank(parsed, candidates) if again else [(one, one.first) for one in candidates]
        with self._lock:
            ranked = self._distinct(best, top, only)
        return Found(parsed, confidence(parsed, [one for one, _ in best]), tuple(ranked))

    def candidates(self, question: str) -> tuple[Question, list[Candidate]]:
        """The question as it is understood, and the sentences worth ranking."""
        parsed, found, _ = self._search(question)
        return parsed, found

    def _search(self, question: str) -> tuple[Question, list[Candidate], Mapping[int, Sequence[str]] | None]:
        """(the question, its candidates, and the sentences to which an asked speaker restricts them)."""
        with self._lock:
            parsed = parse_question(question, self._names, self._store.bearers)
        query = self._encoder.encode_queries([parsed.text])
        with self._lock:
            asked = parsed.asked if self._stages.speaker else None
            spoken = self._store.sentences_spoken_by(asked.speakers) if asked else None
            only, preferred = (spoken, ()) if asked and asked.strict else (None, spoken or ())
            found = find_candidates(parsed, query, self._store, self._vectors, only, preferred, self._stages)
        return parsed, found, only

    def text(self, passage: Passage) -> tuple[str, str]:
        """(article's id, words) of a sentence."""
        with self._lock:
            article = self._store.article(passage.article)
        return article.id, article.text[passage.start : passage.end]

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

    def names(self, speakers: Collection[int]) -> list[str]:
        """The names of these speakers, by their numbers, those who said most first."""
        with self._lock:
            return self._store.speaker_names(speakers)

    def counts(self) -> tuple[int, int]:
        """(articles, sentences) of the index."""
        with self._lock:
            return self._store.counts()

    def _distinct(
        self, candidates: Sequence[tuple[Candidate, float]], top: int, spoken: Mapping[int, Sequence[str]] | None
    ) -> list[Ranked]:
        """The first `top` candidates whose words no better one has already said."""
        ranked: list[Ranked] = []
        said: set[tuple[str, ...]] = set()
        for candidate, score in candidates:
            if len(ranked) >= top:
                break
            passage = candidate.passage
            article = self._store.article(passage.article)
            line = tuple(words(article.text[passage.start : passage.end]))
            if line and line not in said:
                said.add(line)
                ranked.append(self._ranked(candidate, score, article, spoken))
        return ranked

    def _ranked(
        self, candidate: Candidate, score: float, article: Article, spoken: Mapping[int, Sequence[str]] | None
    ) -> Ranked:
        """The candidate with its article, narrowed to the asked speaker's statements."""
        passage = candidate.passage
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
        return Ranked(candidate, score, article, start, end, tuple(statements))


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
