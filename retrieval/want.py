"""What somebody wants to follow, read from a few words: لافروف، عن حلب، لافروف عن حلب, Lavrov about Aleppo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index import lexicon
from index.arabic import Word, aligned_words, is_arabic
from index.errors import QuestionError
from index.naming import is_everyday
from retrieval.alerts import Want
from retrieval.asked import find_asked
from retrieval.place import places
from retrieval.question import Known, question_text
from retrieval.question_words import question_words
from retrieval.whom import Asked
from retrieval.wording import languages

# Characters of a wish: with a name of the archive it must make a question that is not too long.
MAX_WISH = 200
# Of what is taken for a topic, no more words are compared with names.
_LONGEST_NAME = 3
# In a question after somebody's words a few words are read as a name.
_ASKING = {True: "ماذا قال {}", False: "What did {} say"}


@dataclass(frozen=True, slots=True)
class Understood:
    """A want as it was understood: whether the archive knows its speaker, if one is named, and, where it does not, the
    speakers whose name that nearly is."""

    want: Want
    is_known: bool = True
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wished:
    """Whom a wish names and what about; `speakers` are the archive's of that name, none where it knows nobody.

    `unknown` are the words of a name that nobody bears, or of what might be one, misspelled.
    """

    name: str
    speakers: frozenset[int]
    topic: str
    unknown: tuple[str, ...] = ()

    def want(self, names: Sequence[str]) -> Want:
        """The want, with the registry's name of its only speaker; an ambiguous name stays as it was written."""
        return Want((names[0] if len(names) == 1 else self.name) or None, self.topic or None)


def read_wish(text: str, known: Known) -> Wished:
    """The speaker before "about", or that the words begin with, and the rest as the topic; QuestionError for no words.

    A place by itself is a topic, and so are words that nobody is called.
    """
    text = question_text(text)
    words = list(aligned_words(text))
    head, topic = _divided(text, words)
    name = _without_asking(head)
    asked = _asked(name, known) if name else None
    if asked is None or (not topic and _is_place(name)):
        return _of_topic(_without_asking(text) if name else topic, name)
    own, rest = name[: asked.end], name[asked.end :].strip()
    unknown = () if asked.speakers else _folded(own)
    return Wished(own, asked.speakers, " ".join(part for part in (rest, topic) if part), unknown)


def _of_topic(topic: str, name: str) -> Wished:
    if not topic:
        raise QuestionError("there is nothing to follow: name a speaker or a topic")
    words = _folded(name)
    may_be_name = len(words) <= _LONGEST_NAME and not _is_place(name) and not any(map(is_everyday, words))
    return Wished("", frozenset(), topic, words if may_be_name else ())


def _folded(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in aligned_words(name))


def _divided(text: str, words: Sequence[Word]) -> tuple[str, str]:
    """What stands before the first "about" of any language, and after it."""
    tokens = [word.text for word in words]
    for at in range(len(tokens)):
        for phrase in _about():
            end = at + len(phrase)
            if tuple(tokens[at:end]) == phrase:
                return text[: words[at].start].strip(), text[words[end].start :] if end < len(words) else ""
    return text, ""


def _about() -> Collection[tuple[str, ...]]:
    """The phrases that a topic follows, the longest first; not those that names hold, too (de, في)."""
    phrases = {tuple(phrase.split()) for language in languages().values() for phrase in language.about}
    within = {tuple(phrase.split()) for language in languages().values() for phrase in language.within_names}
    return sorted(phrases - within, key=lambda phrase: (-len(phrase), phrase))


def _without_asking(text: str) -> str:
    """The words without those at both ends that ask or report."""
    asks = question_words("asking") | question_words("saying") | question_words("interrogative")
    words = list(aligned_words(text))
    while words and words[0].text in asks:
        words.pop(0)
    while words and words[-1].text in asks:
        words.pop()
    return text[words[0].start : words[-1].end] if words else ""


def _asked(name: str, known: Known) -> Asked | None:
    """Whom the words name from their first on, with the name's place in them; of nobody whom the archive knows where
    they are a person's name all the same."""
    words = list(aligned_words(name))
    found = known.names.at(_folded(name))
    if found is not None and (found.end == len(words) or _is_place(name[words[found.end].start :])):
        return Asked(0, words[found.end - 1].end, found.speakers, found.is_person)
    question = _ASKING[is_arabic(name)]
    start = question.index("{}")
    asked = find_asked(question.format(name), known.names, known.bearers)
    if asked is None or asked.start != start:
        return None
    named = words[: sum(word.end <= asked.end - start for word in words)]
    if not asked.speakers and is_arabic(name) and not any(_is_name(word.text) for word in named):
        return None
    # Who is meant in some article only is nobody to follow.
    speakers = asked.speakers if asked.articles is None else frozenset[int]()
    return Asked(0, asked.end - start, speakers, asked.strict)


def _is_name(word: str) -> bool:
    return word in lexicon.given_names() or word in lexicon.surnames()


def _is_place(name: str) -> bool:
    return any((place.start, place.end) == (0, len(list(aligned_words(name)))) for place in places(name))
