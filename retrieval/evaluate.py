"""Evaluation: every question of a gold file asked, graded, and summed up."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, quantiles

from pydantic import BaseModel, ConfigDict

from index.errors import InputError
from retrieval.answer import Reply
from retrieval.metrics import CUTOFF, GoldQuestion, Outcome, judge
from retrieval.rows import read_rows
from retrieval.search import Searcher


class Figures(BaseModel):
    """The means over a set of questions; a mean over nothing is None. Latencies in milliseconds."""

    model_config = ConfigDict(frozen=True)
    answerable: int
    unanswerable: int
    success_at_1: float | None
    mrr_at_10: float | None
    ndcg_at_10: float | None
    recall: dict[int, float | None]
    other_speaker_at_1: float | None
    false_answers: float | None
    false_refusals: float | None
    latency_p50: float | None = None
    latency_p95: float | None = None


@dataclass(frozen=True)
class Evaluation:
    """All that an evaluation found: the replies, the outcomes, and the seconds each question took."""

    replies: tuple[Reply, ...]
    outcomes: tuple[Outcome, ...]
    seconds: tuple[float, ...]

    def overall(self) -> Figures:
        """The figures over all questions."""
        return summarise(self.outcomes, self.seconds)

    def groups(self) -> dict[str, Figures]:
        """The figures by language, kind and style, as `lang=ar`."""
        found: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            for name in ("lang", "kind", "style"):
                value = getattr(outcome.question, name)
                if value:
                    found.setdefault(f"{name}={value}", []).append(outcome)
        return {name: summarise(found[name]) for name in sorted(found)}


def read_questions(path: Path) -> list[GoldQuestion]:
    """The questions of a gold file; InputError with the line that is wrong."""
    return read_rows(path, GoldQuestion)


def source_texts(searcher: Searcher) -> dict[str, str]:
    """The source text of every article of the index, by id."""
    return {article.id: article.text for article in searcher.articles()}


def evaluate(
    questions: Sequence[GoldQuestion], searcher: Searcher, progress: Callable[[], None] = lambda: None
) -> Evaluation:
    """Ask every question and judge the answers. InputError where the gold's articles are not in the index."""
    articles = source_texts(searcher)
    _check_articles(questions, articles)
    replies, outcomes, seconds = [], [], []
    for question in questions:
        started = time.perf_counter()
        reply = searcher.ask(question.question, CUTOFF)
        seconds.append(time.perf_counter() - started)
        replies.append(reply)
        outcomes.append(judge(question, reply.answers, articles))
        progress()
    return Evaluation(tuple(replies), tuple(outcomes), tuple(seconds))


def summarise(outcomes: Sequence[Outcome], seconds: Sequence[float] = ()) -> Figures:
    """The means of the outcomes."""
    answerable = [outcome for outcome in outcomes if outcome.question.gold]
    unanswerable = [outcome for outcome in outcomes if not outcome.question.gold]
    return Figures(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        success_at_1=_mean(o.success for o in answerable),
        mrr_at_10=_mean(o.reciprocal_rank for o in answerable),
        ndcg_at_10=_mean(o.ndcg for o in answerable),
        recall={k: _mean(o.recall[k] for o in answerable) for k in (1, 3, 5, CUTOFF)},
        other_speaker_at_1=_mean(o.other_speaker for o in answerable if o.other_speaker is not None),
        false_answers=_mean(float(o.answered) for o in unanswerable),
        false_refusals=_mean(float(not o.answered) for o in answerable),
        latency_p50=_percentile(seconds, 50),
        latency_p95=_percentile(seconds, 95),
    )


def _check_articles(questions: Sequence[GoldQuestion], articles: Mapping[str, str]) -> None:
    wanted = {gold.article for question in questions for gold in question.gold}
    missing = sorted(wanted - articles.keys())
    if missing:
        raise InputError(
            f"the index lacks {len(missing)} of the {len(wanted)} articles that the questions' gold names"
            f" (the first: {missing[0]}): build it from those articles, or give another --index"
        )


def _mean(values: Iterator[float]) -> float | None:
    found = list(values)
    return round(fmean(found), 3) if found else None


def _percentile(seconds: Sequence[float], percent: int) -> float | None:
    if not seconds:
        return None
    if len(seconds) == 1:
        return round(seconds[0] * 1000, 1)
    return round(quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000, 1)
