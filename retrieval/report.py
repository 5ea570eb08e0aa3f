"""The report of an evaluation: one HTML page that needs nothing beside it, no script and no network."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from index.atomic import replacing
from retrieval import plot
from retrieval.answer import Answer
from retrieval.compare import TOTALS, Comparison
from retrieval.evaluate import Evaluation, Figures
from retrieval.metrics import Gold, Outcome, Verdict
from retrieval.tradeoff import TradeOff, trade_off

PAGE = "index.html"
_FAILURES = (Verdict.WRONG, Verdict.FALSE_REFUSAL, Verdict.FALSE_ANSWER)


@dataclass(frozen=True, slots=True)
class About:
    """What was evaluated: the questions' file, the index's size, the model, and when."""

    questions: str
    articles: int
    sentences: int
    model: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the table of all."""

    id: str
    question: str
    group: str  # language, kind and style
    verdict: Verdict
    other_speaker: bool
    answer: Answer | None
    gold: tuple[Gold, ...]  # the best first
    milliseconds: float
    confidence: float | None


def write_report(
    folder: Path,
    evaluation: Evaluation,
    about: About,
    comparison: Comparison | None = None,
    ablation: Mapping[str, Figures] | None = None,
) -> Path:
    """Write the page into the folder, which is made where it is missing; the page's path.

    OSError where the folder cannot be made or written to; the page is there whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / PAGE) as file:
        file.write(render(evaluation, about, comparison, ablation).encode())
    return folder / PAGE


def render(
    evaluation: Evaluation,
    about: About,
    comparison: Comparison | None = None,
    ablation: Mapping[str, Figures] | None = None,
) -> str:
    """The page. Every text of an article, a question or a file is escaped."""
    figures, curve = evaluation.overall(), trade_off(evaluation)
    verdicts = Counter(outcome.verdict for outcome in evaluation.outcomes)
    return _environment().get_template("report.html").render(
        about=about,
        figures=figures,
        groups=evaluation.groups(),
        bars=bar_charts(evaluation.outcomes),
        curve=_curve(curve, figures) if curve else None,
        separation=curve.separation if curve else None,
        latency=_latency(evaluation.seconds, figures),
        lines=lines(evaluation),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        failures=[verdict.name.lower() for verdict in _FAILURES],
        comparison=comparison,
        totals=TOTALS,
        ablation=ablation,
    )  # fmt: skip


def lines(evaluation: Evaluation) -> list[Line]:
    """The questions in the order of the gold file."""
    return [
        Line(
            id=outcome.question.id,
            question=outcome.question.question,
            group=" ".join(filter(None, (outcome.question.lang, outcome.question.kind, outcome.question.style))),
            verdict=outcome.verdict,
            other_speaker=bool(outcome.other_speaker),
            answer=reply.answers[0] if reply.answers else None,
            gold=tuple(sorted(outcome.question.gold, key=lambda gold: -gold.grade)),
            milliseconds=seconds * 1000,
            confidence=reply.confidence,
        )
        for outcome, reply, seconds in zip(evaluation.outcomes, evaluation.replies, evaluation.seconds, strict=True)
    ]


def bar_charts(outcomes: Sequence[Outcome]) -> dict[str, plot.BarChart]:
    """success@1 by kind, style and language, each where the questions say it; the largest group first."""
    charts = {}
    for title, field in (("kind", "kind"), ("style", "style"), ("language", "lang")):
        groups: dict[str, list[float]] = {}
        for outcome in outcomes:
            name = getattr(outcome.question, field)
            if name and outcome.question.gold:
                groups.setdefault(name, []).append(outcome.success)
        if groups:
            ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
            charts[title] = plot.bar_chart([(name, round(sum(found)), len(found)) for name, found in ordered])
    return charts


def direction(text: str) -> str:
    """`rtl` where the text begins with a letter of a script that runs so, else `ltr`."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL", "L"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def figure(value: float | None) -> str:
    """A figure as the tables show it: .873, or a dash where no question counts for it."""
    return "–" if value is None else f"{value:.3f}".removeprefix("0") if abs(value) < 1 else f"{value:.3f}"


def signed(value: float | None) -> str:
    """A difference with its sign: +.025, −.100, or ±0."""
    if value is None:
        return "–"
    return f"{'+' if value > 0 else '−'}{figure(abs(value))}" if value else "±0"


def _curve(found: TradeOff, figures: Figures) -> plot.Curve:
    return plot.curve(found.points, (figures.false_refusals or 0.0, figures.false_answers or 0.0))


def _latency(seconds: Sequence[float], figures: Figures) -> plot.Histogram | None:
    if figures.latency_p50 is None or figures.latency_p95 is None:
        return None
    marks = [("p50", figures.latency_p50), ("p95", figures.latency_p95)]
    return plot.histogram([one * 1000 for one in seconds], marks)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("retrieval", "data"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(direction=direction, figure=figure, signed=signed, decimals=plot.decimals)
    environment.globals.update(WIDTH=plot.WIDTH)
    return environment
