"""Outlets that a question restricts itself to, and speakers, places and words that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arabic import words
from retrieval.outlet import _groups, _phrases, named_outlet

HELD = (
    "Reuters", "BBC Arabic", "CNN", "skynews", "france24", "www.aljazeera.net", "arabic.rt.com", "sputnikarabic.ae",
    "العربية", "alriyadh", "aljazirah", "aawsat", "almasdaronline.com",
)  # fmt: skip


def outlets(question: str, held: tuple[str, ...] = HELD) -> set[str] | None:
    found = named_outlet(list(words(question)), held)
    return set(found.outlets) if found else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("ماذا قال لافروف عن حلب بحسب رويترز؟", {"Reuters"}),
        ("ماذا قال لافروف في الجزيرة عن حلب؟", {"www.aljazeera.net"}),
        ("ماذا قال لافروف على قناة العربية؟", {"العربية"}),
        ("ماذا حدث نقلا عن وكالة سبوتنيك؟", {"sputnikarabic.ae"}),
        ("ووفقا لرويترز والجزيرة ماذا حدث؟", {"Reuters", "www.aljazeera.net"}),
        ("ماذا قال وفقاً للجزيرة نت؟", {"www.aljazeera.net"}),
        ("ماذا قال وفقا لـBBC؟", {"BBC Arabic"}),
        ("بحسب ما ذكرت شبكة سي إن إن، كم قتيلا؟", {"CNN"}),
        ("ماذا قال بحسب روسيا اليوم؟", {"arabic.rt.com"}),
        ("ماذا قال بحسب صحيفة الرياض؟", {"alriyadh"}),
        ("ماذا قال بحسب صحيفة الجزيرة؟", {"aljazirah"}),
        ("ماذا قال في صحيفة الشرق الأوسط؟", {"aawsat"}),
        ("ماذا قال حسب سكاي نيوز عربية؟", {"skynews"}),
        ("What did Lavrov say according to the BBC?", {"BBC Arabic"}),
        ("What did Lavrov say on Sky News Arabia?", {"skynews"}),
        ("What happened, via almasdaronline?", {"almasdaronline.com"}),
        ("Que dit Lavrov selon l'agence Reuters ?", {"Reuters"}),
        ("Was sagte Lawrow laut Al-Dschasira und France 24?", {"www.aljazeera.net", "france24"}),
        ("Что сказал Лавров по данным Рейтер?", {"Reuters"}),
        ("Что сказал Лавров, как сообщает РИА Новости?", set()),  # known, but not held
        ("ماذا قال بحسب أ ف ب؟", set()),
    ],
)
def test_outlets_that_a_question_names(question: str, expected: set[str]) -> None:
    assert outlets(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "ماذا قال بحسب لافروف؟",
        "هل توجد حرب باردة بحسب وزير الخارجية؟",
        "ماذا قالت رويترز عن حلب؟",  # no word restricts: who speaks is not decided here
        "لافروف رويترز",
        "ماذا يجري في الجزيرة العربية؟",
        "ماذا قال في الشرق الأوسط؟",
        "ما الموقف بحسب الرياض؟",
        "ماذا قال في الرياض أمس؟",
        "كيف تقال في العربية؟",
        "ماذا جرى في الحدث؟",
        "What did Lavrov say according to Kerry?",
        "What did Reuters say?",
        "Was passiert in die Welt?",
        "selon le ministre",
        "по данным Лаврова",
        "بحسب",
        "",
    ],
)
def test_what_is_no_outlet(question: str) -> None:
    assert outlets(question) is None


def test_one_outlet_is_stored_under_several_names() -> None:
    held = ("BBC", "bbc.com/arabic", "بي بي سي عربي", "CNN")
    assert outlets("ماذا قال بحسب بي بي سي؟", held) == {"BBC", "bbc.com/arabic", "بي بي سي عربي"}


def test_the_span_is_in_words() -> None:
    tokens = list(words("ماذا قال لافروف، بحسب ما ذكرت وكالة رويترز، عن حلب؟"))
    found = named_outlet(tokens, HELD)
    assert found is not None
    assert tokens[found.start : found.end] == ["بحسب", "ما", "ذكرت", "وكاله", "رويترز"]


PIECES = "بحسب وفقا ل لرويترز رويترز و والجزيرة قناة صحيفة الرياض في according to the BBC and CNN لافروف".split()


QUESTIONS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map(" ".join)


@given(QUESTIONS, st.sets(st.text(max_size=12)))
def test_any_question_gives_held_outlets_or_none(question: str, held: set[str]) -> None:
    tokens = list(words(question))
    for archive in ({*held, *HELD}, held):
        found = named_outlet(tokens, archive)
        if found is not None:
            assert 0 <= found.start < found.end <= len(tokens)
            assert found.outlets <= archive


def test_every_exception_is_made_of_a_name_in_the_list() -> None:
    names = {name for group in _groups() for name in group}
    assert _phrases("needs_noun") <= names
    assert _phrases("needs_strong") <= names
    assert not _phrases("according") & _phrases("weak")
