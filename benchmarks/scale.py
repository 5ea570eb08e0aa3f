"""How qala does as an archive grows: a build's speed, sizes, start, questions, additions, by the number of sentences.

    python -m benchmarks.scale build SOURCE... --index DIR     build, and log what it costs; goes on where it stopped
    python -m benchmarks.scale measure DIR --questions FILE    every figure, at some sizes of that archive
    python -m benchmarks.scale faiss DIR --questions FILE      kinds of FAISS index on its vectors, against exact search

`build` appends to DIR.log, a JSON object every few seconds. `measure` copies the first articles of the archive into
smaller ones; the figures are of whole processes where they say so. Run it on a quiet machine.
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.faiss_kinds import run_faiss
from benchmarks.speed import QALA, timed
from index.article import Article
from index.build import Summary, build
from index.database import FILE_NAME
from index.encoder import Encoded, Encoder, load_encoder
from index.reader import read_articles
from index.store import Store
from index.upkeep import finish, remove
from retrieval.evaluate import read_questions
from retrieval.search import Searcher

NEW = Article(
    id="benchmarks/scale",
    text="\n".join(f"قال مدير المرصد رقم {n} إن القياس رقم {n} انتهى مساء الخميس كما كان مقررا." for n in range(12)),
)
COPIED = ("articles", "sentences", "vectors", "token_vectors", "statements", "signatures", "bands", "links")


class Timed:
    """An encoder that adds up the time that it takes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension
        self.seconds, self.passages = 0.0, 0

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        """Questions, untimed."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Encoded:
        """Sentences, timed."""
        started = time.perf_counter()
        encoded = self._encoder.encode_passages(texts)
        self.seconds += time.perf_counter() - started
        self.passages += len(texts)
        return encoded


def peak_memory() -> int:
    """The most memory that this process has had, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="utf8").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


def run_build(sources: list[Path], index: Path) -> None:
    """Build, and log after every chunk: seconds in all and in the encoder, sentences, peak memory."""
    encoder, started = Timed(load_encoder()), time.perf_counter()
    with Path(f"{index}.log").open("a", encoding="utf8") as log:

        def progress(done: Summary) -> None:
            row = {
                "seconds": round(time.perf_counter() - started, 1),
                "encoder_seconds": round(encoder.seconds, 1),
                "sentences": encoder.passages,
                "articles": done.articles,
                "memory_mb": peak_memory(),
            }
            log.write(json.dumps(row) + "\n")
            log.flush()

        done = build(read_articles(sources), index, encoder, progress)
    seconds = time.perf_counter() - started
    print(done)
    print(f"{encoder.passages / seconds:.0f} sentences/s, {encoder.seconds / seconds:.3f} of the time in the encoder,")
    print(f"{peak_memory()} MB at most")


def first_articles(index: Path, folder: Path, sentences: int) -> None:
    """A smaller archive: the first articles of another, up to so many sentences."""
    store = Store.create(folder)
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute("ATTACH ? AS whole", (str(index / FILE_NAME),))
    (last,) = connection.execute(
        "SELECT article FROM whole.sentences ORDER BY number LIMIT 1 OFFSET ?", (sentences,)
    ).fetchone()
    connection.execute("BEGIN")
    connection.execute("INSERT OR REPLACE INTO meta SELECT * FROM whole.meta WHERE key != 'vectors'")
    for table in COPIED:
        key = {"articles": "number", "vectors": "sentence", "token_vectors": "sentence"}.get(table, "article")
        inside = "IN (SELECT number FROM sentences)" if key == "sentence" else "< ?"
        other = " AND other < ?" if table == "links" else ""
        bound = (last,) * (inside.count("?") + other.count("?"))
        connection.execute(f"INSERT INTO {table} SELECT * FROM whole.{table} WHERE {key} {inside}{other}", bound)
    connection.execute(
        "INSERT INTO lexical (rowid, words) SELECT rowid, words FROM whole.lexical"
        " WHERE rowid IN (SELECT number FROM sentences)"
    )
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'registered'")
    connection.execute("COMMIT")
    connection.close()
    finish(store)
    store.close()


def sizes_on_disk(index: Path) -> Iterator[tuple[str, int]]:
    """(part, bytes) of the largest parts of an index."""
    connection = sqlite3.connect(index / FILE_NAME)
    query = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12"
    yield from connection.execute(query)
    connection.close()
    yield from ((path.name, path.stat().st_size) for path in index.glob("vectors-*.faiss"))


@dataclass(frozen=True)
class Start:
    """What whole processes of `qala ask` take: seconds (the median), and memory in MB (the most)."""

    seconds: float
    memory: float


def start(index: Path, question: str, runs: int) -> Start:
    """Ask in some processes. To be called while this one is small: a child's peak counts its parent's memory."""
    taken = [timed([*QALA, "ask", question, "--index", str(index)]) for _ in range(runs)]
    return Start(statistics.median(seconds for seconds, _, _ in taken), max(memory for _, memory, _ in taken))


def latencies(index: Path, texts: Sequence[str], encoder: Encoder) -> tuple[int, int, list[float]]:
    """(articles, sentences, milliseconds of each question), all asked twice: the first round warms the files."""
    searcher = Searcher.open(index, encoder)
    taken: list[float] = []
    for round_number in range(2):
        for text in texts:
            started = time.perf_counter()
            searcher.ask(text)
            if round_number:
                taken.append(1000 * (time.perf_counter() - started))
    counts = searcher.counts()
    searcher.close()
    return *counts, taken


def timed_encoding(encoder: Encoder, text: str) -> float:
    """Milliseconds that the encoder takes for one question."""
    started = time.perf_counter()
    encoder.encode_queries([text])
    return 1000 * (time.perf_counter() - started)


def additions(index: Path, encoder: Encoder, runs: int) -> list[float]:
    """Seconds of adding one article, until the next question finds it."""
    added: list[float] = []
    for _ in range(runs):
        started = time.perf_counter()
        build([NEW], index, encoder)
        added.append(time.perf_counter() - started)
        remove(index, [NEW.id])
    return added


def run_measure(index: Path, questions: Path, at: list[int], runs: int) -> None:
    """Measure an archive, and its first articles up to some numbers of sentences."""
    texts = [question.question for question in read_questions(questions)]
    store = Store.open(index)  # brought up to date, so that its tables are those of the copies
    at = [sentences for sentences in at if sentences < store.counts()[1]]
    store.close()
    with tempfile.TemporaryDirectory(dir=index.parent) as work:
        for sentences in at:
            first_articles(index, Path(work) / str(sentences), sentences)
        folders = [*(Path(work) / str(sentences) for sentences in at), index]
        starts = [start(folder, texts[0], runs) for folder in folders]
        encoder = load_encoder()
        alone = [timed_encoding(encoder, text) for text in [texts[0], *texts]][1:]
        print(f"a question's encoding  {np.percentile(alone, 50):6.1f} ms p50")
        for folder, first in zip(folders, starts, strict=True):
            articles, sentences, taken = latencies(folder, texts, encoder)
            added = additions(folder, encoder, runs)
            print(f"\n{articles} articles, {sentences} sentences")
            print(f"start to first answer  {first.seconds:6.2f} s, median of {runs} processes")
            print(f"peak memory asking     {first.memory:6.0f} MB")
            print(
                f"a question, warm       {np.percentile(taken, 50):6.1f} ms p50, {np.percentile(taken, 95):.1f} ms p95"
            )
            print(f"one article added      {statistics.median(added):6.2f} s, median of {runs}")
            for part, size in sizes_on_disk(folder):
                print(f"  {size / 1e6:10.1f} MB  {part}")


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build")
    building.add_argument("sources", nargs="+", type=Path)
    building.add_argument("--index", type=Path, required=True)
    for name in ("measure", "faiss"):
        command = commands.add_parser(name)
        command.add_argument("index", type=Path)
        command.add_argument("--questions", type=Path, required=True)
        if name == "measure":
            command.add_argument("--at", type=int, nargs="*", default=[5_000, 50_000], help="sentences")
            command.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if options.command == "build":
        run_build(options.sources, options.index)
    elif options.command == "measure":
        run_measure(options.index, options.questions, options.at, options.runs)
    else:
        run_faiss(options.index, options.questions)


if __name__ == "__main__":
    main()
