"""Blocks of names: the people whose surnames have one skeleton, divided into words when a question asks for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.transliteration import is_particle, skeleton

Words = tuple[str, ...]
Name = tuple[str, str, int]  # its words, their skeletons, whose it is


@dataclass(frozen=True, slots=True)
class Block:
    """The people whose surnames have one skeleton: by surname, and by the skeletons of all the name, or of its end."""

    surnames: Mapping[str, set[int]]
    names: Mapping[Words, set[tuple[Words, int]]]


def block_of(aliases: Iterable[Name]) -> Block:
    """The block of these names, all of whose surnames have one skeleton."""
    surnames: dict[str, set[int]] = defaultdict(set)
    names: dict[Words, set[tuple[Words, int]]] = defaultdict(set)
    for key, skeletons, speaker in aliases:
        parts, keys = parts_of(key, skeletons)
        surnames[parts[-1]].add(speaker)
        names[keys].add((parts, speaker))
        names[keys[-1:]].add((parts[-1:], speaker))
    return Block(surnames, names)


def parts_of(key: str, skeletons: str) -> tuple[Words, Words]:
    """The words of a name that are no particles, and their skeletons."""
    kept = [both for both in zip(key.split(), skeletons.split(" "), strict=True) if not is_particle(both[0])]
    return tuple(word for word, _ in kept), tuple(one for _, one in kept)


def surname_of(key: str, skeletons: str) -> tuple[str, str]:
    """The last word of a name that is no particle, and its skeleton; empty where there is none."""
    word = key[key.rfind(" ") + 1 :]
    if not is_particle(word):
        return word, skeletons[skeletons.rfind(" ") + 1 :]
    parts, keys = parts_of(key, skeletons)
    return (parts[-1], keys[-1]) if parts else ("", "")


def ending_in(tail: str, key: str, skeletons: str) -> tuple[str, str]:
    """A name, and its skeletons, with another last word."""
    return f"{key[: key.rfind(' ') + 1]}{tail}", f"{skeletons[: skeletons.rfind(' ') + 1]}{skeleton(tail)}"
