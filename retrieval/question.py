"""The question as asked: checked, trimmed, and its words."""

from dataclasses import dataclass

from index.errors import QuestionError
from index.stem import terms

# Longer texts are no questions; the encoder reads 512 tokens at most, about 1,500 characters.
MAX_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the text that is embedded, and the stems that are matched."""

    text: str
    terms: tuple[str, ...]


def parse_question(text: str) -> Question:
    """The question of a text; QuestionError where it is empty, has no word, or is too long."""
    text = " ".join(text.split())
    if len(text) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(text):,} characters; the limit is {MAX_QUESTION:,}")
    found = tuple(dict.fromkeys(terms(text)))
    if not found:
        raise QuestionError("the question is empty: ask, for example, ماذا قال لافروف عن حلب؟")
    return Question(text, found)
