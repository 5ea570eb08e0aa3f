"""Statements: a smoke and regression layer, and the properties that any text must keep."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.arabic import fold
from index.sentence import split_sentences
from index.statement import Statement, find_statements

SHARED = Path(__file__).parents[2] / "shared"


def found(text: str, headline: int | None = None) -> list[Statement]:
    return find_statements(text, split_sentences(text), (0, headline) if headline else None)


def said(text: str, headline: int | None = None) -> list[tuple[str | None, str]]:
    return [(one.speaker, text[one.start : one.end]) for one in found(text, headline)]


ARTICLE = """وزير المياه: السد الجديد يكفي ثلاث مدن
قال وزير المياه سامي الحلبي إن السد الجديد "يكفي ثلاث مدن"، مشيرا إلى أن العمل فيه بدأ قبل عامين.
وأضاف: "سنفتح البوابات في الربيع".
وأكدت المهندسة ليلى الخطيب أن الاختبارات انتهت، نافية وجود أي تشققات.
ووصف الوزير المشروع بأنه الأكبر في البلاد."""


def test_an_article_is_read_with_its_speakers() -> None:
    minister, engineer = "سامي الحلبي", "ليلى الخطيب"
    assert said(ARTICLE, ARTICLE.index("\n")) == [
        (minister, "السد الجديد يكفي ثلاث مدن"),
        (minister, 'السد الجديد "يكفي ثلاث مدن"'),
        (minister, "العمل فيه بدأ قبل عامين"),
        (minister, "سنفتح البوابات في الربيع"),
        (engineer, "الاختبارات انتهت"),
        (engineer, "وجود أي تشققات"),
        (minister, "المشروع بأنه الأكبر في البلاد"),
    ]


def test_kind_reference_mention_and_cue_are_told() -> None:
    statements = found(ARTICLE, ARTICLE.index("\n"))
    assert [one.kind for one in statements] == [
        "indirect",
        "mixed",
        "indirect",
        "direct",
        "indirect",
        "indirect",
        "indirect",
    ]
    assert [one.reference for one in statements] == [
        "headline",
        "name",
        "elided",
        "elided",
        "name",
        "elided",
        "title",
    ]
    mention, cue = statements[1].mention, statements[1].cue
    assert mention is not None
    assert cue is not None
    assert ARTICLE[slice(*mention)] == "وزير المياه سامي الحلبي"
    assert ARTICLE[slice(*cue)] == "قال"
    assert statements[3].mention is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # The one who is told or mentioned is not the one who speaks.
        ("أبلغ لافروف كيري بأن الهدنة تبدأ غدا.", [("لافروف", "الهدنة تبدأ غدا")]),
        ("رفض روحاني دعوة ترامب إلى اللقاء.", [("روحاني", "دعوة ترامب إلى اللقاء")]),
        # The agency relays; the speaker is whom عن names.
        ("نقلت وكالة رويترز عن مصدر حكومي قوله إن الميناء أغلق.", [("مصدر حكومي", "الميناء أغلق")]),
        # A participle that ends a sentence, and a passive, report nothing.
        ("ويذكر أن المدينة تقع على البحر.", []),
        ('سيطر تنظيم "داعش" على البلدة.', []),
        ("لم تؤكد الوزارة أن الطريق فتح.", []),
    ],
)
def test_who_speaks_and_who_does_not(sentence: str, expected: list[tuple[str | None, str]]) -> None:
    assert said(sentence) == expected


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("قضية الميناء: المدير يستدعي الموظفين", None),  # what it is about, and nobody who speaks
        ("أسعار النفط: برنت يرتفع إلى 70 دولارا", None),
        ("كرة القدم: الهلال يفوز على النصر", None),
        ("«الصحة»: لا إصابات جديدة بالمرض", "الصحة"),
        ("التعليم: لا تغيير في موعد الاختبارات", "التعليم"),
        ("«التجارة» تحذر من منتجات مقلدة", "التجارة"),
        ("روحاني متوعدا واشنطن: لن نتفاوض تحت الضغط", "روحاني"),
        ("صباح كرحوت: لن نتفاوض تحت الضغط", "صباح كرحوت"),
    ],
)
def test_a_headline_names_who_speaks_or_what_it_is_about(headline: str, speaker: str | None) -> None:
    text = headline + "\nجرت الأحداث في المدينة قبل أيام."
    assert [one for one, _ in said(text, len(headline))] == ([speaker] if speaker else [])


def test_a_ministry_in_a_headline_is_the_one_that_the_article_names() -> None:
    headline = "«التعليم» تنفي تأجيل الدراسة"
    text = headline + "\nنفت وزارة التعليم تأجيل الدراسة في المناطق الشمالية."
    assert {one for one, _ in said(text, len(headline))} == {"وزارة التعليم"}


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("وفقا للجيش العراقي فإن الطريق مفتوح.", "الجيش العراقي"),
        ("وفقا للجنة الدولية للصليب الأحمر فإن الطريق مفتوح.", "اللجنة الدولية للصليب الأحمر"),
        ("ووفقا للواء سامي الحلبي فإن الطريق مفتوح.", "سامي الحلبي"),
        ("أفاد بيان للحكومة العراقية أن الطريق مفتوح.", "الحكومة العراقية"),
    ],
)
def test_a_body_behind_a_particle_is_named_as_it_is_written_alone(sentence: str, speaker: str) -> None:
    assert said(sentence) == [(speaker, "الطريق مفتوح")]


def test_an_unknown_speaker_is_none() -> None:
    statements = found('وأضاف: "لن نعود إلى الوراء".')
    assert [one.speaker for one in statements] == [None]


# --- properties

WORDS = [
    "قال",
    "وأضاف",
    "إن",
    "أن",
    ":",
    '"',
    "«",
    "»",
    "”",
    "،",
    ".",
    "\n",
    "لافروف",
    "وزير",
    "بحسب",
    "عن",
    "(",
    ")",
    "#",
    "_",
    "-",
    "نظيره",
    "الأميركي",
    "الذي",
    "ترامب",
    "و",
    "ﷺ",
    "…",
    "1",
    "\u0651",
    "ـ",
    "مشيرا",
    "إلى",
    "وصف",
    "بأنه",
]
SOUP = st.lists(st.sampled_from(WORDS))
TEXTS = st.one_of(st.text(), SOUP.map(" ".join), SOUP.map("".join))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_and_are_ordered(text: str) -> None:
    statements = found(text)
    for one in statements:
        for start, end in filter(None, ((one.start, one.end), one.mention, one.cue)):
            assert 0 <= start < end <= len(text)
        assert text[one.start : one.end].strip()
    assert [(one.start, one.end) for one in statements] == sorted((one.start, one.end) for one in statements)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same_statements(text: str) -> None:
    assert found(text) == found(text)


def test_marks_and_normal_forms_change_nothing() -> None:
    plain = [(one.speaker, fold(ARTICLE[one.start : one.end])) for one in found(ARTICLE)]
    decomposed = unicodedata.normalize("NFD", ARTICLE)
    vowelled = "".join(one + "\u064e" if "\u0628" <= one <= "\u063a" else one for one in ARTICLE)
    stretched = "".join(one + "ـ" if one in "سشصضطظ" else one for one in ARTICLE)
    for text in (decomposed, vowelled, stretched):
        marked = [(one.speaker and fold(one.speaker), fold(text[one.start : one.end])) for one in found(text)]
        assert marked == [(speaker and fold(speaker), words) for speaker, words in plain]


@pytest.mark.parametrize(
    "unit",
    [
        "قال لافروف إن بلاده ترفض القرار، مضيفا أن موسكو سترد ",
        'قال " ',
        "قال أن ",
        "قال : ",
        "وزير، ",
        "( ",
        "بحسب وزير، ",
    ],
)
def test_long_repetitions_come_to_an_end(unit: str) -> None:
    """Text without a stop, long enough that work growing with its square would not come back."""
    text = unit * 20_000
    assert all(one.end <= len(text) for one in found(text))


@pytest.mark.skipif(not (SHARED / "gold" / "score.py").exists(), reason="the gold standard is not part of the project")
def test_the_gold_standard_is_met() -> None:
    scorer: dict[str, object] = {"__name__": "scorer"}
    exec(compile((SHARED / "gold" / "score.py").read_text(encoding="utf-8"), "score.py", "exec"), scorer)
    rows = []
    for line in (SHARED / "gold" / "articles_news_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = f"{row['title']}\n{row['text']}"
        rows += [
            {"article": row["id"], "text": text[one.start : one.end], "kind": one.kind, "speaker": one.speaker}
            for one in found(text, len(row["title"]))
        ]
    lines = (SHARED / "gold" / "statements_news_dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    articles = scorer["read_articles"](SHARED / "gold" / "articles_news_dev.jsonl")  # type: ignore[operator]
    figures, _ = scorer["score_statements"](gold, rows, articles)  # type: ignore[operator]
    assert figures["not_verbatim"] == 0
    assert figures["f1"] >= 0.94
    assert figures["speaker_accuracy"] >= 0.87
