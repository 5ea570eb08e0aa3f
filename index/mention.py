"""Mentions: the stretch of a sentence that names a person, a body or a source, and what it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from index import lexicon
from index.bearer import bearer_after
from index.conjugation import Gender
from index.cue_form import cue_forms
from index.draft import CALLED, COMMAS, MentionKind
from index.naming import bare, is_cue, is_name_word, is_named_by, name_gender
from index.title_reader import TitleReader
from index.tokens import Range, Reading
from index.word_list import match_phrase, people_words, source_words

_USUAL_NAME, _LONGEST_NAME = 4, 8  # tokens between quotation marks: of a name, of a body's whole name
_POST = 6  # tokens of what an adviser is for: للأمن القومي
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


class MentionReader(TitleReader):
    """A whole mention: titles, names, and what commas, و and other marks join."""

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
        name = (draft.name[0], draft.name[-1] + 1) if draft.name else None
        gender = (name_gender(self.words[name[0]]) if name else None) or draft.gender
        kind = "person" if name and draft.kind in ("generic", "role", "unnamed") else draft.kind
        if kind == "generic" and draft.noun is None and not draft.described:
            return None
        first = self.words[self.start]
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
        if word == "ف" or (word == "فان" and self._is_then(draft.at)):
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

    def _second_name(self, word: str) -> bool:
        """كيم والرئيس الكوري الجنوبي مون جاي إن: a word of the second one's name."""
        previous = self.words[self.draft.at - 1]
        opens = self._starts_name(self.draft.at) and previous != "و"
        if not opens or word in source_words("adverbs") or word in source_words("adverbial_prepositions"):
            return False
        return self._take()

    def _mark(self, word: str) -> bool:
        draft = self.draft
        if word in "#_" and draft.at + 1 < self.limit:
            draft.at += 1
            return True
        if word == "." and draft.at > self.start and len(self.words[draft.at - 1]) == 1:
            draft.at += 1
            return True
        if word == "(":
            return self._skip_to(")", 8)
        if word in COMMAS:
            return self._apposition() and not self._is_for_another()
        if word in "-–" and draft.name and draft.at + 1 < self.limit and self._is_hyphen(draft.at):
            if len(draft.name) == 1 and self.words[draft.at + 1] in lexicon.surnames():
                return False  # قمة كيم-ترمب
            draft.at += 1
            draft.name.append(draft.at)
            draft.at += 1
            return True
        quoted = self.reading.opens.get(draft.at)
        most = _LONGEST_NAME if quoted is not None and is_named_by(self.reading, quoted) else _USUAL_NAME
        short = quoted is not None and 0 < quoted.inner_end - quoted.inner_start <= most and quoted.end <= self.limit
        if quoted and short and (not draft.name or (draft.apposed and not draft.closed)):
            if draft.kind == "place" or any(is_cue(one) for one in self.words[quoted.inner_start : quoted.inner_end]):
                return False  # بغداد "انتهاء الحرب", قال شاهد "أعلنا الخبر"
            if not draft.name and self._is_quoted_name(range(quoted.inner_start, quoted.inner_end)):
                draft.name.extend(range(quoted.inner_start, quoted.inner_end))
                draft.at = quoted.end
                return True
            if draft.noun is None and not draft.described:
                draft.kind = "organisation"
            inner = [bare(one) for one in self.words[quoted.inner_start : quoted.inner_end]]
            draft.closed = True
            return self._take(quoted.end - draft.at, *inner)
        return False

    def _is_quoted_name(self, inner: range) -> bool:
        """الباحث الفلكي "هندي", مدير مكتب الصحة بالمحافظة "الخضر سالم": a person's name between marks."""
        draft = self.draft
        if draft.kind != "role" or not draft.closed or draft.plural:
            return False
        previous = lexicon.nouns().get(self.words[draft.at - 1])
        if previous is not None and previous.kind in ("organisation", "media") and len(inner) < 2:
            return False  # رئيس الشركة "سامسونغ"
        given = self.words[inner[0]] in lexicon.given_names()
        return given or all(
            is_name_word(word) or word in self.reading.names for word in self.words[inner[0] : inner[-1] + 1]
        )

    def _is_hyphen(self, at: int) -> bool:
        """جاي-إن, but no byline: عوض الفهمي- سبق."""
        return self.reading.follows_directly(at) and self.reading.follows_directly(at + 1)

    def _and(self) -> bool:
        """Whether the mention goes on after و: a second title of the same person, or a second body."""
        draft, after = self.draft, self.draft.at + 1
        if draft.at == self.start or after >= self.limit or not self.words[after][0].isalpha():
            return False
        word = self.words[after]
        noun = lexicon.nouns().get(word)
        same = (
            noun is not None
            and draft.noun is not None
            and (noun.kind == draft.noun.kind or {noun.kind, draft.noun.kind} == {"title", "unnamed"})
        )
        place = match_phrase(lexicon.place_phrases(), self.words, after, self.limit) > 0
        if draft.name:
            if noun is not None and noun.definite and not self.words[after].startswith("ال"):
                return False  # وصل بلال وزوجته
            other = noun is not None and noun.kind == "title" and noun.definite  # ترامب والمرشح الديمقراطي …
            if not other and (not self.bounded or not (self._starts_name(after) or same)):
                return False
            draft.plural = draft.plural or not (draft.apposed and same)  # جمال اللهو رئيس ومؤسس المهرجان is one person
            draft.name_done, draft.apposed, draft.closed = True, True, False
        elif same or (place and (draft.kind == "place" or self.bounded or self._is_after_place())):
            draft.plural = draft.plural or draft.kind == "place"
            draft.closed = False
        elif not word.startswith("ال") or draft.kind not in ("role", "unnamed", "organisation"):
            return False
        elif noun is not None and not (noun.kind == "organisation" and draft.body and draft.closed):
            return False  # but لجنة الأمن والدفاع
        draft.at += 1
        if draft.name and not draft.core_end:
            draft.core_end = after
        if not place and not same and not draft.name:
            draft.described.append(bare(word))
            draft.at += 1
        return True

    def _is_after_place(self) -> bool:
        """Whether the word before و is a state's: قادة فرنسا وألمانيا."""
        return (self.words[self.draft.at - 1],) in lexicon.places()

    def _skip_to(self, closing: str, most: int) -> bool:
        for at in range(self.draft.at + 1, min(self.draft.at + most, self.limit)):
            if self.words[at] == closing:
                self.draft.at = at + 1
                if not self.draft.name:
                    self.draft.core_end = at + 1
                return True
        return False

    def _apposition(self) -> bool:
        """Whether the mention goes on after a comma: a name after a title, or a title after a name."""
        draft = self.draft
        after = draft.at + 1
        if after >= self.limit or draft.at == self.start or draft.kind not in ("role", "person", "unnamed", "generic"):
            return False
        word = self.words[after]
        if word == "#" and after + 1 < self.limit:
            word = self.words[after + 1]
        noun = lexicon.nouns().get(word)
        is_title = noun is not None and noun.kind == "title" and not self._is_son(after)
        if draft.name:
            bearer = self._bearer_after(draft.at)
            if bearer is not None:
                draft.name.clear()
                draft.at, draft.closed, draft.of_another = bearer, True, False
                return True
            if not is_title:
                return False
            draft.name_done, draft.apposed, draft.closed = True, True, False
            draft.at += 1
            return True
        if word in CALLED and draft.noun is not None:
            draft.at += 1
            return True
        if is_title or word in people_words("honorifics"):
            draft.closed = False
            draft.at += 1
            return True
        if draft.noun is None or draft.plural or (draft.kind == "unnamed" and not draft.noun.definite):
            return False  # وصف مسؤول أميركي، ترمب، بأنه …
        national = word.startswith("ال") and word in lexicon.adjectives() and after + 1 < self.limit
        if national and self.words[after + 1] in lexicon.given_names():
            draft.at, draft.closed = after + 1, True  # رئيس النادي، القطري ناصر …
            draft.described.append(lexicon.adjectives()[word])
            return True
        if not self._starts_name(after):
            if not self._is_odd_name(after):
                return False
            draft.name.append(after)
            draft.at += 1
        draft.at += 1
        draft.closed = True
        return True

    def _bearer_after(self, at: int) -> int | None:
        """مستشار الرئيس دونالد ترامب للأمن القومي، جون …: where the one is named who serves the one named first."""
        draft = self.draft
        served = draft.noun is not None and draft.noun.stem in people_words("servants") and not draft.noun.definite
        if not served or self.words[draft.name[0] - 1] in COMMAS:
            return None
        titles = (lexicon.nouns().get(word) for word in self.words[self.start + 1 : draft.name[0]])
        if not any(noun is not None and noun.kind == "title" and noun.definite for noun in titles):
            return None
        comma = next((n for n in range(at, min(at + _POST, self.limit - 1)) if self.words[n] in COMMAS), None)
        if comma is None or any(self.words[n] in cue_forms() for n in range(at, comma)):
            return None
        return comma + 1 if self.words[comma + 1] in lexicon.given_names() else None

    def _is_for_another(self) -> bool:
        """متحدث باسم رئيس كوريا الجنوبية، مون جاي إن: the name is the president's, not the speaker's."""
        draft = self.draft
        return (
            draft.noun is not None
            and not draft.noun.definite
            and draft.noun.stem in ("متحدث", "ناطق")
            and ("رييس" in draft.described and not draft.name)
        )


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
    if words[start] in _never_first() or (start + 1 < limit and words[start + 1] in people_words("object_pronouns")):
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
