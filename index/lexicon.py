"""The lexicon: the nouns that head a speaker's name, states, bodies, people's names, and words that no name holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from index.arabic import fold
from index.conjugation import Gender
from index.nouns import Noun as Noun
from index.nouns import nouns as nouns
from index.word_list import Phrases, by_first_word, data_lines, data_table, folded, phrases


@dataclass(frozen=True, slots=True)
class Place:
    """A state, or a capital that stands for it."""

    state: str
    gender: Gender


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
def shared_names() -> frozenset[str]:
    """The given names that women and men bear, folded."""
    return frozenset(line.split()[0] for line in data_lines("given_names.txt") if line.endswith(" x"))


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
