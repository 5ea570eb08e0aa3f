"""Packed token vectors: what a question's tokens meet best there is what they meet best in the vectors themselves."""

import numpy as np
import pytest

from index.token_space import Vectors, best_matches, pack, unit

DIMENSION = 48


def _vectors(seed: int, count: int) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32))


@pytest.mark.parametrize("lengths", [[1], [3, 1, 7], [1] * 5, [200, 312, 1, 511, 513, 2]])
def test_best_matches_are_those_of_the_vectors_up_to_rounding(lengths: list[int]) -> None:
    query, sentences = _vectors(0, 9), [_vectors(seed, count) for seed, count in enumerate(lengths, start=1)]
    best = best_matches(query, [pack(one) for one in sentences])
    expected = np.stack([(one @ query.T).max(axis=0) for one in sentences])
    assert best.shape == (len(lengths), len(query))
    assert np.abs(best - expected).max() < 0.05


def test_a_token_meets_itself() -> None:
    tokens = _vectors(1, 4)
    best = best_matches(tokens, [pack(_vectors(2, 3)), pack(tokens)])
    assert best[1] == pytest.approx(np.ones(4), abs=0.01)
    assert best[0].max() < best[1].min()


def test_a_token_of_nothing_meets_nothing() -> None:
    nothing = np.zeros((2, DIMENSION), np.float32)
    assert not best_matches(_vectors(1, 3), [pack(nothing)]).any()
