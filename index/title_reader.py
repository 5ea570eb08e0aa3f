"""Reading titles: the nouns, adjectives, bodies and states that describe somebody."""

from index import lexicon
from index.conjugation import Gender
from index.cue_form import cue_forms
from index.draft import CALLED, COMMAS, MentionKind
from index.lexicon import Noun
from index.name_reader import NameReader
from index.naming import bare, is_everyday, is_name_word, is_sound_plural, is_surely_name
from index.word_list import Phrases, folded, match_phrase, people_words, source_words

_KIN = frozenset(("ابا", "ابو", "ابي"))  # the beginning of a name: أبا الخيل
_SERVING = frozenset(("مساعد", "متحدث", "ناطق", "مستشار", "نايب", "وكيل", "مدير", "امين"))
_DEPUTIES = frozenset(("مساعد", "مستشار", "نايب", "وكيل", "امين"))  # they do not speak to the one they serve
_REPORTERS = frozenset(("مراسل", "مدير", "رييس", "مصور", "كاتب", "محلل"))
_THEN = frozenset(("انذاك", "حينها", "وقتها"))
_ENVOYS = frozenset(("سفير", "مبعوث", "موفد", "مندوب", "قنصل", "رسول"))
_WRITINGS = frozenset(("بيان", "تقرير", "خطاب", "مقال", "تصريح", "طلب", "قرار"))
_BROKEN = ("places.toml", "irregular_plurals")  # الروس, الأكراد
_TITLE_PREPOSITIONS = frozenset(("في", "لدي", "من", "علي", "ب", "ل"))


class TitleReader(NameReader):
    """The part of a mention that describes: a title with its genitives, a body, a state."""

    def _describe(self, word: str) -> bool:
        draft = self.draft
        if (
            (self._is_peer() or word in people_words("honorifics"))
            and not draft.name_done
            and (draft.noun is None or draft.closed)
            and (draft.at + 1 < self.limit and self._after_honorific(draft.at + 1))
            and not match_phrase(lexicon.place_phrases(), self.words, draft.at, self.limit)  # دولة الإمارات
        ):
            draft.kind = "role" if draft.kind == "generic" else draft.kind
            noun = lexicon.nouns().get(word)
            draft.gender = noun.gender if noun and draft.gender is None else draft.gender
            draft.noun = draft.noun or noun
            draft.closed, draft.of_another = True, False
            if noun:
                draft.heads.append(noun.stem)
            return self._take(1, *([noun.stem] if noun else []))
        if word in source_words("title_links") and draft.noun:
            draft.closed = False
            return self._take()
        if word in source_words("adverbial_prepositions") and not (word == "علي" and self._is_ali()):
            return self._preposition(word)
        if word in _THEN and draft.noun and draft.at + 1 < self.limit and self._starts_name(draft.at + 1):
            draft.closed = True  # رئيس الوزراء آنذاك توني بلير
            return self._take()
        if word in source_words("silences") and draft.kind == "role" and draft.at > self.start + 1:
            return False  # رفض سيد قادر تحديد موعد
        if word in CALLED and draft.noun and not draft.name and draft.at + 1 < self.limit:
            draft.closed = True  # قيادي شاب، يُدعى أسامة …
            return self._take()
        if word in source_words("adverbs") or word in source_words("clause_words") or self._is_last_month(word):
            return False
        if self.bounded and draft.noun and word[0] == "ب" and len(word) > 3 and self._is_town(draft.at):
            return self._take(1, word[1:])
        if word == "بني" and draft.noun and not draft.name and draft.at + 1 < self.limit:
            draft.closed = True  # شيخ قبيلة بني عبدالله
            return self._take(2, *self.words[draft.at : draft.at + 2])
        if (
            draft.noun
            and word[0] == "ل"
            and (self.bounded and len(word) > 4)
            and is_everyday(word[1:])
            and (word not in lexicon.nouns() and not is_surely_name(self.reading, draft.at))
        ):
            draft.closed = False  # الحملة السعودية لنصرة الأشقاء
            return self._take(1, word[1:])
        body = word in lexicon.nouns() and lexicon.nouns()[word].kind == "organisation"  # أمانة محافظة جدة
        if draft.noun and not draft.closed and not body and word in lexicon.adjectives() and not word.startswith("ال"):
            draft.closed = True
            return self._take(1, lexicon.adjectives()[word])
        return self._phrase(word) or self._noun(word) or self._plain(word)

    def _is_last_month(self, word: str) -> bool:
        """أعلن الملا الشهر الماضي أن: a time, no part of whoever is named."""
        after = self.words[self.draft.at + 1] if self.draft.at + 1 < self.limit else ""
        if word == "العام" and self.draft.noun is not None:
            return False  # الأمين العام الحالي
        return word in source_words("late_adverbs") and after in source_words("past_or_next")

    def _after_honorific(self, at: int) -> bool:
        word = self.words[at]
        noun = lexicon.nouns().get(word)
        if noun is not None and noun.kind == "title" and not noun.plural:
            return True  # سماحة مفتي المملكة
        return word == "." or word in people_words("honorifics") or self._starts_name(at) or word.startswith("ال")

    def _is_town(self, at: int) -> bool:
        """بجدة in أمين الغرفة بجدة عبدالله …: a town inside a title, with a name or a mark after it."""
        word = self.words[at]
        if word in lexicon.nouns() or is_surely_name(self.reading, at) or word in lexicon.function_words():
            return False
        if at > self.start and self.words[at - 1] in people_words("honorifics"):
            return False  # الدكتور بدران العمر
        after = at + 1
        if after >= self.limit or not self.words[after][0].isalnum():
            return True
        return self.words[after] in people_words("honorifics") or self._starts_name(after)

    def _preposition(self, word: str) -> bool:
        """في, لدى, من, ب, ل inside a title (السفير لدى تركيا); any other ends the mention."""
        draft, after = self.draft, self.draft.at + 1
        if draft.noun is None or (draft.name and not draft.apposed) or after >= self.limit:
            return False
        following = self.words[after]
        quoted = self.reading.opens.get(after)
        is_name = quoted is not None and quoted.inner_end - quoted.inner_start <= 4
        if word in ("في", "ب", "ل", "لدي") and self.bounded and quoted is not None and is_name:
            # رئيس النادي في "ويتشيتا", الأمين العام لـ"حزب الله"، حسن …, but مصدر لـ"الشرق الأوسط"
            return (word != "ل" or self._is_named_at(quoted.end)) and self._take()
        if word == "عن" and self.words[draft.at - 1] in ("صادر", "صادره"):
            draft.closed = False  # تقرير صادر عن الهيئة
            return self._take()
        if word == "الي" and draft.noun.stem in _ENVOYS and self._is_seat(after):
            draft.closed = False  # مبعوث روسيا إلى بيونغ يانغ
            return self._take()
        if word == "عن" and self.bounded and draft.noun.stem == "مسوول" and draft.noun.definite:
            draft.closed = False  # المسؤول عن ملف اللاجئين
            return self._take()
        if word not in _TITLE_PREPOSITIONS or not following[0].isalpha():
            return False
        if following in source_words("occasions") or following in source_words("adverbs"):
            return False
        noun = lexicon.nouns().get(following)
        if word == "ل" and (following in lexicon.media_phrases() or (noun is not None and not self._is_served(noun))):
            return False
        if word == "ل" and draft.noun.kind == "organisation" and noun is None and is_everyday(following):
            draft.closed = False  # مكتب الأمم المتحدة لتنسيق الشؤون الإنسانية
            return self._take()
        if word == "من" and self.words[draft.at - 1] == "كل":
            draft.closed = False
            return self._take()
        if word == "ب" and self.bounded and following not in cue_forms():
            draft.closed = False  # المتحدث الإعلامي بمنطقة نجران
            return (following.startswith("ال") or self._is_seat(after) or self._is_town(after)) and self._take()
        if not self.bounded or word == "ب":
            served = word == "ل" and noun is not None and self._is_served(noun) and draft.noun.stem in _DEPUTIES
            alone = draft.noun.kind == "organisation" and not draft.noun.definite and draft.at == self.start + 1
            if word == "من" and alone and self._is_seat(after):
                return self._take()  # وفد من منظمة الإغاثة
            if word in ("من", "علي") or draft.noun.kind not in ("title", "unnamed"):
                return False
            if not served and not self._is_seat(after):
                return False
        elif self._is_outside(word, draft.noun, after):
            return False
        draft.closed = False
        return self._take()

    def _is_named_at(self, at: int) -> bool:
        """Whether a name or an honorific stands here, or after the comma here."""
        at += at < self.limit and self.words[at] in COMMAS
        return at < self.limit and (self.words[at] in people_words("honorifics") or self._starts_name(at))

    def _is_served(self, noun: Noun) -> bool:
        """Whether ل before a noun belongs to the title (المتحدث باسم …, مساعد للملحق) rather than to the hearer."""
        head = self.draft.noun
        if noun.kind == "media":
            owned = self.words[self.draft.at - 1].removeprefix("ال") in ("تابع", "تابعه")
            return owned or (head is not None and head.stem in _REPORTERS)  # مراسل لوكالة, but متحدث … لوكالة
        if noun.kind == "organisation" or (self.draft.body and noun.definite):
            return True
        serves = head is not None and head.stem in _SERVING
        if head is not None and head.stem in _DEPUTIES and noun.kind == "title" and not noun.plural:
            return True  # النائب الأول لوزير الخارجية
        return serves and noun.kind == "title" and noun.definite and not noun.plural

    def _is_outside(self, word: str, noun: Noun, after: int) -> bool:
        """Whether a preposition between a title and the mark after it begins something else."""
        if word == "من":
            return noun.kind != "unnamed" and not noun.plural
        return word in ("في", "لدي") and noun.definite and not self._is_seat(after)

    def _is_ali(self) -> bool:
        """Whether علي, first or after a complete title, is the name rather than the preposition."""
        draft, after = self.draft, self.draft.at + 1
        if draft.at == self.start and after < self.limit:  # قال علي الدوسري
            written = self.reading.slice((draft.at, after)).endswith("ي")
            return written and self._starts_name(after) and not self._is_seat(after)
        if draft.noun is None or not draft.closed or draft.noun.kind != "title" or after >= self.limit:
            return False
        start, end = self.reading.source((draft.at, after))
        if self.words[draft.at - 1] in people_words("honorifics") and self.reading.text[start:end].endswith("ي"):
            return draft.at > self.start  # الدكتور علي جمعة
        return self._starts_name(after) or self.words[after] in ("اكبر", "اصغر")

    def _phrase(self, word: str) -> bool:
        """A state, or a body with a name of its own."""
        draft = self.draft
        tables: tuple[tuple[Phrases, MentionKind], ...] = (
            (lexicon.body_phrases(), "organisation"),
            (lexicon.place_phrases(), "place"),
            (lexicon.media_phrases(), "media"),
        )
        for table, kind in tables:
            size = match_phrase(table, self.words, draft.at, self.limit)
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

    def _phrase_gender(self, at: int, size: int) -> Gender | None:
        place = lexicon.places().get(tuple(self.words[at : at + size]))
        if place and not match_phrase(lexicon.body_phrases(), self.words, at, at + size):
            return place.gender
        word = self.words[at]
        noun = lexicon.nouns().get(word)
        if noun is not None and noun.kind in ("organisation", "media"):
            return noun.gender
        return "f" if word.endswith("ه") else None  # أبل, حماس, الأناضول: spoken of in either gender

    def _noun(self, word: str) -> bool:
        """A title, a body or an unnamed source as the head, in its genitives, or joined by و."""
        draft = self.draft
        noun = lexicon.nouns().get(word)
        if noun is None or word in _KIN or self._takes_no_genitive(word) or self._surely_opens_name(word):
            return False
        if word == "سيد" and draft.closed and self._opens_name(word):
            return False  # اللواء سيد الجابري
        if draft.noun is None:
            if draft.closed and noun.kind == "document" and not noun.definite:
                return False  # نشر البنتاغون بيانا
            other = draft.kind == "place" or (draft.kind in ("organisation", "media") and noun.kind != "title")
            if draft.closed and other and not self.bounded:
                return False  # تتهم فرنسا معهد الأبحاث بـ…
            if draft.described:  # after some other word: أخذ أعضاء المجلس may begin with a verb
                draft.closed = noun.definite
                return self._take(1, noun.stem)
            draft.noun, draft.gender, draft.plural = noun, noun.gender, noun.plural or draft.plural
            draft.kind = "role" if noun.kind == "title" else noun.kind
            draft.closed, draft.body = noun.definite, noun.kind == "organisation"
            draft.heads.append(noun.stem)
            return self._take(1, noun.stem)
        if (noun.kind == "title" and (draft.apposed or self.words[draft.at - 1] in ("و", "،", ","))) or (
            self.words[draft.at - 1] in people_words("honorifics")
        ):
            draft.heads.append(noun.stem)
        draft.body = draft.body or noun.kind == "organisation"
        if draft.closed:
            return self._closed_noun(word, noun)
        previous = lexicon.nouns().get(self.words[draft.at - 1])
        one = noun.definite and noun.kind == "title" and not noun.plural  # not حزب العمال
        if one and previous is not None and previous.kind == "organisation":
            draft.of_another = True  # مستشفى الملك طلال
        draft.closed = noun.definite
        return self._take(1, noun.stem)

    def _closed_noun(self, word: str, noun: Noun) -> bool:
        """A noun after a complete phrase: an adjective in truth (العام, المدعي), or the next phrase."""
        if word.endswith("ين") and noun.plural and self.words[self.draft.at - 1].endswith("ون"):
            return False  # طالب السكان الأصليون المسؤولين
        if not self.bounded and not (
            word in lexicon.adjectives()
            or word in people_words("adjectives")
            or (noun.definite and noun.kind == "title")
        ):
            return False
        if noun.definite:
            return self._take(1, bare(word))
        if noun.kind == "document" or word == noun.stem + "ا":  # نشر البنتاغون بيانا, اتهم الوزير مسؤولا
            return False
        self.draft.closed = False
        return self._take(1, noun.stem)

    def _plain(self, word: str) -> bool:
        """An adjective, a genitive, or the first word of a name."""
        draft = self.draft
        if word in lexicon.given_names() and draft.closed and not draft.name_done and self._opens_name(word):
            draft.name.append(draft.at)
            draft.at += 1
            return True
        after = self.words[draft.at + 1] if draft.at + 1 < self.limit else ""
        before_surname = word in lexicon.given_names() and after.startswith("ال") and after not in lexicon.adjectives()
        named = word in self.reading.names or before_surname  # تركي المالكي
        named = draft.at == self.start and named and word.endswith("ي")
        if word in lexicon.adjectives() and not named:
            loose = not word.startswith("ال") and self.words[draft.at - 1].startswith("ال") and draft.closed
            if self._is_people(word) or (loose and not self.bounded):  # السكان الأصليون غربي البلاد
                return False
            if draft.noun is None and not draft.described:
                draft.kind = "role"
                draft.gender = "f" if word.endswith(("ه", "ات")) else "m"
                draft.plural = word.endswith(("ون", "ين", "ات")) or word in folded(*_BROKEN)
                draft.noun = Noun(
                    "title", lexicon.adjectives()[word], draft.gender, draft.plural, word.startswith("ال")
                )
            draft.closed = True
            return self._take(1, lexicon.adjectives()[word])
        if not draft.name_done and (self._opens_name(word) or self._follows_rank(word)):
            if self._is_unknown_given_name():
                draft.name.append(self.start)  # ريك سبونر
                draft.described.clear()
                draft.kind = "generic"
            draft.name.append(draft.at)
            draft.at += 1
            return True
        if draft.noun is None and not draft.described:
            return self._generic_head(word)
        return self._genitive(word)

    def _is_people(self, word: str) -> bool:
        """حث التقرير السعوديين على …: a people after one who is not many, so no part of the phrase."""
        draft = self.draft
        if draft.noun is None or draft.plural or self.bounded or not word.endswith(("ين", "ون")):
            return False
        last = self.words[draft.at - 1]
        previous = lexicon.nouns().get(last)
        return (
            last.startswith("ال") and not last.endswith(("ين", "ون", "ات", "ان")) and not (previous and previous.plural)
        )

    def _generic_head(self, word: str) -> bool:
        """Some other noun as the head: العائلة, سكان المدينة."""
        draft = self.draft
        if len(word) < 3 or word in source_words("clause_openers") or word in source_words("negations"):
            return False
        draft.closed = word.startswith("ال")
        draft.gender = "f" if word.endswith(("ه", "ات")) else None
        draft.plural = draft.plural or is_sound_plural(word)
        return self._take(1, bare(word))

    def _is_object(self, word: str) -> bool:
        """نشر البنتاغون بيانا, تحدث الوزير هاتفيا, رفضت الشركة التعليق: no part of a complete phrase."""
        if word in source_words("silences") or (word.endswith("يا") and word[:2] != "ال" and is_everyday(word)):
            return True
        return word.endswith("ا") and (word[:-1] in lexicon.nouns() or (len(word) > 3 and word[:-1] in _WRITINGS))

    def _describes_bearer(self, word: str) -> bool:
        """أمين العاصمة المقدسة د. أسامة …: an adjective that agrees with the word before, and the bearer after it."""
        last, after = self.words[self.draft.at - 1], self.draft.at + 1
        agrees = last.startswith("ال") and last.endswith("ه") == word.endswith("ه")
        if not agrees or self.draft.kind != "role" or self.draft.plural or after >= self.limit:
            return False
        if self.words[after] == "علي" and self._is_written_on(after):
            return False  # تعهد الزعيم الجديد العمل على …
        return self.words[after] in people_words("honorifics") or self.words[after] in lexicon.given_names()

    def _takes_no_genitive(self, word: str) -> bool:
        """اتهم متظاهرون ميليشيات بـ…: a plural in ون is complete but for its adjectives."""
        last = lexicon.nouns().get(self.words[self.draft.at - 1]) if self.draft.noun else None
        complete = last is not None and last.plural and self.words[self.draft.at - 1].endswith("ون")
        adjective = word.endswith(("ون", "ين")) or "ال" + word in lexicon.adjectives()  # مسؤولون روس
        return complete and not adjective and not word.startswith("ال")

    def _names_area(self, last: str) -> bool:
        """Whether the word at hand is the whole name of an area: محافظة جدة, but منطقة مكة المكرمة."""
        after = self.draft.at + 1
        if last not in folded("organisations.toml", "areas") or after >= self.limit:
            return False
        following = self.words[after]
        return following in lexicon.given_names() or (not following.startswith("ال") and is_everyday(following))

    def _genitive(self, word: str) -> bool:
        draft = self.draft
        if self._takes_no_genitive(word):
            return False
        if any(word in source_words(key) for key in ("clause_openers", "negations", "clause_words")):
            return False
        if (draft.closed or draft.name) and self._is_object(word):
            return False
        if word.startswith("ال"):
            adjective = word.endswith(("ي", "يه")) or word in people_words("adjectives")
            adjective = adjective or (word.endswith("ون") and draft.plural)  # السكان الأصليون
            if draft.closed and not self.bounded and not adjective and not self._describes_bearer(word):
                return False
            draft.closed = True
            return self._take(1, bare(word))
        last = self.words[draft.at - 1]
        goes_on = draft.of_another and not (last.startswith("ال") and last.endswith(("يه", "ي")))
        if is_name_word(word) and (goes_on or not draft.closed):
            draft.of_another = draft.closed = True
            return self._take(1, word)
        plain = word in people_words("plain_adjectives") and not last.startswith("ال")
        everyday = is_everyday(word) and word not in people_words("adjectives")
        if draft.closed and not plain and (not self.bounded or everyday):
            return False
        draft.closed = draft.closed or self._names_area(last)
        return self._take(1, word)
