"""Folding: the one spelling under which index and questions meet.

Arabic newsrooms write one word in many ways: with hamza or without (إلى, الى), ى or ي at the end,
ة or ه, with tatweel or vowel marks. `fold` maps all of them to one form; every part of the project
that compares text compares folded text. Other scripts are folded too: case, accents, width, and
digits of any script become 0-9.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# The letters that stand for one another in everyday news spelling; keys are what a writer may use.
_LETTERS = {
    "ٱ": "ا",  # alef wasla; أ إ آ lose their hamza and madda as combining marks, by decomposition
    "ى": "ي",
    "ی": "ي",  # Persian yeh
    "ې": "ي",
    "ة": "ه",
    "ۀ": "ه",
    "ک": "ك",  # Persian kaf
    "ڤ": "ف",  # v and p of loan words: ڤيينا, پاريس
    "پ": "ب",
    "چ": "ج",
    "گ": "ك",
    "ـ": "",  # tatweel
    "\u0621": "",  # a bare hamza: علماء, علما
    "\u0674": "",
}


class _FoldTable(dict[int, str]):
    """Maps a code point to its folded text; filled as characters come up."""

    def __missing__(self, code: int) -> str:
        folded = "".join(_fold_character(part) for part in unicodedata.normalize("NFKD", chr(code)))
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):  # vowel marks, accents, joiners and directional marks
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    # A lone half of a surrogate pair (from "\ud800" in JSON) cannot be encoded: treat it as unknown.
    if category == "Cs":
        return "\ufffd"
    return _LETTERS.get(character, character.casefold())


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """The text in the one spelling that everything is compared in; NFC and NFD give the same."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text that remembers, for each of its characters, where it came from."""

    text: str
    offsets: list[int]  # offsets[i]: the source offset of text[i]; one more entry closes the list

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of the folded span [start, end), with marks that trail its last letter."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end]


def fold_aligned(text: str) -> FoldedText:
    """Fold as `fold` does, and keep the way back to the source's offsets."""
    pieces = [_TABLE[ord(character)] for character in text]
    offsets = [at for at, piece in enumerate(pieces) for _ in piece]
    offsets.append(len(text))
    return FoldedText("".join(pieces), offsets)


_WORD = re.compile(r"\w+")


def words(text: str) -> Iterator[str]:
    """The folded words of a text, in order; a hashtag's underscores divide words."""
    for match in _WORD.finditer(fold(text).replace("_", " ")):
        yield match.group()


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word of a text and the span [start, end) of the text's characters that it came from."""

    text: str
    start: int
    end: int


def aligned_words(text: str) -> Iterator[Word]:
    """The words that `words` gives, in the same order, each with its place in the text."""
    folded = fold_aligned(text)
    for match in _WORD.finditer(folded.text.replace("_", " ")):
        yield Word(match.group(), *folded.source_span(*match.span()))


def spelling(text: str) -> str:
    """A word's letters as they are written, composed, without marks and tatweel."""
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha() and letter != "ـ")


def is_arabic(text: str) -> bool:
    """Whether a word, or any letter of a text, is in Arabic script."""
    return any("\u0600" <= letter <= "\u06ff" and letter.isalpha() for letter in text)


def unmarked(text: str) -> str:
    """A text in its own letters, composed, without vowel marks, tatweel and directional marks, digits as 0-9."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        str(unicodedata.digit(letter)) if unicodedata.category(letter) == "Nd" else letter
        for letter in composed
        if letter != "ـ" and unicodedata.category(letter) not in ("Mn", "Me", "Cf")
    )
