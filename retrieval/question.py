"""The question: checked, and divided into whom it asks for and what about."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from index.arabic import fold, words
from index.errors import QuestionError
from index.lexicon import cue_forms, nouns
from index.naming import is_everyday
from index.stem import stems
from retrieval.names import NamedSpeaker, Names

# Longer texts are no questions; the encoder reads 512 tokens at most, about 1,500 characters.
MAX_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the text that is embedded, whom it asks for, and what about.

    `asked` are the speakers whose words it wants, None where it wants nobody's in particular;
    `unknown` is a name that it asks for and the archive does not know; `topic` are the folded words
    that say what about, `stems` those that are matched.
    """

    text: str
    asked: NamedSpeaker | None
    unknown: str | None
    topic: tuple[str, ...]
    stems: tuple[str, ...]


def parse_question(text: str, names: Names) -> Question:
    """The question of a text; QuestionError where it is empty, has no word, or is too long."""
    text = " ".join(text.split())
    if len(text) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(text):,} characters; the limit is {MAX_QUESTION:,}")
    tokens = list(words(text))
    if not tokens:
        raise QuestionError("the question is empty: ask, for example, ماذا قال لافروف عن حلب؟")
    named = names.find(tokens)
    asked = asked_speaker(tokens, named)
    topic = topic_words(tokens, asked)
    matched = dict.fromkeys(stem for word in topic or tokens for stem in stems(word))
    return Question(text, asked, unknown_speaker(tokens, named), topic, tuple(matched))


def asked_speaker(tokens: Sequence[str], named: Sequence[NamedSpeaker]) -> NamedSpeaker | None:
    """Of the names in a question, the one whose words it asks for; None where it asks for nobody's.

    A name that a topic's preposition governs is what the question is about; a question after a fact
    names nobody's words but after بحسب, and a state or an organisation speaks only where the word
    before it says so (`data/question_words.toml` has these words).
    """
    lexicon = _question_words()
    for one in named:
        if one.start and tokens[one.start - 1] in lexicon["according"]:
            return one
    if tokens[0] in lexicon["fact"] or not _asks_for_words(tokens, lexicon):
        return None
    return next((one for one in named if _speaks(one, tokens[one.start - 1] if one.start else "", lexicon)), None)


def _asks_for_words(tokens: Sequence[str], lexicon: Mapping[str, frozenset[str]]) -> bool:
    """Whether a question asks what somebody said or thinks, or is nothing but keywords."""
    if not any(token in lexicon["interrogative"] for token in tokens):
        return True
    reporting = (token for token in tokens if token in cue_forms() and token not in lexicon["topic"])  # بين is both
    return any(token in lexicon["saying"] for token in tokens) or any(reporting)


def _speaks(one: NamedSpeaker, before: str, lexicon: Mapping[str, frozenset[str]]) -> bool:
    if one.is_person:
        return before not in lexicon["topic"]
    return before in lexicon["asking"] and before not in lexicon["topic"]


def unknown_speaker(tokens: Sequence[str], named: Sequence[NamedSpeaker]) -> str | None:
    """The word after a reporting verb that is a name, but of nobody in the archive: whom the question asks for."""
    lexicon = _question_words()
    known = {at for one in named for at in range(one.start, one.end)}
    for at, (before, word) in enumerate(pairwise(tokens), 1):
        ordinary = word in cue_forms() or word in nouns() or word in lexicon["topic"] or word in lexicon["asking"]
        if before in lexicon["said"] and at not in known and not ordinary and not is_everyday(word):
            return word
    return None


def topic_words(tokens: Sequence[str], asked: NamedSpeaker | None) -> tuple[str, ...]:
    """The words of a question that say what it is about: without those that ask, and the asked name."""
    asking = _question_words()["asking"]
    name = range(asked.start, asked.end) if asked else range(0)
    return tuple(word for at, word in enumerate(tokens) if at not in name and word not in asking)


@cache
def _question_words() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads(files("retrieval").joinpath("data/question_words.toml").read_text(encoding="utf8"))
    return {group: frozenset(fold(word) for word in listed) for group, listed in table.items()}
