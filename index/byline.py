"""Bylines: lines that only name a report's author, agency or place: سمير خالد – بيروت, * باحث في الاقتصاد."""

import re
from collections.abc import Sequence

from index import lexicon
from index.arabic import words
from index.naming import is_name_word
from index.teaser import is_word_of_saying
from index.word_list import folded, match_phrase, people_words

_LONGEST = 60  # characters
_DIVIDER = re.compile(r"\s+[-–—ـ|/]\s*|\s*[-–—|/]\s+|\s*[:،]\s+")
_DASHED = re.compile(r"[^-–—ـ:،«»\"“”\d]{2,25}\s?[-–—ـ]\s[^-–—ـ:،«»\"“”\d]{2,25}")
_LONGEST_NAME = 5  # words
_NOTE = re.compile(r"\s*\*\s*[^*.؟?!:،\d]{4,70}\s*")
_LISTED = re.compile(r"\s*[*•-]")


def is_byline(line: str, *, below_headline: bool = False) -> bool:
    """Whether a line is a person's name alone, or two or three of: a person, an agency, a place, a desk.

    Right below a headline two short names with a dash between them are believed without being known: صدى – تاونات.
    """
    bare = line.strip().rstrip(":").strip()
    if not bare or len(bare) > _LONGEST or re.search(r"[.؟?!…\d«»\"“”]\s*$", bare):
        return False
    parts = [_without_titles(list(words(part))) for part in _DIVIDER.split(bare) if part.strip()]
    parts = [part for part in parts if part]
    if not 1 <= len(parts) <= 3 or any(is_word_of_saying(word) for part in parts for word in part):
        return False
    if len(parts) == 1:
        return _is_person(parts[0])
    known = [_is_person(part) or _is_source(part) for part in parts]
    believed = any(known) or (below_headline and _DASHED.fullmatch(bare) is not None)
    return believed and all(ok or _is_short_name(part) for ok, part in zip(known, parts, strict=True))


def is_author_note(line: str, before: str) -> bool:
    """Whether a last line tells who the author is (* باحث في الاقتصاد), and is not the end of a list."""
    return bool(_NOTE.fullmatch(line)) and not _LISTED.match(before) and len(line.split()) <= 9


def _without_titles(name: Sequence[str]) -> Sequence[str]:
    """A name without what may stand before it: the word for the author's part, and titles."""
    start = 0
    while start < len(name) and (name[start] in _roles() or name[start] in people_words("honorifics")):
        start += 1
    return name[start:]


def _is_person(name: Sequence[str]) -> bool:
    if not 2 <= len(name) <= _LONGEST_NAME or not _is_given(name[0]):
        return False
    particles = people_words("name_particles")
    return all(word in particles or is_name_word(word) for word in name[1:])


def _is_given(word: str) -> bool:
    return word in lexicon.given_names() or (word.startswith("عبدال") and len(word) > 6)


def _is_source(name: Sequence[str]) -> bool:
    """An agency, a capital or a desk: رويترز, لندن, متابعات."""
    place = lexicon.places().get(tuple(name))
    is_capital = place is not None and " ".join(name) != place.state
    is_medium = bool(name) and match_phrase(lexicon.media_phrases(), list(name), 0, len(name)) == len(name)
    return is_capital or is_medium or " ".join(name) in _desks()


def _is_short_name(name: Sequence[str]) -> bool:
    return len(name) <= 3 and tuple(name) not in lexicon.places() and not any(word.isdigit() for word in name)


def _roles() -> frozenset[str]:
    return folded("bylines.toml", "roles")


def _desks() -> frozenset[str]:
    return folded("bylines.toml", "desks")
