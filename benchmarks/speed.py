"""How fast qala is on this machine: start, questions, building, memory.

    python -m benchmarks.speed [--articles FILE_OR_FOLDER] [--check]

Every figure is of whole processes with the prepared model; run it on a quiet machine. `--check` exits
with 1 where an aim is missed: first answer in 1.5 s, 60 sentences/s of a build on 2 cores.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
QALA = [sys.executable, "-m", "bot.cli"]
QUESTION = "ماذا قال لافروف عن حلب؟"
FIRST_ANSWER_S = 1.5
SENTENCES_PER_S = 60


def timed(command: list[str]) -> tuple[float, float, str]:
    """(seconds, peak memory in MB, stdout) of a process."""
    with tempfile.TemporaryFile("w+") as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        if status:
            raise SystemExit(f"{' '.join(command)} failed with status {status}")
        out.seek(0)
        return seconds, usage.ru_maxrss / 1024, out.read()


def seeds_many_times(folder: Path, times: int = 20) -> Path:
    """The seed articles again and again under other ids: enough sentences for a rate to mean something."""
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf8") as file:
        for copy in range(times):
            for seed in sorted((ROOT / "seeds").glob("*.txt")):
                row = {"id": f"{copy or ''}{seed.name}", "text": seed.read_text(encoding="utf8")}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def sentences_in(index: Path) -> int:
    """How many sentences an index holds."""
    from index.store import Store

    store = Store.open(index)
    try:
        return store.counts()[1]
    finally:
        store.close()


def main() -> None:
    """Run every measurement and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="what to build from; by default the seeds, 20 times")
    parser.add_argument("--questions", type=Path, default=ROOT / "seeds/questions.jsonl")
    parser.add_argument("--runs", type=int, default=7, help="starts to take the median of")
    parser.add_argument("--check", action="store_true", help="fail where an aim is missed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        index = Path(work) / "index"
        articles = options.articles or seeds_many_times(Path(work))
        build_s, build_mb, _ = timed([*QALA, "build", str(articles), "--index", str(index)])
        count = sentences_in(index)
        starts = [timed([*QALA, "ask", QUESTION, "--index", str(index)]) for _ in range(options.runs)]
        _, evaluate_mb, figures = timed([*QALA, "evaluate", str(options.questions), "--index", str(index), "--json"])
    overall = json.loads(figures)["overall"]
    first = statistics.median(seconds for seconds, _, _ in starts)
    quickest = min(seconds for seconds, _, _ in starts)
    rate = count / build_s
    print(f"start to first answer   {first:6.2f} s median, {quickest:.2f} s least of {options.runs}")
    print(f"a question, warm        {overall['latency_p50']:6.1f} ms p50, {overall['latency_p95']:.1f} ms p95")
    print(f"build                   {rate:6.0f} sentences/s ({count} in {build_s:.1f} s, start included)")
    peak = max(mb for _, mb, _ in starts)
    print(f"peak memory             {peak:6.0f} MB asking, {evaluate_mb:.0f} MB evaluating, {build_mb:.0f} MB building")
    if options.check and (first > FIRST_ANSWER_S or rate < SENTENCES_PER_S):
        raise SystemExit(f"an aim is missed: first answer {FIRST_ANSWER_S} s, {SENTENCES_PER_S} sentences/s")


if __name__ == "__main__":
    main()
