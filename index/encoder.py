"""The encoder: texts to L2-normalised vectors, by ONNX where it can, by torch where it must.

Two implementations of one protocol. `OnnxEncoder` runs the default model's int8 graph and starts in
under a second; `TorchEncoder` runs any sentence-transformers model, on any device. Both give the
same fingerprint for the same weights, so an index built with one is searched with the other.
"""

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model import DEFAULT_MODEL, MANIFEST, ONNX_GRAPH, SENTENCEPIECE, default_model_folder, read_manifest

Vectors = NDArray[np.float32]

# XLM-R's special tokens, and the longest text that the model reads.
_START, _PAD, _END = 0, 1, 2
_MAX_TOKENS = 512
# Passages in one run of the graph, after sorting by length. Measured on 400 news sentences, 2 cores:
# 8, 16 and 32 gave 162, 154 and 152 sentences/s: `python -m benchmarks.encoder`.
BATCH = 16


class Encoder(Protocol):
    """Turns texts into vectors of unit length, so that a dot product is the cosine."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    @property
    def fingerprint(self) -> str:
        """Equal for equal weights and tokenizer; the index remembers it."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), dimension)."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of sentences, shape (len(texts), dimension), in the order of the texts."""


def load_encoder(model: str = DEFAULT_MODEL, *, device: str = "auto", cache: Path | None = None) -> Encoder:
    """The encoder for a model by name, hub name or local folder.

    The ONNX graph serves where the folder has one and `device` is "auto" or "cpu"; "torch-cpu" and
    "cuda" (any torch device) take sentence-transformers. ModelError where the model is missing or
    cannot be loaded; nothing is ever downloaded unless the hub's own settings allow it.
    """
    folder = default_model_folder(cache) if model == DEFAULT_MODEL else Path(model)
    if model == DEFAULT_MODEL:
        read_manifest(folder)
    if device in ("auto", "cpu") and (folder / MANIFEST).is_file() and (folder / ONNX_GRAPH).is_file():
        return OnnxEncoder(folder)
    return TorchEncoder(str(folder) if folder.is_dir() else model, device)


class OnnxEncoder:
    """The int8 ONNX graph of a prepared model folder, on the CPU."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from sentencepiece import SentencePieceProcessor

        manifest = read_manifest(folder)
        self.name = manifest.name
        self.fingerprint = manifest.fingerprint
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        try:
            # Side by side: each takes a third of a second and more of a start.
            with ThreadPoolExecutor(1) as pool:
                session = pool.submit(onnxruntime.InferenceSession, folder / ONNX_GRAPH, options)
                self._pieces = SentencePieceProcessor(model_file=str(folder / SENTENCEPIECE))
                self._session = session.result()
        except Exception as error:  # onnxruntime and tokenizers raise classes of their own, or plain Exception
            raise ModelError(f"{folder} cannot be loaded ({error}): run `qala prepare --force`") from error
        self.dimension = int(self._session.get_outputs()[0].shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), dimension)."""
        return self._encode([f"query: {_one_line(text)}" for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of sentences, shape (len(texts), dimension)."""
        return self._encode([f"passage: {_one_line(text)}" for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for places in _batches([len(text) for text in texts]):
            vectors[places] = self._run([texts[place] for place in places])[0]
        return vectors

    def _run(self, texts: list[str]) -> tuple[Vectors, Vectors]:
        """(pooled, tokens) of one batch."""
        tokens = [self._tokenise(text) for text in texts]
        ids = np.full((len(tokens), max(map(len, tokens))), _PAD, np.int64)
        for row, text_ids in zip(ids, tokens, strict=True):
            row[: len(text_ids)] = text_ids
        pooled, hidden = self._session.run(None, {"input_ids": ids, "attention_mask": (ids != _PAD).astype(np.int64)})
        return pooled, hidden

    def _tokenise(self, text: str) -> list[int]:
        """The token ids of one text, as the model's own tokenizer.json gives them."""
        pieces: list[int] = self._pieces.encode(unicodedata.normalize("NFKC", text))
        return [_START, *pieces[: _MAX_TOKENS - 2], _END]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of similar length, so that little of a batch is padding."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


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

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), dimension)."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of sentences, shape (len(texts), dimension)."""
        return self._encode(texts, "passage")

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            [_one_line(text) for text in texts],
            prompt_name=prompt if self._model.prompts.get(prompt) else None,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(vectors, np.float32)


def _one_line(text: str) -> str:
    """Line ends and other white space as single spaces: tokenizers differ in what they make of them."""
    return " ".join(text.split())


def _weights_fingerprint(model: Any) -> str:
    """A hash of a torch module's weights, whatever they were loaded from."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()[:16]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
