"""What cleaning makes of an article, for people and for machines: `qala clean`."""

import json
from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from bot.terminal import one_line, show
from index.article import Article
from index.clean import clean
from index.reader import read_articles, read_plain

_NOTHING = "–"


def read_file(file: Path) -> Iterator[Article]:
    """The articles of a file, also of a .txt file that is nothing but furniture; InputError for no such file."""
    if file.suffix == ".txt" and file.is_file():
        yield read_plain(file)
    else:
        yield from read_articles([file])


def print_cleaned(article: Article) -> None:
    """The article's headline, date and outlet, then its lines: kept, or dropped and why."""
    published = article.published.isoformat(" ") if article.published else _NOTHING
    found = {"headline": article.title or _NOTHING, "date": published, "outlet": article.outlet or _NOTHING}
    show(Text(article.id, style="bold"))
    for name, value in found.items():
        show(Text(f"{name:<9}", style="cyan") + Text(one_line(value)))
    for line in clean(article.text):
        content = one_line(article.text[line.start : line.end])
        show(Text(f"dropped · {line.dropped} · {content}", style="dim") if line.dropped else Text(f"kept · {content}"))


def cleaned_as_json(article: Article) -> str:
    """The same as one JSON object; `start` and `end` count characters of the text, which each line is a slice of."""
    lines = [
        {"start": line.start, "end": line.end, "dropped": line.dropped, "text": article.text[line.start : line.end]}
        for line in clean(article.text)
    ]
    row = {
        "article": article.id,
        "headline": article.title,
        "published": article.published.isoformat() if article.published else None,
        "outlet": article.outlet,
        "lines": lines,
    }
    return json.dumps(row, ensure_ascii=False)
