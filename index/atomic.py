"""Writing files that are there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of `path` when the block ends, and leaves no trace if it fails."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    work = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        work.chmod(0o644)  # mkstemp's 0600 would keep a service's user out
        work.replace(path)
    except BaseException:
        work.unlink(missing_ok=True)
        raise
