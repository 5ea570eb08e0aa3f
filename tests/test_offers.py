"""What is offered where nothing answers: topics and speakers that, asked after, are answered."""

from pathlib import Path

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.phrase import phrase_at, tokens_of
from retrieval.search import Searcher
from retrieval.wording import asking

REFUSED = [
    "ماذا قال كيري عن كوريا الشمالية؟", "ماذا قال لافروف عن اللقاحات؟", "ماذا قال أوباما عن حلب؟",
    "What did Pompeo say about Snowden?", "ماذا قال كيري عن فنزويلا؟", "ماذا قال شويغو عن حلب؟",
    "ماذا قالت ميركل عن العقوبات؟",
]  # fmt: skip


@pytest.mark.parametrize("question", REFUSED)
def test_a_topic_that_is_offered_is_answered(searcher: Searcher, question: str) -> None:
    reply = searcher.ask(question)
    assert reply.answers == ()
    assert len(reply.topics) <= 4
    for topic in reply.topics:
        assert 1 <= len(topic.split()) <= 4
        instead = searcher.ask(asking(reply.asked or "", topic))
        assert instead.answers, topic
        assert instead.answers[0].speaker == reply.asked


def test_a_speaker_has_topics_and_a_topic_speakers(searcher: Searcher) -> None:
    reply = searcher.ask("ماذا قال أوباما عن حلب؟")
    assert "روسيا" in reply.topics
    assert set(reply.speakers) == {"جون كيري", "سيرغي لافروف"}
    for speaker in reply.speakers:
        assert searcher.ask(asking(speaker, "حلب")).answers[0].speaker == speaker


def test_who_is_unknown_has_no_topics_but_the_topic_has_speakers(searcher: Searcher) -> None:
    reply = searcher.ask("ماذا قال شويغو عن حلب؟")
    assert reply.topics == ()
    assert set(reply.speakers) == {"جون كيري", "سيرغي لافروف"}
    assert searcher.ask("ماذا قال شويغو؟").speakers == ()


def test_what_was_asked_is_not_offered(searcher: Searcher) -> None:
    assert "إدلب" in searcher.ask("What did Pompeo say about Snowden?").topics
    assert "إدلب" not in searcher.ask("ماذا قال بومبيو عن وزير الزراعة في إدلب؟").topics


@pytest.mark.parametrize("question", ["سعر الذهب اليوم", "كيف أطبخ المقلوبة؟", "ماذا قال لافروف عن حلب؟"])
def test_an_answer_and_a_question_after_nobody_get_no_offers(searcher: Searcher, question: str) -> None:
    reply = searcher.ask(question)
    assert (reply.topics, reply.speakers) == ((), ())


def test_offers_follow_the_archive(tmp_path: Path, encoder: Encoder) -> None:
    said = "قال سيرغي لافروف إن {} ستكون على جدول الأعمال في جنيف."
    first = Article(id="1", text=said.format("العقوبات الأمريكية"))
    build([first], tmp_path, encoder)
    searcher = Searcher.open(tmp_path, encoder)
    question = "ماذا قال لافروف عن البراكين؟"
    assert "العقوبات الأمريكية" in searcher.ask(question).topics
    build([Article(id="1", text=said.format("المفاوضات النووية"))], tmp_path, encoder)
    topics = searcher.ask(question).topics
    searcher.close()
    assert "المفاوضات النووية" in topics
    assert "العقوبات الأمريكية" not in topics


@pytest.mark.parametrize(
    ("text", "word", "phrase"),
    [
        ("وأكد أن العقوبات لن تنفع", "العقوبات", "العقوبات"),
        ("وأكد رفضه للعقوبات الأمريكية الجديدة", "للعقوبات", "العقوبات الأمريكية"),
        ("وشدد على مكافحة الإرهاب", "الإرهاب", "مكافحة الإرهاب"),
        ("دعا إلى وقف إطلاق النار", "النار", "وقف إطلاق النار"),
        ("وأن مجلس الأمن سيجتمع", "الأمن", "مجلس الأمن"),
        ("إن بلاده قلقة على سوريا", "سوريا", "سوريا"),
        ("والوضع في حلب وبحلب", "وبحلب", "حلب"),
        ("وأن كوريا الشمالية ستلتزم", "كوريا", "كوريا الشمالية"),
        ("من الولايات المتحدة وغيرها", "المتحدة", "الولايات المتحدة"),
        ("واجتمع مع العقوبات، الأمريكية منها وغيرها", "العقوبات", "العقوبات"),
    ],
)
def test_a_phrase_around_a_word(text: str, word: str, phrase: str) -> None:
    tokens = tokens_of(text)
    at = next(at for at, token in enumerate(tokens) if token.written == word)
    assert phrase_at(tokens, at) == phrase


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("التزم الصمت", "التزم"),
        ("قال إن الأمر انتهى", "الأمر"),
        ("أعلن المسلحون انسحابهم", "المسلحون"),
        ("في الشهر الجاري", "الشهر"),
        ("عن الروسية", "الروسية"),
        ("سوف يزور", "سوف"),
        ("قال بالغ القلق", "بالغ"),
    ],
)
def test_no_phrase_is_better_than_a_bad_one(text: str, word: str) -> None:
    tokens = tokens_of(text)
    at = next(at for at, token in enumerate(tokens) if token.written == word)
    assert phrase_at(tokens, at) is None
