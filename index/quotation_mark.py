"""Quotation marks: where they stand, and whether each looks like an opening or a closing one.

The glyph is only a hint, for newsrooms type marks as their keyboards give them: `"…"`, `“…”`, `”…“`, `«…»`,
`»…«`, with blanks on either side, or doubled. What stands around a mark tells more.
"""

import re
import unicodedata
from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from index.arabic import fold, words
from index.word_list import punctuation_words


class Mark(NamedTuple):
    """A quotation mark: `lean` is above 0 where it looks like an opening one, `stray` prices dropping it.

    `touching`: nothing but blanks stands between it and the mark before. `speech`: a colon or a reporting
    clause leads to it. `fresh`: it stands where a sentence begins.
    """

    start: int
    end: int
    family: str
    lean: float
    stray: float
    touching: bool = False
    speech: bool = False
    fresh: bool = False


GLYPHS = "\"＂“”„‟«»‹›‘’‚‛'`´″"
# Letters with the marks that may stand on them, so that composed and decomposed text read alike.
LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])+"
PARAGRAPH = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")

# Families: d double marks of any glyph, g guillemets, s single marks.
_FAMILY = {"«": "g", "»": "g", "‹": "g", "›": "g"} | dict.fromkeys("‘’‚‛'`´", "s")
_GLYPH_HINT = {"«": 1.5, "»": -1.5, "‹": 1.5, "›": -1.5, "“": 1.0, "”": -1.0, "„": 2.0, "‘": 1.0, "’": -1.0}
_MARKS = re.compile(rf"''|``|‘‘|’’|´´|[{GLYPHS}]")
_OPENERS = "([{<-–—/|*•…=+"
_CLOSERS = ".،,؛;:؟?!…)]}>-–—/|*"
_WORD_BEFORE = re.compile(rf"{LETTERS}\Z")
_NEXT_WORD = re.compile(rf"\s*({LETTERS})")
_STOP = re.compile(r"[.؟?!…]+(?=\s|[\u0621-\u064a]|$)")

# What dropping a mark costs, in the units of the leans, where 3 is plain. These and the prices of
# index/quotation.py were set by reading some 200 paragraphs whose marks do not simply alternate, from 18
# outlets; their order matters, their exact size does not.
_STRAY = 2.5
_STRAY_SPEECH = 4.0  # it opens after قال
_STRAY_SINGLE = 1.0
_STRAY_BULLET = 1.5  # at the head of a paragraph, before a blank
_STRAY_INCHES = 1.5  # after a digit
_STRAY_TWIN = 0.5  # a mark typed twice
# More marks than this in one paragraph, one in so few characters, are no prose and quote nobody.
_MANY_MARKS, _DENSE = 1000, 16


def glyph_hints(text: str) -> Mapping[str, float]:
    """How much each glyph leans: the text's own habit where it shows, for ”…“ and »…« are in use too."""
    hints = dict(_GLYPH_HINT)
    for glyph, prior in _GLYPH_HINT.items():
        if glyph in text:
            opens = len(re.findall(rf"(?<!\S){glyph}(?=\w)", text))
            closes = len(re.findall(rf"(?<=\w){glyph}(?![\w{GLYPHS}])", text))
            hints[glyph] = (2 * prior + 1.5 * (opens - closes)) / (2 + opens + closes)
    return hints


def find_marks(text: str, start: int, end: int, hints: Mapping[str, float]) -> list[Mark]:
    """The quotation marks of the paragraph [start, end), without apostrophes and the like."""
    limit = max(_MANY_MARKS, (end - start) // _DENSE)
    matches = list(islice(_MARKS.finditer(text, start, end), limit + 1))
    if len(matches) > limit:
        return []
    marks: list[Mark] = []
    for match in matches:
        at, stop = match.span()
        glyph = match.group()
        family = "d" if len(glyph) > 1 else _FAMILY.get(glyph, "d")
        before = _neighbour(text, range(at - 1, start - 1, -1))
        after = _neighbour(text, range(stop, end))
        if _is_joint(before, after, family):
            continue
        lean = _lean(text, (start, at, stop, end), before, after) + hints.get(glyph, 0.0)
        touching = bool(marks) and not text[marks[-1].end : at].strip()
        twin = touching and text[marks[-1].start] == glyph[0] and lean * marks[-1].lean >= 0
        bullet = at == start and text[stop : stop + 1].isspace()
        marks.append(Mark(at, stop, family, lean, _stray(family, twin, bullet, before), touching))
    return marks


def _stray(family: str, twin: bool, bullet: bool, before: str) -> float:
    """What it costs to leave a mark out of account."""
    if twin:
        return _STRAY_TWIN
    stray = _STRAY_SINGLE if family == "s" else _STRAY_BULLET if bullet else _STRAY
    return min(stray, _STRAY_INCHES) if before.isdigit() and family != "g" else stray


def _neighbour(text: str, places: range) -> str:
    """The nearest character that is neither a mark nor invisible; a blank at the paragraph's end."""
    for at in places[:8]:
        character = text[at]
        if character not in GLYPHS and unicodedata.category(character) not in ("Mn", "Cf", "Lm"):
            return character
    return " "


def _is_joint(before: str, after: str, family: str) -> bool:
    """Whether a mark between two letters or digits belongs to them: don't, צה"ל, 5'10."""
    if family == "g" or not (before.isalnum() and after.isalnum()):
        return False
    return not ("\u0620" <= before <= "\u06d3" or "\u0620" <= after <= "\u06d3")


def _lean(text: str, place: tuple[int, int, int, int], before: str, after: str) -> float:
    """Above 0 where a mark looks like an opening one, below 0 where it looks like a closing one."""
    start, at, stop, end = place
    opens = before.isspace() or before in _OPENERS
    closes = after.isspace() or after in _CLOSERS
    left = text[max(start, at - 24) : at]
    if opens and not closes:
        return 5.0 if left.rstrip().endswith(":") else 3.0
    if opens:
        return _lean_between_blanks(left.rstrip(), text[stop : min(end, stop + 24)].lstrip())
    if before == ":":
        return 2.0 if closes else 3.0
    match = _WORD_BEFORE.search(left)
    word = fold(match.group()) if match else ""
    if word in punctuation_words("prefixes") and (not closes or left.endswith("ـ")):
        return 2.5
    if closes:
        return 1.0 if word in punctuation_words("introducers") else -3.0
    return -1.0 if before in ".!؟" else 0.0


def _lean_between_blanks(left: str, right: str) -> float:
    """The lean of a mark with a blank on either side, by what stands beyond the blanks."""
    if is_narrator(right):
        return -2.5
    if not left or left[-1] in ":(":
        return 2.5
    return -2.5 if not right or right[0] in _CLOSERS else 0.0


def is_narrator(following: str) -> bool:
    """Whether the narrator takes over at the head of this text: وأضاف …, مشيرا إلى …"""
    match = _NEXT_WORD.match(following)
    word = fold(match.group(1)) if match else ""
    return word in punctuation_words("introducers") or (word[:1] in ("و", "ف") and _reports(word[1:]))


def _reports(word: str) -> bool:
    return word in punctuation_words("reporting")


def in_context(text: str, begin: int, mark: Mark) -> Mark:
    """The mark, with what the words before it tell; nothing before `begin` is looked at."""
    before = text[max(begin, mark.start - 120) : mark.start].rstrip()
    clause = _STOP.split(before)[-1]
    speech = before.endswith(":") or any(
        word in punctuation_words("introducers") or _reports(word) or (word[0] in "وف" and _reports(word[1:]))
        for word in words(clause)
    )
    stray = _STRAY_SPEECH if speech and mark.lean > 0 and mark.stray == _STRAY else mark.stray
    fresh = before[-1:] in (".", "؟", "!")
    return mark._replace(stray=stray, speech=speech, fresh=fresh)
