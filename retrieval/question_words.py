"""The words that questions are made of, from `data/question_words.toml`, and what they ask for."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files

from index.arabic import fold, words
from index.cue_form import cue_forms, plain_verb


@cache
def question_phrases(group: str) -> frozenset[tuple[str, ...]]:
    """A group of `data/question_words.toml`, each entry as its folded words."""
    return frozenset(tuple(words(fold(entry))) for entry in _table()[group])


@cache
def question_words(group: str) -> frozenset[str]:
    """The folded words of a group of `data/question_words.toml`."""
    return frozenset(word for phrase in question_phrases(group) for word in phrase)


@cache
def _table() -> Mapping[str, Collection[str]]:
    return tomllib.loads(files("retrieval").joinpath("data/question_words.toml").read_text(encoding="utf8"))


def says(word: str) -> bool:
    """Whether a folded word asks for somebody's words: a verb of saying, or any cue; with its object too (قاله)."""
    if word in question_words("topic"):
        return False
    ends = [end for end in ("ه", "ها") if word.endswith(end) and len(word) > len(end) + 2]
    bare = [word.removesuffix(end) for end in ends]
    forms = (word, *bare, *(f"{one[:-1]}ي" for one in bare if one.endswith("ا")))  # يراها
    reporting = (cue_forms().get(form) for form in forms)
    return not question_words("saying").isdisjoint(forms) or any(cue is not None and cue.reports for cue in reporting)


def asks_for_a_fact(tokens: Sequence[str]) -> bool:
    """Whether a question begins with when, how many and their like, maybe behind a preposition (إلى أين، في أي عام)."""
    if tuple(tokens[:2]) in question_phrases("after_words"):
        return False
    led = bool(tokens) and tokens[0] in question_words("before_fact")
    return any(
        tuple(tokens[: len(phrase)]) == phrase or (led and tuple(tokens[1 : 1 + len(phrase)]) == phrase)
        for phrase in question_phrases("fact")
    ) or (led and len(tokens) > 1 and tokens[1] in question_words("fact_behind"))


def asks_when_said(tokens: Sequence[str]) -> bool:
    """متى قال ترامب إنه …: when, where or to whom somebody said something, which is told where it is reported."""
    return len(tokens) > 3 and tokens[0] in question_words("when_said") and plain_verb(tokens[1]) is not None


def asks_for_words(tokens: Sequence[str]) -> bool:
    """Whether a question asks what somebody said or thinks, or is nothing but keywords."""
    return not any(token in question_words("interrogative") for token in tokens) or any(map(says, tokens))
