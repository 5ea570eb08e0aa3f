"""The commands that put articles into an index: build, add. Heavy modules are imported inside them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import chain
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import IndexOption, JsonOption
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from index.article import Article
    from index.errors import QalaError

_HELP = "Folders, .txt, .html, .jsonl and .json files, also .gz, and web addresses."
KeepGoingOption = Annotated[bool, typer.Option("--keep-going", help="Exit with 0 although something was refused.")]
# Refused sources that are told one by one; the rest is counted.
_TOLD = 50
_ADDRESS = ("http://", "https://")


def build(
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE...", help=_HELP, show_default=False)] = None,
    index: IndexOption = None,
    reembed: Annotated[
        bool, typer.Option("--reembed", help="Give the index the vectors of the model that is set now; no sources.")
    ] = False,
    reread: Annotated[
        bool, typer.Option("--reread", help="Read what the index holds again, by this version's rules; no sources.")
    ] = False,
    keep_going: KeepGoingOption = False,
    json: JsonOption = False,
) -> None:
    """Index articles: what is new or changed is added, the rest stays as it is.

    A .txt or .html file is one article, and so is a web address. A .jsonl file has one article a line, a .json file an
    array of them: id, text, and where there are any title, source (the outlet), author, date, url; both may be packed
    (.gz). What cannot be read is refused with its place, and the rest goes on; the exit status is then 2. Ctrl-C stops
    cleanly; the next build goes on from there.

    With another model in QALA_MODEL, --reembed embeds all that the index holds beside the vectors in use, and exchanges
    them when it is done; a bot may run meanwhile. Example: QALA_MODEL=/models/other qala build --reembed

    After an upgrade, --reread divides and attributes all that the index holds as this version does; only sentences that
    are others than before are embedded.
    """
    from index.errors import InputError

    settings = load_settings()
    if reembed or reread:
        if sources or (reembed and reread):
            option = "--reembed" if reembed else "--reread"
            raise InputError(f"{option} takes the articles that the index holds: name nothing else with it")
        (_reembed if reembed else _reread)(index or settings.index, settings, json)
    elif sources:
        _ingest(sources, index or settings.index, settings, keep_going, json)
    else:
        raise InputError("name what to index: folders, .txt, .html, .jsonl or .json files, or web addresses")


def add(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help=_HELP)],
    index: IndexOption = None,
    keep_going: KeepGoingOption = False,
    json: JsonOption = False,
) -> None:
    """Add articles to an index that is there: as build does, but a mistyped --index makes no new one.

    Example: qala add https://example.org/news/7 corrections/*.txt
    """
    from index.store import Store

    settings = load_settings()
    folder = index or settings.index
    Store.open(folder).close()
    _ingest(sources, folder, settings, keep_going, json)


def _ingest(sources: Sequence[str], folder: Path, settings: Settings, keep_going: bool, as_json: bool) -> None:
    from bot import terminal
    from index.build import build as build_index
    from index.encoder import load_encoder
    from index.errors import InputError
    from index.reader import count_articles

    refused: list[QalaError] = []
    addresses = [one for one in sources if one.startswith(_ADDRESS)]
    files = [Path(one) for one in sources if not one.startswith(_ADDRESS)]
    total = count_articles(files) + len(addresses)
    articles = _read(files, addresses, settings, refused.append)
    first = next(articles, None)
    if first is None:
        raise refused[0] if len(refused) == 1 else InputError(f"{_told(refused)}\nno article can be read")
    encoder = load_encoder(settings.model, device=settings.device, cache=settings.cache)
    with terminal.progress("indexing", total) as advance:
        done = build_index(chain([first], articles), folder, encoder, lambda summary: advance(summary.articles))
    if as_json:
        print(dumps({**asdict(done), "refused": [str(one) for one in refused]}, ensure_ascii=False))
    else:
        if refused:
            terminal.say(_told(refused))
        terminal.say(f"{folder}: {done}" + (f"; {len(refused)} refused" if refused else ""))
    if refused and not keep_going:
        raise typer.Exit(InputError.exit_code)


def _read(
    files: Sequence[Path], addresses: Sequence[str], settings: Settings, refuse: Callable[["QalaError"], None]
) -> Iterator["Article"]:
    """The articles of files and folders, then those of web addresses."""
    from index.reader import read_articles

    yield from read_articles(files, refuse)
    if addresses:
        from index.web import read_addresses

        yield from read_addresses(addresses, refuse, contact=settings.contact, proxy=settings.proxy)


def _counts(folder: Path) -> tuple[int, int]:
    """(articles, sentences) of an index that is there."""
    from index.store import Store

    with closing(Store.open(folder)) as store:
        return store.counts()


def _reembed(folder: Path, settings: Settings, as_json: bool) -> None:
    from bot import terminal
    from index.encoder import load_encoder
    from index.reembed import reembed

    _, total = _counts(folder)
    encoder = load_encoder(settings.model, device=settings.device, cache=settings.cache)
    with terminal.progress("embedding anew", total) as advance:
        embedded = reembed(folder, encoder, advance)
    if as_json:
        print(dumps({"model": encoder.name, "embedded": embedded, "sentences": total}))
    else:
        terminal.say(f"{folder}: {total} sentences with the vectors of {encoder.name}, {embedded} of them embedded now")


def _reread(folder: Path, settings: Settings, as_json: bool) -> None:
    from bot import terminal
    from index.encoder import load_encoder
    from index.reread import reread

    total, _ = _counts(folder)
    encoder = load_encoder(settings.model, device=settings.device, cache=settings.cache)
    with terminal.progress("reading again", total) as advance:
        done = reread(folder, encoder, lambda so_far: advance(so_far.articles))
    if as_json:
        print(dumps(asdict(done)))
    else:
        terminal.say(
            f"{folder}: {done.articles} articles read again: {done.unchanged} as they were, {done.restated} with other"
            f" statements, {done.divided} with other sentences"
        )


def _told(refused: Sequence["QalaError"]) -> str:
    lines = [f"refused: {one}" for one in refused[:_TOLD]]
    more = len(refused) - len(lines)
    return "\n".join(lines + ([f"… and {more} more: --json lists all"] if more else []))
