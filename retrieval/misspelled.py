"""Whose name in an archive a misspelled one may be."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.arabic import is_arabic
from retrieval.likeness import LEAST, as_registered, as_spoken, likeness_of_names
from retrieval.name_block import Words

NamesOf = Callable[[int], Collection[Words]]

# Of the surnames of an archive, which are compared letter by letter with one that nobody bears: those that so large a
# share of the letters is common to. Slips cost half there, so that this lets through all that may be alike enough.
_WORTH_COMPARING = 0.6


def nearly_named(name: Sequence[str], surnames: Mapping[str, Collection[int]], names_of: NamesOf) -> dict[int, float]:
    """The speakers whose name these folded words nearly are, and how much; a surname, or as many words of a name as
    these. In another script names are compared by their sound."""
    found: dict[int, float] = {}
    for parts in as_registered(name):
        spell = str if is_arabic(parts[0]) else as_spoken
        spelt = [spell(part) for part in parts]
        worth = process.extract(
            spelt[-1],
            {surname: spell(surname) for surname in surnames},
            scorer=OSA.normalized_similarity,
            score_cutoff=_WORTH_COMPARING,
            limit=None,
        )
        for _, _, surname in worth:
            for speaker in surnames[surname]:
                for own in _forms(names_of(speaker), surname, len(spelt)):
                    alike = likeness_of_names(spelt, [spell(part) for part in own])
                    if alike >= LEAST:
                        found[speaker] = max(alike, found.get(speaker, 0.0))
    return found


def _forms(names: Collection[Words], surname: str, words: int) -> Iterator[Words]:
    """Of a speaker's names those of so many words that end in this surname, longer ones by their first and last."""
    if words == 1:
        yield (surname,)
        return
    for name in names:
        if name[-1] == surname and len(name) == words:
            yield name
        elif name[-1] == surname and len(name) > words == 2:
            yield name[0], surname
