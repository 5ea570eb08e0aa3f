"""Nouns that head a speaker's name: titles, sources without a name, bodies, media and documents, in all their forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from index.arabic import fold
from index.conjugation import Gender
from index.word_list import data_table, folded, respelled

NounClass = Literal["title", "unnamed", "organisation", "media", "document"]


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that heads the name of a speaker: its class, its singular and what its form shows."""

    kind: NounClass
    stem: str
    gender: Gender
    plural: bool = False
    definite: bool = False


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
