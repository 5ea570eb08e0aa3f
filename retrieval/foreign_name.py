"""Names in other scripts: runs of words with a capital, where one ends, and how else it may be spelled."""

import re
from collections.abc import Iterator, Sequence

from index.arabic import Word
from index.tokens import Range
from index.transliteration import is_particle
from retrieval.names import Names
from retrieval.question_words import question_words

# Written at the end of French names after these letters, and not said.
_SILENT = re.compile(r"(?<=\w[aeiourn])(?:[dtsxz]|(?<=e)r)$")


def capitalised(text: str, found: Sequence[Word]) -> Iterator[Range]:
    """The runs of words with a capital that no comma divides, particles between them included, but for words that
    ask."""
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and _is_capitalised(text, found[end]) and (end == at or _goes_on(text, found, end)):
            end += 1
            joined = end
            while joined < len(found) and is_particle(found[joined].text) and _goes_on(text, found, joined):
                joined += 1
            if joined < len(found) and joined > end and _is_capitalised(text, found[joined]):
                end = joined
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _goes_on(text: str, found: Sequence[Word], at: int) -> bool:
    return "," not in text[found[at - 1].end : found[at].start]


def _is_capitalised(text: str, word: Word) -> bool:
    groups = ("interrogative", "asking", "saying", "according")
    return text[word.start].isupper() and not any(word.text in question_words(group) for group in groups)


def readings(name: Sequence[str]) -> Iterator[list[str]]:
    """A name as it stands, as German spells Russian ones (Lawrow), as German and its neighbours say their own (Juncker
    is يونكر), without what French leaves unsaid at the end (Denis Bauchard is دوني بوشار), and with particles joined to
    what follows: Le Drian is لودريان, van der Bellen فان دير بيلن."""
    yield list(name)
    yield [word.replace("w", "v") for word in name]
    if name[-1].startswith("j"):
        yield [*name[:-1], f"y{name[-1][1:]}"]
    spoken = [_SILENT.sub("", word) for word in name]
    if spoken != list(name) and len(name) > 1:
        yield spoken
        yield [*name[:-1], spoken[-1]]
    joined: list[str] = []
    for at, word in enumerate(name):
        if at and is_particle(name[at - 1]):
            joined[-1] += word
        else:
            joined.append(word)
    if len(joined) < len(name):
        yield joined


def ends_there(run: Sequence[str], end: int, names: Names) -> bool:
    """Whether a known name ends inside a run of capitals: before a particle, or, a full name, before another known one
    (rief Donald Tusk Trump auf)."""
    return is_particle(run[end]) or (end > 1 and names.at(run[end:]) is not None)
