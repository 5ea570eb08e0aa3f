"""How a question is put: the words that ask for what somebody said about something, in the languages of readers.

The words are data, `data/follow_up.toml`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.arabic import fold, words
from index.mention import parse_mention
from index.sentence import split_sentences
from index.tokens import read


@dataclass(frozen=True, slots=True)
class Language:
    """How one language asks and follows up; `data/follow_up.toml` says what each field is."""

    opening: Sequence[str]
    about: Sequence[str]
    what: Sequence[str]
    said: Sequence[str]
    pronouns: Sequence[str]
    ask: str
    on: str
    end: str
    ask_f: str = ""
    filling: Sequence[str] = ()
    within_names: Sequence[str] = ()


def asking(speaker: str, topic: str) -> str:
    """The Arabic question after what a speaker said about a topic."""
    arabic = languages()["ar"]
    return f"{ask(arabic, speaker, is_woman(speaker))} {arabic.on} {topic}{arabic.end}"


def asking_also(speaker: str) -> str:
    """The Arabic question that follows another one up: what this speaker said about it."""
    arabic = languages()["ar"]
    return f"و{ask(arabic, speaker, is_woman(speaker))}{arabic.end}"


def ask(language: Language, speaker: str, woman: bool) -> str:
    """The beginning of a question after what a speaker said, as a language's table has it."""
    template = language.ask_f if woman and language.ask_f else language.ask
    return template.format(speaker=speaker)


def agreeing(head: str, woman: bool) -> str:
    """What stands before a name in a question, its last verb as the name's gender wants it: قال, قالت."""
    *before, verb = head.rstrip().rsplit(" ", 1)
    forms: Mapping[str, str] = table()["gender"]
    if not woman:
        forms = {feminine: masculine for masculine, feminine in forms.items()}
    return " ".join([*before, forms[verb]]) + " " if verb in forms else head


def asks_for_woman(question: str, speaker: str) -> bool:
    """Whether a question's verb is a woman's (قالت, сказала), or its speaker's name is."""
    feminine = {fold(form) for form in table()["gender"].values()}
    russian = {form for form in languages()["ru"].said if form.endswith("ла")}
    return any(word in feminine or word in russian for word in words(question)) or is_woman(speaker)


def is_woman(name: str) -> bool:
    """Whether an Arabic name or title tells that its bearer is a woman."""
    reading = read(name, split_sentences(name))
    mention = parse_mention(reading, 0, len(reading.words)) if reading.words else None
    return mention is not None and mention.gender == "f"


@cache
def languages() -> Mapping[str, Language]:
    """The tables of the languages, by their names."""
    return {name: Language(**words) for name, words in table()["languages"].items()}


@cache
def table() -> Mapping[str, Any]:
    """The words of `data/follow_up.toml`."""
    return tomllib.loads(files("retrieval").joinpath("data/follow_up.toml").read_text(encoding="utf8"))
