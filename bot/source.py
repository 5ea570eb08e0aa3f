"""Naming an answer's source in one line, for people."""

from retrieval.answer import Source


def source_line(source: Source) -> str:
    """Title, outlet, date and link; the article's id where it has no link."""
    date = source.published.date().isoformat() if source.published else None
    parts = (source.title, source.outlet, date, source.url or source.article)
    return " · ".join(part for part in parts if part)
