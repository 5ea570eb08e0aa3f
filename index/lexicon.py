"""The lexicon of reporting: verbs with all their forms, titles, bodies, states and names, read from `data/`."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from index import conjugation
from index.arabic import fold
from index.conjugation import Gender as Gender

_DATA = Path(__file__).parent / "data"

Shape = Literal["finite", "participle", "noun"]
NounClass = Literal["title", "unnamed", "organisation", "media", "document"]


@dataclass(frozen=True, slots=True)
class CueForm:
    """One form of a reporting word: what it takes (see data/verbs.txt) and what its ending shows."""

    shape: Shape
    takes: frozenset[str]
    gender: Gender | None
    plural: bool = False
    with_object: bool = False
    relays: bool = False
    perfect: bool = True
    lemma: str = ""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that heads the name of a speaker: its class, its singular and what its form shows."""

    kind: NounClass
    stem: str
    gender: Gender
    plural: bool = False
    definite: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A state, or a capital that stands for it."""

    state: str
    gender: Gender


_Meaning = TypeVar("_Meaning")
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


def _lines(name: str) -> Iterator[str]:
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@cache
def _table(name: str) -> Mapping[str, list[str]]:
    table: Mapping[str, list[str]] = tomllib.loads((_DATA / name).read_text(encoding="utf-8"))
    return table


@cache
def folded(name: str, key: str) -> frozenset[str]:
    """The folded words of one list of a data file."""
    return frozenset(fold(word) for word in _table(name)[key])


@cache
def ordered(name: str, key: str) -> tuple[tuple[str, ...], ...]:
    """The folded phrases of one list of a data file, in its order."""
    return tuple(tuple(fold(phrase).split()) for phrase in _table(name)[key])


@cache
def source_words(key: str) -> frozenset[str]:
    """The folded words of one list of data/sources.toml."""
    return folded("sources.toml", key)


@cache
def people_words(key: str) -> frozenset[str]:
    """The folded words of one list of data/people.toml."""
    return folded("people.toml", key)


@cache
def phrases(name: str, key: str) -> Phrases:
    """The folded phrases of one list, by their first word, the longest first."""
    return _by_first_word(tuple(fold(phrase).replace(".", " ").split()) for phrase in _table(name)[key])


def _by_first_word(entries: Iterable[tuple[str, ...]]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        found.setdefault(entry[0], []).append(entry)
    return {first: tuple(sorted(set(rest), key=len, reverse=True)) for first, rest in found.items()}


def match_phrase(table: Phrases, words: list[str], at: int, limit: int) -> int:
    """How many tokens from `at` on make a phrase of the table; 0 for none."""
    for phrase in table.get(words[at], ()):
        end = at + len(phrase)
        if end <= limit and tuple(words[at:end]) == phrase:
            return len(phrase)
    return 0


@cache
def apart() -> Mapping[str, str]:
    """Spellings that are kept apart from other words of the same letters, and what tokens hold of them: هنأ and not
    هنا, إمام and not أمام; ألان for آلان too, and not الآن."""
    entries = [entry.split() for entry in _table("sources.toml")["spelled_apart"]]
    return {spelled: entry[0] for entry in entries for spelled in entry}


@cache
def told_apart() -> frozenset[str]:
    """The folded words that have such spellings."""
    return frozenset(map(fold, apart()))


def _respelled(found: dict[str, _Meaning]) -> dict[str, _Meaning]:
    """Forms by what tokens hold: some are kept apart by their own spelling."""
    for spelled in apart().values():
        plain = fold(spelled)
        if plain in found and spelled not in _table("sources.toml")["not_meant"]:
            found[spelled] = found.pop(plain)
    return found


# --- verbs


def _forms(line: str) -> Iterator[tuple[str, CueForm]]:
    """All forms of one line of verbs.txt."""
    left, _, right = line.partition(":")
    perfect, imperfect, participle = fold(left).split()
    takes = frozenset(fold(word) for word in right.split())
    base = CueForm("finite", takes, None, lemma=perfect)
    finite = [
        replace(base, gender=gender, plural=plural, lemma=form) for form, gender, plural in conjugation.perfect(perfect)
    ]
    if imperfect != "-":
        finite += [
            replace(base, gender=gender, plural=plural, perfect=False, lemma=form)
            for form, gender, plural in conjugation.imperfect(imperfect)
        ]
    if takes & {"thing", "whom", "object"} and "weak" not in takes:
        for cue in finite:
            for joined in conjugation.with_object(cue.lemma):
                yield joined, replace(cue, with_object=True, lemma=perfect)
    for cue in finite:
        yield cue.lemma, replace(cue, lemma=perfect)
    if participle != "-":
        for form, gender, plural in conjugation.participles(participle):
            if "weak" in takes and form.endswith("ه"):  # مواصلة, معلقة: nouns and adjectives
                continue
            yield form, replace(base, shape="participle", gender=gender, plural=plural)


_OWNERS: tuple[tuple[str, Gender, bool], ...] = (
    ("ه", "m", False),
    ("ها", "f", False),
    ("هم", "m", True),
    ("هما", "m", True),
)


@cache
def cue_forms() -> Mapping[str, CueForm]:
    """Every form of every reporting verb, noun and relaying verb, folded."""
    found: dict[str, CueForm] = {}
    for line in _lines("verbs.txt"):
        for form, cue in _forms(line):
            known = found.get(form)
            if known is None or (known.with_object and not cue.with_object):
                found[form] = cue
            elif known.shape == cue.shape and known.with_object == cue.with_object:
                found[form] = replace(known, takes=known.takes | cue.takes)
    for line in _table("sources.toml")["relay_verbs"]:
        for form, cue in _forms(line + " : clause object"):
            if cue.with_object:
                found.setdefault(form, replace(cue, takes=frozenset(), relays=True))
            elif not form.endswith("ا") or cue.shape == "participle":
                found[form] = replace(cue, takes=frozenset({"clause"}), relays=True)
    for noun in folded("sources.toml", "speaking_nouns"):
        base = CueForm("noun", frozenset({"clause", "object"}), None, lemma=noun)
        found.setdefault(noun, base)
        for pronoun, owner, plural in _OWNERS:
            found[noun + pronoun] = replace(base, gender=owner, plural=plural, with_object=True)
    for word in folded("sources.toml", "not_cues"):
        found.pop(word, None)
    found["القول"] = found["بالقول"] = CueForm("noun", frozenset({"clause"}), None, with_object=True, lemma="قول")
    return _respelled(found)


# --- nouns, states, names


def _noun_forms(stem: str) -> Iterator[tuple[str, Gender, bool]]:
    """A noun's regular forms without the article: form, gender, whether it is plural."""
    if stem.endswith("ه"):
        yield from ((stem, "f", False), (stem[:-1] + "ات", "f", True))
        return
    yield from ((stem, "m", False), (stem + "ا", "m", False), (stem + "ه", "f", False), (stem + "ات", "f", True))
    yield from ((stem + end, "m", True) for end in ("ون", "ين", "و", "ي", "ان"))


@cache
def nouns() -> Mapping[str, Noun]:
    """Every form, with and without the article, of the nouns that head a speaker's name."""
    found: dict[str, Noun] = {}

    def add(form: str, noun: Noun) -> None:
        found.setdefault(form, noun)
        if not (noun.plural and form in (noun.stem + "و", noun.stem + "ي")):  # مالكو الشركة, but المالكي is a name
            found.setdefault("ال" + form, replace(noun, definite=True))

    for word in sorted(folded("people.toml", "unnamed")):
        singular = word[:-2] if word.endswith(("ون", "ين")) else word
        feminine = word.endswith(("ه", "ات")) or word in ("مصادر", "تقارير", "احدي", "وثايق", "انبا", "اوساط", "جهات")
        single = word in folded("people.toml", "single")
        add(word, Noun("unnamed", singular, "f" if feminine else "m", not single))
        if single and not word.endswith(("ه", "ي", "ا")) and word not in ("تقرير", "استطلاع"):
            add(word + "ا", Noun("unnamed", word, "m"))  # لكن مصدرا مطلعا
    for word in sorted(folded("organisations.toml", "media_heads")):
        female = word.endswith(("ه", "ات")) or word in folded("organisations.toml", "broken_plurals")
        add(word.removeprefix("ال"), Noun("media", word.removeprefix("ال"), "f" if female else "m"))
    for word in sorted(folded("organisations.toml", "heads")):
        several = word in folded("organisations.toml", "broken_plurals")
        gender: Gender = "f" if several or word.endswith(("ه", "ات", "يا")) else "m"
        add(word, Noun("organisation", word, gender))
        if word.endswith("ه"):
            add(word[:-1] + "ات", Noun("organisation", word, "f", True))
            add(word[:-1] + "تا", Noun("organisation", word, "f", True))
            add(word[:-1] + "تي", Noun("organisation", word, "f", True))
    for word in sorted(folded("people.toml", "documents")):
        add(word.removeprefix("ال"), Noun("document", word.removeprefix("ال"), "f" if word.endswith("ه") else "m"))
        add(word.removeprefix("ال") + "ا", Noun("document", word.removeprefix("ال"), "m"))
    for pair in sorted(fold(pair) for pair in _table("people.toml")["plurals"]):
        plural, singular = pair.split()
        add(plural, Noun("title", singular, "m", True))
    for word in sorted(folded("people.toml", "titles")):
        add(word, Noun("title", word, "f" if word.endswith("ه") else "m"))
    for word in sorted(folded("people.toml", "titles")):  # مديرها, رئيستهم
        owned: Gender = "f" if word.endswith("ه") else "m"
        joined = word[:-1] + "ت" if word.endswith("ه") else word
        for pronoun in ("ها", "هم", "هما", "ه") if owned == "f" else ("ها", "هم", "هما"):
            found.setdefault(joined + pronoun, Noun("title", word, owned, False, True))
    for word in sorted(folded("people.toml", "titles"), key=lambda word: (len(word), word)):
        for form, gender, is_plural in _noun_forms(word):
            add(form, Noun("title", word, gender, is_plural))
    return _respelled(found)


@cache
def places() -> Mapping[tuple[str, ...], Place]:
    """States and capitals by their folded words; a capital gives its state's name."""
    found: dict[tuple[str, ...], Place] = {}
    for entry in _table("places.toml")["states"]:
        *name, gender, _ = fold(entry).split()
        found[tuple(name)] = Place(" ".join(name), "m" if gender == "m" else "f")
        for form in folded("places.toml", "forms_of_state"):
            found.setdefault((form, *name), Place(" ".join((form, *name)), "f"))
    for entry in _table("places.toml")["capitals"]:
        capital, state = fold(entry).split(" = ")
        found.setdefault(tuple(capital.split()), Place(state, "f"))
    return found


@cache
def place_phrases() -> Phrases:
    """The names of states and capitals, by their first word."""
    return _by_first_word(places())


@cache
def adjectives() -> Mapping[str, str]:
    """Adjectives of states, regions and movements in the forms with the article, to their stem."""
    stems = {fold(entry).split()[-1] for entry in _table("places.toml")["states"]}
    stems |= {fold(word) for word in _table("places.toml")["other_adjectives"]}
    found = {}
    for stem in stems - {"-"}:
        for end in ("", "ه", "ين", "ون", "يين", "يون", "ات"):
            found[stem + end] = stem
            found["ال" + stem + end] = stem
    found.update((word, word[2:]) for word in folded("places.toml", "irregular_plurals"))
    return found


@cache
def state_words() -> frozenset[str]:
    """The names of states in one word, and the stems of their adjectives, folded."""
    entries = [fold(entry).split() for entry in _table("places.toml")["states"]]
    names = {entry[0] for entry in entries if len(entry) == 3}
    return frozenset(names | {word.removeprefix("ال") for word in names} | {entry[-1] for entry in entries} - {"-"})


@cache
def loose_adjectives() -> frozenset[str]:
    """The stems of adjectives that tell no state: أممي, خاص."""
    states = {fold(entry).split()[-1] for entry in _table("places.toml")["states"]}
    others = folded("places.toml", "other_adjectives") | {word[2:] for word in folded("people.toml", "adjectives")}
    return frozenset(others - states)


@cache
def professions() -> Mapping[str, frozenset[str]]:
    """For the noun of a profession, folded, the nouns that may stand for it."""
    groups = [frozenset(fold(group).split()) for group in _table("people.toml")["professions"]]
    return {word: frozenset().union(*(one for one in groups if word in one)) for group in groups for word in group}


@cache
def body_phrases() -> Phrases:
    """The names of bodies that are known by a name of their own, media apart."""
    return phrases("organisations.toml", "names")


@cache
def full_names() -> Mapping[tuple[str, ...], list[tuple[str, ...]]]:
    """The longer names of bodies that have a short one, folded."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for entry in _table("organisations.toml")["full_names"]:
        short, full = fold(entry).split(" = ")
        found.setdefault(tuple(short.split()), []).append(tuple(full.split()))
    return found


@cache
def media_phrases() -> Phrases:
    """The names of agencies, papers and channels."""
    return phrases("organisations.toml", "media_names")


@cache
def given_names() -> frozenset[str]:
    """Given names, folded."""
    return frozenset(line.split()[0] for line in _lines("given_names.txt"))


@cache
def feminine_names() -> frozenset[str]:
    """The given names of women, folded."""
    return frozenset(line.split()[0] for line in _lines("given_names.txt") if line.endswith(" f"))


@cache
def surnames() -> frozenset[str]:
    """Well-known surnames, folded, with the article where they have it."""
    return frozenset(_lines("surnames.txt"))


@cache
def common_words() -> frozenset[str]:
    """Everyday words, folded: what a name is not."""
    return frozenset(_lines("common_words.txt"))


# --- words that no name holds

_KEPT_WHOLE = (
    "clause_words",
    "clause_openers",
    "relatives",
    "negations",
    "questions",
    "adverbs",
    "adverbial_prepositions",
    "title_links",
    "source_links",
    "no_clause_before_an",
    "months",
)


@cache
def function_words() -> frozenset[str]:
    """Particles, pronouns, adverbs and honorifics: never a part of a name."""
    return frozenset().union(
        *(folded("sources.toml", key) for key in _KEPT_WHOLE),
        *(folded("people.toml", key) for key in ("pronouns", "counterparts", "honorifics")),
    )


@cache
def source_phrases() -> Phrases:
    """The phrases that name a source (بحسب, وفقا ل, نقلا عن), whatever follows them."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for key in ("source_phrases", "source_phrases_li", "source_phrases_an"):
        for first, rest in phrases("sources.toml", key).items():
            found[first] = found.get(first, ()) + rest
    return found
