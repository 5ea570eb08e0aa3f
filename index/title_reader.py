"""Reading titles: the phrases that describe somebody, and the prepositions and honorifics that join them."""

from index import lexicon
from index.cue_form import cue_forms
from index.draft import CALLED, COMMAS
from index.lexicon import Noun
from index.naming import bare, is_everyday, is_surely_name
from index.noun_phrase import NounPhraseReader
from index.word_list import folded, match_phrase, people_words, source_words

_SERVING = frozenset(("مساعد", "متحدث", "ناطق", "مستشار", "نايب", "وكيل", "مدير", "امين"))
_SPOKESMEN = frozenset(("متحدث", "متحدثه", "ناطق", "ناطقه", "محام", "محامي", "مسوول", "مسووله", "مصدر"))
_DEPUTIES = frozenset(("مساعد", "مستشار", "نايب", "وكيل", "امين"))  # they do not speak to the one they serve
_REPORTERS = frozenset(("مراسل", "مراسله", "مدير", "مديره", "رييس", "رييسه", "مصور", "كاتب", "محلل"))
_THEN = frozenset(("انذاك", "حينها", "وقتها"))
_ENVOYS = frozenset(("سفير", "مبعوث", "موفد", "مندوب", "قنصل", "رسول"))
_IN_CHARGE = frozenset(("مسوول", "مسووله", "مسوولين", "مسوولون"))
_FIELDS = frozenset(("مجال", "شوون", "قضايا", "قطاع", "ملف", "علم", "علوم"))
_TITLE_PREPOSITIONS = frozenset(("في", "لدي", "من", "علي", "ب", "ل"))


class TitleReader(NounPhraseReader):
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
        if word == "وسط" and draft.noun and self.words[draft.at - 1] == "خط":
            return self._take()  # لاعب خط وسط الهلال
        if word in source_words("title_links") and draft.noun:
            serves = {*draft.heads, bare(self.words[draft.at - 1])} & _SPOKESMEN
            if word == "باسم" and not serves and self._is_given(draft.at):
                draft.name.append(draft.at)  # الإعلامي باسم يوسف
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
        if word in people_words("own_speech") or (self.words[draft.at - 1] == "البعض" and draft.described):
            return False  # اختتم مدير البرنامج حديثه بأن, فسر البعض لحية اللاعب بأنها …
        if word in source_words("adverbs") and self._is_given(draft.at) and self._opens_name(word):
            draft.name.append(draft.at)  # الشيخ صباح الأحمد
            draft.at += 1
            return True
        ends = ("adverbs", "clause_words", "questions")  # تساءل عضو المجلس لماذا …
        if any(word in source_words(key) for key in ends) or self._is_last_month(word):
            return False
        if word in people_words("directions") and draft.noun and not draft.name and self._is_seat_next():
            draft.closed = False  # محافظ الأنبار غرب العراق
            return self._take(1, word)
        state = match_phrase(lexicon.place_phrases(), self.words, draft.at, self.limit)  # باكستان, جمهورية مصر
        town = word[0] == "ب" and len(word) > 3 and (draft.closed or not state)  # but رئيس باكستان
        if self.bounded and draft.noun and town and self._is_town(draft.at):
            return self._take(1, bare(word[1:]))
        two = word == "بني" or (word in folded("places.toml", "beginnings_of_towns") and not draft.closed)
        if two and draft.noun and not draft.name and draft.at + 1 < self.limit:
            draft.closed = True  # شيخ قبيلة بني عبدالله, عمدة سان فرانسيسكو
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
        described = word in lexicon.adjectives() and not word.startswith("ال") and not state
        if draft.noun and not draft.closed and not body and described:
            draft.closed = True
            return self._take(1, lexicon.adjectives()[word])
        return self._phrase(word) or self._noun(word) or self._plain(word)

    def _is_last_month(self, word: str) -> bool:
        """أعلن الملا الشهر الماضي أن: a time, no part of whoever is named."""
        after = self.words[self.draft.at + 1] if self.draft.at + 1 < self.limit else ""
        if word == "العام" and self.draft.noun is not None:
            return False  # الأمين العام الحالي
        return word in source_words("late_adverbs") and after in source_words("past_or_next")

    def _is_seat_next(self) -> bool:
        return self.draft.at + 1 < self.limit and self._is_seat(self.draft.at + 1)

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
        if self._takes_by_itself(word, after):
            draft.closed = False
            return self._take()
        if word not in _TITLE_PREPOSITIONS or not following[0].isalpha():
            return False
        if following in source_words("occasions") or following in source_words("adverbs"):
            return False
        noun = lexicon.nouns().get(following)
        medium = noun is None and match_phrase(lexicon.media_phrases(), self.words, after, self.limit) > 0
        body = match_phrase(lexicon.body_phrases(), self.words, after, self.limit)  # برنامج الأغذية العالمي
        if word == "ل" and not body and (medium or (noun is not None and not self._is_served(noun))):
            return False
        wide = draft.body and self._is_wide(self.words[draft.at - 1])  # الاتحاد العام التونسي للشغل
        if word == "ل" and (draft.noun.kind == "organisation" or wide) and self._is_purpose(after):
            draft.closed = False  # مكتب الأمم المتحدة لتنسيق الشؤون الإنسانية, الهيئة العامة للأرصاد
            return self._take()
        if word == "ل" and draft.plural and self.words[draft.at - 1] in lexicon.adjectives():
            return False  # قال الإيطاليون لطاقم السفينة
        if word == "من" and self.words[draft.at - 1] == "كل":
            draft.closed = False
            return self._take()
        if word == "ب" and self.bounded and following not in cue_forms():
            town = not is_everyday(following) or following in folded("places.toml", "everyday_towns")
            if town and not following.startswith("ال") and not self._is_seat(after) and self._is_town(after):
                draft.closed = True  # رئيس اللجنة بجدة مراد بن صغير
                return self._take(2, following)
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

    def _takes_by_itself(self, word: str, after: int) -> bool:
        """Whether the title or the word before takes this preposition: صادر عن, مبعوث إلى, المشرف على."""
        draft, noun = self.draft, self.draft.noun
        if noun is None:
            return False
        last, seated = self.words[draft.at - 1], self._is_seat(after)
        if word == "عن":
            in_charge = self.bounded and last.startswith("ال") and bare(last) in _IN_CHARGE  # المسؤول عن ملف اللاجئين
            return bare(last) in ("صادر", "صادره") or in_charge or (noun.stem in people_words("elected") and seated)
        if word == "علي":
            return noun.stem == "مشرف" and (noun.definite or self.bounded)
        if word == "ضد":
            return noun.stem in _SERVING and seated  # المتحدث باسم التحالف الدولي ضد داعش
        return word == "الي" and seated and (noun.stem in _ENVOYS or "بعثه" in draft.described)

    def _is_wide(self, word: str) -> bool:
        """الدولية, العامة: of a body, behind which stands what it is for."""
        return word in people_words("adjectives") or word in lexicon.adjectives()

    def _is_purpose(self, at: int) -> bool:
        """الهيئة العامة للأرصاد, اللجنة الدولية للصليب الأحمر: what a body is for, or of, rather than who is told."""
        word, last = self.words[at], self.words[at - 2]
        noun = lexicon.nouns().get(word)
        if noun is not None:
            return noun.kind == "organisation" and noun.definite and self._is_wide(last)
        return is_everyday(word) or (word.startswith("ال") and not is_surely_name(self.reading, at))

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
        if head is not None and head.stem == "مكتب" and noun.kind == "title" and not noun.plural:
            return True  # المكتب الإعلامي لرئيس الوزراء
        serves = head is not None and head.stem in _SERVING
        if head is not None and head.stem in _DEPUTIES and noun.kind == "title" and not noun.plural:
            return True  # النائب الأول لوزير الخارجية
        return serves and noun.kind == "title" and noun.definite and not noun.plural

    def _is_outside(self, word: str, noun: Noun, after: int) -> bool:
        """Whether a preposition between a title and the mark after it begins something else."""
        if word == "من":
            return noun.kind != "unnamed" and not noun.plural
        field = self.words[after] in _FIELDS  # الناشطة الإيرانية في مجال حقوق الإنسان
        return word in ("في", "لدي") and noun.definite and not self._is_seat(after) and not field

    def _is_ali(self) -> bool:
        """Whether علي, first or after a complete title, is the name rather than the preposition."""
        draft, after = self.draft, self.draft.at + 1
        if draft.at == self.start and after < self.limit:  # قال علي الدوسري
            written = self.reading.slice((draft.at, after)).endswith("ي")
            named = self._starts_name(after) or self.words[after] == "اكبر"
            return written and named and not self._is_seat(after)
        if draft.noun is None or not draft.closed or draft.noun.kind != "title" or after >= self.limit:
            return False
        start, end = self.reading.source((draft.at, after))
        if self.words[draft.at - 1] in people_words("honorifics") and self.reading.text[start:end].endswith("ي"):
            return draft.at > self.start  # الدكتور علي جمعة
        family = self.words[after].startswith("ال") or is_surely_name(self.reading, after)  # على المحاري, but على متانة
        written = self.bounded or family or self.reading.text[end - 1] == "ي"
        return (written and self._starts_name(after)) or self.words[after] in ("اكبر", "اصغر", "جمعه")
