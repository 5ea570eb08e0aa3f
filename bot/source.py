"""Naming an answer's source in one line, for people."""

from retrieval.answer import Answer


def source_line(answer: Answer) -> str:
    """Title, outlet, date and link; the article's id where it has no link."""
    date = answer.published.date().isoformat() if answer.published else None
    parts = (answer.title, answer.outlet, date, answer.url or answer.article)
    return " · ".join(part for part in parts if part)
