"""The pictures: a page of bubbles from the bot's real messages, and photographs of it where there is a Chromium."""

import re
import struct
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.bubbles import Block, Bubble, Button, Chat, Run, blocks, page, plain
from benchmarks.conversations import CONVERSATIONS, LANGUAGES, play
from benchmarks.pictures import NARROW, SHOWN, WIDE, find_chromium, make_small, photograph
from retrieval.report import direction
from retrieval.search import Searcher
from tests.conftest import ROOT
from tests.telegram_html import parse_html

MOST_BYTES = 150_000


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


def test_a_picture_is_made_small(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    pixels = bytes(value for y in range(200) for x in range(300) for value in (x % 256, y, (x * y) % 256))
    Image.frombytes("RGB", (300, 200), pixels).save(picture)
    before = picture.stat().st_size
    make_small(picture)
    with Image.open(picture) as image:
        assert (image.size, image.mode) == ((300, 200), "P")
    assert picture.stat().st_size < before


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
