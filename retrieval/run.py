"""Runs: the answers of one evaluation as a file, for scorers and for comparing with later.

    {"id": "q1", "answers": [{"article": "…", "text": "…", "speaker": "…", "score": 1.2}]}

A line a question, the answers best first; none of them is an abstention.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.atomic import replacing
from retrieval.answer import Answer
from retrieval.evaluate import Evaluation
from retrieval.rows import Row, read_rows


class RunAnswer(BaseModel):
    """What a run keeps of an answer."""

    model_config = ConfigDict(frozen=True)
    article: str
    text: str
    speaker: str | None = None
    score: float | None = None


class RunRow(Row):
    """The answers to one question, best first."""

    answers: tuple[RunAnswer, ...]


Run = Mapping[str, tuple[RunAnswer, ...]]


def read_run(path: Path) -> Run:
    """The answers of a run file by question; InputError with the line that is wrong."""
    return {row.id: row.answers for row in read_rows(path, RunRow)}


def write_run(path: Path, evaluation: Evaluation) -> None:
    """Write the answers in the run format, one question a line; atomically."""
    with replacing(path) as file:
        for outcome, reply in zip(evaluation.outcomes, evaluation.replies, strict=True):
            row = RunRow(id=outcome.question.id, answers=tuple(map(kept, reply.answers)))
            file.write(row.model_dump_json().encode() + b"\n")


def kept(answer: Answer) -> RunAnswer:
    """The answer as a run keeps it."""
    return RunAnswer(article=answer.article, text=answer.text, speaker=answer.speaker, score=answer.score)
