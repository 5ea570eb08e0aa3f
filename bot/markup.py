"""Telegram's HTML from texts that are not ours: escaped, isolated, clipped, divided; it stays text."""

import html
import re
import unicodedata
from urllib.parse import urlsplit

from index.arabic import is_arabic

# The most UTF-16 units of a message, as `weight` counts them.
MESSAGE_LIMIT = 4096

LONGEST_NAME = 100
_TAG = re.compile(r"<[^>]*>")  # in HTML of ours, where every other < and > is escaped
_CODE = re.compile(r"<code>.*?</code>|(?<![<:/a-zA-Z])/[a-z]+")  # in catalogues
_LONGEST_LINK = 1000  # units, escaped; a longer address is left out
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")

# Marks that give a line its direction.
RIGHT_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"
_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"  # first-strong isolate: the field finds its own direction
_ZERO_WIDTH_JOINER = "\u200d"
_BIDI_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def utf16_length(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def weight(markup: str) -> int:
    """What HTML takes of a message's room: the UTF-16 units that are seen, as Telegram counts them; half of all, where
    that is more, because what entities such as links hold is limited, too."""
    return max(utf16_length(html.unescape(_TAG.sub("", markup))), (utf16_length(markup) + 1) // 2)


def field(text: str, longest: int = LONGEST_NAME) -> str:
    """A name or title on one line, clipped, escaped, and isolated: Latin letters, digits and Arabic in
    neighbouring fields would otherwise pull each other out of order. Empty where the text is."""
    return html.escape(plain_field(text, longest))


def plain_field(text: str, longest: int = LONGEST_NAME) -> str:
    """As `field`, for where Telegram shows no HTML: buttons and alerts."""
    line = " ".join(encodable(text).translate(_BIDI_CONTROLS).split())
    if len(line) > longest:
        line = _clipped(line, longest)
    return f"{_ISOLATE}{line}{_POP_ISOLATE}" if line else ""


def _clipped(line: str, longest: int) -> str:
    """The beginning of a line with an ellipsis, to the end of a word where one ends in its last third."""
    kept = line[:longest].rpartition(" ")[0] if " " in line[longest * 2 // 3 : longest] else line[: longest - 1]
    return kept.rstrip() + "…"


def marked(text: str, mark: str) -> str:
    """Lines of the bot's own, those with the mark before them that do not begin with a letter of its direction anyhow.

    Clients differ in where they look for a line's direction: at its first letter, or at the first outside of isolates.
    """
    return "\n".join(line if not line or _begins_as(line, mark) else mark + line for line in text.split("\n"))


def mark_of(text: str, otherwise: str) -> str:
    """The mark for a title or a quotation: from the right where it has Arabic letters, or else the other one."""
    return RIGHT_TO_LEFT if is_arabic(text) else otherwise


def isolated_code(text: str) -> str:
    """A text of the bot's own with what is to be typed isolated: in Arabic a command's slash would go to its end."""
    return _CODE.sub(lambda code: f"{_ISOLATE}{code[0]}{_POP_ISOLATE}", text)


def web_address(url: str | None) -> str:
    """The address, where it is a plain http or https one that Telegram takes; else empty.

    Telegram refuses the whole message for a button that leads to a host without a dot.
    """
    if not url or " " in url or not url.isprintable():  # of white space only a space counts as printable
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        return ""
    plain = host and _HOST.fullmatch(host) and "@" not in parts.netloc
    usable = parts.scheme.lower() in ("http", "https") and plain
    return url if usable and utf16_length(html.escape(url)) <= _LONGEST_LINK else ""


def pieces(text: str, room: int) -> list[str]:
    """The text, escaped, in pieces of at most `room` UTF-16 units (one character at least); unescaped and joined it is
    the text. No piece ends in an entity or a letter with its marks."""
    whole = html.escape(text)
    if text and utf16_length(whole) <= room:  # nearly always, and thirty times as fast
        return [whole]
    found = []
    start = 0
    while start < len(text):
        end = _break_after(text, start, room)
        found.append(html.escape(text[start:end]))
        start = end
    return found


def encodable(text: str) -> str:
    """The text with lone surrogates replaced: they cannot be sent as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


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


def _begins_as(line: str, mark: str) -> bool:
    """Whether a line, behind its tags, begins with a letter of the mark's direction."""
    first = _TAG.sub("", line)[:1]
    direction = unicodedata.bidirectional(first) if first else ""
    return direction in (("R", "AL") if mark == RIGHT_TO_LEFT else ("L",))
