"""Numbers and times: whether a question asks for one (كم، متى، in what year), and whether a sentence holds one.

What kind of thing an answer must hold is told by the question's own words, as question answering has long done it
(Prager and others, "Question-answering by predictive annotation", 2000).
"""

import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files

from index.stem import stems
from index.time_expression import month_names
from retrieval.question_words import question_phrases


def asks_for_number(words: Sequence[str]) -> bool:
    """Whether these folded words of a question ask how many, how much, when or in what year."""
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for phrase in question_phrases("number")
        for at in range(len(words) - len(phrase) + 1)
    )


def holds_number(found: Collection[str]) -> bool:
    """Whether a sentence of these stems holds a number, in digits or in words, or a month."""
    return any(stem in _numbers() or any(map(str.isdigit, stem)) for stem in found)


@cache
def _numbers() -> frozenset[str]:
    words = [*telling_words()["numbers"], *(name for name in month_names() if " " not in name)]
    return frozenset(stem for word in words for stem in stems(word))


@cache
def telling_words() -> dict[str, list[str]]:
    """The groups of `data/telling_words.toml`: words that make another statement of a sentence."""
    return tomllib.loads(files("retrieval").joinpath("data/telling_words.toml").read_text(encoding="utf8"))
