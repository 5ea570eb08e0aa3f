"""Who said what: the written examples, and that the annotated seeds are verbatim."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from index.statement import Kind, Reference
from tests.statement_examples import Example, faults, read_examples, read_known_failures, same_speaker

SEEDS = Path(__file__).parent.parent / "seeds"
EXAMPLES = read_examples()
KNOWN_FAILURES = read_known_failures()

# Strict: an example that begins to pass must leave the list. A crash is a failure, listed or not.
known_failure = pytest.mark.xfail(reason="listed as a known failure", strict=True, raises=AssertionError)


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(example, id=example.id, marks=[known_failure] if example.id in KNOWN_FAILURES else [])
        for example in EXAMPLES
    ],
)
def test_statements_of_an_example(example: Example) -> None:
    wrong = faults(example)
    assert not wrong, "\n".join([example.text, *wrong])


def test_examples_are_well_formed() -> None:
    for example in EXAMPLES:
        for wanted in example.statements:
            assert example.text.count(wanted.text) == 1, (example.id, wanted.text)
            assert wanted.speaker is None or wanted.speaker in example.text, (example.id, wanted.speaker)
            assert wanted.kind in (None, *get_args(Kind)), example.id
            assert wanted.reference in get_args(Reference), example.id


def test_examples_are_many_and_differ() -> None:
    assert len(EXAMPLES) >= 160
    assert len({example.text for example in EXAMPLES}) == len(EXAMPLES)
    assert sum(not example.statements for example in EXAMPLES) >= 20


def test_known_failures_are_examples() -> None:
    assert len(set(KNOWN_FAILURES)) == len(KNOWN_FAILURES)
    assert set(KNOWN_FAILURES) <= {example.id for example in EXAMPLES}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("سيرغي لافروف", "لافروف", True),
        ("على المحاري", "علي المحارى", True),
        ("ليلى هادزيتش", "إيميل هادزيتش", False),
        (None, "لافروف", False),
        (None, None, True),
    ],
)
def test_same_speaker(one: str | None, other: str | None, same: bool) -> None:
    assert same_speaker(one, other) is same


def seed_statements() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SEEDS / "statements.jsonl").read_text(encoding="utf8").splitlines()]


def test_seed_statements_are_verbatim() -> None:
    for row in seed_statements():
        text = (SEEDS / row["article"]).read_text(encoding="utf8")
        assert row["anchor"], row
        assert row["anchor"] in text, row
        assert row["speaker"] in text, row
        assert row["mention"] in text, row


def test_seed_statements_keep_the_format() -> None:
    fields = {"article", "anchor", "kind", "speaker", "speaker_type", "mention", "reference"}
    for row in seed_statements():
        assert set(row) == fields, row
        assert row["kind"] in get_args(Kind), row
        assert row["reference"] in get_args(Reference), row
        assert bool(row["mention"]) == (row["reference"] != "elided"), row


def test_every_seed_is_annotated() -> None:
    articles = {path.name for path in SEEDS.glob("*.txt")}
    assert {row["article"] for row in seed_statements()} == articles
