"""The commands of whoever runs the bot as a service. Heavy modules are imported inside them."""

from pathlib import Path
from typing import Annotated

import typer

from bot.options import IndexOption
from bot.settings import Settings, load_settings

# The memory's name in a backup, whatever it is called where the bot runs.
_MEMORY = "bot.sqlite"


def health() -> None:
    """Ask the running bot whether it works: prints "ok" or what is wrong, and exits with 1 then.

    It asks the port of 127.0.0.1 that QALA_METRICS_PORT names; so does a container's health check.
    """
    from http.client import HTTPConnection, HTTPException

    from index.errors import QalaError, SettingsError

    port = load_settings().metrics_port
    if not port:
        raise SettingsError("QALA_METRICS_PORT names no port: the bot was not told to say whether it works")
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        said = answer.read(1000).decode(errors="replace").strip()
    except (OSError, HTTPException) as error:
        raise QalaError(f"the bot does not answer on 127.0.0.1:{port}: {error}") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise QalaError(said)
    print(said)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; made, and without an earlier backup.")],
    index: IndexOption = None,
) -> None:
    """Copy the index and the bot's memory into a folder, while bot and watch go on.

    Only what cannot be made again is copied: the store, the memory, and what the watch over feeds has seen.

    Example: qala backup /var/backups/qala/2026-01-31
    """
    from bot import terminal
    from index.backup import back_up, copy_database

    settings = _settings(index)
    back_up(settings.index, folder)
    if settings.memory_path.is_file():
        copy_database(settings.memory_path, folder / _MEMORY)
    terminal.say(f"backup of {settings.index} in {folder}")


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `qala backup` made.")],
    index: IndexOption = None,
) -> None:
    """Put a backup back, where no index and no memory of a bot is: nothing is ever overwritten.

    Example: qala restore /var/backups/qala/2026-01-31
    """
    from bot import terminal
    from index.backup import copy_database, put_back
    from index.errors import StoreError

    settings = _settings(index)
    kept, memory = folder / _MEMORY, settings.memory_path
    if kept.is_file() and memory.exists():
        raise StoreError(
            f"the bot's memory {memory} is there already: move it away first, with its -wal and -shm files"
        )
    put_back(folder, settings.index)
    if kept.is_file():
        copy_database(kept, memory, live=False)
    terminal.say(f"{folder} is put back as {settings.index}; the next command that opens it makes the rest anew")


def _settings(index: Path | None) -> Settings:
    settings = load_settings()
    return settings.model_copy(update={"index": index}) if index else settings
