"""Noun phrases: a head with its adjectives and genitives, or the name of a body or a state."""

from index import lexicon
from index.conjugation import Gender
from index.draft import MentionKind
from index.lexicon import Noun
from index.name_reader import NameReader
from index.naming import bare, is_everyday, is_name_word, is_sound_plural, is_surely_name
from index.word_list import Phrases, folded, match_phrase, people_words, source_words

_KIN = frozenset(("ابا", "ابو", "ابي"))  # the beginning of a name: أبا الخيل
_WRITINGS = frozenset(("بيان", "تقرير", "خطاب", "مقال", "تصريح", "طلب", "قرار"))
_BROKEN = ("places.toml", "irregular_plurals")  # الروس, الأكراد


class NounPhraseReader(NameReader):
    """One phrase of a description, or the name that follows it."""

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
            if (draft.closed and not draft.name_done) or self._takes_no_genitive(word):
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
        if self._is_given(draft.at) and not draft.name_done and self._opens_name(word):
            return False
        if word == "سيد" and draft.closed and self._opens_name(word):
            return False  # اللواء سيد الجابري
        if draft.noun is None:
            if draft.closed and noun.kind == "document" and not noun.definite:
                return False  # نشر البنتاغون بيانا
            other = draft.kind == "place" or (draft.kind in ("organisation", "media") and noun.kind != "title")
            named = match_phrase(lexicon.body_phrases(), self.words, draft.at, self.limit)
            if draft.closed and other and (named or draft.kind == "place" or not self.bounded):
                return False  # تتهم فرنسا معهد الأبحاث بـ…, طالب البيت الأبيض طالبان بـ…
            if draft.described:  # after some other word: أخذ أعضاء المجلس may begin with a verb
                draft.closed = noun.definite
                return self._take(1, noun.stem)
            draft.noun, draft.gender, draft.plural = noun, noun.gender, noun.plural or draft.plural
            draft.kind = "role" if noun.kind == "title" else noun.kind
            draft.closed, draft.body = noun.definite, noun.kind == "organisation"
            draft.heads.append(noun.stem)
            return self._take(1, noun.stem)
        before = self.words[draft.at - 1]
        annexed = before in lexicon.nouns() and not before.startswith("ال")  # جون بولتون، مستشار الرئيس
        own = before in ("و", "،", ",") or (draft.apposed and not annexed)
        if (noun.kind == "title" and own) or before in people_words("honorifics"):
            draft.heads.append(noun.stem)
        draft.body = draft.body or noun.kind == "organisation"
        if draft.closed:
            return self._closed_noun(word, noun)
        previous = lexicon.nouns().get(self.words[draft.at - 1])
        one = noun.definite and noun.kind == "title" and not noun.plural  # not حزب العمال
        body = previous is not None and previous.kind == "organisation"
        if one and (body or self.words[draft.at - 1] in folded("organisations.toml", "named_after")):
            draft.of_another = True  # مستشفى الملك طلال
        draft.closed = noun.definite
        return self._take(1, noun.stem)

    def _closed_noun(self, word: str, noun: Noun) -> bool:
        """A noun after a complete phrase: an adjective in truth (العام, المدعي), or the next phrase."""
        if self.words[self.draft.at - 1] in people_words("honorifics") and noun.kind == "title" and not noun.definite:
            self.draft.closed = False  # صاحب المعالي رئيس الهيئة
            return self._take(1, noun.stem)
        if word.endswith("ين") and noun.plural and self.words[self.draft.at - 1].endswith("ون"):
            return False  # طالب السكان الأصليون المسؤولين
        if not self.bounded and not (
            word in lexicon.adjectives()
            or word in people_words("adjectives")
            or (noun.definite and noun.kind == "title")
        ):
            return False
        if noun.definite:
            at = self.draft.at - 1
            known = is_surely_name(self.reading, at) or self.words[at].startswith("ال")
            if noun.kind == "title" and self.draft.of_another and not known:
                self.draft.of_another = False  # أمير منطقة نجران الأمير جلوي
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
        named = word in self.reading.names or before_surname
        ranked = word in self.reading.names and self.words[draft.at - 1] in people_words("honorifics")
        named = (draft.at == self.start and named and word.endswith("ي")) or ranked  # تركي المالكي, اللواء التركي
        if word in lexicon.adjectives() and not named and draft.at not in self.reading.first_names:
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
        if draft.kind == "place" and word.endswith("ين"):
            return True  # دعت واشنطن الحوثيين إلى …
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

    def _is_complete(self, word: str) -> bool:
        """توقعت مصادر مطلعة صدور …: whether the word at hand, behind a noun and its adjective, is neither another
        adjective nor a genitive."""
        draft, last = self.draft, self.words[self.draft.at - 1]
        if draft.noun is None or draft.noun.definite or self.bounded or draft.at == self.start + 1:
            return False
        described = last.endswith("ه") and last not in lexicon.nouns()
        return described and is_everyday(word) and not word.startswith("ال") and not word.endswith("ه")

    def _describes_bearer(self, word: str) -> bool:
        """أمين العاصمة المقدسة د. أسامة …: an adjective that agrees with the word before, and the bearer after it."""
        last, after = self.words[self.draft.at - 1], self.draft.at + 1
        agrees = last.startswith("ال") and last.endswith("ه") == word.endswith("ه")
        if not agrees or self.draft.kind != "role" or self.draft.plural or after >= self.limit:
            return False
        if self.words[after] == "علي" and self._is_written_on(after):
            return False  # تعهد الزعيم الجديد العمل على …
        if self.words[after] == "في":  # الوزير المتطرف في إيطاليا ماتيو …
            after += 1 + match_phrase(lexicon.place_phrases(), self.words, after + 1, self.limit)
        bearer = self.words[after] if after < self.limit else ""
        return bearer in people_words("honorifics") or bearer in lexicon.given_names()

    def _takes_no_genitive(self, word: str) -> bool:
        """اتهم متظاهرون ميليشيات بـ…: a plural in ون is complete but for its adjectives."""
        last = lexicon.nouns().get(self.words[self.draft.at - 1]) if self.draft.noun else None
        complete = last is not None and last.plural and self.words[self.draft.at - 1].endswith("ون")
        adjective = word.endswith(("ون", "ين")) or "ال" + word in lexicon.adjectives()  # مسؤولون روس
        definite = self.words[self.draft.at - 1].startswith("ال")  # but ناشطون الجيش: no genitive behind ن
        return complete and not adjective and not (definite and word.startswith("ال"))

    def _names_area(self, last: str) -> bool:
        """Whether the word at hand is the whole name of an area: محافظة جدة, but منطقة مكة المكرمة."""
        after = self.draft.at + 1
        area = last in folded("organisations.toml", "areas") or last in folded("organisations.toml", "local")
        if not area or after >= self.limit:
            return False
        following = self.words[after]
        return following in lexicon.given_names() or (not following.startswith("ال") and is_everyday(following))

    def _genitive(self, word: str) -> bool:
        draft = self.draft
        if self._takes_no_genitive(word) or (draft.kind == "place" and word in lexicon.nouns()):
            return False  # تتهم موسكو المعارضة بـ…
        if any(word in source_words(key) for key in ("clause_openers", "negations", "clause_words")):
            return False
        if (draft.closed or draft.name) and self._is_object(word):
            return False
        if self._is_complete(word):
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
        goes_on = goes_on or (draft.of_another and word in lexicon.given_names())  # أسرة الإعلامي السعودي جمال …
        if is_name_word(word) and (goes_on or not draft.closed):
            draft.of_another = draft.closed = True
            return self._take(1, word)
        plain = word in people_words("plain_adjectives") and not last.startswith("ال")
        everyday = is_everyday(word) and word not in people_words("adjectives")
        if draft.closed and not plain and (not self.bounded or everyday):
            return False
        draft.closed = draft.closed or self._names_area(last)
        return self._take(1, word)
