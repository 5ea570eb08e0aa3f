"""Whom a question asks for: the speaker whose words it wants, by name, by title or by organisation.

An Arabic question is read with the same reader of mentions as the articles are (index/mention.py), right after
its reporting verb, or before it (سما المصري قالت ايه); other languages by the names that they hold.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from index.arabic import aligned_words, is_arabic
from index.lexicon import nouns, surnames
from index.mention import Mention
from index.naming import is_everyday
from index.sentence import split_sentences
from index.title import Bearers, Title, names_of_ministry, names_of_state, title_of, voices_of
from index.tokens import Range, Reading, read
from index.word_list import people_words, source_words
from retrieval.asked_name import (
    before_body,
    behind_title,
    goes_on,
    is_everyday_name,
    is_odd_name,
    mention_at,
    with_nisba,
)
from retrieval.foreign_name import capitalised, ends_there, readings
from retrieval.names import Names
from retrieval.place import places
from retrieval.question_words import asks_for_a_fact, asks_for_words, question_phrases, question_words, says

# How many words may stand between a verb and a name in another script, the name counted.
_SHORT_TITLE = 3

BearersOf = Callable[[Title], Bearers]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question asks for: [start, end) of its characters, and the speakers that this may mean.

    `strict`: nobody else's words will do. Without speakers it is somebody whom the archive does not know; `name` are
    then the folded words of the name, if it has one.
    `voices` are those who speak for a state or a body: its own spokesmen, ministers and heads. `unnamed` are the
    aliases of those who bear the title, or speak for the body, and of whom no name is given. `articles`: the only ones
    in which they are known to be meant.
    """

    start: int
    end: int
    speakers: frozenset[int]
    strict: bool
    name: tuple[str, ...] = ()
    voices: frozenset[int] = frozenset()
    unnamed: frozenset[str] = frozenset()
    articles: frozenset[int] | None = None

    @property
    def is_known(self) -> bool:
        """Whether the archive has words of theirs."""
        return bool(self.speakers or self.unnamed)


def find_asked(text: str, names: Names, bearers: BearersOf) -> Asked | None:
    """Whom the question asks for; None where it asks for nobody's words."""
    reading = read(text, split_sentences(text))
    tokens = reading.words
    if not any(is_arabic(token[0]) for token in tokens):
        return _in_other_scripts(text, names)
    for after in _after(tokens, "according"):
        at = after + (tokens[after] in question_words("documents") and after + 1 < len(tokens))
        found = _at(reading, at, names, bearers, own_words=False)
        if found is not None and found.is_known:
            return found
    if asks_for_a_fact(tokens):
        return None
    for at in _slots(tokens):
        found = _at(reading, at, names, bearers)
        if found is not None and (found.is_known or _asks_with(tokens, at)):
            return found
    if any(token in question_words("interrogative") for token in tokens):
        return None if tokens[0] in question_words("noun_follows") else _subject_of_any_verb(reading, names, bearers)
    known = _longest(reading, (0, len(tokens)), names)
    if known is None and len(tokens) > 1 and tokens[0] in surnames():
        found = _at(reading, 0, names, bearers)
        return found if found and found.name else None  # نتنياهو صفقة القرن
    return known if known and known.strict else None


def _slots(tokens: Sequence[str]) -> Iterator[int]:
    """Where a speaker may be named: before or after each word of saying."""
    for at, word in enumerate(tokens):
        if not says(word) or (at and tokens[at - 1] in question_words("topic")):
            continue
        if at > 1 and tokens[at - 1] == "ان" and tokens[at - 2] in source_words("adverbial_prepositions"):
            continue  # قبل أن تعلن الرياض
        first = next((n for n, token in enumerate(tokens) if token not in question_words("interrogative")), at)
        if first < at and word in question_words("said") and not any(says(token) for token in tokens[first:at]):
            yield first
        after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1] in question_words("behind_saying"))
        if after < len(tokens):
            yield after


def _asks_with(tokens: Sequence[str], at: int) -> bool:
    """Whether nothing but words that ask stand before a word of saying and the name at `at`, so that the question is
    after that one's words: not ما الذي جعل لوثر يكتب الترانيم, nor ما نسبة الغابات."""
    before = tokens[: max(at - 1, 0)]
    noun_follows = bool(before) and before[-1] in question_words("noun_follows")
    if noun_follows and tokens[at - 1] not in question_words("saying"):
        return False
    return all(token in question_words("interrogative") | question_words("leading") for token in before)


def _after(tokens: Sequence[str], group: str) -> Iterator[int]:
    return (at + 1 for at, word in enumerate(tokens[:-1]) if word in question_words(group))


def _subject_of_any_verb(reading: Reading, names: Names, bearers: BearersOf) -> Asked | None:
    """Who does what a question asks after: ماذا طلب ليبرمان من …، ليش سعد الحريري شال …; others may tell of it."""
    strict = reading.words[0] in question_words("what")
    for at in (1, 2):
        if at < len(reading.words) and not is_everyday(reading.words[at]):
            found = _at(reading, at, names, bearers)
            if found is not None and found.is_known:
                return replace(found, strict=strict and found.strict)
    return None


def _at(reading: Reading, at: int, names: Names, bearers: BearersOf, own_words: bool = True) -> Asked | None:
    """Who is named from this token on; `own_words`: of a body, too, nobody else's words will do."""
    tokens = reading.words
    if tokens[at] in question_words("interrogative") | question_words("topic"):
        return None
    ends = question_words("about") | {"؟", "?"}
    limit = next((n for n in range(at, len(tokens)) if tokens[n] in ends), len(tokens))
    known = _longest(reading, (at, limit), names)
    mention = mention_at(reading, at, limit)
    nobody = mention is None or (mention.kind == "generic" and mention.name is None)
    if nobody and known is None and is_everyday_name(tokens[at:limit], names):
        name = tokens[at:limit]
        speakers = frozenset(names.containing(name))
        return Asked(*reading.source((at, limit)), speakers, strict=True, name=tuple(name))
    if mention is None:
        return known
    if known is None and mention.name is None and (behind := behind_title(reading, mention, limit, names)):
        known = Asked(*reading.source((at, behind[0] + behind[1].end)), behind[1].speakers, strict=True)
    end = reading.ends[mention.end - 1]
    if known and known.end < end and mention.kind in ("role", "unnamed") and tokens[at] in nouns():
        known = None  # مسؤول تركي is nobody whose surname only looks like مسؤول
    if mention.kind == "person" and mention.name is not None:
        named = _longest(reading, (mention.name[0], limit), names) or known
        span = with_nisba(reading, mention.name, limit)
        name, end = _plain(tokens[slice(*span)]), max(end, reading.ends[span[1] - 1])
        if named is not None and not goes_on(reading, named.end, named.speakers, span, names):
            return Asked(reading.starts[at], named.end, named.speakers, named.strict)
        return Asked(reading.starts[at], end, frozenset(names.containing(name)), strict=True, name=tuple(name))
    if known is None and is_odd_name(tokens[mention.start : mention.end]) and mention.kind == "generic":
        name = _plain(tokens[mention.start : mention.end])
        return Asked(reading.starts[at], end, frozenset(names.containing(name)), strict=True, name=tuple(name))
    title = title_of(mention)
    if title is not None and mention.kind == "role" and not (known and known.end >= end):
        borne = bearers(title)
        shorter = None if borne.speakers or borne.unnamed else before_body(reading, mention)
        if shorter is not None and (short := title_of(shorter)) is not None:
            least = bearers(short)
            if least.speakers or least.unnamed:
                borne, end = least, reading.ends[shorter.end - 1]
        if not (borne.speakers or borne.unnamed) and title.heads <= people_words("nobody_known"):
            return None
        return Asked(
            reading.starts[at], end, borne.speakers, strict=True, unnamed=borne.unnamed, articles=borne.articles
        )
    if mention.kind in ("place", "organisation", "media"):
        written = " ".join(_plain(tokens[mention.start : mention.end]))
        same = [*names_of_state(mention), *names_of_ministry(written)]
        known = known if known and known.end >= end else None  # البرلمان الأردني is not just any البرلمان
        body = known or Asked(reading.starts[at], end, frozenset(), strict=False)
        body = replace(body, speakers=body.speakers.union(*map(names.known_as, same)), strict=own_words)
        return _with_voices(body, mention, bearers) if body.speakers else known
    return known


def _with_voices(body: Asked, mention: Mention, bearers: BearersOf) -> Asked:
    """A body or a state that is asked for, with those who speak for it."""
    title = voices_of(mention)
    if not title.words:
        return body
    voices = bearers(title)
    return replace(body, voices=voices.speakers - body.speakers, unnamed=voices.unnamed)


def _longest(reading: Reading, tokens: Range, names: Names) -> Asked | None:
    """The longest name of a known speaker that starts at the first token."""
    found = names.at(_plain(reading.words[slice(*tokens)]))
    if found is None:
        return None
    return Asked(*reading.source((tokens[0], tokens[0] + found.end)), found.speakers, found.is_person)


def _plain(tokens: Sequence[str]) -> list[str]:
    """The words up to the first mark."""
    return list(takewhile(lambda token: token[0].isalnum(), tokens))


def _in_other_scripts(text: str, names: Names) -> Asked | None:
    """The first name, in capitals where the script has them, that no preposition makes the topic.

    A name of several words that nobody of the archive bears is somebody unknown, not another of that surname; but only
    where somebody's words are asked for: German writes every noun with a capital.
    """
    found = list(aligned_words(text))
    tokens = [word.text for word in found]
    if asks_for_a_fact(tokens):
        return None
    for_words = asks_for_words(tokens)
    for start, end in capitalised(text, found):
        before = tokens[start - 1] if start else ""
        source = tuple(tokens[max(0, start - 2) : start])
        if before in question_words("according") or source in question_phrases("according_to"):
            named = names.at(tokens[start:end])
            if named is not None:
                return Asked(found[start].start, found[end - 1].end, named.speakers, named.is_person)
        if before in question_words("topic") or any(place.start == start for place in places(text)):
            continue
        span = found[start].start, found[end - 1].end
        known = names.at(tokens[start:end])
        if known is not None and start + known.end < end and ends_there(tokens[start:end], known.end, names):
            return Asked(span[0], found[start + known.end - 1].end, known.speakers, known.is_person and for_words)
        for spelt in readings(tokens[start:end]):
            named = names.at(spelt)
            if named is not None and named.end == len(spelt):
                return Asked(*span, named.speakers, named.is_person and for_words)
            if speakers := names.of_surname(spelt):
                return Asked(*span, frozenset(speakers), strict=for_words)
        if start and for_words and _leads(tokens, start):
            return Asked(*span, frozenset(), strict=True, name=tuple(tokens[start:end]))
    return None


def _leads(tokens: Sequence[str], start: int) -> bool:
    """Whether a name is that of whom a question asks for: keywords, or no noun (What hymn did Luther write) stands
    between the word that asks and the verb; behind that at most a short title (the singer Elissa)."""
    first = question_words("interrogative")
    if not any(token in first for token in tokens):
        return True  # keywords
    asks = first | question_words("asking") | question_words("saying")
    verb = max((at for at, token in enumerate(tokens[:start]) if says(token) or token in first), default=start)
    return start - verb <= _SHORT_TITLE and tokens[0] in asks and (start < 2 or tokens[1] in asks)
