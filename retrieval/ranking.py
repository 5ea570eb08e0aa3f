"""Ranking: a candidate's features to one score, and the confidence that the best candidate answers at all.

Both are linear in features that a person can read; their weights lie in `data/ranking.toml`, which
`python -m benchmarks.ranking` fits on questions with gold answers, but for seven.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from statistics import fmean as mean
from typing import Any

from retrieval.candidates import RERANKED, Candidate, Features
from retrieval.question import Question

# The least late interaction of a topic alone, in another language, with a sentence that speaks of it. Of 216 questions
# about what nobody spoke of (`python -m benchmarks.foreign`, the seeds and 300 articles of news) 148 were answered
# without it. 0.22 leaves 32, and none of the development sets' 17 such questions that were answered is refused; 0.28
# leaves 13, and refuses one.
_TOPIC_MET = 0.22


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer, each from 0 to 1 where nothing else is said.

    `around`: how much of the topic stands in or near the first candidate; `bare`: whether nothing of it does that can
    be found; `late`: its late interaction; `unknown`: whether the question asks for somebody whom the archive does not
    know as a speaker, and `named`: how much of that one's name stands in the first candidate, squared, for a first name
    or a title alone tells little, -1 where somebody says that whom the question is about; `foreign`: whether its topic
    has words of another script than Arabic, which cannot be found in Arabic sentences, as places can; `silent`: how
    many candidates there are, as a share of the most there can be, where none holds any word of the topic that can be
    found: it tells little that somebody with three sentences does not mention it. `stray`: how far the topic's own
    words in another language stay from the candidate's, below what those of an answer reach. `dense` and `article`: the
    first candidate's cosine and its headline's; `above`: how far its late interaction stands above the candidates'
    mean. `placed`: from -1 to 1, whether the places that the question is about stand in or near the first candidate; 0
    where it names none, or asks for somebody who is not known. `unmet`: whether a number is asked for, and the first
    candidate holds none of its kind.
    """

    around: float
    bare: float
    late: float
    unknown: float
    named: float
    foreign: float
    silent: float
    stray: float
    dense: float
    article: float
    above: float
    placed: float
    unmet: float


@cache
def _fitted() -> Mapping[str, Any]:
    return tomllib.loads(files("retrieval").joinpath("data/ranking.toml").read_text(encoding="utf8"))


def threshold() -> float:
    """The least confidence that is answered."""
    return float(_fitted()["threshold"])


def weights(question: Question) -> Mapping[str, float]:
    """The weights of features: what tells an answer is not the same for somebody's words and for a fact."""
    found: Mapping[str, float] = _fitted()["words" if question.asks_for_words else "fact"]
    return found


def rank(question: Question, candidates: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
    """The candidates with their scores, best first."""
    scored = [(candidate, sum(score_parts(question, candidate.features).values())) for candidate in candidates]
    return sorted(scored, key=lambda one: (-one[1], one[0].passage.number))


def score_parts(question: Question, features: Features) -> dict[str, float]:
    """What each feature adds to a candidate's score."""
    return {name: weight * float(getattr(features, name)) for name, weight in weights(question).items()}


def evidence(question: Question, ranked: Sequence[Candidate]) -> Evidence:
    """What speaks for and against the first of the candidates."""
    first = ranked[0].features
    silent = not question.about and any(question.topic) and not any(one.features.covered for one in ranked)
    share = min(1.0, len(ranked) / RERANKED)
    unknown = question.unknown is not None
    foreign = question.foreign and (bool(question.about) or not question.topic)
    stray = max(0.0, _TOPIC_MET - first.topic)
    above = first.late - mean(one.features.late for one in ranked)
    placed = 0.0 if unknown or ranked[0].placed is None else 2 * ranked[0].placed - 1
    bare = any(question.topic) and not first.around
    return Evidence(
        around=first.around,
        bare=float(bare),
        late=first.late,
        unknown=float(unknown),
        named=ranked[0].named * abs(ranked[0].named),
        foreign=float(foreign),
        silent=silent * share,
        stray=stray,
        dense=first.dense,
        article=first.article,
        above=above,
        placed=placed,
        unmet=1.0 - first.number,
    )


def confidence(question: Question, ranked: Sequence[Candidate]) -> float:
    """How likely it is, from 0 to 1, that the first candidate answers the question (logistic regression)."""
    if not ranked:
        return 0.0
    values = asdict(evidence(question, ranked)) | {"bias": 1.0}
    # One alone, of what is new or offered, stands above no others: it is told by what tells of somebody's words.
    fitted = _fitted()["evidence"]["words" if question.asks_for_words or len(ranked) == 1 else "fact"]
    return 1 / (1 + math.exp(-sum(weight * values[name] for name, weight in fitted.items())))
