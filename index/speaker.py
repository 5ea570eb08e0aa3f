"""Speakers: somebody whom an article names, and which mentions and verbs can mean him."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from index import lexicon
from index.conjugation import Gender
from index.draft import MentionKind
from index.mention import Mention, parse_mention
from index.naming import bare, is_everyday, name_gender
from index.tokens import Reading
from index.word_list import match_phrase

_SLIP = 5  # letters of a surname that may be misspelled

NAMED: tuple[MentionKind, ...] = ("person", "role", "organisation", "place", "unnamed")


@dataclass(slots=True)
class Speaker:
    """Somebody whom the article names: the fullest form of the name, and the titles that went with it.

    `heads` are the nouns of these titles, `described` all their words; see `Mention`.
    """

    kind: MentionKind
    text: str
    words: tuple[str, ...]
    gender: Gender | None
    plural: bool
    heads: frozenset[str] = frozenset()
    described: frozenset[str] = frozenset()
    seen: list[int] = field(default_factory=list)

    def last_before(self, at: int) -> int:
        """The last token before `at` that named this speaker; -1 for none."""
        place = bisect_right(self.seen, at)
        return self.seen[place - 1] if place else -1

    def note(self, at: int) -> None:
        """Take note of a token that names this speaker."""
        place = bisect_right(self.seen, at)
        if not place or self.seen[place - 1] != at:
            self.seen.insert(place, at)

    def bears(self, mention: Mention) -> bool:
        """Whether the words of a title without a name all went with this speaker before."""
        return mention.stem in self.heads and told(mention.described) <= told(self.described)

    def describe(self, heads: frozenset[str], described: frozenset[str]) -> None:
        """Take note of a title."""
        self.heads |= heads
        self.described |= described


def told(described: frozenset[str]) -> frozenset[str]:
    """The words of a title, with states by their adjectives: وزيرة خارجية النمسا is الوزيرة النمساوية."""
    return frozenset(lexicon.state_stems().get(word, word) for word in described)


def same_name(short: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are forms of one: the shorter's words are all in the longer, in order."""
    if len(short) > len(other):
        short, other = other, short
    rest = iter(without_article(other))
    return all(word in rest for word in without_article(short))


def is_slip(one: str, other: str) -> bool:
    """Whether one surname may be the other, misspelled within an article (الخلافي, المخلافي; ماكماهون, مكماهون).

    One letter more, less or exchanged; two in longer words that begin and end alike.
    """
    first, second = bare(one), bare(other)
    if min(len(first), len(second)) < _SLIP or {one, other} <= lexicon.surnames() or is_everyday(one):
        return False
    alike = max(len(first), len(second)) > _SLIP and first[0] == second[0] and first[-2:] == second[-2:]
    return bool(OSA.distance(first, second) <= (2 if alike else 1))


def is_fathers_name(words: tuple[str, ...], person: Speaker) -> bool:
    """Whether one given name is somebody's father's: محمد is neither زينب محمد nor حمدان بن محمد بن راشد."""
    alone = len(words) == 1 and words != person.words[:1] and words[0] not in lexicon.surnames()
    place = person.words.index(words[0]) if alone and words[0] in person.words else 0
    if place and person.words[place - 1] == "بن" and words[0] in lexicon.given_names():
        return True
    return alone and name_gender(words[0]) == "m" and name_gender(person.words[0]) == "f"


def without_article(words: Iterable[str]) -> list[str]:
    """Folded words, each without the article."""
    return [bare(word) for word in words]


def agrees(speaker: Speaker, gender: Gender | None, plural: bool) -> bool:
    """Whether a verb or pronoun of this gender and number can mean a speaker."""
    if speaker.kind == "person":
        alike = gender is None or speaker.gender is None or speaker.gender == gender
        return speaker.plural == plural and (plural or alike)
    if plural:
        return speaker.plural or speaker.kind == "organisation"
    if speaker.plural:
        return gender != "m"
    return gender is None or speaker.gender is None or speaker.gender == gender


def named_at(reading: Reading, at: int, limit: int) -> Mention | None:
    """A person, a body or a state that is named from this token on, without a guess."""
    word = reading.words[at]
    noun = lexicon.nouns().get(word)
    following = reading.words[min(at + 1, limit - 1)]
    national = word.startswith("ال") and word in lexicon.adjectives() and following in lexicon.given_names()
    known = word in lexicon.given_names() or word in lexicon.surnames() or national
    if (
        not known
        and (noun is None or noun.kind not in ("title", "organisation", "unnamed"))
        and not any(
            match_phrase(table, reading.words, at, limit) for table in (lexicon.place_phrases(), lexicon.body_phrases())
        )
    ):
        return None
    mention = parse_mention(reading, at, limit)
    return mention if mention is not None and mention.kind in NAMED else None
