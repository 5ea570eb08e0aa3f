"""qala beside txtai: the same questions, the same sentences, the same model folder, in the same run.

    python -m benchmarks.peer QUESTIONS.jsonl INDEX

txtai searches with `hybrid=True`, dense and BM25 half and half as it comes, and once more with all weight
on the dense side; it is given the prompts that the model was trained with. It knows no speakers and never
refuses, so only what both can do is compared: the share of right first answers and the reciprocal rank,
over the questions that have an answer, and the latency of all. On a busy machine its threads wait for one
another; OMP_NUM_THREADS=1 spares it that. It needs the extra `peer`:

    .venv/bin/pip install -c constraints.txt -e '.[peer]'
"""

import argparse
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.terminal import progress
from index.encoder import load_encoder
from index.model import default_model_folder, prepare
from index.store import Store
from retrieval.evaluate import Figures, evaluate, read_questions, summarise
from retrieval.metrics import CUTOFF, GoldQuestion, judge
from retrieval.run import RunAnswer
from retrieval.search import Searcher

# As the model was trained; by itself txtai would give sentences no prompt.
PROMPTS = {"query": "query: ", "data": "passage: "}
WEIGHTS = {"txtai, hybrid": (0.5, 0.5), "txtai, dense": (1.0, 0.0)}
MISSING = "txtai is not installed: .venv/bin/pip install -c constraints.txt -e '.[peer]'"


def sentences_of(index: Path) -> tuple[dict[str, str], list[RunAnswer]]:
    """The source texts of an index by article, and each of its sentences as an answer would give it."""
    store = Store.open(index)
    try:
        texts = {article.id: article.text for article in store.articles()}
        return texts, [
            RunAnswer(article=name, text=text[passage.start : passage.end])
            for name, text in texts.items()
            for passage in store.passages_of(name)
        ]
    finally:
        store.close()


def build_peer(model: Path, sentences: Sequence[RunAnswer]) -> Any:
    """txtai's index over the sentences, each under its place in the sequence."""
    from txtai import Embeddings

    embeddings = Embeddings(path=str(model), hybrid=True, gpu=False, instructions=PROMPTS)
    embeddings.index((place, one.text, None) for place, one in enumerate(sentences))
    return embeddings


def ask_peer(
    questions: Sequence[GoldQuestion], embeddings: Any, weights: tuple[float, float], sentences: Sequence[RunAnswer],
    texts: dict[str, str], advance: Callable[[int], None],
) -> Figures:  # fmt: skip
    """The figures of txtai's ten best sentences for each question; the weights are of dense and BM25."""
    outcomes, seconds = [], []
    for number, question in enumerate(questions, 1):
        started = time.perf_counter()
        found = embeddings.search(question.question, CUTOFF, weights=weights)
        seconds.append(time.perf_counter() - started)
        outcomes.append(judge(question, [sentences[int(place)] for place, _ in found], texts))
        advance(number)
    return summarise(outcomes, seconds)


def main() -> None:
    """Run both and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("index", type=Path, help="an index of the articles, made by qala build with the default model")
    options = parser.parse_args()
    if find_spec("txtai") is None:
        raise SystemExit(MISSING)
    questions = read_questions(options.questions)
    prepare()
    texts, sentences = sentences_of(options.index)
    searcher = Searcher.open(options.index, load_encoder())
    searcher.ask(questions[0].question)  # both are measured warm
    with progress("qala", len(questions)) as advance:
        counter = iter(range(1, len(questions) + 1))
        rows = {"qala": evaluate(questions, searcher, lambda: advance(next(counter))).overall()}
    searcher.close()
    peer = build_peer(default_model_folder(), sentences)
    peer.search(questions[0].question, CUTOFF)
    for name, weights in WEIGHTS.items():
        with progress(name, len(questions)) as advance:
            rows[name] = ask_peer(questions, peer, weights, sentences, texts, advance)
    print(f"{len(questions)} questions, {len(texts)} articles, {len(sentences)} sentences")
    print("               success@1  MRR@10  p50, ms  p95, ms")
    for name, row in rows.items():
        print(
            f"{name:13}  {row.success_at_1 or 0:9.3f}  {row.mrr_at_10 or 0:6.3f}"
            f"  {row.latency_p50 or 0:7.1f}  {row.latency_p95 or 0:7.1f}"
        )


if __name__ == "__main__":
    main()
