"""Reading articles from files: `.txt` and `.html` (one article a file), `.jsonl` (one a line), `.json` (an array of
them, or one); `.jsonl.gz` and `.json.gz` too. In UTF-8, UTF-16 or an older encoding (see `encoding`)."""

import gzip
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import Any

from index.article import Article
from index.encoding import decode, encoding_of
from index.errors import InputError
from index.metadata import find_metadata
from index.page import read_page
from index.row import parse_json, parse_line, to_article

PAGES = (".html", ".htm")
SUFFIXES = (".txt", *PAGES, ".jsonl", ".jsonl.gz", ".json", ".json.gz")
# Bytes that show what a file of rows holds, and in which encoding.
_ENOUGH = 10_000
_UNREADABLE = (OSError, EOFError, zlib.error)

Refuse = Callable[[InputError], object]


def read_articles(sources: Sequence[Path], refuse: Refuse | None = None) -> Iterator[Article]:
    """The articles of files and folders, in the order given, folders sorted by name.

    What cannot be read (a file, a row, a second article with the id of another and other content) is handed to `refuse`
    as an InputError with file and line, and the rest goes on; without `refuse` it is raised. A source that is missing
    or of an unknown kind is raised in any case, before anything is read.
    """
    seen: dict[str, str] = {}
    for path in list_files(sources):
        for found in _read_file(path):
            one = _same_or_new(found, path, seen)
            if isinstance(one, Article):
                yield one
            elif refuse is None:
                raise one
            else:
                refuse(one)


def count_articles(sources: Sequence[Path]) -> int:
    """How many articles the files and folders hold at most, read much faster than the articles."""
    return sum(_count(path) for path in list_files(sources))


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
    """A file's text, unpacked, with line ends as "\\n". InputError where it is damaged or no text."""
    return decode(_read_bytes(path), str(path))


def _same_or_new(found: Article | InputError, path: Path, seen: dict[str, str]) -> Article | InputError:
    if isinstance(found, Article):
        digest = found.digest()
        if seen.setdefault(found.id, digest) != digest:
            return InputError(f"{path}: a second article with the id {found.id!r} and other content")
    return found


def _read_bytes(path: Path) -> bytes:
    try:
        with _open(path) as file:
            return file.read()
    except _UNREADABLE as error:
        raise InputError(f"{path}: {_reason(error)}") from error


def _open(path: Path) -> gzip.GzipFile | BufferedReader:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"not gzip, or damaged: {error}"


def _read_file(path: Path) -> Iterator[Article | InputError]:
    """What a file holds, in order: its articles, and in the place of what cannot be read the error that says so."""
    try:
        if path.name.endswith(".txt"):
            yield _read_article(path)
        elif path.name.endswith(PAGES):
            page = read_page(_read_bytes(path), str(path))
            yield page if page.url else page.model_copy(update={"id": path.name})
        elif path.name.endswith((".json", ".json.gz")):
            yield from _read_json(path)
        else:
            yield from _read_lines(path)
    except InputError as error:
        yield error


def _read_json(path: Path) -> Iterator[Article | InputError]:
    """The rows of an array, or the one row that the file is."""
    found = parse_json(read_text(path), str(path))
    if not isinstance(found, list):
        yield to_article(found, str(path))
        return
    if not found:
        raise InputError(f"{path}: the array is empty")
    for number, row in enumerate(found, 1):
        yield _attempt(to_article, row, f"{path}: article {number}")


def _read_lines(path: Path) -> Iterator[Article | InputError]:
    number = 0
    for number, line in enumerate(_lines(path), 1):
        if isinstance(line, InputError):
            yield line
        elif line.strip():
            yield _attempt(parse_line, line, f"{path}:{number}")
    if number == 0:
        raise InputError(f"{path}: the file is empty")


def _attempt(read: Callable[[Any, str], Article], value: Any, place: str) -> Article | InputError:
    try:
        return read(value, place)
    except InputError as error:
        return error


def _lines(path: Path) -> Iterator[str | InputError]:
    """The lines of a file, one at a time: an archive may be larger than memory."""
    try:
        with _open(path) as file:
            encoding = encoding_of(file.peek(_ENOUGH)[:_ENOUGH])
            if encoding.startswith(("utf-16", "utf-32")):
                with TextIOWrapper(file, encoding, errors="replace") as text:
                    yield from _wide_lines(path, text)
                return
            for number, data in enumerate(file, 1):
                line = data.removeprefix(BOM_UTF8) if number == 1 else data
                yield _decoded(line, f"{path}:{number}", encoding)
    except _UNREADABLE as error:
        raise InputError(f"{path}: {_reason(error)}") from error


def _wide_lines(path: Path, file: TextIOWrapper) -> Iterator[str | InputError]:
    """The lines of an encoding in which a line's end is more than one byte."""
    for number, line in enumerate(file, 1):
        bad = InputError(f"{path}:{number}: not {file.encoding.upper()}: a damaged letter in this line")
        yield bad if "\ufffd" in line else line.removeprefix("\ufeff")


def _decoded(data: bytes, place: str, encoding: str) -> str | InputError:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        byte = f"{data[error.start]:#04x}"
        return InputError(f"{place}: not {encoding.upper()}: byte {byte} at column {error.start}")


def _count(path: Path) -> int:
    if path.name.endswith((".txt", *PAGES)):
        return 1
    try:
        if path.name.endswith((".json", ".json.gz")):
            rows = parse_json(read_text(path), str(path))
            return len(rows) if isinstance(rows, list) else 1
        with _open(path) as file:
            return sum(1 for line in file if line.strip())
    except (InputError, *_UNREADABLE):
        return 0  # reading it will say what is wrong


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
