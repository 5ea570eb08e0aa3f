"""The cast of one article: everybody whom it names, who spoke last, and who is meant by a mention."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index import lexicon
from index.arabic import fold
from index.draft import MentionKind
from index.lexicon import Gender, people_words
from index.mention import Mention, name_words, parse_mention
from index.naming import bare, is_everyday, is_name_word
from index.speaker import NAMED, Speaker, agrees, is_fathers_name, named_at, same_name, without_article
from index.tokens import Range, Reading

_MOST = 200  # candidates that one mention is compared with, the latest ones: keeps huge texts linear
_FAR = 2000  # tokens around a phrase where its form with the article is sought
_NEARBY = 60  # tokens back to somebody who is named but has not spoken
_SPOKESMEN = frozenset(("متحدث", "ناطق"))
_MEMORY = 8  # speakers that a pronoun or an elided subject may go back to


class Cast:
    """Everybody whom one article names so far, and who spoke last."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.people: list[Speaker] = []
        self.by_word: defaultdict[str, list[Speaker]] = defaultdict(list)  # people by each word of their names
        self.by_head: defaultdict[str, list[Speaker]] = defaultdict(list)  # people by the nouns of their titles
        self.others: defaultdict[str, list[Speaker]] = defaultdict(list)  # other speakers by the noun that heads them
        self.documents: dict[str, Speaker] = {}  # who issued the last document of each kind
        self.found: dict[tuple[str, ...], int | None] = {}
        self.spoke: list[Speaker] = []
        self.quoted: list[Speaker] = []  # who spoke inside what others said, or in a relative clause
        self.last_verb: Gender | None = None
        self.spoken_at = -1  # the token where the last sentence begins in which somebody spoke

    # --- learning names

    def introduce(self, mention: Mention, sure: bool = False) -> Speaker | None:
        """Take note of a person who is named in full or with a title; `sure`: the name is known to end there."""
        words = name_words(self.reading, mention)
        if not words or mention.name is None or mention.plural:
            return None
        if words[0][0] == "ل" and words[0][1:] in self.reading.names and words[0] not in lexicon.surnames():
            words = (words[0][1:], *words[1:])  # وفقا لكيركجور
        known = self._person(words, mention.start)
        text = self._text(mention.name)
        if known is None:
            known = Speaker("person", text, words, mention.gender, False)
            self.people.append(known)
            self._index(known, words)
        elif len(words) > len(known.words) and all(
            is_name_word(word) or (sure and _may_be_name(word)) for word in words if word not in known.words
        ):
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

    def appoint(self, person: Speaker | None, at: int) -> None:
        """عين المجلس سمير صفير مديرا للمصرف: a title without the article right after a name."""
        noun = lexicon.nouns().get(self.reading.words[at]) if at < len(self.reading.words) else None
        if person is None or noun is None or noun.kind != "title" or noun.definite or noun.plural:
            return
        following = (word for word in self.reading.words[at + 1 : at + 3] if word[0].isalpha() and len(word) > 1)
        words = {noun.stem, *(lexicon.adjectives().get(word, bare(word)) for word in following)}
        self._describe(person, frozenset((noun.stem,)), frozenset(words))

    def _index(self, person: Speaker, words: Iterable[str]) -> None:
        for word in without_article(words):
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
        near = {id(one): one for word in without_article(words) for one in self.by_word.get(word, [])[-_MOST:]}
        fits = [one for one in near.values() if same_name(words, one.words) and not is_fathers_name(words, one)]
        return max(fits, key=lambda one: (words[-1] in one.words[-1:], one.last_before(at)), default=None)

    def named_at(self, at: int, limit: int) -> Mention | None:
        """A person of the cast who is named by a surname from this token on."""
        word = self.reading.words[at]
        if word not in self.reading.names:
            return None
        mention = parse_mention(self.reading, at, limit)
        return mention if mention is not None and mention.kind in ("person", "generic") else None

    # --- telling who is meant

    def resolve(self, mention: Mention, gender: Gender | None, goes_on: bool = False) -> Speaker | None:
        """Who a mention means, or None where it cannot be told; `gender` is what the verb shows.

        `goes_on`: the verb says that whoever spoke last goes on (أضاف, تابع).
        """
        match mention.kind:
            case "person":
                return self.introduce(mention, bool(mention.stem)) or self._phrase(mention)
            case "pronoun":
                return self._praised(mention) or self._latter(mention) or self.recall(mention.gender, mention.plural)
            case "document":
                return self._issuer(mention)
            case "generic":
                return self._generic(mention, gender)
            case "role" if mention.stem == "نظير":
                return self._counterpart(mention)
            case "role" | "unnamed":
                return self._bearer(mention) or self._epithet(mention, goes_on) or self._phrase(mention)
            case _:
                return self._body(mention)

    def recall(self, gender: Gender | None, plural: bool) -> Speaker | None:
        """The last speaker whom an elided subject or a pronoun of this gender can mean."""
        for one in reversed(self.spoke):
            if agrees(one, gender, plural):
                return one
            if one is self.spoke[-1] and one.kind != "person" and not plural and gender == self.last_verb:
                return one  # قالت الوزارة … وتابع البيان … وأضاف
        return next((one for one in reversed(self.quoted) if agrees(one, gender, plural)), None)

    def only_body(self, plural: bool) -> Speaker | None:
        """أوضحت السلطات … وتابع: the body that alone has spoken, whatever the gender of the verb."""
        last = self.spoke[-1] if self.spoke and not plural else None
        alone = last is not None and last.kind == "organisation" and all(one is last for one in self.spoke)
        return last if alone else None

    def remember(self, speaker: Speaker, gender: Gender | None, aside: bool = False) -> None:
        """Take note that somebody spoke; the verb may tell a person's gender."""
        if aside:
            self.quoted.append(speaker)
            del self.quoted[:-_MEMORY]
            return
        if speaker.kind == "person" and speaker.gender is None:
            speaker.gender = gender
        self.spoke.append(speaker)
        self.last_verb = gender
        del self.spoke[:-_MEMORY]

    def _praised(self, mention: Mention) -> Speaker | None:
        """Who is meant by a praise, in the form that the article uses for him."""
        word = self.reading.words[mention.start]
        for praises, names in (("praises_of_god", "names_of_god"), ("praises_of_the_prophet", "names_of_the_prophet")):
            if word in people_words(praises):
                for name in lexicon.ordered("people.toml", names):
                    at = self._first(name)
                    if at is not None:
                        return self._phrase(replace(mention, kind="role", core=(at, at + len(name))))
        return None

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
            for at in range(max(0, tokens[0] - _FAR), min(len(reading.words), tokens[0] + _FAR)):
                whole = reading.words[at] == phrase[0] and reading.words[at : at + len(phrase)] == phrase
                if whole and fold(reading.text[reading.starts[at]]) == "ا":
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
        if self._is_colleague(mention):
            return self.spoke[-1]
        if not mention.definite or not mention.heads:
            return None
        last = self.spoke[-1] if self.spoke else None
        alone = mention.described == {mention.stem} and not mention.plural
        if last is not None and last.kind == "person" and alone and mention.stem in last.described - _SPOKESMEN:
            return None if last.heads & _SPOKESMEN else last  # الوزير, after نائب وزير الخارجية spoke
        fits = self.by_head.get(mention.stem, []) if not mention.plural else []
        if len(fits) != 1 or (mention.described - fits[0].described - {mention.stem}) - lexicon.loose_adjectives():
            return None
        return fits[0]

    def _epithet(self, mention: Mention, goes_on: bool) -> Speaker | None:
        """وأضاف الدبلوماسي الروسي, وقال المسؤول: a description that no other bears, of whoever spoke last."""
        last = self.spoke[-1] if self.spoke else None
        if last is None or last.kind != "person" or mention.plural or not mention.definite:
            return None
        if last.gender and mention.gender and last.gender != mention.gender:
            return None
        rest = mention.described - {mention.stem} - frozenset(lexicon.adjectives().values())
        return last if not rest and (goes_on or mention.stem in people_words("epithets")) else None

    def _is_colleague(self, mention: Mention) -> bool:
        """لاعب أرسنال الإنجليزي after اللاعب مسعود أوزيل: another word for whoever spoke last."""
        last = self.spoke[-1] if self.spoke else None
        if last is None or last.kind != "person" or mention.plural:
            return False
        if last.gender and mention.gender and last.gender != mention.gender:
            return False
        told = mention.definite or self.reading.words[mention.end - 1].startswith("ال")
        return told and bool(last.heads & lexicon.professions().get(mention.stem, frozenset()))

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
        """A state; a capital stands for its state where the article names it."""
        name = tuple(self.reading.words[mention.start : mention.end])
        place = lexicon.places().get(name)
        at = self._first(tuple(place.state.split())) if place and place.state != " ".join(name) else None
        if place is not None and at is not None:
            name = tuple(place.state.split())
            mention = replace(mention, start=at, end=at + len(name), core=(at, at + len(name)))
        for one in self.others.get(mention.stem, [])[-_MOST:]:
            if one.kind == "place" and one.words == name:
                one.note(mention.start)
                return one
        known = self._phrase(mention)
        known.words = name
        return known

    def _first(self, phrase: tuple[str, ...]) -> int | None:
        """Where a phrase first stands in the article, for the words that places are called by."""
        if phrase not in self.found:
            words, at = self.reading.words, 0
            self.found[phrase] = None
            for _ in range(words.count(phrase[0])):
                at = words.index(phrase[0], at)
                if tuple(words[at : at + len(phrase)]) == phrase:
                    self.found[phrase] = at
                    break
                at += 1
        return self.found[phrase]

    def note_documents(self, sentence: Range, issuers: Sequence[tuple[int, Speaker]]) -> None:
        """قالت الوزارة في بيان …: later البيان means hers, whoever speaks in between.

        `issuers` are who spoke in the sentence, with the tokens of their cues, in order.
        """
        nouns = lexicon.nouns()
        for at in range(*sentence) if issuers else ():
            noun = nouns.get(self.reading.words[at]) or nouns.get(self.reading.words[at].removesuffix("ا"))
            if noun is not None and noun.kind == "document":
                earlier = [speaker for start, speaker in issuers if start <= at]
                self.documents[noun.stem] = earlier[-1] if earlier else issuers[0][1]

    def _issuer(self, mention: Mention) -> Speaker | None:
        """A statement or letter speaks for whoever issued it."""
        inner = self._inner(mention)
        if inner is not None:
            return self.resolve(inner, None)
        if not self.reading.words[mention.start].startswith("ال"):
            near = self._named_before(mention.start, NAMED)
            if near is not None:
                return self.resolve(near, None)
        if mention.stem in self.documents:
            return self.documents[mention.stem]
        bodies = [one for one in self.spoke if one.kind not in ("person", "generic")]
        if bodies:
            return bodies[-1]
        earlier = self._named_before(mention.start, ("organisation",))
        return self.resolve(earlier, None) if earlier is not None else self._phrase(mention)

    def _named_before(self, limit: int, kinds: tuple[MentionKind, ...]) -> Mention | None:
        """The last one of these kinds who is named within a few lines before a token."""
        found = None
        at = max(0, limit - _NEARBY)
        while at < limit:
            mention = named_at(self.reading, at, limit)
            if mention is not None and mention.kind in kinds:
                found = mention
            at = max(at + 1, mention.end if mention is not None else 0)
        return found

    def named_alone(self, at: int, gender: Gender | None, plural: bool) -> Speaker | None:
        """The only person of the verb's gender who is named shortly before a token."""
        if gender is None or plural:
            return None
        near = [one for one in self.people[-_MOST:] if one.last_before(at) >= max(0, at - _NEARBY)]
        fits = [one for one in near if one.gender == gender]
        return fits[0] if len(fits) == 1 and all(one.gender for one in near) else None

    def _inner(self, mention: Mention) -> Mention | None:
        """Who issued a document, where its own phrase tells: بيان لوزارة الدفاع, بيان صادر عن الحزب."""
        words = self.reading.words
        limit = min(len(words), mention.end + 8)
        for at in range(mention.start + 1, limit):
            if words[at] in ("ل", "عن", "من") or (words[at] in lexicon.nouns() and at < mention.end):
                start = at if words[at] in lexicon.nouns() else at + 1
                inner = parse_mention(self.reading, start, limit)
                return inner if inner is not None and inner.kind in NAMED else None
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
        return self._phrase(mention)


def _may_be_name(word: str) -> bool:
    """Whether an everyday word (حداد, نجار) may end a name."""
    others = (lexicon.function_words(), lexicon.cue_forms(), lexicon.nouns(), lexicon.adjectives())
    return not any(word in one for one in others) and not word.startswith("ال") and not word.endswith(("ا", "ه", "ات"))
