"""The bot in groups: it answers what is addressed to it, where it was asked, and is silent otherwise."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import texts_for
from retrieval.answer import Answer, Reply
from retrieval.question import MAX_QUESTION
from tests.talk import Replies, Talk, talking
from tests.telegram_fake import BOT, FakeTelegram, Sent
from tests.telegram_groups import Group

AR = texts_for("ar")
QUESTION, OTHER = "ماذا قال الوزير عن الهدنة؟", "ماذا قال الوزير عن سوريا؟"
NAME = f"@{BOT['username']}"
VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 1}
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]


def answer(text: str) -> Answer:
    return Answer(article="a", start=0, end=len(text), text=text, speaker="الوزير", kind="direct", score=1.0)


@pytest.fixture
def replies() -> Replies:
    return Replies(
        Reply(question=QUESTION, answers=(answer("الهدنة قائمة"),)), Reply(question=OTHER, answers=(answer("لا جديد"),))
    )


@pytest.fixture
async def talk(replies: Replies, tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(replies, tmp_path) as talk:
        yield talk
        assert talk.fake.violations == []
        assert talk.fake.callbacks == set()


@pytest.fixture
def group(talk: Talk) -> Group:
    return Group(talk.fake)


def answered(sent: Sent) -> list[str]:
    return sent.blockquotes


async def test_ask_is_answered_in_reply_to_whoever_asked(talk: Talk, group: Group, replies: Replies) -> None:
    [update] = group.say(f"/ask{NAME} {QUESTION}")
    await talk.receive(update)
    assert answered(talk.last) == ["الهدنة قائمة"]
    assert talk.last.chat_id == group.chat_id
    assert talk.last.reply_to == update["message"]["message_id"]
    assert replies.asked == [(QUESTION, None)]


async def test_ask_without_a_name_reaches_the_bot_that_wrote_last(talk: Talk, group: Group) -> None:
    await talk.receive(*group.say(f"/ask {QUESTION}"))
    assert answered(talk.last) == ["الهدنة قائمة"]
    group.bot_wrote_last = False
    assert group.say(f"/ask {QUESTION}") == []


@pytest.mark.parametrize("reads_all", [False, True])
@pytest.mark.parametrize("text", [QUESTION, f"/ask@another_bot {QUESTION}", "/nonsense", "/help@another_bot"])
async def test_what_is_not_for_the_bot_is_left_alone(
    talk: Talk, group: Group, replies: Replies, text: str, reads_all: bool
) -> None:
    talk.fake.reads_all_groups = reads_all
    await talk.receive(*group.say(text), *group.say(None, voice=VOICE))
    assert talk.fake.sent == []
    assert replies.asked == []


async def test_a_reply_to_the_bot_is_a_question(talk: Talk, group: Group, replies: Replies) -> None:
    await talk.receive(*group.say(f"/ask{NAME} {QUESTION}"))
    [update] = group.say(OTHER, reply_to=talk.last)
    await talk.receive(update)
    assert answered(talk.last) == ["لا جديد"]
    assert talk.last.reply_to == update["message"]["message_id"]
    assert replies.asked[-1] == (OTHER, QUESTION), "it may follow up"


async def test_a_reply_to_somebody_else_is_none(talk: Talk, group: Group) -> None:
    talk.fake.reads_all_groups = True
    [first] = group.say("صباح الخير")
    await talk.receive(first, *group.say(QUESTION, user=8, reply_to=first["message"]))
    assert talk.fake.sent == []


@pytest.mark.parametrize(
    "text", [f"{NAME} {QUESTION}", f"{QUESTION} {NAME}", f"{NAME.upper()} {QUESTION}", f"🙂{NAME} {QUESTION}"]
)
async def test_a_mention_is_a_question_where_privacy_mode_is_off(
    talk: Talk, group: Group, replies: Replies, text: str
) -> None:
    assert group.say(text) == [], "Telegram gives it to no bot in privacy mode"
    group.bot_is_admin = True
    await talk.receive(*group.say(text))
    assert replies.asked == [(text.replace(NAME, "").replace(NAME.upper(), "").strip(), None)]


async def test_a_mention_of_somebody_whose_name_begins_alike_is_none(talk: Talk, group: Group) -> None:
    talk.fake.reads_all_groups = True
    await talk.receive(*group.say(f"{NAME}2 {QUESTION}"), *group.say(f"a{NAME}.example {QUESTION}", entities=[]))
    assert talk.fake.sent == []


async def test_a_mention_by_its_number(talk: Talk, group: Group, replies: Replies) -> None:
    talk.fake.reads_all_groups = True
    mention = {"type": "text_mention", "offset": 0, "length": 2, "user": BOT}
    await talk.receive(*group.say(f"قل {QUESTION}", entities=[mention]))
    assert replies.asked == [(QUESTION, None)]


async def test_forwarded_mentions_are_not_for_the_bot(talk: Talk, group: Group) -> None:
    talk.fake.reads_all_groups = True
    origin = {"type": "hidden_user", "sender_user_name": "ليلى", "date": 1}
    await talk.receive(*group.say(f"{NAME} {QUESTION}", forward_origin=origin))
    assert talk.fake.sent == []


async def test_a_command_alone_in_reply_is_about_that_text(talk: Talk, group: Group, replies: Replies) -> None:
    [first] = group.say(QUESTION, user=8) or [talk.fake.message(QUESTION, group.chat_id)]
    await talk.receive(*group.say(f"/ask{NAME}", reply_to=first["message"]))
    assert replies.asked == [(QUESTION, None)]


@pytest.mark.parametrize("text", [f"/ask{NAME}", f"/ask{NAME} ؟"])
async def test_a_command_without_a_question_gets_a_hint(talk: Talk, group: Group, text: str) -> None:
    await talk.receive(*group.say(text))
    assert [sent.html for sent in talk.fake.sent] == [AR("question.empty")]


async def test_a_question_too_long_is_told_so(talk: Talk, group: Group, replies: Replies) -> None:
    await talk.receive(*group.say(f"/ask{NAME} {'س' * (MAX_QUESTION + 1)}"))
    assert talk.last.html == AR("question.long", length=MAX_QUESTION + 1, limit=MAX_QUESTION)
    assert replies.asked == []


@pytest.mark.parametrize("extra", [{"voice": VOICE}, {"photo": PHOTO, "caption": QUESTION}])
async def test_voices_and_photos_get_a_hint_where_they_are_addressed(
    talk: Talk, group: Group, extra: dict[str, Any]
) -> None:
    await talk.receive(*group.say(None, **extra))
    assert talk.fake.sent == []
    await talk.receive(*group.say(f"/ask{NAME} {QUESTION}"))
    await talk.receive(*group.say(None, reply_to=talk.last, **extra))
    assert [sent.html for sent in talk.fake.sent[1:]] == [AR("question.written_only")]


async def test_a_mention_in_a_caption_gets_a_hint(talk: Talk, group: Group) -> None:
    talk.fake.reads_all_groups = True
    await talk.receive(*group.say(None, photo=PHOTO, caption=f"{NAME} {QUESTION}"))
    assert [sent.html for sent in talk.fake.sent] == [AR("question.written_only")]


async def test_what_was_chosen_from_the_inline_list_is_no_question(talk: Talk, group: Group) -> None:
    await talk.receive(*group.say(QUESTION, via_bot=BOT), talk.fake.message(QUESTION, 5, via_bot=BOT))
    assert talk.fake.sent == []


async def test_an_answer_goes_into_the_thread_of_its_question(talk: Talk) -> None:
    forum = Group(talk.fake, -1002, topics=(40, 41))
    for topic in (40, 41):
        await talk.receive(*forum.say(f"/ask{NAME} {QUESTION}", topic=topic))
    assert [sent.thread for sent in talk.fake.sent] == [40, 41]
    await talk.receive(*forum.say(OTHER, reply_to=talk.fake.sent[0], topic=40))
    assert talk.last.thread == 40


async def test_an_answer_to_a_deleted_question_comes_all_the_same(talk: Talk, group: Group) -> None:
    [update] = group.say(f"/ask{NAME} {QUESTION}")
    talk.fake.messages.remove((group.chat_id, update["message"]["message_id"]))
    await talk.receive(update)
    assert answered(talk.last) == ["الهدنة قائمة"]
    assert talk.last.reply_to is None


async def test_two_people_have_two_conversations(talk: Talk, group: Group, replies: Replies) -> None:
    for user, text in ((7, QUESTION), (8, OTHER), (7, OTHER)):
        await talk.receive(*group.say(f"/ask{NAME} {text}", user=user))
    assert replies.asked == [(QUESTION, None), (OTHER, None), (OTHER, QUESTION)]


async def test_an_admin_who_writes_as_the_group_is_not_one_person_of_all_groups(talk: Talk, replies: Replies) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    for chat in (-1001, -1002):
        group = Group(talk.fake, chat)
        await talk.receive(
            *group.say(f"/ask{NAME} {QUESTION}", **{"from": anonymous}, sender_chat=group.chat)
        )
    assert len(talk.fake.sent) == 2
    assert talk.memory.conversations.last_question(-1001, -1001) == QUESTION
    assert talk.memory.conversations.last_question(-1001, 1087968824) is None
    await talk.receive(*group.say(f"/new{NAME}", **{"from": anonymous}, sender_chat=group.chat))
    assert talk.memory.conversations.last_question(-1002, -1002) is None
    assert talk.memory.conversations.last_question(-1001, -1001) == QUESTION


async def test_an_edited_command_changes_its_answer_and_nothing_else(talk: Talk, group: Group) -> None:
    [update] = group.say(f"/ask{NAME} {QUESTION}")
    await talk.receive(update, *group.say(f"/help{NAME}"))
    edited = update["message"] | {"text": f"/ask{NAME} {OTHER}", "edit_date": 1}
    help_ = talk.fake.message(f"/help{NAME}", group.chat_id, kind="edited_message", edit_date=1)
    await talk.receive({"update_id": 10_000, "edited_message": edited}, help_)
    assert [answered(sent) for sent in talk.fake.sent] == [["لا جديد"], []]


async def test_a_greeting_says_how_to_ask(talk: Talk, group: Group) -> None:
    await talk.receive(group.add_bot(language="en"))
    [sent] = talk.fake.sent
    assert sent.chat_id == group.chat_id
    [code] = [entity.text for entity in sent.parsed.entities if entity.kind == "code"]
    assert code.isascii(), "it can be copied and sent"
    assert code.startswith(f"/ask@{BOT['username']} ")
    assert sent.text.count("@") == 1, "its name alone would not reach it"


async def test_a_bot_that_may_read_all_says_that_its_name_is_enough(replies: Replies, tmp_path: Path) -> None:
    async with talking(replies, tmp_path, FakeTelegram(reads_all_groups=True)) as talk:
        await talk.receive(Group(talk.fake).add_bot())
        assert talk.last.text.count("@") == 2


async def test_a_group_in_which_the_bot_may_not_write_is_no_error(
    talk: Talk, group: Group, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    update = group.add_bot()
    group.remove_bot()
    await talk.receive(update)
    assert talk.fake.sent == []
    assert "could not be greeted" in caplog.text
    assert "ERROR" not in caplog.text


async def test_being_made_an_admin_is_no_reason_to_greet(talk: Talk, group: Group) -> None:
    person = {"id": 7, "is_bot": False, "first_name": "عمر"}
    await talk.receive(talk.fake.membership(group.chat, person, "member", "administrator"))
    channel = {"id": -100200, "type": "channel", "title": "قناة"}
    await talk.receive(talk.fake.membership(channel, person, "left", "administrator"))
    assert talk.fake.sent == []


async def test_nothing_is_kept_for_a_group_without_the_bot(talk: Talk, group: Group) -> None:
    await talk.receive(*group.say(f"/ask{NAME} {QUESTION}"))
    talk.memory.follows.add(7, group.chat_id, "الوزير", None, "ar")
    talk.memory.follows.add(7, 7, "الوزير", None, "ar")
    await talk.receive(group.remove_bot())
    assert [follow.chat for follow in talk.memory.follows.all()] == [7]
    assert talk.memory.conversations.last_question(group.chat_id, 7) is None


async def test_nothing_is_kept_for_somebody_who_blocks_the_bot(talk: Talk) -> None:
    await talk.say(QUESTION)
    talk.memory.follows.add(1001, 1001, "الوزير", None, "ar")
    await talk.receive(talk.fake.block(1001))
    assert talk.memory.follows.all() == []
    assert talk.memory.readers_known() == 0


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_follows(talk: Talk) -> None:
    group = Group(talk.fake, -5, kind="group")
    await talk.receive(*group.say(f"/ask{NAME} {QUESTION}"))
    talk.memory.follows.add(7, -5, "الوزير", None, "ar")
    await talk.receive(*group.become_supergroup(-1009))
    assert [follow.chat for follow in talk.memory.follows.all()] == [-1009]
    await talk.receive(*group.say(f"/ask{NAME} {OTHER}"))
    assert talk.last.chat_id == -1009
    assert talk.memory.conversations.last_question(-1009, 7) == OTHER


async def test_menus_of_private_chats_and_of_groups(talk: Talk) -> None:
    assert talk.application.post_init is not None
    await talk.application.post_init(talk.application)
    assert talk.fake.commands.keys() == talk.fake.group_commands.keys() == {"", "en", "ru", "fr"}
    for code, menu in talk.fake.group_commands.items():
        private = {one["command"]: one["description"] for one in talk.fake.commands[code]}
        assert "ask" in private
        assert {one["command"]: one["description"] for one in menu}.items() <= private.items()
