"""How fast statements are found, and the found file that a scorer reads.

python -m benchmarks.statements ARTICLES.jsonl[.gz] --out FOUND.jsonl --limit 2000
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

from index.sentence import split_sentences
from index.statement import Statement, find_statements


def read_articles(path: Path) -> Iterator[tuple[str, str, str]]:
    """The id, the title and the text of each row of a JSONL file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["id"], row.get("title") or "", row["text"]


def to_row(article: str, source: str, one: Statement) -> dict[str, str | None]:
    """One statement as the scorer reads it."""
    return {
        "article": article,
        "text": source[one.start : one.end],
        "kind": one.kind,
        "speaker": one.speaker,
        "reference": one.reference,
        "mention": source[slice(*one.mention)] if one.mention else None,
        "cue": source[slice(*one.cue)] if one.cue else None,
    }


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
    for number, (article, title, text) in enumerate(read_articles(args.articles)):
        if args.limit is not None and number >= args.limit:
            break
        source = f"{title}\n{text}"
        began = time.perf_counter()
        split = split_sentences(source)
        halfway = time.perf_counter()
        found = find_statements(source, split, (0, len(title)) if title else None)
        seconds["sentences"] += halfway - began
        seconds["statements"] += time.perf_counter() - halfway
        articles, sentences = articles + 1, sentences + len(split)
        rows.extend(json.dumps(to_row(article, source, one), ensure_ascii=False) for one in found)
    total = sum(seconds.values()) or 1e-9
    print(f"{articles} articles, {sentences} sentences, {len(rows)} statements in {total:.1f} s")
    print(f"{sentences / total:.0f} sentences/s")
    print(f"splitting {seconds['sentences']:.1f} s, statements {seconds['statements']:.1f} s")
    if args.out:
        args.out.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
