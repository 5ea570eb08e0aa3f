"""Mentions: the stretch of a sentence that names a person, a body or a source, and what it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from index import lexicon
from index.apposition import AppositionReader
from index.bearer import bearer_after
from index.conjugation import Gender
from index.draft import MentionKind, is_then
from index.naming import bare, is_cue, is_group, is_no_noun, is_owned, is_surely_name, is_thing, name_gender
from index.tokens import Range, Reading
from index.word_list import people_words, source_words

_COMPOUND = frozenset(("عبد", "ابو", "ابا", "ابي"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A range of tokens that names somebody.

    `name` is the part that is a person's own name, `stem` the noun that heads the rest, `described` the
    words of titles, bodies and places in it, without the article, for comparing one mention with another.
    """

    start: int
    end: int
    kind: MentionKind
    name: Range | None = None
    stem: str = ""
    described: frozenset[str] = frozenset()
    gender: Gender | None = None
    plural: bool = False
    definite: bool = False
    core: Range | None = None  # without apposition: the phrase to show where there is no name
    heads: frozenset[str] = frozenset()  # the nouns that head its titles: رئيس and وزير in الرئيس السابق ووزير …


class MentionReader(AppositionReader):
    """A whole mention, token by token: titles, names, and what stands in apposition."""

    def parse(self) -> Mention | None:
        """The mention from the start on, or None where nobody is named there."""
        draft = self.draft
        end = self.start
        while draft.at < self.limit:
            if not self._step():
                break
            end = draft.at
        return self._mention(end)

    def _mention(self, end: int) -> Mention | None:
        draft = self.draft
        while end > self.start and not self.words[end - 1][0].isalnum():
            end -= 1
        end = self._with_closing_marks(end)
        if end == self.start:
            return None
        doubtful = len(draft.name) == 1 and end <= draft.name[0] + 1
        if doubtful and draft.kind == "generic" and is_no_noun(self.reading, draft.name[0]):
            return None
        group = doubtful and draft.kind == "generic" and is_group(self.reading, draft.name[0])
        role = doubtful and draft.kind == "role" and is_no_noun(self.reading, draft.name[0])
        thing = doubtful and not self.bounded and is_thing(self.reading, draft.name[0])  # but وقال الدرويش إن …
        if doubtful and (group or role or thing or self._is_adjective()):
            draft.name.clear()
            draft.described.append(bare(self.words[end - 1]))
            draft.kind, draft.plural = ("unnamed", True) if group else (draft.kind, draft.plural)
        name = (draft.name[0], draft.name[-1] + 1) if draft.name else None
        gender = (name_gender(self.words[name[0]]) if name and not self._is_her_title() else None) or draft.gender
        kind = "person" if name and draft.kind in ("generic", "role", "unnamed") else draft.kind
        first = self.words[self.start]
        nobody = not draft.described or is_no_noun(self.reading, self.start)
        if kind == "generic" and draft.noun is None and nobody:
            return None  # أشار تلويح كوريا الشمالية بالانسحاب إلى …, وكتب تحته: "…"
        return Mention(
            self.start,
            end,
            kind,
            name,
            draft.noun.stem if draft.noun else bare(first),
            frozenset(draft.described),
            gender,
            draft.plural,
            first.startswith("ال") or bool(draft.noun and draft.noun.definite),
            (self.start, end if draft.plural else min(draft.core_end or end, end)),
            frozenset(draft.heads),
        )

    def _is_her_title(self) -> bool:
        """المدعية العامة فاتو بنسودا: a title of a woman tells more than a list of names."""
        noun, first = self.draft.noun, self.words[self.start]
        if noun is None or first in people_words("honorifics") or is_owned(self.reading, self.start):
            return False
        return noun.kind == "title" and noun.gender == "f"

    def _is_adjective(self) -> bool:
        """النجم السينمائي: what stands with the article right behind a title with it, and is in no list of names."""
        at = self.draft.name[0]
        title = lexicon.nouns().get(self.words[at - 1]) if at > self.start else None
        if title is None or not title.definite or self.words[at - 1] in people_words("honorifics"):
            return False
        return self.words[at].startswith("ال") and not is_surely_name(self.reading, at)

    def _with_closing_marks(self, end: int) -> int:
        """Past the mark that closes a name inside the mention: صحيفة "آس"."""
        bracket = end < self.limit and self.words[end] == ")" and "(" in self.words[self.start : end]
        if bracket and ")" not in self.words[self.start : end]:
            self.draft.core_end = end + 1 if self.draft.core_end >= end else self.draft.core_end
            return end + 1  # موقع (فوتبول إيطاليا)
        opened = [self.reading.opens[at] for at in range(self.start, end) if at in self.reading.opens]
        return max([end, *(one.end for one in opened if one.end <= self.limit and one.inner_end <= end)])

    def _step(self) -> bool:
        """Take the token at hand; False where the mention ends before it."""
        draft, word = self.draft, self.words[self.draft.at]
        if not word[0].isalnum():
            return self._mark(word)
        counted = word in people_words("numbers") and self.words[min(draft.at + 1, self.limit - 1)] in lexicon.nouns()
        if draft.at == self.start and (word.isdigit() or counted):
            draft.at += 1  # 3 مصادر مطلعة, أربعة أحزاب
            return draft.at < self.limit
        if len(word) == 1 and word.isalpha() and self._is_initial():
            draft.name.append(draft.at)
            draft.at += 2
            return True
        if word == "و":
            return self._and()
        if word == "ف" or (word == "فان" and is_then(self.reading, draft.at)):
            return False
        if draft.name and not draft.name_done:
            if self._name_goes_on(word):
                draft.name.append(draft.at)
                draft.at += 1
                return True
            if not draft.name:
                return self._describe(word)
            bearer = self._bearer_after(draft.at) if word == "ل" or word in source_words("title_links") else None
            if bearer is not None:
                draft.name.clear()
                draft.at, draft.of_another = bearer, False
                return True
            draft.name_done = True
            draft.apposed = self._is_title_of(word)
            draft.closed = not draft.apposed
        if word in source_words("relatives") or is_cue(word):
            return False
        if draft.name_done:
            return draft.apposed and (self._describe(word) or (draft.plural and self._second_name(word)))
        return self._describe(word)


@cache
def _never_first() -> frozenset[str]:
    keys = ("clause_openers", "negations", "questions", "relatives", "clause_words")
    return frozenset().union(*(source_words(key) for key in keys)) - people_words("pronouns")


def parse_mention(reading: Reading, start: int, limit: int, bounded: bool = False) -> Mention | None:
    """The mention that begins at a token and ends before `limit`, or None where nobody is named there."""
    start = _without_marks(reading, start, limit)
    words = reading.words
    if start + 2 < limit and words[start] == "كل" and words[start + 1] == "من":
        start += 2
    if start + 1 < limit and words[start] in people_words("pointers") and words[start + 1] in lexicon.nouns():
        start += 1  # وفق نفس المصادر, أوضحت هذه المصادر
    if start >= limit:
        return None
    opens = words[start] in _never_first() and (words[start] != "فان" or is_then(reading, start))
    if opens or (start + 1 < limit and words[start + 1] in people_words("object_pronouns")):
        return None  # متهما إياها بـ…
    if words[start] in people_words("pronouns"):
        feminine = words[start].endswith(("ها", "هي", "يره"))
        plural = words[start].endswith(("هم", "هما", "ولا"))
        return Mention(start, start + 1, "pronoun", gender="f" if feminine else "m", plural=plural)
    if words[start] in people_words("counterparts"):
        return _counterpart(reading, start, limit, bounded)
    mention = MentionReader(reading, start, limit, bounded).parse()
    return mention and _with_bearer(reading, mention, limit)


def _with_bearer(reading: Reading, title: Mention, limit: int) -> Mention:
    """A title that was read up to its first preposition, with the name that stands behind the rest of it."""
    if title.kind not in ("role", "unnamed") or title.name or title.plural:
        return title
    at = bearer_after(reading, title.end, limit)
    if at is None and title.end < limit and _is_another_office(reading, title):
        at = title.end  # أمين منطقة الجوف رئيس اللجنة المحلية المهندس عجب القحطاني
    bearer = MentionReader(reading, at, limit, bounded=False).parse() if at is not None else None
    if bearer is None or bearer.kind != "person" or bearer.plural or bearer.name is None:
        return title
    if bearer.gender == "m" and title.gender == "f":
        return title  # مشاركة الفريق …
    return replace(
        title,
        end=bearer.end,
        kind="person",
        name=bearer.name,
        described=title.described | bearer.described | {bare(word) for word in reading.words[title.end : at]},
        gender=bearer.gender or title.gender,
        heads=title.heads | bearer.heads,
    )


def _is_another_office(reading: Reading, title: Mention) -> bool:
    """Whether behind a whole title another one begins, of the same person: without the article, and in his gender."""
    noun, last = lexicon.nouns().get(reading.words[title.end]), reading.words[title.end - 1]
    office = noun is not None and noun.kind == "title" and not noun.plural and not noun.definite
    return office and last.startswith("ال") and noun is not None and noun.gender == title.gender


def _counterpart(reading: Reading, start: int, limit: int, bounded: bool) -> Mention | None:
    """نظيره الأميركي جون كيري: the same office in another country, with or without a name."""
    rest = MentionReader(reading, start + 1, limit, bounded).parse() if start + 1 < limit else None
    if rest is None:
        return Mention(start, start + 1, "role", stem="نظير", gender="m", definite=True, core=(start, start + 1))
    kind: MentionKind = "person" if rest.name else "role"
    end = rest.end if rest.kind in ("role", "person", "place") else start + 1
    return Mention(start, end, kind, rest.name, "نظير", rest.described, "m", False, True, (start, end))


def _without_marks(reading: Reading, start: int, limit: int) -> int:
    while start < limit and (reading.words[start] in "#_،,-–—." or _opens_a_name(reading, start)):
        start += 1
    return start


def _opens_a_name(reading: Reading, at: int) -> bool:
    quoted = reading.opens.get(at)
    return quoted is not None and quoted.inner_start == at + 1 and quoted.inner_end - quoted.inner_start <= 4


def name_words(reading: Reading, mention: Mention) -> tuple[str, ...]:
    """The folded words of the name in a mention, without marks; عبد العزيز and نصر الله are one word each."""
    if mention.name is None:
        return ()
    joined: list[str] = []
    for word in _words_of(reading, mention.name):
        if joined and (joined[-1] in _COMPOUND or (word == "الله" and len(joined[-1]) > 2)):
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def _words_of(reading: Reading, tokens: Range) -> Iterator[str]:
    for at in range(*tokens):
        if reading.words[at][0].isalnum():
            yield reading.words[at]
