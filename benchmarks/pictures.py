"""What the bot looks like: conversations with it as a page of message bubbles, and photographs of that.

    python -m benchmarks.pictures OUT_DIR [--all] [--index DIR]

Writes `OUT_DIR/index.html`, and with a Chromium the pictures that README.md shows; `--all` photographs every
conversation, narrow and wide, to look at. The bot answers from the seeds, or from `--index`. For development: the
tests' fake Bot API stands in for Telegram, and refuses what Telegram would refuse.
"""

import argparse
import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.bubbles import Chat, page

ROOT = Path(__file__).parent.parent
NARROW, WIDE = 390, 900
# What README.md shows: conversation, language, width.
SHOWN = (
    ("answers", "ar", NARROW),
    ("nothing", "ar", WIDE),
    ("context", "en", NARROW),
    ("follow", "en", WIDE),
)
_SCALE = 1.5
_HEIGHT = re.compile(r'id="([a-z-]+)"[^>]* data-height="(\d+)"')


def play(index: Path | None = None) -> list[Chat]:
    """Every conversation, with the real bot over this index, or one of the seeds that is made for it."""
    from benchmarks.conversations import play
    from index.build import build
    from index.encoder import OnnxEncoder
    from index.model import default_model_folder, prepare
    from index.reader import read_articles
    from retrieval.search import Searcher

    prepare()
    encoder = OnnxEncoder(default_model_folder())
    with tempfile.TemporaryDirectory() as temporary:
        if index is None:
            index = Path(temporary) / "index"
            build(read_articles([ROOT / "seeds"]), index, encoder)
        searcher = Searcher.open(index, encoder)
        try:
            return asyncio.run(play(searcher, Path(temporary)))
        finally:
            searcher.close()


def photograph(
    chromium: str, chats: Sequence[Chat], wanted: Iterable[tuple[str, str, int]], folder: Path
) -> list[Path]:
    """A picture each of the wanted conversations: `folder/answers-ar-390.png`."""
    pictures = []
    by_name = {(chat.name, chat.language): chat for chat in chats}
    heights: dict[int, dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "page.html"
        for name, language, width in wanted:
            if width not in heights:
                file.write_text(page(chats, width), encoding="utf8")
                found = _HEIGHT.findall(_run(chromium, file, "--dump-dom", f"--window-size={width},800"))
                heights[width] = {key: int(height) for key, height in found}
            file.write_text(page([by_name[name, language]], width), encoding="utf8")
            picture = folder / f"{name}-{language}-{width}.png"
            size = f"--window-size={width},{heights[width][f'{language}-{name}']}"
            _run(chromium, file, f"--screenshot={picture}", size, f"--force-device-scale-factor={_SCALE}")
            pictures.append(picture)
    return pictures


def find_chromium() -> str | None:
    """Where Chromium is installed, if it is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def make_small(picture: Path) -> None:
    """A palette of 256 colours holds a screenshot."""
    from PIL import Image

    with Image.open(picture) as image:
        image.convert("RGB").quantize(256).save(picture, optimize=True)


def _run(chromium: str, file: Path, *options: str) -> str:
    command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *options]
    done = subprocess.run([*command, file.as_uri()], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.decode()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every conversation, narrow and wide")
    parser.add_argument("--index", type=Path, help="answer from this index; the seeds' by default")
    options = parser.parse_args()
    chats = play(options.index)
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "index.html").write_text(page(chats), encoding="utf8")
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no pictures: there is no chromium on the PATH")
    if options.all:
        every = [(chat.name, chat.language, width) for chat in chats for width in (NARROW, WIDE)]
        photograph(chromium, chats, every, options.folder)
        return
    for picture in photograph(chromium, chats, SHOWN, options.folder):
        make_small(picture)


if __name__ == "__main__":
    main()
