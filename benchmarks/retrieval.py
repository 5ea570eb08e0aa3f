"""Dense, lexical and fused retrieval side by side, for choosing the lexical side's weight.

python -m benchmarks.retrieval QUESTIONS.jsonl INDEX [--weights 0 0.1 0.2 0.4] [--every N]
"""

import argparse
from itertools import product
from pathlib import Path

from index.encoder import load_encoder
from retrieval import candidates
from retrieval.evaluate import evaluate, read_questions
from retrieval.search import Searcher


def main() -> None:
    """Print the figures for each weight."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--lexical", type=float, nargs="+", default=[0.0, 0.15, 0.3])
    parser.add_argument("--coverage", type=float, nargs="+", default=[0.0, 1.0, 2.0, 3.0])
    parser.add_argument("--every", type=int, default=1, help="take every Nth question")
    options = parser.parse_args()
    questions = read_questions(options.questions)[:: options.every]
    searcher = Searcher.open(options.index, load_encoder())
    print("lexical  coverage  success@1  MRR@10  nDCG@10  recall@10")
    for lexical, coverage in product(options.lexical, options.coverage):
        candidates.LEXICAL_WEIGHT, candidates.COVERAGE_WEIGHT = lexical, coverage
        figures = evaluate(questions, searcher).overall()
        values = (figures.success_at_1, figures.mrr_at_10, figures.ndcg_at_10, figures.recall[10])
        print(f"{lexical:7}  {coverage:8}  " + "  ".join(f"{value or 0:9.3f}"[-8:] for value in values))
    searcher.close()


if __name__ == "__main__":
    main()
