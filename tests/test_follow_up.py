"""Follow-ups: what a question takes over from the one before it, and that a whole question takes over nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.store import Store
from retrieval.evaluate import read_questions
from retrieval.follow_up import completed
from retrieval.names import Names
from retrieval.question import Known
from retrieval.search import Searcher
from retrieval.wording import asking
from tests.conftest import SEEDS

ALEPPO = "ماذا قال لافروف عن حلب؟"
ENGLISH = "What did Lavrov say about Aleppo?"
RUSSIAN = "Что сказал Лавров о Сирии?"
FRENCH = "Qu'a dit Lavrov sur Alep ?"
GERMAN = "Was sagte Lawrow über Aleppo?"
IN_2019 = "ماذا قال لافروف في مايو 2019 عن حلب؟"
TODAY = date(2020, 6, 10)


@pytest.fixture(scope="module")
def known(seeds_index: Path) -> Iterator[Known]:
    """What is known of the seeds when a question is read."""
    store = Store.open(seeds_index)
    yield Known(Names(store.aliases()), store.bearers, store.outlets())
    store.close()


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (ALEPPO, "وعن سوريا؟", "ماذا قال لافروف عن سوريا؟"),
        (ALEPPO, "عن سوريا", "ماذا قال لافروف عن سوريا؟"),
        (ALEPPO, "وماذا عن النفط؟", "ماذا قال لافروف عن النفط؟"),
        (ALEPPO, "ماذا عن النفط؟", "ماذا قال لافروف عن النفط؟"),
        (ALEPPO, "وسوريا؟", "ماذا قال لافروف عن سوريا؟"),
        (ALEPPO, "و سوريا", "ماذا قال لافروف عن سوريا؟"),
        (ALEPPO, "واليمن؟", "ماذا قال لافروف عن اليمن؟"),
        (ALEPPO, "والأمم المتحدة؟", "ماذا قال لافروف عن الأمم المتحدة؟"),
        (ALEPPO, "طيب والعقوبات؟", "ماذا قال لافروف عن العقوبات؟"),
        (ALEPPO, "حسنا، وعن العقوبات الأميركية؟", "ماذا قال لافروف عن العقوبات الأميركية؟"),
        (ALEPPO, "وعن انسحاب القوات من سوريا؟", "ماذا قال لافروف عن انسحاب القوات من سوريا؟"),
        (ALEPPO, "وماذا قال عن إيران؟", "ماذا قال لافروف عن إيران؟"),
        (ALEPPO, "ماذا قال عن إيران؟", "ماذا قال لافروف عن إيران؟"),
        (ALEPPO, "وهل قال شيئا عن إيران؟", "هل قال لافروف شيئا عن إيران؟"),
        (ALEPPO, "وماذا كتب على تويتر؟", "ماذا كتب لافروف على تويتر؟"),
        (ALEPPO, "وما رأيه في إيران؟", "ما رأي لافروف في إيران؟"),
        (ALEPPO, "وعن كيري؟", "ماذا قال لافروف عن كيري؟"),
        (ALEPPO, "وفي 2016؟", "ماذا قال لافروف عن حلب في 2016؟"),
        (ALEPPO, "وأمس؟", "ماذا قال لافروف عن حلب أمس؟"),
        (IN_2019, "وعن سوريا؟", "ماذا قال لافروف عن سوريا في مايو 2019؟"),
        (IN_2019, "وعن سوريا في 2016؟", "ماذا قال لافروف عن سوريا في 2016؟"),
        (IN_2019, "وفي 2016؟", "ماذا قال لافروف عن حلب في 2016؟"),
        ("ماذا قالت ميركل عن العقوبات؟", "وعن سوريا؟", "ماذا قالت ميركل عن سوريا؟"),
        ("هل توجد حرب باردة بحسب لافروف؟", "وعن سوريا؟", "ماذا قال لافروف عن سوريا؟"),
        ("لافروف حلب", "وسوريا؟", "ماذا قال لافروف عن سوريا؟"),
        (ENGLISH, "And about Syria?", "What did Lavrov say about Syria?"),
        (ENGLISH, "About Syria?", "What did Lavrov say about Syria?"),
        (ENGLISH, "What about the sanctions?", "What did Lavrov say about the sanctions?"),
        (ENGLISH, "And what did he say about Iran?", "What did Lavrov say about Iran?"),
        (ENGLISH, "What did he say yesterday?", "What did Lavrov say yesterday?"),
        (RUSSIAN, "А о санкциях?", "Что сказал Лавров о санкциях?"),
        (RUSSIAN, "А что он сказал об Иране?", "Что Лавров сказал об Иране?"),
        (RUSSIAN, "А Иран?", "Что сказал Лавров на тему Иран?"),
        (FRENCH, "Et sur la Syrie ?", "Qu'a dit Lavrov sur la Syrie ?"),
        (FRENCH, "Et la Syrie ?", "Qu'a dit Lavrov sur la Syrie ?"),
        (FRENCH, "Qu'a-t-il dit sur l'Iran ?", "Qu'a dit Lavrov sur l'Iran ?"),
        (GERMAN, "Und über Syrien?", "Was sagte Lawrow über Syrien?"),
        (GERMAN, "Was sagte er über Iran?", "Was sagte Lawrow über Iran?"),
        (ALEPPO, "And about Syria?", "ماذا قال لافروف عن Syria؟"),
        (ALEPPO, "And what did he say about Syria?", "ماذا قال لافروف عن Syria؟"),
        (ENGLISH, "وعن سوريا؟", "ماذا قال Lavrov عن سوريا؟"),
    ],
)
def test_the_speaker_stays(known: Known, before: str, question: str, whole: str) -> None:
    assert completed(question, before, known, TODAY) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (ALEPPO, "وكيري؟", "ماذا قال كيري عن حلب؟"),
        (ALEPPO, "طيب كيري؟", "ماذا قال كيري عن حلب؟"),
        (ALEPPO, "وماذا قال كيري؟", "ماذا قال كيري عن حلب؟"),
        (ALEPPO, "وماذا عن كيري؟", "ماذا قال كيري عن حلب؟"),
        (ALEPPO, "ووزير الخارجية الأميركي؟", "ماذا قال وزير الخارجية الأميركي عن حلب؟"),
        (ALEPPO, "وأنجيلا ميركل؟", "ماذا قالت أنجيلا ميركل عن حلب؟"),
        (ALEPPO, "وماذا قالت ميركل؟", "ماذا قالت ميركل عن حلب؟"),
        (IN_2019, "وكيري؟", "ماذا قال كيري في مايو 2019 عن حلب؟"),
        ("ماذا قالت ميركل عن العقوبات؟", "وكيري؟", "ماذا قال كيري عن العقوبات؟"),
        ("هل توجد حرب باردة بحسب لافروف؟", "وكيري؟", "هل توجد حرب باردة بحسب كيري؟"),
        ("حلب", "وكيري؟", "ماذا قال كيري عن حلب؟"),
        ("وعن سوريا؟", "وكيري؟", "ماذا قال كيري عن سوريا؟"),
        ("عن سوريا", "وكيري؟", "ماذا قال كيري عن سوريا؟"),
        ("And about Syria?", "And Kerry?", "What did Kerry say about Syria?"),
        (ENGLISH, "And Kerry?", "What did Kerry say about Aleppo?"),
        (ENGLISH, "What about Kerry?", "What did Kerry say about Aleppo?"),
        (ENGLISH, "And what did Kerry say?", "What did Kerry say about Aleppo?"),
        (RUSSIAN, "А что сказал Керри?", "Что сказал Керри о Сирии?"),
        (FRENCH, "Et Kerry ?", "Qu'a dit Kerry sur Alep ?"),
        (GERMAN, "Und Kerry?", "Was sagte Kerry über Aleppo?"),
        (ALEPPO, "And Kerry?", "ماذا قال Kerry عن حلب؟"),
        (ENGLISH, "وكيري؟", "ماذا قال كيري عن Aleppo؟"),
    ],
)
def test_the_topic_stays(known: Known, before: str, question: str, whole: str) -> None:
    assert completed(question, before, known, TODAY) == whole


@pytest.mark.parametrize(
    "question",
    ["ماذا قال كيري؟", "وماذا قال كيري عن إيران؟", "سوريا", "واشنطن", "وقف إطلاق النار", "وزير النفط", "والدة كيري",
     "شكرا", "السلام عليكم", "طيب", "و", "ثم ماذا؟", "ماذا قيل عن ترامب؟", "من قال إن الحرب انتهت؟", "وهل انتهت الحرب؟",
     "What did Kerry say?", "Thanks!", "When did he say it?", "О чем говорил Лавров?"],
)  # fmt: skip
def test_what_follows_up_nothing(known: Known, question: str) -> None:
    assert completed(question, ALEPPO, known, TODAY) is None


@pytest.mark.parametrize("before", ["سعر الذهب اليوم", "حلب"])
def test_without_a_speaker_there_is_none_to_keep(known: Known, before: str) -> None:
    assert completed("وعن سوريا؟", before, known, TODAY) is None


def test_a_whole_question_is_its_own_after_any_other(known: Known) -> None:
    questions = [one.question for one in read_questions(SEEDS / "questions.jsonl")]
    changed = {
        (before, question): whole
        for before in questions
        for question in questions
        if (whole := completed(question, before, known, TODAY)) is not None
    }
    assert changed == {}


def test_answers_are_the_same_after_another_question(searcher: Searcher) -> None:
    questions = [one.question for one in read_questions(SEEDS / "questions.jsonl")]
    for before, question in zip(questions, questions[1:] + questions[:1], strict=True):
        assert searcher.ask(question, after=before) == searcher.ask(question)


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("ماذا قال لافروف عن حلب؟", "وعن العقوبات؟", "ماذا قال لافروف عن العقوبات؟"),
        ("What did Lavrov say about Aleppo?", "And about sanctions?", "What did Lavrov say about sanctions?"),
        ("ماذا قال لافروف عن حلب؟", "وكيري؟", "ماذا قال كيري عن حلب؟"),
        ("ماذا قال لافروف عن حلب؟", "And about Syria?", "ماذا قال لافروف عن Syria؟"),
    ],
)
def test_a_follow_up_is_answered_as_the_whole_question(
    searcher: Searcher, before: str, question: str, whole: str
) -> None:
    reply = searcher.ask(question, after=before)
    assert reply.question == whole
    assert reply == searcher.ask(whole)
    assert reply.answers


def test_a_follow_up_of_a_follow_up(searcher: Searcher) -> None:
    first = searcher.ask("وعن العقوبات؟", after="ماذا قال لافروف عن حلب؟")
    assert searcher.ask("وكيري؟", after=first.question).question == "ماذا قال كيري عن العقوبات؟"


def test_a_follow_up_that_would_be_too_long_stands_for_itself(searcher: Searcher) -> None:
    before = "ماذا قال لافروف عن " + "حلب " * 245
    assert searcher.ask("وأنجيلا دوروتيا ميركل؟", after=before).question == "وأنجيلا دوروتيا ميركل؟"


@pytest.mark.parametrize(
    ("speaker", "question"),
    [
        ("سيرغي لافروف", "ماذا قال سيرغي لافروف عن النفط؟"),
        ("أنجيلا ميركل", "ماذا قالت أنجيلا ميركل عن النفط؟"),
        ("المتحدثة ليلى صباغ", "ماذا قالت المتحدثة ليلى صباغ عن النفط؟"),
    ],
)
def test_a_question_made_of_a_speaker_and_a_topic(speaker: str, question: str) -> None:
    assert asking(speaker, "النفط") == question
