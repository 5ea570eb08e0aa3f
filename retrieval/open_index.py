"""An open index as questions and readers see it: always the newest generation, one reader at a time."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Self

from threadpoolctl import threadpool_limits

from index.article import Article
from index.article_table import KnownOutlet
from index.build import check_same_model
from index.encoder import Encoded, Encoder
from index.sentence_table import Passage
from index.statement_table import KnownSpeaker
from index.store import Store
from index.upkeep import settle
from index.vectors import VectorSearch, open_vectors
from retrieval.answer import Answer, slice_answer, slices
from retrieval.candidates import Encoding
from retrieval.heard import heard
from retrieval.names import Names
from retrieval.office import who_bears
from retrieval.question import Known, question_text


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much an index holds, and when the newest of its articles came out."""

    articles: int
    sentences: int
    statements: int
    speakers: int
    outlets: int
    newest: datetime | None


class OpenIndex:
    """One index and one encoder; safe to use from several threads.

    Each call sees one generation of the index, the newest: what another process adds or removes is there, or gone,
    with the next one.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder | Future[Encoder],
        vectors: VectorSearch | None = None,
        load: Callable[[str], Encoder] | None = None,
    ) -> None:
        self._store = store
        self._load_encoder = load
        self._lock = threading.Lock()
        # A question's products of vectors are small: a second thread for them only spins. With it the processors spend
        # twice as long on a question (88 instead of 46 ms at half a million sentences).
        threadpool_limits(1, user_api="blas")
        self._threads = ThreadPoolExecutor(thread_name_prefix="encode")
        with store.snapshot():
            self._vectors = vectors or open_vectors(store)
            self._read()
            self._encoder = encoder.result() if isinstance(encoder, Future) else encoder
            check_same_model(store.model, self._encoder, store.folder)
            self._follow()

    @classmethod
    def open(
        cls, folder: Path, encoder: Encoder | Future[Encoder], load: Callable[[str], Encoder] | None = None
    ) -> Self:
        """Open the index in `folder`; StoreError where it is missing, ModelMismatch if of another model.

        An encoder that is still being loaded is waited for when all else is there. `load` gives the encoder of a model
        by its name, should the index be given another one while it is open.
        """
        store = Store.open(folder)
        try:
            with store.snapshot():
                vectors = open_vectors(store)
                settled = vectors.kept and store.speakers_are_registered
            by_now_kept = not settled and settle(folder)
            return cls(store, encoder, None if by_now_kept else vectors, load)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the index, when the question that is being answered has been."""
        with self._lock:
            self._threads.shutdown()
            self._store.close()

    def _follow(self) -> None:
        """Take in the model and the vectors of the index as they are now."""
        model = self._store.model
        if model is not None and model.fingerprint != self._encoder.fingerprint:
            if self._load_encoder is not None:
                self._encoder = self._load_encoder(model.name)
            check_same_model(model, self._encoder, self._store.folder)
        if self._vectors.fingerprint != (model.fingerprint if model else None):
            self._vectors = open_vectors(self._store)
        self._vectors.follow(self._store)

    def _read(self) -> None:
        """Take in what a question is read by, as it is now."""
        self._generation = self._store.generation
        bearers = lru_cache(1024)(partial(who_bears, store=self._store))  # slow where nobody bears a title
        spelled = lru_cache(1024)(partial(heard, store=self._store))
        self._known = Known(Names(self._store.aliases()), bearers, self._store.outlets(), spelled)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One reader at a time, and nothing changes meanwhile: a build may change speakers' numbers."""
        with self._lock, self._store.snapshot():
            if self._store.generation != self._generation:
                self._follow()
                self._read()
            yield

    @contextmanager
    def _asking(self, question: str) -> Iterator[Encoding]:
        """As `_reading`; gives the question as vectors of the index's model.

        It is encoded meanwhile: that takes half of a question's time, and all but the nearest vectors can be looked for
        without. It is encoded again where the model has just changed.
        """
        encoder, text = self._encoder, question_text(question)
        begun = self._encode(encoder, text)
        with self._reading():
            now = self._encoder
            yield Encoding(
                begun if now is encoder else self._encode(now, text),
                lambda words: now.encode_queries([words]),
                self._threads,
            )

    def _encode(self, encoder: Encoder, text: str) -> Future[Encoded]:
        """The question's vectors, made in another thread, once that has begun: else what is done meanwhile would keep
        the interpreter to itself for a millisecond first."""
        begun = threading.Event()

        def encode() -> Encoded:
            begun.set()
            return encoder.encode_queries([text])

        vectors = self._threads.submit(encode)
        begun.wait()
        return vectors

    def text(self, passage: Passage) -> tuple[str, str]:
        """(article's id, words) of a sentence."""
        with self._reading():
            article = self._store.article(passage.article)
        return article.id, article.text[passage.start : passage.end]

    def slices(self, places: Sequence[tuple[str, int, int]]) -> list[Answer | None]:
        """What stands now at each (article's id, start, end), without a speaker; None where nothing does any more."""
        with self._reading():
            return slices(self._store, places)

    def context(self, answer: Answer, around: int = 2) -> list[Answer]:
        """The sentences around an answer, in the article's order, the answer's own among them; empty where the index
        lacks the article, or such sentences."""
        with self._reading():
            passages = self._store.passages_of(answer.article)
            if not passages:
                return []
            article = self._store.article(passages[0].article)
        inside = [place for place, p in enumerate(passages) if p.start < answer.end and p.end > answer.start]
        if not inside:
            return []
        first, last = max(0, inside[0] - around), inside[-1] + around + 1
        return [slice_answer(article, p.start, p.end, 0.0) for p in passages[first:last]]

    def articles(self) -> list[Article]:
        """All articles of the index, in the order of their ids."""
        with self._reading():
            return list(self._store.articles())

    def statements(self, article_id: str) -> list[Answer]:
        """The statements of an article as answers, in order; empty where the index lacks the article."""
        with self._reading():
            found = self._store.find(article_id)
            if found is None:
                return []
            number, article = found
            statements = self._store.statements_of(number)
        return [slice_answer(article, one.start, one.end, 0.0, [one]) for one in statements]

    def speakers(self, limit: int = -1, skip: int = 0, named: str = "") -> list[KnownSpeaker]:
        """The speakers that the index knows, those who said most first; so many, after the first ones; with `named`
        those of whose names one holds this."""
        with self._reading():
            return self._store.speakers(limit, skip, named)

    def outlets(self, limit: int = -1, skip: int = 0) -> list[KnownOutlet]:
        """The outlets that the index knows, those of most articles first; so many, after the first ones."""
        with self._reading():
            return self._store.known_outlets(limit, skip)

    def statistics(self) -> Statistics:
        """How much the index holds, and of what day."""
        with self._reading():
            articles, sentences = self._store.counts()
            statements, speakers = self._store.count_statements()
            outlets = len(self._store.outlets())
            return Statistics(articles, sentences, statements, speakers, outlets, self._store.newest_article)

    def names(self, speakers: Collection[int]) -> list[str]:
        """The names of these speakers, by their numbers, those who said most first."""
        with self._reading():
            return self._store.speaker_names(speakers)

    def counts(self) -> tuple[int, int]:
        """(articles, sentences) of the index."""
        with self._reading():
            return self._store.counts()
