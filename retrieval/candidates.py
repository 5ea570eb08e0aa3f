"""Candidates: the sentences worth ranking, from the dense and the lexical side, with fused scores."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from index.encoder import Vectors
from index.stem import stems
from index.store import Store
from index.vectors import VectorSearch
from retrieval.question import Question

# How many sentences each side brings. Recall@10 no longer grows beyond 50 on the dev questions.
DEPTH = 100
# The weights of the lexical side's z-score and of the covered share of the topic beside the dense side's
# z-score: `python -m benchmarks.retrieval`; each was chosen on the seeds and the news questions together.
LEXICAL_WEIGHT = 0.3
COVERAGE_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what is known of it: cosine and BM25 (None where a side did not find it), and the
    share of the topic's words that it holds."""

    sentence: int
    dense: float | None
    lexical: float | None
    coverage: float
    score: float


def find_candidates(
    question: Question, query: Vectors, store: Store, vectors: VectorSearch, among: Collection[int] | None = None
) -> list[Candidate]:
    """The candidates of a question whose vector is `query` (dimension,), best first.

    `among` restricts them to these sentences: those of the speaker whom the question asks for.
    """
    dense = dict(vectors.search(query, DEPTH, among))
    lexical = dict(store.match(question.stems, DEPTH, among))
    coverage = _coverage(question.topic, dense.keys() | lexical.keys(), store)
    return fuse(dense, lexical, coverage)


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float], coverage: Mapping[int, float]) -> list[Candidate]:
    """Convex fusion: both sides' z-scores over all candidates, and the coverage, each with its weight.

    A sentence that the dense side did not find counts there as its least cosine; one that the lexical
    side did not find has no word in common with the question, which is a score of 0.

    After Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023), which
    finds it better than reciprocal rank fusion; so it is here.
    """
    numbers = dense.keys() | lexical.keys()
    least = min(dense.values(), default=0.0)
    by_dense = _standardise({number: dense.get(number, least) for number in numbers})
    by_lexical = _standardise({number: lexical.get(number, 0.0) for number in numbers})
    candidates = [
        Candidate(
            number,
            dense.get(number),
            lexical.get(number),
            coverage.get(number, 0.0),
            by_dense[number] + LEXICAL_WEIGHT * by_lexical[number] + COVERAGE_WEIGHT * coverage.get(number, 0.0),
        )
        for number in numbers
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.sentence))


def _coverage(topic: Sequence[str], numbers: Collection[int], store: Store) -> dict[int, float]:
    """The share of the topic's words that each of these sentences holds, where it holds any."""
    found: dict[int, float] = {}
    for word in topic:
        for number, _ in store.match(stems(word), len(numbers), numbers):
            found[number] = found.get(number, 0.0) + 1 / len(topic)
    return found


def _standardise(scores: Mapping[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    mean, deviation = fmean(scores.values()), pstdev(scores.values())
    return {number: (score - mean) / (deviation or 1.0) for number, score in scores.items()}
