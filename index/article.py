"""An article as ingested: the text that every answer is a slice of."""

import hashlib
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Article(BaseModel):
    """One news article; `text` is the source text that all offsets count in (code points).

    A source with a headline of its own (a JSONL row) has it as the first line of `text`, so that
    the headline can be quoted like any other sentence.
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1, description="the source's id: the JSONL row's id or the file's name")
    text: str = Field(min_length=1)
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: datetime | None = None
    url: str | None = None

    @property
    def headline(self) -> tuple[int, int] | None:
        """The span of the title in the text; None where the text does not hold it."""
        at = self.text.find(self.title) if self.title else -1
        return (at, at + len(self.title or "")) if at >= 0 else None

    def digest(self) -> str:
        """A hex SHA-256 of all the fields: two articles with equal digests are the same."""
        return hashlib.sha256(self.model_dump_json().encode("utf8", "surrogatepass")).hexdigest()
