"""The bot against the strict fake Bot API, in process: what it sends for each kind of update."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from telegram import Update

from bot import telegram
from bot.catalogue import LANGUAGES, Texts, texts_for
from bot.memory import Memory
from bot.menu import COMMANDS
from bot.settings import Settings
from bot.telegram import BotApplication, build_application, missing_token_message
from index.errors import QuestionError, SettingsError
from retrieval.answer import Answer, Reply
from retrieval.question import MAX_QUESTION
from tests.telegram_fake import TOKEN, FakeTelegram
from tests.telegram_faults import Fault, blocked_by_user, connection_error, server_error, timeout, too_many_requests
from tests.telegram_transport import FakeRequest

ARABIC, ENGLISH = texts_for("ar"), texts_for("en")
QUESTION = "ماذا قال الوزير عن الهدنة؟"
VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 1}


def answer(text: str, **fields: object) -> Answer:
    known: dict[str, Any] = {"article": "a1", "start": 0, "end": len(text), "score": 0.9, "title": "خبر"}
    known |= dict.fromkeys(["speaker", "kind", "outlet", "published", "url"])
    return Answer.model_validate(known | {"text": text} | fields)


class Shelf:
    """A searcher over a shelf of ready replies: the bot's own tests need no index."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[Answer, ...]] = {QUESTION: (answer("لن نقبل بأقل من هدنة كاملة"),)}
        self.asked: list[tuple[str, int]] = []
        self.work: Callable[[], None] = lambda: None

    def ask(self, question: str, top: int = 5, *, after: str | None = None) -> Reply:
        self.asked.append((question, top))
        self.work()
        if not question.strip(" ؟?."):
            raise QuestionError("the question is empty")
        return Reply(question=question, answers=self.answers.get(question, ()))

    def newest(self) -> int:
        return 0


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    """The fake server; whatever the bot did, it broke none of the Bot API's rules."""
    fake = FakeTelegram()
    yield fake
    assert fake.violations == []


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    memory = Memory(tmp_path / "bot.sqlite")
    yield memory
    memory.close()


@pytest.fixture
async def application(fake: FakeTelegram, shelf: Shelf, memory: Memory) -> AsyncIterator[BotApplication]:
    application = build_application(settings(), shelf, memory, request=FakeRequest(fake))
    async with application:
        yield application


def settings(**fields: object) -> Settings:
    return Settings(_env_file=None, **{"telegram_token": SecretStr(TOKEN), "top": 3} | fields)


async def receive(application: BotApplication, *raw: dict[str, Any]) -> None:
    for one in raw:
        await application.process_update(Update.de_json(one, application.bot))


async def enqueue(application: BotApplication, raw: dict[str, Any]) -> None:
    """Hand over an update as polling does: to the queue that a running application works off."""
    await application.update_queue.put(Update.de_json(raw, application.bot))


def methods(fake: FakeTelegram) -> list[str]:
    return [method for method, _ in fake.calls if method != "getMe"]


async def test_a_question_is_answered(application: BotApplication, fake: FakeTelegram, shelf: Shelf) -> None:
    await receive(application, fake.message(QUESTION, chat_id=5))
    [sent] = fake.sent
    assert sent.chat_id == 5
    assert sent.blockquotes == ["لن نقبل بأقل من هدنة كاملة"]
    assert shelf.asked == [(QUESTION, 12)], "as many as four messages show"
    assert methods(fake) == ["sendChatAction", "sendMessage"]


@pytest.mark.parametrize(("language", "texts"), [*((code, texts_for(code)) for code in LANGUAGES), (None, ARABIC)])
async def test_the_bots_own_texts(
    application: BotApplication, fake: FakeTelegram, language: str | None, texts: Texts
) -> None:
    for text in ("/start", "/help", "/nonsense", "ماذا قال أحد لا نعرفه؟", "؟؟", "a" * (MAX_QUESTION + 1)):
        await receive(application, fake.message(text, language=language))
    await receive(application, fake.message(None, language=language, voice=VOICE))
    long_question = texts("question.long", length=MAX_QUESTION + 1, limit=MAX_QUESTION)
    expected = [texts(key) for key in ("start", "help", "help", "nothing", "question.empty")]
    assert [sent.html for sent in fake.sent] == [*expected, long_question, texts("question.written_only")]


async def test_a_question_too_long_is_not_even_asked(
    application: BotApplication, fake: FakeTelegram, shelf: Shelf
) -> None:
    await receive(application, fake.message("س" * 4096))
    assert shelf.asked == []
    assert methods(fake) == ["sendMessage"]


async def test_a_question_gets_one_message_and_the_rest_by_a_button(
    application: BotApplication, fake: FakeTelegram, shelf: Shelf
) -> None:
    texts = ["هدنة " * 300 + str(number) for number in range(5)]
    shelf.answers[QUESTION] = tuple(answer(text) for text in texts)
    await receive(application, fake.message(QUESTION))
    [sent] = fake.sent
    assert sent.blockquotes == texts[:2]
    assert ARABIC("button.more") in sent.buttons


async def test_html_of_an_article_stays_text(application: BotApplication, fake: FakeTelegram, shelf: Shelf) -> None:
    attack = '</blockquote><a href="https://evil.example">هنا</a> & <b>'
    shelf.answers[QUESTION] = (answer(attack, title=attack, speaker=attack),)
    await receive(application, fake.message(QUESTION))
    [sent] = fake.sent
    assert sent.blockquotes == [attack]
    assert sent.links == []


@pytest.mark.parametrize("chat_type", ["group", "supergroup"])
async def test_silence_in_groups_but_for_commands(
    application: BotApplication, fake: FakeTelegram, shelf: Shelf, chat_type: str
) -> None:
    group = {"chat_id": -77, "chat_type": chat_type}
    await receive(application, fake.message(QUESTION, **group), fake.message(None, voice=VOICE, **group))
    await receive(application, fake.message("/unknown", **group))
    assert methods(fake) == []
    await receive(application, fake.message("/help", **group))
    assert [sent.html for sent in fake.sent] == [ARABIC("help")]


async def test_edited_messages_and_service_messages_are_left_alone(
    application: BotApplication, fake: FakeTelegram, shelf: Shelf
) -> None:
    await receive(application, fake.message(QUESTION, kind="edited_message"))
    await receive(application, fake.message(None, delete_chat_photo=True))
    assert methods(fake) == []
    assert shelf.asked == []


@pytest.mark.parametrize(
    ("fault", "sent_again"),
    [
        (blocked_by_user(), False),
        (timeout(), False),  # it may have been delivered, and twice is worse
        (connection_error(), True),
        (server_error(502), True),
        (server_error(500), True),
    ],
)
@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction"])
async def test_a_fault_of_telegram_does_not_stop_the_bot(
    application: BotApplication, fake: FakeTelegram, method: str, fault: Fault, sent_again: bool
) -> None:
    fake.fail(method, fault)
    await receive(application, fake.message(QUESTION, chat_id=1), fake.message(QUESTION, chat_id=2))
    expected = [2] if method == "sendMessage" and not sent_again else [1, 2]
    assert [sent.chat_id for sent in fake.sent] == expected


async def test_too_many_requests_are_sent_again_after_the_time_asked_for(
    application: BotApplication, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    # python-telegram-bot warns of its next version's type of `retry_after` wherever itself makes one.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    fake.fail("sendMessage", too_many_requests(1))
    before = time.monotonic()
    await receive(application, fake.message(QUESTION))
    assert time.monotonic() - before >= 1
    assert len(fake.sent) == 1
    assert methods(fake) == ["sendChatAction", "sendMessage", "sendMessage"]


async def test_an_error_of_the_bot_is_told_and_logged(
    application: BotApplication, fake: FakeTelegram, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the index is on fire")

    shelf.work = fail
    await receive(application, fake.message(QUESTION, language="en"))
    assert [sent.html for sent in fake.sent] == [ENGLISH("failure")]
    assert "the index is on fire" in caplog.text


async def test_other_users_are_served_while_questions_are_in_work(
    application: BotApplication, fake: FakeTelegram, shelf: Shelf
) -> None:
    release = threading.Event()
    inside: list[int] = []
    most = 0

    def wait() -> None:
        nonlocal most
        inside.append(1)
        most = max(most, len(inside))
        release.wait(5)
        inside.pop()

    shelf.work = wait
    await application.start()
    for chat in range(1, 7):
        await enqueue(application, fake.message(QUESTION, chat_id=chat))
    await enqueue(application, fake.message("/start", chat_id=99))
    async with asyncio.timeout(3):
        while not fake.sent or len(inside) < 2:
            await asyncio.sleep(0.01)
    assert [sent.chat_id for sent in fake.sent] == [99]
    release.set()
    await application.stop()  # waits for what is in work
    assert sorted(sent.chat_id for sent in fake.sent) == [1, 2, 3, 4, 5, 6, 99]
    assert most == 2


async def test_the_menu_of_commands_is_registered(application: BotApplication, fake: FakeTelegram) -> None:
    assert application.post_init is not None
    await application.post_init(application)
    assert {code: [one["command"] for one in commands] for code, commands in fake.commands.items()} == {
        code: list(COMMANDS) for code in ("", "en", "ru", "fr")
    }


async def test_a_bot_without_a_menu_still_starts(application: BotApplication, fake: FakeTelegram) -> None:
    fake.fail("setMyCommands", server_error(500))
    assert application.post_init is not None
    await application.post_init(application)
    await receive(application, fake.message("/start"))
    assert len(fake.sent) == 1


async def test_a_message_that_telegram_refuses_is_the_bots_own_error(
    application: BotApplication, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail("sendMessage", Fault(400, "Bad Request: can't parse entities"))
    await receive(application, fake.message(QUESTION))
    assert [sent.html for sent in fake.sent] == [ARABIC("failure")]
    assert "Can't parse entities" in caplog.text


async def test_the_token_is_in_no_log(
    fake: FakeTelegram, shelf: Shelf, memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.DEBUG)
    application = build_application(settings(), shelf, memory, request=FakeRequest(fake))
    async with application:
        fake.fail("sendMessage", connection_error())
        await receive(application, fake.message(QUESTION))
        try:
            raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe cannot be reached")
        except RuntimeError:
            logging.getLogger("any.logger").exception("asked %s with %r", application.bot.token, {TOKEN: 1})
        logging.getLogger("any.logger").info("a message that does not fit %d", TOKEN)
        logging.getLogger("any.logger").info("only its secret half: %s", TOKEN.partition(":")[2])
    assert "[secret]" in caplog.text
    assert "cannot be reached" in caplog.text
    assert TOKEN not in caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text


@pytest.mark.usefixtures("tmp_path")  # where the bot's memory would be made
def test_without_a_token_two_lines_say_what_to_do(shelf: Shelf) -> None:
    with pytest.raises(SettingsError) as error:
        telegram.run(settings(telegram_token=None), shelf)
    assert str(error.value) == missing_token_message()
    how, where = missing_token_message().splitlines()
    assert "BotFather" in how
    assert "QALA_TELEGRAM_TOKEN" in where


@pytest.mark.parametrize(
    ("url", "secret", "named"),
    [
        ("http://bot.example/hook", "s3cret", "QALA_WEBHOOK_URL"),
        ("https://bot.example/hook", None, "QALA_WEBHOOK_SECRET"),
        ("https://bot.example/hook", "with spaces", "QALA_WEBHOOK_SECRET"),
    ],
)
def test_webhook_settings_that_make_no_sense(shelf: Shelf, url: str, secret: str | None, named: str) -> None:
    fields = {"webhook_url": url, "webhook_secret": SecretStr(secret) if secret else None}
    with pytest.raises(SettingsError, match=named):
        telegram.run(settings(**fields), shelf)
