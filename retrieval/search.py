"""The searcher: one open index and one encoder; a question in, a reply out."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from threadpoolctl import threadpool_limits

from index.article import Article
from index.build import check_same_model
from index.encoder import Encoder
from index.sentence_table import Passage
from index.statement_table import KnownSpeaker
from index.stem import terms
from index.store import Store
from index.upkeep import settle
from index.vectors import VectorSearch, open_vectors
from retrieval.alerts import Batch, News, Want, Wanted, new_answers, read_batch, sure, unranked, wanted
from retrieval.answer import Answer, Reply, locate, slice_answer, slices
from retrieval.candidates import Candidate, Encoding, find_candidates
from retrieval.follow_up import completed, may_follow_up
from retrieval.names import Names
from retrieval.offers import of_anybody, speakers_on, topics_of
from retrieval.question import Known, Question, parse_question, question_text
from retrieval.ranking import confidence, rank, threshold
from retrieval.selection import Ranked, select
from retrieval.stages import EVERYTHING, Stages
from retrieval.within import Within, within

# How much of the topic what others said must hold to be shown beside "nothing found", and how many of each.
_OF_TOPIC, _BESIDE = 0.5, 2
# How many names are suggested, and how many topics.
_SUGGESTED, _TOPICS = 3, 4


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the question as it was understood, the confidence, and the best sentences."""

    question: Question
    confidence: float
    ranked: tuple[Ranked, ...]


class Searcher:
    """Answers questions from one index; safe to call from several threads.

    Each call sees one generation of the index, the newest: what another process adds or removes is there, or gone,
    with the next question.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        vectors: VectorSearch | None = None,
        load: Callable[[str], Encoder] | None = None,
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._load_encoder = load
        self._stages = EVERYTHING
        self._lock = threading.Lock()
        # A question's products of vectors are small: a second thread for them only spins. With it the processors spend
        # twice as long on a question (88 instead of 46 ms at half a million sentences).
        threadpool_limits(1, user_api="blas")
        self._encoding = ThreadPoolExecutor(thread_name_prefix="encode")
        with store.snapshot():
            self._vectors = vectors or open_vectors(store)
            self._load()

    @classmethod
    def open(cls, folder: Path, encoder: Encoder, load: Callable[[str], Encoder] | None = None) -> "Searcher":
        """Open the index in `folder`; StoreError where it is missing, ModelMismatch if of another model.

        `load` gives the encoder of a model by its name, should the index be given another one while it is open.
        """
        store = Store.open(folder)
        try:
            check_same_model(store.model, encoder, folder)
            with store.snapshot():
                vectors = open_vectors(store)
                settled = vectors.kept and store.speakers_are_registered
            by_now_kept = not settled and settle(folder)
            return cls(store, encoder, None if by_now_kept else vectors, load)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the index."""
        self._encoding.shutdown()
        with self._lock:
            self._store.close()

    def with_stages(self, stages: Stages) -> "Searcher":
        """The same searcher with some stages left out."""
        other = copy(self)
        other._stages = stages
        return other

    def ask(self, question: str, top: int = 5, today: date | None = None, after: str | None = None) -> Reply:
        """The best `top` answers; QuestionError for an empty or too long question. أمس is the day before `today`.

        `after`: the question before, on which this one may lean (وعن سوريا؟); the reply's is then the whole question.
        """
        question = self._whole(question, after, today)
        with self._asking(question) as query:
            found = self._find(self._parse(question, today), query, top)
            if self._stages.refuse and found.confidence < threshold():
                return self._refusal(question, found, query)
            near = self._near(found.question)
        return Reply(question=question, answers=_answers(found.ranked), confidence=found.confidence, near=near)

    def find(self, question: str, top: int = 5, today: date | None = None) -> Found:
        """The best `top` sentences with their scores, each text once; only the asked speaker's, where one is."""
        with self._asking(question) as query:
            return self._find(self._parse(question, today), query, top)

    def candidates(self, question: str) -> tuple[Question, list[Candidate]]:
        """The question as it is understood, and the sentences worth ranking."""
        with self._asking(question) as query:
            parsed = self._parse(question, None)
            return parsed, self._candidates(parsed, query, within(parsed, self._store, self._stages))

    def _load(self) -> None:
        """Take in the index as it is now."""
        model = self._store.model
        if model is not None and model.fingerprint != self._encoder.fingerprint:
            if self._load_encoder is not None:
                self._encoder = self._load_encoder(model.name)
            check_same_model(model, self._encoder, self._store.folder)
        if self._vectors.fingerprint != (model.fingerprint if model else None):
            self._vectors = open_vectors(self._store)
        self._vectors.follow(self._store)
        self._generation = self._store.generation
        self._topics_of: dict[frozenset[int], tuple[str, ...]] = {}
        self._known = Known(Names(self._store.aliases()), self._store.bearers, self._store.outlets())

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One reader at a time, and nothing changes meanwhile: a build may change speakers' numbers."""
        with self._lock, self._store.snapshot():
            if self._store.generation != self._generation:
                self._load()
            yield

    @contextmanager
    def _asking(self, question: str) -> Iterator[Encoding]:
        """As `_reading`; gives the question as vectors of the index's model.

        It is encoded meanwhile: that takes half of a question's time, and all but the nearest vectors can be looked for
        without. It is encoded again where the model has just changed.
        """
        encoder, text = self._encoder, question_text(question)
        begun = self._encoding.submit(encoder.encode_queries, [text])
        with self._reading():
            yield begun.result if self._encoder is encoder else lambda: self._encoder.encode_queries([text])

    def _whole(self, question: str, after: str | None, today: date | None) -> str:
        """The question, with what it takes over from the one before."""
        if after is None or not may_follow_up(question):
            return question
        with self._reading():
            return completed(question, after, self._known, today or date.today()) or question

    def _parse(self, question: str, today: date | None) -> Question:
        return parse_question(question, self._known, today or date.today())

    def _candidates(self, question: Question, query: Encoding, space: Within) -> list[Candidate]:
        return find_candidates(question, query, self._store, self._vectors, space, self._stages)

    def _find(self, question: Question, query: Encoding, top: int, whoever: bool = False) -> Found:
        space = within(question, self._store, self._stages, whoever)
        candidates = self._candidates(question, query, space)
        again = self._stages.coverage or self._stages.late
        best = rank(question, candidates) if again else [(one, one.first) for one in candidates]
        ranked = select(best, top, self._store, space.spoken)
        return Found(question, confidence(question, [one for one, _ in best]), tuple(ranked))

    def _refusal(self, question: str, found: Found, query: Encoding) -> Reply:
        """No answer; of a speaker who was asked for what else there is, and what others said about it."""
        parsed = found.question
        if parsed.asked is None and parsed.unknown is None:
            return Reply(question=question, confidence=found.confidence)
        asked = parsed.asked.speakers if parsed.asked else frozenset()
        names = self._store.speaker_names(asked)
        spoken = self._store.sentences_spoken_by(asked)
        anytime = replace(parsed, period=None, outlets=None)
        of_asked = found if parsed == anytime else self._find(anytime, query, _BESIDE)
        own = [one for one in of_asked.ranked if one.candidate.features.spoken]
        about = of_anybody(parsed)
        others = [
            one
            for one in self._find(about, query, 4 * _BESIDE, whoever=True).ranked
            if one.candidate.features.covered >= _OF_TOPIC
            and one.candidate.passage.number not in spoken
            and any(statement.speaker for statement in one.statements)
        ]
        return Reply(
            question=question,
            confidence=found.confidence,
            asked=names[0] if len(names) == 1 else parsed.asked_words,
            asked_otherwise=_answers(own[:_BESIDE]),
            others=_answers(others[:_BESIDE]),
            near=self._near(parsed),
            topics=self._topics(parsed, spoken),
            speakers=tuple(speakers_on(about, others, self._store, asked)[:_SUGGESTED]),
        )

    def _topics(self, question: Question, spoken: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
        """What else the asked speaker spoke about; looked for once as long as the index stays."""
        asked = question.asked.speakers if question.asked else frozenset()
        if asked not in self._topics_of:
            self._topics_of[asked] = topics_of(spoken, self._store)
        already = {stem for word in question.topic for stem in word}
        return tuple(one for one in self._topics_of[asked] if already.isdisjoint(terms(one)))[:_TOPICS]

    def _near(self, question: Question) -> tuple[str, ...]:
        """The names of those whom a name may mean that nobody bears, the most alike first, then who said most."""
        alike = self._known.names.near(question.unknown_name) if question.unknown_name else {}
        names = self._store.names_of(alike)
        best = sorted(names, key=lambda number: -round(alike[number], 1))
        return tuple(dict.fromkeys(names[number] for number in best))[:_SUGGESTED]

    def newest(self) -> int:
        """A number that grows with every sentence that comes: where `matches` goes on from."""
        with self._reading():
            return self._store.newest_sentence

    def matches(self, wants: Sequence[Want], since: int, top: int = 20) -> News:
        """What has come after the sentence `since`, as `newest` or earlier news gave it, for each of these wants.

        The news of many sentences come in parts: more is there as long as `until` is below `newest`. An index that was
        made anew has no news.
        """
        with self._reading():
            batch = read_batch(self._store, since)
        found = {want: self._matches(want, batch, top) for want in dict.fromkeys(wants)}
        return News(batch.until, tuple(found[want] for want in wants))

    def _matches(self, want: Want, batch: Batch, top: int) -> tuple[Answer, ...]:
        with self._reading():
            one = wanted(want, batch, self._known, self._store)
        if one is None:
            return ()
        if want.topic is None:
            with self._reading():
                best = unranked(list(self._store.passages(list(one.spoken)).values()))
                return self._new(best, one, batch, top)
        with self._asking(one.question.text) as query:
            space = Within(one.spoken, (), one.spoken if want.speaker else None)
            best = rank(one.question, sure(one.question, self._candidates(one.question, query, space)))
            return self._new(best, one, batch, top)

    def _new(self, best: Sequence[tuple[Candidate, float]], one: Wanted, batch: Batch, top: int) -> tuple[Answer, ...]:
        spoken = one.spoken if one.question.asked else None
        return _answers(new_answers(select(best, top, self._store, spoken), batch, self._store))

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

    def speakers(self) -> list[KnownSpeaker]:
        """All the speakers that the index knows, those who said most first."""
        with self._reading():
            return self._store.speakers()

    def names(self, speakers: Collection[int]) -> list[str]:
        """The names of these speakers, by their numbers, those who said most first."""
        with self._reading():
            return self._store.speaker_names(speakers)

    def counts(self) -> tuple[int, int]:
        """(articles, sentences) of the index."""
        with self._reading():
            return self._store.counts()


def _answers(ranked: Sequence[Ranked]) -> tuple[Answer, ...]:
    return tuple(
        slice_answer(one.article, one.start, one.end, one.score, one.statements, [locate(*p) for p in one.repeats])
        for one in ranked
    )
