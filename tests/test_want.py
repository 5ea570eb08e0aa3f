"""What somebody wants to follow, read from a few words."""

import pytest

from index.errors import QuestionError
from retrieval.alerts import Want
from retrieval.search import Searcher
from retrieval.want import Understood

LAVROV, KERRY = "سيرغي لافروف", "جون كيري"


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("لافروف", LAVROV, None),
        ("سيرجي لافروف", LAVROV, None),
        ("Лавров", LAVROV, None),
        ("lavrov", LAVROV, None),
        ("وزير الخارجية الروسي", LAVROV, None),
        ("John Kerry", KERRY, None),
        ("عن حلب", None, "حلب"),
        ("about Aleppo", None, "Aleppo"),
        ("об Алеппо", None, "Алеппо"),
        ("sur Alep", None, "Alep"),
        ("عن لافروف", None, "لافروف"),
        ("about Lavrov", None, "Lavrov"),
        ("لافروف عن حلب", LAVROV, "حلب"),
        ("لافروف حلب", LAVROV, "حلب"),
        ("Lavrov about Aleppo", LAVROV, "Aleppo"),
        ("Lavrov Aleppo", LAVROV, "Aleppo"),
        ("lavrov about aleppo", LAVROV, "aleppo"),
        ("Лавров об Алеппо", LAVROV, "Алеппо"),
        ("Lavrov sur Alep", LAVROV, "Alep"),
        ("وزير الخارجية الروسي بشأن حلب", LAVROV, "حلب"),
        ("ماذا قال لافروف عن حلب؟", LAVROV, "حلب"),
        ("ماذا قال لافروف؟", LAVROV, None),
        ("What did Lavrov say about Aleppo?", LAVROV, "Aleppo"),
        ("روسيا عن حلب", "روسيا", "حلب"),
        ("روسيا", None, "روسيا"),
        ("حلب", None, "حلب"),
        ("النفط", None, "النفط"),
        ("أسعار النفط", None, "أسعار النفط"),
        ("الهدنة في اليمن", None, "الهدنة في اليمن"),
        ("المفاوضات حول الهدنة", None, "المفاوضات حول الهدنة"),
        ("تقرير حول السياحة", None, "تقرير حول السياحة"),
        ("كتاب عن الحرب", None, "كتاب عن الحرب"),
        ("الأزمة بشأن الحدود", None, "الأزمة بشأن الحدود"),
        ("الحرب على غزة", None, "الحرب على غزة"),
        ("oil prices", None, "oil prices"),
    ],
)
def test_a_speaker_a_topic_or_both(searcher: Searcher, text: str, speaker: str | None, topic: str | None) -> None:
    assert searcher.want(text) == Understood(Want(speaker, topic))


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("يوسف زيدان", "يوسف زيدان", None),
        ("يوسف زيدان عن الرواية", "يوسف زيدان", "الرواية"),
        ("أردوغان عن السياحة", "أردوغان", "السياحة"),
        ("Angela Merkel", "Angela Merkel", None),
        ("Sinbad about the sea", "Sinbad", "the sea"),
    ],
)
def test_somebody_whom_the_archive_does_not_know(
    searcher: Searcher, text: str, speaker: str, topic: str | None
) -> None:
    assert searcher.want(text) == Understood(Want(speaker, topic), is_known=False)


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [("لاقروف", None, "لاقروف"), ("سيرغي لاقروف عن حلب", "سيرغي لاقروف", "حلب"), ("Labrov", "Labrov", None)],
)
def test_a_misspelled_name_may_mean_somebody(
    searcher: Searcher, text: str, speaker: str | None, topic: str | None
) -> None:
    found = searcher.want(text)
    assert found.want == Want(speaker, topic)
    assert found.near[:1] == (LAVROV,)


@pytest.mark.parametrize("text", ["", "؟؟", "عن", "about", "ماذا قال", "ماذا قال عن"])
def test_nothing_to_follow(searcher: Searcher, text: str) -> None:
    with pytest.raises(QuestionError):
        searcher.want(text)


def test_a_known_speaker_is_found_again_by_the_name_that_is_kept(searcher: Searcher) -> None:
    for speaker in searcher.speakers():
        if speaker.is_person:
            understood = searcher.want(speaker.name)
            assert understood.is_known, speaker.name
            assert searcher.want(understood.want.speaker or "") == understood, speaker.name
