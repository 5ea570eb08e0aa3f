"""What an index must bear: full disks, read-only folders, two writers, foreign and damaged files."""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random
from typing import Any

import pytest

from index.build import build
from index.database import FILE_NAME
from index.errors import StoreError
from index.store import Store
from index.upkeep import compact
from index.vectors import SIDECAR, make_index
from retrieval.search import Searcher
from tests.child import CHANGES, Change, all_at_once, attempt, hold
from tests.index_state import Fresh, assert_like_fresh, check, read, show, shown, to_schema_2
from tests.small_archive import HELD, article, articles
from tests.small_encoder import OTHER, SMALL, SmallEncoder

pytestmark = pytest.mark.usefixtures("small_chunks")

def assert_one_clear_line(error: str, folder: Path) -> None:
    assert error.startswith(f"StoreError: index {folder} "), error
    assert "\n" not in error
    assert "transaction" not in error, "the reason, not what followed from it"


# --- no room -------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of eight megabytes."""
    folder = Path(tempfile.mkdtemp())
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mounting, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("only root, where it may mount, can make a disk that is full")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
    folder.rmdir()


def fill(disk: Path, but: int = 0) -> Path:
    """A file that takes all that is left of a disk but so many bytes."""
    path = disk / "filling"
    with path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
    os.truncate(path, path.stat().st_size - but)
    return path


def test_a_disk_that_fills_up(small_disk: Path, fresh: Fresh) -> None:
    folder = small_disk / "index"
    build(HELD, folder, SMALL)
    held = {one.id: one for one in HELD}
    filling = fill(small_disk, but=300_000)
    with pytest.raises(StoreError) as full:
        build(articles(range(6, 120), version=1), folder, SMALL)
    assert_one_clear_line(f"StoreError: {full.value}", folder)
    assert "full" in str(full.value) or "No space" in str(full.value)
    committed = [one for one in check(folder, SMALL) if one != held.get(one.id)]
    assert committed == articles(range(6, 6 + len(committed)), version=1) != []
    filling.unlink()
    assert_like_fresh(folder, SMALL, fresh)
    build(articles(range(6, 120), version=1), folder, SMALL)
    assert len(assert_like_fresh(folder, SMALL, fresh)) == 120


@pytest.mark.parametrize("name", CHANGES)
def test_a_disk_that_is_full(name: str, small_disk: Path, fresh: Fresh) -> None:
    folder = small_disk / "index"
    build(HELD, folder, SMALL)
    before = show(folder, SMALL)
    filling = fill(small_disk)
    with pytest.raises(StoreError) as full:
        CHANGES[name].make(folder)
    assert_one_clear_line(f"StoreError: {full.value}", folder)
    assert show(folder, SMALL) == before
    filling.unlink()
    CHANGES[name].make(folder)
    assert_like_fresh(folder, OTHER if name == "reembed" else SMALL, fresh)


@pytest.mark.parametrize(
    ("name", "share"), [("build", 0.5), ("build", 1.01), ("build", 1.2), ("reembed", 0.2), ("reembed", 0.5)]
)
def test_a_file_that_cannot_grow(
    name: str, share: float, server: ForkServerContext, folder: Path, fresh: Fresh
) -> None:
    largest = int(share * (folder / FILE_NAME).stat().st_size)
    assert_one_clear_line(attempt(server, CHANGES[name], folder, largest), folder)
    held = {one.id: one for one in HELD}
    for one in assert_like_fresh(folder, SMALL, fresh):
        assert one in (held.get(one.id), article(int(one.id[1:]), 1))
    CHANGES[name].make(folder)
    assert_like_fresh(folder, OTHER if name == "reembed" else SMALL, fresh)


# --- no right to write -----------------------------------------------------------------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        build(HELD, Path(name) / "index", SMALL)
        show(Path(name) / "index", SMALL)  # what is read once is read before rights are given up
        yield Path(name) / "index"


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing in a folder can be written; root, who always can, is nobody meanwhile."""
    paths = [*folder.iterdir(), folder]
    modes = [path.stat().st_mode for path in paths]
    root = os.geteuid() == 0
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


@pytest.mark.parametrize("name", CHANGES)
def test_a_folder_that_is_read_only(name: str, open_folder: Path, fresh: Fresh) -> None:
    before = show(open_folder, SMALL)
    with read_only(open_folder):
        with pytest.raises(StoreError) as refused:
            CHANGES[name].make(open_folder)
        assert show(open_folder, SMALL) == before
    assert_one_clear_line(f"StoreError: {refused.value}", open_folder)
    assert {one.id: one for one in assert_like_fresh(open_folder, SMALL, fresh)} == {one.id: one for one in HELD}


def test_a_new_index_in_a_folder_that_is_read_only(open_folder: Path) -> None:
    with read_only(open_folder), pytest.raises(StoreError) as refused:
        build(HELD, open_folder / "index", SMALL)
    assert_one_clear_line(f"StoreError: {refused.value}", open_folder / "index")


def test_without_rights_an_index_is_never_stale(open_folder: Path, fresh: Fresh) -> None:
    """Who may only read sees what another, who may write, does to the index meanwhile."""
    with read_only(open_folder):
        searcher = Searcher.open(open_folder, SMALL)
        shown(searcher)
    for change in (CHANGES["build"], CHANGES["remove"], CHANGES["compact"]):
        change.make(open_folder)
        with read_only(open_folder):
            now = shown(searcher)
        assert now == fresh.of(read(open_folder), SMALL)[0]
    searcher.close()


def test_an_older_schema_in_a_folder_that_is_read_only(open_folder: Path) -> None:
    to_schema_2(open_folder)
    with read_only(open_folder), pytest.raises(StoreError) as refused:
        Searcher.open(open_folder, SMALL)
    assert_one_clear_line(f"StoreError: {refused.value}", open_folder)
    assert "schema 2" in str(refused.value)


# --- two at once -------------------------------------------------------------------------------------------


def test_a_second_writer_says_who_holds_the_index(server: ForkServerContext, folder: Path) -> None:
    process, end = hold(server, folder)
    said = rf"is being changed by process {process.pid} "
    with pytest.raises(StoreError, match=said), Store.writing(folder, patience=0.2):
        pass
    end.send(None)
    process.join()
    with Store.writing(folder, patience=0.2):
        pass


def test_a_second_writer_waits_for_the_first(server: ForkServerContext, folder: Path, fresh: Fresh) -> None:
    process, end = hold(server, folder)
    errors: list[str] = []
    waiting = threading.Thread(target=lambda: errors.append(attempt(server, CHANGES["build"], folder)))
    waiting.start()
    waiting.join(0.3)
    assert errors == []
    end.send(None)
    waiting.join()
    process.join()
    assert errors == [""]
    assert len(assert_like_fresh(folder, SMALL, fresh)) == 60


def test_a_writer_that_is_killed_holds_nothing(server: ForkServerContext, folder: Path) -> None:
    process, _ = hold(server, folder)
    process.kill()
    process.join()
    with Store.writing(folder, patience=0.2):
        pass


def test_two_builds_of_one_index_at_once(server: ForkServerContext, tmp_path: Path, fresh: Fresh) -> None:
    folder = tmp_path / "index"
    parts = [Change(build=tuple(articles(numbers))) for numbers in (range(20), range(10, 40))]
    with all_at_once(server, parts, folder):
        pass
    assert len(assert_like_fresh(folder, SMALL, fresh)) == 40


def test_a_reader_while_another_process_writes(server: ForkServerContext, folder: Path, fresh: Fresh) -> None:
    """Each answer is of one generation: whole articles, all or none of those that are removed together."""
    searcher = Searcher.open(folder, SMALL, SmallEncoder)
    errors: list[str] = []
    gone = tuple(f"a{n}" for n in range(0, 60, 2))
    changes = [CHANGES["build"], Change(remove=gone), CHANGES["compact"], CHANGES["reembed"]]
    writer = threading.Thread(target=lambda: errors.extend(attempt(server, one, folder) for one in changes))
    writer.start()
    versions = [*HELD, *articles(range(6, 60), version=1)]
    removed = False
    while writer.is_alive():
        held = searcher.articles()
        assert all(one in versions for one in held)
        even = sum(one.id in gone for one in held)
        removed = removed or even == 0
        assert even == 0 if removed else even >= 6
        for answer in searcher.ask("ماذا قال لافروف عن القمح؟", 20).answers:
            assert not (removed and answer.article in gone)
            texts = [one.text for one in versions if one.id == answer.article]
            assert any(answer.text == text[answer.start : answer.end] for text in texts)
    writer.join()
    assert errors == ["", "", "", ""]
    assert shown(searcher) == show(folder, OTHER) == fresh.of(read(folder), OTHER)[0]
    searcher.close()


# --- files that do not belong together -----------------------------------------------------------------------


def copy_vectors(source: Path, target: Path) -> None:
    for path in target.glob("vectors*"):
        path.unlink()
    for path in source.glob("vectors*"):
        shutil.copy(path, target)


@pytest.mark.parametrize("few", [0, 2_000])
@pytest.mark.parametrize("whose", ["another's", "a later one", "an earlier one"])
def test_vectors_of_another_store_never_answer(
    whose: str, few: int, folder: Path, tmp_path: Path, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`few`: whether the file is made anew with every change or stays as it is. The sentences' numbers are the same."""
    monkeypatch.setattr("index.vectors._FEW", few)
    monkeypatch.setattr("index.vectors._CHANGED", 10**9)
    kept = Path(shutil.copytree(folder, tmp_path / "kept"))
    match whose:
        case "another's":
            build(articles(range(12), version=2), tmp_path / "other", SMALL)
            copy_vectors(tmp_path / "other", folder)
        case "a later one":  # a backup of the store is put back, and not what is derived from it
            build(articles(range(12, 30)), folder, SMALL)
            shutil.copy(kept / FILE_NAME, folder)
        case _:
            build(articles(range(8, 30), version=3), folder, SMALL)
            compact(folder)
            copy_vectors(kept, folder)
    assert_like_fresh(folder, SMALL, fresh)
    build(articles(range(10, 25), version=4), folder, SMALL)
    assert_like_fresh(folder, SMALL, fresh)


def test_a_searcher_that_opens_while_another_commits_misses_nothing(
    folder: Path, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(store: Store, *arguments: Any) -> Any:
        made = make_index(store, *arguments)
        monkeypatch.setattr("index.vectors.make_index", make_index)
        build(articles(range(12, 20)), folder, SMALL)
        return made

    (folder / SIDECAR).unlink()
    monkeypatch.setattr("index.vectors.make_index", meanwhile)
    monkeypatch.setattr("retrieval.open_index.settle", lambda _: False)  # as while the other goes on
    assert show(folder, SMALL) == fresh.of(articles(range(20)), SMALL)[0]


def test_a_searcher_of_an_empty_index_sees_its_first_articles(tmp_path: Path, fresh: Fresh) -> None:
    """A first build was killed before it began; a bot starts, and then the build is run again."""
    Store.create(tmp_path / "index").close()
    searcher = Searcher.open(tmp_path / "index", SMALL)
    assert shown(searcher)["counts"] == (0, 0)
    build(HELD, tmp_path / "index", SMALL)
    assert shown(searcher) == fresh.of(HELD, SMALL)[0]
    searcher.close()


@pytest.mark.parametrize("page", range(1, 40, 3))
def test_a_damaged_page_is_told_in_one_line(page: int, folder: Path) -> None:
    before = show(folder, SMALL)
    with (folder / FILE_NAME).open("r+b") as file:
        file.seek(page * 4096)
        file.write(Random(page).randbytes(4096))
    try:
        assert show(folder, SMALL) == before
    except StoreError as error:
        told = str(error)
        assert told.startswith(f"index {folder} cannot be ")
        assert "\n" not in told
