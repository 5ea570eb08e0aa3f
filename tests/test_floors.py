"""The gate itself: it holds, it rises, and it sinks only on purpose."""

import json
from pathlib import Path

import pytest

from tests.floors import Pin, check, digest

REACHED = {"success_at_1": 0.9, "false_answers": 0.2}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Floors of one gate, and of another beside it."""
    path = tmp_path / "floors.json"
    check("other", {"recall": 0.5}, "sums", Pin.ALL, file=path)
    check("gate", REACHED, "data", Pin.ALL, file=path)
    return path


def figures(file: Path) -> dict[str, float]:
    found: dict[str, float] = json.loads(file.read_text(encoding="utf8"))["gate"]["figures"]
    return found


def test_what_was_reached_holds(file: Path) -> None:
    before = file.read_bytes()
    check("gate", REACHED, "data", Pin.NOTHING, file=file)
    check("gate", {"success_at_1": 0.95, "false_answers": 0.0}, "data", Pin.NOTHING, file=file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("pin", [Pin.NOTHING, Pin.BETTER])
@pytest.mark.parametrize(
    ("reached", "message"),
    [
        (REACHED | {"success_at_1": 0.89}, r"success_at_1 is 0\.890, its floor 0\.900"),
        (REACHED | {"false_answers": 0.21}, r"false_answers is 0\.210, its floor 0\.200"),
        ({"success_at_1": 1.0}, "names other figures"),
    ],
)
def test_less_fails_and_pins_nothing(file: Path, pin: Pin, reached: dict[str, float], message: str) -> None:
    before = file.read_bytes()
    with pytest.raises(pytest.fail.Exception, match=message):
        check("gate", reached, "data", pin, file=file)
    assert file.read_bytes() == before


def test_the_slack_is_what_it_says(file: Path) -> None:
    check("gate", REACHED | {"success_at_1": 0.875}, "data", Pin.NOTHING, slack={"success_at_1": 0.025}, file=file)
    with pytest.raises(pytest.fail.Exception):
        check("gate", REACHED | {"success_at_1": 0.874}, "data", Pin.NOTHING, slack={"success_at_1": 0.025}, file=file)


def test_raising_takes_the_better_of_each(file: Path) -> None:
    check("gate", {"success_at_1": 0.95, "false_answers": 0.1}, "data", Pin.BETTER, file=file)
    assert figures(file) == {"false_answers": 0.1, "success_at_1": 0.95}
    check("gate", {"success_at_1": 0.95, "false_answers": 0.1}, "data", Pin.NOTHING, file=file)
    check("other", {"recall": 0.5}, "sums", Pin.NOTHING, file=file)


def test_raising_within_the_slack_lowers_nothing(file: Path) -> None:
    reached = {"success_at_1": 0.89, "false_answers": 0.1}
    check("gate", reached, "data", Pin.BETTER, slack={"success_at_1": 0.02}, file=file)
    assert figures(file) == {"false_answers": 0.1, "success_at_1": 0.9}


def test_lowering_is_deliberate(file: Path) -> None:
    check("gate", {"success_at_1": 0.5, "false_answers": 0.9}, "new data", Pin.ALL, file=file)
    assert figures(file) == {"false_answers": 0.9, "success_at_1": 0.5}
    check("gate", {"success_at_1": 0.5, "false_answers": 0.9}, "new data", Pin.NOTHING, file=file)


def test_other_data_and_a_lowered_number_are_noticed(file: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="not reached on these data"):
        check("gate", REACHED, "other data", Pin.NOTHING, file=file)
    with pytest.raises(pytest.fail.Exception, match="not reached on these data"):
        check("no such gate", REACHED, "data", Pin.NOTHING, file=file)
    file.write_text(file.read_text(encoding="utf8").replace("0.9", "0.8"), encoding="utf8")
    with pytest.raises(pytest.fail.Exception, match="changed by hand"):
        check("gate", REACHED, "data", Pin.NOTHING, file=file)


def test_the_digest_sees_names_and_contents_but_no_order(tmp_path: Path) -> None:
    one, other = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_text("قال")
    other.write_text("نفى")
    before = digest([one, other])
    assert digest([other, one]) == before
    one.write_text("نفى")
    assert digest([one, other]) != before
    one.write_text("قال")
    assert digest([one.rename(tmp_path / "c.txt"), other]) != before
