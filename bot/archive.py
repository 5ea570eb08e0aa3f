"""The commands that change an index: build, watch, remove, compact. Heavy modules are imported inside them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import chain
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from index.article import Article
    from index.errors import InputError

SourcesArgument = Annotated[
    list[Path], typer.Argument(metavar="SOURCE...", help="Folders, .txt, .html, .jsonl and .json files, also .gz.")
]
OptionalSources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SOURCE...", help="Folders, .txt, .html, .jsonl and .json files, also .gz.", show_default=False
    ),
]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the index. [default: QALA_INDEX or var/index]", show_default=False),
]
KeepGoingOption = Annotated[bool, typer.Option("--keep-going", help="Exit with 0 although something was refused.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object, for machines.")]
# Refused sources that are told one by one; the rest is counted.
_TOLD = 50


def build(
    sources: OptionalSources = None,
    index: IndexOption = None,
    reembed: Annotated[
        bool, typer.Option("--reembed", help="Give the index the vectors of the model that is set now; no sources.")
    ] = False,
    keep_going: KeepGoingOption = False,
    json: JsonOption = False,
) -> None:
    """Index articles: what is new or changed is added, the rest stays as it is.

    A .txt or .html file is one article. A .jsonl file has one article a line, a .json file an array of them: id,
    text, and where there are any title, source (the outlet), author, date, url; both may be packed (.gz).
    What cannot be read is refused with its place, and the rest goes on; the exit status is then 2. Ctrl-C stops
    cleanly; the next build goes on from there.

    With another model in QALA_MODEL, --reembed embeds all that the index holds beside the vectors in use, and exchanges
    them when it is done; a bot may run meanwhile. Example: QALA_MODEL=/models/other qala build --reembed
    """
    from index.errors import InputError

    settings = load_settings()
    if reembed:
        if sources:
            raise InputError(
                "--reembed takes the articles that the index holds: name no sources, and build them after it"
            )
        _reembed(index or settings.index, settings, json)
    elif sources:
        _build(sources, index or settings.index, settings, keep_going, json)
    else:
        raise InputError("name what to index: folders, .txt, .html, .jsonl or .json files")


def _build(sources: Sequence[Path], folder: Path, settings: Settings, keep_going: bool, as_json: bool) -> None:
    from index.errors import InputError
    from index.reader import count_articles, read_articles

    refused: list[InputError] = []
    total = count_articles(sources)
    articles = read_articles(sources, refused.append)
    first = next(articles, None)
    if first is None:
        raise refused[0] if len(refused) == 1 else InputError(_told([*refused, InputError("no article can be read")]))
    _index(chain([first], articles), total, folder, settings, refused, as_json)
    if refused and not keep_going:
        raise typer.Exit(InputError.exit_code)


def _index(
    articles: Iterable["Article"],
    total: int,
    folder: Path,
    settings: Settings,
    refused: Sequence["InputError"],
    as_json: bool,
) -> None:
    from bot import terminal
    from index.build import build as build_index
    from index.encoder import load_encoder

    encoder = load_encoder(settings.model, device=settings.device, cache=settings.cache)
    with terminal.progress("indexing", total) as advance:
        done = build_index(articles, folder, encoder, lambda summary: advance(summary.articles))
    if as_json:
        print(dumps({**asdict(done), "refused": [str(one) for one in refused]}, ensure_ascii=False))
        return
    if refused:
        terminal.say(_told(refused))
    terminal.say(f"{folder}: {done}" + (f"; {len(refused)} refused" if refused else ""))


def _reembed(folder: Path, settings: Settings, as_json: bool) -> None:
    from bot import terminal
    from index.encoder import load_encoder
    from index.reembed import reembed
    from index.store import Store

    store = Store.open(folder)
    _, total = store.counts()
    store.close()
    encoder = load_encoder(settings.model, device=settings.device, cache=settings.cache)
    with terminal.progress("embedding anew", total) as advance:
        embedded = reembed(folder, encoder, advance)
    if as_json:
        print(dumps({"model": encoder.name, "embedded": embedded, "sentences": total}))
    else:
        terminal.say(f"{folder}: {total} sentences with the vectors of {encoder.name}, {embedded} of them embedded now")


def _told(refused: Sequence["InputError"]) -> str:
    lines = [f"refused: {one}" for one in refused[:_TOLD]]
    more = len(refused) - len(lines)
    return "\n".join(lines + ([f"… and {more} more: --json lists all"] if more else []))


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="Which feeds; deploy/feeds.toml is a template.")],
    index: IndexOption = None,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, then end.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what happens, a JSON object a line.")] = False,
) -> None:
    """Watch feeds (RSS, Atom): what they announce is fetched and indexed, until Ctrl-C.

    What was seen is remembered in the index's folder: a restart fetches nothing twice. A feed or page that fails is
    told in one line and tried again later. With --once the exit status is 1 where a feed failed.

    Example: qala watch feeds.toml --once
    """
    from bot.feeds_file import load_feeds
    from bot.watch import Watch, run_watch
    from index.build import build as build_index
    from index.build import check_same_model
    from index.encoder import load_encoder
    from index.store import FILE_NAME, Store

    settings = load_settings()
    wanted = Watch(load_feeds(feeds), index or settings.index, once=once, as_json=json)
    encoder = load_encoder(settings.model, device=settings.device, cache=settings.cache)
    if (wanted.folder / FILE_NAME).exists():  # what would make every round fail is told at once
        store = Store.open(wanted.folder)
        try:
            check_same_model(store.model, encoder, wanted.folder)
        finally:
            store.close()
    status = run_watch(wanted, settings, lambda articles: build_index(articles, wanted.folder, encoder))
    raise typer.Exit(status)


def remove(
    wanted: Annotated[
        list[str] | None, typer.Argument(metavar="[ID|URL]...", help="Articles, by id or address.", show_default=False)
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option(help="All articles of this outlet; may be repeated.", show_default=False)
    ] = None,
    index: IndexOption = None,
) -> None:
    """Remove articles from an index: they are in no answer from now on. `qala compact` then wipes their words.

    Example: qala remove https://example.org/news/7 --outlet "BBC Arabic"
    """
    from bot import terminal
    from index.errors import InputError
    from index.upkeep import remove as remove_articles

    if not wanted and not outlet:
        raise InputError("name what to remove: an article's id or URL, or --outlet NAME")
    removed = remove_articles(index or load_settings().index, wanted or [], outlet or [])
    terminal.say(f"{removed} {'article' if removed == 1 else 'articles'} removed")


def compact(index: IndexOption = None) -> None:
    """Wipe what removed articles left in the index's files, and make them as small as they can be."""
    from bot import terminal
    from index.upkeep import compact as compact_index

    before, after = compact_index(index or load_settings().index)
    terminal.say(f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB now")
