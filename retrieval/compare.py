"""Two runs compared, question by question: what a change made better and worse."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import comb

from pydantic import BaseModel, ConfigDict

from index.errors import InputError
from retrieval.evaluate import Evaluation, Figures, summarise
from retrieval.metrics import CUTOFF, Outcome, Verdict, judge
from retrieval.run import Run, RunAnswer, kept

# The totals that are compared, with their names for people; a run file knows no latencies.
TOTALS = {
    "success_at_1": "success@1",
    "mrr_at_10": "MRR@10",
    "ndcg_at_10": "nDCG@10",
    "recall_at_10": "recall@10",
    "other_speaker_at_1": "other speaker",
    "false_answers": "false answers",
    "false_refusals": "false refusals",
}
_HARMS = ("other speaker", "false refusal", "false answer")  # the less, the better


class Change(StrEnum):
    """What became of a question."""

    BETTER = "better"
    WORSE = "worse"
    CHANGED = "changed"  # another first answer, worth as much
    SAME = "same"


class Compared(BaseModel):
    """One question in both runs, each with its verdict and its first answer (None for an abstention).

    `by` names the weightiest figure that differs for this question, with its values; None where none does.
    """

    model_config = ConfigDict(frozen=True)
    id: str
    question: str
    change: Change
    former_verdict: Verdict
    verdict: Verdict
    former_answer: RunAnswer | None
    answer: RunAnswer | None
    by: str | None
    former_worth: float | None
    worth: float | None


class Total(BaseModel):
    """A figure over all questions that both runs asked; None where no question counts for it."""

    model_config = ConfigDict(frozen=True)
    former: float | None
    present: float | None
    difference: float | None


class Comparison(BaseModel):
    """Two runs compared over the questions that both asked.

    `p_value` is of McNemar's exact test on the first answers that became right or ceased to be: how
    likely so uneven a change is by chance alone.
    """

    model_config = ConfigDict(frozen=True)
    counts: dict[Change, int]
    totals: dict[str, Total]
    became_right: int
    ceased_to_be_right: int
    p_value: float
    only_former: tuple[str, ...]
    only_present: tuple[str, ...]
    questions: tuple[Compared, ...]

    def having(self, change: Change) -> list[Compared]:
        """The questions that changed so, in the order of the gold file."""
        return [one for one in self.questions if one.change == change]


def compare(evaluation: Evaluation, former: Run, texts: Mapping[str, str]) -> Comparison:
    """Compare an evaluation with an earlier run; `texts` are the articles' source texts by id.

    Both are judged by the present gold. InputError where the run answers none of the questions.
    """
    asked = {outcome.question.id for outcome in evaluation.outcomes}
    rows = [
        (judge(outcome.question, former[outcome.question.id], texts), outcome, reply.answers)
        for outcome, reply in zip(evaluation.outcomes, evaluation.replies, strict=True)
        if outcome.question.id in former
    ]
    if not rows:
        raise InputError(f"the earlier run answers none of the {len(asked)} questions: its ids are of another file")
    questions = tuple(
        _compared(before, now, former[now.question.id], [kept(answer) for answer in answers[:1]])
        for before, now, answers in rows
    )
    became = sum(now.success > before.success for before, now, _ in rows)
    ceased = sum(now.success < before.success for before, now, _ in rows)
    counts = Counter(one.change for one in questions)
    return Comparison(
        counts={change: counts[change] for change in Change},
        totals=_totals(summarise([row[0] for row in rows]), summarise([row[1] for row in rows])),
        became_right=became,
        ceased_to_be_right=ceased,
        p_value=sign_test(became, ceased),
        only_former=tuple(sorted(former.keys() - asked)),
        only_present=tuple(sorted(asked - former.keys())),
        questions=questions,
    )


def sign_test(ups: int, downs: int) -> float:
    """The two-sided probability that a fair coin falls at least as unevenly as `ups` to `downs`."""
    tosses = ups + downs
    tail = sum(comb(tosses, k) for k in range(min(ups, downs) + 1))
    return min(1.0, 2 * tail / (1 << tosses))


def _compared(before: Outcome, now: Outcome, former: Sequence[RunAnswer], present: Sequence[RunAnswer]) -> Compared:
    first, last = former[0] if former else None, present[0] if present else None
    old, new = _worth(before), _worth(now)
    by = next((name for name in new if new[name] != old[name]), None)
    if by is None:
        change = Change.SAME if _words(first) == _words(last) else Change.CHANGED
    else:
        change = Change.BETTER if (new[by] > old[by]) != (by in _HARMS) else Change.WORSE
    return Compared(
        id=now.question.id,
        question=now.question.question,
        change=change,
        former_verdict=before.verdict,
        verdict=now.verdict,
        former_answer=first,
        answer=last,
        by=by,
        former_worth=old[by] if by else None,
        worth=new[by] if by else None,
    )


def _worth(outcome: Outcome) -> dict[str, float]:
    """The figures of the totals for this one question, the weightiest first.

    Words of another speaker are worse than no answer, and no answer is worse than a wrong one of the
    right speaker, below which the right one may stand.
    """
    if not outcome.question.gold:
        return {"false answer": float(outcome.answered)}
    return {
        "success@1": outcome.success,
        "other speaker": outcome.other_speaker or 0.0,
        "false refusal": float(not outcome.answered),
        "MRR@10": outcome.reciprocal_rank,
        "nDCG@10": outcome.ndcg,
        "recall@10": outcome.recall[CUTOFF],
    }


def _words(answer: RunAnswer | None) -> tuple[str, str, str | None] | None:
    return (answer.article, answer.text, answer.speaker) if answer else None


def _totals(former: Figures, present: Figures) -> dict[str, Total]:
    pairs = {name: (_figure(former, name), _figure(present, name)) for name in TOTALS}
    return {
        name: Total(
            former=one,
            present=other,
            difference=None if one is None or other is None else round(other - one, 3),
        )
        for name, (one, other) in pairs.items()
    }


def _figure(figures: Figures, name: str) -> float | None:
    if name == "recall_at_10":
        return figures.recall[CUTOFF]
    value: float | None = getattr(figures, name)
    return value
