"""Candidates: the sentences worth ranking, from the dense and the lexical side, and what is known of each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial

from index.encoder import Encoded
from index.sentence_table import Passage
from index.stem import stems
from index.store import Store
from index.vectors import VectorSearch
from retrieval.coverage import coverage, near
from retrieval.number import holding
from retrieval.question import Question
from retrieval.rerank import beside, late_interaction
from retrieval.stages import EVERYTHING, Stages
from retrieval.way import spoken_so
from retrieval.within import Within

# How many sentences each side brings, and how many of them are ranked again. 60 and 100 on each side have the same
# success@1 on the seeds, news and 60 other questions, on XQuAD-R .810 and .807, .719 and .719; with 60 one more of 25
# questions without an answer is answered, and a question takes 0.7 ms less. 20, 30, 50 and 80 ranked again hold a
# square answer to the same 92 of 100 news questions and to all of the seeds'; 30 and 50 also have the same success@1 on
# XQuAD-R.
DEPTH = 60
RERANKED = 30
# Sentences that the lexical side looks through at most: each takes a microsecond. The rarest words come first; in a
# small archive all are taken, and in a large one the common words say little beside them.
_MATCHED = 20_000
# In the first stage: how much a full lexical match counts beside the cosine. 0.05, 0.1 and 0.2 bring the same answers
# among the candidates, 0 one of 100 news questions less.
_LEXICAL_FIRST = 0.1


@dataclass(frozen=True, slots=True)
class Encoding:
    """`question` will be the question's vectors; `words` encodes other words; in `threads` the encoder works."""

    question: Future[Encoded]
    words: Callable[[str], Encoded]
    threads: Executor


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a candidate, each from 0 to 1.

    `dense`: cosine with the question; `article`: of its headline with the question; `covered`: the share of the
    topic's words, by what they tell, that the sentence holds, and `around`: that it or its neighbours or its headline
    hold; `late`: late interaction, and `topic`: of the topic's own words alone, where those cannot be looked up in
    Arabic, else 1; `spoken`: whether it is a statement of one whom the question asks for; `direct`: whether it quotes
    somebody directly where somebody's words are asked for; `way`: how much it reports as the question asks (كيف رد,
    هل نفى); `number`: whether it holds a number of the kind that is asked for, else 1; `headline`: whether it is one.
    """

    dense: float
    article: float
    covered: float
    around: float
    late: float
    topic: float
    spoken: float
    direct: float
    way: float
    number: float
    headline: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, where it stands, what is known of it, the first stage's score, and where the same words stand.

    `placed`: how much of the places that the question is about stands in it or near it; None where it names none.
    `named`: how much of the name of somebody unknown who is asked for stands in the sentence itself; -1 where that
    is said by one whom the question is about: ماذا قال صلاح عن مورينيو is not what Mourinho said of him.
    """

    passage: Passage
    features: Features
    first: float
    doubles: tuple[Passage, ...] = ()
    placed: float | None = None
    named: float = 0.0


def find_candidates(
    question: Question,
    encoding: Encoding,
    store: Store,
    vectors: VectorSearch,
    space: Within,
    stages: Stages = EVERYTHING,
) -> list[Candidate]:
    """The candidates of a question, in the order of the first stage; only from `space`."""
    among = space.among
    spoken = space.preferred if space.spoken is None else space.spoken
    preferred = [n for n in space.preferred if among is None or n in among]
    search = encoding.threads.submit(_nearest, encoding.question, vectors, among, preferred) if stages.dense else None
    frequencies = store.frequencies({*question.stems, *(stem for word in question.topic for stem in word)})
    lexical = dict(store.match(_rarest(question.stems, frequencies), DEPTH, among)) if stages.lexical else {}
    _read_ahead(among if among is not None and len(among) <= DEPTH else [*lexical], encoding, store, stages)
    dense = search.result() if search else {}
    highest = max(lexical.values(), default=1.0)
    least = min(dense.values(), default=0.0)
    first = {
        n: dense.get(n, least) + _LEXICAL_FIRST * lexical.get(n, 0.0) / highest for n in dense.keys() | lexical.keys()
    }
    same = _distinct(sorted(first, key=lambda n: (-first[n], n)), store)
    passages = store.passages([n for numbers in same for n in numbers])
    chosen = [numbers[0] for numbers in same]
    inside = [passages[n] for n in chosen]
    titles = store.first_sentences({one.article for one in inside})
    articles = _around(inside, titles, store)
    query = encoding.question.result()
    tokens = store.packed_tokens(beside(inside, articles)) if stages.late else {}
    numbered = holding(question.number if stages.coverage else None, inside, store)
    late = late_interaction(query.tokens[0], inside, articles, tokens)
    alone = encoding.words(question.about).tokens[0] if question.about and stages.late else None
    topic = late_interaction(alone, inside, articles, tokens) if alone is not None else {}
    pooled = store.pooled_vectors({*chosen, *titles.values()})
    cosines = {n: float(query.pooled[0] @ one) for n, one in pooled.items()}
    direct = store.directly_quoted(chosen) if question.asked and stages.coverage else set()
    so = spoken_so(question.ways, inside, store) if stages.coverage else {}
    headlines = store.headlines(chosen) if stages.coverage else set()
    cover = partial(
        coverage, passages=inside, headlines=titles, articles=articles, frequencies=frequencies, store=store
    )
    covered, around = cover(question.topic) if stages.coverage else ({}, {})
    placed = cover(question.places)[1] if question.places and stages.coverage else {}
    named = cover(question.named)[0] if question.named and stages.coverage else {}
    of_topic = _said_by_topic(question, chosen, store) if named else set()
    return [
        Candidate(
            passages[n],
            Features(
                cosines[n],
                cosines[titles[passages[n].article]],
                covered.get(n, 0.0),
                around.get(n, 0.0),
                late.get(n, 0.0),
                topic.get(n, 1.0),
                float(n in spoken),
                float(n in direct),
                so.get(n, 0.0),
                float(n in numbered),
                float(n in headlines),
            ),
            first[n],
            tuple(passages[double] for double in doubles),
            placed.get(n),
            -1.0 if n in of_topic else named.get(n, 0.0),
        )
        for n, *doubles in same
    ]


def _nearest(
    question: Future[Encoded], vectors: VectorSearch, among: Collection[int] | None, preferred: Collection[int]
) -> dict[int, float]:
    """The sentences nearest to the question, with their cosines: of `among`, and of those preferred besides."""
    query = question.result().pooled[0]
    found = dict(vectors.search(query, DEPTH, among))
    return found | dict(vectors.search(query, DEPTH // 2, preferred)) if preferred else found


def _read_ahead(likely: Collection[int], encoding: Encoding, store: Store, stages: Stages) -> None:
    """Read these sentences, and what they are ranked by as long as the question is not encoded: the store remembers."""
    passages = store.passages(likely)
    store.stemmed(likely)
    first = [passages[n] for n in likely if n in passages][:RERANKED]
    if not stages.late or encoding.question.done():
        return
    articles = _around(first, store.first_sentences({one.article for one in first}), store)
    store.packed_tokens(beside(first, articles))
    if not encoding.question.done():
        store.stemmed(articles)


def _distinct(numbers: Sequence[int], store: Store) -> list[list[int]]:
    """The first sentences in order, those of the same words together: what fifty articles print is one candidate."""
    found: dict[str | int, list[int]] = {}
    for number, words in store.stemmed(numbers).items():
        found.setdefault(words or number, []).append(number)
    return list(found.values())[:RERANKED]


def _around(passages: Sequence[Passage], headlines: Mapping[int, int], store: Store) -> dict[int, int]:
    """The article of each of these sentences, of those near them, and of the headlines."""
    numbers = {n for one in passages for n in near(one)}
    return {n: one.article for n, one in store.passages(numbers | {*headlines.values()}).items()}


def _said_by_topic(question: Question, numbers: Collection[int], store: Store) -> set[int]:
    """Those of these sentences in which somebody speaks who is in the topic."""
    about = {stem for word in question.topic for stem in word} - {stem for word in question.named for stem in word}
    speakers = store.speakers_in(numbers).items()
    told = {n: {stem for one in names for word in one.split() for stem in stems(word)} for n, names in speakers}
    return {n for n, stems_of_names in told.items() if not about.isdisjoint(stems_of_names)}


def _rarest(stems: Sequence[str], frequencies: Mapping[str, int]) -> list[str]:
    """The rarest of the stems, as many as together stand in not too many sentences; one at least."""
    chosen: list[str] = []
    matched = 0
    for stem in sorted(stems, key=lambda one: frequencies.get(one, 0)):
        matched += frequencies.get(stem, 0)
        if chosen and matched > _MATCHED:
            break
        chosen.append(stem)
    return chosen
