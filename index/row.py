"""Rows: an article as a JSON object, from a line of .jsonl or an element of .json, and a statement as one."""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.article import Article
from index.errors import InputError
from index.statement import Statement


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
    """What is read of a row; other fields are ignored."""

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


def parse_line(line: str, place: str) -> Article:
    """The article of a line of JSON; InputError, beginning with `place`, where it is none."""
    return to_article(parse_json(line, place), place)


def parse_json(text: str, place: str) -> Any:
    """A JSON value; InputError, beginning with `place`, where the text is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if "\n" in text.strip() else f"column {error.colno}"
        raise InputError(f"{place}: not JSON: {error.msg} at {where}") from error
    except RecursionError:
        raise InputError(f"{place}: not rows of articles: nested too deeply") from None


def to_article(value: Any, place: str) -> Article:
    """The article of a row; InputError, beginning with `place`, where it is none."""
    try:
        row = _Row.model_validate(value)
        text = f"{row.title}\n{row.text}" if row.title else row.text
        text.encode("utf8")
        return Article(**{**row.model_dump(), "text": text})
    except UnicodeEncodeError as error:
        raise InputError(f"{place}: the text holds half a surrogate pair at offset {error.start}") from error
    except ValidationError as error:
        raise bad_row(error, place) from error


def statement_row(article: Article, one: Statement) -> dict[str, str | int | None]:
    """A statement as a JSON object: its words, who said them and how the article names the speaker."""
    return {
        "article": article.id,
        "text": article.text[one.start : one.end],
        "start": one.start,
        "end": one.end,
        "kind": one.kind,
        "speaker": one.speaker,
        "speaker_type": one.speaker_type,
        "mention": article.text[slice(*one.mention)] if one.mention else None,
        "reference": one.reference,
    }


def bad_row(error: ValidationError, place: str) -> InputError:
    """The first thing that is wrong with a row, as one line that begins with `place`."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "row"
    return InputError(f"{place}: {field}: {first['msg']}")
