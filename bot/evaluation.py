"""`qala evaluate`: asks, compares, reports; tables for people, one JSON object for machines."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import terminal
from retrieval.ablation import LADDER, ablate
from retrieval.compare import TOTALS, Change, Compared, Comparison, compare
from retrieval.evaluate import Evaluation, Figures, evaluate, read_questions, source_texts
from retrieval.run import RunAnswer, read_run, write_run

if TYPE_CHECKING:
    from retrieval.search import Searcher

_TITLES = {Change.BETTER: "better", Change.WORSE: "worse", Change.CHANGED: "changed without effect"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options of the command ask for; the paths are None where they were not given."""

    run: Path | None = None
    baseline: Path | None = None
    report: Path | None = None
    ablate: bool = False
    as_json: bool = False


def run_evaluation(questions: Path, open_searcher: Callable[[], "Searcher"], model: str, wanted: Wanted) -> None:
    """Evaluate and print; every file is read, and every folder made, before the first question is asked.

    InputError for a file that is no gold or no run; StoreError and ModelError from opening the searcher.
    """
    gold = read_questions(questions)
    former = read_run(wanted.baseline) if wanted.baseline else None
    for folder in (wanted.report, wanted.run and wanted.run.parent):
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    searcher = open_searcher()
    try:
        with terminal.progress("asking", len(gold) * (len(LADDER) if wanted.ablate else 1)) as advance:
            counter = iter(range(1, len(gold) * len(LADDER) + 1))
            if wanted.ablate:
                rungs = ablate(gold, searcher, lambda: advance(next(counter)))
                evaluation = list(rungs.values())[-1]
            else:
                rungs, evaluation = {}, evaluate(gold, searcher, lambda: advance(next(counter)))
        comparison = compare(evaluation, former, source_texts(searcher)) if former is not None else None
        size = searcher.counts()
    finally:
        searcher.close()
    ablation = {name: rung.overall() for name, rung in rungs.items()}
    if wanted.run:
        write_run(wanted.run, evaluation)
    _print_json(evaluation, comparison, ablation) if wanted.as_json else _print(evaluation, comparison, ablation)
    if wanted.report:
        _write_report(wanted.report, evaluation, comparison, ablation, questions, size, model)


def _write_report(
    folder: Path, evaluation: Evaluation, comparison: Comparison | None, ablation: Mapping[str, Figures],
    questions: Path, size: tuple[int, int], model: str,
) -> None:  # fmt: skip
    from retrieval.report import About, write_report

    about = About(questions.name, *size, Path(model).name, datetime.now().astimezone())
    page = write_report(folder, evaluation, about, comparison, ablation)
    terminal.say(f"the report is {page}")


def _print_json(evaluation: Evaluation, comparison: Comparison | None, ablation: Mapping[str, Figures]) -> None:
    content: dict[str, Any] = {
        "overall": evaluation.overall().model_dump(),
        "groups": {name: figures.model_dump() for name, figures in evaluation.groups().items()},
    }
    if ablation:
        content["ablation"] = {name: figures.model_dump() for name, figures in ablation.items()}
    if comparison:
        content["comparison"] = comparison.model_dump(mode="json")
    print(json.dumps(content, ensure_ascii=False, indent=2))


def _print(evaluation: Evaluation, comparison: Comparison | None, ablation: Mapping[str, Figures]) -> None:
    overall = evaluation.overall()
    _print_table({"all": overall, **evaluation.groups()})
    recalls = ", ".join(f"@{k} {_figure(value)}" for k, value in overall.recall.items())
    print(f"recall {recalls}; latency p50 {overall.latency_p50} ms, p95 {overall.latency_p95} ms")
    if ablation:
        print()
        _print_table(ablation, latency=True)
    if comparison:
        _print_comparison(comparison)


def _print_table(rows: Mapping[str, Figures], *, latency: bool = False) -> None:
    """The figures, a row each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    headings = ["", "questions", "success@1", "MRR@10", "nDCG@10", "recall@10", "other speaker",
                "false answers", "false refusals"]  # fmt: skip
    for heading in headings + ["p50 ms", "p95 ms"] * latency:
        table.add_column(heading, justify="right" if heading else "left")
    for name, figures in rows.items():
        latencies = [str(figures.latency_p50), str(figures.latency_p95)] if latency else []
        table.add_row(name, *_cells(figures), *latencies)
    wide = terminal.out if terminal.out.is_terminal else Console(highlight=False, width=160)
    wide.print(table)


def _print_comparison(comparison: Comparison) -> None:
    """What changed, question by question, and then the totals."""
    for change, title in _TITLES.items():
        found = comparison.having(change)
        if found:
            terminal.show(Text(f"\n{title}: {len(found)}", style="bold"))
        for one in found:
            _print_change(one)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "before", "now", "difference"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, total in comparison.totals.items():
        table.add_row(TOTALS[name], _figure(total.former), _figure(total.present), _difference(total.difference))
    print()
    terminal.out.print(table)
    counts = comparison.counts
    print(
        f"{counts[Change.BETTER]} better, {counts[Change.WORSE]} worse, {counts[Change.CHANGED]} changed without"
        f" effect, {counts[Change.SAME]} the same; {comparison.became_right} first answers became right,"
        f" {comparison.ceased_to_be_right} ceased to be (by chance alone: p = {comparison.p_value:.2f})"
    )
    if comparison.only_present:
        print(f"the earlier run lacks {len(comparison.only_present)} of the questions; they are not compared")
    if comparison.only_former:
        print(f"the earlier run answers {len(comparison.only_former)} other questions; they are not compared")


def _print_change(one: Compared) -> None:
    what = one.verdict if one.verdict == one.former_verdict else f"{one.former_verdict} → {one.verdict}"
    if one.by:
        what += f", {one.by} {_figure(one.former_worth)} → {_figure(one.worth)}"
    terminal.show(Text(f"{one.id}  ", style="cyan") + Text(f"{one.question}  ") + Text(f"[{what}]", style="bold"))
    terminal.show(Text("  - ", style="red") + _first(one.former_answer))
    terminal.show(Text("  + ", style="green") + _first(one.answer))


def _first(answer: RunAnswer | None) -> Text:
    if answer is None:
        return Text("no answer", style="italic")
    source = f"  ({' · '.join(filter(None, (answer.speaker, answer.article)))})"
    return Text(terminal.one_line(answer.text)) + Text(source, style="dim")


def _cells(figures: Figures) -> list[str]:
    values = (
        figures.success_at_1, figures.mrr_at_10, figures.ndcg_at_10, figures.recall[10],
        figures.other_speaker_at_1, figures.false_answers, figures.false_refusals,
    )  # fmt: skip
    return [str(figures.answerable + figures.unanswerable), *map(_figure, values)]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _difference(value: float | None) -> str:
    return "–" if value is None else f"{value:+.3f}"
