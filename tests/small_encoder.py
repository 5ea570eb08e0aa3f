"""A model small enough to index in no time: the stems of a text, hashed to a few numbers."""

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np

from index.encoder import Encoded
from index.stem import terms
from index.token_space import Vectors, unit

DIMENSION = 32


class SmallEncoder:
    """Deterministic, whatever else is encoded beside a text; another `name` gives other vectors of the same words."""

    def __init__(self, name: str = "small", dimension: int = DIMENSION) -> None:
        self.name = name
        self.dimension = dimension
        self.fingerprint = hashlib.sha256(f"{name} {dimension}".encode()).hexdigest()[:16]

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        """Questions as vectors; every token tells the same."""
        encoded = self._encode(texts)
        return Encoded(encoded.pooled, [one / max(len(one), 1) for one in encoded.tokens])

    def encode_passages(self, texts: Sequence[str]) -> Encoded:
        """Sentences as vectors."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Encoded:
        tokens = [self._tokens(text) for text in texts]
        pooled = np.zeros((len(texts), self.dimension), np.float32)
        for row, one in zip(pooled, tokens, strict=True):
            row += one.sum(axis=0)
        return Encoded(unit(pooled), tokens)

    def _tokens(self, text: str) -> Vectors:
        found = [_word(self.name, self.dimension, stem) for stem in terms(text)]
        return np.stack(found) if found else np.zeros((0, self.dimension), np.float32)


@cache
def _word(name: str, dimension: int, stem: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(f"{name} {stem}".encode()).digest()[:8], "big")
    return unit(np.random.default_rng(seed).standard_normal((1, dimension), np.float32))[0]


SMALL, OTHER = SmallEncoder(), SmallEncoder("other")
