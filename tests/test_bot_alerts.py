"""Alerts: the index grows while the bot runs, and whoever follows is told, once."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.catalogue import texts_for
from bot.memory import Memory
from bot.quiet import Quiet
from bot.settings import Settings
from index.build import build
from index.encoder import Encoder
from index.upkeep import remove
from retrieval.search import Searcher
from tests.newsroom import LATER, LAVROV, MINUTES, NEW, NOON, OLD, OTHER, Newsroom, article
from tests.small_archive import TOPICS
from tests.talk import talking
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_groups import Group
from tests.telegram_run import run_bot
from tests.telegram_transport import serve

AR, EN = texts_for("ar"), texts_for("en")


async def test_a_follower_is_told_what_is_new_once(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    assert await room.check() == [], "what was there before is not new"
    room.publish(article(2, NEW, OTHER))
    assert await room.check() == [[NEW]]
    sent = room.talk.last
    assert sent.chat_id == 1001
    assert sent.text.startswith("\u200f🔔 جديد: \u200f\u2068سيرغي لافروف\u2069")
    assert "الأفق" in sent.text
    assert await room.check(NOON + MINUTES[5]) == []


async def test_a_topic_and_both(room: Newsroom) -> None:
    for chat, wanted in ((1001, "لافروف عن العقوبات"), (1002, "عن محصول القمح"), (1003, "كيري عن العقوبات")):
        room.talk.chat = room.talk.user = chat
        await room.talk.say(f"/follow {wanted}")
    room.publish(article(2, NEW, OTHER))
    assert await room.check() == [[NEW], [OTHER]]
    assert [sent.chat_id for sent in room.talk.fake.sent[-2:]] == [1001, 1002]


async def test_a_statement_that_several_follows_find_is_told_once(room: Newsroom) -> None:
    for wanted in ("لافروف", "لافروف عن العقوبات", "عن العقوبات"):
        await room.talk.say(f"/follow {wanted}")
    room.publish(article(2, NEW))
    assert await room.check() == [[NEW]]
    assert await room.check(NOON + MINUTES[5]) == []


async def test_the_same_words_in_other_outlets_and_in_a_corrected_page_are_not_new(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW), article(3, NEW, outlet="الجسر"))
    assert await room.check() == [[NEW]]
    room.publish(article(4, NEW, outlet="الميناء"), article(2, "مقدمة جديدة لهذا الخبر بعد تصحيحه.", NEW))
    assert await room.check(NOON + MINUTES[5]) == []


async def test_what_comes_while_the_bot_is_down_is_told_when_it_is_up(
    room: Newsroom, tmp_path: Path, encoder: Encoder
) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    searcher = Searcher.open(room.folder, encoder)
    async with talking(searcher, tmp_path, room.talk.fake) as talk:
        again = Newsroom(talk, room.folder, encoder)
        assert await again.check() == [[NEW]]
        assert await again.check(NOON + MINUTES[5]) == []
    searcher.close()


async def test_an_index_that_is_made_anew_is_no_news(room: Newsroom, encoder: Encoder, tmp_path: Path) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW), article(3, LATER))
    await room.check()
    smaller = tmp_path / "smaller"
    build([article(1, OLD)], smaller, encoder)
    searcher = Searcher.open(smaller, encoder)
    async with talking(searcher, tmp_path, room.talk.fake) as talk:
        again = Newsroom(talk, smaller, encoder)
        assert await again.check(NOON + MINUTES[5]) == []
        again.publish(article(9, LATER.replace("الأطراف", "الدول")))
        assert await again.check(NOON + MINUTES[9]) == [[LATER.replace("الأطراف", "الدول")]]
    searcher.close()


async def test_what_has_left_the_index_is_not_told(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    room.memory.readers.choose_quiet(1001, Quiet(11 * 60, 13 * 60, "UTC"))
    room.publish(article(2, NEW), article(3, LATER))
    assert await room.check() == []
    remove(room.folder, ["n2"])
    assert await room.check(NOON + timedelta(hours=2)) == [[LATER]]
    remove(room.folder, ["n3"])
    assert await room.check(NOON + timedelta(hours=3)) == []


# --- how much, and when


async def test_a_flood_is_one_digest(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    for number, topic in enumerate(TOPICS, 2):
        room.publish(article(number, f"وقال سيرغي لافروف إن {topic}، كما جاء في كلمته أمس."))
    [quotes] = await room.check()
    assert 3 <= len(quotes) < len(TOPICS)
    assert room.talk.last.text.startswith(f"\u200f🔔 \u200f{len(TOPICS)} قولًا جديدًا، وهذا بعضها: ")
    assert await room.check(NOON + MINUTES[5]) == []


async def test_what_comes_within_a_minute_waits_for_it(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    assert await room.check() == [[NEW]]
    room.publish(article(3, LATER))
    assert await room.check(NOON + timedelta(seconds=30)) == []
    assert await room.check(NOON + timedelta(seconds=61)) == [[LATER]]


async def test_a_clock_that_is_put_back_holds_nothing_up(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    await room.check()
    room.publish(article(3, LATER))
    assert await room.check(NOON - timedelta(days=1)) == [[LATER]]


async def test_in_quiet_hours_everything_waits_for_their_end(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    await room.talk.say("/quiet 22 7")
    night = datetime(2024, 5, 14, 23, tzinfo=UTC)
    for number, text in enumerate((NEW, LATER), 2):
        room.publish(article(number, text))
        assert await room.check(night + number * MINUTES[5]) == []
    await room.restarted()
    assert await room.check(night + timedelta(hours=8)) == [[NEW, LATER]]


async def test_quiet_hours_are_each_chats_own(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    await room.talk.say("/quiet 11 13")
    room.talk.chat = room.talk.user = 1002
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    assert await room.check() == [[NEW]]
    assert room.talk.last.chat_id == 1002


# --- buttons and language


async def test_an_alert_can_stop_itself(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    room.publish(article(2, NEW))
    await room.check()
    sent = await room.talk.press(AR("button.mute"))
    assert sent.blockquotes == [NEW], "the words stay"
    assert sent.buttons == []
    room.publish(article(3, LATER))
    assert await room.check(NOON + MINUTES[5]) == []


async def test_alerts_are_in_the_readers_language(room: Newsroom) -> None:
    room.talk.language = "en"
    await room.talk.say("/follow Lavrov")
    room.publish(article(2, NEW))
    await room.check()
    assert room.talk.last.text.startswith("\u200e🔔 New: ")
    room.memory.readers.choose_language(1001, "fr")
    room.publish(article(3, LATER))
    await room.check(NOON + MINUTES[5])
    assert "Du nouveau" in room.talk.last.text


async def test_html_of_an_article_stays_text(room: Newsroom) -> None:
    await room.talk.say("/follow لافروف")
    hostile = 'وقال سيرغي لافروف إن </blockquote><a href="https://evil.example">الرابط</a> & <b> ليس له في هذا النص.'
    room.publish(article(2, hostile))
    assert await room.check() == [[hostile]]
    assert room.talk.last.links == []


# --- groups


async def test_a_thread_is_told_in_its_thread_and_after_it_is_gone_in_its_chat(room: Newsroom) -> None:
    forum = Group(room.talk.fake, topics=(40,))
    room.memory.follows.add(7, forum.chat_id, LAVROV, None, "ar", thread=40)
    room.publish(article(2, NEW))
    assert await room.check() == [[NEW]]
    assert room.talk.last.thread == 40
    room.talk.fake.topics.clear()
    room.publish(article(3, LATER))
    assert await room.check(NOON + MINUTES[5]) == []
    assert room.talk.fake.violations.pop().endswith("message thread not found")
    assert await room.check(NOON + MINUTES[10]) == [[LATER]]
    assert room.talk.last.thread is None


async def test_a_group_that_has_moved_is_told_in_its_new_place(room: Newsroom) -> None:
    group = Group(room.talk.fake, -5, kind="group")
    room.memory.follows.add(7, -5, LAVROV, None, "ar")
    group.become_supergroup(-1009)  # of which the bot has not heard
    room.publish(article(2, NEW))
    assert await room.check() == []
    assert await room.check(NOON + MINUTES[5]) == [[NEW]]
    assert room.talk.last.chat_id == -1009


async def test_who_has_blocked_the_bot_is_dropped_quietly(room: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    await room.talk.say("/follow لافروف")
    room.talk.chat = room.talk.user = 1002
    await room.talk.say("/follow لافروف")
    room.talk.fake.block(1001)
    room.publish(article(2, NEW))
    assert await room.check() == [[NEW]], "the other one is told"
    assert [follow.chat for follow in room.memory.follows.all()] == [1002]
    assert not [one for one in caplog.records if one.levelname in ("WARNING", "ERROR")]


async def test_a_chat_that_is_gone_is_dropped(room: Newsroom) -> None:
    room.memory.follows.add(7, 7, LAVROV, None, "ar")
    room.publish(article(2, NEW))
    assert await room.check() == []
    assert room.memory.follows.all() == []
    assert room.talk.fake.violations.pop() == "sendMessage: Bad Request: chat not found"


# --- the whole bot, over a socket


def test_an_alert_comes_while_the_bot_runs(news_index: Path, encoder: Encoder, tmp_path: Path) -> None:
    fake, searcher = FakeTelegram(), Searcher.open(news_index, encoder)
    settings = {"telegram_token": SecretStr(TOKEN), "alert_seconds": 1, "memory": tmp_path / "bot.sqlite"}

    def people() -> bool:
        fake.queue(fake.message("/follow لافروف", chat_id=5))
        followed = fake.wait_for(lambda: len(fake.sent) == 1)
        build([article(2, NEW, OTHER)], news_index, encoder)
        told = fake.wait_for(lambda: len(fake.sent) == 2)
        build([article(3, NEW, outlet="الجسر"), article(4, LATER)], news_index, encoder)
        threading.Event().wait(3)  # several looks, within the minute in which the chat is left in peace
        return followed and told

    with serve(fake) as base_url:
        seconds = run_bot(Settings(_env_file=None, telegram_base_url=base_url, **settings), searcher, people)
    assert [sent.blockquotes for sent in fake.sent] == [[], [NEW]]
    assert seconds < 5
    assert fake.violations == []
    memory = Memory(tmp_path / "bot.sqlite")
    assert [alert.quote.place[0] for [alert] in memory.alerts.waiting()] == ["n4"]
    memory.close()
    searcher.close()
