"""What holds for the statements of any text at all."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.arabic import fold
from index.build import article_statements
from index.reader import read_articles
from index.sentence import split_sentences
from index.statement import Statement, find_statements
from tests.conftest import SEEDS

ARTICLES = list(read_articles([SEEDS]))
PIECES = [
    "قال", "وقالت", "أضاف", "وأكد", "مشيرا إلى أن",
    "نفى", "بحسب", "وفقا لـ", "إن", "أن", "لافروف", "الوزير", "وزير الخارجية",
    "نظيره الأميركي", "جون كيري", "«", "»", '"', "“", "”", "''", ":", "،", ".", "؟", "\n", " ", "السلام قريب",
    "الحرب", "على",
    "الأمم المتحدة", "من جانبه", "هي", "…", "(", ")", "في", "123", "abc",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


def statements(text: str) -> list[Statement]:
    return find_statements(text, split_sentences(text))


def said(text: str) -> list[tuple[str, str, str | None]]:
    """The statements in folded words, for comparing spellings of one text."""
    return [
        (fold(text[one.start : one.end]), one.kind, fold(one.speaker) if one.speaker else None)
        for one in statements(text)
    ]


@settings(max_examples=300)
@given(TEXT | st.text(max_size=300))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    found = statements(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        for span in (one.mention, one.cue):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        assert one.speaker is None or one.speaker in text
        assert (one.speaker is None) == (one.speaker_type is None)
    assert [(one.start, one.end) for one in found] == sorted({(one.start, one.end) for one in found})


@settings(max_examples=150)
@given(TEXT)
def test_the_same_text_gives_the_same_statements(text: str) -> None:
    assert statements(text) == statements(text)


@settings(max_examples=150)
@given(TEXT)
def test_composed_and_decomposed_text_say_the_same(text: str) -> None:
    assert said(unicodedata.normalize("NFC", text)) == said(unicodedata.normalize("NFD", text))


def adorned(text: str, rng: random.Random) -> str:
    """The text with tatweel and vowel marks put into its words."""
    out = []
    for at, character in enumerate(text):
        out.append(character)
        inside = "\u0621" <= character <= "\u064a" and "\u0621" <= text[at + 1 : at + 2] <= "\u064a"
        if inside and rng.random() < 0.15:
            out.append(rng.choice("ـ" + MARKS))
    return "".join(out)


@settings(max_examples=150)
@given(TEXT, st.randoms(use_true_random=False))
def test_tatweel_and_vowel_marks_change_nothing(text: str, rng: random.Random) -> None:
    assert said(adorned(text, rng)) == said(text)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id[:3])
def test_the_seeds_say_the_same_in_every_spelling(article) -> None:  # noqa: ANN001
    plain = said(article.text)
    assert plain
    for variant in (
        unicodedata.normalize("NFD", article.text),
        adorned(article.text, random.Random(1)),
        adorned(unicodedata.normalize("NFD", article.text), random.Random(2)),
    ):
        assert said(variant) == plain


def test_other_articles_change_nothing() -> None:
    forward = {article.id: article_statements(article) for article in ARTICLES}
    backward = {article.id: article_statements(article) for article in reversed(ARTICLES)}
    assert forward == backward


@pytest.mark.parametrize(
    "text",
    [
        "قال لافروف " * 40_000,
        "قال: «" * 40_000,
        '"' * 100_000,
        "لافروف " * 60_000,
        "وزير " * 60_000,
        "قال إن " * 60_000,
        "، وقال" * 60_000,
        "لافروف:\n" * 40_000,
    ],
    ids=["cues", "open quotes", "marks", "names", "titles", "clauses", "commas", "headlines"],
)
def test_long_and_broken_texts_end(text: str) -> None:
    """Half a million characters and more: what grows with the square of the length would not come back."""
    statements(text)
