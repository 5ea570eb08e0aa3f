"""The searcher: one open index and one encoder; a question in, a reply out."""

from collections.abc import Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from index.errors import QuestionError
from index.stem import terms
from retrieval.alerts import Batch, News, Want, Wanted, new_answers, read_batch, sure, unranked, wanted
from retrieval.answer import Answer, Reply, locate, slice_answer
from retrieval.candidates import Candidate, Encoding, find_candidates
from retrieval.follow_up import completed, may_follow_up
from retrieval.offers import of_anybody, speakers_on, topics_of
from retrieval.open_index import OpenIndex
from retrieval.question import MAX_QUESTION, Question, of_time, parse_question
from retrieval.ranking import confidence, rank, threshold
from retrieval.selection import Ranked, select
from retrieval.spelling import as_spelled
from retrieval.stages import EVERYTHING, Stages
from retrieval.want import Understood, read_wish
from retrieval.within import Within, spoken_by, within

# How much of the topic what others said must hold to be shown beside "nothing found", and how many of each.
_OF_TOPIC, _BESIDE = 0.5, 2
# How many names are suggested, and how many topics.
_SUGGESTED, _TOPICS = 3, 4


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the question as it was understood, the confidence, and the best sentences."""

    question: Question
    confidence: float
    ranked: tuple[Ranked, ...]


class Searcher(OpenIndex):
    """Answers questions from one index; safe to call from several threads."""

    _stages = EVERYTHING
    # What the asked speakers spoke about, of one generation of the index.
    _topics_of: tuple[int, dict[Hashable, tuple[str, ...]]] = (-1, {})

    def with_stages(self, stages: Stages) -> "Searcher":
        """The same searcher with some stages left out."""
        other = copy(self)
        other._stages = stages
        return other

    def ask(self, question: str, top: int = 5, today: date | None = None, after: str | None = None) -> Reply:
        """The best `top` answers; QuestionError for an empty or too long question. أمس is the day before `today`.

        `after`: the question before, on which this one may lean (وعن سوريا؟); the reply's is then the whole question.
        """
        question = self._whole(question, after, today)
        with self._asking(question) as query:
            found = self._find(self._parse(question, today), query, top)
            if self._stages.refuse and found.confidence < threshold():
                timed = self._told_of(found.question, query, top)
                if timed is None:
                    return self._refusal(question, found, query)
                found = timed
            near, answers = self._near(found.question), self._answers(found.ranked)
        return Reply(question=question, answers=answers, confidence=found.confidence, near=near)

    def find(self, question: str, top: int = 5, today: date | None = None) -> Found:
        """The best `top` sentences with their scores, each text once; only the asked speaker's, where one is."""
        with self._asking(question) as query:
            return self._find(self._parse(question, today), query, top)

    def candidates(self, question: str) -> tuple[Question, list[Candidate]]:
        """The question as it is understood, and the sentences worth ranking."""
        with self._asking(question) as query:
            parsed = self._parse(question, None)
            return parsed, self._candidates(parsed, query, within(parsed, self._store, self._stages))

    def _whole(self, question: str, after: str | None, today: date | None) -> str:
        """The question, with what it takes over from the one before."""
        if after is None or not may_follow_up(question):
            return question
        with self._reading():
            whole = completed(question, after, self._known, today or date.today())
            return whole if whole and len(whole) <= MAX_QUESTION else question

    def _parse(self, question: str, today: date | None) -> Question:
        return as_spelled(parse_question(question, self._known, today or date.today()), self._store)

    def _candidates(self, question: Question, query: Encoding, space: Within) -> list[Candidate]:
        return find_candidates(question, query, self._store, self._vectors, space, self._stages)

    def _find(self, question: Question, query: Encoding, top: int, whoever: bool = False) -> Found:
        space = within(question, self._store, self._stages, whoever)
        candidates = self._candidates(question, query, space)
        again = self._stages.coverage or self._stages.late
        best = rank(question, candidates) if again else [(one, one.first) for one in candidates]
        together = self._stages.together and self._stages.coverage and self._stages.late
        ranked = select(best, top, self._store, space.spoken, together, fact=not question.asks_for_words)
        return Found(question, confidence(question, [one for one, _ in best]), tuple(ranked))

    def _told_of(self, question: Question, query: Encoding, top: int) -> Found | None:
        """What was said at any time of what was to be at the time that the question names; None where nothing was."""
        timed, when = of_time(question)
        if not when:
            return None
        found = self._find(timed, query, top)
        held = self._store.stems([one.candidate.passage.number for one in found.ranked])
        told = [
            one
            for one in found.ranked
            if all(not held.get(one.candidate.passage.number, frozenset()).isdisjoint(word) for word in when)
        ]
        sure = found.confidence >= threshold() and told[:1] == list(found.ranked[:1]) != []
        return replace(found, ranked=tuple(told)) if sure else None

    def _refusal(self, question: str, found: Found, query: Encoding) -> Reply:
        """No answer; of a speaker who was asked for what else there is, and what others said about it."""
        parsed = found.question
        if parsed.asked is None and parsed.unknown is None:
            return Reply(question=question, confidence=found.confidence)
        asked = parsed.asked.speakers if parsed.asked else frozenset()
        names = self._store.speaker_names(asked)
        spoken = spoken_by(parsed.asked, self._store) if parsed.asked else {}
        anytime = replace(parsed, period=None, outlets=None)
        of_asked = found if parsed == anytime else self._find(anytime, query, _BESIDE)
        own = [one for one in of_asked.ranked if one.candidate.features.spoken]
        about = of_anybody(parsed)
        others = [
            one
            for one in self._find(about, query, 4 * _BESIDE, whoever=True).ranked
            if one.candidate.features.covered >= _OF_TOPIC
            and one.candidate.passage.number not in spoken
            and any(statement.speaker for statement in one.statements)
        ]
        own, beside = own[:_BESIDE], others[:_BESIDE]
        answers = self._answers([*own, *beside])
        return Reply(
            question=question,
            confidence=found.confidence,
            asked=names[0] if len(names) == 1 else parsed.asked_words,
            asked_otherwise=answers[: len(own)],
            others=answers[len(own) :],
            near=self._near(parsed),
            topics=self._topics(parsed, spoken),
            speakers=tuple(speakers_on(about, others, self._store, asked)[:_SUGGESTED]),
        )

    def _topics(self, question: Question, spoken: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
        """What else the asked speaker spoke about; looked for once as long as the index stays."""
        whom = question.asked
        asked = (whom.speakers | whom.unnamed, whom.articles) if whom else ()
        if self._topics_of[0] != self._generation:
            self._topics_of = (self._generation, {})
        known = self._topics_of[1]
        if asked not in known:
            known[asked] = topics_of(spoken, self._store)
        already = {stem for word in question.topic for stem in word}
        return tuple(one for one in known[asked] if already.isdisjoint(terms(one)))[:_TOPICS]

    def _near(self, question: Question) -> tuple[str, ...]:
        return self._nearly(question.unknown_name)

    def _nearly(self, name: Sequence[str]) -> tuple[str, ...]:
        """The names of those whom a name may mean that nobody bears, the most alike first, then who said most."""
        alike = self._known.names.near(name) if name else {}
        names = self._store.names_of(alike)
        best = sorted(names, key=lambda number: -round(alike[number], 1))
        return tuple(dict.fromkeys(names[number] for number in best))[:_SUGGESTED]

    def want(self, text: str) -> Understood:
        """What a few words ask to follow; QuestionError where they hold no word to go by."""
        with self._reading():
            wished = read_wish(text, self._known)
            want = wished.want(self._store.speaker_names(wished.speakers))
            return Understood(want, bool(wished.speakers) or not wished.name, self._nearly(wished.unknown))

    def newest(self) -> int:
        """A number that grows with every sentence that comes: where `matches` goes on from."""
        with self._reading():
            return self._store.newest_sentence

    def matches(self, wants: Sequence[Want], since: int, top: int = 20) -> News:
        """What has come after the sentence `since`, as `newest` or earlier news gave it, for each of these wants.

        The news of many sentences come in parts: more is there as long as `until` is below `newest`. An index that was
        made anew has no news.
        """
        with self._reading():
            batch = read_batch(self._store, since)
        found = {want: self._matches_of(want, batch, top) for want in dict.fromkeys(wants)}
        return News(batch.until, tuple(found[want] for want in wants))

    def _matches_of(self, want: Want, batch: Batch, top: int) -> tuple[Answer, ...]:
        """As `_matches`; what makes no question, such as a topic of no word, has no news, and takes nobody else's."""
        try:
            return self._matches(want, batch, top)
        except QuestionError:
            return ()

    def _matches(self, want: Want, batch: Batch, top: int) -> tuple[Answer, ...]:
        with self._reading():
            one = wanted(want, batch, self._known, self._store)
        if one is None:
            return ()
        if want.topic is None:
            with self._reading():
                best = unranked(list(self._store.passages(list(one.spoken)).values()))
                return self._new(best, one, batch, top)
        with self._asking(one.question.text) as query:
            space = Within(one.spoken, (), one.spoken if want.speaker else None)
            best = rank(one.question, sure(one.question, self._candidates(one.question, query, space)))
            return self._new(best, one, batch, top)

    def _new(self, best: Sequence[tuple[Candidate, float]], one: Wanted, batch: Batch, top: int) -> tuple[Answer, ...]:
        spoken = one.spoken if one.question.asked else None
        return self._answers(new_answers(select(best, top, self._store, spoken), batch, self._store))

    def _answers(self, ranked: Sequence[Ranked]) -> tuple[Answer, ...]:
        """What is shown of them: a speaker under the registry's name, where that is the article's spelled otherwise."""
        said = (one for found in ranked for one in found.statements if one.speaker_type != "unnamed")
        names = self._store.shown_names({one.speaker for one in said if one.speaker})
        return tuple(
            slice_answer(
                one.article, one.start, one.end, one.score, one.statements, [locate(*p) for p in one.repeats], names
            )
            for one in ranked
        )
