"""The buttons under an answer, with the real searcher over the seeds."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards import LIFETIME, Cards
from bot.catalogue import LANGUAGES, Language, texts_for
from bot.keyboard import State, packed, unpacked
from index.encoder import Encoder
from index.store import Store
from index.upkeep import remove
from retrieval.answer import Answer, Reply
from retrieval.search import Searcher
from tests.talk import Clock, Replies, Talk, buttons, talking
from tests.telegram_fake import FakeTelegram
from tests.telegram_faults import Fault, timeout

AR = texts_for("ar")
QUESTION = "ماذا قال لافروف عن حلب؟"
MORE, PREVIOUS, CONTEXT, BACK = AR("button.more"), AR("button.previous"), AR("button.context"), AR("button.back")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def talk(searcher: Searcher, tmp_path: Path, clock: Clock) -> AsyncIterator[Talk]:
    async with talking(searcher, tmp_path, clock=clock) as talk:
        yield talk
        assert talk.fake.violations == []
        assert talk.fake.callbacks == set(), "every press was answered"


def shown(searcher: Searcher, first: int, last: int) -> list[str]:
    return [answer.text for answer in searcher.ask(QUESTION, 12).answers[first:last]]


async def test_the_keyboard_of_an_answer(talk: Talk) -> None:
    sent = await talk.say(QUESTION)
    labels = [[button["text"] for button in row] for row in sent.markup["inline_keyboard"]]
    assert labels == [["3", "2", "· 1 ·"], [AR("button.source") + " 1", CONTEXT + " 1"], [MORE, "👎", "👍"]]
    assert all(len(one.get("callback_data", "")) <= 64 for one in buttons(sent))
    assert [one["text"] for one in buttons(sent) if "url" in one] == []  # the seeds have no addresses


async def test_rows_run_as_the_language_does(talk: Talk) -> None:
    talk.language = "en"
    sent, texts = await talk.say(QUESTION), texts_for("en")
    labels = [[button["text"] for button in row] for row in sent.markup["inline_keyboard"]]
    assert labels == [["· 1 ·", "2", "3"], ["Context 1", "Source 1"], ["👍", "👎", texts("button.more")]]


async def test_more_turns_the_page_in_place_and_back(talk: Talk, searcher: Searcher) -> None:
    first = await talk.say(QUESTION)
    assert first.blockquotes == shown(searcher, 0, 3)
    second = await talk.press(MORE)
    assert second.blockquotes == shown(searcher, 3, 6)
    assert second.text.startswith("\u200f4. ")
    back = await talk.press(PREVIOUS)
    assert (back.html, back.markup) == (first.html, first.markup)
    assert len(talk.fake.sent) == 1
    assert talk.fake.notices == [("", False)] * 2


async def test_the_last_page_has_no_more(talk: Talk, searcher: Searcher) -> None:
    sent = await talk.say(QUESTION)
    texts = sent.blockquotes
    while MORE in sent.buttons:
        sent = await talk.press(MORE)
        texts += sent.blockquotes
    assert texts == shown(searcher, 0, 12)


async def test_the_context_stands_around_the_answer(talk: Talk, searcher: Searcher) -> None:
    first = await talk.say(QUESTION)
    answer = searcher.ask(QUESTION).answers[0]
    [article] = [one for one in searcher.articles() if one.id == answer.article]
    sent = await talk.press(CONTEXT)
    [quote] = sent.blockquotes
    assert answer.text in quote
    assert len(quote) > len(answer.text)
    shown = [entity.text for entity in sent.parsed.entities if entity.kind == "bold"]
    assert shown[-1]
    assert shown[-1] in answer.text
    for part in quote.split("[…]"):
        assert " ".join(part.split()) in " ".join(article.text.split()), "the article's own words"
    assert sent.buttons == [AR("button.source"), BACK, "👎", "👍"]
    back = await talk.press(BACK)
    assert (back.html, back.markup) == (first.html, first.markup)


async def test_another_answer_is_chosen_by_its_number(talk: Talk, searcher: Searcher) -> None:
    await talk.say(QUESTION)
    sent = await talk.press("2")
    assert "· 2 ·" in sent.buttons
    assert sent.blockquotes == shown(searcher, 0, 3)
    sent = await talk.press(CONTEXT)
    assert shown(searcher, 1, 2)[0] in sent.blockquotes[0]
    sent = await talk.press(BACK)
    assert "· 2 ·" in sent.buttons


async def test_the_source_of_an_article_without_an_address_is_told(talk: Talk, searcher: Searcher) -> None:
    await talk.say(QUESTION)
    await talk.press(AR("button.source"))
    text, alert = talk.notice
    assert alert
    assert searcher.ask(QUESTION).answers[0].title[:50] in text


async def test_the_source_of_an_article_with_an_address_is_a_link(tmp_path: Path) -> None:
    address = "https://news.example/a?x=1&y=2"
    answer = Answer(article="a", start=0, end=5, text="قولٌ.", score=1.0, url=address)
    async with talking(Replies(Reply(question="من؟", answers=(answer,))), tmp_path) as talk:
        sent = await talk.say("من؟")
        assert [one["url"] for one in buttons(sent) if "url" in one] == [address]


async def test_an_address_that_telegram_refuses_costs_no_answer(tmp_path: Path) -> None:
    answer = Answer(article="a", start=0, end=5, text="قولٌ.", score=1.0, url="http://archive:8000/a")
    async with talking(Replies(Reply(question="من؟", answers=(answer,))), tmp_path) as talk:
        sent = await talk.say("من؟")
        assert sent.blockquotes == ["قولٌ."]
        assert AR("button.source") in sent.buttons


@pytest.mark.parametrize("language", LANGUAGES)
async def test_buttons_speak_the_readers_language(talk: Talk, language: Language) -> None:
    talk.language = language
    texts = texts_for(language)
    await talk.say(QUESTION)
    sent = await talk.press(texts("button.more"))
    assert texts("button.previous") in sent.buttons
    await talk.press("👍")
    assert talk.notice == (texts("button.thanks"), False)


async def test_buttons_survive_a_restart(searcher: Searcher, tmp_path: Path) -> None:
    fake = FakeTelegram()
    async with talking(searcher, tmp_path, fake) as talk:
        first = await talk.say(QUESTION)
    async with talking(searcher, tmp_path, fake) as talk:
        assert (await talk.press(MORE)).blockquotes == shown(searcher, 3, 6)
        assert (await talk.press(PREVIOUS)).html == first.html
    assert fake.violations == []


async def test_buttons_expire_after_a_week(talk: Talk, clock: Clock) -> None:
    await talk.say(QUESTION)
    clock.now += LIFETIME - 1
    assert (await talk.press(MORE)).buttons
    clock.now += 2
    sent = await talk.press(PREVIOUS)
    assert talk.notice == (AR("button.expired"), True)
    assert sent.markup is None
    await talk.press_data(packed("show", State(1, 3)), sent)  # a client that has not heard of it yet
    assert talk.notice == (AR("button.expired"), True)


@pytest.mark.parametrize(
    "data", ["2:show:p:0:0", "0:show:p:0:0", "1:show:p:0", "1:dance:p:0:0", "1:show:p:0:0:0", "x", "1:show:p:-1:0"]
)
async def test_presses_of_another_version_expire(talk: Talk, data: str) -> None:
    await talk.say(QUESTION)
    sent = await talk.press_data(data)
    assert talk.notice == (AR("button.expired"), True)
    assert sent.markup is None


@pytest.mark.parametrize("verb", ["show", "source", "up", "down", "ask"])
@pytest.mark.parametrize(("page", "answer"), [(0, 999), (999, 0), (999, 999)])
async def test_forged_presses_do_no_harm(talk: Talk, verb: str, page: int, answer: int) -> None:
    first = await talk.say(QUESTION)
    for shown_as in "pc":
        sent = await talk.press_data(f"1:{verb}:{shown_as}:{page}:{answer}")
        assert sent.blockquotes
    talk.unmodified()
    assert len(talk.fake.sent) == 1
    assert first.chat_id == sent.chat_id
    assert all(not one.downs and one.ups == 1 for one in talk.memory.feedback.voted()) or verb == "down"


async def test_a_press_cannot_reach_into_another_chat(talk: Talk) -> None:
    """What a press is about is known by its own message; there is nothing in it that could name another one."""
    await talk.say(QUESTION)
    talk.chat = talk.user = 2002
    other = await talk.say("/help")
    await talk.press_data(packed("show", State(0, 1)), other)
    assert talk.notice == (AR("button.expired"), True)


async def test_two_presses_at_once_are_one(talk: Talk, searcher: Searcher) -> None:
    first = await talk.say(QUESTION)
    await asyncio.gather(*(talk.press(MORE, first) for _ in range(3)))
    assert talk.last.blockquotes == shown(searcher, 3, 6)
    assert len(talk.fake.notices) == 3
    assert talk.unmodified() == 2, "Telegram refused what was the same, and nobody noticed"


async def test_a_vote_is_kept_once_and_can_be_changed(talk: Talk, searcher: Searcher) -> None:
    await talk.say(QUESTION)
    sent = await talk.press("👍")
    assert "👍 ✓" in sent.buttons
    sent = await talk.press("👍 ✓")
    sent = await talk.press("👎")
    assert {"👍", "👎 ✓"} <= set(sent.buttons)
    assert talk.unmodified() == 1
    [voted] = talk.memory.feedback.voted()
    assert (voted.question, voted.ups, voted.downs) == (QUESTION, 0, 1)
    assert voted.quote.place[0] == searcher.ask(QUESTION).answers[0].article
    await talk.press("2")
    await talk.press("👍")
    assert [(one.ups, one.downs) for one in talk.memory.feedback.voted()].count((1, 0)) == 1
    sent = await talk.press("1")
    assert {"👍", "👎 ✓"} <= set(sent.buttons), "each answer has a vote of its own"


async def test_a_vote_in_the_context_keeps_the_context(talk: Talk) -> None:
    await talk.say(QUESTION)
    before = await talk.press(CONTEXT)
    after = await talk.press("👎")
    assert after.html == before.html
    assert after.buttons == [AR("button.source"), BACK, "👎 ✓", "👍"]


async def test_in_a_group_everybody_presses_and_nobodys_vote_is_shown(talk: Talk) -> None:
    talk.fake.chats.add(-500)
    sent = await talk.say(QUESTION)
    card = talk.memory.cards.shown_in(sent.chat_id, sent.message_id)
    assert card is not None
    group = sent.__class__(-500, 77, sent.html, sent.parsed, sent.markup, None)
    talk.fake.sent.append(group)
    talk.memory.cards.keep(-500, 77, card, user=1001, asked_in=1)
    for talk.user in (1, 2, 3):
        after = await talk.press("👍", group)
    assert after.markup == group.markup
    assert [one.ups for one in talk.memory.feedback.voted()] == [3]


async def test_what_has_left_the_index_is_no_longer_shown(index_copy: Path, encoder: Encoder, tmp_path: Path) -> None:
    searcher = Searcher.open(index_copy, encoder)
    async with talking(searcher, tmp_path) as talk:
        first = await talk.say(QUESTION)
        gone = searcher.ask(QUESTION).answers[0].article
        remove(index_copy, [gone])
        sent = await talk.press(MORE)
        sent = await talk.press(PREVIOUS)
        assert AR("answer.gone") in sent.text
        assert first.blockquotes[0] not in sent.text
        assert CONTEXT not in sent.buttons
        await talk.press_data(packed("show", State(0, 0, context=True)))
        assert talk.notice == (AR("button.no_context"), True)
        await talk.press_data(packed("source", State(0, 0)))
        assert talk.notice == (AR("answer.gone"), True)
        assert talk.fake.violations == []
    searcher.close()


async def test_other_words_in_an_articles_place_are_not_shown_as_the_answer(
    index_copy: Path, encoder: Encoder, tmp_path: Path
) -> None:
    searcher = Searcher.open(index_copy, encoder)
    async with talking(searcher, tmp_path) as talk:
        await talk.say(QUESTION)
        gone = searcher.ask(QUESTION).answers[0].article
        store = Store.open(index_copy)
        with store.transaction():
            store._connection.execute("UPDATE articles SET text = '·' || text WHERE id = ?", (gone,))
        store.close()
        await talk.press(MORE)
        sent = await talk.press(PREVIOUS)
        assert AR("answer.gone") in sent.text
    searcher.close()


@pytest.mark.parametrize("fault", [timeout(), Fault(400, "Bad Request: can't parse entities")])
async def test_a_press_is_answered_even_when_the_edit_fails(talk: Talk, fault: Fault) -> None:
    await talk.say(QUESTION)
    talk.fake.fail("editMessageText", fault)
    await talk.press(MORE)
    assert talk.notice == (AR("button.failed"), True)
    assert len(talk.fake.sent) == 1, "told in answer to the press, not by a message"
    await talk.press(MORE)
    assert talk.notice == ("", False)


async def test_a_message_that_was_deleted_is_left_alone(talk: Talk) -> None:
    sent = await talk.say(QUESTION)
    talk.fake.sent.clear()
    await talk.press(MORE, sent)
    assert talk.fake.notices == [("", False)]
    assert talk.fake.violations.pop().endswith("message to edit not found")


async def test_a_press_that_is_answered_too_late_is_no_error(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    await talk.say(QUESTION)
    talk.fake.fail("answerCallbackQuery", Fault(400, "Bad Request: query is too old and response timeout expired"))
    await talk.press(MORE)
    assert "ERROR" not in caplog.text
    talk.fake.callbacks.clear()


async def test_a_disk_that_is_full_costs_the_buttons_not_the_answer(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    talk.memory._file.execute("PRAGMA query_only = ON")
    sent = await talk.say(QUESTION)
    assert sent.blockquotes
    assert len(talk.fake.sent) == 1
    assert "buttons will not work" in caplog.text
    await talk.press(MORE)
    assert talk.notice == (AR("button.expired"), True)


async def test_a_memory_that_is_broken_costs_no_answer_and_leaves_no_press_waiting(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    await talk.say(QUESTION)
    for table in ("reader", "conversation", "card"):
        talk.memory._file.execute(f"DROP TABLE {table}")
    assert (await talk.say(QUESTION)).blockquotes
    await talk.press(MORE)
    assert talk.notice == (AR("button.failed"), True)
    assert len(talk.fake.sent) == 2


def test_what_a_press_carries_comes_back() -> None:
    for verb in ("show", "source", "up", "down", "ask"):
        for state in (State(), State(3, 49), State(0, 7, context=True)):
            assert unpacked(packed(verb, state)) == (verb, state)
            assert len(packed(verb, state)) <= 64


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"written": 3}'])
async def test_a_card_of_another_version_is_none(talk: Talk, content: str) -> None:
    sent = await talk.say(QUESTION)
    talk.memory._file.execute("UPDATE card SET content = ?", (content,))
    cards: Cards = talk.memory.cards
    assert cards.shown_in(sent.chat_id, sent.message_id) is None


