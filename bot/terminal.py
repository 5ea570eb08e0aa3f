"""What staff see in a terminal: replies, progress, figures; plain text where it is piped."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bot.source import source_line
from retrieval.answer import Reply

if TYPE_CHECKING:
    from retrieval.evaluate import Evaluation, Figures

NOTHING_FOUND = "لم أجد تصريحا بهذا المعنى في الأرشيف."

out = Console(highlight=False)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """One line on stderr, where it disturbs no pipe."""
    _errors.print(escape(text))


def show(text: str | Text) -> None:
    """A paragraph on stdout: broken between words in a terminal, one line where it is piped."""
    out.print(Text(text) if isinstance(text, str) else text, soft_wrap=not out.is_terminal)


def print_reply(reply: Reply) -> None:
    """A reply as a numbered list: the words, then who and where from. No boxes: they break right-to-left text."""
    if not reply.answers:
        show(NOTHING_FOUND)
    for number, answer in enumerate(reply.answers, 1):
        show(Text(f"{number}. ", style="bold cyan") + Text(one_line(answer.text)))
        speaker = Text(f"{answer.speaker} — ", style="bold") if answer.speaker else Text()
        show(Text("   ") + speaker + Text(source_line(answer), style="dim"))


def one_line(text: str) -> str:
    """A slice on one line: only its white space is changed, for display."""
    return " ".join(text.split())


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr, when that is a terminal; yields a function that takes how many are done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_errors, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)


def print_evaluation(evaluation: "Evaluation", *, as_json: bool) -> None:
    """The figures, overall and by group."""
    import json

    overall, groups = evaluation.overall(), evaluation.groups()
    if as_json:
        content = {"overall": overall.model_dump(), "groups": {k: v.model_dump() for k, v in groups.items()}}
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "questions", "success@1", "MRR@10", "nDCG@10", "recall@10", "other speaker",
                    "false answers", "false refusals"):  # fmt: skip
        table.add_column(heading, justify="left" if not heading else "right")
    for name, figures in {"all": overall, **groups}.items():
        table.add_row(name, *_cells(figures))
    wide = out if out.is_terminal else Console(highlight=False, width=140)
    wide.print(table)
    recalls = ", ".join(f"@{k} {_figure(value)}" for k, value in overall.recall.items())
    out.print(f"recall {recalls}; latency p50 {overall.latency_p50} ms, p95 {overall.latency_p95} ms")


def _cells(figures: "Figures") -> list[str]:
    values = (
        figures.success_at_1, figures.mrr_at_10, figures.ndcg_at_10, figures.recall[10],
        figures.other_speaker_at_1, figures.false_answers, figures.false_refusals,
    )  # fmt: skip
    return [str(figures.answerable + figures.unanswerable), *map(_figure, values)]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
