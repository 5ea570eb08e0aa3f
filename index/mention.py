"""Mentions: the stretch of a sentence that names a person, a body or a source, and what it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from index import lexicon
from index.lexicon import Gender, Noun
from index.naming import bare, is_cue, is_everyday, is_name_word, is_surely_name, name_gender
from index.tokens import Range, Reading

MentionKind = Literal["person", "role", "organisation", "media", "place", "unnamed", "document", "generic", "pronoun"]

_COMMAS = frozenset("،,")
_LONGEST = 32  # tokens; nobody's titles are longer
_LONGEST_NAME = 6
_TITLE_PREPOSITIONS = frozenset(("في", "لدي", "من", "علي", "ب", "ل"))


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


@cache
def _small(key: str) -> frozenset[str]:
    return lexicon.folded("sources.toml", key)


@cache
def _people(key: str) -> frozenset[str]:
    return lexicon.folded("people.toml", key)


@dataclass(slots=True)
class _Draft:
    """A mention as it grows, token by token."""

    at: int
    noun: Noun | None = None
    kind: MentionKind = "generic"
    closed: bool = False  # the head and its genitives are complete: only adjectives and names may follow
    name: list[int] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    gender: Gender | None = None
    plural: bool = False
    core_end: int = 0
    heads: list[str] = field(default_factory=list)
    name_done: bool = False
    apposed: bool = False  # titles follow the name
    of_another: bool = False  # a name inside the description: محامي ترامب


class _Parser:
    """Reads one mention from left to right; `bounded` where something else marks its end (أن, a colon)."""

    def __init__(self, reading: Reading, start: int, limit: int, bounded: bool) -> None:
        self.words = reading.words
        self.reading = reading
        self.start = start
        self.limit = min(limit, start + _LONGEST)
        self.bounded = bounded
        self.draft = _Draft(start)

    def parse(self) -> Mention | None:
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
            self.start, end, kind, name, draft.noun.stem if draft.noun else bare(first),
            frozenset(draft.described), gender, draft.plural,
            first.startswith("ال") or bool(draft.noun and draft.noun.definite),
            (self.start, end if draft.plural else min(draft.core_end or end, end)),
            frozenset(draft.heads),
        )

    def _with_closing_marks(self, end: int) -> int:
        """Past the mark that closes a name inside the mention: صحيفة "آس"."""
        opened = [self.reading.opens[at] for at in range(self.start, end) if at in self.reading.opens]
        return max([end, *(one.end for one in opened if one.end <= self.limit and one.inner_end <= end)])

    # --- one token

    def _step(self) -> bool:
        """Take the token at hand; False where the mention ends before it."""
        draft, word = self.draft, self.words[self.draft.at]
        if not word[0].isalnum():
            return self._mark(word)
        if word.isdigit() and draft.at == self.start:
            draft.at += 1  # 3 مصادر مطلعة
            return draft.at < self.limit
        if word == "و":
            return self._and()
        if word == "ف":
            return False
        if draft.name and not draft.name_done:
            if self._name_goes_on(word):
                draft.name.append(draft.at)
                draft.at += 1
                return True
            draft.name_done = True
            draft.apposed = self._is_title_of(word)
            draft.closed = not draft.apposed
        if word in _small("relatives") or is_cue(word):
            return False
        if draft.name_done:
            return draft.apposed and self._describe(word)
        return self._describe(word)

    def _take(self, count: int = 1, *described: str) -> bool:
        self.draft.at += count
        self.draft.described.extend(described)
        if not self.draft.name:
            self.draft.core_end = self.draft.at
        return True

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
        if word in _COMMAS:
            return self._apposition() and not self._is_for_another()
        if word in "-–" and draft.name and self.reading.follows_directly(draft.at) and draft.at + 1 < self.limit:
            draft.at += 1
            draft.name.append(draft.at)
            draft.at += 1
            return True
        quoted = self.reading.opens.get(draft.at)
        if quoted and 0 < quoted.inner_end - quoted.inner_start <= 4 and quoted.end <= self.limit and not draft.name:
            if draft.noun is None and not draft.described:
                draft.kind = "organisation"
            inner = [bare(one) for one in self.words[quoted.inner_start : quoted.inner_end]]
            draft.closed = True
            return self._take(quoted.end - draft.at, *inner)
        return False

    def _and(self) -> bool:
        """Whether the mention goes on after و: a second title of the same person, or a second body."""
        draft, after = self.draft, self.draft.at + 1
        if draft.at == self.start or after >= self.limit or not self.words[after][0].isalpha():
            return False
        word = self.words[after]
        noun = lexicon.nouns().get(word)
        same = noun is not None and draft.noun is not None and noun.kind == draft.noun.kind
        place = lexicon.match_phrase(lexicon.place_phrases(), self.words, after, self.limit) > 0
        if draft.name:
            if not self.bounded or not (self._starts_name(after) or same):
                return False
            draft.name_done, draft.apposed, draft.closed, draft.plural = True, True, False, True
        elif same or (place and (draft.kind == "place" or self.bounded or self._is_after_place())):
            draft.plural = draft.plural or draft.kind == "place"
            draft.closed = False
        elif not word.startswith("ال") or noun is not None or draft.kind not in ("role", "unnamed", "organisation"):
            return False
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
        is_title = noun is not None and noun.kind == "title"
        if draft.name:
            if not is_title:
                return False
            draft.name_done, draft.apposed, draft.closed = True, True, False
            draft.at += 1
            return True
        if is_title or word in _people("honorifics"):
            draft.closed = False
            draft.at += 1
            return True
        if draft.noun is None or draft.plural:
            return False
        if not self._starts_name(after):
            if not self._is_odd_name(after):
                return False
            draft.name.append(after)
            draft.at += 1
        draft.at += 1
        draft.closed = True
        return True

    def _is_odd_name(self, at: int) -> bool:
        """الخبير الكيميائي، فيل ميرزايانوف: an everyday word that a surname follows."""
        word = self.words[at]
        if at + 1 >= self.limit or word.startswith("ال") or not word.isalpha() or len(word) < 2:
            return False
        if word in lexicon.function_words() or is_cue(word) or word in lexicon.nouns():
            return False
        following = self.words[at + 1]
        return following in lexicon.surnames() or (following not in lexicon.given_names() and is_name_word(following))

    def _is_for_another(self) -> bool:
        """متحدث باسم رئيس كوريا الجنوبية، مون جاي إن: the name is the president's, not the speaker's."""
        draft = self.draft
        return draft.noun is not None and not draft.noun.definite and draft.noun.stem in ("متحدث", "ناطق") and (
            "رييس" in draft.described and not draft.name
        )

    def _starts_name(self, at: int) -> bool:
        word = self.words[at]
        if word == "#":
            word = self.words[at + 1] if at + 1 < self.limit else word
        if word in lexicon.given_names() or word in _people("name_particles"):
            return True
        return is_name_word(word) and not lexicon.match_phrase(lexicon.place_phrases(), self.words, at, self.limit)

    # --- a name

    def _name_goes_on(self, word: str) -> bool:
        draft = self.draft
        if len(draft.name) >= _LONGEST_NAME:
            return False
        last = self.words[draft.name[-1]]
        if len(draft.name) == 1 and last.startswith("ال") and word in lexicon.given_names():
            draft.name.clear()  # المخلوع نواز شريف: the first word was no name
            return True
        if last in lexicon.surnames() and word in lexicon.surnames() and last not in lexicon.given_names():
            return False  # وصف أردوغان نتنياهو …
        if word == "ان" and last in _people("before_in") and len(draft.name) > 1:
            return True
        if len(draft.name) == 1 and last == "علي" and word in ("اكبر", "اصغر"):
            return True
        joins = last in _people("name_particles") and last not in ("الله", "الدين")
        if word == "علي" and draft.at + 1 < self.limit and self.words[draft.at + 1][0].isalnum():
            return is_surely_name(self.reading, draft.at + 1) or self.words[draft.at + 1] in ("اكبر", "عبد")
        if word in lexicon.given_names() or word in _people("name_particles") or joins:
            return not (word in _small("adverbial_prepositions") and word not in lexicon.given_names())
        if word in _small("adverbs") or word in _small("adverbial_prepositions") or word in _small("clause_words"):
            return False
        if word.startswith("ال"):
            return self._is_surname(word)
        if is_name_word(word) or word in self.reading.names:
            return not (word[0] == "و" and is_name_word(word[1:]) and len(word) > 3)
        if word[0] == "و" and len(draft.name) == 1 and not is_everyday(word) and not is_name_word(word[1:]):
            return word not in lexicon.function_words()  # بيتر ويلسون
        ends_here = draft.at + 1 >= self.limit or not self.words[draft.at + 1][0].isalnum()
        if word.endswith(("ته", "ها", "هم")):
            return False
        other = word in lexicon.function_words() or word in lexicon.cue_forms() or word in lexicon.nouns()
        return ends_here and not other and len(draft.name) < 3

    def _is_title_of(self, word: str) -> bool:
        """جيف رو رئيس مجلس الأغذية: a title that follows a name without a comma."""
        noun = lexicon.nouns().get(word)
        return self.bounded and noun is not None and noun.kind == "title" and not noun.plural and (
            not noun.definite or word not in lexicon.adjectives()
        )

    def _is_surname(self, word: str) -> bool:
        """Whether a word with the article goes on with a name: سعد الحريري, but not ترامب الاتفاق."""
        draft = self.draft
        particles = _people("name_particles")
        if any(self.words[at].startswith("ال") and self.words[at - 1] not in particles for at in draft.name):
            return False
        if any(
            lexicon.match_phrase(table, self.words, draft.at, self.limit)
            for table in (lexicon.place_phrases(), lexicon.body_phrases())
        ):
            return False
        if word in lexicon.adjectives() or (word in lexicon.nouns() and len(draft.name) > 1):
            return False
        last_is_given = self.words[draft.name[-1]] in lexicon.given_names()
        ends_here = draft.at + 1 >= self.limit or not self.words[draft.at + 1][0].isalnum()
        return last_is_given or not is_everyday(word) or (ends_here and self.bounded)

    # --- titles, bodies, places

    def _describe(self, word: str) -> bool:
        draft = self.draft
        if word in _people("honorifics") and not draft.name_done and (draft.noun is None or draft.closed) and (
            draft.at + 1 < self.limit and self._after_honorific(draft.at + 1)
        ):
            draft.kind = "role" if draft.kind == "generic" else draft.kind
            noun = lexicon.nouns().get(word)
            draft.gender = noun.gender if noun and draft.gender is None else draft.gender
            draft.noun = draft.noun or noun
            draft.closed = True
            if noun:
                draft.heads.append(noun.stem)
            return self._take(1, *([noun.stem] if noun else []))
        if word in _small("title_links") and draft.noun:
            draft.closed = False
            return self._take()
        if word in _small("adverbial_prepositions") and not (word == "علي" and self._is_ali()):
            return self._preposition(word)
        if word in _small("adverbs") or word in _small("clause_words"):
            return False
        if draft.noun and not draft.closed and word in lexicon.adjectives() and not word.startswith("ال"):
            draft.closed = True
            return self._take(1, lexicon.adjectives()[word])
        return self._phrase(word) or self._noun(word) or self._plain(word)

    def _after_honorific(self, at: int) -> bool:
        word = self.words[at]
        return word == "." or word in _people("honorifics") or self._starts_name(at) or word.startswith("ال")

    def _preposition(self, word: str) -> bool:
        """في, لدى, من, ب, ل inside a title (السفير لدى تركيا); any other ends the mention."""
        draft, after = self.draft, self.draft.at + 1
        if draft.noun is None or (draft.name and not draft.apposed) or after >= self.limit:
            return False
        following = self.words[after]
        if word not in _TITLE_PREPOSITIONS or not following[0].isalpha():
            return False
        if following in _small("occasions") or following in _small("adverbs"):
            return False
        noun = lexicon.nouns().get(following)
        if word == "ل" and (following in lexicon.media_phrases() or (noun is not None and noun.kind != "organisation")):
            return False
        if word == "ل" and draft.noun.kind == "organisation" and noun is None and is_everyday(following):
            draft.closed = False  # مكتب الأمم المتحدة لتنسيق الشؤون الإنسانية
            return self._take()
        if word == "من" and self.words[draft.at - 1] == "كل":
            draft.closed = False
            return self._take()
        if not self.bounded or word == "ب":
            if word in ("من", "علي") or draft.noun.kind not in ("title", "unnamed") or not self._is_seat(after):
                return False
        elif self._is_outside(word, draft.noun, after):
            return False
        draft.closed = False
        return self._take()

    def _is_outside(self, word: str, noun: Noun, after: int) -> bool:
        """Whether a preposition between a title and the mark after it begins something else."""
        if word == "من":
            return noun.kind != "unnamed" and not noun.plural
        return word in ("في", "لدي") and noun.definite and not self._is_seat(after)

    def _is_ali(self) -> bool:
        """Whether علي after a complete title is the name rather than the preposition."""
        draft, after = self.draft, self.draft.at + 1
        if draft.noun is None or not draft.closed or draft.noun.kind != "title" or after >= self.limit:
            return False
        return self._starts_name(after) or self.words[after] in ("اكبر", "اصغر")

    def _is_seat(self, at: int) -> bool:
        """Whether a body or a place stands here, where somebody may hold an office."""
        word = self.words[at]
        noun = lexicon.nouns().get(word)
        return bool(noun and noun.kind == "organisation") or any(
            lexicon.match_phrase(table, self.words, at, self.limit)
            for table in (lexicon.place_phrases(), lexicon.body_phrases())
        )

    def _phrase(self, word: str) -> bool:
        """A state, or a body with a name of its own."""
        draft = self.draft
        tables: tuple[tuple[lexicon.Phrases, MentionKind], ...] = (
            (lexicon.body_phrases(), "organisation"),
            (lexicon.place_phrases(), "place"),
            (lexicon.media_phrases(), "media"),
        )
        for table, kind in tables:
            size = lexicon.match_phrase(table, self.words, draft.at, self.limit)
            if size == 0:
                continue
            if draft.closed and not draft.name_done:
                return False
            if draft.noun is None and not draft.described:
                draft.kind = kind
                draft.gender = self._phrase_gender(draft.at, size)
            draft.closed = True
            return self._take(size, *(bare(one) for one in self.words[draft.at : draft.at + size]))
        return False

    def _phrase_gender(self, at: int, size: int) -> Gender:
        place = lexicon.places().get(tuple(self.words[at : at + size]))
        if place:
            return place.gender
        word = self.words[at]
        noun = lexicon.nouns().get(word)
        return noun.gender if noun else "f" if word.endswith("ه") else "m"

    def _noun(self, word: str) -> bool:
        """A title, a body or an unnamed source as the head, in its genitives, or joined by و."""
        draft = self.draft
        noun = lexicon.nouns().get(word)
        if noun is None:
            return False
        if draft.noun is None:
            if draft.described:  # after some other word: أخذ أعضاء المجلس may begin with a verb
                draft.closed = noun.definite
                return self._take(1, noun.stem)
            draft.noun, draft.gender, draft.plural = noun, noun.gender, noun.plural or draft.plural
            draft.kind = "role" if noun.kind == "title" else noun.kind
            draft.closed = noun.definite
            draft.heads.append(noun.stem)
            return self._take(1, noun.stem)
        if (noun.kind == "title" and (draft.apposed or self.words[draft.at - 1] in ("و", "،", ","))) or (
            self.words[draft.at - 1] in _people("honorifics")
        ):
            draft.heads.append(noun.stem)
        if draft.closed:
            return self._closed_noun(word, noun)
        draft.closed = noun.definite
        return self._take(1, noun.stem)

    def _closed_noun(self, word: str, noun: Noun) -> bool:
        """A noun after a complete phrase: an adjective in truth (العام, المدعي), or the next phrase."""
        if not self.bounded and not (
            word in lexicon.adjectives() or word in _people("adjectives") or (noun.definite and noun.kind == "title")
        ):
            return False
        if noun.definite:
            return self._take(1, bare(word))
        self.draft.closed = False
        return self._take(1, noun.stem)

    def _plain(self, word: str) -> bool:
        """An adjective, a genitive, or the first word of a name."""
        draft = self.draft
        if word in lexicon.given_names() and draft.closed and not draft.name_done and self._opens_name(word):
            draft.name.append(draft.at)
            draft.at += 1
            return True
        if word in lexicon.adjectives():
            if draft.noun is None and not draft.described:
                draft.kind = "role"
                draft.gender = "f" if word.endswith("ه") else "m"
                draft.noun = Noun("title", lexicon.adjectives()[word], draft.gender, word.endswith(("ون", "ين")), True)
            draft.closed = True
            return self._take(1, lexicon.adjectives()[word])
        if not draft.name_done and (self._opens_name(word) or self._follows_rank(word)):
            draft.name.append(draft.at)
            draft.at += 1
            return True
        if draft.noun is None and not draft.described:
            return self._generic_head(word)
        return self._genitive(word)

    def _follows_rank(self, word: str) -> bool:
        """الفريق المحرج: right after a rank, a word with the article is a surname."""
        previous = self.words[self.draft.at - 1] if self.draft.at > self.start else ""
        return previous in _people("honorifics") and word.startswith("ال") and word not in lexicon.nouns() and (
            word not in lexicon.adjectives() and word not in _people("honorifics") and word not in _people("adjectives")
        )

    def _opens_name(self, word: str) -> bool:
        draft = self.draft
        if draft.plural and draft.noun is not None and not self.bounded and self.words[draft.at - 1] not in _COMMAS:
            return False  # انتقد زعماء المعارضة ماكرون
        if draft.kind in ("organisation", "media", "document"):
            previous = lexicon.nouns().get(self.words[draft.at - 1])
            if previous is not None and previous.kind == "title":  # إدارة الرئيس دونالد ترامب
                draft.of_another = True
            return False
        if word in self.reading.names and (draft.noun is None or draft.closed):
            return draft.kind not in ("organisation", "media", "document", "place")
        if draft.of_another and self.words[draft.at - 1] not in _COMMAS:
            return False
        if word in lexicon.given_names():
            return draft.noun is None or draft.closed or self.words[draft.at - 1] in _people("honorifics")
        if word.startswith("ال"):
            if word in lexicon.surnames():
                return draft.noun is None or draft.closed
            previous = lexicon.nouns().get(self.words[draft.at - 1]) if draft.at > self.start else None
            after_title = previous is not None and previous.kind == "title" and previous.definite
            return (draft.noun is None or after_title) and not is_everyday(word)
        if not is_name_word(word):
            return self._must_be_name(word)
        return draft.noun is None or draft.closed

    def _must_be_name(self, word: str) -> bool:
        """الوزيرة المغربية نعيمة …: after a complete title with the article, a word without it is no adjective."""
        draft = self.draft
        if draft.noun is None or not draft.closed or draft.noun.kind != "title" or draft.name_done:
            return False
        if word in lexicon.function_words() or not word.isalpha() or word in lexicon.nouns():
            return False
        if not self.bounded:
            return self._is_odd_name(draft.at)
        return word not in lexicon.cue_forms() and not word.endswith(("ا", "ها", "هم"))

    def _generic_head(self, word: str) -> bool:
        """Some other noun as the head: العائلة, سكان المدينة."""
        draft = self.draft
        if len(word) < 3 or word in _small("clause_openers") or word in _small("negations"):
            return False
        draft.closed = word.startswith("ال")
        draft.gender = "f" if word.endswith(("ه", "ات")) else None
        draft.plural = word.endswith(("ون", "ين"))
        return self._take(1, bare(word))

    def _genitive(self, word: str) -> bool:
        draft = self.draft
        if word in _small("clause_openers") or word in _small("negations") or word in _small("clause_words"):
            return False
        if word.startswith("ال"):
            if draft.closed and not self.bounded and not (word.endswith(("ي", "يه")) or word in _people("adjectives")):
                return False
            draft.closed = True
            return self._take(1, bare(word))
        if is_name_word(word) and (draft.of_another or not draft.closed):
            draft.of_another = draft.closed = True
            return self._take(1, word)
        if draft.closed and (not self.bounded or (is_everyday(word) and word not in _people("adjectives"))):
            return False
        return self._take(1, word)


@cache
def _never_first() -> frozenset[str]:
    return frozenset().union(*(_small(key) for key in ("clause_openers", "negations", "relatives", "clause_words"))) - (
        _people("pronouns")
    )


def parse_mention(reading: Reading, start: int, limit: int, bounded: bool = False) -> Mention | None:
    """The mention that begins at a token and ends before `limit`, or None where nobody is named there."""
    start = _without_marks(reading, start, limit)
    if start >= limit:
        return None
    words = reading.words
    if words[start] in _never_first():
        return None
    if words[start] in _people("pronouns"):
        feminine = words[start].endswith(("ها", "هي", "يره"))
        plural = words[start].endswith(("هم", "هما", "ولا"))
        return Mention(start, start + 1, "pronoun", gender="f" if feminine else "m", plural=plural)
    if words[start] in _people("counterparts"):
        return _counterpart(reading, start, limit, bounded)
    return _Parser(reading, start, limit, bounded).parse()


def _counterpart(reading: Reading, start: int, limit: int, bounded: bool) -> Mention | None:
    """نظيره الأميركي جون كيري: the same office in another country, with or without a name."""
    rest = _Parser(reading, start + 1, limit, bounded).parse() if start + 1 < limit else None
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
    """The folded words of the name in a mention, without marks."""
    if mention.name is None:
        return ()
    return tuple(_words_of(reading, mention.name))


def _words_of(reading: Reading, tokens: Range) -> Iterator[str]:
    for at in range(*tokens):
        if reading.words[at][0].isalnum():
            yield reading.words[at]
