"""The cast of one article: who is meant by a mention, among all whom the article names (see `roster`)."""

from collections.abc import Sequence
from dataclasses import replace

from index import lexicon
from index.announced import Announced
from index.bodies import Bodies
from index.conjugation import Gender
from index.description import Descriptions
from index.mention import Mention, name_words, parse_mention
from index.naming import bare, is_cue, is_everyday, is_in_favour
from index.speaker import NAMED, Speaker, named_at
from index.spoken_name import spoken_names
from index.tokens import Range, Reading
from index.word_list import ordered, people_words, source_words

_SETTING = 10  # tokens after a cue where it may be told in what somebody spoke


class Cast(Bodies, Descriptions, Announced):
    """The roster, and who is meant by a mention."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.documents: dict[str, Speaker] = {}  # who issued the last document of each kind
        self.told_in: dict[str, Speaker] = {}  # who spoke in a thing that no list knows: في مدونة قصيرة

    def resolve(self, mention: Mention, gender: Gender | None, goes_on: bool = False) -> Speaker | None:
        """Who a mention means, or None where it cannot be told; `gender` is what the verb shows.

        `goes_on`: the verb says that whoever spoke last goes on (أضاف, تابع).
        """
        match mention.kind:
            case "person":
                alone = mention.name is not None and mention.name[0] == mention.start  # not مورا بولدريني
                body = self._named_alike(name_words(self.reading, mention)) if alone else None
                return body or self.introduce(mention, bool(mention.stem)) or self._phrase(mention)
            case "pronoun" if self.is_sacred(mention):
                return self._praised(mention)
            case "pronoun":
                return self._latter(mention) or self.recall(mention.gender, mention.plural)
            case "document":
                return self._issuer(mention)
            case "generic":
                return self._generic(mention, gender)
            case "role" if mention.stem == "نظير":
                return self._counterpart(mention)
            case "role" | "unnamed":
                return self._described(mention, goes_on) or self._announced(mention) or self._phrase(mention)
            case _:
                return self._body(mention)

    def by_title_alone(self, mention: Mention) -> Speaker:
        """Whoever a title means, of whom nothing else is known."""
        return self._phrase(mention)

    def is_sacred(self, mention: Mention) -> bool:
        """قال تعالى, قال النبي: whether God or the Prophet is meant, whom others quote and do not go on from."""
        words = tuple(self.reading.words[mention.start : mention.end])
        praised = words[0] in people_words("praises_of_god") | people_words("praises_of_the_prophet")
        return praised or words in ordered("people.toml", "names_of_the_prophet")

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
            if bare(words[at]) not in ("صادر", "صادره", "اصدره", "اصدرته", "رسمي", "صحفي"):
                return None
        return None

    def _generic(self, mention: Mention, gender: Gender | None) -> Speaker | None:
        """A word that no list knows: a surname that stood before, or else a name or a noun."""
        words = tuple(self.reading.words[mention.start : mention.end])
        if words in ordered("organisations.toml", "ministries"):
            return self._ministry(mention)
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


def meet(reading: Reading) -> Cast:
    """The cast of an article: everybody who is named with a title or a given name anywhere in it."""
    cast = Cast(reading)
    spoken = spoken_names(reading)
    reading.names.update(spoken.values())
    reading.first_names.update(spoken)
    given, nouns = lexicon.given_names(), lexicon.nouns()
    counterparts = people_words("counterparts")
    for start, end in reading.sentences:
        at = start
        while at < end:
            word = reading.words[at]
            noun = nouns.get(word)
            mention, dual = None, False
            named = word in given and not is_cue(word, True) and not is_in_favour(reading, at)
            named = named or at in reading.first_names
            if named or word in counterparts or (noun is not None and noun.kind == "title"):
                dual = noun is not None and noun.plural and not noun.definite and noun.stem in people_words("duals")
                mention = parse_mention(reading, at, min(end, at + 24), bounded=dual)
            other = cast.second_title(mention) if mention is not None else None
            if other is None and mention is not None and mention.name is not None and _is_full(mention):
                if mention.plural and dual:
                    mention = replace(mention, plural=False, end=mention.name[1])  # وزيرا الخارجية الروسي سيرغي لافروف
                person = cast.introduce(mention)
                cast.appoint(person, mention.end)
                cast.tell(person, mention.end, min(end, mention.end + 24))
            else:
                mention = None
                if noun is not None and noun.kind == "organisation" and not noun.definite and not noun.plural:
                    body = parse_mention(reading, at, min(end, at + 8))
                    if body is not None and body.kind == "organisation" and body.end - body.start > 1:
                        cast.found_body(body)
            at = other or max(mention.end if mention is not None else 0, at + 1)
    return cast


def _is_full(mention: Mention) -> bool:
    assert mention.name is not None
    return mention.name[1] - mention.name[0] > 1 or bool(mention.stem and mention.described)
