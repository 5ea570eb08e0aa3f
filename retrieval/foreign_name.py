"""Names in other scripts: runs of words with a capital, where one ends, and how else it may be spelled."""

import re
from collections.abc import Iterator, Sequence

from index.arabic import Word
from index.tokens import Range
from index.transliteration import is_particle
from retrieval.names import Names
from retrieval.question_words import question_words

# What newsrooms write otherwise than it is said in Arabic: the letters of a folded word, and those that it is read by.
_SPELLINGS = [
    (re.compile(found), other)
    for found, other in (
        ("w", "v"),  # Lawrow
        ("^j", "y"),  # Juncker
        ("^j", "kh"),  # Juan Guaidó
        (r"(?<=\w[aeiourn])(?:[dtsxz]|(?<=e)r)$", ""),  # Denis Bauchard
        ("ch(?=r)|(?<=a)ch(?=i)", "k"),  # Christine Lagarde, Joachim
        ("(?<=i)[cć]$", "ch"),  # Zlatan Ibrahimovic
        ("dj", "j"),  # Abdelmadjid Tebboune
        ("dj", "di"),  # Djokovic
        ("^x", "sh"),  # Xi Jinping
        ("gn", "ni"),  # Agnes Callamard
        ("m(?=b)", "n"),  # Jumblatt
        ("chi$", "ji"),  # Araghchi
        ("v", "w"),  # Cavusoglu, Видодо: в
        ("в", "у"),
    )
]
_ARTICLE = re.compile("(?:[aei]l|[аеиэ]л)(?=\\w{3})")
_OPENING = re.compile("abd[aeou]?l?|ab[iu]y?|абд(?:е|у)?ль?|аб(?:у|ий)")


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
    """A name as it stands, and as other newsrooms may spell it: by each of `_SPELLINGS` alone, then by any two of them,
    and with particles joined to what follows: Le Drian is لودريان, van der Bellen فان دير بيلن."""
    seen = {tuple(name)}
    yield list(name)
    once = [tuple(_SPELLINGS[n][0].sub(_SPELLINGS[n][1], word) for word in name) for n in range(len(_SPELLINGS))]
    twice = [tuple(found.sub(other, word) for word in one) for one in once for found, other in _SPELLINGS]
    whole = [joined for one in (tuple(name), *once, *twice) for joined in _joined(one)]
    if _ARTICLE.match(name[0]):  # Ilham is kept as هام
        whole.append((name[0][2:], *name[1:]))
    for one in (*whole[:2], *once, *twice, *whole[2:]):
        if one not in seen:
            seen.add(one)
            yield list(one)


def _joined(name: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The name with particles joined to the next word (Le Drian), and with Abdel and Abu joined to it."""
    for opens in (is_particle, lambda word: _OPENING.fullmatch(word) is not None):
        joined: list[str] = []
        for at, word in enumerate(name):
            if at and opens(name[at - 1]):
                joined[-1] += word
            else:
                joined.append(word)
        if len(joined) < len(name):
            yield tuple(joined)


def ends_there(run: Sequence[str], end: int, names: Names) -> bool:
    """Whether a known name ends inside a run of capitals: before a particle, or, a full name, before another known one
    (rief Donald Tusk Trump auf)."""
    return is_particle(run[end]) or (end > 1 and names.at(run[end:]) is not None)
