"""Whom a question in another script asks for: by the names in it, in capitals where the script has them."""

from collections.abc import Sequence

from index.arabic import aligned_words
from retrieval.foreign_name import capitalised, ends_there, readings
from retrieval.names import Names
from retrieval.place import places
from retrieval.question_words import asks_for_a_fact, asks_for_words, question_phrases, question_words, says
from retrieval.whom import Asked

# How many words may stand between a verb and a name in another script, the name counted.
_SHORT_TITLE = 3


def asked_abroad(text: str, names: Names) -> Asked | None:
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
