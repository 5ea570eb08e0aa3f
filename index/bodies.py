"""The bodies and states of one article: which one a noun, a short name or a capital means."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace

from index import lexicon
from index.mention import Mention, parse_mention
from index.naming import bare, is_name_word
from index.roster import MOST, Roster
from index.speaker import Speaker
from index.tokens import Reading
from index.word_list import folded

_REVIEW = 150  # tokens back to the paper that a review tells of
_PAPER = 8  # tokens of a paper's name
_CLUB = "نادي"


class Bodies(Roster):
    """Who is meant by a mention of a body or a state."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self.found: dict[tuple[str, ...], int | None] = {}
        self.bodies: defaultdict[str, list[Mention]] = defaultdict(list)  # bodies named anywhere, by their noun
        self.aliases: dict[tuple[str, ...], Mention] = {}  # bodies by their own names: كامبردج أناليتيكا

    def _body(self, mention: Mention) -> Speaker:
        """A body or state; a short form (الوزارة) means the fuller one that stood before."""
        if mention.kind == "place" and not mention.plural:
            return self._state(mention)
        mention = self._in_full(self._paper(mention))
        for one in reversed(self.others.get(mention.stem, [])[-MOST:]):
            if one.kind in ("organisation", "media") and mention.stem and one.bears(mention):
                one.note(mention.start)
                return one
        return self._known_by_name(mention) or self._phrase(self._fuller(mention))

    def _paper(self, mention: Mention) -> Mention:
        """تتابع الصحيفة, in a review of several: the one that was named last, whichever spoke last."""
        if mention.kind != "media" or not mention.definite or mention.described != {mention.stem}:
            return mention
        words, before = self.reading.words, range(mention.start - 1, max(0, mention.start - _REVIEW), -1)
        named = (at for at in before if words[at] == mention.stem)
        papers = (parse_mention(self.reading, at, min(at + _PAPER, mention.start)) for at in named)
        return next((one for one in papers if one is not None and one.described > mention.described), mention)

    def _in_full(self, mention: Mention) -> Mention:
        """البنتاغون, where the article names وزارة الدفاع الأميركية too: the fuller name."""
        for name in lexicon.full_names().get(tuple(self.reading.words[mention.start : mention.end]), []):
            at = self._first(name)
            full = parse_mention(self.reading, at, at + len(name), bounded=True) if at is not None else None
            if full is not None and full.kind == "organisation":
                return full
        return mention

    def found_body(self, mention: Mention) -> None:
        """Take note of a body that the article names with a noun and more: وزارة الدفاع, شركة كامبردج أناليتيكا."""
        self.bodies[mention.stem].append(mention)
        name = tuple(self.reading.words[mention.start + 1 : mention.end])
        own = mention.stem in folded("organisations.toml", "epithets")
        if mention.stem == _CLUB and len(name) > 1 and name[1] in lexicon.adjectives():
            name = name[:1]  # نادي ليون الفرنسي is ليون
        if own and all(is_name_word(word) and word not in lexicon.surnames() for word in name):
            self.aliases[name] = mention
            self.reading.names.update(name[:1])
        elif mention.stem in folded("organisations.toml", "movements") and len(name) == 1:
            self.aliases[name] = mention

    def _named_alike(self, words: tuple[str, ...]) -> Speaker | None:
        """The body of this name, unless it is a person's too: شركة الجريسي, where a man called الجريسي is named."""
        bearers = self.by_word.get(bare(words[-1]), []) if words in self.aliases else []
        if words not in self.aliases or any(bare(one.words[-1]) == bare(words[-1]) for one in bearers):
            return None
        return self._body(self.aliases[words])

    def _ministry(self, mention: Mention) -> Speaker:
        """«التعليم» تنفي …: the ministry for that, in full where the article names it."""
        words = frozenset(bare(word) for word in self.reading.words[mention.start : mention.end])
        named = next((one for one in self.bodies.get("وزاره", []) if words <= one.described), None)
        return self._body(named or replace(mention, kind="organisation", gender="f"))

    def _fuller(self, mention: Mention) -> Mention:
        """الشركة, where only شركة كامبردج أناليتيكا was named before; the mention itself where none was."""
        if not mention.definite or mention.plural or mention.stem in folded("organisations.toml", "areas"):
            return mention
        earlier = self.bodies.get(mention.stem, [])
        place = bisect_left(earlier, mention.start, key=lambda one: one.start)
        fits = (one for one in reversed(earlier[max(0, place - MOST) : place]) if mention.described < one.described)
        return next(fits, mention)

    def _known_by_name(self, mention: Mention) -> Speaker | None:
        """وأوضح النادي الملكي, after ريال مدريد spoke: a noun for the last body that spoke under a name of its own."""
        if mention.plural or not mention.definite or mention.stem not in folded("organisations.toml", "epithets"):
            return None
        if mention.described - {mention.stem} - frozenset(lexicon.adjectives().values()):
            return None
        last = next((one for one in reversed(self.spoke) if one.kind == "organisation"), None)
        return last if last is not None and not last.heads & lexicon.nouns().keys() else None

    def _state(self, mention: Mention) -> Speaker:
        """A state; a capital stands for its state where the article names it."""
        name = tuple(self.reading.words[mention.start : mention.end])
        place = lexicon.places().get(name)
        at = self._first(tuple(place.state.split())) if place and place.state != " ".join(name) else None
        if place is not None and at is not None:
            name = tuple(place.state.split())
            mention = replace(mention, start=at, end=at + len(name), core=(at, at + len(name)))
        for one in self.others.get(mention.stem, [])[-MOST:]:
            if one.kind == "place" and one.words == name:
                one.note(mention.start)
                return one
        known = self._phrase(mention)
        known.words = name
        return known

    def _first(self, phrase: tuple[str, ...]) -> int | None:
        """Where a phrase first stands in the article, for the words that places are called by."""
        if phrase not in self.found:
            words, at = self.reading.words, 0
            self.found[phrase] = None
            for _ in range(words.count(phrase[0])):
                at = words.index(phrase[0], at)
                if tuple(words[at : at + len(phrase)]) == phrase:
                    self.found[phrase] = at
                    break
                at += 1
        return self.found[phrase]
