"""The statements of the seeds against their gold: floors that only a deliberate change may lower."""

import json

import pytest

from index.build import article_statements
from index.reader import read_articles
from retrieval.metrics import same_speaker
from tests.conftest import SEEDS
from tests.floors import Pin, check, digest


def test_the_floors_on_the_seeds(pytestconfig: pytest.Config) -> None:
    gold = [json.loads(line) for line in (SEEDS / "statements.jsonl").read_text(encoding="utf8").splitlines()]
    found = recalled = right = precise = 0
    for article in read_articles([SEEDS]):
        statements = article_statements(article)
        wanted = []
        for row in (row for row in gold if row["article"] == article.id):
            start = article.text.index(row["anchor"])
            wanted.append((start, start + len(row["anchor"]), row))
        for start, end, row in wanted:
            overlaps = [(min(end, s.end) - max(start, s.start), s) for s in statements]
            matches = [s for shared, s in overlaps if shared >= 0.5 * (end - start)]
            recalled += bool(matches)
            names = (row["speaker"], row["mention"])
            right += any(same_speaker(s.speaker, name) for s in matches for name in names)
        found += len(statements)
        precise += sum(
            any(
                min(end, s.end) - max(start, s.start) >= 0.5 * min(end - start, s.end - s.start)
                for start, end, _ in wanted
            )
            for s in statements
        )
    reached = {"recall": recalled / len(gold), "precision": precise / found, "right_speaker": right / recalled}
    data = digest([SEEDS / "statements.jsonl", *SEEDS.glob("*.txt")])
    # One statement's room, so that a rule may cost one here and win others elsewhere.
    one = 1 / min(len(gold), found, recalled)
    check("statements", reached, data, Pin.of(pytestconfig), slack=dict.fromkeys(reached, one))
