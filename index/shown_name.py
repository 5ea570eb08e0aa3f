"""The name under which a speaker is shown: each of its words as the forms of one name usually spell it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.alias import OPENING, alias, compounds, written_key
from index.arabic import aligned_words, fold, unmarked
from index.same_name import same_spelling

# How often each form of a key occurs, by key.
Texts = Mapping[str, Mapping[str, int]]
# What is written in two words, whoever glues it: عبدالفتاح, نصرالله.
_GLUED = re.compile(r"(?<=^عبد)(?=ال\w{2})|(?<=\w{2})(?=الله$)")
_HASHTAG = re.compile(r"[#_\s]+")
# What may stand between the words of a name: جان-إيف, ج. ر. ماكنيل; brackets and quotation marks lack their other half.
_BETWEEN = re.compile(r"\s*[-–.'’،,]?\s*")
# Who writes a hamza, or علي and not على, means it; others may be in haste: it counts so many times.
_CAREFUL, _MEANT = re.compile("[أإآ]|^علي$"), 4


def persons_name(keys: Sequence[str], texts: Texts) -> str:
    """The name of the person whom these keys mean: the most usual full one, in a spelling whose key is one of them.

    Of مولود جاووش, مولودو جاويش and others it is the one whose words most forms have at their places.
    """
    own = {key: {text: n for text, n in texts[key].items() if written_key(text) == key} for key in keys}
    if not any(own.values()):
        return bodys_name(keys, texts)  # known by the byname alone
    keys, texts = [key for key in keys if own[key]], own
    counts = {key: sum(texts[key].values()) for key in keys}
    usual = max(keys, key=lambda key: (min(len(key.split()), 2), counts[key], key))
    alike = [key for key in keys if same_spelling(tuple(usual.split()), tuple(key.split()))]
    votes = Counter[tuple[int, str]]()
    for key in alike:
        for place in enumerate(key.split()):
            votes[place] += counts[key]
    best = max(alike, key=lambda key: (sum(votes[place] for place in enumerate(key.split())), counts[key], key))
    return _written(best, {key: texts[key] for key in alike})


def bodys_name(keys: Sequence[str], texts: Texts) -> str:
    """The most usual of the forms of what is no person, those without hashtags first."""
    forms = {text: count for key in keys for text, count in texts[key].items()}
    return untagged(max(forms, key=lambda text: ("#" not in text and "_" not in text, forms[text], text)))


def untagged(form: str) -> str:
    """A form without the marks of hashtags."""
    return _HASHTAG.sub(" ", form).strip()


def _written(best: str, texts: Texts) -> str:
    """A key as it is written: each word as it mostly is in all forms, and what is between them in the most usual."""
    spelt: dict[tuple[int, str], Counter[str]] = {place: Counter() for place in enumerate(best.split())}
    for key, forms in texts.items():
        for text, count in forms.items():
            for place, (start, end) in zip(enumerate(key.split()), _parts(text), strict=True):
                if place in spelt:
                    spelt[place][_apart(text[start:end])] += count
    form = max(texts[best], key=lambda text: (texts[best][text], text))
    parts = _parts(form)
    between = [unmarked(form[one[1] : other[0]]) for one, other in pairwise(parts)]
    marks = [*(mark if mark and _BETWEEN.fullmatch(mark) else " " for mark in between), ""]
    name = "".join(_most_usual(found) + mark for found, mark in zip(spelt.values(), marks, strict=True))
    return untagged(name if alias(name) == best else form)  # 1ﷺ is one word in no other way


def _parts(text: str) -> list[tuple[int, int]]:
    """The span of a form that each word of its key comes from; empty for all but the last one of a ligature (ﷺ)."""
    found = list(aligned_words(text))
    return [(found[start].start, found[end - 1].end) for start, end in compounds([word.text for word in found])]


def _apart(part: str) -> str:
    """A word of a name, or a compound, with the spaces of the usual orthography."""
    return _GLUED.sub(" ", _HASHTAG.sub(" ", unmarked(part)))


def _most_usual(spelt: Counter[str]) -> str:
    """The most usual spelling; in two words where some write it so and none of them is foreign: أبو مازن."""
    apart = [one for one in spelt if " " in one and fold(one).split()[0] in OPENING]
    return max(apart or spelt, key=lambda one: (spelt[one] * (_MEANT if _CAREFUL.search(one) else 1), one))
