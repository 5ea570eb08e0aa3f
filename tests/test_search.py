"""Searching the seeds: verbatim slices, no furniture, no doubles, sane limits."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.clean import clean
from index.encoder import Encoder
from index.errors import QuestionError
from index.reader import read_articles
from index.store import Store
from index.vectors import open_vectors
from retrieval.answer import Reply
from retrieval.question import MAX_QUESTION, Question
from retrieval.ranking import threshold
from retrieval.search import Searcher
from retrieval.stages import Stages
from tests.conftest import SEEDS

TEXTS = {article.id: article.text for article in read_articles([SEEDS])}
WORDS = sorted({word for text in TEXTS.values() for word in text.split()})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join) | st.text(min_size=1))
def test_every_answer_is_a_slice_of_its_article(searcher: Searcher, question: str) -> None:
    try:
        reply = searcher.ask(question, 10)
    except QuestionError:
        return
    assert len(reply.answers) <= 10
    for answer in reply.answers:
        assert answer.text == TEXTS[answer.article][answer.start : answer.end]
        assert answer.text.strip() == answer.text != ""


def test_furniture_is_never_an_answer(searcher: Searcher) -> None:
    furniture = {
        text[line.start : line.end].strip()
        for text in TEXTS.values()
        for line in clean(text)
        if line.dropped and line.dropped != "repeated"
    }
    assert len(furniture) > 10
    for question in furniture:
        shown = {answer.text for answer in searcher.ask(question, 50).answers}
        assert not shown & furniture


def test_the_same_words_are_shown_once(searcher: Searcher) -> None:
    texts = [answer.text for answer in searcher.ask("لافروف وبومبيو يتفقان على استئناف الاتصالات", 50).answers]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("ماذا قال لافروف عن العقوبات؟", "طريق مسدود"),
        ("ماذا كتب كيري على تويتر؟", "تويتر"),
        ("What did Lavrov say about sanctions?", "بالعقوبات"),
        ("ماذا أعلن أوشاكوف؟", "اوشاكوف"),
        ("من أين قدم بومبيو إلى سوتشي؟", "بروكسل"),
    ],
)
def test_questions_find_their_sentence(searcher: Searcher, question: str, words: str) -> None:
    assert words in searcher.ask(question, 1).answers[0].text


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("ماذا قال لافروف عن حلب؟", "سيرغي لافروف"),
        ("ماذا قال كيري عن حلب؟", "جون كيري"),
        ("لافروف حلب", "سيرغي لافروف"),
        ("What did Kerry say about Aleppo?", "جون كيري"),
        ("Что сказал Лавров о санкциях?", "سيرغي لافروف"),
    ],
)
def test_nobody_elses_words_are_shown(searcher: Searcher, question: str, speaker: str) -> None:
    answers = searcher.ask(question, 20).answers
    assert answers
    assert {answer.speaker for answer in answers} == {speaker}


@pytest.mark.parametrize(
    "question",
    ["ماذا قال شويغو؟", "ماذا قالت ميركل عن العقوبات؟", "ماذا قال كيري عن فنزويلا؟", "ماذا قال أوباما عن حلب؟",
     "ماذا قال لافروف عن اللقاحات؟"],
)  # fmt: skip
def test_an_honest_abstention(searcher: Searcher, question: str) -> None:
    assert searcher.ask(question).answers == ()


@pytest.mark.parametrize("question", ["", "  \n ", "؟!.", "😀", "\u200f", "س" * (MAX_QUESTION + 1), "x" * 10_000])
def test_questions_that_cannot_be_asked(searcher: Searcher, question: str) -> None:
    with pytest.raises(QuestionError, match=r"the question (is empty|has [\d,]+ characters; the limit is 1,000)"):
        searcher.ask(question)


def test_top_is_kept(searcher: Searcher) -> None:
    assert [len(searcher.ask("روسيا", top).answers) for top in (1, 3, 50)][:2] == [1, 3]


def test_scores_fall(searcher: Searcher) -> None:
    scores = [answer.score for answer in searcher.ask("ماذا قال كيري عن سوريا؟", 20).answers]
    assert scores == sorted(scores, reverse=True)


def test_places_are_sliced_as_the_index_has_them_now(searcher: Searcher) -> None:
    [answer, other, *_] = searcher.ask("ماذا قال لافروف عن حلب؟").answers
    places = [(answer.article, answer.start, answer.end), (other.article, other.start, other.end)]
    assert [one.text for one in searcher.slices(places) if one] == [answer.text, other.text]
    nowhere = [("none.txt", 0, 1), (answer.article, 5, 5), (answer.article, -1, 5), (answer.article, 0, 10**9)]
    assert searcher.slices([*nowhere, places[0]])[:-1] == [None] * 4


def test_what_is_no_sentence_of_the_index_has_no_context(searcher: Searcher) -> None:
    answer = searcher.ask("ماذا قال لافروف عن حلب؟").answers[0]
    assert searcher.context(answer.model_copy(update={"start": 10**9, "end": 10**9 + 1})) == []
    assert searcher.context(answer.model_copy(update={"article": "none.txt"})) == []


def test_the_context_holds_the_answer_and_its_neighbours(searcher: Searcher) -> None:
    answer = searcher.ask("ماذا قال لافروف عن العقوبات؟", 1).answers[0]
    context = searcher.context(answer, around=1)
    assert [answer.text in sentence.text for sentence in context] == [False, True, False]
    assert len(context) == 3


def test_several_threads_get_the_answers_of_one(searcher: Searcher) -> None:
    questions = ["ماذا قال لافروف عن حلب؟", "ماذا قال كيري عن بروكسل؟", "ماذا قال بومبيو عن إدلب؟"] * 8
    alone = {question: searcher.ask(question) for question in questions}
    together: dict[int, object] = {}
    threads = [
        threading.Thread(target=lambda n=n, q=q: together.setdefault(n, searcher.ask(q)))  # type: ignore[misc]
        for n, q in enumerate(questions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[n] for n in range(len(questions))] == [alone[question] for question in questions]


def test_closing_waits_for_the_question_that_is_being_answered(
    seeds_index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = Searcher.open(seeds_index, encoder)
    parse, reading, go_on = searcher._parse, threading.Event(), threading.Event()

    def slowly(question: str, today: date | None) -> Question:
        reading.set()
        go_on.wait(10)
        return parse(question, today)

    monkeypatch.setattr(searcher, "_parse", slowly)
    replies: list[Reply] = []
    asking = threading.Thread(target=lambda: replies.append(searcher.ask("ماذا قال لافروف عن حلب؟")))
    closing = threading.Thread(target=searcher.close)
    asking.start()
    assert reading.wait(10)
    closing.start()
    closing.join(0.1)
    go_on.set()
    asking.join(10)
    closing.join(10)
    assert [bool(reply.answers) for reply in replies] == [True]
    assert not closing.is_alive()


def test_stages_can_be_left_out(searcher: Searcher) -> None:
    question = "ماذا قال ماكرون عن حلب؟"
    assert searcher.ask(question).answers == ()
    everybody = searcher.with_stages(Stages(speaker=False, refuse=False)).ask(question)
    assert everybody.answers
    assert searcher.ask(question).confidence == pytest.approx(searcher.find(question).confidence)


def test_the_confidence_is_a_probability(searcher: Searcher) -> None:
    known, unknown = searcher.find("ماذا قال لافروف عن حلب؟"), searcher.find("ماذا قالت ميركل عن الزلازل؟")
    assert 0 <= unknown.confidence < threshold() <= known.confidence <= 1


def test_a_title_finds_whoever_bears_it(searcher: Searcher) -> None:
    by_title = searcher.ask("ماذا قال وزير الخارجية الروسي عن حلب؟").answers
    by_name = searcher.ask("ماذا قال لافروف عن حلب؟").answers
    assert (by_title[0].article, by_title[0].start) == (by_name[0].article, by_name[0].start)
    assert {answer.speaker for answer in by_title} == {"سيرغي لافروف"}


@pytest.mark.parametrize("question", ["What did Lavrov say about Aleppo?", "Was sagte Lawrow über Aleppo?",
                                      "Что сказал Лавров об Алеппо?", "Qu'a dit Lavrov sur Alep ?"])  # fmt: skip
def test_places_are_known_in_other_languages(searcher: Searcher, question: str) -> None:
    assert "حلب" in searcher.ask(question, 1).answers[0].text


def test_a_side_alone_ranks_as_it_ranks(searcher: Searcher, seeds_index: Path, encoder: Encoder) -> None:
    question = "ما الخلاف بين روسيا وأمريكا حول سوريا؟"
    bare = Stages(speaker=False, coverage=False, late=False, refuse=False)
    store = Store.open(seeds_index)
    try:
        parsed, _ = searcher.candidates(question)
        by_words = [number for number, _ in store.match(parsed.stems, 5)]
        query = encoder.encode_queries([parsed.text]).pooled[0]
        by_meaning = [number for number, _ in open_vectors(store).search(query, 5)]
    finally:
        store.close()
    for stages, expected in ((replace(bare, dense=False), by_words), (replace(bare, lexical=False), by_meaning)):
        _, found = searcher.with_stages(stages).candidates(question)
        assert [one.passage.number for one in found[:5]] == expected


@pytest.mark.parametrize(
    "question",
    [
        "What did Kerry say about Venezuela?",
        "Что сказал Керри о Венесуэле?",
        "What did Lavrov say about football?",
        "Qu'a dit Kerry sur les volcans ?",
        "Was sagte Kerry über Pinguine?",
    ],
)
def test_what_nobody_spoke_of_is_refused_in_other_languages_too(searcher: Searcher, question: str) -> None:
    assert searcher.ask(question).answers == ()


@pytest.mark.parametrize(
    "question",
    ["What did Lavrov say about sanctions?", "Что сказал Лавров о санкциях?", "What did Lavrov say about Aleppo?"],
)
def test_what_somebody_spoke_of_is_answered_in_other_languages_too(searcher: Searcher, question: str) -> None:
    assert {answer.speaker for answer in searcher.ask(question).answers} == {"سيرغي لافروف"}
