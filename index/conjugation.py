"""Conjugation: the forms of a verb in the third person, from its perfect, imperfect and participle (folded)."""

from collections.abc import Iterator
from typing import Literal

Gender = Literal["m", "f"]


def _stem(form: str) -> str:
    """A weak verb's form without its last letter: نفى, دعا."""
    return form[:-1] if form[-1] in "ايو" else form


def perfect(form: str) -> Iterator[tuple[str, Gender, bool]]:
    """The perfect forms of a verb: form, gender, whether it is plural; the dual where it is no noun's accusative."""
    stem = _stem(form)
    doubled = len(form) == 3 and form[1] == form[2]
    if (form[0] == "ا" or doubled) and form[-1] not in "ايو":
        yield form + "ا", "m", True  # أكدا, أعلنا, شددا
    yield from ((form, "m", False), (stem + "ت", "f", False), (stem + "وا", "m", True), (stem + "تا", "f", True))


def imperfect(form: str) -> Iterator[tuple[str, Gender, bool]]:
    """The imperfect forms of a verb: form, gender, whether it is plural."""
    stem = _stem(form)
    yield from ((form, "m", False), ("ت" + form[1:], "f", False), (stem + "ون", "m", True))
    yield from ((form + "ان", "m", True), ("ت" + form[1:] + "ان", "f", True))


def participles(form: str) -> Iterator[tuple[str, Gender, bool]]:
    """The forms in which a participle goes on after a reporting verb: مشيرا, مشيرة, مشيرين."""
    stem = _stem(form) if form[-1] == "ي" else form
    yield from ((form + "ا", "m", False), (form + "ه", "f", False), (stem + "ين", "m", True))


def with_object(form: str) -> Iterator[str]:
    """A form with each pronoun that may be its object: وصفه, وصفها."""
    joined = form[:-1] + "ا" if form[-1] == "ي" else form[:-1] if form.endswith("وا") else form
    yield from (joined + pronoun for pronoun in ("ه", "ها", "هم", "هما"))
