"""A reply as Telegram messages: HTML texts that Telegram takes as they are.

Each answer becomes a block of up to three parts:

    <b>speaker</b> · how it is reported          (where the speaker is known)
    <blockquote>the article's words</blockquote>
    title with its link · outlet · date          (the article's id where only the title is known)
    also in: …                                   (a line for the first other articles that say the same, as
                                                  many as leave room for the words, and how many more)

Where nothing answers, what the asked speaker said otherwise and what others said stand under headings of
their own. Blocks share a message as long as they fit. Nothing from an article reaches the HTML unescaped, no
quotation marks are added around anybody's words, and no split falls into a tag, an entity or a letter
with its marks.
"""

import html
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bot.catalogue import Texts
from retrieval.answer import Answer, Reply, Source

# Telegram counts UTF-16 units of the text after its entities are parsed. Counting the HTML itself
# is never less, and needs no second parser.
MESSAGE_LIMIT = 4096

# The most of an article's own metadata that a message shows, so that a quote always finds room.
_LONGEST_NAME = 100
_LONGEST_TITLE = 200
_MOST_REPEATS = 2
_LEAST_ROOM = 1000  # units that the sources of an answer leave to its words
_LONGEST_LINK = 1000  # units, escaped; a longer address is left out

_SEPARATOR = " · "
_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"  # first-strong isolate: the field finds its own direction
_ZERO_WIDTH_JOINER = "\u200d"
_BIDI_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def reply_messages(reply: Reply, texts: Texts) -> list[str]:
    """The HTML texts to send for a reply, in order; at least one, each within `MESSAGE_LIMIT`."""
    if reply.answers:
        return _packed(_all_blocks(reply.answers, texts))
    if not reply.asked or not (reply.asked_otherwise or reply.others):
        return [texts("nothing")]
    return _packed(_beside(reply, reply.asked, texts))


def _beside(reply: Reply, asked: str, texts: Texts) -> Iterator[str]:
    """That nothing answers, and, told apart from an answer, what else there is."""
    speaker = _field(asked, _LONGEST_NAME)
    yield texts("nothing.of_speaker", speaker=speaker)
    if reply.asked_otherwise:
        yield f"<i>{texts('nothing.otherwise', speaker=speaker)}</i>"
        yield from _all_blocks(reply.asked_otherwise, texts)
    if reply.others:
        yield f"<i>{texts('nothing.others')}</i>"
        yield from _all_blocks(reply.others, texts)


def _all_blocks(answers: Iterable[Answer], texts: Texts) -> Iterator[str]:
    return (block for answer in answers for block in _blocks(answer, texts))


def utf16_length(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def _packed(blocks: Iterable[str]) -> list[str]:
    """Blocks joined by blank lines into as few messages as their order allows."""
    messages: list[str] = []
    for block in blocks:
        if messages and utf16_length(messages[-1]) + 2 + utf16_length(block) <= MESSAGE_LIMIT:
            messages[-1] += "\n\n" + block
        else:
            messages.append(block)
    return messages


def _blocks(answer: Answer, texts: Texts) -> list[str]:
    """An answer as one block, or as several where its text is too long for one message."""
    head = _speaker_line(answer, texts)
    foot = _source_lines(answer, texts, MESSAGE_LIMIT - _LEAST_ROOM - utf16_length(head))
    room = MESSAGE_LIMIT - utf16_length(head + foot + "\n<blockquote></blockquote>\n")
    pieces = [piece for piece in _pieces(_encodable(answer.text), room) if piece.strip()]
    quotes = [f"<blockquote>{piece}</blockquote>" for piece in pieces] or [""]
    if head:
        quotes[0] = f"{head}\n{quotes[0]}"
    quotes[-1] = f"{quotes[-1]}\n{foot}"
    return quotes


def _pieces(text: str, room: int) -> list[str]:
    """The text, escaped, in pieces of at most `room` UTF-16 units (one character at least); unescaped and joined it is
    the text."""
    pieces = []
    start = 0
    while start < len(text):
        end = _break_after(text, start, room)
        pieces.append(html.escape(text[start:end]))
        start = end
    return pieces


def _break_after(text: str, start: int, room: int) -> int:
    """Where the piece that starts at `start` ends: the text's end, else a space, else a whole letter."""
    end = start + 1
    room -= utf16_length(html.escape(text[start]))
    while end < len(text) and (width := utf16_length(html.escape(text[end]))) <= room:
        room -= width
        end += 1
    if end == len(text):
        return end
    half = start + (end - start) // 2
    for at in range(end, half, -1):
        if text[at - 1].isspace():
            return at
    for at in range(end, half, -1):
        if not _joined(text[at - 1], text[at]):
            return at
    return end


def _joined(left: str, right: str) -> bool:
    """Whether two characters belong to one letter or sign: vowel marks, emoji sequences."""
    return unicodedata.category(right) in ("Mn", "Me", "Cf") or left == _ZERO_WIDTH_JOINER


def _speaker_line(answer: Answer, texts: Texts) -> str:
    if not answer.speaker:
        return ""
    line = f"<b>{_field(answer.speaker, _LONGEST_NAME)}</b>"
    if answer.kind:
        line += _SEPARATOR + texts(f"answer.{answer.kind}")
    return texts.direction_mark + line


def _source_lines(answer: Answer, texts: Texts, room: int) -> str:
    """The article's own line, and one for each of the first others that say the same, as far as there is room."""
    lines = [_source_line(answer, texts)]
    for one in answer.repeats[:_MOST_REPEATS]:
        line = f"{texts.direction_mark}{texts('answer.also')} {_source_line(one, texts)}"
        if utf16_length("\n".join([*lines, line])) > room:
            break
        lines.append(line)
    more = len(answer.repeats) - len(lines) + 1
    if more:
        lines.append(texts.direction_mark + texts.count("answer.also_more", more))
    return "\n".join(lines)


def _source_line(answer: Source, texts: Texts) -> str:
    """Title, outlet and date, the title linked where there is an address; without that and without an
    outlet also the article's id: nothing else says where it came from."""
    title = _field(answer.title or "", _LONGEST_TITLE)
    outlet = _field(answer.outlet or "", _LONGEST_NAME)
    date = _field(texts.date(answer.published), _LONGEST_NAME) if answer.published else ""
    link = _link(answer.url)
    if link:
        linked = title or texts("answer.source")
        title = f'<a href="{link}">{linked}</a>'
    origin = "" if link or outlet else _field(answer.article, _LONGEST_NAME)
    return texts.direction_mark + _SEPARATOR.join(part for part in (title, outlet, date, origin) if part)


def _field(text: str, longest: int) -> str:
    """A name or title on one line, clipped, escaped, and isolated: Latin letters, digits and Arabic in
    neighbouring fields would otherwise pull each other out of order."""
    line = " ".join(_encodable(text).translate(_BIDI_CONTROLS).split())
    if len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    return f"{_ISOLATE}{html.escape(line)}{_POP_ISOLATE}" if line else ""


def _link(url: str | None) -> str:
    """The address, escaped for an attribute; empty where it is not a plain http or https address."""
    if not url or any(character.isspace() or not character.isprintable() for character in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    escaped = html.escape(url)
    usable = parts.scheme.lower() in ("http", "https") and parts.netloc
    return escaped if usable and utf16_length(escaped) <= _LONGEST_LINK else ""


def _encodable(text: str) -> str:
    """The text with lone surrogates replaced: they cannot be sent as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
