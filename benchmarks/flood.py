"""A flood of questions against the fake Bot API: is each answered once, in its chat's order, and the event loop free?

    python -m benchmarks.flood [--users 200] [--questions 5] [--index INDEX] [--check]

The fake server is a process of its own; the bot is the real one, over a socket, with the real searcher over the seeds.
Telegram takes 30 messages a second, and so the bot sends no more. `--check` exits with 1 where a question is answered
twice, late in its chat or not at all, or the event loop is later than 50 ms at its 99th percentile.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import resource
import signal
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from pydantic import SecretStr

from bot.lifecycle import serve
from bot.logs import conceal
from bot.memory import Memory
from bot.settings import Settings
from bot.telegram import START_OPTIONS, build_application
from index.build import build
from index.encoder import load_encoder
from index.reader import read_articles
from retrieval.search import Searcher
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_transport import serve as serve_fake

ROOT = Path(__file__).parent.parent
LAG_MS = 50.0
_SAMPLE = 0.005  # seconds between two looks at how late the event loop is


@dataclass(frozen=True)
class Flood:
    """What came of it at the server: (chat, first words) of each message, broken rules, seconds to the last answer."""

    sent: list[tuple[int, str]]
    violations: list[str]
    seconds: float


def play_telegram(ours: Connection, asked: list[tuple[int, str]], patience: float) -> None:
    """Be Telegram: deliver the questions all at once, and tell what came back."""
    fake = FakeTelegram()
    with serve_fake(fake) as base_url:
        ours.send(base_url)
        fake.queue(*(fake.message(text, chat_id=chat) for chat, text in asked))
        fake.wait_for(lambda: bool(fake._poll), 60)
        started = time.monotonic()
        fake.wait_for(lambda: len(fake.sent) >= len(asked), patience)
        seconds = time.monotonic() - started
        time.sleep(2)  # what is sent twice comes now
        ours.send(Flood([(one.chat_id, one.blockquotes[0]) for one in fake.sent], fake.violations, seconds))
        ours.recv()  # the bot has stopped


async def live(
    settings: Settings, searcher: Searcher, memory: Memory, telegram: Connection
) -> tuple[Flood, list[float]]:
    """Run the bot until all is answered; also gives how late the event loop was at each look, in ms."""
    lags: list[float] = []

    async def look() -> None:
        while True:
            due = time.perf_counter() + _SAMPLE
            await asyncio.sleep(_SAMPLE)
            lags.append(max(0.0, time.perf_counter() - due) * 1000)

    working = asyncio.create_task(serve(build_application(settings, searcher, memory), START_OPTIONS, None))
    looking = asyncio.create_task(look())
    flood: Flood = await asyncio.to_thread(telegram.recv)
    looking.cancel()
    os.kill(os.getpid(), signal.SIGTERM)
    await working
    return flood, lags


def quotes(searcher: Searcher) -> dict[str, str]:
    """Questions, each with the words of its first answer; no two have the same."""
    found: dict[str, str] = {}
    for line in (ROOT / "seeds/questions.jsonl").read_text(encoding="utf8").splitlines():
        question = json.loads(line)["question"]
        answers = searcher.ask(question, 1).answers
        if answers and answers[0].text not in found.values():
            found[question] = answers[0].text
    return found


def percentile(values: list[float], part: float) -> float:
    """The value that this part of all values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def main() -> None:
    """Flood the bot and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--questions", type=int, default=5, help="of each user")
    parser.add_argument("--index", type=Path, help="an index of the seeds; made where none is named")
    parser.add_argument("--check", action="store_true", help="fail where an aim is missed")
    options = parser.parse_args()
    conceal(TOKEN)
    with tempfile.TemporaryDirectory() as work:
        encoder = load_encoder(Settings(_env_file=None).model)
        index = options.index or Path(work) / "index"
        if not options.index:
            build(read_articles([ROOT / "seeds"]), index, encoder)
        with closing(Searcher.open(index, encoder)) as searcher:
            known = quotes(searcher)
            asked = deal(list(known), options.users, options.questions)
            flood, lags = run(searcher, asked, Path(work) / "bot.sqlite", options.questions)
    wrong = faults(asked, known, flood)
    p50, p99 = percentile(lags, 0.5), percentile(lags, 0.99)
    print(f"questions               {len(asked)} of {options.users} users, answered in {flood.seconds:.1f} s")
    print(f"answered wrongly        {len(wrong)} chats, {len(flood.violations)} broken rules of the Bot API")
    print(f"event loop, lateness    {p50:.1f} ms p50, {p99:.1f} ms p99, {max(lags):.1f} ms most ({len(lags)} looks)")
    print(f"peak memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if options.check and (wrong or flood.violations or p99 > LAG_MS):
        raise SystemExit(f"an aim is missed: each question once and in order, {LAG_MS:.0f} ms p99; wrong: {wrong[:5]}")


def deal(questions: list[str], users: int, each: int) -> list[tuple[int, str]]:
    """So many different questions for every user, in an order that differs from user to user, all mixed."""
    dice = random.Random(6)
    hands = {user: dice.sample(questions, each) for user in range(1, users + 1)}
    turns = [user for user in hands for _ in range(each)]
    dice.shuffle(turns)
    return [(user, hands[user].pop()) for user in turns]


def run(searcher: Searcher, asked: list[tuple[int, str]], memory: Path, each: int) -> tuple[Flood, list[float]]:
    """Let the flood come over a bot."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    telegram = context.Process(target=play_telegram, args=(theirs, asked, 60 + len(asked) / 10))
    telegram.start()
    settings = Settings(
        _env_file=None,
        telegram_token=SecretStr(TOKEN),
        telegram_base_url=ours.recv(),
        top=1,
        questions_per_minute=each,
        questions_waiting=max(1000, len(asked)),
    )
    with closing(Memory(memory)) as kept:
        found = asyncio.run(live(settings, searcher, kept, ours))
    ours.send(None)
    telegram.join()
    return found


def faults(asked: list[tuple[int, str]], known: dict[str, str], flood: Flood) -> list[str]:
    """The chats that did not get each of their answers once, in the order of their questions."""
    expected, got = defaultdict(list), defaultdict(list)
    for chat, question in asked:
        expected[chat].append(known[question])
    for chat, words in flood.sent:
        got[chat].append(words)
    return [
        f"chat {chat}: {'in another order' if Counter(got[chat]) == Counter(words) else 'not each once'}"
        for chat, words in expected.items()
        if got[chat] != words
    ]


if __name__ == "__main__":
    main()
