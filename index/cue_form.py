"""Cue forms: every form of the words that report, and what each of them takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from index import conjugation
from index.arabic import fold
from index.conjugation import Gender
from index.word_list import data_lines, data_table, folded, respelled

Shape = Literal["finite", "participle", "noun"]


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

    @property
    def reports(self) -> bool:
        """Whether it reports by itself: قدم and رفع only with what is given (قدم شكره)."""
        return self.takes != {"weak"}


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
    for line in data_lines("verbs.txt"):
        for form, cue in _forms(line):
            known = found.get(form)
            if known is None or (known.with_object and not cue.with_object):
                found[form] = cue
            elif known.shape == cue.shape and known.with_object == cue.with_object:
                found[form] = replace(known, takes=known.takes | cue.takes)
    for line in data_table("sources.toml")["relay_verbs"]:
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
    return respelled(found)


def plain_verb(word: str) -> CueForm | None:
    """The form of a folded word that is a finite verb of saying with no pronoun joined to it: قال, قالوا, not قاله."""
    form = cue_forms().get(word)
    return None if form is None or form.shape != "finite" or form.with_object or "weak" in form.takes else form


def cues_of(word: str) -> Iterator[CueForm]:
    """The forms that a folded word may be, as it is written and behind و or ف: ورد, he came, and he answered."""
    forms = (word, word[1:]) if word[:1] in ("و", "ف") else (word,)
    return (cue_forms()[form] for form in forms if form in cue_forms())
