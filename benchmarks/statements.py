"""How fast statements are found, and the found file that a scorer reads.

python -m benchmarks.statements ARTICLES.jsonl[.gz] --out FOUND.jsonl --limit 2000
"""

import argparse
import json
import time
from itertools import islice
from pathlib import Path

from index.build import article_sentences
from index.reader import read_articles
from index.row import statement_row
from index.statement import find_statements


def main() -> None:
    """Find the statements of every article, print the speed, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, help="where to write the statements, one a line")
    parser.add_argument("--limit", type=int, help="stop after so many articles")
    args = parser.parse_args()
    rows: list[str] = []
    articles = sentences = 0
    seconds = {"sentences": 0.0, "statements": 0.0}
    for article in islice(read_articles([args.articles]), args.limit):
        began = time.perf_counter()
        split = article_sentences(article)
        halfway = time.perf_counter()
        found = find_statements(article.text, split, article.headline)
        seconds["sentences"] += halfway - began
        seconds["statements"] += time.perf_counter() - halfway
        articles, sentences = articles + 1, sentences + len(split)
        rows.extend(json.dumps(statement_row(article, one), ensure_ascii=False) for one in found)
    total = sum(seconds.values()) or 1e-9
    print(f"{articles} articles, {sentences} sentences, {len(rows)} statements in {total:.1f} s")
    print(f"{sentences / total:.0f} sentences/s")
    print(f"cleaning and splitting {seconds['sentences']:.1f} s, statements {seconds['statements']:.1f} s")
    if args.out:
        args.out.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
