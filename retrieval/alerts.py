"""What has come since that readers follow: new statements of a speaker, on a topic, or both.

The new sentences are read once for all who follow something; only what they have in common with a topic is ranked, with
the same features and the same confidence as an answer. What an older article said in the same words is not new.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from index.arabic import is_arabic
from index.sentence_table import Passage
from index.stem import terms
from index.store import Store
from retrieval.answer import Answer
from retrieval.asked import find_asked
from retrieval.candidates import Candidate, Features
from retrieval.question import Known, Question, own_topic, question_text, topic_stems
from retrieval.ranking import confidence, threshold
from retrieval.selection import Ranked, say_the_same
from retrieval.whom import Asked
from retrieval.wording import ask, asking, is_woman, languages

# So many sentences are looked at in one go: a few rounds of feeds; a whole archive comes in several.
AT_ONCE = 2_000
# How much of the topic a sentence itself must hold.
_OF_TOPIC = 0.5
# Older sentences that hold most of a new one's rarest words are compared with it.
_RAREST, _COMPARED = 6, 10
_NOTHING = Features(*(float(one.name in ("topic", "spoken", "number")) for one in fields(Features)))


@dataclass(frozen=True, slots=True)
class Want:
    """What somebody follows: all that a speaker says, what anybody says on a topic, or both: what the speaker says on
    it. One of the two at least."""

    speaker: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What has come for each want, in their order, up to the sentence `until`: where to go on the next time."""

    until: int
    answers: tuple[tuple[Answer, ...], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The sentences after `since` up to `until`: their places, stems, and who speaks in each, by alias."""

    since: int
    until: int
    passages: Mapping[int, Passage]
    stems: Mapping[int, frozenset[str]]
    spoken: Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A want as a question, and the new sentences that may answer it, with the aliases of those who are meant."""

    question: Question
    spoken: Mapping[int, Sequence[str]]


def read_batch(store: Store, since: int) -> Batch:
    """The first whole articles after the sentence `since`."""
    newest = store.newest_sentence
    passages = store.passages_after(since, AT_ONCE)
    if len(passages) == AT_ONCE:
        last = passages[-1].article
        whole = [one for one in passages if one.article != last]
        passages = whole or [one for one in store.passages_in([last]) if one.number > since]
        newest = passages[-1].number
    numbers = [one.number for one in passages]
    return Batch(since, newest, {one.number: one for one in passages}, store.stems(numbers), store.speakers_in(numbers))


def wanted(want: Want, batch: Batch, known: Known, store: Store) -> Wanted | None:
    """What a want asks for among the new sentences; None where none of them can be meant."""
    speakers = _speakers(want.speaker, known) if want.speaker else frozenset()
    if (want.speaker and not speakers) or not (want.speaker or want.topic):
        return None
    aliases = store.aliases_of(speakers) if want.speaker else None
    spoken = {
        number: sorted(held if aliases is None else held & aliases)
        for number, held in batch.spoken.items()
        if aliases is None or not held.isdisjoint(aliases)
    }
    question = _question(want, speakers, known)
    if any(question.topic):
        holding = {stem for word in question.topic for stem in word}
        spoken = {number: held for number, held in spoken.items() if not batch.stems[number].isdisjoint(holding)}
    return Wanted(question, spoken) if spoken else None


def new_answers(found: Sequence[Ranked], batch: Batch, store: Store) -> list[Ranked]:
    """Those of them that say what no older article says in the same words."""
    return [one for one in found if not _said_before(one, batch, store)]


def sure(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that would each be confidence enough for an answer, and hold enough of the topic themselves."""
    return [
        one
        for one in candidates
        if (question.foreign or one.features.covered >= _OF_TOPIC) and confidence(question, [one]) >= threshold()
    ]


def unranked(passages: Sequence[Passage]) -> list[tuple[Candidate, float]]:
    """Sentences as candidates where there is no topic to rank them by, in the order of their articles."""
    return [(Candidate(one, _NOTHING, 0.0), 0.0) for one in sorted(passages, key=lambda one: one.number)]


def fingerprint(answer: Answer) -> str:
    """A key of an answer's words, the same wherever and however often they stand: a corrected article's, too."""
    return hashlib.sha256(" ".join(terms(answer.text)).encode()).hexdigest()[:16]


def _said_before(one: Ranked, batch: Batch, store: Store) -> bool:
    """Whether an older sentence says the same: in an article that says nearly the same, or in any other."""
    passage = one.candidate.passage
    stems = batch.stems[passage.number]
    frequencies = store.frequencies(stems)
    rarest = sorted(stems, key=lambda stem: (frequencies.get(stem, 0), stem))[:_RAREST]
    beside = [passage for passage in store.passages_in(store.linked(passage.article)) if passage.number <= batch.since]
    among = [number for number, _ in store.match(rarest, _COMPARED) if number <= batch.since]
    older = {other.number: other for other in (*beside, *store.passages(among).values())}
    words = {passage.number: stems} | store.stems(older)
    return any(say_the_same(passage, other, words) for other in older.values())


def _speakers(name: str, known: Known) -> frozenset[int]:
    """Whom a name, a title or a name of the registry means."""
    exact = known.names.known_as(name)
    if exact:
        return frozenset(exact)
    asked = find_asked(ask(languages()["ar"], name, is_woman(name)), known.names, known.bearers)
    return asked.speakers if asked and asked.articles is None else frozenset()


def _question(want: Want, speakers: frozenset[int], known: Known) -> Question:
    """The question that a want stands for."""
    topic = question_text(want.topic) if want.topic else ""
    about = tuple(topic_stems(topic, None, known))
    return Question(
        asking(want.speaker, topic) if want.speaker and topic else topic or want.speaker or "",
        Asked(0, 0, speakers, strict=True) if speakers else None,
        unknown=None,
        foreign=bool(topic) and not is_arabic(topic),
        topic=about,
        stems=tuple(dict.fromkeys(stem for word in about for stem in word)),
        about=own_topic(topic),
    )
