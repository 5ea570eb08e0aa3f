"""Whom a question in another script asks for: by the names in it, in capitals where the script has them, or a title."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.arabic import Word, aligned_words
from index.tokens import Range
from index.transliteration import is_particle
from retrieval.foreign_name import capitalised, ends_there, readings
from retrieval.foreign_title import Relation, before_names, foreign_bodies, foreign_titles, is_of_body, relation_to
from retrieval.names import NamedSpeaker, Names
from retrieval.place import places
from retrieval.question_words import asks_for_a_fact, asks_for_words, question_phrases, question_words, says
from retrieval.whom import Asked, BearersOf

ReadArabic = Callable[[str], Asked | None]

# How many words may stand between a verb and a name in another script, the name counted.
_SHORT_TITLE = 3
# Capitals alone, fewer than so many, are a body's initials.
_ACRONYM = 7


def asked_abroad(text: str, names: Names, bearers: BearersOf, arabic: ReadArabic) -> Asked | None:
    """The first name, in capitals where the script has them, that no preposition makes the topic; else a title.

    A name of several words that nobody of the archive bears is somebody unknown, not another of that surname; but only
    where somebody's words are asked for: German writes every noun with a capital. `arabic` reads an Arabic name.
    """
    asking = _Asking(text)
    if asks_for_a_fact(asking.tokens):
        return None
    for run in map(asking.without_place, capitalised(text, asking.words)):
        title = asking.title_before(run)
        according = asking.according(title)
        relation = relation_to(text, run) if asking.for_words else None
        if not according and asking.is_topic(asking.behind_article(relation.start) if relation else title):
            continue
        found = _named(asking, run, title, names, according)
        if relation is not None and relation.named:
            continue
        if relation is not None:
            return _related(asking, relation, found, names, arabic)
        if found is not None:
            return found if found.is_known else _bearing(asking, run, names, bearers) or found
    return (_titled(asking, bearers) or _body(asking, arabic)) if asking.for_words else None


@dataclass(frozen=True)
class _Asking:
    """A question in another script, with its words."""

    text: str

    @cached_property
    def words(self) -> list[Word]:
        return list(aligned_words(self.text))

    @cached_property
    def tokens(self) -> list[str]:
        return [word.text for word in self.words]

    @cached_property
    def for_words(self) -> bool:
        return asks_for_words(self.tokens)

    @cached_property
    def before_names(self) -> frozenset[int]:
        return before_names(self.text)

    @cached_property
    def placed(self) -> frozenset[int]:
        return frozenset(at for place in places(self.text) for at in range(place.start, place.end))

    def without_place(self, run: Range) -> Range:
        """Denis Bauchard de la France: a name without the place that it speaks of."""
        ends = (at for at in range(run[0] + 1, run[1]) if is_particle(self.tokens[at]) and self._is_place(at, run[1]))
        return run[0], next(ends, run[1])

    def _is_place(self, at: int, end: int) -> bool:
        """Whether nothing but particles and places stands here."""
        last = end - 1 in self.placed and at < end - 1
        return last and all(n in self.placed or is_particle(self.tokens[n]) for n in range(at, end))

    def title_before(self, run: Range) -> int:
        """Where the title of a name begins, which stands before it or is the first of its capitals."""
        start = run[0]
        while start and start - 1 in self.before_names and not self.after_comma(start):
            start -= 1
        return self.behind_article(start) if start < run[0] else start

    def behind_article(self, at: int) -> int:
        """Where an article stands before the word here, else this word."""
        return at - (at > 0 and self.tokens[at - 1] in question_words("articles"))

    def span(self, start: int, end: int) -> Range:
        """Of these words in the text."""
        return self.words[start].start, self.words[end - 1].end

    def according(self, at: int) -> bool:
        """Whether the word here follows selon, according to and their like."""
        source = tuple(self.tokens[max(0, at - 2) : at])
        return source[-1:] != () and (
            source[-1] in question_words("according") or source in question_phrases("according_to")
        )

    def is_topic(self, at: int) -> bool:
        """Whether a preposition makes what begins here the topic; the view of somebody is his own."""
        before = self.tokens[max(0, at - 2) : at]
        if not before or self.after_comma(at) or before[-1] not in question_words("topic"):
            return False
        return not (before[-1] in question_words("whose") and before[0] in question_words("view"))

    def after_comma(self, at: int) -> bool:
        """Whether a comma sets the word here off from the one before it."""
        return self.text[: self.words[at].start].rstrip().endswith(",")

    def is_subject(self, start: int, end: int) -> bool:
        """Whether commas set these words off, or a verb of saying follows that has them for its subject (did X say)."""
        tail = self.text[self.words[end - 1].end :].lstrip()
        if start and self.after_comma(start) and tail.startswith((",", "?")):
            return True
        asks = [at for at, word in enumerate(self.tokens[:start]) if word in question_words("did")]
        asked = bool(asks) and (asks[0] == 0 or self.tokens[asks[0] - 1] in question_words("interrogative"))
        return asked and end < len(self.tokens) and self.tokens[end] in question_words("said_by")


def _named(asking: _Asking, run: Range, title: int, names: Names, according: bool) -> Asked | None:
    """Who is named by a run of capitals, behind a title or in it; `title`: where that begins."""
    tokens, strict = asking.tokens, asking.for_words or according
    bare = next((at for at in range(*run) if at not in asking.before_names), run[1])
    spans = [(start, end) for start, end in dict.fromkeys((run, (bare, run[1]))) if start < end]
    for start, end in (one for one in spans if one[0] not in asking.placed):
        for spelt in readings(tokens[start:end]):
            named = names.at(spelt)
            if named is not None and named.end == len(spelt):
                return _asked(asking, (start, end), named, strict)
        known = names.at(tokens[start:end])
        if known is not None and ends_there(tokens[start:end], known.end, names):
            return _asked(asking, (start, start + known.end), known, strict)
        for spelt in readings(tokens[start:end]):
            if speakers := names.of_surname(spelt) or names.beginning(spelt):
                return Asked(*asking.span(start, end), frozenset(speakers), strict=strict)
    leads = bare > title or (run[0] and _leads(tokens, run[0])) or asking.is_subject(*run)
    of_state = run[1] - bare == 1 and bare > title and all(at in asking.placed for at in range(title, bare))
    written = asking.text[slice(*asking.span(*run))]
    of_body = of_state or any(map(is_of_body, tokens[slice(*run)])) or (len(written) < _ACRONYM and written.isupper())
    if strict and not of_body and bare < run[1] and bare and (according or leads):
        return Asked(*asking.span(bare, run[1]), frozenset(), strict=True, name=tuple(tokens[bare : run[1]]))
    return None


def _related(asking: _Asking, one: Relation, found: Asked | None, names: Names, arabic: ReadArabic) -> Asked:
    """Trump's lawyer: whoever is that to one of this name, by the Arabic title; else somebody unknown."""
    start, end = asking.span(one.start, one.end)
    borne = (f"{one.noun} {name}" for known in sorted(found.speakers if found else ()) for name in names.forms(known))
    known = next((read for title in borne if (read := arabic(title)) is not None and read.is_known), None)
    return replace(known, start=start, end=end) if known else Asked(start, end, frozenset(), strict=True)


def _asked(asking: _Asking, name: Range, named: NamedSpeaker, strict: bool) -> Asked:
    return Asked(*asking.span(*name), named.speakers, named.is_person and strict)


def _leads(tokens: Sequence[str], start: int) -> bool:
    """Whether a name is that of whom a question asks for: keywords, or no noun (What hymn did Luther write) stands
    between the word that asks and the verb; behind that at most a short title (the singer Elissa)."""
    first = question_words("interrogative")
    if not any(token in first for token in tokens):
        return True  # keywords
    asks = first | question_words("asking") | question_words("saying")
    verb = max((at for at, token in enumerate(tokens[:start]) if says(token) or token in first), default=start)
    return start - verb <= _SHORT_TITLE and tokens[0] in asks and (start < 2 or tokens[1] in asks)


def _titled(asking: _Asking, bearers: BearersOf) -> Asked | None:
    """Whoever bears the first title that is not the topic; somebody unknown where nobody does."""
    for one in foreign_titles(asking.text):
        if asking.is_topic(one.start) or (one.start > 1 and asking.is_topic(one.start - 1)):
            continue
        borne = bearers(one.title)
        span = asking.span(one.start, one.end)
        return Asked(*span, borne.speakers, strict=True, unnamed=borne.unnamed, articles=borne.articles)
    return None


def _body(asking: _Asking, arabic: ReadArabic) -> Asked | None:
    """The first body of the list that is not the topic, whether or not the archive knows it as a speaker."""
    for (start, end), names in foreign_bodies(asking.text):
        if asking.is_topic(start) or (start > 1 and asking.is_topic(start - 1)):
            continue
        known = [found for name in names if (found := arabic(name)) is not None and found.is_known]
        speakers = frozenset[int]().union(*(one.speakers for one in known))
        voices = frozenset[int]().union(*(one.voices for one in known)) - speakers
        unnamed = frozenset[str]().union(*(one.unnamed for one in known))
        return Asked(*asking.span(start, end), speakers, True, voices=voices, unnamed=unnamed)
    return None


def _bearing(asking: _Asking, name: Range, names: Names, bearers: BearersOf) -> Asked | None:
    """Whoever bears the title before a name that tells too little alone: президент Йемена Хади."""
    for one in foreign_titles(asking.text):
        if name[0] <= one.end < name[1] or one.end == name[0]:
            rest = asking.tokens[max(one.end, name[0]) : name[1]]
            own = names.holding(rest, bearers(one.title).speakers)
            return Asked(*asking.span(one.start, name[1]), frozenset(own), strict=True) if own else None
    return None
