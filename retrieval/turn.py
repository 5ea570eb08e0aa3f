"""A turn of a conversation: a question's words without what opens it, in the language that it may be in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.arabic import Word, aligned_words, is_arabic
from index.naming import is_everyday
from retrieval.place import places
from retrieval.question import Known
from retrieval.question_words import question_words
from retrieval.wording import Language, languages, table

# More words than these are no "and about …".
_SHORT = 8
# Without و a word keeps so many letters at least, and as many after the article.
_LEFT = 3
# Words that ask at the beginning of a question, and say something else inside it: الانسحاب من سوريا.
_ASK_AT_FIRST = frozenset(("من", "ما", "اي"))


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said: its text, its words without those that open it (و، طيب، and), whether there were any, and the
    words of the language."""

    text: str
    words: tuple[Word, ...]
    opened: bool
    language: Language

    @property
    def rest(self) -> str:
        """The text of the words."""
        return self.text[self.words[0].start :] if self.words else ""

    @property
    def tokens(self) -> list[str]:
        """The words, folded."""
        return [word.text for word in self.words]

    @property
    def is_bare(self) -> bool:
        """Whether the words are a few that neither ask nor say: a topic, or a name."""
        return self.asks_nothing and not any(token in question_words("saying") for token in self.tokens)

    @property
    def asks_nothing(self) -> bool:
        """Whether the words are a few without one that asks."""
        asks = question_words("interrogative")
        inside = asks - _ASK_AT_FIRST
        tokens = self.tokens
        return 0 < len(tokens) <= _SHORT and tokens[0] not in asks and inside.isdisjoint(tokens)

    def starts(self, phrases: Sequence[str]) -> int:
        """How many of the first words are one of these phrases; 0 for none."""
        return starts(self.tokens, phrases)

    def past(self, count: int) -> "Turn":
        """The turn without its first words."""
        return replace(self, words=self.words[count:], opened=self.opened or count > 0)


def turns(text: str, known: Known) -> Iterator[Turn]:
    """The text in each language that it may be in, without what opens it."""
    found = tuple(aligned_words(text))
    if starts([word.text for word in found], table()["courtesy"]["words"]):
        return
    arabic = is_arabic(found[0].text)
    for name, language in languages().items():
        if (name == "ar") == arabic:
            yield _opened(Turn(text, found, False, language), known)


def starts(tokens: Sequence[str], phrases: Sequence[str]) -> int:
    """How many of the first words are one of these phrases; 0 for none."""
    return next((len(phrase) for phrase in map(str.split, phrases) if list(tokens[: len(phrase)]) == phrase), 0)


def _opened(turn: Turn, known: Known) -> Turn:
    while len(turn.words) > 1 and turn.words[0].text in turn.language.opening:
        turn = turn.past(1)
    if not _is_joined(turn.tokens, known):
        return turn
    first = turn.words[0]
    bare = Word(first.text[1:], first.start + 1, first.end)
    return replace(turn, words=(bare, *turn.words[1:]), opened=True)


def _is_joined(tokens: Sequence[str], known: Known) -> bool:
    """Whether و is written together with the first word, and not its own letter (وقف, واشنطن)."""
    word, rest = tokens[0], tokens[0][1:]
    if word[0] != "و":
        return False
    asks = question_words("asking") | question_words("saying") | question_words("interrogative")
    if rest in asks or starts([rest, *tokens[1:]], languages()["ar"].about):
        return True
    if len(rest) < _LEFT or known.names.bears(word) or any(place.names[0] == word for place in places(word)):
        return False
    return len(rest) >= 2 + _LEFT if rest.startswith("ال") else not is_everyday(word)
