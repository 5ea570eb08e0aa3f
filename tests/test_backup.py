"""Backup and restore: a copy while others read and write, put back without ever overwriting anything."""

import sqlite3
import stat
from contextlib import closing
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from filelock import FileLock

from bot.cli import main
from bot.memory import Memory
from index.build import build
from index.database import FILE_NAME
from index.errors import StoreError
from index.lock import LOCK_FILE
from index.store import Store
from index.upkeep import remove
from retrieval.search import Searcher
from tests.child import Change, all_at_once
from tests.index_state import check, show
from tests.small_archive import article, articles
from tests.small_encoder import SMALL


def command(*arguments: str | Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(one) for one in arguments])
    assert stop.value.code in (0, None)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main([str(one) for one in arguments])
    assert stop.value.code == StoreError.exit_code
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    return said


@pytest.fixture
def memory(folder: Path) -> Path:
    """The bot's memory beside the index."""
    path = folder.parent / "bot.sqlite"
    with closing(Memory(path)) as memory:
        memory.readers.choose_language(1001, "fr")
    return path


def test_what_is_put_back_answers_as_the_index_did(folder: Path, memory: Path, tmp_path: Path) -> None:
    (folder / "feeds.json").write_text('{"seen": 1}', encoding="utf8")
    before = show(folder, SMALL)
    kept, new = tmp_path / "kept" / "monday", tmp_path / "new" / "index"
    with closing(Memory(memory)):  # as a running bot has it
        command("backup", kept, "--index", folder)
    assert sorted(path.name for path in kept.iterdir()) == ["bot.sqlite", "feeds.json", FILE_NAME]
    assert all(not path.stat().st_mode & 0o077 for path in kept.glob("*.sqlite")), "questions and languages are private"

    remove(folder, ["a1", "a2"])
    files = {path: path.read_bytes() for path in kept.iterdir()}
    command("restore", kept, "--index", new)
    assert {path: path.read_bytes() for path in kept.iterdir()} == files, "the backup stays as it was"
    assert sorted(path.name for path in new.iterdir() if not path.name.startswith("writer")) == [
        "feeds.json",
        FILE_NAME,
    ]

    assert show(new, SMALL) == before != show(folder, SMALL)
    put_back = new.parent / "bot.sqlite"
    assert stat.S_IMODE(put_back.stat().st_mode) == 0o600
    with closing(Memory(put_back)) as again:
        assert again.readers.language(1001) == "fr"
    build([article(90)], new, SMALL)
    check(new, SMALL)


def test_backups_while_a_bot_reads_and_others_write(folder: Path, tmp_path: Path, server: ForkServerContext) -> None:
    changes = [Change(build=tuple(articles(range(20, 60)))), Change(remove=("a1", "a5"))]
    with closing(Searcher.open(folder, SMALL)) as searcher, all_at_once(server, changes, folder):
        for number in range(6):
            command("backup", tmp_path / str(number), "--index", folder)
            searcher.ask("محصول القمح")
    for number in range(6):
        new = tmp_path / "new" / str(number)
        command("restore", tmp_path / str(number), "--index", new)
        with closing(Searcher.open(new, SMALL)):  # finishes what the writer had not: the registry of speakers
            pass
        assert len(check(new, SMALL)) >= 10, "whole articles"


def test_nothing_is_overwritten(folder: Path, memory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept"
    command("backup", kept, "--index", folder)
    assert "is there already" in refusal(capsys, "backup", kept, "--index", folder)
    before = show(folder, SMALL)
    assert "bot's memory" in refusal(capsys, "restore", kept, "--index", folder)
    memory.unlink()
    assert "there is an index" in refusal(capsys, "restore", kept, "--index", folder)
    assert not memory.exists(), "nothing is put back by halves"
    assert show(folder, SMALL) == before


def test_a_folder_that_a_writer_holds(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lock.writer_lock.__wrapped__.__defaults__", (0.1,))
    command("backup", tmp_path / "kept", "--index", folder)
    (folder / FILE_NAME).unlink()  # a build that has not made its store yet
    with FileLock(folder / LOCK_FILE):
        assert "is being changed" in refusal(capsys, "restore", tmp_path / "kept", "--index", folder)


def test_what_is_no_backup(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = tmp_path / "new"
    assert "no index in" in refusal(capsys, "backup", tmp_path / "kept", "--index", tmp_path / "nowhere")
    assert "no backup in" in refusal(capsys, "restore", tmp_path / "nowhere", "--index", new)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
        other.execute("CREATE TABLE cooking (recipe TEXT)")
        other.commit()
    assert "no index of qala" in refusal(capsys, "restore", tmp_path, "--index", new)
    (tmp_path / FILE_NAME).write_bytes(b"not at all a database" * 100)
    assert "cannot be read" in refusal(capsys, "restore", tmp_path, "--index", new)
    assert not (new / FILE_NAME).exists()


def test_a_damaged_index_is_not_backed_up_as_if_it_were_whole(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Store.open(folder)):
        pass
    pages = bytearray((folder / FILE_NAME).read_bytes())
    for page in range(20, len(pages) // 4096, 7):
        pages[page * 4096 : page * 4096 + 200] = bytes(200)
    (folder / FILE_NAME).write_bytes(pages)
    kept = tmp_path / "kept"
    assert FILE_NAME in refusal(capsys, "backup", kept, "--index", folder)
    assert list(kept.iterdir()) == []
