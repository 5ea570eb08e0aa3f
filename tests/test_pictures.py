"""The pictures: a page of bubbles from the bot's real messages, and photographs of it where there is a Chromium."""

import re
import struct
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from benchmarks.bubbles import Block, Bubble, Button, Chat, Run, blocks, page, plain
from benchmarks.conversations import CONVERSATIONS, LANGUAGES, play
from benchmarks.pictures import NARROW, SHOWN, WIDE, find_chromium, photograph
from benchmarks.png import small
from retrieval.report import direction
from retrieval.search import Searcher
from tests.conftest import ROOT
from tests.telegram_html import parse_html

MOST_BYTES = 150_000
COLOURS = [(255, 255, 255), (0, 0, 0), (51, 144, 236), (239, 253, 222), (7, 200, 90)]


class Seen(HTMLParser):
    """What a reader sees of a page, chat by chat, and every address in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.chats: dict[str, str] = {}
        self.addresses: list[str] = []
        self._chat = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "section":
            self._chat = known["id"] or ""
        self.addresses += [known[name] or "" for name in ("src", "href") if name in known]

    def handle_data(self, data: str) -> None:
        self.chats[self._chat] = self.chats.get(self._chat, "") + data


def text_of(bubble: Bubble) -> list[str]:
    return ["".join(run.text for run in line) for block in bubble.blocks for line in block.lines]


def quotations(bubble: Bubble) -> list[str]:
    """What stands in quotations, line breaks and all."""
    quoted = [replace(bubble, blocks=(block,)) for block in bubble.blocks if block.kind != "plain"]
    return ["\n".join(text_of(one)) for one in quoted]


def lines_of_the_bot(chat: Chat) -> list[str]:
    """What it says outside of quotations."""
    bubbles = [bubble for bubble in chat.bubbles if bubble.by in ("bot", "notice", "result")]
    plainly = [replace(one, blocks=tuple(block for block in one.blocks if block.kind == "plain")) for one in bubbles]
    return [line for one in plainly for line in text_of(one) if line]


def runs_as(line: str, language: str) -> bool:
    """Whether every client has a line run as the language does, or, where it is a title, as that does."""
    seen = direction(line), direction(re.sub("\u2068[^\u2069]*\u2069", "", line))
    return seen == ("rtl", "rtl") if language == "ar" or line.startswith("\u200f") else seen == ("ltr", "ltr")


def test_a_quotation_is_a_block_and_takes_in_the_breaks_beside_it() -> None:
    parsed = parse_html("<b>أ</b> ب\n<blockquote>ج\nد</blockquote>\nهـ\n\n<blockquote expandable>و</blockquote>")
    assert blocks(parsed) == (
        Block(((Run("أ", frozenset({"bold"})), Run(" ب")),)),
        Block(((Run("ج"),), (Run("د"),)), "quote"),
        Block(((Run("هـ"),), ())),
        Block(((Run("و"),),), "folded"),
    )


def test_a_run_has_all_that_holds_there() -> None:
    [block] = blocks(parse_html('<a href="https://a.example/"><b>أ</b>ب</a><i>ج</i>'))
    link = "https://a.example/"
    assert block.lines == (
        (
            Run("أ", frozenset({"bold", "text_link"}), link),
            Run("ب", frozenset({"text_link"}), link),
            Run("ج", frozenset({"italic"})),
        ),
    )


def test_nothing_of_a_message_becomes_html() -> None:
    attack = "</p><script>alert(1)</script>"
    chat = Chat("x", "ar", (Bubble("bot", blocks(plain(attack)), ((Button(attack),),)),))
    seen = Seen(page([chat]))
    assert seen.chats["ar-x"].count(attack) == 2
    assert page([chat]).count("<script>") == 1, "that which tells the heights"


async def test_the_page_holds_every_conversation_as_the_bot_leads_it(searcher: Searcher, tmp_path: Path) -> None:
    chats = await play(searcher, tmp_path)
    played = {(chat.name, chat.language) for chat in chats}
    assert played == {(name, language) for name in CONVERSATIONS for language in LANGUAGES}
    assert {(name, language) for name, language, _ in SHOWN} <= played
    seen = Seen(page(chats))
    assert seen.addresses == [], "it needs nothing beside it, and the seeds have no addresses"
    for chat in chats:
        written = seen.chats[f"{chat.language}-{chat.name}"]
        for line in (line for bubble in chat.bubbles for line in text_of(bubble)):
            assert line in written
        assert len([one for one in chat.bubbles if one.by in ("bot", "result")]) >= len(CONVERSATIONS[chat.name])
        for label in (button.label for bubble in chat.bubbles for row in bubble.buttons for button in row):
            assert label in written
        if chat.name != "language":  # there the language changes
            assert {line for line in lines_of_the_bot(chat) if not runs_as(line, chat.language)} == set()
        if chat.name == "answers":
            [question, reply] = chat.bubbles
            answers = searcher.ask("\n".join(text_of(question)), 20).answers
            assert quotations(reply) == [answer.text for answer in answers[:5]]


def png(rows: list[list[tuple[int, int, int]]]) -> bytes:
    """A PNG whose lines take PNG's filters in turn."""
    lines, above = [], [0] * (3 * len(rows[0]))
    for number, row in enumerate(rows):
        line = [value for pixel in row for value in pixel]
        kind, filtered = number % 5, []
        for place, value in enumerate(line):
            left, corner = (line[place - 3], above[place - 3]) if place >= 3 else (0, 0)
            up = above[place]
            near_left, near_up, near_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            paeth = left if near_left <= min(near_up, near_corner) else up if near_up <= near_corner else corner
            guess = (0, left, up, (left + up) // 2, paeth)[kind]
            filtered.append((value - guess) & 255)
        lines.append(bytes([kind, *filtered]))
        above = line
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )


def shown(picture: bytes) -> list[list[tuple[int, ...]]]:
    """The colours of a PNG with a palette and without filters."""
    width = struct.unpack(">I", picture[16:20])[0]
    [palette] = re.findall(rb"PLTE(.*?)....IDAT", picture, re.DOTALL)
    data = zlib.decompressobj().decompress(picture[picture.index(b"IDAT") + 4 :])
    rows = [data[at + 1 : at + 1 + width] for at in range(0, len(data), width + 1)]
    return [[tuple(palette[3 * place : 3 * place + 3]) for place in row] for row in rows]


def test_a_small_picture_has_the_same_colours() -> None:
    rows = [[COLOURS[(3 * x + y * y) % 5] for x in range(9)] for y in range(10)]
    assert shown(small(png(rows))) == rows


def test_of_many_colours_the_most_frequent_stay() -> None:
    rows = [[(x, y, (x * y) % 256) for x in range(60)] + [(255, 255, 255)] for y in range(60)]
    found = shown(small(png(rows)))
    assert len({colour for row in found for colour in row}) <= 256
    assert {row[-1] for row in found} == {(255, 255, 255)}


def test_only_pngs_are_made_small() -> None:
    with pytest.raises(ValueError, match="no PNG"):
        small(b"GIF89a")


@pytest.mark.skipif(find_chromium() is None, reason="there is no Chromium")
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_chat_is_photographed_from_its_top_to_its_end(width: int, tmp_path: Path) -> None:
    chat = Chat("hello", "ar", (Bubble("bot", blocks(plain("أهلًا"))), Bubble("reader", blocks(plain("سؤال")))))
    photograph(find_chromium() or "", [chat], [("hello", "ar", width)], tmp_path)
    found = (tmp_path / f"hello-ar-{width}.png").read_bytes()
    size = struct.unpack(">II", found[16:24])
    assert size[0] == width * 1.5
    assert 100 < size[1] < 300


def test_the_pictures_of_the_readme_are_there_and_small() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    named = re.findall(r'src="(docs/pictures/[^"]+)"', readme)
    assert sorted(named) == sorted(f"docs/pictures/{name}-{language}-{width}.png" for name, language, width in SHOWN)
    assert all((ROOT / name).stat().st_size <= MOST_BYTES for name in named)
    assert len(re.findall(r'alt="[^"]{20,}"', readme)) == len(named)
