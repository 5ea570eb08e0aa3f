"""Fits the weights of ranking and refusing on questions with gold answers, and shows how they do on other ones.

python -m benchmarks.ranking QUESTIONS.jsonl=INDEX[=N]... [--check QUESTIONS.jsonl=INDEX[=N]...] [--write]

The ranking is fitted as a listwise softmax regression: the candidates that answer squarely (grade 2) against the
others of the same question (Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", 2007); the
confidence as a logistic regression, answerable and unanswerable questions weighing alike. Each is fitted on every
second question first and checked on the others; then on all. `--write` writes `retrieval/data/ranking.toml`.
"""

import argparse
import tomllib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import takewhile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import retrieval
from index.atomic import replacing
from index.encoder import Encoder, load_encoder
from retrieval.candidates import Features
from retrieval.evaluate import read_questions
from retrieval.metrics import GoldQuestion
from retrieval.ranking import Evidence, evidence
from retrieval.search import Searcher

Numbers = NDArray[np.float64]
RANKING = [one.name for one in fields(Features)]
EVIDENCE = [one.name for one in fields(Evidence)]
# What tells of somebody's words: of them an archive holds few or many, near to each other or not.
_OF_WORDS = ("around", "bare", "late", "unknown", "named", "foreign", "silent", "stray", "placed")
# Penalties on the standardised weights, against fitting the few hundred questions there are.
_RIDGE_RANKING, _RIDGE_CONFIDENCE = 0.02, 0.01
# How much a question counts of a set in which all are answerable, or none: there are many more of them than of those
# that tell which are. Questions from elsewhere, that an archive has nothing of, are easily refused and tell least.
_SHARE_OF_OTHERS_IN_RANKING, _SHARE_OF_ANSWERABLE, _SHARE_OF_FOREIGN = 1 / 12, 1 / 30, 1 / 50
# How many questions after facts, and after words, that an archive answers come for one that it does not; those after
# facts are told from questions after what stands beside what it has (`CONTRIBUTING.md`), the hardest there are.
_ANSWERABLE, _WORDS_ANSWERABLE = 1.8, 1.0
_NUMBERS = Path(retrieval.__file__).parent / "data" / "ranking.toml"
_THRESHOLDS = (0.47, 0.49, 0.51, 0.53)


@dataclass(frozen=True)
class Case:
    """A question with its candidates' features (candidates, features) and grades (candidates,)."""

    question: GoldQuestion
    asks_for_words: bool
    features: Numbers
    grades: NDArray[np.int64]
    evidence: Callable[[int], Numbers]


def main() -> None:
    """Fit, check, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl=INDEX[=N]")
    parser.add_argument("--check", nargs="*", default=[], metavar="QUESTIONS.jsonl=INDEX[=N]")
    parser.add_argument("--threshold", type=float, default=0.48)
    parser.add_argument("--keep", nargs="*", default=[], choices=[one.name for one in fields(Model)])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    encoder = load_encoder()
    sets = {name: read_cases(name, encoder) for name in options.sets}
    checks = {name: read_cases(name, encoder) for name in options.check}
    for half in (0, 1):
        model = fit((cases[half::2] for cases in sets.values()), options.keep)
        other = {name: success(cases[1 - half :: 2], model) for name, cases in sets.items()}
        print(f"fitted on half {half}, success@1 on the other: {other}")
    model = fit(sets.values(), options.keep)
    for name, cases in (sets | checks).items():
        print(f"{name}: success@1 {success(cases, model)}")
        for threshold in _THRESHOLDS:
            print(f"   threshold {threshold}: " + refusals(cases, model, threshold))
    if options.write:
        write(model, options.threshold)


@dataclass(frozen=True)
class Model:
    """Weights of the features (features,), and of the evidence with a bias behind it (evidence + 1,): each for
    questions after somebody's words and after facts."""

    words: Numbers
    fact: Numbers
    words_told: Numbers
    fact_told: Numbers

    def first(self, case: Case) -> int:
        """The place of the best candidate of a question that has any."""
        return int((case.features @ (self.words if case.asks_for_words else self.fact)).argmax())

    def confidence(self, case: Case) -> float:
        """How likely the first candidate answers."""
        if not len(case.features):
            return 0.0
        told = self.words_told if case.asks_for_words else self.fact_told
        return float(1 / (1 + np.exp(-np.append(case.evidence(self.first(case)), 1) @ told)))


def fit(sets: Iterable[Sequence[Case]], keep: Collection[str] = ()) -> Model:
    """The weights that fit these sets best, but for those to `keep`, which are as `retrieval.ranking` has them.

    A set in which all questions are answerable is one of facts: it teaches nothing of speakers, and little of refusing.
    """
    ranked, others, weighed = [], [], []
    for cases in sets:
        answerable = sum(bool(case.question.gold) for case in cases)
        share = 1.0 if 0 < answerable < len(cases) else _SHARE_OF_ANSWERABLE if answerable else _SHARE_OF_FOREIGN
        (ranked if share == 1 else others).extend(cases)
        weighed += [(case, share) for case in cases]
    words = fit_ranking([case for case in ranked if case.asks_for_words])
    often = round(1 / _SHARE_OF_OTHERS_IN_RANKING)
    fact = fit_ranking([case for case in [*ranked * often, *others] if not case.asks_for_words])
    now = {name: weights for name, weights in asdict(fitted()).items() if name in keep}
    nothing = np.zeros(len(EVIDENCE) + 1)
    ranking = replace(Model(words, fact, nothing, nothing), **now)
    of_words, of_facts = ([one for one in weighed if one[0].asks_for_words == asks] for asks in (True, False))
    words_told = fit_confidence(of_words, ranking, _OF_WORDS, _WORDS_ANSWERABLE)
    return replace(
        ranking,
        **{"words_told": words_told, "fact_told": fit_confidence(of_facts, ranking, EVIDENCE, _ANSWERABLE)} | now,
    )


def fitted() -> Model:
    """The weights that `retrieval.ranking` has now."""
    table = tomllib.loads(_NUMBERS.read_text(encoding="utf8"))
    told = [[table["evidence"][name].get(one, 0.0) for one in (*EVIDENCE, "bias")] for name in ("words", "fact")]
    return Model(*(np.array([table[name][one] for one in RANKING]) for name in ("words", "fact")), *map(np.array, told))


def read_cases(argument: str, encoder: Encoder) -> list[Case]:
    """The questions of `QUESTIONS.jsonl=INDEX[=N]`, every Nth one, with the candidates that the index has for them."""
    path, folder, *every = argument.split("=")
    searcher = Searcher.open(Path(folder), encoder)
    try:
        return [_case(question, searcher) for question in read_questions(Path(path))[:: int(every[0]) if every else 1]]
    finally:
        searcher.close()


def _case(question: GoldQuestion, searcher: Searcher) -> Case:
    parsed, candidates = searcher.candidates(question.question)
    texts = [searcher.text(candidate.passage) for candidate in candidates]
    grades = [
        max((gold.grade for gold in question.gold if gold.article == article and gold.text in text), default=0)
        for article, text in texts
    ]
    features = np.array([[asdict(one.features)[name] for name in RANKING] for one in candidates], float)

    def told(at: int) -> Numbers:
        values = asdict(evidence(parsed, [candidates[at], *candidates]))
        return np.array([values[name] for name in EVIDENCE])

    return Case(question, parsed.asks_for_words, features, np.array(grades, np.int64), told)


def fit_ranking(cases: Sequence[Case]) -> Numbers:
    """The weights (features,) that make grade 2 come first."""
    lists = [(case.features, case.grades == 2) for case in cases if (case.grades == 2).any()]
    scale = np.concatenate([features - features.mean(0) for features, _ in lists]).std(0) + 1e-9

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, gradient = _RIDGE_RANKING * float(weights @ weights), 2 * _RIDGE_RANKING * weights
        for features, right in lists:
            scores = (features / scale) @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            among = chances * right / (chances * right).sum()
            total -= float(np.log((chances * right).sum())) / len(lists)
            gradient = gradient + (features / scale).T @ (chances - among) / len(lists)
        return total, gradient

    fitted: Numbers = minimize(loss, np.zeros(len(RANKING)), jac=True, method="L-BFGS-B").x / scale
    return fitted


def fit_confidence(
    weighed: Sequence[tuple[Case, float]], ranking: Model, among: Collection[str], odds: float
) -> Numbers:
    """The weights of the evidence `among` which to choose, and a bias (evidence + 1,), that tell answerable questions,
    each of so much weight, by their first candidates; `odds`: how many there are for one that is not answerable."""
    found = [(case, share) for case, share in weighed if len(case.features)]
    values = np.array([case.evidence(ranking.first(case)) for case, _ in found])
    values *= [name in among for name in EVIDENCE]
    answerable = np.array([bool(case.question.gold) for case, _ in found])
    counts = np.array([share for _, share in found])
    weighing = np.where(answerable, odds * counts / counts[answerable].sum(), counts / counts[~answerable].sum())
    mean, scale = values.mean(0), values.std(0) + 1e-9
    inputs = np.c_[(values - mean) / scale, np.ones(len(values))]

    def loss(parameters: Numbers) -> tuple[float, Numbers]:
        chances = 1 / (1 + np.exp(-(inputs @ parameters)))
        likelihood = answerable * np.log(chances + 1e-9) + (~answerable) * np.log(1 - chances + 1e-9)
        gradient = inputs.T @ (weighing * (chances - answerable))
        gradient[:-1] += 2 * _RIDGE_CONFIDENCE * parameters[:-1]
        penalty = _RIDGE_CONFIDENCE * float(parameters[:-1] @ parameters[:-1])
        return float(-(weighing * likelihood).sum()) + penalty, gradient

    parameters = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x
    told = parameters[:-1] / scale
    return np.append(told, parameters[-1] - told @ mean)


def success(cases: Sequence[Case], model: Model) -> float:
    """Of the answerable questions, the share whose first candidate answers squarely."""
    answerable = [case for case in cases if case.question.gold]
    if not answerable:
        return float("nan")
    right = [len(case.features) > 0 and case.grades[model.first(case)] == 2 for case in answerable]
    return round(float(np.mean(right)), 3)


def refusals(cases: Sequence[Case], model: Model, threshold: float) -> str:
    """The shares of false answers and false refusals at a threshold."""
    false_answers = [model.confidence(case) >= threshold for case in cases if not case.question.gold]
    false_refusals = [model.confidence(case) < threshold for case in cases if case.question.gold]
    answers = f"{np.mean(false_answers):.2f}" if false_answers else "–"
    refused = f"{np.mean(false_refusals):.2f}" if false_refusals else "–"
    return f"false answers {answers}, false refusals {refused}"


def write(model: Model, threshold: float) -> None:
    """Write the fitted numbers where `retrieval.ranking` reads them, below what is said there of those set by hand."""
    head = takewhile(lambda line: line.startswith("#"), _NUMBERS.read_text(encoding="utf8").splitlines())
    lines = [*head, f"threshold = {threshold}"]
    for name, weights in (("words", model.words), ("fact", model.fact)):
        lines += ["", f"[{name}]", *(f"{one} = {weight:.2f}" for one, weight in zip(RANKING, weights, strict=True))]
    for name, told in (("words", model.words_told), ("fact", model.fact_told)):
        weights = zip([*EVIDENCE, "bias"], told, strict=True)
        lines += ["", f"[evidence.{name}]", *(f"{one} = {weight:.2f}" for one, weight in weights if weight)]
    with replacing(_NUMBERS) as file:
        file.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main()
