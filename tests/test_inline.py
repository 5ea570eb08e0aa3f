"""Inline mode: the list over somebody's keyboard, and the messages that its lines become."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import texts_for
from bot.messages import answer_pages
from retrieval.answer import Answer, Reply
from retrieval.question import MAX_QUESTION
from retrieval.search import Searcher
from tests.talk import Replies, Talk, talking
from tests.telegram_fake import FakeTelegram
from tests.telegram_faults import Fault
from tests.telegram_html import utf16_length
from tests.telegram_inline import InlineAnswer, InlineResult

AR, EN, RU, FR = (texts_for(code) for code in ("ar", "en", "ru", "fr"))
QUERY = "لافروف حلب"


def answer(text: str, start: int = 0, **fields: object) -> Answer:
    known: dict[str, Any] = {"article": "a", "start": start, "end": start + len(text), "text": text, "score": 1.0}
    known |= {"speaker": "لافروف", "kind": "direct", "title": "خبر", "outlet": "الأفق"}
    return Answer.model_validate(known | fields)


def quoted(result: InlineResult) -> list[str]:
    return [entity.text for entity in result.message.entities if entity.kind == "blockquote"]


@pytest.fixture
def replies() -> Replies:
    found = (answer("الوضع في حلب صعب"), answer("سنعود إلى حلب", 50, kind="indirect"))
    return Replies(Reply(question=QUERY, answers=found))


@pytest.fixture
async def talk(replies: Replies, tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(replies, tmp_path) as talk:
        yield talk
        assert talk.fake.violations == []


async def ask(talk: Talk, query: str, **who: Any) -> InlineAnswer:
    update = talk.fake.inline(query, **who)
    await talk.receive(update)
    return talk.fake.inline_answers[update["inline_query"]["id"]]


async def test_a_query_gets_a_line_for_each_answer(talk: Talk, replies: Replies) -> None:
    found = await ask(talk, f" {QUERY} ")
    descriptions = [one.description.strip("\u200f\u2068\u2069") for one in found.results]
    assert descriptions == ["الوضع في حلب صعب", "سنعود إلى حلب"]
    assert [one.title for one in found.results] == ["\u200f\u2068لافروف\u2069 · \u2068الأفق\u2069"] * 2
    assert [one.html for one in found.results] == [
        answer_pages([one], AR, 1)[0].html for one in replies.replies[QUERY].answers
    ], "what is sent is what a chat would get"
    assert 0 < found.cache_time <= 300
    assert not found.is_personal
    assert talk.fake.sent == []


async def test_a_line_keeps_its_id(talk: Talk) -> None:
    first, second = await ask(talk, QUERY), await ask(talk, QUERY, user_id=2)
    assert [one.id for one in first.results] == [one.id for one in second.results]


async def test_nothing_typed_yet_gets_a_hint(talk: Talk, replies: Replies) -> None:
    for language, texts in (("ar", AR), ("fr", FR)):
        found = await ask(talk, "  ", language=language)
        assert (found.results, found.button) == ((), texts("button.inline"))
        assert found.is_personal, "the hint is in the language of whoever types"
    assert replies.asked == []


@pytest.mark.parametrize("query", ["ل", "لا", "؟؟؟", ". .", "a?b"])
async def test_too_little_is_not_worked_on(talk: Talk, replies: Replies, query: str) -> None:
    found = await ask(talk, query)
    assert (found.results, found.button) == ((), None)
    assert replies.asked == []


async def test_where_nothing_answers_one_line_says_so(talk: Talk) -> None:
    found = await ask(talk, "ماذا قال أحد لا نعرفه؟")
    [only] = found.results
    assert only.title == AR("button.nothing")
    assert only.message.text.endswith(AR("nothing"))
    assert "ماذا قال أحد لا نعرفه؟" in only.message.text
    assert not quoted(only)


async def test_the_language_is_that_of_the_query(talk: Talk, replies: Replies) -> None:
    """The list is kept for everybody who types the same."""
    for query, language, texts, is_personal in (
        (QUERY, "en", AR, False),
        ("Лавров Алеппо", "en", RU, False),
        ("Lavrov Aleppo", "en", EN, True),
        ("Lavrov Alep", "fr", FR, True),
    ):
        replies.replies[query] = Reply(question=query, answers=(answer("الوضع صعب"),))
        found = await ask(talk, query, language=language)
        assert texts("answer.direct") in found.results[0].message.text
        assert found.is_personal is is_personal


async def test_html_of_an_article_stays_text(talk: Talk, replies: Replies) -> None:
    attack = '</blockquote><a href="https://evil.example">هنا</a> & <b>'
    hostile = answer(attack, speaker=attack, title=attack, outlet=attack)
    replies.replies[QUERY] = Reply(question=QUERY, answers=(hostile,))
    [only] = (await ask(talk, QUERY)).results
    assert quoted(only) == [attack]
    assert not [entity.url for entity in only.message.entities if entity.url]


async def test_an_answer_without_a_name_has_a_title_all_the_same(talk: Talk, replies: Replies) -> None:
    bare = answer("الوضع صعب", speaker=None, kind=None, outlet=None, title=None)
    replies.replies[QUERY] = Reply(question=QUERY, answers=(bare,))
    [only] = (await ask(talk, QUERY)).results
    assert only.title.strip("\u200f\u2068\u2069") == "a"


async def test_answers_that_fill_more_than_a_message_are_left_out(talk: Talk, replies: Replies) -> None:
    longest = answer("كلمة " * 700)
    assert utf16_length(longest.text) < 4096
    replies.replies[QUERY] = Reply(question=QUERY, answers=(answer("كلمة " * 1000), longest))
    found = await ask(talk, QUERY)
    assert [quoted(one) for one in found.results] == [[longest.text]]


async def test_many_answers_are_not_too_many(talk: Talk, replies: Replies) -> None:
    many = tuple(answer(f"قول {n}", 10 * n) for n in range(80))
    replies.replies[QUERY] = Reply(question=QUERY, answers=many)
    assert 10 <= len((await ask(talk, QUERY)).results) <= 50


async def test_a_very_long_query_is_none(talk: Talk) -> None:
    found = await ask(talk, "س" * (MAX_QUESTION + 1))  # more than Telegram lets anybody type
    assert len(found.results) <= 1


class Slow(Replies):
    """Takes its time with each question, until it is let go."""

    def __init__(self, *replies: Reply) -> None:
        super().__init__(*replies)
        self.inside, self.go_on = threading.Event(), threading.Event()

    def ask(self, question: str, top: int = 5, *, after: str | None = None) -> Reply:
        self.inside.set()
        self.go_on.wait(10)
        return super().ask(question, top, after=after)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_of_what_a_fast_typist_types_only_the_newest_is_worked_on(talk: Talk, replies: Replies) -> None:
    letters = [QUERY[:end] for end in range(4, len(QUERY) + 1)]
    updates = [talk.fake.inline(typed) for typed in letters]
    other = talk.fake.inline("كيري اليمن", user_id=2)
    await asyncio.gather(*(talk.receive(one) for one in [*updates, other]))
    assert sorted(question for question, _ in replies.asked) == sorted([QUERY, "كيري اليمن"])
    assert talk.fake.inline_answers.keys() == {one["inline_query"]["id"] for one in (updates[-1], other)}


async def test_an_answer_that_has_become_needless_is_not_given(tmp_path: Path) -> None:
    slow = Slow(Reply(question=QUERY, answers=(answer("الوضع صعب"),)))
    async with talking(slow, tmp_path) as talk:
        old, new = talk.fake.inline("لافروف"), talk.fake.inline(QUERY)
        working = asyncio.create_task(talk.receive(old))
        await until(slow.inside.is_set)
        newer = asyncio.create_task(talk.receive(new))
        await asyncio.sleep(0)
        slow.go_on.set()
        await asyncio.gather(working, newer)
        assert talk.fake.inline_answers.keys() == {new["inline_query"]["id"]}
        assert talk.fake.violations == []


async def test_queries_of_one_person_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """Through the bot's own queue of updates, which keeps the order within a chat."""
    slow = Slow(Reply(question=QUERY, answers=(answer("الوضع صعب"),)))
    async with talking(slow, tmp_path) as talk:
        await talk.application.start()
        for typed in ("لافروف", "لافروف ح", QUERY):
            await talk.enqueue(talk.fake.inline(typed))
        await until(slow.inside.is_set)
        slow.go_on.set()
        await until(lambda: bool(talk.fake.inline_answers))
        await talk.application.stop()
        assert [question for question, _ in slow.asked] == [QUERY]


async def test_who_types_too_much_gets_an_empty_list(replies: Replies, tmp_path: Path) -> None:
    async with talking(replies, tmp_path, questions_per_minute=1) as talk:
        found = [await ask(talk, f"{QUERY} {n}") for n in range(7)]
        assert [bool(one.results) for one in found] == [True] * 5 + [False] * 2
        assert found[-1].cache_time == 0
        assert (await talk.say(QUERY)).blockquotes, "what is typed inline is no question of the chat's"


async def test_an_answer_that_comes_too_late_is_no_error(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    talk.fake.fail("answerInlineQuery", Fault(400, "Bad Request: query is too old and response timeout expired"))
    await talk.receive(talk.fake.inline(QUERY))
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
    assert (await ask(talk, QUERY)).results


async def test_an_error_of_the_bot_is_logged_and_nobody_is_written_to(
    talk: Talk, replies: Replies, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Reply:
        raise RuntimeError("the index is on fire")

    monkeypatch.setattr(replies, "ask", fail)
    await talk.receive(talk.fake.inline(QUERY))
    assert "the index is on fire" in caplog.text
    assert talk.fake.sent == []


async def test_the_button_over_the_list_leads_to_the_start(talk: Talk) -> None:
    assert (await talk.say("/start inline")).html == AR("start")


async def test_inline_answers_are_those_of_a_chat(searcher: Searcher, tmp_path: Path) -> None:
    async with talking(searcher, tmp_path, FakeTelegram()) as talk:
        question = "ماذا قال لافروف عن حلب؟"
        found = await ask(talk, question)
        said = [words for one in found.results for words in quoted(one)]
        assert said == [one.text for one in searcher.ask(question, len(said)).answers]
        assert said
        assert talk.fake.violations == []
