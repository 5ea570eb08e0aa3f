"""Reading articles from files: `.txt` (one article a file) and `.jsonl` (one a line)."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.article import Article
from index.clean import clean
from index.errors import InputError

SUFFIXES = (".txt", ".jsonl")
# A title longer than this is no headline but a first paragraph: it is cut for display only.
_MAX_TITLE = 140


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
            inside = sorted(path for path in source.rglob("*") if path.is_file() and path.suffix in SUFFIXES)
            inside = [path for path in inside if not _holds_gold(path)]
            if not inside:
                raise InputError(f"{source}: no {' or '.join(SUFFIXES)} file in this folder")
            found += inside
        elif not source.exists():
            raise InputError(f"{source}: no such file or folder")
        elif source.suffix not in SUFFIXES:
            raise InputError(f"{source}: unknown kind of file; known are {', '.join(SUFFIXES)}")
        else:
            found.append(source)
    return found


def _holds_gold(path: Path) -> bool:
    """Questions and annotated statements may lie beside the articles, as in seeds/; they are no articles."""
    if path.suffix != ".jsonl":
        return False
    with path.open("rb") as file:
        first = file.readline()
    return b'"question"' in first or b'"anchor"' in first


def read_text(path: Path) -> str:
    """A file's text: UTF-8 with or without BOM, line ends as "\\n". InputError where it is not."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8: byte {data[error.start]:#04x} at offset {error.start}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_file(path: Path) -> Iterator[Article]:
    if path.suffix == ".txt":
        yield _read_plain(path)
        return
    number = 0
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            yield _read_row(line, f"{path}:{number}")
    if number == 0:
        raise InputError(f"{path}: the file is empty")


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file, one at a time: an archive may be larger than memory."""
    try:
        with path.open("rb") as file:
            for number, data in enumerate(file, 1):
                try:
                    yield data.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    byte = f"{data[error.start]:#04x}"
                    raise InputError(f"{path}:{number}: not UTF-8: byte {byte} at column {error.start}") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def _read_plain(path: Path) -> Article:
    text = read_text(path)
    kept = [line for line in clean(text) if not line.dropped]
    if not kept:
        raise InputError(f"{path}: no text in this file")
    first = text[kept[0].start : kept[0].end].strip()
    title = first if len(first) <= _MAX_TITLE else first[:_MAX_TITLE].rsplit(" ", 1)[0] + "…"
    return Article(id=path.name, text=text, title=title)


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


def _none_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _parse_date(value: Any) -> Any:
    """ISO 8601 ("2018-02-18", "2015-07-21 02:51:32") or RFC 2822 ("Sun, 18 Feb 2018 21:35:43 +0400")."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value)
    except ValueError:
        raise ValueError(f"date {value!r} is neither ISO 8601 nor RFC 2822") from None


Optional = Annotated[str | None, BeforeValidator(_none_if_blank)]


class _Row(BaseModel):
    """One line of a .jsonl file; other fields are ignored."""

    model_config = ConfigDict(extra="ignore")
    id: Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
    text: str
    title: Optional = None
    outlet: Annotated[Optional, Field(validation_alias=AliasChoices("source", "outlet"))] = None
    author: Optional = None
    url: Optional = None
    published: Annotated[
        datetime | None, BeforeValidator(_parse_date), Field(validation_alias=AliasChoices("date", "published"))
    ] = None


def _read_row(line: str, place: str) -> Article:
    try:
        row = _Row.model_validate(json.loads(line))
        text = f"{row.title}\n{row.text}" if row.title else row.text
        text.encode("utf8")
        return Article(**{**row.model_dump(), "text": text})
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: not JSON: {error.msg} at column {error.colno}") from error
    except UnicodeEncodeError as error:
        raise InputError(f"{place}: the text holds half a surrogate pair at offset {error.start}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "row"
        raise InputError(f"{place}: {field}: {first['msg']}") from error
