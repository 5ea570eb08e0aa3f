"""`qala evaluate` as its user meets it: compared with an earlier run, as a page, stage by stage."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import peer
from retrieval.ablation import LADDER
from retrieval.stages import Stages
from tests.command import run
from tests.conftest import ROOT, SEEDS


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """The first and the last six of the seeds' questions."""
    rows = (SEEDS / "questions.jsonl").read_text(encoding="utf8").splitlines()
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(rows[:6] + rows[-6:]), encoding="utf8")
    return path


def spoiled(path: Path) -> str:
    """Take the answers of the first question out of a run file; the question's id."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
    assert rows[0]["answers"]
    rows[0]["answers"] = []
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf8")
    return str(rows[0]["id"])


def test_a_baseline_tells_what_changed(
    questions: Path, seeds_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    former = tmp_path / "runs" / "before.jsonl"
    assert run("evaluate", questions, "--index", seeds_index, "--run", former) == 0
    assert run("evaluate", questions, "--index", seeds_index, "--baseline", former) == 0
    assert "0 better, 0 worse, 0 changed without effect, 12 the same" in capsys.readouterr().out
    changed = spoiled(former)
    assert run("evaluate", questions, "--index", seeds_index, "--baseline", former) == 0
    out = capsys.readouterr().out
    assert f"better: 1\n{changed}  " in out
    assert "[false refusal → right, success@1 0.000 → 1.000]\n  - no answer\n  + " in out
    assert "1 better, 0 worse, 0 changed without effect, 11 the same; 1 first answers became right" in out


def test_machines_get_one_object(
    questions: Path, seeds_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    former = tmp_path / "before.jsonl"
    run("evaluate", questions, "--index", seeds_index, "--run", former)
    capsys.readouterr()
    changed = spoiled(former)
    assert run("evaluate", questions, "--index", seeds_index, "--baseline", former, "--json", "--ablate") == 0
    found = json.loads(capsys.readouterr().out)
    assert found.keys() == {"overall", "groups", "ablation", "comparison"}
    assert found["comparison"]["counts"] == {"better": 1, "worse": 0, "changed": 0, "same": 11}
    assert [one["id"] for one in found["comparison"]["questions"] if one["change"] == "better"] == [changed]
    last = found["ablation"]["+ refusing"]
    assert list(found["ablation"]) == list(LADDER)
    assert last == found["overall"]


def test_the_ladder_is_climbed_rung_by_rung() -> None:
    rungs = list(LADDER.values())
    assert rungs[0] == Stages(lexical=False, speaker=False, coverage=False, late=False, refuse=False)
    assert rungs[1] == Stages(dense=False, speaker=False, coverage=False, late=False, refuse=False)
    assert rungs[-1] == Stages()


def test_ablating_changes_what_is_found(questions: Path, seeds_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evaluate", questions, "--index", seeds_index, "--ablate") == 0
    lines = capsys.readouterr().out.splitlines()
    rungs = {name: next(line for line in lines if line.startswith(f"{name} ")) for name in LADDER}
    figures = {name: tuple(line.removeprefix(name).split()[1:8]) for name, line in rungs.items()}
    assert figures["dense"] != figures["lexical"]
    assert figures["fused"] != figures["+ speaker"]
    assert {figures[name][-1] for name in ("dense", "fused")} == {"0.000"}  # without refusing none is refused


def test_a_report_is_written(
    questions: Path, seeds_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "deep" / "report"
    assert run("evaluate", questions, "--index", seeds_index, "--report", folder, "--json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["overall"]["answerable"] > 0
    assert captured.err == f"the report is {folder / 'index.html'}\n"
    assert "12 questions over 5 articles" in (folder / "index.html").read_text(encoding="utf8")


@pytest.mark.parametrize(
    ("option", "content", "status"),
    [("--baseline", None, 2), ("--baseline", '{"id": "1"}', 2), ("--report", "a file", 74), ("--run", "a file", 74)],
)
def test_mistakes_are_told_before_the_first_question(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, content: str | None, status: int
) -> None:
    path = tmp_path / "there"
    if content is not None:
        path.write_text(content, encoding="utf8")
    given = path / "run.jsonl" if option == "--run" else path
    # No index is there at all: a mistake that were told later would be told as that.
    assert run("evaluate", questions, "--index", tmp_path / "none", option, given) == status
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert captured.err.startswith(f"qala: {path}")


@pytest.mark.skipif(find_spec("txtai") is not None, reason="the extra `peer` is installed")
def test_the_peer_says_how_to_install_it(questions: Path, seeds_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["peer", str(questions), str(seeds_index)])
    with pytest.raises(SystemExit, match=r"txtai is not installed: .*pip install -c constraints\.txt -e '\.\[peer\]'"):
        peer.main()
    assert "\npeer = " in (ROOT / "pyproject.toml").read_text(encoding="utf8")


def test_the_peer_gets_every_sentence(seeds_index: Path) -> None:
    texts, sentences = peer.sentences_of(seeds_index)
    assert len(texts) == 5
    assert len(sentences) > 50
    assert all(one.text and one.text in texts[one.article] for one in sentences)
