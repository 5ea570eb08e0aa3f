"""Drafts: a mention as it grows, token by token, and what its readers share."""

from dataclasses import dataclass, field
from typing import Literal

from index import lexicon
from index.arabic import spelling
from index.conjugation import Gender
from index.lexicon import Noun
from index.naming import is_name_word
from index.tokens import Reading
from index.word_list import match_phrase, people_words

MentionKind = Literal["person", "role", "organisation", "media", "place", "unnamed", "document", "generic", "pronoun"]

COMMAS = frozenset("،,")
CALLED = frozenset(("يدعى", "تدعى"))  # as they are written: see word_list.apart
_LONGEST = 32  # tokens; nobody's titles are longer


@dataclass(slots=True)
class Draft:
    """A mention as it grows, token by token."""

    at: int
    noun: Noun | None = None
    kind: MentionKind = "generic"
    closed: bool = False  # the head and its genitives are complete: only adjectives and names may follow
    name: list[int] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    gender: Gender | None = None
    plural: bool = False
    core_end: int = 0
    heads: list[str] = field(default_factory=list)
    name_done: bool = False
    apposed: bool = False  # titles follow the name
    body: bool = False  # a body is a part of it: الأمين العام لهيئة المهندسين
    of_another: bool = False  # a name inside the description: محامي ترامب


def is_then(reading: Reading, at: int) -> bool:
    """فإن, not the particle of Dutch names (قال فان جال)."""
    return spelling(reading.text[reading.starts[at] : reading.ends[at]]) == "فإن"


class DraftReader:
    """Reads one mention from left to right; `bounded` where something else marks its end (أن, a colon)."""

    def __init__(self, reading: Reading, start: int, limit: int, bounded: bool) -> None:
        self.words = reading.words
        self.reading = reading
        self.start = start
        self.limit = min(limit, start + _LONGEST)
        self.bounded = bounded
        self.draft = Draft(start)

    def _take(self, count: int = 1, *described: str) -> bool:
        self.draft.at += count
        self.draft.described.extend(described)
        if not self.draft.name:
            self.draft.core_end = self.draft.at
        return True

    def _starts_name(self, at: int) -> bool:
        word = self.words[at]
        if word == "#":
            word = self.words[at + 1] if at + 1 < self.limit else word
        if word in lexicon.given_names() or word in people_words("name_particles"):
            return word != "فان" or not is_then(self.reading, at)
        return is_name_word(word) and not match_phrase(lexicon.place_phrases(), self.words, at, self.limit)

    def _is_seat(self, at: int) -> bool:
        """Whether a body or a place stands here, where somebody may hold an office."""
        word = self.words[at]
        noun = lexicon.nouns().get(word)
        return bool(noun and noun.kind == "organisation") or any(
            match_phrase(table, self.words, at, self.limit)
            for table in (lexicon.place_phrases(), lexicon.body_phrases())
        )
