"""The roster of one article: everybody whom it names, and who spoke last."""

from collections import defaultdict
from collections.abc import Iterable

from index import lexicon
from index.arabic import fold
from index.conjugation import Gender
from index.cue_form import cue_forms
from index.draft import COMMAS, MentionKind
from index.mention import Mention, name_words, parse_mention
from index.naming import is_name_word, is_owned
from index.speaker import Speaker, agrees, is_fathers_name, is_slip, named_at, same_name, without_article
from index.tokens import Range, Reading
from index.word_list import people_words, source_words

MOST = 200  # candidates that one mention is compared with, the latest ones: keeps huge texts linear
NEARBY = 60  # tokens back to somebody who is named but has not spoken
_TITLE = 16  # tokens of a title behind a name
_MEMORY = 8  # speakers that a pronoun or an elided subject may go back to


class Roster:
    """Everybody whom one article names so far, and who spoke last."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.people: list[Speaker] = []
        self.by_word: defaultdict[str, list[Speaker]] = defaultdict(list)  # people by each word of their names
        self.by_head: defaultdict[str, list[Speaker]] = defaultdict(list)  # people by the nouns of their titles
        self.others: defaultdict[str, list[Speaker]] = defaultdict(list)  # other speakers by the noun that heads them
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
            is_name_word(word) or (sure and (_may_be_name(word) or word in lexicon.adjectives()))
            for word in words
            if word not in known.words
        ):
            self._index(known, tuple(word for word in words if word not in known.words))
            known.text, known.words = text, words
        if len(words) > 1 and not any(one in lexicon.function_words() for one in words):
            self.reading.names.add(words[-1])
            self.reading.names.add(self.reading.words[mention.name[1] - 1])
        elif mention.described and not words[0].startswith(("ال", "ب", "ل")) and self._is_unlisted(words[0]):
            self.reading.names.add(words[0])  # نجم الكرة البرازيلية روماريو
        known.gender = known.gender or mention.gender
        known.note(mention.start)
        has_office = bool(known.heads)
        self._describe(known, mention.heads, mention.described)
        if mention.stem == "نظير" and not has_office:
            self._share_office(mention, known)
        return known

    def _is_unlisted(self, word: str) -> bool:
        return is_name_word(word) and word not in lexicon.given_names()

    def appoint(self, person: Speaker | None, at: int) -> None:
        """عين المجلس سمير صفير مديرا للمصرف: a title without the article right after a name."""
        noun = lexicon.nouns().get(self.reading.words[at]) if at < len(self.reading.words) else None
        if person is None or noun is None or noun.kind != "title" or noun.definite or noun.plural:
            return
        if is_owned(self.reading, at):
            return  # نصح ريفالدو مواطنه …
        title = parse_mention(self.reading, at, min(len(self.reading.words), at + _TITLE))
        other = self.second_title(title) if title is not None else None
        title = title if other is None else parse_mention(self.reading, at, other)
        if title is not None and title.kind == "role" and not title.plural:
            self._describe(person, title.heads, title.described)

    def second_title(self, mention: Mention) -> int | None:
        """سمير صفير رئيس النادي المدرب هاني وهبي: where, between a title right behind the name whose it is and a second
        name, another title begins that has the article."""
        start, words = mention.start, self.reading.words
        if mention.name is None or start == 0 or not is_name_word(words[start - 1]) or words[start].startswith("ال"):
            return None
        for at in range(start + 2, mention.name[0] - 1):
            noun = lexicon.nouns().get(words[at])
            titled = noun is not None and noun.kind == "title" and noun.definite and not noun.plural
            complete = words[at - 1].startswith("ال") or words[at - 1] in lexicon.adjectives()
            if titled and complete and words[at] not in people_words("honorifics"):
                return at
        return None

    def tell(self, person: Speaker | None, at: int, limit: int) -> None:
        """عادل ملطاني، وهو شيخ طائفة الصرافين: a title that an aside tells of whoever stands before it."""
        words = self.reading.words
        at += at < limit and words[at] in COMMAS
        if person is None or at + 1 >= limit or words[at] not in ("وهو", "وهي"):
            return
        title = parse_mention(self.reading, at + 1, limit)
        if title is not None and title.kind == "role" and not title.plural:
            self._describe(person, title.heads, title.described)

    def _index(self, person: Speaker, words: Iterable[str]) -> None:
        for word in without_article(words):
            self.by_word[word].append(person)

    def _describe(self, person: Speaker, heads: frozenset[str], described: frozenset[str]) -> None:
        for head in heads - person.heads:
            self.by_head[head].append(person)
        person.describe(heads, described)

    def _share_office(self, mention: Mention, bearer: Speaker) -> None:
        """Give نظيره الروسي the office of the one named last before him, in his own country."""
        others = [one for one in self.people[-MOST:] if one is not bearer and one.heads]
        last = max(others, key=lambda one: one.last_before(mention.start), default=None)
        if last is not None:
            self._describe(bearer, last.heads, last.described - frozenset(lexicon.adjectives().values()))

    def _person(self, words: tuple[str, ...], at: int) -> Speaker | None:
        """The person of this name: all the words of one form are in the other, the last one foremost."""
        near = {id(one): one for word in without_article(words) for one in self.by_word.get(word, [])[-MOST:]}
        fits = [one for one in near.values() if same_name(words, one.words) and not is_fathers_name(words, one)]
        fits = fits or self._misspelled(words, at)
        return max(fits, key=lambda one: (words[-1] in one.words[-1:], one.last_before(at)), default=None)

    def _misspelled(self, words: tuple[str, ...], at: int) -> list[Speaker]:
        """Who was named in full before under nearly the same surname, with the same other names if any are given."""
        return [
            one
            for one in self.people[-MOST:]
            if (len(one.words) > 1 or one.heads)
            and one.last_before(at) >= 0
            and is_slip(words[-1], one.words[-1])
            and (len(words) == 1 or words[:-1] == one.words[:-1])
        ]

    def named_at(self, at: int, limit: int) -> Mention | None:
        """A person of the cast who is named by a surname from this token on."""
        word = self.reading.words[at]
        if word not in self.reading.names:
            return None
        mention = parse_mention(self.reading, at, limit)
        return mention if mention is not None and mention.kind in ("person", "generic") else None

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

    def _phrase(self, mention: Mention) -> Speaker:
        """A speaker who is known by a phrase only; the same phrase again means the same one."""
        text = self._text(mention.core or (mention.start, mention.end))
        heads = frozenset((mention.stem,))
        known = Speaker(mention.kind, text, (), mention.gender, mention.plural, heads, mention.described)
        known.note(mention.start)
        self.others[mention.stem].append(known)
        return known

    # --- who spoke

    def recall(self, gender: Gender | None, plural: bool) -> Speaker | None:
        """The last speaker whom an elided subject or a pronoun of this gender can mean."""
        for one in reversed(self.spoke):
            if agrees(one, gender, plural):
                return one
            if one is self.spoke[-1] and self.goes_on(one, gender, plural):
                return one
        quoted = next((one for one in reversed(self.quoted) if agrees(one, gender, plural)), None)
        return quoted or next((one for one in reversed(self.spoke) if one.plural and not plural), None)

    def goes_on(self, last: Speaker, gender: Gender | None, plural: bool) -> bool:
        """قالت الوزارة … وتابع البيان … وأضاف: whether a verb agrees with the last one, if not with who is meant."""
        several = last.plural and gender == "m" and last.kind in ("role", "unnamed")  # قال مسؤولون … وأضاف
        single = (last.kind != "person" or last.plural) and not plural and not several
        return single and gender is not None and gender == self.last_verb

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

    def named_alone(self, at: int, gender: Gender | None, plural: bool) -> Speaker | None:
        """The only person of the verb's gender who is named shortly before a token."""
        if gender is None or plural:
            return None
        near = [one for one in self.people[-MOST:] if one.last_before(at) >= max(0, at - NEARBY)]
        fits = [one for one in near if one.gender == gender]
        return fits[0] if len(fits) == 1 and all(one.gender for one in near) else None

    def _text(self, tokens: Range) -> str:
        """The source text of a phrase, with the article as it is written without a particle: للجيش is said of الجيش."""
        text = self.reading.slice(tokens)
        first, written = self.reading.words[tokens[0]], fold(text)
        if not first.startswith("ال") or not written.startswith("ل"):
            return text
        return ("ال" if first.startswith("الل") and not written.startswith("لل") else "ا") + text


def _may_be_name(word: str) -> bool:
    """Whether an everyday word (حداد, نجار, بركة) may end a name."""
    others = (lexicon.function_words(), cue_forms(), lexicon.nouns(), lexicon.adjectives())
    plain = not any(word in one for one in others) and word not in source_words("adverbs")
    return plain and not word.startswith("ال") and not word.endswith(("ا", "ات"))
