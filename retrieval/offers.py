"""What there is instead, where nothing answers: what else the asked speaker spoke about, who else spoke about it."""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from index.alias import alias
from index.arabic import is_arabic, words
from index.cue_form import cue_forms
from index.lexicon import function_words
from index.statement import Statement
from index.stem import stems, terms
from index.store import Store
from retrieval.phrase import Token, phrase_at, tokens_of
from retrieval.place import places
from retrieval.question import Question
from retrieval.question_words import question_words
from retrieval.ranking import confidence, threshold
from retrieval.selection import Ranked
from retrieval.whom import Asked

# Of a speaker's sentences the newest so many are looked through, and of each word's at most so many are read.
_LOOKED_THROUGH, _READ = 200, 3
# So many words are tried, those that tell most of the speaker, until there are so many topics.
_TRIED, _TOPICS = 30, 5
# A noun alone that is no place must be in so many of the speaker's sentences: once may be by the way.
_AGAIN = 2


def topics_of(spoken: Mapping[int, Sequence[str]], store: Store) -> tuple[str, ...]:
    """Up to five things that the speaker of these sentences spoke about, the most telling first.

    `spoken`: the sentences, each with the speaker's aliases in it. A word tells the more, the more of them hold it and
    the fewer of the archive's. Each topic's words stand together in what the speaker said, so that a question after
    them finds them.
    """
    numbers = sorted(spoken, reverse=True)[:_LOOKED_THROUGH]
    held_by = store.stems(numbers)
    counts = Counter(stem for held in held_by.values() for stem in held)
    reader = _Reader(store, spoken)
    found: dict[str, set[str]] = {}
    taken: set[str] = set()
    for stem in _telling(counts, store):
        if stem in taken:
            continue
        topic = _best(reader.phrases(stem, [number for number in numbers if stem in held_by.get(number, ())][:_READ]))
        held = set(terms(topic)) if topic else set()
        if topic and held.isdisjoint(taken) and (counts[stem] >= _AGAIN or " " in topic or places(topic)):
            found[topic] = held
            taken |= held
        if len(found) == _TOPICS:
            break
    return tuple(found)


def _telling(counts: Counter[str], store: Store) -> list[str]:
    """The stems that tell most, of those that stand in so many of a speaker's sentences."""
    nouns = Counter({stem: n for stem, n in counts.items() if stem not in _function_stems() and not stem.isdigit()})
    usual = [stem for stem, _ in nouns.most_common(2 * _TRIED)]
    frequencies = store.frequencies(usual)
    _, sentences = store.counts()

    def told(stem: str) -> float:
        return counts[stem] * math.log(sentences / max(1, frequencies.get(stem, 1)))

    return sorted(usual, key=lambda stem: (-told(stem), stem))[:_TRIED]


def of_anybody(question: Question) -> Question:
    """The question without the name that nobody bears, if it is about something else too; others may speak of that."""
    if question.unknown is None:
        return question
    names = Counter(stems(word) if is_arabic(word) else () for word in words(question.unknown))
    topic = []
    for word in question.topic:
        names[word] -= 1
        if names[word] < 0:
            topic.append(word)
    if not any(topic):
        return question
    anybody = Asked(0, 0, frozenset(), strict=False)
    found = tuple(dict.fromkeys(stem for word in topic for stem in word))
    return replace(question, asked=anybody, unknown=None, unknown_name=(), named=(), topic=tuple(topic), stems=found)


def speakers_on(question: Question, ranked: Sequence[Ranked], store: Store, without: Collection[int]) -> list[str]:
    """The people whose words would answer the question, if it asked for them, the best first.

    `ranked`: what anybody said about it; `without`: speakers who are not meant. Each sentence is judged as if it were
    the best of its speaker.
    """
    if question.unknown is not None or not question.topic:
        return []
    found: dict[int, str] = {}
    for one in ranked:
        sure = one.candidate.features.covered and confidence(question, [one.candidate]) >= threshold()
        named = {alias(said.speaker) for said in one.statements if said.speaker and said.speaker_type == "person"}
        if sure and len(named) == 1:
            found |= store.bearers_of(named)
    return [name for number, name in found.items() if number not in without]


@cache
def _function_stems() -> frozenset[str]:
    """The stems of function words and of verbs of saying, which every speaker's sentences hold."""
    said = (word for word, form in cue_forms().items() if form.shape == "finite" and not form.with_object)
    return frozenset(stem for word in (*function_words(), *question_words("topic"), *said) for stem in stems(word))


class _Reader:
    """Reads a speaker's own words, each sentence once."""

    def __init__(self, store: Store, spoken: Mapping[int, Sequence[str]]) -> None:
        self._store = store
        self._spoken = spoken
        self._read: dict[int, list[list[Token]]] = {}

    def phrases(self, stem: str, numbers: Sequence[int]) -> Iterator[str]:
        """The phrases around the words of this stem in these sentences."""
        for tokens in (tokens for number in numbers for tokens in self._tokens(number)):
            for at, token in enumerate(tokens):
                phrase = phrase_at(tokens, at) if stem in stems(token.word) else None
                if phrase is not None:
                    yield phrase

    def _tokens(self, number: int) -> list[list[Token]]:
        """The words of each of the speaker's statements in a sentence."""
        if number not in self._read:
            passage = self._store.passages([number])[number]
            text = self._store.article(passage.article).text
            own = [one for one in self._store.statements_of(passage.article) if self._is_own(one, number)]
            spans = [(max(one.start, passage.start), min(one.end, passage.end)) for one in own]
            self._read[number] = [tokens_of(text[start:end]) for start, end in spans if start < end]
        return self._read[number]

    def _is_own(self, statement: Statement, number: int) -> bool:
        return statement.speaker is not None and alias(statement.speaker) in self._spoken[number]


def _best(phrases: Iterator[str]) -> str | None:
    """The most usual of the phrases, the longer one of equals."""
    counts = Counter(phrases)
    return max(counts, key=lambda one: (counts[one], len(one.split()), one), default=None)
