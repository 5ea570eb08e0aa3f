"""Offices: who is meant by a title in a question, in the archive's words or in others.

Who asks says رئيس الحكومة التونسية where an article about Tunisia says رئيس الوزراء يوسف الشاهد, and هيئة الطاقة الذرية
where it says منظمة الطاقة الذرية. Where nobody bears a title in its own words, its other words are tried, and then
whoever bears it but for such names as the article itself gives elsewhere; only that article's words are taken then.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache

from index import lexicon
from index.naming import is_everyday
from index.stem import stems
from index.store import Store
from index.title import Bearers, Borne, Title, masculine, states
from index.word_list import ordered, people_words


def who_bears(asked: Title, store: Store) -> Bearers:
    """Those who bear a title, in some article's mention of them; nobody where none of its ways leads to anybody."""
    others = list(_in_other_words(asked))
    for title in (asked, *others):
        found = store.bearers(title)
        if found.speakers or found.unnamed:
            return found
    return _nearly(asked, store)


def _in_other_words(asked: Title) -> Iterator[Title]:
    """The title with some of its words in others: عمدة باليرمو is رئيس بلدية باليرمو."""
    for ways in _ways():
        for here in ways:
            if here[0] in asked.heads and asked.words >= {*here}:
                heads, rest = asked.heads - {here[0]}, asked.words - {*here}
                yield from (Title(heads | {there[0]}, rest | {*there}) for there in ways if there != here)


@cache
def _ways() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Groups of words for one office, each beginning with its head."""
    entries = (" ".join(entry) for entry in ordered("people.toml", "offices_in_other_words"))
    return tuple(tuple(tuple(map(masculine, way.split())) for way in entry.split(" = ")) for entry in entries)


def _nearly(asked: Title, store: Store) -> Bearers:
    """Those who bear the title but for words that tell nothing, or that are names which their article gives."""
    vague = people_words("vague_in_titles")
    needed = asked.words - asked.heads - vague
    whole: list[Borne] = []
    near: list[Borne] = []
    short: list[Borne] = []
    for one in store.borne({*asked.heads, *_alike(asked.heads)}):
        said = one.title.words - one.title.heads - vague
        other = {word for word in said - needed if not (one.named and _is_of_name(word, one.alias))}
        more = one.title.heads > asked.heads or asked.heads <= people_words("offices_of_state")
        if not needed or (other and (not more or states().intersection(other))):
            continue  # but وزير العدل رئيس المجلس الأعلى للقضاء, وزير الطاقة والصناعة
        lacking = needed - said
        if not lacking:
            whole.append(one)
        elif one.title.heads & asked.heads:
            ours = one.title.heads & people_words("offices_of_state") and states().intersection(lacking)
            may_lack = _may_lack(one.title, lacking)
            near += [one] * may_lack
            short += [one] * bool((ours or not may_lack) and _bodies(one.title.words & asked.words))
    if whole:
        return store.bearing(whole)
    found = [one for one in near if _gives(store, one.article, needed - one.title.words, one.title)]
    found += [one for one in short if one not in found and _names_in_full(store, one.article, asked, one.title)]
    articles = frozenset(one.article for one in found)
    return replace(store.bearing(found), articles=articles) if found else Bearers(frozenset())


@cache
def _alike(heads: frozenset[str]) -> frozenset[str]:
    """Other offices that may be the same one: قائد الشرطة, مدير الشرطة."""
    groups = ordered("people.toml", "like_offices")
    return frozenset(word for group in groups if not heads.isdisjoint(group) for word in group)


def _may_lack(title: Title, lacking: Collection[str]) -> bool:
    """Whether a mention that tells more than the head may leave these words to its article: names alone."""
    return bool(title.words - title.heads) and all(map(_is_name, lacking))


def _bodies(words: Collection[str]) -> set[str]:
    """Those of the words that are nouns of a body: منظمة, وزارة."""
    nouns = lexicon.nouns()
    either = ((word, nouns.get(word) or nouns.get(f"{word}ه")) for word in words)  # خارجي: of الخارجية
    return {word for word, noun in either if noun is not None and noun.kind == "organisation"}


def _names_in_full(store: Store, article: int, asked: Title, title: Title) -> bool:
    """الأمين العام للمنظمة, of منظمة التعاون الإسلامي: whether one sentence of the article has the body and all that
    the mention leaves out."""
    wanted = [*_bodies(title.words & asked.words), *(asked.words - title.words)]
    sentences = store.stems([one.number for one in store.passages_in([article])]).values()
    return any(all(not sentence.isdisjoint(stems(word)) for word in wanted) for sentence in sentences)


def _is_of_name(word: str, alias: str) -> bool:
    """Whether a word of a title is the bearer's name, the first letter of which was taken for a particle."""
    return any(part.endswith(word) and len(part) - len(word) <= 1 for part in alias.split())


def _is_name(word: str) -> bool:
    """Whether a word is a name: a state's, a town's, a company's; not somebody's, whose spokesman is nobody else's."""
    people = lexicon.given_names() | lexicon.surnames()
    return word in states() or not (is_everyday(word) or word in people)


def _gives(store: Store, article: int, names: Collection[str], title: Title) -> bool:
    """Whether an article holds these names, and a state's in more of its sentences than any other's that the title does
    not tell: it is about an ambassador's own state too. A minister of no state is our own: he is of the state in
    question only where the article has no other."""
    sentences = store.stems([one.number for one in store.passages_in([article])]).values()
    counts = Counter(stem for sentence in sentences for stem in sentence)
    if not all(any(counts[stem] for stem in stems(name)) for name in names):
        return False
    asked = states().intersection(names)
    most = max(max(counts[stem] for stem in stems(state)) for state in states() - asked.union(title.words))
    if most and title.heads & people_words("offices_of_state"):
        return False
    return all(max(counts[stem] for stem in stems(state)) > most for state in asked)
