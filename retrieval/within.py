"""Where a question may be answered from: an asked speaker's sentences, a period's, an outlet's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from index.store import Store
from retrieval.period import Period
from retrieval.question import Question
from retrieval.stages import Stages
from retrieval.whom import Asked

# What is said on a day is still news on the days after it.
_STILL_NEWS = timedelta(days=2)
_YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Within:
    """The sentences that may answer, None for all; those that are preferred among them; and, where only an asked
    speaker's words will do, the speaker's aliases in each of that speaker's sentences."""

    among: Collection[int] | None
    preferred: Collection[int]
    spoken: Mapping[int, Sequence[str]] | None


def within(question: Question, store: Store, stages: Stages, whoever: bool = False) -> Within:
    """Where the question may be answered from; with `whoever`, from anybody's words."""
    asked = question.asked if stages.speaker and not whoever else None
    spoken = spoken_by(asked, store) if asked else None
    only = spoken if asked and asked.strict else None
    published = _published(question, store)
    among: Collection[int] | None = only if only is not None else published
    if only is not None and published is not None:
        among = only.keys() & published
    return Within(among, () if only is not None or not spoken else spoken, only)


def spoken_by(asked: Asked, store: Store) -> Mapping[int, Sequence[str]]:
    """The sentences of those who are asked for, with their aliases in each."""
    return store.sentences_spoken_by(asked.speakers | asked.voices, asked.unnamed, asked.articles)


def _published(question: Question, store: Store) -> set[int] | None:
    """The sentences of the period and the outlets that a question names; None where it names none."""
    if question.period is None and question.outlets is None:
        return None
    days = (question.period.start, question.period.end + _STILL_NEWS) if question.period else None
    found = store.published_in(days, question.outlets)
    if question.period and not found and any(question.topic) and _is_this_year(question.period):
        return store.published_in(None, question.outlets) if question.outlets is not None else None
    return found


def _is_this_year(period: Period) -> bool:
    """هذه السنة, العام الماضي: where the archive has no article of that year, it may be the year of what it tells."""
    return not period.named and period.end - period.start >= _YEAR
