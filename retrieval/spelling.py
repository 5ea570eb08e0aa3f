"""Spelling: words of a topic that no sentence of the archive holds, as the archive may spell them.

هازار is هازارد there, ابراموفتش ابراموفيتش: a name, or a word that is none of every day, with one letter of five or two
of seven otherwise. An everyday word is no slip but another way to say it.
"""

from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.arabic import is_arabic
from index.naming import is_everyday
from index.store import Store
from retrieval.question import Question

# Shorter words have too many neighbours, and longer ones may have a second slip. Set by reading, as that 416 questions
# over other outlets get three more right answers and no wrong one, XQuAD-R in Arabic two of 1,190.
_SHORTEST, _LONG = 5, 7
_MOST = 6


def as_spelled(question: Question, store: Store) -> Question:
    """The question with the archive's spellings of what it has in its topic and the archive does not hold."""
    frequencies = store.frequencies({stem for word in question.topic for stem in word})
    topic = tuple(
        word if any(stem in frequencies for stem in word) else (*word, *_spellings(word, store))
        for word in question.topic
    )
    if topic == question.topic:
        return question
    known = dict.fromkeys((*question.stems, *(stem for word in topic for stem in word)))
    return replace(question, topic=topic, stems=tuple(known))


def _spellings(word: tuple[str, ...], store: Store) -> Iterator[str]:
    """Terms of the archive that the first stem of a word is a slip of."""
    if not word or len(word[0]) < _SHORTEST or not is_arabic(word[0]) or any(map(is_everyday, word)):
        return
    most = 2 if len(word[0]) >= _LONG else 1
    terms = store.terms_from(word[0][0])
    for term, _, _ in process.extract(word[0], terms, scorer=OSA.distance, score_cutoff=most, limit=_MOST):
        if len(term) >= _SHORTEST - 1 and not is_everyday(term):
            yield term
