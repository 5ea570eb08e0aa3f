"""Reading names: which words go on with a person's name once one has opened it."""

from index import lexicon
from index.conjugation import Gender
from index.cue_form import cue_forms
from index.draft import COMMAS, is_then
from index.lexicon import Noun
from index.naming import (
    bare,
    is_cue,
    is_everyday,
    is_name_word,
    is_participle,
    is_surely_name,
    is_verbal_noun,
    is_written_as_verb,
)
from index.same_name import is_native
from index.surname import LIGHT, SurnameReader
from index.word_list import people_words, source_words

_LONGEST_NAME = 6


class NameReader(SurnameReader):
    """The part of a mention that is a person's own name."""

    def _is_initial(self) -> bool:
        """ج. ر. ماكنيل: a letter and a stop, and a name or another letter after them."""
        at = self.draft.at
        if at + 2 >= self.limit or self.words[at + 1] != "." or self.words[at] in people_words("honorifics"):
            return False
        following = self.words[at + 2]
        return len(following) == 1 or is_name_word(following)

    def _name_goes_on(self, word: str) -> bool:
        """Whether the word at hand belongs to the name that has begun: the first rule that can tell says so."""
        if len(self.draft.name) >= _LONGEST_NAME + sum(self.words[at] in LIGHT for at in self.draft.name):
            return False
        last = self.words[self.draft.name[-1]]
        for rule in (self._settled_at_once, self._settled_by_last, self._settled_by_particle):
            settled = rule(word, last)
            if settled is not None:
                return settled
        return self._closes_name(word, last)

    def _settled_at_once(self, word: str, last: str) -> bool | None:
        """Whether the words are plainly one name, or plainly not: a relative, a verb, two people, no name at all."""
        draft = self.draft
        if word in source_words("relatives") or word in people_words("own_speech"):
            return False  # تابع عيد حديثه
        if len(draft.name) == 1 and last == "علي" and word in ("اكبر", "اصغر"):
            return True
        if (word == "علي" and self._is_written_on(draft.at)) or is_written_as_verb(self.reading, draft.at):
            return False
        korean = word == "ان" and last in people_words("before_in")  # مون جيه إن
        if self._is_whole(last) and not korean and word not in people_words("name_particles"):
            return word in lexicon.surnames() and word not in lexicon.given_names()
        if draft.at - 1 in self.reading.first_names:
            return True  # صدقة فاضل, where the article has وأكد فاضل أن
        if len(draft.name) > 1 and is_cue(word, rather=True) and last not in ("ابي", "ابو"):
            return False  # سالم العلي دعا …: no دعاء; but علي بن أبي طالب
        if last == "ال" and word.startswith("ال"):
            return True  # آل الشيخ
        if word == "الله" and last.startswith("ال") and bare(last) not in people_words("servants_of_god"):
            return False  # سأل سالم العلي الله أن …, but رامي الحمد الله
        if (
            len(draft.name) == 1
            and last.startswith("ال")
            and last not in lexicon.surnames()
            and (word.startswith("ال") and word in lexicon.adjectives())
        ):
            self._rename_as_title(last)  # المفكر المغربي: no name but a noun
            return False
        town = last[0] in "بل" and len(last) > 4 and not is_surely_name(self.reading, draft.name[-1])
        if len(draft.name) == 1 and (last.startswith("ال") or town) and word in lexicon.given_names():
            draft.name.clear()  # المخلوع نواز شريف, بجازان محمد معافا: the first word was no name
            return True
        if (
            word[0] in "لب"
            and word not in lexicon.surnames()
            and (word[1:] in self.reading.names or word[1:] in lexicon.surnames())
        ):
            return False  # نداي لأوتيينو: …
        two_people = len(draft.name) == 1 and last not in lexicon.given_names()
        other = word in lexicon.surnames() or (is_native((word,)) and not self.bounded and draft.noun is None)
        if two_people and last in lexicon.surnames() and other:
            return False  # وصف أردوغان نتنياهو …, حذر ترمب بشار الأسد من …
        return None

    def _is_whole(self, last: str) -> bool:
        """أعلن دونالد ترامب تعرفات، انتقد سعد الحريري زيادا: whether a first name and a surname stand here, and nothing
        behind them tells where the name ends."""
        others = (lexicon.given_names(), people_words("name_particles"), people_words("honorifics"))
        family = (last.startswith("ال") or last in lexicon.surnames()) and not any(last in one for one in others)
        several = sum(self.words[at] not in LIGHT for at in self.draft.name) > 1
        return not self.bounded and several and family

    def _settled_by_last(self, word: str, last: str) -> bool | None:
        """Whether the word before tells: كيم كي غوان, مصطفى سيد قادر, سماح حديد."""
        draft = self.draft
        if word == "ان" and last in people_words("before_in") and len(draft.name) > 1:
            return True
        if word in people_words("syllables") and self._is_syllable(draft.at):
            return True
        if last == "سيد" and word.startswith("ال") and len(draft.name) == 1:
            return not is_everyday(word)
        if word in ("سيد", "قايد") and last in lexicon.given_names():
            following = self.words[draft.at + 1] if draft.at + 1 < self.limit else ""
            return word == "سيد" or not is_everyday(following)  # مصطفى سيد قادر, الباجي قائد السبسي
        after = self.words[draft.at + 1] if draft.at + 1 < self.limit else ""
        alone = last not in people_words("name_particles")  # but آل خليفة وزير الداخلية
        family = last.startswith("ال") and last not in lexicon.given_names()
        if word in people_words("names_of_office") and alone and (family or after in lexicon.nouns()):
            return False  # محمد المخرج أمين محافظة الطائف, أسامة البار أمين العاصمة
        if last in lexicon.surnames() and last not in lexicon.given_names() and self._is_manner(word):
            return False
        if len(draft.name) == 1 and is_name_word(last) and self._is_odd_surname(word):
            return True
        if last in people_words("everyday_names") and self._is_given(draft.name[-1]):
            return True  # سماح حديد
        if word.startswith("ال") and self.words[min(draft.at + 1, self.limit - 1)] == "باسم":
            return False  # شين تشونج-تشي المتحدث باسم …
        return None

    def _settled_by_particle(self, word: str, last: str) -> bool | None:
        """Whether a particle of names joins the two, or the word is one, or a given name."""
        draft = self.draft
        joins = last in people_words("name_particles") and last not in ("الله", "الدين")
        joins = joins and not any(word in source_words(key) for key in ("adverbs", "clause_words"))  # آبي الأربعاء
        foreign = last in people_words("foreign_particles")
        other = word.startswith("ال") or word in cue_forms() or word in lexicon.function_words()
        joins = joins and not (foreign and other)  # رفض شينزو آبي القرار
        if word == "علي" and not joins and draft.at + 1 < self.limit and self.words[draft.at + 1][0].isalnum():
            following = self.words[draft.at + 1]  # محمد علي الحوثي
            definite = following.startswith("ال")
            unlisted = not is_everyday(following) or (definite and following.endswith("ي"))
            unlisted = unlisted and last in lexicon.given_names() and (definite or is_name_word(following))
            return is_surely_name(self.reading, draft.at + 1) or following in ("اكبر", "عبد") or unlisted
        if word == "فان" and (last in lexicon.surnames() or last.startswith("ال") or is_then(self.reading, draft.at)):
            return False  # وفقا للعتيبي فإن …
        hadrami = word.startswith("با") and not word.startswith("بال") and len(word) > 5 and not is_everyday(word)
        if hadrami and last in lexicon.given_names() and word.isalpha():
            return True  # سالم باعجاجة
        if word == "ام" and not joins:
            return False  # ميغان ماركل أم العائلة
        if word in lexicon.given_names() or word in people_words("name_particles") or joins:
            return not (word in source_words("adverbial_prepositions") and word not in lexicon.given_names())
        if word == "جمعه" and len(draft.name) == 1 and last in lexicon.given_names():
            return True
        return None

    def _closes_name(self, word: str, last: str) -> bool:
        """Whether a word that no rule settles is the surname."""
        draft = self.draft
        if any(word in source_words(k) for k in ("adverbs", "late_adverbs", "adverbial_prepositions", "clause_words")):
            return False
        if word.startswith("ال"):
            return self._is_surname(word)
        if (last.startswith("ال") or last in lexicon.surnames()) and is_verbal_noun(word):
            return word in lexicon.given_names() or word in lexicon.surnames()  # نقل الحارثي انزعاج التجار
        if is_name_word(word) or word in self.reading.names:
            joined = word[0] == "و" and is_name_word(word[1:]) and len(word) > 3
            return not joined or word in lexicon.surnames()  # دانا وايت
        if word[0] == "و" and len(draft.name) == 1 and not is_everyday(word) and not is_name_word(word[1:]):
            joined = word.endswith(("ته", "ها", "هم"))  # إليسا ودعمته
            other = word in lexicon.function_words() or word in lexicon.nouns()  # طالب ترامب وسائل الإعلام بـ…
            return not other and not joined  # بيتر ويلسون
        after = self.words[draft.at + 1] if draft.at + 1 < self.limit else ""
        ends_here = not after or not after[0].isalnum() or (len(draft.name) == 1 and self._goes_aside(after))
        known = last in lexicon.surnames() or last in lexicon.given_names()  # but جانيوري مكامبا
        accusative = len(word) > 4 and word[-1] == "ا" and (is_everyday(word[:-1]) or (known and is_participle(word)))
        if word.endswith(("ته", "ها", "هم")) or accusative:
            return False  # صاح ألكسندر فرحا, قال نتنياهو متهكما
        others = (lexicon.function_words(), cue_forms(), lexicon.nouns())
        other = not word.isalpha() or any(word in one for one in others)
        family = last.startswith("ال") or last in lexicon.surnames()
        if family and last not in lexicon.given_names() and is_everyday(word):
            return False  # توقع العريفي نمو "…"
        return ends_here and not other and len(draft.name) < 3

    def _is_syllable(self, at: int) -> bool:
        """كيم كي غوان, ليو هي، المستشار …: a particle by its letters, but between names, or before a title's comma."""
        if at + 1 >= self.limit or self.words[at - 1].startswith("ال"):
            return False
        following = self.words[at + 1]
        if following in COMMAS:
            return len(self.draft.name) == 1 and self._is_before_title(at + 1)
        return is_name_word(following) and not following.startswith("ال") and following not in cue_forms()

    def _is_written_on(self, at: int) -> bool:
        """على with its own last letter: the preposition, but before a word that is surely a name (على خامنئي)."""
        if not self.reading.text[self.reading.starts[at] : self.reading.ends[at]].endswith("ى"):
            return False
        after = at + 1
        return after >= self.limit or self.words[after] not in lexicon.surnames()

    def _rename_as_title(self, word: str) -> None:
        draft = self.draft
        draft.name.clear()
        gender: Gender = "f" if word.endswith("ه") else "m"
        draft.noun = Noun("title", bare(word), gender, definite=True)
        draft.kind, draft.closed, draft.gender, draft.core_end = "role", True, gender, draft.at
        draft.described.append(bare(word))
        draft.heads.append(bare(word))

    def _is_title_of(self, word: str) -> bool:
        """جيف رو رئيس مجلس الأغذية: a title that follows a name without a comma."""
        noun = lexicon.nouns().get(word)
        return (
            (self.bounded or self._is_formal(word))
            and noun is not None
            and noun.kind == "title"
            and not noun.plural
            and (not noun.definite or word not in lexicon.adjectives())
        )

    def _is_formal(self, word: str) -> bool:
        """الدكتور عبد اللطيف الزياني الأمين العام …: an office behind a full name with an honorific."""
        name, after = self.draft.name, self.draft.at + 1
        ranked = self.words[name[0] - 1] in people_words("honorifics") | {"الامير", "الاميره"} and name[0] > self.start
        official = after < self.limit and self.words[after] in people_words("adjectives")
        return ranked and len(name) > 1 and word.startswith("ال") and official
