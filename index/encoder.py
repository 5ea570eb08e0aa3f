"""The encoder: texts to L2-normalised vectors, by ONNX where it can, by torch where it must.

Two implementations of one protocol. `OnnxEncoder` runs the default model's ONNX graph, in integers of 8 bits,
and starts in under a second; `TorchEncoder` runs any sentence-transformers model, on
any device. Both give the same fingerprint for the same weights, so an index built with one is searched
with the other.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.errors import ModelError
from index.model import (
    DEFAULT_MODEL,
    GRAPH,
    MANIFEST,
    MEANS,
    SENTENCEPIECE,
    default_model_folder,
    read_manifest,
)
from index.onnx_graph import PASSAGE, QUERY, OnnxGraph, information, one_line
from index.token_space import LanguageMeans, Vectors, read_means, unit


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as vectors of unit length, so that a dot product is the cosine.

    `pooled` (texts, dimension) has one for each text, `tokens` one array (tokens, dimension) for each
    text, centred (index/token_space.py); neither the prompt nor special tokens are among them. The tokens
    of a question are not of unit length but as long as each of them tells, together 1, so that the sum of
    their best dot products is a weighted mean of cosines.
    """

    pooled: Vectors
    tokens: list[Vectors]


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    @property
    def fingerprint(self) -> str:
        """Equal for equal weights and tokenizer; the index remembers it."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        """Questions as vectors, in the order of the texts."""

    def encode_passages(self, texts: Sequence[str]) -> Encoded:
        """Sentences as vectors, in the order of the texts."""


def load_encoder(model: str = DEFAULT_MODEL, *, device: str = "auto", cache: Path | None = None) -> Encoder:
    """The encoder for a model by name, hub name or local folder.

    The ONNX graph serves where the folder has one and `device` is "auto" or "cpu"; "torch-cpu" and
    "cuda" (any torch device) take sentence-transformers. ModelError where the model is missing or
    cannot be loaded; nothing is ever downloaded unless the hub's own settings allow it.
    """
    folder = default_model_folder(cache) if model == DEFAULT_MODEL else Path(model)
    if model == DEFAULT_MODEL:
        read_manifest(folder)
    if device in ("auto", "cpu") and (folder / MANIFEST).is_file() and (folder / GRAPH).is_file():
        return OnnxEncoder(folder)
    return TorchEncoder(str(folder) if folder.is_dir() else model, device)


class OnnxEncoder:
    """The ONNX graph of a prepared model folder, on the CPU."""

    def __init__(self, folder: Path) -> None:
        manifest = read_manifest(folder)
        self.name = manifest.name
        self.fingerprint = manifest.fingerprint
        self._graph = OnnxGraph(folder)
        self._means = _means(folder)
        self.dimension = self._graph.dimension

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        """Questions as vectors."""
        weights = [self._graph.information(text) for text in texts]
        return _questions(*self._graph.encode(texts, QUERY), self._means, weights)

    def encode_passages(self, texts: Sequence[str]) -> Encoded:
        """Sentences as vectors."""
        return _passages(*self._graph.encode(texts, PASSAGE), self._means)


class TorchEncoder:
    """Any sentence-transformers model, on any torch device; importing torch takes seconds."""

    def __init__(self, model: str, device: str = "auto") -> None:
        chosen = {"auto": None, "torch-cpu": "cpu"}.get(device, device)
        try:
            # Nothing is fetched at run time; an operator who wants the hub sets HF_HUB_OFFLINE=0.
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(model, device=chosen)
        except Exception as error:  # the library raises OSError, ValueError, RuntimeError and more
            raise ModelError(f"model {model!r} cannot be loaded on device {device!r}: {_first_line(error)}") from error
        folder = Path(model)
        prepared = read_manifest(folder) if (folder / MANIFEST).is_file() else None
        self.name = prepared.name if prepared else model
        self.fingerprint = prepared.fingerprint if prepared else _weights_fingerprint(self._model)
        self.dimension = int(self._model.encode(["x"]).shape[1])
        self._means = _means(folder)
        self._pieces = _vocabulary(folder) if prepared else None

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        """Questions as vectors."""
        pooled, tokens = self._encode(texts, "query")
        return _questions(pooled, tokens, self._means, self._information(texts, tokens))

    def encode_passages(self, texts: Sequence[str]) -> Encoded:
        """Sentences as vectors."""
        return _passages(*self._encode(texts, "passage"), self._means)

    def _encode(self, texts: Sequence[str], name: str) -> tuple[Vectors, list[Vectors]]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32), []
        prompt = self._model.prompts.get(name) or ""
        found: Any = self._model.encode(
            [one_line(text) for text in texts],
            prompt=prompt or None,
            output_value=None,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        first = 1 + len(self._model.tokenizer(prompt.strip(), add_special_tokens=False)["input_ids"])
        pooled = np.stack([_array(one["sentence_embedding"]) for one in found])
        tokens = [_array(one["token_embeddings"])[first : int(one["attention_mask"].sum()) - 1] for one in found]
        return unit(pooled), [unit(one) for one in tokens]

    def _information(self, texts: Sequence[str], tokens: list[Vectors]) -> list[Vectors]:
        """What each token tells; all alike where the model's vocabulary says nothing of that."""
        if self._pieces is not None:
            return [information(self._pieces, text) for text in texts]
        return [np.full(len(one), 1 / max(len(one), 1), np.float32) for one in tokens]


def _means(folder: Path) -> LanguageMeans | None:
    return read_means(folder / MEANS) if (folder / MEANS).is_file() else None


def _passages(pooled: Vectors, tokens: list[Vectors], means: LanguageMeans | None) -> Encoded:
    return Encoded(pooled, [means.centre_passage(one) for one in tokens] if means else tokens)


def _questions(
    pooled: Vectors, tokens: list[Vectors], means: LanguageMeans | None, weights: list[Vectors]
) -> Encoded:
    """With tokens as long as their weights; a text cut at the model's limit has fewer tokens than weights."""
    if means:
        pooled = np.stack([means.centre_question(one) for one in pooled]) if len(pooled) else pooled
        tokens = [means.centre_query(one) for one in tokens]
    return Encoded(pooled, [one * told[: len(one), None] for one, told in zip(tokens, weights, strict=True)])


def _vocabulary(folder: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(folder / SENTENCEPIECE))


def _array(tensor: Any) -> Vectors:
    return np.asarray(tensor.detach().cpu(), np.float32)


def _weights_fingerprint(model: Any) -> str:
    """A hash of a torch module's weights, whatever they were loaded from."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()[:16]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
