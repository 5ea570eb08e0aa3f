"""Token vectors: centred, so that they compare across languages, and packed, so that they can be kept.

A model's token vectors share large directions: one of all texts, and one of each language, which say
nothing of what a word means. `LanguageMeans` takes them away (after Yang, Yang, Cer and Darve, "A Simple
and Effective Method To Eliminate the Self Language Bias in Multilingual Representations", 2021). A packed
token takes half a byte for each dimension.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# Codes run from -7 to 7, two in a byte, each with this added.
_ZERO = 8
# Packed tokens that are compared in one go: as numbers they just fit into a processor's own cache.
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class LanguageMeans:
    """The mean vectors of each language: of the tokens of questions and of passages, and of whole questions.

    Shapes (languages, dimension), the languages in one order.
    """

    queries: Vectors
    passages: Vectors
    pooled: Vectors

    def centre_question(self, vector: Vectors) -> Vectors:
        """A question's pooled vector (dimension,) with half of its language's mean taken away, of unit length.

        Half, because passages keep theirs: none, half and all of it gave .676, .671 and .653 of the Arabic XQuAD-R
        questions by the cosine alone, .492, .580 and .561 of the English ones, .480, .544 and .517 of the Russian.
        """
        moved: Vectors = unit((vector - self.pooled[_nearest(vector, self.pooled)] / 2)[None])[0]
        return moved

    def centre_query(self, tokens: Vectors) -> Vectors:
        """Tokens of one question (tokens, dimension), without its language's mean, of unit length."""
        return _centre(tokens, self.queries)

    def centre_passage(self, tokens: Vectors) -> Vectors:
        """Tokens of one passage (tokens, dimension), without its language's mean, of unit length."""
        return _centre(tokens, self.passages)


def language_samples() -> Mapping[str, list[str]]:
    """The sentences that the means are taken from: the same ones in each language."""
    return tomllib.loads(files("index").joinpath("data/language_samples.toml").read_text(encoding="utf8"))


def write_means(means: LanguageMeans, path: Path) -> None:
    """Write the means as one array (3, languages, dimension)."""
    with path.open("wb") as file:
        np.save(file, np.stack([means.queries, means.passages, means.pooled]))


def read_means(path: Path) -> LanguageMeans:
    """The means of a file that `write_means` wrote."""
    queries, passages, pooled = np.load(path)
    return LanguageMeans(queries, passages, pooled)


def unit(vectors: Vectors) -> Vectors:
    """Vectors (n, dimension) scaled to length 1; a zero vector stays zero."""
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return scaled


def pack(tokens: Vectors) -> bytes:
    """Unit vectors (tokens, dimension), an even dimension, in half a byte a number."""
    largest = np.abs(tokens).max(axis=1, keepdims=True)
    codes = np.rint(tokens / np.maximum(largest, 1e-9) * 7).astype(np.int8) + _ZERO
    packed: NDArray[np.int8] = codes[:, 0::2] * 16 + codes[:, 1::2]
    return packed.astype(np.uint8).tobytes()


def best_matches(query: Vectors, sentences: Sequence[bytes]) -> Vectors:
    """(sentences, tokens): the similarity of each token of a question (tokens, dimension) to its best token in each
    packed sentence, which has one at least.

    That is the dot product with the unit vectors that were packed, up to rounding; they are never put together again.
    """
    packed = np.frombuffer(b"".join(sentences), np.uint8).reshape(-1, query.shape[1] // 2)
    divided = np.concatenate([query[:, 0::2], query[:, 1::2]], axis=1).T  # in the order of `_codes`
    similarity = np.empty((len(packed), len(query)), np.float32)
    for start in range(0, len(packed), _AT_ONCE):
        codes = _codes(packed[start : start + _AT_ONCE])
        lengths = np.sqrt(np.einsum("ij,ij->i", codes, codes))
        similarity[start : start + _AT_ONCE] = codes @ divided / np.maximum(lengths, 1e-9)[:, None]
    starts = np.cumsum([0, *(len(one) // packed.shape[1] for one in sentences)])[:-1]
    best: Vectors = np.maximum.reduceat(similarity, starts, axis=0)
    return best


def _codes(packed: NDArray[np.uint8]) -> Vectors:
    """The codes (tokens, dimension) of packed tokens (tokens, dimension / 2): first the even numbers, then the odd."""
    half = packed.shape[1]
    codes = np.empty((len(packed), 2 * half), np.float32)
    codes[:, :half] = packed >> 4
    codes[:, half:] = packed & 15
    codes -= _ZERO
    return codes


def _centre(tokens: Vectors, means: Vectors) -> Vectors:
    return unit(tokens - means[_nearest(tokens.mean(axis=0), means)]) if len(tokens) else tokens


def _nearest(vector: Vectors, means: Vectors) -> int:
    """The language that a vector points to, as seen from the middle of all languages."""
    middle = means.mean(axis=0)
    return int((unit(means - middle) @ (vector - middle)).argmax())
