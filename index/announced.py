"""Announced: who an article begins with by a title alone, and names only afterwards."""

from bisect import bisect_left

from index import lexicon
from index.cue_form import plain_verb
from index.mention import Mention, name_words, parse_mention
from index.roster import MOST, Roster
from index.speaker import Speaker, agrees
from index.word_list import people_words, source_words

_AHEAD = 250  # tokens within which whoever opened the article is named
_FINANCE = frozenset(("مالي",))  # وزير المالية, nobody of Mali
_NAME = 8  # tokens of a name behind its verb


class Announced(Roster):
    """Who is meant by a title that nobody named so far bears."""

    def _announced(self, title: Mention) -> Speaker | None:
        """حذر وزير الاقتصاد الفرنسي …, and then وقال برونو لومير: whoever is named behind the title, if anybody is."""
        last = self.reading.words[title.end - 1]
        whole = last.startswith("ال") or (last,) in lexicon.places() or not last.isalpha()  # no أمين مباركي
        if title.kind != "role" or title.plural or len(title.described) < 2 or not whole:
            return None
        return self._named_with_office(title) or self._named_untitled(title)

    def _named_with_office(self, title: Mention) -> Speaker | None:
        """وزير المالية الياباني, and then وزير المالية تارو آسو: the only one of that office, its state told once."""
        states = lexicon.state_words() - _FINANCE
        office = title.described - states
        if len(office) < 2 or office == title.described:
            return None
        later = {
            id(one): one
            for one in self.by_head.get(title.stem, [])[-MOST:]
            if one.last_before(title.start) < 0 and office <= one.described and not one.described & states
        }
        return next(iter(later.values())) if len(later) == 1 else None

    def _named_untitled(self, title: Mention) -> Speaker | None:
        """The first who speaks under a full name without any title, and opens a sentence: somebody whom few know must
        have been announced by one."""
        words = self.reading.words
        if any(one.last_before(title.start) >= 0 for one in self.people[:MOST]):
            return None
        sentences = self.reading.sentences
        for start, end in sentences[bisect_left(sentences, (title.end, 0)) :]:
            at = start + (words[start] == "و")
            if at > title.end + _AHEAD:
                return None
            if at + 2 >= end or plain_verb(words[at]) is None:
                continue
            named = parse_mention(self.reading, at + 1, self._end_of_name(at + 1), bounded=True)
            if named is None or named.kind != "person" or named.plural or named.heads or named.described:
                continue
            name = name_words(self.reading, named)
            full = len(name) > 1 and name[0] in lexicon.given_names() and name[-1] not in people_words("known_to_all")
            person = self.introduce(named) if full else None
            if person is None or person.heads or not agrees(person, title.gender, False):
                return None
            self._describe(person, title.heads, title.described)
            return person
        return None

    def _end_of_name(self, start: int) -> int:
        """Where what tells to whom, where or what somebody said begins, behind a name."""
        words = self.reading.words
        ends = source_words("clause_words") | source_words("adverbial_prepositions") | {"ل"}
        limit = min(start + _NAME, len(words))
        return next((at for at in range(start + 1, limit) if words[at] in ends or not words[at][0].isalnum()), limit)
