"""Candidates: the sentences worth ranking, from the dense and the lexical side, with fused scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev

from index.encoder import Vectors
from index.store import Store
from index.vectors import VectorSearch
from retrieval.question import Question

# How many sentences each side brings. Recall@10 no longer grows beyond 50 on the dev questions.
DEPTH = 100
# The weight of the lexical side's z-score beside the dense side's: `python -m benchmarks.retrieval`.
LEXICAL_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what each side says of it: cosine and BM25 (None where a side did not find it)."""

    sentence: int
    dense: float | None
    lexical: float | None
    score: float


def find_candidates(question: Question, query: Vectors, store: Store, vectors: VectorSearch) -> list[Candidate]:
    """The candidates of a question whose vector is `query` (dimension,), best first."""
    dense = dict(vectors.search(query, DEPTH))
    lexical = dict(store.match(question.words, DEPTH))
    return fuse(dense, lexical, LEXICAL_WEIGHT)


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float], weight: float) -> list[Candidate]:
    """Convex fusion: both sides' z-scores, the lexical one weighted; what a side lacks gets its least.

    After Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023), which
    finds it better than reciprocal rank fusion; so it is here.
    """
    standard_dense, standard_lexical = _standardise(dense), _standardise(lexical)
    least_dense = min(standard_dense.values(), default=0.0)
    least_lexical = min(standard_lexical.values(), default=0.0)
    candidates = [
        Candidate(
            number,
            dense.get(number),
            lexical.get(number),
            standard_dense.get(number, least_dense) + weight * standard_lexical.get(number, least_lexical),
        )
        for number in dense.keys() | lexical.keys()
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.sentence))


def _standardise(scores: Mapping[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    mean, deviation = fmean(scores.values()), pstdev(scores.values())
    return {number: (score - mean) / (deviation or 1.0) for number, score in scores.items()}
