"""Killed at any point, an index is whole, holds what was committed, and the work goes on.

`--crash-seed N` repeats the random points of a run, `--crash-kills N` kills more often.
"""

import random
import shutil
import sqlite3
import time
from dataclasses import dataclass
from itertools import count
from multiprocessing.context import ForkServerContext
from pathlib import Path
from signal import SIGKILL

import pytest

from index.article import Article
from index.build import build
from index.database import FILE_NAME
from index.errors import StoreError
from index.store import Store
from tests.child import Change, start
from tests.index_state import Fresh, assert_like_fresh, to_schema_2
from tests.small_archive import article, articles
from tests.small_encoder import SmallEncoder

pytestmark = pytest.mark.usefixtures("small_chunks")

NUMBERS = range(48)
# New articles among changed and unchanged ones.
ADDED = (*articles(range(0, 48, 3), version=1), *articles(range(1, 48, 9)), *articles(range(48, 72)))
CHANGES = {
    "build": Change(build=tuple(articles(NUMBERS))),
    "add": Change(build=ADDED),
    "remove": Change(remove=tuple(f"a{n}" for n in range(0, 48, 2))),
    "compact": Change(compact=True),
    "reembed": Change(reembed="other"),
}


@dataclass(frozen=True)
class Scene:
    """An index as it is before a change, and the articles that it may hold and holds after it."""

    folder: Path
    change: Change
    before: dict[str, Article]
    after: dict[str, Article]

    def run(self, server: ForkServerContext, folder: Path, *, delay: float | None = None, step: int = -1) -> float:
        """Begin the change in a copy of the index; gives the seconds that it took, 0 where it was killed.

        `delay`: after how many seconds it is killed; `step`: before which step it kills itself.
        """
        shutil.rmtree(folder, ignore_errors=True)
        if self.folder.exists():
            shutil.copytree(self.folder, folder)
        process = start(server, self.change, folder, step)
        began = time.perf_counter()
        process.join(delay)
        took = time.perf_counter() - began
        process.kill()
        process.join()
        assert process.exitcode in (0, -SIGKILL), "the change failed of itself"
        return 0.0 if process.exitcode else took


def scene(name: str, folder: Path, numbers: range = NUMBERS) -> Scene:
    """An index of these articles, and the change of this name to it."""
    before = {} if name == "build" else {one.id: one for one in articles(numbers)}
    if before:
        build(before.values(), folder, SmallEncoder())
    if name == "migrate":
        to_schema_2(folder)
    if name == "compact":
        Change(remove=tuple(list(before)[::3])).make(folder)
        before = {one: before[one] for place, one in enumerate(before) if place % 3}
    change = CHANGES[name] if numbers == NUMBERS else _small(name)
    after = before | {one.id: one for one in change.build}
    return Scene(folder, change, before, {key: one for key, one in after.items() if key not in change.remove})


def _small(name: str) -> Change:
    """The change of this name, to an index of four articles."""
    changed = [article(1, 1), article(2, 1), article(6)]
    batch = {"build": articles(range(4)), "add": changed, "migrate": changed}.get(name, [])
    gone, other = ("a1", "a3") if name == "remove" else (), "other" if name == "reembed" else None
    return Change(tuple(batch), gone, name == "compact", other)


def assert_sound(scene: Scene, folder: Path, fresh: Fresh) -> None:
    """What is committed is whole and answers as a fresh index does; run again, the change is made."""
    old, new = SmallEncoder(), SmallEncoder(scene.change.reembed or "small")
    model = _model(folder)
    if model is not None:
        held = {one.id: one for one in assert_like_fresh(folder, old if model == old.fingerprint else new, fresh)}
        for name, one in held.items():
            assert one in (scene.before.get(name), scene.after.get(name)), name
        assert set(held) >= set(scene.before) & set(scene.after)
        if scene.change.remove:
            assert held in (scene.before, scene.after)
    scene.change.make(folder) if not _is_removed(scene, folder) else None
    assert {one.id: one for one in assert_like_fresh(folder, new, fresh)} == scene.after
    strays = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    assert strays == []
    assert len(list(folder.glob("*.faiss"))) == 1


def _model(folder: Path) -> str | None:
    """The fingerprint of the index's model; None where nothing was committed yet."""
    if not _tables(folder):
        with pytest.raises(StoreError, match=r"no index in .*: make one with"):
            Store.open(folder)
        return None
    store = Store.open(folder)
    model = store.model
    store.close()
    return model.fingerprint if model else None


def _tables(folder: Path) -> list[tuple[str]]:
    if not (folder / FILE_NAME).exists():
        return []
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        return connection.execute("SELECT name FROM sqlite_master").fetchall()
    finally:
        connection.close()


def _is_removed(scene: Scene, folder: Path) -> bool:
    """Whether there is nothing left to remove: doing it again would say so."""
    if not scene.change.remove:
        return False
    store = Store.open(folder)
    try:
        return store.digests().keys().isdisjoint(scene.change.remove)
    finally:
        store.close()


@pytest.mark.parametrize("name", CHANGES)
def test_killed_at_any_moment(
    name: str, server: ForkServerContext, fresh: Fresh, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    seed, kills = request.config.getoption("--crash-seed"), request.config.getoption("--crash-kills")
    moments = random.Random(f"{seed} {name}")
    whole = scene(name, tmp_path / "before")
    folder = tmp_path / "index"
    undisturbed = whole.run(server, folder)
    assert undisturbed
    killed = 0
    for attempt in range(4 * kills):
        share = moments.random()
        took = whole.run(server, folder, delay=share * undisturbed)
        if took:  # it was faster than before: the machine was busy then
            undisturbed = min(undisturbed, took)
        else:
            killed += 1
            try:
                assert_sound(whole, folder, fresh)
            except BaseException as error:
                error.add_note(f"--crash-seed {seed}: attempt {attempt}, after {share:.3f} of {undisturbed:.3f} s")
                raise
        if killed == kills:
            break
    assert killed == kills


@pytest.mark.parametrize("name", [*CHANGES, "migrate"])
def test_killed_before_every_step(name: str, server: ForkServerContext, fresh: Fresh, tmp_path: Path) -> None:
    """Where two writes belong together but are not one: between any two of them."""
    whole = scene(name, tmp_path / "before", range(4))
    folder = tmp_path / "index"
    for step in count():
        if whole.run(server, folder, step=step):
            break
        try:
            assert_sound(whole, folder, fresh)
        except BaseException as error:
            error.add_note(f"killed before step {step}")
            raise
    assert step > 5
