"""The lexicon: the nouns that head a speaker's name, states, bodies, people's names, and words that no name holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from index.arabic import fold
from index.conjugation import Gender
from index.word_list import Phrases, by_first_word, data_lines, data_table, folded, phrases, respelled

NounClass = Literal["title", "unnamed", "organisation", "media", "document"]


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
    for pair in sorted(fold(pair) for pair in data_table("people.toml")["plurals"]):
        plural, singular = pair.split()
        add(plural, Noun("title", singular, "m", True))
    for word in sorted(folded("people.toml", "titles")):
        add(word, Noun("title", word, "f" if word.endswith("ه") else "m"))
    for word in sorted(folded("people.toml", "titles"), key=lambda word: (len(word), word)):
        for form, gender, is_plural in _noun_forms(word):
            add(form, Noun("title", word, gender, is_plural))
    for form, noun in list(found.items()):
        people = noun.kind == "title" or (noun.kind == "unnamed" and noun.plural and not form.endswith("ات"))
        other = noun.definite or form in folded("people.toml", "never_owned")
        if (people or noun.kind == "organisation") and not other:
            for owned in _owned_forms(form, noun):
                found.setdefault(owned, replace(noun, definite=True))
    for word in folded("people.toml", "no_titles"):
        found.pop(word, None)
    return respelled(found)


def _owned_forms(form: str, noun: Noun) -> Iterator[str]:
    """A noun's form with the pronoun of whose it is: مديرها, حكومته, محاموه, أصدقاؤهم."""
    stems = [form]
    if form.endswith("ه"):
        stems = [form[:-1] + "ت"]
    elif noun.plural and form.endswith(("ون", "ين")):
        stems = [form[:-1]]
    elif form.endswith("ا"):
        if not noun.plural:
            return
        stems = [form + "و", form + "ي"]  # زملاؤه, زملائه
    yield from (stem + pronoun for stem in stems for pronoun in ("ها", "هم", "هما", "ه"))


@cache
def places() -> Mapping[tuple[str, ...], Place]:
    """States and capitals by their folded words; a capital gives its state's name."""
    found: dict[tuple[str, ...], Place] = {}
    for entry in data_table("places.toml")["states"]:
        *name, gender, _ = fold(entry).split()
        found[tuple(name)] = Place(" ".join(name), "m" if gender == "m" else "f")
        for form in folded("places.toml", "forms_of_state"):
            found.setdefault((form, *name), Place(" ".join((form, *name)), "f"))
    for entry in data_table("places.toml")["capitals"]:
        capital, state = fold(entry).split(" = ")
        found.setdefault(tuple(capital.split()), Place(state, "f"))
    return found


@cache
def place_phrases() -> Phrases:
    """The names of states and capitals, by their first word."""
    return by_first_word(places())


@cache
def adjectives() -> Mapping[str, str]:
    """Adjectives of states, regions and movements in the forms with the article, to their stem."""
    stems = {fold(entry).split()[-1] for entry in data_table("places.toml")["states"]}
    stems |= {fold(word) for word in data_table("places.toml")["other_adjectives"]}
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
    entries = [fold(entry).split() for entry in data_table("places.toml")["states"]]
    names = {entry[0] for entry in entries if len(entry) == 3}
    return frozenset(names | {word.removeprefix("ال") for word in names} | {entry[-1] for entry in entries} - {"-"})


@cache
def state_stems() -> Mapping[str, str]:
    """For the name of a state in one word, without the article, the stem of its adjective: نمسا, نمساوي."""
    entries = [fold(entry).split() for entry in data_table("places.toml")["states"]]
    return {one[0].removeprefix("ال"): one[-1] for one in entries if len(one) == 3 and one[-1] != "-"}


@cache
def loose_adjectives() -> frozenset[str]:
    """The stems of adjectives that tell no state: أممي, خاص."""
    states = {fold(entry).split()[-1] for entry in data_table("places.toml")["states"]}
    others = folded("places.toml", "other_adjectives") | {word[2:] for word in folded("people.toml", "adjectives")}
    return frozenset(others - states)


@cache
def professions() -> Mapping[str, frozenset[str]]:
    """For the noun of a profession, folded, the nouns that may stand for it."""
    groups = [frozenset(fold(group).split()) for group in data_table("people.toml")["professions"]]
    return {word: frozenset().union(*(one for one in groups if word in one)) for group in groups for word in group}


@cache
def body_phrases() -> Phrases:
    """The names of bodies that are known by a name of their own, media apart."""
    return phrases("organisations.toml", "names")


@cache
def full_names() -> Mapping[tuple[str, ...], list[tuple[str, ...]]]:
    """The longer names of bodies that have a short one, folded."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for entry in data_table("organisations.toml")["full_names"]:
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
    return frozenset(line.split()[0] for line in data_lines("given_names.txt"))


@cache
def feminine_names() -> frozenset[str]:
    """The given names of women, folded."""
    return frozenset(line.split()[0] for line in data_lines("given_names.txt") if line.endswith(" f"))


@cache
def surnames() -> frozenset[str]:
    """Well-known surnames, folded, with the article where they have it."""
    return frozenset(data_lines("surnames.txt"))


@cache
def common_words() -> frozenset[str]:
    """Everyday words, folded: what a name is not."""
    return frozenset(data_lines("common_words.txt"))


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
