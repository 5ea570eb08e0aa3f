"""The question: checked, and divided into whom it asks for and what about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.arabic import aligned_words, is_arabic, unmarked, words
from index.errors import QuestionError
from index.stem import stems
from retrieval.asked import Asked, Bearers, find_asked, question_words
from retrieval.names import Names
from retrieval.place import places

# Longer texts are no questions; the encoder reads 512 tokens at most, about 1,500 characters.
MAX_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the text that is embedded, whom it asks for, and what about.

    `unknown` is a name or title that it asks for and that nobody of the archive bears as a speaker: then that is part
    of what it is about. `foreign`: it has no Arabic letter. `topic` are the words that say what about, each as the
    stems that it may be found by: a place in any language by its Arabic names; `stems` are those that are matched.
    """

    text: str
    asked: Asked | None
    unknown: str | None
    foreign: bool
    topic: tuple[tuple[str, ...], ...]
    stems: tuple[str, ...]

    @property
    def asks_for_words(self) -> bool:
        """Whether somebody's words are asked for, rather than a fact."""
        return self.asked is not None or self.unknown is not None


def parse_question(text: str, names: Names, bearers: Bearers) -> Question:
    """The question of a text; QuestionError where it is empty, has no word, or is too long."""
    text = " ".join(unmarked(text).rstrip("؟? \n\t").split())
    if len(text) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(text):,} characters; the limit is {MAX_QUESTION:,}")
    if not any(aligned_words(text)):
        raise QuestionError("the question is empty: ask, for example, ماذا قال لافروف عن حلب؟")
    found = find_asked(text, names, bearers)
    unknown = text[found.start : found.end] if found and not found.speakers else None
    asked = found if found and found.speakers else None
    topic = tuple(topic_stems(text, asked, names))
    matched = topic if any(topic) else tuple(stems(word.text) for word in aligned_words(text))
    foreign = not is_arabic(text)
    all_stems = tuple(dict.fromkeys(stem for word in matched for stem in word))
    return Question(text, asked, unknown, foreign, topic, all_stems)


def topic_stems(text: str, asked: Asked | None, names: Names) -> Iterator[tuple[str, ...]]:
    """What a question is about, without the words that ask and the asked name: the stems of each word or place.

    Of a question in another language only what Arabic sentences can hold: places, names and numbers.
    """
    place_at = {at: place for place in places(text) for at in range(place.start, place.end)}
    for at, word in enumerate(aligned_words(text)):
        if (asked and asked.start <= word.start < asked.end) or word.text in question_words("asking"):
            continue
        if at in place_at:
            if at == place_at[at].start:
                yield _place_stems((*place_at[at].names, *place_at[at].adjectives, word.text))
        elif is_arabic(word.text[0]) or word.text.isdigit():
            yield stems(word.text)
        else:
            yield _all_stems(names.spellings(word.text)) if text[word.start].isupper() else ()


def _place_stems(names: Sequence[str]) -> tuple[str, ...]:
    """The stems of a place's names of one word; those of longer ones (المملكة العربية) only where it has no other."""
    return _all_stems([name for name in names if " " not in name and is_arabic(name)] or names)


def _all_stems(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for name in names for word in words(name) for stem in stems(word)))
