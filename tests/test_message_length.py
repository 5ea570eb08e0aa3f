"""Messages fit into what Telegram takes, whatever the length of an answer."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.catalogue import Texts
from bot.markup import MESSAGE_LIMIT
from retrieval.answer import Answer
from tests.replies import ARABIC, BARE, QUOTE, TEXTS, blockquotes, messages
from tests.telegram_html import parse_html, utf16_length


@pytest.mark.parametrize(("excess", "count"), [(0, 1), (1, 2)])
def test_a_message_is_filled_to_the_last_unit(excess: int, count: int) -> None:
    long = BARE.model_copy(update={"text": "س" * 700})
    frame = utf16_length(parse_html(messages(long, long)[0]).text) - 2 * len(long.text)
    first = (MESSAGE_LIMIT - frame) // 2
    lengths = (first, MESSAGE_LIMIT - frame - first + excess)
    parts = messages(*(BARE.model_copy(update={"text": "س" * length}) for length in lengths))
    assert len(parts) == count


def test_a_long_answer_is_divided_between_words() -> None:
    text = " ".join(f"كلمة{number}" for number in range(1500))
    parts = messages(QUOTE.model_copy(update={"text": text}))
    quotes = [quote for part in parts for quote in blockquotes(part)]
    assert "".join(quotes) == text
    assert len(parts) == 4
    assert all(quote.endswith(" ") for quote in quotes[:-1])
    assert ["سيرغي لافروف" in part for part in parts] == [True, False, False, False]
    assert ["RT Arabic" in part for part in parts] == [False, False, False, True]


@pytest.mark.parametrize("letter", ["قّ", "👩‍👩‍👧", "e\u0301", "&", "🙂"])
def test_a_letter_is_never_divided(letter: str) -> None:
    parts = messages(BARE.model_copy(update={"text": letter * 5000}))
    assert all(set(quote.split(letter)) == {""} for part in parts for quote in blockquotes(part))


def test_blank_stretches_make_no_empty_message() -> None:
    parts = messages(BARE.model_copy(update={"text": "أ" + " " * 10_000 + "ب"}))
    assert all(parse_html(part).text for part in parts)
    assert "".join("".join(blockquotes(part)) for part in parts).split() == ["أ", "ب"]


def test_half_a_character_is_replaced() -> None:
    assert blockquotes(messages(BARE.model_copy(update={"text": "أ\ud800ب"}))[0]) == ["أ\ufffdب"]


LONG = st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=60), st.integers(1, 300))
FIELD = st.none() | st.text(max_size=400)
ANSWERS = st.builds(
    Answer,
    article=st.text(min_size=1, max_size=300),
    text=(st.text(min_size=1) | LONG).filter(str.strip),
    start=st.just(0),
    end=st.just(1),
    speaker=FIELD,
    kind=st.sampled_from(["direct", "indirect", "mixed", None]),
    title=FIELD,
    outlet=FIELD,
    published=st.none() | st.datetimes(),
    url=FIELD | st.text(max_size=2000).map("https://a.example/{}".format),
    score=st.floats(0, 1),
)


@given(answers=st.lists(ANSWERS, min_size=1, max_size=4), texts=st.sampled_from(TEXTS))
@example(
    answers=[QUOTE.model_copy(update=dict.fromkeys(["text", "title", "outlet", "speaker"], "'" * 9999))],
    texts=ARABIC,
)
def test_any_article_makes_messages_that_telegram_takes(answers: list[Answer], texts: Texts) -> None:
    parts = messages(*answers, texts=texts)
    for part in parts:
        parsed = parse_html(part)
        assert parsed.text
        assert utf16_length(parsed.text) <= MESSAGE_LIMIT
        assert utf16_length(part) <= 2 * MESSAGE_LIMIT
        assert len(parsed.entities) <= 100
    shown = "".join(quote for part in parts for quote in blockquotes(part))
    # All white space may go at once where a whole message of it would be empty.
    assert "".join(shown.split()) == "".join("".join(answer.text for answer in answers).split())
