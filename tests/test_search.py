"""Searching the seeds: verbatim slices, no furniture, no doubles, sane limits."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.clean import clean
from index.errors import QuestionError
from index.reader import read_articles
from retrieval import candidates
from retrieval.candidates import fuse
from retrieval.question import MAX_QUESTION
from retrieval.search import Searcher
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


def test_fusion_weighs_all_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    dense, lexical = {1: 0.9, 2: 0.85, 3: 0.8}, {3: 12.0, 2: 3.0, 4: 1.0}
    monkeypatch.setattr(candidates, "LEXICAL_WEIGHT", 0.0)
    assert [c.sentence for c in fuse(dense, lexical, {})][:3] == [1, 2, 3]
    assert next(c.sentence for c in fuse(dense, lexical, {2: 1.0})) == 2
    monkeypatch.setattr(candidates, "LEXICAL_WEIGHT", 5.0)
    assert next(c.sentence for c in fuse(dense, lexical, {})) == 3
    assert {c.sentence for c in fuse(dense, lexical, {})} == {1, 2, 3, 4}
    assert fuse({}, {}, {}) == []


def test_one_word_that_tells_outweighs_the_cosine() -> None:
    found = fuse({1: 0.90, 2: 0.86, 3: 0.84}, {3: 9.0}, {3: 1.0})
    assert found[0].sentence == 3
