"""Descriptions: who is meant by a title without a name, or another description: الوزير, نظيره الروسي, المصادر."""

from index import lexicon
from index.mention import Mention
from index.naming import bare, is_name_word
from index.roster import MOST, Roster
from index.speaker import Speaker, told
from index.word_list import folded, people_words

_SPOKESMEN = frozenset(("متحدث", "ناطق"))


class Descriptions(Roster):
    """Who is meant by a mention that only describes somebody."""

    def _described(self, mention: Mention, goes_on: bool) -> Speaker | None:
        """Whoever bears the title, or is meant by the word for him."""
        named = self._by_whole_name(mention)
        return named or self._bearer(mention) or self._epithet(mention, goes_on) or self._leader(mention)

    def _by_whole_name(self, mention: Mention) -> Speaker | None:
        """قال قائد السبسي, after الباجي قائد السبسي: a surname that begins with the word of an office."""
        words = tuple(self.reading.words[mention.start : mention.end])
        fits = self.by_word.get(bare(words[-1]), [])[-MOST:] if len(words) > 1 else []
        return next((one for one in fits if one.words[-len(words) :] == words), None)

    def _leader(self, mention: Mention) -> Speaker | None:
        """الزعيم التركي, after الرئيس أردوغان spoke: he leads that state, if the article tells of no other one."""
        last = self.spoke[-1] if self.spoke else None
        if mention.stem != "زعيم" or not mention.definite or mention.plural or last is None or last.plural:
            return None
        states = told(last.described) & lexicon.state_words()
        of_state = told(mention.described) - {mention.stem} <= (states or lexicon.state_words())
        return last if of_state and last.heads & people_words("leaders") else None

    def _bearer(self, mention: Mention) -> Speaker | None:
        """The person who bears a title elsewhere in the article, or the source that it takes up again."""
        if mention.plural or (mention.kind == "unnamed" and not mention.definite):
            return self._earlier(mention)
        fits = [one for one in self.by_head.get(mention.stem, [])[-MOST:] if one.bears(mention)]
        fits = [one for one in fits if not (one.gender and mention.gender and one.gender != mention.gender)]
        past = [one for one in fits if one.last_before(mention.start) >= 0]
        if past:
            earlier = self._earlier(mention)
            best = max(past, key=lambda one: (self._is_at_home(one, mention), one.last_before(mention.start)))
            if earlier is None or earlier.last_before(mention.start) < best.last_before(mention.start):
                return best
            return earlier
        earlier = self._earlier(mention)
        if earlier is not None or (fits and not self._is_of_topic(mention)):
            return earlier or fits[0]
        return self._only_bearer(mention)

    def _is_of_topic(self, mention: Mention) -> bool:
        """قال اللاعب: a bare title means whoever the article is about, not somebody who is called so only later."""
        alone = mention.described == {mention.stem}
        return alone and bool(self.spoke or self._named_before(mention.start, ("person",)))

    def _is_at_home(self, one: Speaker, mention: Mention) -> bool:
        """Whether no state is named in this bearer's titles that the mention lacks: معالي وزير الخارجية is ours."""
        if mention.stem not in people_words("offices_of_state"):
            return True
        return not any(word in lexicon.state_words() for word in told(one.described) - told(mention.described))

    def _only_bearer(self, mention: Mention) -> Speaker | None:
        """المبعوث الأممي: the only one of that office, where the rest is no state's adjective."""
        if self._is_colleague(mention):
            return self.spoke[-1]
        if not (mention.definite or self._is_definite(mention)) or not mention.heads:
            return None
        last = self.spoke[-1] if self.spoke else None
        alone = mention.described == {mention.stem} and not mention.plural
        if last is not None and last.kind == "person" and alone and mention.stem in last.described - _SPOKESMEN:
            return None if last.heads & _SPOKESMEN else last  # الوزير, after نائب وزير الخارجية spoke
        fits = self.by_head.get(mention.stem, []) if not mention.plural else []
        loose = lexicon.loose_adjectives()
        if mention.stem in lexicon.professions():  # المدرب الفرنسي: of an English club
            loose |= lexicon.state_words()
        loose |= folded("people.toml", "own_areas")  # حاكم الولاية, after حاكم كاليفورنيا
        if len(fits) != 1:
            return None
        more = told(mention.described) - told(fits[0].described) - {mention.stem}
        if mention.stem in lexicon.professions() and len(more) == 1:
            more = frozenset(word for word in more if not self._is_nickname(word))
        if more & folded("people.toml", "before_or_after") or more - loose:  # زعيم الحركة الجديد: another one
            return None
        return fits[0]

    def _is_nickname(self, word: str) -> bool:
        """المدير الفني للمانشافت: a word that no list has, for a team that the article calls otherwise elsewhere."""
        lists = (lexicon.body_phrases(), lexicon.place_phrases(), lexicon.nouns(), lexicon.adjectives())
        return is_name_word(word) and not any(word in one or f"ال{word}" in one for one in lists)

    def _epithet(self, mention: Mention, goes_on: bool) -> Speaker | None:
        """وأضاف الدبلوماسي الروسي, وقال المسؤول: a description that no other bears, of whoever spoke last."""
        last = self.spoke[-1] if self.spoke else None
        definite = mention.definite or (goes_on and self._is_definite(mention))
        if last is None or last.kind != "person" or mention.plural or not definite:
            return None
        if last.gender and mention.gender and last.gender != mention.gender:
            return None
        rest = mention.described - {mention.stem} - frozenset(lexicon.adjectives().values())
        if goes_on and mention.kind == "role":
            return last  # وتابع هداف الدوري
        if rest or mention.stem in _SPOKESMEN:
            return None
        return last if mention.stem in people_words("epithets") or self._is_bare_title(mention) else None

    def _is_bare_title(self, mention: Mention) -> bool:
        """وأكد المحافظ, where nobody is called so: another word for the one person who has spoken so far."""
        alone = mention.kind == "role" and mention.described == {mention.stem} and not self.by_head.get(mention.stem)
        return alone and all(one is self.spoke[-1] for one in self.spoke)

    def _is_definite(self, mention: Mention) -> bool:
        """هداف الدوري, قائد أرسنال: a noun that another one makes definite."""
        last = self.reading.words[mention.end - 1]
        named = last in lexicon.body_phrases() or last in lexicon.place_phrases() or is_name_word(last)
        return mention.end - mention.start > 1 and (last.startswith("ال") or named)

    def _is_colleague(self, mention: Mention) -> bool:
        """لاعب أرسنال الإنجليزي after اللاعب مسعود أوزيل: another word for whoever spoke last."""
        last = self.spoke[-1] if self.spoke else None
        if last is None or last.kind != "person" or mention.plural:
            return False
        if last.gender and mention.gender and last.gender != mention.gender:
            return False
        definite = mention.definite or self._is_definite(mention)
        alike = lexicon.professions().get(mention.stem, frozenset())
        return definite and bool(last.heads & alike if last.heads else alike)

    def _earlier(self, mention: Mention) -> Speaker | None:
        """A source that was described more fully before: المصادر, المسؤولون, المتحدث."""
        if not mention.definite:
            return None
        for one in reversed(self.others.get(mention.stem, [])[-MOST:]):
            if one.kind in ("role", "unnamed") and one.bears(mention):
                return one
        return None

    def _counterpart(self, mention: Mention) -> Speaker | None:
        """نظيره الأميركي: whoever bears the last speaker's title in that country."""
        if not mention.described:
            return None
        last = self.spoke[-1] if self.spoke else None
        for one in self.people[-MOST:]:
            alike = told(mention.described) <= told(one.described) and (last is None or one.heads & last.heads)
            if one is not last and alike:
                return one
        return self._phrase(mention)
