"""Reading articles from files: `.txt` (one article a file), `.jsonl` (one a line), `.json` (an array of them, or one);
`.jsonl.gz` and `.json.gz` too."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from io import BufferedReader
from pathlib import Path

from index.article import Article
from index.errors import InputError
from index.metadata import find_metadata
from index.row import parse_json, parse_line, to_article

SUFFIXES = (".txt", ".jsonl", ".jsonl.gz", ".json", ".json.gz")
# Bytes that show what a file of rows holds.
_ENOUGH = 10_000
_UNREADABLE = (OSError, EOFError, zlib.error)


def read_articles(sources: Sequence[Path]) -> Iterator[Article]:
    """The articles of files and folders, in the order given, folders sorted by name.

    InputError, with file and line, at the first thing that cannot be read, and where two articles
    of one run share an id but not their content.
    """
    seen: dict[str, str] = {}
    for path in list_files(sources):
        for article in _read_file(path):
            digest = article.digest()
            if seen.setdefault(article.id, digest) != digest:
                raise InputError(f"{path}: a second article with the id {article.id!r} and other content")
            yield article


def list_files(sources: Sequence[Path]) -> list[Path]:
    """The files to read; InputError for a source that is missing, empty or of an unknown kind."""
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            inside = sorted(path for path in source.rglob("*") if path.is_file() and path.name.endswith(SUFFIXES))
            inside = [path for path in inside if not _holds_gold(path)]
            if not inside:
                raise InputError(f"{source}: no {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]} file in this folder")
            found += inside
        elif not source.exists():
            raise InputError(f"{source}: no such file or folder")
        elif not source.name.endswith(SUFFIXES):
            raise InputError(f"{source}: unknown kind of file; known are {', '.join(SUFFIXES)}")
        else:
            found.append(source)
    return found


def _holds_gold(path: Path) -> bool:
    """Questions and annotated statements may lie beside the articles, as in seeds/; they are no articles."""
    if path.name.endswith(".txt"):
        return False
    try:
        with _open(path) as file:
            first = file.readline(_ENOUGH)
    except _UNREADABLE:
        return False  # reading it will say what is wrong
    return b'"question"' in first or b'"anchor"' in first


def read_text(path: Path) -> str:
    """A file's text, unpacked: UTF-8 with or without BOM, line ends as "\\n". InputError where it is not."""
    try:
        with _open(path) as file:
            data = file.read()
    except _UNREADABLE as error:
        raise InputError(f"{path}: {_reason(error)}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8: byte {data[error.start]:#04x} at offset {error.start}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _open(path: Path) -> gzip.GzipFile | BufferedReader:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"not gzip, or damaged: {error}"


def _read_file(path: Path) -> Iterator[Article]:
    if path.name.endswith(".txt"):
        yield _read_article(path)
    elif path.name.endswith((".json", ".json.gz")):
        yield from _read_json(path)
    else:
        yield from _read_lines(path)


def _read_json(path: Path) -> Iterator[Article]:
    """The rows of an array, or the one row that the file is."""
    found = parse_json(read_text(path), str(path))
    if not isinstance(found, list):
        yield to_article(found, str(path))
        return
    if not found:
        raise InputError(f"{path}: the array is empty")
    for number, row in enumerate(found, 1):
        yield to_article(row, f"{path}: article {number}")


def _read_lines(path: Path) -> Iterator[Article]:
    number = 0
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            yield parse_line(line, f"{path}:{number}")
    if number == 0:
        raise InputError(f"{path}: the file is empty")


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file, one at a time: an archive may be larger than memory."""
    try:
        with _open(path) as file:
            for number, data in enumerate(file, 1):
                try:
                    yield data.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    byte = f"{data[error.start]:#04x}"
                    raise InputError(f"{path}:{number}: not UTF-8: byte {byte} at column {error.start}") from error
    except _UNREADABLE as error:
        raise InputError(f"{path}: {_reason(error)}") from error


def read_plain(path: Path) -> Article:
    """The article of a .txt file, whose title is None where all of its lines are furniture; InputError for no lines."""
    text = read_text(path)
    if not text.strip():
        raise InputError(f"{path}: no text in this file")
    found = find_metadata(text)
    return Article(id=path.name, text=text, title=found.title, published=found.published, outlet=found.outlet)


def _read_article(path: Path) -> Article:
    article = read_plain(path)
    if article.title is None:
        raise InputError(f"{path}: no text in this file but a site's furniture: qala clean {path} shows why")
    return article
