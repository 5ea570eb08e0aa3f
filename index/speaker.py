"""Speakers: who is meant by a name, a title, a pronoun or nothing at all, within one article."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from index import lexicon
from index.arabic import fold
from index.lexicon import Gender
from index.mention import Mention, MentionKind, name_words, parse_mention
from index.naming import bare, is_everyday, is_name_word
from index.tokens import Range, Reading

_NAMED = ("person", "role", "organisation", "place", "unnamed")
_MOST = 200  # candidates that one mention is compared with, the latest ones: keeps huge texts linear
_MEMORY = 8  # speakers that a pronoun or an elided subject may go back to


@dataclass(slots=True)
class Speaker:
    """Somebody whom the article names: the fullest form of the name, and the titles that went with it.

    `heads` are the nouns of these titles, `described` all their words; see `Mention`.
    """

    kind: MentionKind
    text: str
    words: tuple[str, ...]
    gender: Gender | None
    plural: bool
    heads: frozenset[str] = frozenset()
    described: frozenset[str] = frozenset()
    seen: list[int] = field(default_factory=list)

    def last_before(self, at: int) -> int:
        """The last token before `at` that named this speaker; -1 for none."""
        place = bisect_right(self.seen, at)
        return self.seen[place - 1] if place else -1

    def note(self, at: int) -> None:
        """Take note of a token that names this speaker."""
        place = bisect_right(self.seen, at)
        if not place or self.seen[place - 1] != at:
            self.seen.insert(place, at)

    def bears(self, mention: Mention) -> bool:
        """Whether the words of a title without a name all went with this speaker before."""
        return mention.stem in self.heads and mention.described <= self.described

    def describe(self, heads: frozenset[str], described: frozenset[str]) -> None:
        """Take note of a title."""
        self.heads |= heads
        self.described |= described


class Cast:
    """Everybody whom one article names so far, and who spoke last."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.people: list[Speaker] = []
        self.by_word: defaultdict[str, list[Speaker]] = defaultdict(list)  # people by each word of their names
        self.by_head: defaultdict[str, list[Speaker]] = defaultdict(list)  # people by the nouns of their titles
        self.others: defaultdict[str, list[Speaker]] = defaultdict(list)  # other speakers by the noun that heads them
        self.spoke: list[Speaker] = []
        self.last_verb: Gender | None = None

    # --- learning names

    def introduce(self, mention: Mention) -> Speaker | None:
        """Take note of a person who is named in full or with a title."""
        words = name_words(self.reading, mention)
        if not words or mention.name is None or mention.plural:
            return None
        known = self._person(words, mention.start)
        text = self.reading.slice(mention.name)
        if known is None:
            known = Speaker("person", text, words, mention.gender, False)
            self.people.append(known)
            self._index(known, words)
        elif len(words) > len(known.words) and all(is_name_word(word) for word in words if word not in known.words):
            self._index(known, tuple(word for word in words if word not in known.words))
            known.text, known.words = text, words
        if len(words) > 1 and not any(one in lexicon.function_words() for one in words):
            self.reading.names.add(words[-1])
        known.gender = known.gender or mention.gender
        known.note(mention.start)
        self._describe(known, mention.heads, mention.described)
        if mention.stem == "نظير":
            self._share_office(mention, known)
        return known

    def _index(self, person: Speaker, words: Iterable[str]) -> None:
        for word in _without_article(words):
            self.by_word[word].append(person)

    def _describe(self, person: Speaker, heads: frozenset[str], described: frozenset[str]) -> None:
        for head in heads - person.heads:
            self.by_head[head].append(person)
        person.describe(heads, described)

    def _share_office(self, mention: Mention, bearer: Speaker) -> None:
        """Give نظيره الروسي the office of the one named last before him, in his own country."""
        others = [one for one in self.people[-_MOST:] if one is not bearer and one.heads]
        last = max(others, key=lambda one: one.last_before(mention.start), default=None)
        if last is not None:
            self._describe(bearer, last.heads, last.described - frozenset(lexicon.adjectives().values()))

    def _person(self, words: tuple[str, ...], at: int) -> Speaker | None:
        """The person of this name: all the words of one form are in the other, the last one foremost."""
        near = {id(one): one for word in _without_article(words) for one in self.by_word.get(word, [])[-_MOST:]}
        fits = [one for one in near.values() if _same_name(words, one.words)]
        return max(fits, key=lambda one: (words[-1] in one.words[-1:], one.last_before(at)), default=None)

    def named_at(self, at: int, limit: int) -> Mention | None:
        """A person of the cast who is named by a surname from this token on."""
        word = self.reading.words[at]
        if word not in self.reading.names:
            return None
        mention = parse_mention(self.reading, at, limit)
        return mention if mention is not None and mention.kind in ("person", "generic") else None

    # --- telling who is meant

    def resolve(self, mention: Mention, gender: Gender | None) -> Speaker | None:
        """Who a mention means, or None where it cannot be told; `gender` is what the verb shows."""
        match mention.kind:
            case "person":
                return self.introduce(mention) or self._phrase(mention)
            case "pronoun":
                return self._latter(mention) or self.recall(mention.gender, mention.plural)
            case "document":
                return self._issuer(mention)
            case "generic":
                return self._generic(mention, gender)
            case "role" if mention.stem == "نظير":
                return self._counterpart(mention)
            case "role" | "unnamed":
                return self._bearer(mention) or self._phrase(mention)
            case _:
                return self._body(mention)

    def recall(self, gender: Gender | None, plural: bool) -> Speaker | None:
        """The last speaker whom an elided subject or a pronoun of this gender can mean."""
        for one in reversed(self.spoke):
            if agrees(one, gender, plural):
                return one
            if one is self.spoke[-1] and one.kind != "person" and not plural and gender == self.last_verb:
                return one  # قالت الوزارة … وتابع البيان … وأضاف
        return None

    def remember(self, speaker: Speaker, gender: Gender | None) -> None:
        """Take note that somebody spoke; the verb may tell a person's gender."""
        if speaker.kind == "person" and speaker.gender is None:
            speaker.gender = gender
        self.spoke.append(speaker)
        self.last_verb = gender
        del self.spoke[:-_MEMORY]

    def _latter(self, mention: Mention) -> Speaker | None:
        """الأخير, الأخيرة: whoever was named last before it."""
        if not self.reading.words[mention.start].startswith("الاخير"):
            return None
        for at in range(mention.start - 1, max(-1, mention.start - 20), -1):
            nearby = named_at(self.reading, at, mention.start)
            if nearby is not None and (nearby.gender is None or nearby.gender == mention.gender):
                return self.resolve(nearby, mention.gender)
        return None

    def _phrase(self, mention: Mention) -> Speaker:
        """A speaker who is known by a phrase only; the same phrase again means the same one."""
        text = self._text(mention.core or (mention.start, mention.end))
        heads = frozenset((mention.stem,))
        known = Speaker(mention.kind, text, (), mention.gender, mention.plural, heads, mention.described)
        known.note(mention.start)
        self.others[mention.stem].append(known)
        return known

    def _text(self, tokens: Range) -> str:
        """The source text of a phrase; للجيش lacks the article's letter, so another place is sought for الجيش."""
        reading = self.reading
        start, end = reading.source(tokens)
        if reading.words[tokens[0]].startswith("ال") and fold(reading.text[start]) == "ل":
            phrase = reading.words[tokens[0] : tokens[1]]
            for at, word in enumerate(reading.words):
                if word == phrase[0] and fold(reading.text[reading.starts[at]]) == "ا" and (
                    reading.words[at : at + len(phrase)] == phrase
                ):
                    return reading.slice((at, at + len(phrase)))
            start += 1
        return reading.text[start:end]

    def _bearer(self, mention: Mention) -> Speaker | None:
        """The person who bears a title elsewhere in the article, or the source that it takes up again."""
        if mention.plural or (mention.kind == "unnamed" and not mention.definite):
            return self._earlier(mention)
        fits = [one for one in self.by_head.get(mention.stem, [])[-_MOST:] if one.bears(mention)]
        fits = [one for one in fits if not (one.gender and mention.gender and one.gender != mention.gender)]
        past = [one for one in fits if one.last_before(mention.start) >= 0]
        if past:
            earlier = self._earlier(mention)
            best = max(past, key=lambda one: one.last_before(mention.start))
            if earlier is None or earlier.last_before(mention.start) < best.last_before(mention.start):
                return best
            return earlier
        return self._earlier(mention) or (fits[0] if fits else self._only_bearer(mention))

    def _only_bearer(self, mention: Mention) -> Speaker | None:
        """المبعوث الأممي: the only one of that office, where the rest is no state's adjective."""
        if not mention.definite or not mention.heads:
            return None
        fits = self.by_head.get(mention.stem, []) if not mention.plural else []
        if len(fits) != 1 or (mention.described - fits[0].described - {mention.stem}) - lexicon.loose_adjectives():
            return None
        return fits[0]

    def _earlier(self, mention: Mention) -> Speaker | None:
        """A source that was described more fully before: المصادر, المسؤولون, المتحدث."""
        if not mention.definite:
            return None
        for one in reversed(self.others.get(mention.stem, [])[-_MOST:]):
            if one.kind in ("role", "unnamed") and one.bears(mention):
                return one
        return None

    def _body(self, mention: Mention) -> Speaker:
        """A body or state; a short form (الوزارة) means the fuller one that stood before."""
        if mention.kind == "place" and not mention.plural:
            return self._state(mention)
        for one in reversed(self.others.get(mention.stem, [])[-_MOST:]):
            if one.kind in ("organisation", "media") and mention.stem and one.bears(mention):
                one.note(mention.start)
                return one
        return self._phrase(mention)

    def _state(self, mention: Mention) -> Speaker:
        """A state or its capital, by the name that the article uses."""
        name = tuple(self.reading.words[mention.start : mention.end])
        for one in self.others.get(mention.stem, [])[-_MOST:]:
            if one.kind == "place" and one.words == name:
                one.note(mention.start)
                return one
        known = self._phrase(mention)
        known.words = name
        return known

    def _issuer(self, mention: Mention) -> Speaker | None:
        """A statement or letter speaks for whoever issued it."""
        inner = self._inner(mention)
        if inner is not None:
            return self.resolve(inner, None)
        bodies = [one for one in self.spoke if one.kind not in ("person", "generic")]
        return bodies[-1] if bodies else self._phrase(mention)

    def _inner(self, mention: Mention) -> Mention | None:
        """Who issued a document, where its own phrase tells: بيان لوزارة الدفاع, بيان صادر عن الحزب."""
        words = self.reading.words
        limit = min(len(words), mention.end + 8)
        for at in range(mention.start + 1, limit):
            if words[at] in ("ل", "عن", "من") or (words[at] in lexicon.nouns() and at < mention.end):
                start = at if words[at] in lexicon.nouns() else at + 1
                inner = parse_mention(self.reading, start, limit)
                return inner if inner is not None and inner.kind in _NAMED else None
            if words[at] not in ("صادر", "صادره", "اصدره", "اصدرته", "رسمي", "صحفي"):
                return None
        return None

    def _generic(self, mention: Mention, gender: Gender | None) -> Speaker | None:
        """A word that no list knows: a surname that stood before, or else a name or a noun."""
        words = tuple(self.reading.words[mention.start : mention.end])
        known = self._person(words, mention.start) if len(words) <= 3 else None
        if known is not None and not (gender and known.gender and gender != known.gender):
            known.note(mention.start)
            return known
        if is_everyday(words[0]) and not mention.definite and words[0].endswith("ا"):
            return None  # قال متحدثا …, قال ردا …
        return self._phrase(mention)

    def _counterpart(self, mention: Mention) -> Speaker | None:
        """نظيره الأميركي: whoever bears the last speaker's title in that country."""
        if not mention.described:
            return None
        last = self.spoke[-1] if self.spoke else None
        for one in self.people[-_MOST:]:
            if one is not last and mention.described <= one.described and (last is None or one.heads & last.heads):
                return one
        return None


def _same_name(short: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are forms of one: the shorter's words are all in the longer, in order."""
    if len(short) > len(other):
        short, other = other, short
    rest = iter(_without_article(other))
    return all(word in rest for word in _without_article(short))


def _without_article(words: Iterable[str]) -> list[str]:
    return [bare(word) for word in words]


def agrees(speaker: Speaker, gender: Gender | None, plural: bool) -> bool:
    """Whether a verb or pronoun of this gender and number can mean a speaker."""
    if speaker.kind == "person":
        return not plural and (gender is None or speaker.gender is None or speaker.gender == gender)
    if plural:
        return speaker.plural or speaker.kind == "organisation"
    if speaker.plural:
        return True
    return gender is None or speaker.gender is None or speaker.gender == gender


def named_at(reading: Reading, at: int, limit: int) -> Mention | None:
    """A person, a body or a state that is named from this token on, without a guess."""
    word = reading.words[at]
    noun = lexicon.nouns().get(word)
    following = reading.words[min(at + 1, limit - 1)]
    national = word.startswith("ال") and word in lexicon.adjectives() and following in lexicon.given_names()
    known = word in lexicon.given_names() or word in lexicon.surnames() or national
    if not known and (noun is None or noun.kind not in ("title", "organisation", "unnamed")) and not any(
        lexicon.match_phrase(table, reading.words, at, limit)
        for table in (lexicon.place_phrases(), lexicon.body_phrases())
    ):
        return None
    mention = parse_mention(reading, at, limit)
    return mention if mention is not None and mention.kind in _NAMED else None


def meet(reading: Reading) -> Cast:
    """The cast of an article: everybody who is named with a title or a given name anywhere in it."""
    cast = Cast(reading)
    given, nouns = lexicon.given_names(), lexicon.nouns()
    at = 0
    words = reading.words
    while at < len(words):
        word = words[at]
        noun = nouns.get(word)
        mention = None
        if word in given or (noun is not None and noun.kind == "title"):
            mention = parse_mention(reading, at, min(len(words), at + 24))
        if mention is not None and mention.name is not None and _is_full(mention):
            cast.introduce(mention)
            at = max(mention.end, at + 1)
        else:
            at += 1
    return cast


def _is_full(mention: Mention) -> bool:
    assert mention.name is not None
    return mention.name[1] - mention.name[0] > 1 or bool(mention.stem and mention.described)
