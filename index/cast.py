"""The cast of one article: who is meant by a mention, among all whom the article names (see `roster`)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index import lexicon
from index.conjugation import Gender
from index.draft import MentionKind
from index.mention import Mention, name_words, parse_mention
from index.naming import bare, is_everyday, is_name_word
from index.roster import MOST, NEARBY, Roster
from index.speaker import NAMED, Speaker, named_at
from index.tokens import Range, Reading
from index.word_list import folded, ordered, people_words, source_words

_SETTING = 10  # tokens after a cue where it may be told in what somebody spoke
_SPOKESMEN = frozenset(("متحدث", "ناطق"))


class Cast(Roster):
    """The roster, and who is meant by a mention."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.others: defaultdict[str, list[Speaker]] = defaultdict(list)  # other speakers by the noun that heads them
        self.documents: dict[str, Speaker] = {}  # who issued the last document of each kind
        self.told_in: dict[str, Speaker] = {}  # who spoke in a thing that no list knows: في مدونة قصيرة
        self.found: dict[tuple[str, ...], int | None] = {}
        self.bodies: defaultdict[str, list[Mention]] = defaultdict(list)  # bodies named anywhere, by their noun
        self.aliases: dict[tuple[str, ...], Mention] = {}  # bodies by their own names: كامبردج أناليتيكا

    def resolve(self, mention: Mention, gender: Gender | None, goes_on: bool = False) -> Speaker | None:
        """Who a mention means, or None where it cannot be told; `gender` is what the verb shows.

        `goes_on`: the verb says that whoever spoke last goes on (أضاف, تابع).
        """
        match mention.kind:
            case "person":
                alone = mention.name is not None and mention.name[0] == mention.start  # not مورا بولدريني
                body = self._named_alike(name_words(self.reading, mention)) if alone else None
                return body or self.introduce(mention, bool(mention.stem)) or self._phrase(mention)
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

    def _praised(self, mention: Mention) -> Speaker | None:
        """Who is meant by a praise, in the form that the article uses for him."""
        word = self.reading.words[mention.start]
        for praises, names in (("praises_of_god", "names_of_god"), ("praises_of_the_prophet", "names_of_the_prophet")):
            if word in people_words(praises):
                for name in ordered("people.toml", names):
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

    def _bearer(self, mention: Mention) -> Speaker | None:
        """The person who bears a title elsewhere in the article, or the source that it takes up again."""
        if mention.plural or (mention.kind == "unnamed" and not mention.definite):
            return self._earlier(mention)
        fits = [one for one in self.by_head.get(mention.stem, [])[-MOST:] if one.bears(mention)]
        fits = [one for one in fits if not (one.gender and mention.gender and one.gender != mention.gender)]
        past = [one for one in fits if one.last_before(mention.start) >= 0]
        if past:
            earlier = self._earlier(mention)
            best = max(past, key=lambda one: (self._is_at_home(one, mention), one.last_before(mention.start)))
            if earlier is None or earlier.last_before(mention.start) < best.last_before(mention.start):
                return best
            return earlier
        earlier = self._earlier(mention)
        if earlier is not None or (fits and not self._is_of_topic(mention)):
            return earlier or fits[0]
        return self._only_bearer(mention)

    def _is_of_topic(self, mention: Mention) -> bool:
        """قال اللاعب: a bare title means whoever the article is about, not somebody who is called so only later."""
        alone = mention.described == {mention.stem}
        return alone and bool(self.spoke or self._named_before(mention.start, ("person",)))

    def _is_at_home(self, one: Speaker, mention: Mention) -> bool:
        """Whether no state is named in this bearer's titles that the mention lacks: معالي وزير الخارجية is ours."""
        if mention.stem not in people_words("offices_of_state"):
            return True
        return not any(word in lexicon.state_words() for word in one.described - mention.described)

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
        told = mention.definite or (goes_on and self._is_definite(mention))
        if last is None or last.kind != "person" or mention.plural or not told:
            return None
        if last.gender and mention.gender and last.gender != mention.gender:
            return None
        rest = mention.described - {mention.stem} - frozenset(lexicon.adjectives().values())
        if goes_on and mention.kind == "role":
            return last  # وتابع هداف الدوري
        if rest or mention.stem in _SPOKESMEN:
            return None
        return last if mention.stem in people_words("epithets") or self._is_bare_title(mention) else None

    def _is_bare_title(self, mention: Mention) -> bool:
        """وأكد المحافظ, where nobody is called so: another word for the one person who has spoken so far."""
        alone = mention.kind == "role" and mention.described == {mention.stem} and not self.by_head.get(mention.stem)
        return alone and all(one is self.spoke[-1] for one in self.spoke)

    def _is_definite(self, mention: Mention) -> bool:
        """هداف الدوري, قائد أرسنال: a noun that another one makes definite."""
        last = self.reading.words[mention.end - 1]
        named = last in lexicon.body_phrases() or last in lexicon.place_phrases() or is_name_word(last)
        return mention.end - mention.start > 1 and (last.startswith("ال") or named)

    def _is_colleague(self, mention: Mention) -> bool:
        """لاعب أرسنال الإنجليزي after اللاعب مسعود أوزيل: another word for whoever spoke last."""
        last = self.spoke[-1] if self.spoke else None
        if last is None or last.kind != "person" or mention.plural:
            return False
        if last.gender and mention.gender and last.gender != mention.gender:
            return False
        told = mention.definite or self._is_definite(mention)
        alike = lexicon.professions().get(mention.stem, frozenset())
        return told and bool(last.heads & alike if last.heads else alike)

    def _earlier(self, mention: Mention) -> Speaker | None:
        """A source that was described more fully before: المصادر, المسؤولون, المتحدث."""
        if not mention.definite:
            return None
        for one in reversed(self.others.get(mention.stem, [])[-MOST:]):
            if one.kind in ("role", "unnamed") and one.bears(mention):
                return one
        return None

    def _body(self, mention: Mention) -> Speaker:
        """A body or state; a short form (الوزارة) means the fuller one that stood before."""
        if mention.kind == "place" and not mention.plural:
            return self._state(mention)
        mention = self._in_full(mention)
        for one in reversed(self.others.get(mention.stem, [])[-MOST:]):
            if one.kind in ("organisation", "media") and mention.stem and one.bears(mention):
                one.note(mention.start)
                return one
        return self._known_by_name(mention) or self._phrase(self._fuller(mention))

    def _in_full(self, mention: Mention) -> Mention:
        """البنتاغون, where the article names وزارة الدفاع الأميركية too: the fuller name."""
        for name in lexicon.full_names().get(tuple(self.reading.words[mention.start : mention.end]), []):
            at = self._first(name)
            full = parse_mention(self.reading, at, at + len(name), bounded=True) if at is not None else None
            if full is not None and full.kind == "organisation":
                return full
        return mention

    def found_body(self, mention: Mention) -> None:
        """Take note of a body that the article names with a noun and more: وزارة الدفاع, شركة كامبردج أناليتيكا."""
        self.bodies[mention.stem].append(mention)
        name = tuple(self.reading.words[mention.start + 1 : mention.end])
        own = mention.stem in folded("organisations.toml", "epithets")
        if own and all(is_name_word(word) and word not in lexicon.surnames() for word in name):
            self.aliases[name] = mention
            self.reading.names.update(name[:1])

    def _named_alike(self, words: tuple[str, ...]) -> Speaker | None:
        """The body of this name, unless it is a person's too: شركة الجريسي, where a man called الجريسي is named."""
        bearers = self.by_word.get(bare(words[-1]), []) if words in self.aliases else []
        if words not in self.aliases or any(bare(one.words[-1]) == bare(words[-1]) for one in bearers):
            return None
        return self._body(self.aliases[words])

    def _fuller(self, mention: Mention) -> Mention:
        """الشركة, where only شركة كامبردج أناليتيكا was named before; the mention itself where none was."""
        if not mention.definite or mention.plural or mention.stem in folded("organisations.toml", "areas"):
            return mention
        earlier = self.bodies.get(mention.stem, [])
        place = bisect_left(earlier, mention.start, key=lambda one: one.start)
        fits = (one for one in reversed(earlier[max(0, place - MOST) : place]) if mention.described < one.described)
        return next(fits, mention)

    def _known_by_name(self, mention: Mention) -> Speaker | None:
        """وأوضح النادي الملكي, after ريال مدريد spoke: a noun for the last body that spoke under a name of its own."""
        if mention.plural or not mention.definite or mention.stem not in folded("organisations.toml", "epithets"):
            return None
        if mention.described - {mention.stem} - frozenset(lexicon.adjectives().values()):
            return None
        last = next((one for one in reversed(self.spoke) if one.kind == "organisation"), None)
        return last if last is not None and not last.heads & lexicon.nouns().keys() else None

    def _state(self, mention: Mention) -> Speaker:
        """A state; a capital stands for its state where the article names it."""
        name = tuple(self.reading.words[mention.start : mention.end])
        place = lexicon.places().get(name)
        at = self._first(tuple(place.state.split())) if place and place.state != " ".join(name) else None
        if place is not None and at is not None:
            name = tuple(place.state.split())
            mention = replace(mention, start=at, end=at + len(name), core=(at, at + len(name)))
        for one in self.others.get(mention.stem, [])[-MOST:]:
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
            word = self.reading.words[at]
            teller = next((one for start, one in issuers if start < at <= start + _SETTING), None)
            if teller is not None and self.reading.words[at - 1] == "في" and not word.startswith("ال"):
                self.told_in[word] = teller
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
            governed = mention.start and self.reading.words[mention.start - 1] in source_words("before_documents")
            near = self._named_before(mention.start, NAMED) if governed else None
            return self.resolve(near, None) if near is not None else self._phrase(mention)  # قالت مسودة قرار إن …
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
        at = max(0, limit - NEARBY)
        while at < limit:
            mention = named_at(self.reading, at, limit)
            if mention is not None and mention.kind in kinds:
                found = mention
            at = max(at + 1, mention.end if mention is not None else 0)
        return found

    def _inner(self, mention: Mention) -> Mention | None:
        """Who issued a document, where its own phrase tells: بيان لوزارة الدفاع, بيان صادر عن الحزب."""
        words = self.reading.words
        limit = min(len(words), mention.end + 8)
        for at in range(mention.start + 1, limit):
            if (
                words[at] in ("ل", "عن", "من")
                or words[at] in source_words("issued")
                or (words[at] in lexicon.nouns() and at < mention.end)
            ):
                start = at if words[at] in lexicon.nouns() else at + 1
                inner = parse_mention(self.reading, start, limit)
                return inner if inner is not None and inner.kind in NAMED else None
            if words[at] not in ("صادر", "صادره", "اصدره", "اصدرته", "رسمي", "صحفي"):
                return None
        return None

    def _generic(self, mention: Mention, gender: Gender | None) -> Speaker | None:
        """A word that no list knows: a surname that stood before, or else a name or a noun."""
        words = tuple(self.reading.words[mention.start : mention.end])
        body = self._named_alike(words)
        if body is not None:
            return body
        known = self._person(words, mention.start) if len(words) <= 3 else None
        if known is not None and not (gender and known.gender and gender != known.gender):
            known.note(mention.start)
            return known
        if len(words) == 1 and mention.definite and words[0][2:] in self.told_in and is_everyday(words[0]):
            return self.told_in[words[0][2:]]  # وأضافت المدونة
        if is_everyday(words[0]) and not mention.definite and words[0].endswith("ا"):
            return None  # قال متحدثا …, قال ردا …
        return self._phrase(mention)

    def _counterpart(self, mention: Mention) -> Speaker | None:
        """نظيره الأميركي: whoever bears the last speaker's title in that country."""
        if not mention.described:
            return None
        last = self.spoke[-1] if self.spoke else None
        for one in self.people[-MOST:]:
            if one is not last and mention.described <= one.described and (last is None or one.heads & last.heads):
                return one
        return self._phrase(mention)
