"""Replies as Telegram messages: HTML texts that Telegram takes as they are.

Each answer becomes a block of up to three parts:

    1. <b>speaker</b> · how it is reported       (the number where there are several, the rest where it is known)
    <blockquote>the article's words</blockquote>
    title with its link                          (in the direction of its own script)
    outlet · date                                (the article's id where neither an address nor an outlet is known)
    also in: …                                   (the outlets of the first other articles that say the same, as
                                                  many as leave room for the words, and how many more)

A page is one message: as many blocks as fit, up to a number. Where nothing answers, one message says so, with what
the asked speaker said otherwise and what others said, under headings of their own. Nothing from an article reaches
the HTML unescaped, and no quotation marks are added around anybody's words. Every line of the bot's own runs in the
reader's direction, whatever it begins with.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.catalogue import Texts
from bot.markup import (
    LONGEST_NAME,
    MESSAGE_LIMIT,
    encodable,
    field,
    mark_of,
    pieces,
    plain_field,
    web_address,
    weight,
)
from retrieval.answer import Answer, Reply, Source

# The most of an article's own metadata that a message shows, so that a quote always finds room.
_LONGEST_TITLE = 90
_LONGEST_QUESTION = 300
_MOST_REPEATS = 2
_LEAST_ROOM = 1000  # units that the heading and the sources of an answer leave to its words
# A quote of more characters is folded until it is touched.
_LONG = 600

SEPARATOR = " · "
_BETWEEN = "\n\n"
_OMISSION = "[…]"  # furniture between two sentences of a quotation


@dataclass(frozen=True, slots=True)
class Page:
    """A message's HTML, and which of the answers are in it, in whole or in part, by their places in the reply."""

    html: str
    answers: tuple[int, ...] = ()


def answer_pages(answers: Sequence[Answer | None], texts: Texts, most: int, heading: str = "") -> list[Page]:
    """The answers as messages within `MESSAGE_LIMIT`, at most so many in each, every one under the heading; for one
    that is None a line says that it is no longer there. An answer too long for one message takes several pages."""
    limit = MESSAGE_LIMIT - (weight(heading + _BETWEEN) if heading else 0)
    found: list[Page] = []
    for place, answer in enumerate(answers):
        number = place + 1 if len(answers) > 1 else None
        for block in _blocks(answer, texts, limit, number):
            joined = found[-1].html + _BETWEEN + block if found and len(found[-1].answers) < most else ""
            if joined and weight(joined) <= limit:
                found[-1] = Page(joined, (*found[-1].answers, place))
            else:
                found.append(Page(block, (place,)))
    return [Page(_under(heading, page.html), page.answers) for page in found]


def question_heading(question: str, texts: Texts) -> str:
    """The line that names the question over its answers, where that is not what the reader wrote."""
    return texts("answer.question", question=field(question, _LONGEST_QUESTION))


def abstention(reply: Reply, texts: Texts, heading: str = "") -> str:
    """That nothing answers, and, told apart from an answer, what else there is, as far as it fits into one message."""
    speaker = field(reply.asked or "")
    said = _under(heading, _nothing(reply, speaker, texts))
    if not speaker:
        return said
    said = _with_quotes(said, texts("nothing.otherwise", speaker=speaker), reply.asked_otherwise, texts)
    return _with_quotes(said, texts("nothing.others"), reply.others, texts)


def context_page(answer: Answer, around: Sequence[Answer], gaps: Sequence[str], texts: Texts) -> str:
    """An answer, bold, among the sentences `around` it; empty where that is too long for a message.

    `gaps` are what stands between those sentences in the article, one fewer than they: words in a gap are left out.
    """
    between = ["", *(f" {_OMISSION} " if gap.strip() else "\n" if "\n" in gap else " " for gap in gaps)]
    words = "".join(gap + _marked(one, answer) for gap, one in zip(between, around, strict=True))
    # The speaker is that of the bold words alone: others may speak around them.
    parts = (_speaker_line(answer, texts), texts("context"), _quoted(words), *_source(answer, texts))
    page = "\n".join(part for part in parts if part)
    return page if weight(page) <= MESSAGE_LIMIT else ""


def source_notice(answer: Answer, texts: Texts) -> str:
    """Where an answer comes from, in plain text."""
    date = texts.date(answer.published) if answer.published else ""
    parts = (plain_field(_title(answer), _LONGEST_TITLE), plain_field(answer.outlet or ""), plain_field(date))
    told = SEPARATOR.join(part for part in parts if part) or plain_field(answer.article)
    return texts.direction_mark + told


def _nothing(reply: Reply, speaker: str, texts: Texts) -> str:
    """In words, that nothing answers; the speaker is the asked one, isolated."""
    if reply.near:
        return texts("speakers.nobody", name=speaker)
    if speaker and (reply.asked_otherwise or reply.others):
        return texts("nothing.of_speaker", speaker=speaker)
    return texts("nothing")


def _marked(sentence: Answer, answer: Answer) -> str:
    """A sentence, escaped, with what of it belongs to the answer in bold."""
    first = max(0, min(answer.start - sentence.start, len(sentence.text)))
    last = max(first, min(answer.end - sentence.start, len(sentence.text)))
    parts = sentence.text[:first], sentence.text[first:last], sentence.text[last:]
    before, own, after = (html.escape(encodable(part)) for part in parts)
    return f"{before}<b>{own}</b>{after}" if own.strip() else before + own + after


def _under(heading: str, text: str) -> str:
    return f"{heading}{_BETWEEN}{text}" if heading else text


def _with_quotes(said: str, heading: str, answers: Sequence[Answer], texts: Texts) -> str:
    """What is said so far, and under a heading those of the answers that fit; without any also no heading."""
    longer, between, shown = said + _BETWEEN + heading, "\n", False
    for answer in answers:
        [block, *more] = _blocks(answer, texts, MESSAGE_LIMIT)
        if not more and weight(longer + between + block) <= MESSAGE_LIMIT:
            longer, between, shown = longer + between + block, _BETWEEN, True
    return longer if shown else said


def _blocks(answer: Answer | None, texts: Texts, limit: int, number: int | None = None) -> Iterator[str]:
    """An answer as one block, or as several where its text is too long for one message."""
    counted = f"{number}. " if number else ""
    if answer is None:
        yield texts.direction_mark + counted + texts("answer.gone")
        return
    head = _speaker_line(answer, texts, counted)
    foot = _source_lines(answer, texts, limit - _LEAST_ROOM - weight(head))
    room = limit - weight(head + foot + "\n" + _quoted("", folded=True) + "\n")
    folded = len(answer.text) > _LONG
    quotes = [_quoted(piece, folded) for piece in pieces(encodable(answer.text), room) if piece.strip()] or [""]
    for place, quote in enumerate(quotes):
        parts = (head if place == 0 else "", quote, foot if place == len(quotes) - 1 else "")
        yield "\n".join(part for part in parts if part)


def _quoted(escaped: str, folded: bool = False) -> str:
    return f"<blockquote{' expandable' if folded else ''}>{escaped}</blockquote>"


def _speaker_line(answer: Answer, texts: Texts, number: str = "") -> str:
    speaker = f"<b>{field(answer.speaker)}</b>" if answer.speaker else ""
    kind = texts(f"answer.{answer.kind}") if answer.speaker and answer.kind else ""
    line = number + SEPARATOR.join(part for part in (speaker, kind) if part)
    return texts.direction_mark + line.rstrip() if line else ""


def _source_lines(answer: Answer, texts: Texts, room: int) -> str:
    """The article's own lines, and one of the first others that say the same, as far as there is room."""
    lines, also = _source(answer, texts), ""
    copies: list[str] = []
    for one in answer.repeats[:_MOST_REPEATS]:
        longer = f"{texts('answer.also')} {SEPARATOR.join([*copies, _copy(one)])}"
        if weight("\n".join([*lines, longer])) > room:
            break
        also = longer
        copies.append(_copy(one))
    more = len(answer.repeats) - len(copies)
    rest = texts.count("answer.also_more", more) if more else ""
    return "\n".join(line for line in (*lines, also, rest) if line)


def _source(answer: Source, texts: Texts) -> list[str]:
    """The title, linked where there is an address; then outlet and date, and without an address and an outlet also the
    article's id: nothing else says where it came from."""
    title, address = field(_title(answer), _LONGEST_TITLE), web_address(answer.url)
    link = _linked(texts("answer.source"), answer) if address and not title else ""
    outlet = field(answer.outlet or "")
    date = field(texts.date(answer.published)) if answer.published else ""
    origin = "" if address or outlet else field(answer.article, LONGEST_NAME)
    details = SEPARATOR.join(part for part in (link, outlet, date, origin) if part)
    lines = [mark_of(title, texts.direction_mark) + _linked(title, answer)] if title else []
    return [*lines, texts.direction_mark + details] if details else lines


def _copy(one: Source) -> str:
    """Another article that says the same, by its outlet where that is known: its title is often the same, too."""
    named = one.outlet or _title(one) or one.article
    return _linked(field(named, LONGEST_NAME if one.outlet else _LONGEST_TITLE), one)


def _title(one: Source) -> str:
    """The title, without the full stop of a sentence that stands for one."""
    title = (one.title or "").rstrip()
    sentence = title.endswith(".") and not title.endswith("..")
    return title[:-1] if sentence else title


def _linked(label: str, one: Source) -> str:
    address = web_address(one.url)
    return f'<a href="{html.escape(address)}">{label}</a>' if address else label
