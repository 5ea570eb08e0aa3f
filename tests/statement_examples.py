"""Short texts with the statements that must come out of them, a group for each phenomenon.

From the repository's root, `python -m tests.statement_examples` prints the pass rate of every group
and what is wrong with each example that fails; with `--ids` only the failing ids, one a line, as
data/statement_examples_known_failures.txt holds them.
"""

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from index.arabic import words
from index.sentence import split_sentences
from index.statement import Statement, find_statements

DATA = Path(__file__).parent / "data"
EXAMPLES = DATA / "statement_examples.jsonl"
KNOWN_FAILURES = DATA / "statement_examples_known_failures.txt"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement that must be found; `speaker` None: it cannot be told; `kind` None: either is right."""

    text: str
    kind: str | None
    speaker: str | None
    reference: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text and all its statements (none: nobody is reported to say anything)."""

    id: str
    group: str
    text: str
    statements: tuple[Wanted, ...]


def read_examples() -> list[Example]:
    """All examples; an id is the group's name and the place in the group, from 01."""
    examples = []
    counts: defaultdict[str, int] = defaultdict(int)
    for line in EXAMPLES.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        group = row["group"]
        counts[group] += 1
        wanted = tuple(Wanted(**statement) for statement in row["statements"])
        examples.append(Example(f"{group}-{counts[group]:02}", group, row["text"], wanted))
    return examples


def read_known_failures() -> list[str]:
    """The ids of the examples that are known to fail; `#` starts a comment."""
    lines = (line.split("#")[0].strip() for line in KNOWN_FAILURES.read_text(encoding="utf8").splitlines())
    return [line for line in lines if line]


def same_speaker(one: str | None, other: str | None) -> bool:
    """Whether one name's words hold all of the other's (both unknown: the same)."""
    if one is None or other is None:
        return one is other
    first, second = set(words(one)), set(words(other))
    return bool(first and second) and (first <= second or second <= first)


def faults(example: Example) -> list[str]:
    """What is wrong with the statements found in an example's text; nothing if all is right."""
    found = find_statements(example.text, split_sentences(example.text))
    shown = "; ".join(f"{example.text[one.start : one.end]!r} {one.kind} {one.speaker}" for one in found)
    missed = [
        f"not found: {wanted.text!r} {wanted.kind} {wanted.speaker} among [{shown}]"
        for wanted in example.statements
        if not any(_is(one, wanted, example.text) for one in found)
    ]
    surplus = [
        f"not wanted: {example.text[one.start : one.end]!r} {one.kind} {one.speaker}"
        for one in found
        if not any(_is_part(one, wanted, example.text) for wanted in example.statements)
    ]
    return missed + surplus


def _is(found: Statement, wanted: Wanted, text: str) -> bool:
    span = _span(wanted, text)
    return (
        _overlap(found, span) >= 0.5 * (span[1] - span[0])
        and _is_part(found, wanted, text)
        and wanted.kind in (None, found.kind)
    )


def _is_part(found: Statement, wanted: Wanted, text: str) -> bool:
    span = _span(wanted, text)
    shorter = min(span[1] - span[0], found.end - found.start)
    return _overlap(found, span) >= 0.5 * shorter and same_speaker(found.speaker, wanted.speaker)


def _span(wanted: Wanted, text: str) -> Span:
    start = text.index(wanted.text)
    return start, start + len(wanted.text)


def _overlap(found: Statement, span: Span) -> int:
    return max(0, min(found.end, span[1]) - max(found.start, span[0]))


def main() -> None:
    parser = argparse.ArgumentParser(description="Which examples of statements fail.")
    parser.add_argument("--ids", action="store_true", help="print only the ids of the failing examples")
    only_ids = parser.parse_args().ids
    groups: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for example in read_examples():
        groups[example.group].append((example.id, faults(example)))
    for group, results in groups.items():
        if not only_ids:
            print(f"{sum(not wrong for _, wrong in results):3}/{len(results):<3} {group}")
        for name, wrong in results:
            if wrong:
                print(name if only_ids else "\n".join(f"        {name}: {fault}" for fault in wrong))
    if not only_ids:
        outcomes = [not wrong for results in groups.values() for _, wrong in results]
        print(f"{sum(outcomes):3}/{len(outcomes):<3} in all ({sum(outcomes) / len(outcomes):.1%})")


if __name__ == "__main__":
    main()
