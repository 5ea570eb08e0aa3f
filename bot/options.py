"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

SourcesArgument = Annotated[
    list[Path], typer.Argument(metavar="SOURCE...", help="Folders, .txt, .html, .jsonl and .json files, also .gz.")
]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the index; by default QALA_INDEX, or var/index.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object, for machines.")]
