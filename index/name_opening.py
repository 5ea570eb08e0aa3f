"""Openings of names: which word begins a person's own name inside a mention."""

from index import lexicon
from index.cue_form import cue_forms
from index.draft import COMMAS, DraftReader
from index.lexicon import Noun
from index.naming import (
    bare,
    is_cue,
    is_everyday,
    is_given_name,
    is_name_word,
    is_nisba,
    is_owned,
    is_surely_name,
    is_verbal_noun,
    is_written_as_verb,
    name_gender,
)
from index.word_list import match_phrase, people_words, source_words

_OWNERS = frozenset(("صاحب", "صاحبه"))
_GRACES = frozenset(("السعاده", "المعالي", "الفضيله", "السماحه", "الغبطه", "القداسه"))


class NameOpeningReader(DraftReader):
    """Where a mention's name begins: whether a word opens it, and whether it is the speaker's own."""

    def _follows_rank(self, word: str) -> bool:
        """الفريق المحرج: right after a rank, a word with the article is a surname."""
        before = self.draft.at - 1
        if before > self.start and self.words[before] == ".":
            before -= 1  # د. الفلاح
        previous = self.words[before] if before >= self.start else ""
        alone = previous in _GRACES and self.words[before - 1] not in _OWNERS  # تقرير السعادة العالمي
        if previous not in people_words("honorifics") or not word.startswith("ال") or previous in _OWNERS or alone:
            return False  # صاحب المطعم
        others = (lexicon.nouns(), lexicon.adjectives(), *map(people_words, ("honorifics", "adjectives")))
        others = (*others, source_words("late_adverbs"))  # أعلن الملا الشهر الماضي أن
        return not any(word in other for other in others) and not is_verbal_noun(bare(word))

    def _is_peer(self) -> bool:
        """وزير الدولة سير ألان دنكان: a title of nobility without the article, right before a name."""
        word, after = self.words[self.draft.at], self.draft.at + 1
        return word in people_words("peerages") and after < self.limit and self._starts_name(after)

    def _opens_name(self, word: str) -> bool:
        draft = self.draft
        if self._is_peer() or is_written_as_verb(self.reading, draft.at):
            return False
        if draft.plural and draft.noun is not None and not self.bounded and self.words[draft.at - 1] not in COMMAS:
            return False  # انتقد زعماء المعارضة ماكرون
        if draft.kind == "unnamed" and draft.noun is not None and draft.noun.stem not in people_words("titles"):
            return False  # استبعد التقرير تحيز …
        if draft.kind in ("organisation", "media", "document"):
            before = draft.at - 1
            if self.words[before] in lexicon.adjectives() and before > self.start:
                before -= 1
            previous = lexicon.nouns().get(self.words[before])
            if previous is not None and previous.kind == "title" and previous.definite:  # إدارة الرئيس دونالد ترامب
                draft.of_another = True
            return False
        if self._speaks_for_another() or self._names_the_served():
            draft.of_another = True
            return False
        kin = draft.noun is not None and draft.noun.stem in people_words("kin")
        of_another = draft.of_another and self.words[draft.at - 1] not in COMMAS
        if word[0] == "ل" and draft.noun is not None and not is_surely_name(self.reading, draft.at):
            following = self.words[draft.at + 1] if draft.at + 1 < self.limit else ""
            if (following.startswith("ال") and is_everyday(following)) or following == "و":
                return False  # مدير الحملة لنصرة الأشقاء, الوزير لآسيا والمحيط
            beyond = self.words[draft.at + 2] if draft.at + 2 < self.limit else ""
            if following in lexicon.given_names() or (beyond in lexicon.surnames() and following != "فان"):
                return False  # الحاكم السابق لفلوريدا جيب بوش
        if draft.at - 1 in self.reading.first_names and self.words[draft.at - 2] in lexicon.given_names():
            return False  # وزارة خارجيتها عبدالعزيز علي شريف: the name began before this word
        if word in self.reading.names and (draft.noun is None or draft.closed) and not (of_another and kin):
            return draft.kind not in ("organisation", "media", "document", "place")
        doubtful = word in lexicon.nouns() or word in people_words("everyday_names")
        if doubtful and self._is_given(draft.at) and not of_another:
            return draft.noun is None or draft.closed
        if of_another:
            return not kin and self._names_the_bearer(word)
        if draft.at in self.reading.first_names and not kin:
            return draft.kind != "place"
        noun = draft.noun if draft.at == self.start + 1 and not is_owned(self.reading, self.start) else None
        hers = noun is not None and noun.gender == "f" and not noun.definite and name_gender(word) == "m"
        other = kin and draft.at - self.start > 1 and name_gender(word) not in (None, draft.gender)
        if (other or hers) and self.words[draft.at - 1] not in COMMAS:
            draft.of_another = True  # والدة اللاعب ميك فانينج, خطيبة جمال خاشقجي
            return False
        if word in lexicon.given_names():
            his = draft.gender == "f" and name_gender(word) == "m"  # محاميه عادل
            return draft.noun is None or draft.closed or his or self.words[draft.at - 1] in people_words("honorifics")
        if word in people_words("name_particles") and word not in ("الله", "الدين"):
            after = self.words[draft.at + 1] if draft.at + 1 < len(self.words) else ""
            return (draft.noun is None or draft.closed) and after not in source_words("clause_words")  # لو أن
        if word == "سيد" and self.words[draft.at - 1] in people_words("honorifics") and draft.at + 1 < self.limit:
            return not is_everyday(self.words[draft.at + 1])  # اللواء سيد الجابري
        if word.startswith("ال"):
            if word in lexicon.surnames():
                return draft.noun is None or draft.closed
            previous = lexicon.nouns().get(self.words[draft.at - 1]) if draft.at > self.start else None
            after_title = previous is not None and previous.kind == "title" and previous.definite
            described = is_everyday(word) or is_nisba(word) or word in people_words("adjectives")
            return (draft.noun is None or after_title) and not described
        if not is_name_word(word):
            return self._must_be_name(word)
        return draft.noun is None or draft.closed

    def _names_the_bearer(self, word: str) -> bool:
        """أمين منطقة جازان صالح القاضي, محامي ترامب مايكل كوهين: a given name after a name that the title serves."""
        previous = self.words[self.draft.at - 1 - (self.words[self.draft.at - 1] == ".")]  # د. حاتم
        following = self.words[self.draft.at + 1] if self.draft.at + 1 < self.limit else ""
        apart = previous in people_words("adjectives") and is_name_word(word) and is_name_word(following)
        if word not in lexicon.given_names() and word not in ("عبد", "ابو") and not apart:
            return False  # but رئيس إقليم كتالونيا المقال كارليس بوتشيمون
        if previous in people_words("honorifics"):
            return True
        noun = lexicon.nouns().get(previous)
        known = previous in lexicon.given_names() or previous in people_words("name_particles")
        return not known and (noun is None or noun.kind != "title")  # but مدير جامعة الملك فيصل …

    def _is_unknown_given_name(self) -> bool:
        """Whether all that stands before a name is one word that no list knows, a given name in truth."""
        draft, first = self.draft, self.words[self.start]
        if draft.at != self.start + 1 or draft.noun is not None or draft.name or len(draft.described) != 1:
            return False
        if draft.kind != "generic" or first.startswith("ال") or not first.isalpha() or first in lexicon.adjectives():
            return False
        if is_everyday(first) and not self._is_before_title(draft.at + 1):
            return False
        return not is_verbal_noun(first) and not (first[0] in "وف" and len(first) > 4)

    def _is_before_title(self, at: int) -> bool:
        """نيل كامبلينغ، مدير …: a comma and a title show that all before is a name, whatever its first word means."""
        if at + 1 >= self.limit:
            return False
        noun = lexicon.nouns().get(self.words[at + 1] if self.words[at] in COMMAS else self.words[at])
        if self.words[at] not in COMMAS and (noun is None or (noun.definite and not self.bounded)):
            return False
        return noun is not None and noun.kind == "title" and not noun.plural

    def _speaks_for_another(self) -> bool:
        """متحدث باسم وزير الخارجية باولو …, المتحدث باسم رئيسة الوزراء تيريزا …: the name is not the speaker's."""
        draft = self.draft
        speaks = draft.noun is not None and draft.noun.stem in ("متحدث", "متحدثه", "ناطق")
        if draft.noun is None or not speaks or self.words[draft.at - 1] in COMMAS:
            return False
        links = [at for at in range(self.start, draft.at) if self.words[at] in ("باسم", "باسمه")]
        served = lexicon.nouns().get(self.words[links[-1] + 1]) if links else None
        if served is None or served.kind != "title" or served.plural or self._is_hers(served):
            return False
        ranked = self.words[draft.at - 1] in people_words("honorifics") and links[-1] + 2 < draft.at
        return not ranked and (not draft.noun.definite or served.gender != draft.gender)

    def _is_hers(self, served: Noun) -> bool:
        """المتحدثة باسم الرئيس سلمى …: a name of the speaker's gender, which is not that of whom she serves."""
        named = name_gender(self.words[self.draft.at])
        return named is not None and named != served.gender and named == self.draft.gender

    def _names_the_served(self) -> bool:
        """نجل الرئيس محمد …, باسم الرئيس ترامب: right behind the title of one who is served stands his name.

        Only an office (نائب الرئيس), an aide who is named in full, and a woman's name behind a woman's, are their own.
        """
        at, names = self.draft.at, lexicon.given_names()
        if at < self.start + 2:
            return False
        ends = at - 1 if self.words[at - 1] in names and self.words[at - 2] in people_words("served") else at
        title = ends - 1
        if title <= self.start or self.words[title] not in people_words("served"):
            return False
        server = lexicon.nouns().get(self.words[title - 1])
        if self.words[title - 1] == "باسم":
            served = lexicon.nouns().get(self.words[title])
            return served is None or not self._is_hers(served)
        if server is None or server.definite or server.stem in people_words("own_offices"):
            return False
        in_full = at + 1 < self.limit and self._starts_name(at) and self._starts_name(at + 1)
        if server.stem in people_words("servants") and (in_full or ends < at):
            return False
        return ends < at or not (server.gender == "f" == name_gender(self.words[at]))

    def _must_be_name(self, word: str) -> bool:
        """الوزيرة المغربية نعيمة …: after a complete title with the article, a word without it is no adjective."""
        draft = self.draft
        if self._surely_opens_name(word):
            return True
        if draft.noun is None or not draft.closed or draft.noun.kind != "title" or draft.name_done:
            return False
        if word in lexicon.function_words() or not word.isalpha() or word in lexicon.nouns():
            return False
        short = len(word) < 4 or (len(word) == 4 and (word[1] in "اوي" or self._is_given(draft.at)))
        if word[0] == "ي" and not short:
            return False  # المدرب البرتغالي يتحدى …, الرئيس الأميركي يبرئ نظيره
        if is_everyday(word) and not self.words[draft.at - 1].startswith("ال"):
            return False  # قائد عسكري موال …
        end = self.reading.ends[draft.at]
        if is_everyday(word) and self.reading.text[end - 1] == "ة" and draft.gender == "m":
            return False  # اعتبر المبعوث الأممي سياسة الاستيطان …
        if not self.bounded:
            return self._is_odd_name(draft.at)
        if (word[0] in "لب" and len(word) > 4 and is_everyday(word[1:])) or (word[0] == "و" and len(word) > 5):
            return False  # لنصرة الأشقاء, ومطاحن الدقيق
        if match_phrase(lexicon.place_phrases(), self.words, draft.at, self.limit):
            return False  # رئيس مكتب في العاصمة طهران
        after = self.words[draft.at + 1] if draft.at + 1 < len(self.words) else ""
        known = (lexicon.given_names(), lexicon.surnames(), people_words("honorifics"))
        genitive = after.startswith("ال") and is_everyday(after) and not any(after in one for one in known)
        if is_everyday(word) and genitive:
            return False  # المفوض المكلف حقوق الإنسان
        return word not in cue_forms() and not word.endswith(("ا", "ها", "هم"))

    def _surely_opens_name(self, word: str) -> bool:
        """أمين الدين صالحي; الدكتورة وحدة السالمي: after an honorific with the article, a name."""
        draft = self.draft
        previous, after = self.words[draft.at - 1], draft.at + 1
        if after < self.limit and self.words[after] == "الدين":
            return not draft.name
        if self._is_given(draft.at):
            return not draft.name
        if draft.at == self.start or draft.name or after >= self.limit or not previous.startswith("ال"):
            return False
        if previous not in people_words("honorifics") or word.startswith("ال") or not word.isalpha():
            return False
        noun = lexicon.nouns().get(word)
        if word in lexicon.function_words() or is_cue(word) or (noun is not None and noun.kind == "title"):
            return False
        following = self.words[after]
        return following in lexicon.surnames() or is_name_word(following)

    def _is_given(self, at: int) -> bool:
        return is_given_name(self.reading, at, self.limit)

    def _is_odd_name(self, at: int) -> bool:
        """الخبير الكيميائي، فيل ميرزايانوف: an everyday word that a surname follows."""
        word = self.words[at]
        if at + 1 >= self.limit or word.startswith("ال") or not word.isalpha() or len(word) < 2:
            return False
        if word in lexicon.function_words() or is_cue(word) or word in lexicon.nouns():
            return False
        if self.reading.text[self.reading.starts[at]] == "ا" and len(word) > 4 and is_everyday(word):
            return False  # رئيس البلاد اختار كونتي, but إسرائيل كاتس
        following = self.words[at + 1]
        if following in people_words("name_particles"):
            return True
        if is_everyday(word) and (self._is_seat(at + 1) or is_everyday(following)):
            return False  # أكد الرئيس المصري دعم القاهرة
        return following in lexicon.surnames() or (following not in lexicon.given_names() and is_name_word(following))
