"""Words of a topic that the archive spells otherwise."""


import pytest

from retrieval.search import Searcher


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("ماذا قال لافروف عن فتسلاند؟", "فتساند"),
        ("ماذا قال كيري عن بومبييو؟", "بومبيو"),
        ("ماذا قال لافروف عن أوشاكوو؟", "اوشاكوف"),
    ],
)
def test_a_name_that_is_nearly_one_of_the_archive_is_looked_for_as_that(
    searcher: Searcher, question: str, term: str
) -> None:
    parsed, _ = searcher.candidates(question)
    assert any(term in word for word in parsed.topic)
    assert term in parsed.stems


@pytest.mark.parametrize(
    "question",
    [
        "ماذا قال لافروف عن حلب؟",  # as the archive has it
        "ماذا قال لافروف عن الزراعة؟",  # an everyday word is another way to say it
        "ماذا قال لافروف عن روما؟",  # too short to tell
        "What did Lavrov say about wheat?",
    ],
)
def test_everything_else_stays_as_it_was_asked(searcher: Searcher, question: str) -> None:
    parsed, _ = searcher.candidates(question)
    assert all("بومبيو" not in word and "اوشاكوف" not in word for word in parsed.topic)
