"""Surnames: which word closes a person's name, with the article or as odd as an everyday word."""

from index import lexicon
from index.cue_form import cue_forms
from index.draft import COMMAS
from index.name_opening import NameOpeningReader
from index.naming import bare, is_everyday, is_surely_name, is_verbal_noun
from index.word_list import match_phrase, people_words, source_words

# They make no name longer: عبد الله بن محمد آل الشيخ
LIGHT = frozenset(("بن", "ابن", "بنت", "عبد", "ال", "الله"))


class SurnameReader(NameOpeningReader):
    """Whether the word at hand is the surname of whoever's name has begun."""

    def _goes_aside(self, after: str) -> bool:
        """المتحدث براين بلوك لوكالة …, المحلل رود هول من مؤسسة …: a surname before what goes aside."""
        draft = self.draft
        titled = draft.noun is not None and draft.noun.kind == "title" and draft.name[0] > self.start
        medium = lexicon.nouns().get(after)
        if draft.noun is None and after == "ل" and self.bounded and self.words[draft.name[0]] in lexicon.given_names():
            return True  # نجيب رزاق للصحافيين
        aside = after in ("ل", "من", "في", "عبر", "خلال", "لدي") or (medium is not None and medium.kind == "media")
        return titled and self.bounded and aside

    def _speaks_there(self, at: int) -> bool:
        """في مؤتمر صحفي, للصحفيين, لوكالة …: whether where or to whom somebody speaks stands here."""
        if at + 1 >= self.limit:
            return False
        preposition, following = self.words[at], self.words[at + 1]
        medium = lexicon.nouns().get(following)
        heard = following in source_words("hearers") or (medium is not None and medium.kind == "media")
        return (preposition == "في" and following in source_words("occasions")) or (preposition == "ل" and heard)

    def _is_manner(self, word: str) -> bool:
        """تحدث ترامب بنبرة …: no second surname but ب and a noun."""
        return (
            word[0] == "ب" and word.endswith("ه") and len(word) > 4 and not is_surely_name(self.reading, self.draft.at)
        )

    def _is_odd_surname(self, word: str) -> bool:
        """كارول بانداك مديرة البرنامج: whatever stands between a given name and a title without the article."""
        after = self.draft.at + 1
        noun = lexicon.nouns().get(self.words[after]) if after < self.limit and self.bounded else None
        title = noun is not None and noun.kind == "title" and not noun.definite and not noun.plural
        others = (lexicon.function_words(), cue_forms(), lexicon.nouns(), lexicon.adjectives())
        return title and word.isalpha() and not is_everyday(word) and not any(word in one for one in others)

    def _is_surname(self, word: str) -> bool:
        """Whether a word with the article goes on with a name: سعد الحريري, but not ترامب الاتفاق."""
        draft = self.draft
        particles = people_words("name_particles")
        if any(
            self.words[at].startswith("ال")
            and self.words[at - 1] not in particles
            and self.words[at] not in lexicon.given_names() | {"الدين", "الله"}
            for at in draft.name
        ):
            return False
        if any(
            match_phrase(table, self.words, draft.at, self.limit)
            for table in (lexicon.place_phrases(), lexicon.body_phrases())
        ):
            return False
        at_end = self.bounded and (draft.at + 1 >= self.limit or self.words[draft.at + 1] in (*COMMAS, "؛"))
        if word in people_words("false_definites"):
            return False  # أكد منصور إلغاء القرار
        noun = lexicon.nouns().get(word)
        following = self.words[draft.at + 1] if draft.at + 1 < self.limit else ""
        title = lexicon.nouns().get(following)
        if word == "السيد" and title is not None and title.kind == "title" and not title.definite:
            return True  # عدنان بن أحمد السيد وكيل المنطقة
        given = self.words[draft.name[0]] in lexicon.given_names() and not self.words[draft.name[0]].startswith("ال")
        one = len(draft.name) == 1 or (len(draft.name) == 2 and self.words[draft.name[0]] == "عبد")
        titled = draft.noun is not None and draft.noun.kind == "title"
        if noun is None and (self.bounded or len(draft.name) == 2 or titled) and given and one and word.endswith("ي"):
            return True  # أشرف العربي, عبد الملك الحوثي
        if word in people_words("regnal"):
            return True  # إليزابيث الثانية
        ranked = self.words[draft.name[0] - 1] in people_words("honorifics") and draft.name[0] > self.start
        if noun is None and ranked and given and len(draft.name) == 1 and word.endswith("ي") and len(word) > 4:
            return True  # أعلن اللواء منصور التركي القبض على …
        behind_title = ("لدي", "في", "ب", "ل", "باسم", "العام", "السابق")
        if given and one and self._speaks_there(draft.at + 1):
            return True  # قال وليد المعلم في مؤتمر صحفي
        if noun is not None and following in behind_title and word not in lexicon.surnames():
            return False  # هوي لي المحلل لدى …, حفتر القائد العام
        if is_verbal_noun(bare(word)) and word not in lexicon.surnames():
            return False  # كرر نيمار التأكيد على …
        if len(draft.name) == 2 and self.words[draft.name[-1]] == "علي" and word.endswith("ي"):
            return True  # محمد علي الحوثي
        if word in lexicon.adjectives() or (word in lexicon.nouns() and len(draft.name) > 1 and not at_end):
            return False
        last = self.words[draft.name[-1]]
        of_two = len(draft.name) > 1 and self.words[draft.name[-2]] == "عبد"  # عبد الرحمن
        last_is_given = of_two or last in lexicon.given_names()
        if word in people_words("adjectives") and word not in lexicon.surnames():
            return False
        if last in lexicon.surnames() and not last_is_given:
            return word in lexicon.surnames() or word in self.reading.names  # رفض أوباما المقترحات
        after = self.words[draft.at + 1] if draft.at + 1 < self.limit else ""
        ends_here = not after or not after[0].isalnum() or (len(draft.name) == 1 and self._goes_aside(after))
        several = sum(self.words[at] not in LIGHT for at in draft.name) > 1
        if last_is_given and several and not self.bounded and is_everyday(word):
            return word in lexicon.surnames()  # افتتح فيصل بن بندر المعرض
        if last_is_given and not self.bounded and is_everyday(word) and word not in lexicon.surnames():
            aside = source_words("adverbial_prepositions") - {"في", "الي", "من", "علي"}
            ends = source_words("clause_words") | COMMAS | aside | {":", ""}
            return after in ends  # but رفض محمد القرار الجديد
        return last_is_given or not is_everyday(word) or (ends_here and self.bounded)
