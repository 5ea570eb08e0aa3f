"""Apposition: what goes on behind a comma, و or another mark inside a mention: a title, a name, a second body."""

from index import lexicon
from index.cue_form import cue_forms
from index.draft import CALLED, COMMAS
from index.naming import bare, is_cue, is_everyday, is_name_word, is_named_by, is_owned, is_verbal_noun
from index.title_reader import TitleReader
from index.word_list import match_phrase, people_words, source_words

_USUAL_NAME, _LONGEST_NAME = 4, 8  # tokens between quotation marks: of a name, of a body's whole name
_POST = 6  # tokens of what an adviser is for: للأمن القومي


class AppositionReader(TitleReader):
    """The marks and the و inside a mention, and whether it goes on behind them."""

    def _mark(self, word: str) -> bool:
        draft = self.draft
        if word in "#_" and draft.at + 1 < self.limit:
            draft.at += 1
            if word == "#" and self._is_tagged_name(draft.at):
                draft.name.append(draft.at)
                draft.at += 1
            return True
        if word == "." and draft.at > self.start and len(self.words[draft.at - 1]) == 1:
            draft.at += 1
            return True
        if word == "(":
            return self._skip_to(")", 8)
        if word in COMMAS or (word == "؛" and draft.name):
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
            ranked = self.words[quoted.inner_start] in people_words("honorifics")
            if not draft.name and self._is_quoted_name(range(quoted.inner_start, quoted.inner_end)):
                draft.name.extend(range(quoted.inner_start + ranked, quoted.inner_end))
                draft.at = quoted.end
                return True
            if draft.noun is None and not draft.described:
                draft.kind = "organisation"
            inner = [bare(one) for one in self.words[quoted.inner_start : quoted.inner_end]]
            draft.closed = True
            return self._take(quoted.end - draft.at, *inner)
        return False

    def _is_tagged_name(self, at: int) -> bool:
        """الفنانة #أصالة: whether a word behind a hashtag is a person's name, whatever else it means."""
        draft, word = self.draft, self.words[at]
        others = (lexicon.nouns(), lexicon.adjectives(), lexicon.function_words(), cue_forms())
        other = any(word in one for one in others) or match_phrase(lexicon.place_phrases(), self.words, at, self.limit)
        titled = self.words[at - 2] in lexicon.nouns() and self.words[at - 2].startswith("ال")
        return titled and draft.kind == "role" and not draft.name and not other and not word.startswith("ال")

    def _is_quoted_name(self, inner: range) -> bool:
        """الباحث الفلكي "هندي", مدير مكتب الصحة بالمحافظة "الخضر سالم": a person's name between marks."""
        draft = self.draft
        if draft.kind != "role" or not draft.closed or draft.plural:
            return False
        previous = lexicon.nouns().get(self.words[draft.at - 1])
        if self.words[inner[0]] in people_words("honorifics"):
            inner = inner[1:]  # "المهندس عبدالعزيز آل حسن"
        if not inner or (previous is not None and previous.kind in ("organisation", "media") and len(inner) < 2):
            return False  # رئيس الشركة "سامسونغ"
        given = self.words[inner[0]] in lexicon.given_names()
        return given or all(
            is_name_word(word) or word in self.reading.names for word in self.words[inner[0] : inner[-1] + 1]
        )

    def _is_hyphen(self, at: int) -> bool:
        """جاي-إن, but no byline: عوض الفهمي- سبق."""
        return self.reading.follows_directly(at) and self.reading.follows_directly(at + 1)

    def _skip_to(self, closing: str, most: int) -> bool:
        for at in range(self.draft.at + 1, min(self.draft.at + most, self.limit)):
            if self.words[at] == closing:
                self.draft.at = at + 1
                if not self.draft.name:
                    self.draft.core_end = at + 1
                return True
        return False

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
        if draft.apposed and noun is None and self._goes_on_in_title(after):
            draft.at += 1
            return self._take(1, bare(word))
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
        elif draft.kind in ("role", "organisation") and self._is_second_task(after):
            draft.at += 1
            draft.described.append(bare(word))
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
            if draft.kind == "organisation":
                draft.core_end = draft.at  # حزب العدالة والتنمية
        return True

    def _goes_on_in_title(self, at: int) -> bool:
        """سامي الغامدي، نائب رئيس لجنة الحج والعمرة: a word of the title, and nobody with a title of his own."""
        word, following = self.words[at], self.words[at + 1] if at + 1 < self.limit else ""
        noun = lexicon.nouns().get(following)
        titled = noun is not None and noun.kind == "title"
        return word.startswith("ال") and word not in lexicon.given_names() and not titled

    def _is_second_task(self, at: int) -> bool:
        """وزير الزراعة واستصلاح الأراضي, هيئة الأرصاد وحماية البيئة: a verbal noun, or of a body a noun, and what it is
        done to, after a task with the article."""
        if at + 1 >= self.limit or not self.words[at - 2].startswith("ال"):
            return False
        word, of = self.words[at], self.words[at + 1]
        others = (lexicon.nouns(), lexicon.function_words(), cue_forms())
        plain = is_everyday(word) and not any(word in other for other in others)
        task = is_verbal_noun(word) or (self.draft.body and plain and is_everyday(of))
        return task and of.startswith("ال")

    def _is_after_place(self) -> bool:
        """Whether the word before و is a state's: قادة فرنسا وألمانيا."""
        return (self.words[self.draft.at - 1],) in lexicon.places()

    def _second_name(self, word: str) -> bool:
        """كيم والرئيس الكوري الجنوبي مون جاي إن: a word of the second one's name."""
        previous = self.words[self.draft.at - 1]
        opens = self._starts_name(self.draft.at) and previous != "و"
        if not opens or word in source_words("adverbs") or word in source_words("adverbial_prepositions"):
            return False
        return self._take()

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
        is_title = noun is not None and noun.kind == "title" and not self._is_given(after)
        is_title = is_title and word not in people_words("name_particles")  # قائد الجبهة، أبو زرعة المحرمي
        if is_title and draft.plural and noun is not None and not noun.plural and not draft.name:
            return False  # طالب نواب كويتيون، رئيس الحكومة، بـ…
        if draft.name:
            bearer = self._bearer_after(draft.at)
            if bearer is not None:
                draft.name.clear()
                draft.at, draft.closed, draft.of_another = bearer, True, False
                return True
            if not is_title or is_owned(self.reading, after):
                return False  # نصح ريفالدو، مواطنه نيمار بـ…
            draft.name_done, draft.apposed, draft.closed = True, True, False
            draft.at += 1
            return True
        if word in CALLED and draft.noun is not None:
            draft.at += 1
            return True
        if word in people_words("peerages"):
            draft.at += 1  # زعيم الحزب السابق، لورد هيغ
            return True
        if is_title or word in people_words("honorifics"):
            draft.closed = False
            draft.at += 1
            return True
        if draft.noun is None or draft.plural or (draft.kind == "unnamed" and not draft.noun.definite):
            return False  # وصف مسؤول أميركي، ترمب، بأنه …
        national = word.startswith("ال") and word in lexicon.adjectives() and after + 1 < self.limit
        behind = self.words[after + 2] if after + 2 < self.limit else ""
        name = self._starts_name(after + 1) if national and behind in COMMAS else False
        if national and (name or self.words[after + 1] in lexicon.given_names()):
            draft.at, draft.closed = after + 1, True  # رئيس النادي، القطري ناصر …
            draft.described.append(lexicon.adjectives()[word])
            return True
        if not self._starts_name(after):
            by_place = after in self.reading.first_names  # وزير العدل، المبروك قريرة، إن …
            if not (by_place or self._is_odd_name(after) or self._is_given(after)):
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
        if draft.noun is None or draft.noun.definite or draft.noun.stem not in ("متحدث", "ناطق") or draft.name:
            return False
        links = [at for at in range(self.start, draft.at - 1) if self.words[at] == "باسم"]
        served = lexicon.nouns().get(self.words[links[-1] + 1]) if links else None
        leader = served is not None and served.kind == "title" and served.definite and not served.plural
        return "رييس" in draft.described or leader
