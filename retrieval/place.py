"""Places in a question: names of countries, regions and cities, and nationalities, in seven languages, with the
Arabic names by which the archive's sentences may know them: Aleppo, Алеппо and Halep ask for حلب.

The table is `data/places.tsv`, which `retrieval/place_table.py` makes of CLDR and GeoNames.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from index.arabic import aligned_words, is_arabic
from index.naming import is_everyday

Kind = Literal["country", "metropolis", "city"]  # a region that news name, such as القرم, counts as a country

# What may stand before an Arabic name, and how much of a name it leaves at least: كسوريا, but كبيرا is one word.
_CLITICS = {"ول": 3, "وب": 3, "فل": 3, "فب": 3, "و": 3, "ف": 3, "ب": 3, "ل": 3, "ك": 5}
_KINDS: Mapping[str, Kind] = {"country": "country", "metropolis": "metropolis", "city": "city"}
# A word keeps this much of itself when an ending is taken away.
_SHORTEST = 3
# A city's name this short tells nothing when it is written with a small letter.
_TELLING = 5
# Folded endings of Russian cases, and those of the nominative (of adjectives: the masculine one) that they stand for.
_RUSSIAN: Mapping[str, tuple[str, ...]] = {
    "ами": ("ы", "и", "а"), "ями": ("и", "я"), "ыми": ("ые",), "ими": ("ие", "ии"), "ого": ("ыи", "ии", "ое", "ои"),
    "ому": ("ыи", "ии", "ое", "ои"), "иеи": ("ия",), "еи": ("ея", "а", "я"), "ею": ("ея",), "ее": ("ея",),
    "ии": ("ия",), "ию": ("ия",), "ая": ("ии",), "ое": ("ии",), "ие": ("ии",), "ых": ("ые",), "ым": ("ые", "ыи"),
    "их": ("ие", "ии"), "им": ("ие", "ии"), "ую": ("ая", "ии"), "ои": ("а", "ая", "ии"), "ов": ("ы", "и"),
    "ам": ("ы", "и"), "ах": ("ы", "и"), "ям": ("и",), "ях": ("и",), "ью": ("ь",), "ом": ("", "о", "ыи", "ии"),
    "ем": ("", "ь", "и"), "а": ("", "о"), "я": ("ь", "и"), "у": ("", "а", "о"), "ю": ("я", "ь", "и"), "ы": ("а",),
    "и": ("а", "я", "ь"), "е": ("", "а", "я", "ь", "и", "о"), "": ("ы",),
}  # fmt: skip
# The same for genders, plurals and cases in Latin letters; longer endings first.
_LATIN: Mapping[str, tuple[str, ...]] = {
    "nnes": ("n",), "nne": ("n",), "es": ("", "e"), "en": ("",), "er": ("",), "em": ("",), "as": ("o", "a"),
    "os": ("o",), "a": ("o", ""), "e": ("",), "s": ("",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a question: [start, end) in its words (`index.arabic.words`), and its Arabic names and
    adjectives as newsrooms write them, not folded, the most usual first.

    `by_adjective`: the question has an adjective or a nationality (Russian), not the place's name.
    """

    start: int
    end: int
    kind: Kind
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    by_adjective: bool


@dataclass(frozen=True, slots=True)
class _Spelt:
    """One folded name of a place; `case`: "=" in capitals only, "^" with a capital only, "" in any case."""

    name: str
    case: str
    by_adjective: bool
    kind: Kind
    names: tuple[str, ...]
    adjectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    """A folded word, and what the case of its letters shows."""

    word: str
    capital: bool
    upper: bool
    first: bool


@lru_cache(maxsize=16)  # reading a question asks several times
def places(text: str) -> tuple[Place, ...]:
    """The places that a question names, in order, the longest name first where several fit; none overlap.

    The text as it was typed: a city, or a name that is also a common word, counts only with a capital letter
    where the script has them, and a capital that any first word would bear tells nothing.
    """
    tokens = _tokens(text)
    found = []
    at = 0
    while at < len(tokens):
        place = _place_at(tokens, at)
        if place is not None:
            found.append(place)
        at = place.end if place is not None else at + 1
    return tuple(found)


def _tokens(text: str) -> list[_Token]:
    cased = [letter for letter in text if letter.isupper() or letter.islower()]
    shouted = bool(cased) and all(letter.isupper() for letter in cased) and len(text.split()) > 2
    tokens = []
    for at, word in enumerate(aligned_words(text)):
        written = text[word.start : word.end]
        capital = written[:1].isupper() and not shouted
        tokens.append(_Token(word.text, capital, capital and written.isupper(), at == 0))
    return tokens


def _place_at(tokens: list[_Token], at: int) -> Place | None:
    """The longest place that begins at a token, read word by word as long as some name goes on so."""
    place = None
    phrases = [""]
    for end in range(at + 1, len(tokens) + 1):
        longer = [f"{phrase} {form}".lstrip() for phrase in phrases for form in _forms(tokens[end - 1].word)]
        for phrase in longer:
            spelt = _spelt(phrase)
            if spelt is not None and _is_meant(tokens[at:end], spelt):
                place = Place(at, end, spelt.kind, spelt.names, spelt.adjectives, spelt.by_adjective)
                break
        phrases = [phrase for phrase in longer if _goes_on(phrase)]
        if not phrases:
            break
    return place


def _forms(word: str) -> Iterator[str]:
    """The word itself, then the words that it may be a form of."""
    yield word
    if is_arabic(word[0]):
        yield from _without_clitics(word)
    elif "\u0400" <= word[0] <= "\u04ff":
        yield from _base_forms(word, _RUSSIAN)
    else:
        yield from _base_forms(word, _LATIN)


def _without_clitics(word: str) -> Iterator[str]:
    for article in ("ولل", "فلل", "لل"):
        if word.startswith(article):
            yield "ال" + word.removeprefix(article)
    for clitic, least in _CLITICS.items():
        if word.startswith(clitic) and len(word) - len(clitic) >= least:
            yield word.removeprefix(clitic)


def _base_forms(word: str, endings: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for ending, bases in endings.items():
        stem = word.removesuffix(ending)
        if word.endswith(ending) and len(stem) >= _SHORTEST:
            yield from (stem + base for base in bases)


def _is_meant(tokens: list[_Token], spelt: _Spelt) -> bool:
    """Whether these words may be that name: by the case of their letters, and by their endings."""
    forms = spelt.name.split(" ")
    inflected = any(token.word != form for token, form in zip(tokens, forms, strict=True))
    if is_arabic(forms[0][0]):
        return spelt.kind == "country" or not inflected or not is_everyday(tokens[0].word)
    if not spelt.by_adjective and not _declined_as_name(tokens, forms):
        return False
    if spelt.case == "=":
        return all(token.upper for token in tokens)
    shown = tokens[0].capital and (spelt.kind == "country" or not tokens[0].first)
    if spelt.case == "^" or spelt.kind == "city":
        return shown
    return shown or spelt.kind == "country" or len(spelt.name) >= _TELLING


def _declined_as_name(tokens: list[_Token], forms: list[str]) -> bool:
    """In Latin letters a name takes only the s of a genitive (Syriens); other endings are an adjective's."""
    return all(
        token.word[0] >= "\u0400" or token.word in (form, form + "s") for token, form in zip(tokens, forms, strict=True)
    )


def _spelt(name: str) -> _Spelt | None:
    """The place of a folded name."""
    places, names = _table()
    at = bisect_left(names, name + "\t")
    if at == len(names) or not names[at].startswith(name + "\t"):
        return None
    _, mark, number = names[at].split("\t")
    kind, arabic, adjectives = places[int(number)].split("\t")
    return _Spelt(name, mark[:-1], mark[-1] == "a", _KINDS[kind], _parts(arabic), _parts(adjectives))


def _goes_on(beginning: str) -> bool:
    """Whether a longer name begins with these words."""
    _, names = _table()
    at = bisect_left(names, beginning + " ")
    return at < len(names) and names[at].startswith(beginning + " ")


@cache
def _table() -> tuple[list[str], list[str]]:
    """The lines of places.tsv: the places, and their names, sorted. Nothing is parsed before it is asked for."""
    text = files("retrieval").joinpath("data/places.tsv").read_text(encoding="utf-8")
    places, _, names = text.partition("\n\n")
    return [line for line in places.split("\n") if not line.startswith("#")], names.rstrip("\n").split("\n")


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
