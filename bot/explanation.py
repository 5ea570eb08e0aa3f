"""How an answer was found: the question as it was understood, and what each sentence's score is made of."""

from bot import terminal
from retrieval.ranking import score_parts, threshold, weights
from retrieval.search import Found, Searcher

_NAMES_SHOWN = 4


def print_explanation(searcher: Searcher, found: Found) -> None:
    """Print what was asked for, of whom, how sure the answer is, and the best sentences' scores."""
    for label, value in _understood(searcher, found):
        terminal.show(f"{label:11} {value}")
    if not found.ranked:
        return
    names = list(weights(found.question))
    print()
    print("  ".join(f"{name:>8}" for name in ("score", *names)))
    for one in found.ranked:
        parts = score_parts(found.question, one.candidate.features)
        print("  ".join(f"{value:8.2f}" for value in (one.score, *(parts[name] for name in names))))
        terminal.show(f"{'':8}  {terminal.one_line(one.article.text[one.start : one.end])}")
        terminal.show(f"{'':8}  {one.article.id} [{one.start}:{one.end}]")


def _understood(searcher: Searcher, found: Found) -> list[tuple[str, str]]:
    question = found.question
    lines = [("question", question.text)]
    if question.asked:
        names = searcher.names(question.asked.speakers) or [question.asked_words or ""]
        more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
        only = "nobody else's words will do" if question.asked.strict else "others may speak for it"
        lines.append(("speaker", f"{'، '.join(names[:_NAMES_SHOWN])}{more} ({only})"))
    elif question.unknown:
        lines.append(("speaker", f"{question.unknown}: unknown to this archive as a speaker"))
    else:
        lines.append(("speaker", "anybody"))
    lines.append(("topic", "  ".join("/".join(word) or "–" for word in question.topic) or "–"))
    if question.period:
        lines.append(("said", f"{question.period.start} to {question.period.end}"))
    if question.outlets is not None:
        lines.append(("outlets", "، ".join(sorted(question.outlets))))
    verdict = "answered" if found.confidence >= threshold() else "refused"
    lines.append(("confidence", f"{found.confidence:.2f}: {verdict} (the threshold is {threshold()})"))
    return lines
