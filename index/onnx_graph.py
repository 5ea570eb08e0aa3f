"""The default model's ONNX graph and tokenizer: texts to pooled and token vectors, without torch."""

import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelError
from index.model import GRAPH, SENTENCEPIECE
from index.token_space import LanguageMeans, Vectors, language_samples, unit

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from sentencepiece import SentencePieceProcessor

# The prompts that the model was trained with.
QUERY, PASSAGE = "query: ", "passage: "
# XLM-R's special tokens, and the longest text that the model reads.
_START, _PAD, _END = 0, 1, 2
_MAX_TOKENS = 512
# Passages in one run of the graph, after sorting by length. Measured on 400 news sentences, 2 cores:
# 8, 16 and 32 gave 162, 154 and 152 sentences/s.
BATCH = 16
# -log p of the commonest pieces (commas, articles), and what even those tell.
_COMMON, _LEAST = 3.0, 0.3


class OnnxGraph:
    """The graph of a model folder that `qala prepare` made; ModelError where it cannot be loaded."""

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._folder = folder
        try:
            # Side by side: each takes a fifth of a second and more of a start.
            with ThreadPoolExecutor(1) as pool:
                queries = pool.submit(_session, folder / GRAPH, threads=1)
                self._pieces = SentencePieceProcessor(model_file=str(folder / SENTENCEPIECE))
                self._queries = queries.result()
        except OSError as error:
            raise ModelError(f"{folder} cannot be loaded ({error}): run `qala prepare --force`") from error
        self.dimension = int(self._queries.get_outputs()[0].shape[1])

    @cached_property
    def _passages(self) -> "InferenceSession":
        """The same graph with a thread for each core, loaded with the first passage: questions never need it."""
        return _session(self._folder / GRAPH)

    def encode(self, texts: Sequence[str], prompt: str) -> tuple[Vectors, list[Vectors]]:
        """(pooled (texts, dimension), of each text its tokens (tokens, dimension)), all of unit length.

        The prompt is encoded with each text; its tokens and the special ones are left out.
        """
        ids = [self._tokenise(prompt + one_line(text)) for text in texts]
        first = 1 + len(self._pieces.encode(prompt.strip()))
        pooled = np.zeros((len(texts), self.dimension), np.float32)
        tokens: list[Vectors] = [np.zeros((0, self.dimension), np.float32)] * len(texts)
        session = self._queries if prompt == QUERY else self._passages
        for places in _batches([len(one) for one in ids]):
            pooled[places], hidden = _run(session, [ids[place] for place in places])
            for place, one in zip(places, hidden, strict=True):
                tokens[place] = unit(one[first : len(ids[place]) - 1])
        return pooled, tokens

    def information(self, text: str) -> Vectors:
        """How much each token of a text tells, (tokens,), summing to 1: see `information`."""
        return information(self._pieces, text)

    def _tokenise(self, text: str) -> list[int]:
        """The token ids of one text, as the model's own tokenizer.json gives them."""
        return [_START, *_pieces(self._pieces, text)[: _MAX_TOKENS - 2], _END]


def _session(path: Path, threads: int = 0) -> "InferenceSession":
    """The graph in a file; `threads` 0: one for each core.

    For one question a second thread saves a tenth of the time and costs a core, which the search needs meanwhile.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    # Idle threads that spin steal the processor from what follows an encoding: without them a question over
    # 4,600 sentences takes 23 ms instead of 36 (p50, 2 cores).
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options)
    except Exception as error:  # onnxruntime raises classes of its own, or plain Exception
        raise ModelError(f"{path} cannot be loaded ({error}): run `qala prepare --force`") from error


def _run(session: "InferenceSession", tokens: list[list[int]]) -> tuple[Vectors, Vectors]:
    """(pooled, last hidden states) of one batch of token ids."""
    ids = np.full((len(tokens), max(map(len, tokens))), _PAD, np.int64)
    for row, text_ids in zip(ids, tokens, strict=True):
        row[: len(text_ids)] = text_ids
    pooled, hidden = session.run(None, {"input_ids": ids, "attention_mask": (ids != _PAD).astype(np.int64)})
    return pooled, hidden


def measure_largest(folder: Path) -> dict[str, Vectors]:
    """How large each channel gets, (dimension,), in each of the further outputs of this folder's exact graph."""
    graph = OnnxGraph(folder)
    names = [one.name for one in graph._queries.get_outputs() if one.name not in ("pooled", "tokens")]
    largest = dict.fromkeys(names, np.zeros(graph.dimension, np.float32))
    for text in (text for texts in language_samples().values() for text in texts):
        for prompt in (QUERY, PASSAGE):
            ids = np.array([graph._tokenise(prompt + one_line(text))])
            found = graph._queries.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
            for name, values in zip(names, found, strict=True):
                largest[name] = np.maximum(largest[name], np.abs(values[0]).max(axis=0))
    return largest


def measure_means(folder: Path) -> LanguageMeans:
    """The mean token vector of each language that there are samples of, by this folder's graph."""
    graph = OnnxGraph(folder)
    samples = language_samples().values()
    questions = [graph.encode(one, QUERY) for one in samples]
    passages = [graph.encode(one, PASSAGE) for one in samples]
    return LanguageMeans(
        np.stack([np.concatenate(tokens).mean(axis=0) for _, tokens in questions]),
        np.stack([np.concatenate(tokens).mean(axis=0) for _, tokens in passages]),
        np.stack([pooled.mean(axis=0) for pooled, _ in questions]),
    )


def information(processor: "SentencePieceProcessor", text: str) -> Vectors:
    """How much each token of a text tells, by the vocabulary's own log-probabilities; shape (tokens,), summing to 1.

    Measured on XQuAD-R: weights by document frequency, by this, and none gave .667, .678 and .661 of the English
    questions, .735, .738 and .730 of the Arabic ones; and this needs no counts of the archive.
    """
    ids = _pieces(processor, one_line(text))[: _MAX_TOKENS - 2]
    told = np.array([max(-processor.get_score(one) - _COMMON, _LEAST) for one in ids], np.float32)
    weights: Vectors = told / max(told.sum(), 1e-9)
    return weights


def _pieces(processor: "SentencePieceProcessor", text: str) -> list[int]:
    ids: list[int] = processor.encode(unicodedata.normalize("NFKC", text))
    return ids


def one_line(text: str) -> str:
    """Line ends and other white space as single spaces: tokenizers differ in what they make of them."""
    return " ".join(text.split())


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of similar length, so that little of a batch is padding."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]
