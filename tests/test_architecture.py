"""The house: imports run bot -> retrieval -> index and never back; settings are documented."""

import ast
import os
import subprocess
from pathlib import Path

import pytest

from bot.settings import Settings
from index.model import MANIFEST, default_model_folder
from tests.conftest import ROOT

ALLOWED = {"index": {"index"}, "retrieval": {"index", "retrieval"}, "bot": {"index", "retrieval", "bot"}}


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_imports_run_one_way(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    for module in modules:
        foreign = (imports_of(module) & ALLOWED.keys()) - ALLOWED[package]
        assert not foreign, f"{module.relative_to(ROOT)} imports {sorted(foreign)}"


def test_only_the_bot_knows_telegram_and_typer() -> None:
    for package in ("index", "retrieval"):
        for module in sorted((ROOT / package).rglob("*.py")):
            assert not imports_of(module) & {"telegram", "typer", "rich", "prompt_toolkit"}, module


def test_every_setting_stands_in_the_example_file() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf8")
    for name in Settings.model_fields:
        assert f"QALA_{name.upper()}=" in example, name


def test_modules_are_rooms_not_halls() -> None:
    for package in ALLOWED:
        for module in sorted((ROOT / package).rglob("*.py")):
            lines = len(module.read_text(encoding="utf8").splitlines())
            assert lines <= 250, f"{module.relative_to(ROOT)} has {lines} lines"


def test_make_waits_for_the_model_folder_that_the_code_makes() -> None:
    """Otherwise `make ask` would check the whole model again at every question."""
    command = ["make", "--no-print-directory", "--eval", "print-model: ; @echo $(MODEL)", "print-model"]
    environment = {**os.environ, "QALA_CACHE": "/cache"}
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()) == default_model_folder(Path("/cache")) / MANIFEST
