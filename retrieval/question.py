"""The question: checked, and divided into whom it asks for, what about, when, and where it was published."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.arabic import Word, aligned_words, is_arabic, unmarked, words
from index.cue_form import cue_forms
from index.errors import QuestionError
from index.stem import stems
from index.title import names_beside
from index.word_list import folded
from retrieval.asked import find_asked
from retrieval.heard import most_alike
from retrieval.names import Names
from retrieval.number import Wanted, wanted_number
from retrieval.outlet import NamedOutlet, named_outlet
from retrieval.period import Period, period
from retrieval.place import Place, places
from retrieval.question_words import question_words
from retrieval.way import asked_ways
from retrieval.whom import Asked, BearersOf

# Longer texts are no questions; the encoder reads 512 tokens at most, about 1,500 characters.
MAX_QUESTION = 1000
_HASHTAGS = str.maketrans("#_", "  ")  # دونالد #ترمب, #دونالد_ترمب


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an archive when a question is read: its speakers' names, who bears a title, its outlets, and
    which of its words a name in another script may be."""

    names: Names
    bearers: BearersOf
    outlets: Collection[str] = ()
    heard: Callable[[str], Sequence[str]] = lambda word: ()

    def spellings(self, name: str) -> list[str]:
        """How the archive may spell a name in another script: as some speaker's surname, or any word of its own."""
        return [*self.names.spellings(name), *self.heard(name)]


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the text that is embedded, whom it asks for, what about, when, and in which outlets.

    `unknown` is a name or title that it asks for and that nobody of the archive bears as a speaker, then that is
    part of what it is about; `unknown_name` are the folded words of a name in it, and `named` those words as the
    topic's are. `foreign`: it has no Arabic letter. `topic` are the words that say what about, each as
    the stems that it may be found by: a place in any language by its Arabic names; `stems` are those that are
    matched. `period` is when somebody's words were said, where they are asked for: the year in a question after a
    fact is no date of a publication. `outlets` are those of the archive that it restricts itself to, None for any;
    none of them where it names one that the archive has nothing of. `about` are the topic's own words where some of
    them, in another language, cannot be looked up for sure: names (ISIS) may only look like one of the archive.
    `places` are those of `topic` that are places. `number`: which kind of number is asked for, and nobody's words;
    None for none. `ways`: how somebody spoke, where the question says so (`retrieval.way`).
    """

    text: str
    asked: Asked | None
    unknown: str | None
    foreign: bool
    topic: tuple[tuple[str, ...], ...]
    stems: tuple[str, ...]
    period: Period | None = None
    outlets: frozenset[str] | None = None
    unknown_name: tuple[str, ...] = ()
    about: str = ""
    places: tuple[tuple[str, ...], ...] = ()
    number: Wanted | None = None
    ways: frozenset[str] = frozenset()
    named: tuple[tuple[str, ...], ...] = ()

    @property
    def asked_words(self) -> str | None:
        """The question's own words for whom it asks for."""
        return self.text[self.asked.start : self.asked.end] if self.asked else self.unknown

    @property
    def asks_for_words(self) -> bool:
        """Whether somebody's words are asked for, rather than a fact."""
        return self.asked is not None or self.unknown is not None


def question_text(text: str) -> str:
    """The text that is read and encoded, without marks; QuestionError where it has no word, or is too long."""
    text = text.translate(_HASHTAGS)
    text = " ".join(unmarked(text).rstrip("؟?!.،, \n\t").split())
    if len(text) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(text):,} characters; the limit is {MAX_QUESTION:,}")
    if next(aligned_words(text), None) is None:
        raise QuestionError("the question is empty: ask, for example, ماذا قال لافروف عن حلب؟")
    return text


def parse_question(text: str, known: Known, today: date) -> Question:
    """The question of a text asked on a day; QuestionError as of `question_text`."""
    text = question_text(text)
    asked_words = list(aligned_words(text))
    outlet = named_outlet([word.text for word in asked_words], known.outlets)
    found = find_asked(text, known.names, known.bearers)
    if outlet and not outlet.outlets and _names(found, outlet, asked_words):
        outlet = None  # not one of this archive's, but its articles quote it
    elif outlet:
        found = find_asked(_without(text, outlet, asked_words), known.names, known.bearers)
    when = _when(text, today, asked_words) if found else None
    filters = {at for span in _spans(outlet, when) for at in range(*span)}
    asked = found if found and found.is_known else None
    unknown = found if found and not found.is_known else None
    topic = tuple(topic_stems(text, asked, known, filters))
    own = tuple(topic_stems(text, asked, known, filters, beside=False))
    matched = own if any(own) else tuple(stems(word.text) for word in asked_words)
    return Question(
        text,
        asked,
        unknown=text[unknown.start : unknown.end] if unknown else None,
        foreign=not is_arabic(text),
        topic=topic,
        stems=tuple(dict.fromkeys(stem for word in matched for stem in word)),
        period=when,
        outlets=outlet.outlets if outlet else None,
        unknown_name=unknown.name if unknown else (),
        about=own_topic(text, asked, filters),
        places=tuple(_places_of_topic(text, asked, filters)),
        number=wanted_number([word.text for word in asked_words]) if found is None else None,
        ways=asked_ways([word.text for word in asked_words]) if found else frozenset(),
        named=tuple(_named(text, unknown, known, asked_words)) if unknown and unknown.name else (),
    )


def of_time(question: Question) -> tuple[Question, tuple[tuple[str, ...], ...]]:
    """The question with its time as a part of its topic (الانتخابات في ديسمبر), and the stems of that time's words."""
    if question.period is None or not question.period.named:
        return question, ()
    words = list(aligned_words(question.text))[slice(*question.period.span)]
    small = question_words("topic") | folded("times.toml", "year")  # عام 2018: the number tells
    told = tuple(stems(word.text) for word in words if word.text not in small)
    found = tuple(dict.fromkeys((*question.stems, *(stem for word in told for stem in word))))
    timed = replace(question, period=None, topic=(*question.topic, *told), stems=found)
    return timed, told


def _names(found: Asked | None, outlet: NamedOutlet, asked_words: Sequence[Word]) -> bool:
    """Whether the words that name an outlet name a speaker of the archive."""
    first, last = asked_words[outlet.start].start, asked_words[outlet.end - 1].end
    return found is not None and found.is_known and first <= found.start < last


def _when(text: str, today: date, asked_words: Sequence[Word]) -> Period | None:
    """When somebody spoke; لعام 2015 says of what year the thing is that is spoken of."""
    when = period(text, today)
    return None if when and asked_words[when.span[0]].text in question_words("of_year") else when


def _without(text: str, outlet: NamedOutlet | None, asked_words: Sequence[Word]) -> str:
    """The text with the words that name outlets blanked: بحسب بي بي سي says where to look, not who spoke."""
    if outlet is None:
        return text
    start, end = asked_words[outlet.start].start, asked_words[outlet.end - 1].end
    return text[:start] + " " * (end - start) + text[end:]


def _spans(outlet: NamedOutlet | None, when: Period | None) -> list[tuple[int, int]]:
    """The words [start, end) that say where and when."""
    return [*([(outlet.start, outlet.end)] if outlet else []), *([when.span] if when else [])]


def topic_stems(
    text: str, asked: Asked | None, known: Known, filters: Collection[int] = (), *, beside: bool = True
) -> Iterator[tuple[str, ...]]:
    """What a question is about, without the words that ask, the asked name, and the words at the places `filters`: the
    stems of each word or place.

    Of a question in another language only what Arabic sentences can hold: places, names and numbers.
    """
    place_at = {at: place for place in places(text) for at in range(place.start, place.end)}
    for at, word in _topic_words(text, asked, filters):
        if at in place_at:
            if at == place_at[at].start:
                yield _stems_of_place(place_at[at], word.text, beside)
        elif is_arabic(word.text[0]) or word.text.isdigit():
            yield stems(word.text)
        else:
            named = text[word.start].isupper()
            yield _all_stems(most_alike(word.text, known.spellings(word.text))) if named else ()


def _named(text: str, one: Asked, known: Known, asked_words: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    """The words of somebody's name, as those of the topic are; a title alone may be another state's minister's."""
    inside = {at for at, word in enumerate(asked_words) if one.start <= word.start < one.end and word.text in one.name}
    return topic_stems(text, None, known, {*range(len(asked_words))} - inside)


def _places_of_topic(text: str, asked: Asked | None, filters: Collection[int]) -> Iterator[tuple[str, ...]]:
    """The places that a question is about, each the stems that it may be found by."""
    words = dict(_topic_words(text, asked, filters))
    for place in places(text):
        if place.start in words:
            yield _stems_of_place(place, words[place.start].text)


def own_topic(text: str, asked: Asked | None = None, filters: Collection[int] = ()) -> str:
    """The topic's own words where not all of them, in another language, are places or numbers; "" else."""
    known = {at for place in places(text) for at in range(place.start, place.end)}
    words = [] if is_arabic(text) else list(_topic_words(text, asked, filters))
    if all(at in known or word.text.isdigit() for at, word in words):
        return ""
    return " ".join(text[word.start : word.end] for _, word in words)


def _topic_words(text: str, asked: Asked | None, filters: Collection[int]) -> Iterator[tuple[int, Word]]:
    """The words that say what about, each with its place."""
    told = [
        (at, word)
        for at, word in enumerate(aligned_words(text))
        if not (asked is not None and asked.start <= word.start < asked.end)
        if word.text not in question_words("asking") and at not in filters
        if not (asked is not None and word.text in cue_forms() and text[word.end : asked.start].isspace())
    ]
    heavy = [(at, word) for at, word in told if word.text not in question_words("light")]
    return iter(heavy or told)


def _stems_of_place(place: Place, written: str, beside: bool = True) -> tuple[str, ...]:
    """The stems of a place's names and adjectives; `beside`: and of the state whose capital it is (طهران, إيران)."""
    others = [name for own in place.names[:1] for name in names_beside(own)] if beside else []
    return _place_stems((*place.names, *place.adjectives, written, *others))


def _place_stems(names: Sequence[str]) -> tuple[str, ...]:
    """The stems of a place's names of one word; those of longer ones (المملكة العربية) only where it has no other."""
    return _all_stems([name for name in names if " " not in name and is_arabic(name)] or names)


def _all_stems(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for name in names for word in words(name) for stem in stems(word)))
