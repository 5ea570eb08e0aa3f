"""The trade-off between false answers and false refusals, over the threshold of the confidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Points (threshold, false refusals, false answers) as the threshold grows, and how well it separates.

    A reply below the threshold is an abstention. `separation` is how often an answerable question has
    more confidence than an unanswerable one: the area under the ROC curve.
    """

    points: tuple[tuple[float, float, float], ...]
    separation: float


def trade_off(evaluation: Evaluation) -> TradeOff | None:
    """The curve of an evaluation; None without answerable and unanswerable questions that have a confidence."""
    answerable: list[float] = []
    unanswerable: list[float] = []
    for outcome, reply in zip(evaluation.outcomes, evaluation.replies, strict=True):
        known = reply.confidence
        if known is not None:
            (answerable if outcome.question.gold else unanswerable).append(known)
    if not answerable or not unanswerable:
        return None
    thresholds = [*sorted({0.0, *answerable, *unanswerable}), float("inf")]
    points = tuple(
        (min(threshold, 1.0), _below(answerable, threshold), 1 - _below(unanswerable, threshold))
        for threshold in thresholds
    )
    return TradeOff(points, _separation(answerable, unanswerable))


def _below(values: Sequence[float], threshold: float) -> float:
    return sum(value < threshold for value in values) / len(values)


def _separation(high: Sequence[float], low: Sequence[float]) -> float:
    wins = sum((one > other) + 0.5 * (one == other) for one in high for other in low)
    return wins / (len(high) * len(low))
