"""Floors: figures that a change may raise, and lower only on purpose.

`floors.json` pins, for each gate, the figures reached and a digest of the data they were reached on. A
test that measures less, or on other data, fails. Two options of pytest write the file anew:

    --raise-floors   pins what is reached now wherever it is better
    --lower-floors   pins what is reached now, worse or better, and the data as it is: a deliberate step

The file is sealed: a number changed by hand no longer fits its seal, and the gate fails too.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import NoReturn

import pytest
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parent / "floors.json"
# Figures of which less is better. All figures are shares, compared at three decimals.
HARMS = frozenset({"other_speaker_at_1", "false_answers", "false_refusals"})


class Pin(Enum):
    """What a run of the gates writes down."""

    NOTHING = "nothing"
    BETTER = "better"
    ALL = "all"

    @classmethod
    def of(cls, config: pytest.Config) -> "Pin":
        """As pytest's options say."""
        if config.getoption("--lower-floors"):
            return cls.ALL
        return cls.BETTER if config.getoption("--raise-floors") else cls.NOTHING


class Pinned(BaseModel):
    """One gate's floors."""

    model_config = ConfigDict(frozen=True)
    data: str
    figures: dict[str, float]
    seal: str

    @classmethod
    def make(cls, gate: str, data: str, figures: Mapping[str, float]) -> "Pinned":
        """The floors of a gate, sealed."""
        rounded = {name: round(value, 3) for name, value in sorted(figures.items())}
        return cls(data=data, figures=rounded, seal=_sha256(json.dumps([gate, data, rounded]).encode()))


def digest(paths: Iterable[Path]) -> str:
    """The SHA-256 of the files' names and contents, whatever order they come in."""
    return _sha256(*(part for path in sorted(paths) for part in (path.name.encode(), path.read_bytes())))


def check(
    gate: str,
    reached: Mapping[str, float],
    data: str,
    pin: Pin,
    *,
    slack: Mapping[str, float] | None = None,
    file: Path = FILE,
) -> None:
    """Fail where a figure is worse than its floor by more than its slack, or the data are not the pinned ones."""
    gates = _read(file)
    if pin is Pin.ALL:
        _write(file, {**gates, gate: Pinned.make(gate, data, reached)})
        return
    pinned = gates.get(gate)
    if pinned is None or pinned.data != data:
        _fail(gate, "the floors were not reached on these data")
    if pinned != Pinned.make(gate, pinned.data, pinned.figures) or pinned.figures.keys() != reached.keys():
        _fail(gate, f"{file.name} was changed by hand, or names other figures")
    missed = [
        f"{name} is {reached[name]:.3f}, its floor {floor:.3f}"
        for name, floor in pinned.figures.items()
        if _better(name, floor, round(reached[name], 3), (slack or {}).get(name, 0.0))
    ]
    if missed:
        _fail(gate, "; ".join(missed))
    if pin is Pin.BETTER:
        best = {name: (min if name in HARMS else max)(floor, reached[name]) for name, floor in pinned.figures.items()}
        _write(file, {**gates, gate: Pinned.make(gate, data, best)})


def _fail(gate: str, reason: str) -> NoReturn:
    pytest.fail(f"{gate}: {reason}. If that is meant, --lower-floors pins what is reached now", pytrace=False)


def _better(name: str, one: float, other: float, slack: float) -> bool:
    """Whether `one` is better than `other` by more than the slack."""
    return (other - one if name in HARMS else one - other) > slack + 1e-9


def _read(file: Path) -> dict[str, Pinned]:
    if not file.is_file():
        return {}
    return {gate: Pinned.model_validate(row) for gate, row in json.loads(file.read_text(encoding="utf8")).items()}


def _write(file: Path, gates: Mapping[str, Pinned]) -> None:
    content = {gate: gates[gate].model_dump() for gate in sorted(gates)}
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf8")


def _sha256(*parts: bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()
