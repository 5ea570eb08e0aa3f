"""Clitics: the particles و ف ب ل that Arabic writes together with the word after them."""

from functools import cache
from itertools import pairwise

from index import lexicon
from index.cue_form import cue_forms, plain_verb
from index.word_list import people_words, source_words


@cache
def _known() -> frozenset[str]:
    """All words that stand in a list of their own, everyday words apart."""
    sources = frozenset(word for rest in lexicon.source_phrases().values() for phrase in rest for word in phrase)
    tables = (lexicon.place_phrases(), lexicon.body_phrases(), lexicon.media_phrases())
    firsts = [sources, *(frozenset(table) for table in tables)]
    return frozenset().union(
        cue_forms().keys(),
        lexicon.nouns().keys(),
        lexicon.adjectives().keys(),
        lexicon.given_names(),
        lexicon.surnames(),
        people_words("name_particles"),
        lexicon.function_words(),
        *firsts,
    )


@cache
def split_clitic(word: str) -> tuple[str, str] | None:
    """A folded word as the particle joined to its front (و ف ب ل) and the rest, or None for a whole word.

    للوزير gives ل and الوزير. A word that is known as a whole (وزير, وصف, بوتين) stays whole.
    """
    if len(word) < 3 or word[0] not in "وفبل" or word in _known():
        return None
    particle, rest = word[0], word[1:]
    if rest.isascii():  # لـCNN
        return particle, rest
    if word.startswith("لل") and len(word) > 4:
        rest = word[1:] if word[1:] in _known() and "ال" + word[2:] not in _known() else word[2:]
        return "ل", "ال" + rest  # للجنة is of اللجنة
    form = cue_forms().get(rest)
    reports = form is not None and ("weak" not in form.takes or form.lemma == "جا")
    if particle == "ف":
        said = form is not None and form.perfect and len(rest) > 3
        noun = lexicon.nouns().get(rest)
        titled = noun is not None and noun.kind == "title" and not noun.plural and len(rest) > 3  # فرئيس الوزراء قال
        joins = reports or said or titled or rest in source_words("clause_words") | people_words("pronouns")
        return (particle, rest) if joins else None
    if particle == "و" and (reports or rest in lexicon.function_words()):
        return particle, rest
    if rest in lexicon.media_phrases() or (
        rest.startswith("ال")
        and (len(rest) > 5 or (len(rest) > 3 and (rest[2:] in lexicon.common_words() or rest[2:] in _known())))
    ):
        return particle, rest
    if len(rest) < 3 or (word in lexicon.common_words() and not (len(rest) > 3 and particle in "بل")):
        return None
    return (particle, rest) if rest in _known() or rest in lexicon.common_words() else None


def whole_names(text: str) -> frozenset[str]:
    """The words of a folded text that only begin like a particle, for they stand right behind a verb of saying: وقال
    وايلي, قال بالاوال."""
    found = set()
    for verb, word in pairwise(text.split()):
        clitic = split_clitic(word) if word[0] in "وب" and word.isalpha() else None
        if clitic is not None and (plain_verb(verb) or plain_verb(verb[1:])) and not _joins(*clitic):
            found.add(word)
    return frozenset(found)


def _joins(particle: str, rest: str) -> bool:
    """Whether a particle can stand behind a verb of saying: و before another verb or a particle, and ب before whatever
    tells how, when or where."""
    if cue_forms().get(rest) is not None or rest in lexicon.function_words():
        return True
    tables = (lexicon.nouns(), lexicon.adjectives(), lexicon.place_phrases(), lexicon.common_words())
    return particle == "ب" and any(one in table for table in tables for one in (rest, rest.removeprefix("ال")))
