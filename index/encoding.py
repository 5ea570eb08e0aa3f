"""Encodings: bytes to text, whatever a file or a server says of them."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup

from index.errors import InputError

# UTF-32's marks begin like UTF-16's: they come first.
_MARKS = (
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
# A sequence of UTF-8 of two bytes and more: other encodings make one by chance only.
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# No letter of ASCII: what text in other encodings is made of, in UTF-16 half of it.
_ODD = re.compile(rb"[\x00-\x08\x0e-\x1f\x80-\xff]")
# Fewer bytes of that kind do not tell which encoding they are in; an Arabic sentence has as many.
_TELLING = 20
# Of a file whose bytes are mostly UTF-8, the rest is damage and not another encoding.
_MOSTLY = 0.5


def decode(data: bytes, place: str, declared: str | None = None) -> str:
    """The text of a file or page: UTF-8, UTF-16, UTF-32, or an older encoding such as cp1256, with line ends as "\\n".

    A byte order mark decides, then UTF-8 that is sound; only then what the source `declared`, which is often wrong,
    and last what charset-normalizer takes it for. InputError, beginning with `place` and naming the first bad byte and
    its offset, where the bytes are a damaged text or none at all.
    """
    text = _decode(data, place, encoding_of(data, declared))
    if "\0" in text:
        raise InputError(f"{place}: not a text: it holds a zero byte")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes, declared: str | None = None) -> str:
    """The name of the encoding that these bytes, whole or the beginning of a file, are in; "utf-8" where none fits."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if _is_mostly_utf8(data):
        return "utf-8"
    return _known(declared, data) or _detected(data) or "utf-8"


def _is_mostly_utf8(data: bytes) -> bool:
    odd = len(_ODD.findall(data))
    return sum(len(sequence) for sequence in _SEQUENCE.findall(data)) >= _MOSTLY * odd


def _known(declared: str | None, data: bytes) -> str | None:
    """The declared encoding, where there is such a one and the bytes are sound in it.

    Latin-1 is what servers declare who declare nothing, and takes any bytes: it is left to the detection.
    """
    try:
        name = lookup(declared.strip().strip("\"'")).name if declared else None
        if name is None or name in ("utf-8", "ascii", "iso8859-1", "cp1252"):
            return None
        data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    return name


def _detected(data: bytes) -> str | None:
    if len(_ODD.findall(data)) < _TELLING:
        return None
    from charset_normalizer import from_bytes  # 30 ms, and only for what is not UTF-8

    best = from_bytes(data).best()
    return lookup(best.encoding).name if best else None


def _decode(data: bytes, place: str, encoding: str) -> str:
    for mark, name in _MARKS:
        if name == encoding and data.startswith(mark):
            data = data[len(mark) :]
            break
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        byte, offset = data[error.start], error.start
        raise InputError(f"{place}: not {encoding.upper()}: byte {byte:#04x} at offset {offset}") from error
