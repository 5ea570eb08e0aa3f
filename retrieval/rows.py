"""Rows: .jsonl files whose every line is an object with an id of its own."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import InputError
from index.reader import read_text
from index.row import bad_row


class Row(BaseModel):
    """A line of such a file."""

    model_config = ConfigDict(frozen=True)
    id: str


AnyRow = TypeVar("AnyRow", bound=Row)


def read_rows(path: Path, kind: type[AnyRow]) -> list[AnyRow]:
    """The rows of a file, each checked; InputError with the line that is wrong, or where there is none."""
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    rows: dict[str, AnyRow] = {}
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        row = _read_row(line, kind, f"{path}:{number}")
        if row.id in rows:
            raise InputError(f"{path}:{number}: id: an earlier line has the same, {row.id}")
        rows[row.id] = row
    if not rows:
        raise InputError(f"{path}: no question in this file")
    return list(rows.values())


def _read_row(line: str, kind: type[AnyRow], place: str) -> AnyRow:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        raise bad_row(error, place) from error
