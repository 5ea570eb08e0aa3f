"""Candidates: the sentences worth ranking, from the dense and the lexical side, with fused scores."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from index.encoder import Vectors
from index.store import Store
from index.vectors import VectorSearch

# How many sentences each side brings. Recall@10 no longer grows beyond 50 on the dev questions.
DEPTH = 100
# The weight of the lexical side's z-score beside the dense side's: `python -m benchmarks.retrieval`.
LEXICAL_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what each side says of it: cosine and BM25 (None where a side did not find it)."""

    sentence: int
    dense: float | None
    lexical: float | None
    score: float


def find_candidates(
    topic: Sequence[str],
    query: Vectors,
    store: Store,
    vectors: VectorSearch,
    among: Collection[int] | None = None,
) -> list[Candidate]:
    """The candidates of a question by its topic's stems and its vector `query` (dimension,), best first.

    `among` restricts them to these sentences: those of the speaker whom the question asks for.
    """
    dense = dict(vectors.search(query, DEPTH, among))
    lexical = dict(store.match(topic, DEPTH, among))
    return fuse(dense, lexical, LEXICAL_WEIGHT)


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float], weight: float) -> list[Candidate]:
    """Convex fusion: both sides' z-scores over all candidates, the lexical one weighted.

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
        Candidate(number, dense.get(number), lexical.get(number), by_dense[number] + weight * by_lexical[number])
        for number in numbers
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.sentence))


def _standardise(scores: Mapping[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    mean, deviation = fmean(scores.values()), pstdev(scores.values())
    return {number: (score - mean) / (deviation or 1.0) for number, score in scores.items()}
