"""The commands that keep an index: watch, remove, compact. Heavy modules are imported inside them."""

from pathlib import Path
from typing import Annotated

import typer

from bot.options import IndexOption
from bot.settings import load_settings


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
    from index.database import FILE_NAME
    from index.encoder import load_encoder
    from index.store import Store

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
