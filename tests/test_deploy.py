"""What is deployed is as the code expects it: units, container, and the commands of the manual."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.lifecycle import STOP_SECONDS
from bot.settings import Settings
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
ANALYZE = shutil.which("systemd-analyze")
# Of 10; what is left is that the bot may talk to any address.
EXPOSURE = 1.6


def options(unit: Path) -> dict[str, str]:
    lines = [line for line in unit.read_text(encoding="utf8").splitlines() if "=" in line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    text = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text(encoding="utf8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


@pytest.mark.skipif(not ANALYZE, reason="no systemd-analyze here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_unit(unit: Path, tmp_path: Path) -> None:
    here = tmp_path / unit.name  # with a program that is there
    text = unit.read_text(encoding="utf8").replace("/opt/qala/.venv/bin/qala", sys.executable)
    here.write_text(text, encoding="utf8")
    done = subprocess.run([str(ANALYZE), "verify", "--man=no", here], capture_output=True, text=True, check=False)
    assert unit.name not in done.stderr, done.stderr
    command = [str(ANALYZE), "security", "--offline=true", f"--threshold={EXPOSURE * 10:.0f}", here]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0, f"exposed more than {EXPOSURE}"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_names_settings_and_folders_that_there_are(unit: Path) -> None:
    for name in re.findall(r"^Environment=QALA_(\w+)=", unit.read_text(encoding="utf8"), re.MULTILINE):
        assert name.lower() in Settings.model_fields
    assert options(unit)["User"] == "qala"


def test_the_bots_unit_waits_long_enough_for_it() -> None:
    unit = options(DEPLOY / "qala-bot.service")
    assert unit["Type"] == "notify"
    assert int(unit["TimeoutStopSec"]) > 2 * STOP_SECONDS
    assert int(unit["WatchdogSec"]) >= 60


def test_the_container_runs_as_a_user_and_has_a_health_check() -> None:
    found = instructions()
    names = [name for name, _ in found]
    user = next(argument for name, argument in reversed(found) if name == "USER")
    assert user == "qala"
    assert names.index("USER") < names.index("ENTRYPOINT")
    check = next(argument for name, argument in found if name == "HEALTHCHECK")
    assert check.endswith('CMD ["qala", "health"]')
    environment = " ".join(argument for name, argument in found if name == "ENV")
    assert re.search(r"QALA_METRICS_PORT=\d+", environment), "otherwise nothing answers the health check"
    for name in re.findall(r"QALA_(\w+)=", environment):
        assert name.lower() in Settings.model_fields


def test_the_container_gets_what_it_copies() -> None:
    kept = set(re.findall(r"^!(\S+)", (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf8"), re.MULTILINE))
    for name, argument in instructions():
        if name == "COPY":
            *sources, _ = argument.split()
            for source in sources:
                assert (ROOT / source).exists()
                assert source in kept


def test_compose_is_of_the_image_and_its_places() -> None:
    yaml = pytest.importorskip("yaml")
    bot = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf8"))["services"]["bot"]
    assert bot["build"]["dockerfile"] == "deploy/Dockerfile"
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert int(bot["stop_grace_period"].removesuffix("s")) > STOP_SECONDS
    written = {"QALA_INDEX", "QALA_MEMORY"}
    assert all(bot["environment"][name].startswith("/data/") for name in written)
    for name in bot["environment"]:
        assert name.removeprefix("QALA_").lower() in Settings.model_fields


def test_the_manuals_commands_are_shell_and_there() -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf8")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        subprocess.run(["bash", "-n"], input=block, text=True, check=True)
    commands = set(re.findall(r"(?:bin/qala|`qala|run --rm (?:-v \S+ )*bot) (\w+)", text))
    assert {"bot", "build", "watch", "health", "backup", "restore"} >= commands
    assert {"backup", "restore", "health"} <= commands
    for name in re.findall(r"QALA_(\w+)", text):
        assert name.lower() in Settings.model_fields, name
    for path in re.findall(r"deploy/[\w.-]+", text):
        assert (ROOT / path).exists(), path
