"""Screenshots made small: of a PNG's colours the 256 most frequent, and for each other one the nearest of those."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_COLOURS = 256
_CHANNELS = {2: 3, 6: 4}  # of PNG's colour types RGB and RGBA

Pixels = NDArray[np.uint8]  # (height, width, 3)


def small(png: bytes) -> bytes:
    """The same picture with a palette; ValueError for anything but a PNG of eight bits a channel, not interlaced."""
    pixels = _pixels(png)
    height, width, _ = pixels.shape
    colours, places, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    kept = colours[np.argsort(-counts, kind="stable")[:_MOST_COLOURS]]
    rows = _nearest(colours, kept)[places.reshape(height, width)]
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    chunks = ((b"IHDR", head), (b"PLTE", kept.tobytes()), (b"IDAT", data), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks)


def _nearest(colours: NDArray[np.uint8], kept: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """For each of the colours the place of the nearest one that is kept."""
    differences = colours[:, None].astype(np.int32) - kept[None].astype(np.int32)
    return (differences**2).sum(axis=2).argmin(axis=1).astype(np.uint8)


def _pixels(png: bytes) -> Pixels:
    """The colours of a PNG; what is transparent in it is taken as it is."""
    chunks = list(_chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or kind not in _CHANNELS or interlaced:
        raise ValueError(f"a PNG of depth {depth} and colour type {kind} is not read here")
    channels = _CHANNELS[kind]
    raw = zlib.decompress(b"".join(content for name, content in chunks if name == b"IDAT"))
    lines = np.frombuffer(raw, np.uint8).reshape(height, 1 + width * channels)
    above, rows = [0] * (width * channels), []
    for line in lines:
        above = _unfiltered(line[0], line[1:].tolist(), above, channels)
        rows.append(above)
    return np.array(rows, np.uint8).reshape(height, width, channels)[:, :, :3]


def _unfiltered(kind: int, line: list[int], above: list[int], channels: int) -> list[int]:
    """A line of bytes as it was before PNG's filter of this kind."""
    found: list[int] = []
    for place, value in enumerate(line):
        left = found[place - channels] if place >= channels else 0
        corner = above[place - channels] if place >= channels else 0
        guess = (0, left, above[place], (left + above[place]) // 2, _paeth(left, above[place], corner))[kind]
        found.append((value + guess) & 255)
    return found


def _paeth(left: int, above: int, corner: int) -> int:
    """Whichever of the three is nearest to left + above - corner."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, content) of each."""
    if not png.startswith(_SIGNATURE):
        raise ValueError("this is no PNG")
    at = len(_SIGNATURE)
    while at < len(png):
        length = struct.unpack(">I", png[at : at + 4])[0]
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length
