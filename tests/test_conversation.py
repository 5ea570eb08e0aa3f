"""What goes on between two questions: follow-ups, offers, edited questions, and what readers choose."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards import LIFETIME, card_of
from bot.catalogue import LANGUAGES, Language, texts_for
from bot.console import Session
from bot.handlers import EDITABLE
from bot.readers import FOLLOW_UP
from retrieval.answer import Answer, Reply
from retrieval.evaluate import read_questions
from retrieval.search import Searcher
from tests.conftest import SEEDS
from tests.talk import Clock, Replies, Talk, buttons, talking
from tests.telegram_fake import FakeTelegram

AR = texts_for("ar")
FIRST, SECOND, NEXT = "ماذا قال الوزير عن الهدنة؟", "ماذا قال الوزير عن سوريا؟", "وعن سوريا؟"


def answer(text: str) -> Answer:
    return Answer(article="a", start=0, end=len(text), text=text, speaker="الوزير", kind="direct", score=1.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def replies() -> Replies:
    return Replies(
        Reply(question=FIRST, answers=(answer("الهدنة قائمة"),)), Reply(question=SECOND, answers=(answer("لا جديد"),))
    )


@pytest.fixture
async def talk(replies: Replies, tmp_path: Path, clock: Clock) -> AsyncIterator[Talk]:
    async with talking(replies, tmp_path, clock=clock) as talk:  # type: ignore[arg-type]
        yield talk
        assert talk.fake.violations == []
        assert talk.fake.callbacks == set()


async def test_a_question_is_asked_after_the_one_before(talk: Talk, replies: Replies) -> None:
    await talk.say(FIRST)
    await talk.say(NEXT)
    assert replies.asked == [(FIRST, None), (NEXT, FIRST)]


async def test_a_completed_question_is_named_over_its_answers(talk: Talk, replies: Replies) -> None:
    replies.replies[NEXT] = Reply(question=SECOND, answers=(answer("لا جديد"),))
    await talk.say(FIRST)
    sent = await talk.say(NEXT)
    assert sent.html.startswith(f"السؤال: <b>\u2068{SECOND}\u2069</b>\n\n")
    await talk.say("وعن مصر؟")
    assert replies.asked[-1] == ("وعن مصر؟", SECOND), "what was asked really goes on"


async def test_follow_ups_are_each_users_in_each_chat(talk: Talk, replies: Replies) -> None:
    await talk.say(FIRST)
    talk.user = talk.chat = 2002
    await talk.say(NEXT)
    assert replies.asked[-1] == (NEXT, None)


async def test_follow_ups_survive_a_restart(replies: Replies, tmp_path: Path, clock: Clock) -> None:
    async with talking(replies, tmp_path, clock=clock) as talk:
        await talk.say(FIRST)
    async with talking(replies, tmp_path, clock=clock) as talk:
        await talk.say(NEXT)
    assert replies.asked[-1] == (NEXT, FIRST)


async def test_after_a_while_a_conversation_is_over(talk: Talk, replies: Replies, clock: Clock) -> None:
    await talk.say(FIRST)
    clock.now += FOLLOW_UP
    await talk.say(NEXT)
    assert replies.asked[-1] == (NEXT, None)


async def test_new_forgets_the_conversation(talk: Talk, replies: Replies) -> None:
    await talk.say(FIRST)
    assert (await talk.say("/new")).html == AR("new")
    await talk.say(NEXT)
    assert replies.asked[-1] == (NEXT, None)


async def test_what_is_over_is_deleted_by_and_by(talk: Talk, clock: Clock) -> None:
    await talk.say(FIRST)
    assert talk.application.job_queue is not None
    [job] = talk.application.job_queue.get_jobs_by_name("expire")
    for later, left in ((FOLLOW_UP - 1, (1, 1)), (1, (0, 1)), (LIFETIME, (0, 0))):
        clock.now += later
        await job.run(talk.application)
        rows = [talk.memory._file.execute(f"SELECT * FROM {table}") for table in ("conversation", "card")]
        assert tuple(map(len, rows)) == left


# --- edited questions -----------------------------------------------------------------------------


async def test_the_answer_changes_with_its_question(talk: Talk, replies: Replies) -> None:
    before = await talk.say(FIRST)
    after = await talk.change(SECOND)
    assert len(talk.fake.sent) == 1
    assert after.message_id == before.message_id
    assert after.blockquotes == ["لا جديد"]
    await talk.press("👍")
    assert [one.question for one in talk.memory.feedback.voted()] == [SECOND]
    await talk.change(FIRST)
    assert talk.last.blockquotes == ["الهدنة قائمة"], "as often as it is changed"
    await talk.say(NEXT)
    assert replies.asked[-1] == (NEXT, FIRST)


async def test_an_edited_question_follows_what_it_followed_before(talk: Talk, replies: Replies) -> None:
    await talk.say(FIRST)
    await talk.say(NEXT)
    await talk.change("وعن مصر؟")
    assert replies.asked[-1] == ("وعن مصر؟", FIRST)
    assert len(talk.fake.sent) == 2
    assert talk.unmodified() == 1, "nothing is found of either"


async def test_only_a_changed_text_changes_the_answer(talk: Talk, replies: Replies) -> None:
    await talk.say(FIRST)
    await talk.change(FIRST)  # as when a link in it is looked up
    await talk.change("س" * 2000)
    assert len(replies.asked) == 1


async def test_an_old_answer_stays(talk: Talk, replies: Replies, clock: Clock) -> None:
    await talk.say(FIRST)
    clock.now += EDITABLE
    await talk.change(SECOND)
    assert len(replies.asked) == 1


async def test_an_answer_that_was_deleted_is_not_edited(talk: Talk) -> None:
    await talk.say(FIRST)
    [sent] = talk.fake.sent
    talk.fake.sent.clear()
    talk.fake.sent.append(sent.__class__(1, 999, "x", sent.parsed, None, None))
    await talk.change(SECOND)
    assert talk.fake.violations.pop().endswith("message to edit not found")
    assert len(talk.fake.sent) == 1


# --- what there is instead of an answer -------------------------------------------------------------


async def test_names_that_nearly_match_are_offered(talk: Talk, replies: Replies) -> None:
    asked, meant = "ماذا قال لفروف عن حلب؟", "ماذا قال سيرغي لافروف عن حلب؟"
    replies.replies[asked] = Reply(question=asked, asked="لفروف", near=("سيرغي لافروف", "John Kerry"))
    replies.replies[meant] = Reply(question=meant, answers=(answer("سنحمي المدينة"),))
    sent = await talk.say(asked)
    assert sent.html == AR("speakers.nobody", name="\u2068لفروف\u2069")
    assert sent.buttons == ["هل تقصد \u2068سيرغي لافروف\u2069؟", "هل تقصد \u2068John Kerry\u2069؟"]
    after = await talk.press(sent.buttons[0])
    assert replies.asked[-1] == (meant, None)
    assert after.blockquotes == ["سنحمي المدينة"]
    assert after.html.startswith(f"السؤال: <b>\u2068{meant}\u2069</b>\n\n")
    assert len(talk.fake.sent) == 1
    await talk.say(NEXT)
    assert replies.asked[-1] == (NEXT, meant)


async def test_who_is_meant_is_asked_about_in_any_language(talk: Talk, replies: Replies) -> None:
    """An Arabic name within an English question would not be read: anybody's words would answer."""
    asked, meant = "What did Larvov say about Aleppo?", "ماذا قال سيرغي لافروف عن Aleppo؟"
    follow_up = "وماذا قال سيرغي لافروف؟"
    near, speakers = ("سيرغي لافروف",), ("سيرغي لافروف", "كيري")
    replies.replies[asked] = Reply(question=asked, asked="Larvov", near=near, speakers=speakers)
    replies.replies[follow_up] = Reply(question=meant, answers=(answer("سنحمي المدينة"),))
    sent = await talk.say(asked)
    assert sent.buttons == ["هل تقصد \u2068سيرغي لافروف\u2069؟", "من كلام \u2068كيري\u2069"], "nobody twice"
    await talk.press(sent.buttons[0])
    assert replies.asked[-1] == (follow_up, asked)


async def test_other_topics_and_other_speakers_are_offered(talk: Talk, replies: Replies) -> None:
    asked = "ماذا قال الوزير عن النفط؟"
    replies.replies[asked] = Reply(
        question=asked,
        asked="عادل الجبير",
        asked_otherwise=(answer("الهدنة قائمة"),),
        topics=("سوريا", "اليمن", "OPEC"),
        speakers=("كيري",),
    )
    sent = await talk.say(asked)
    rows = [[button["text"] for button in row] for row in sent.markup["inline_keyboard"]]
    assert rows == [
        ["عن \u2068اليمن\u2069", "عن \u2068سوريا\u2069"],  # read from the right
        ["عن \u2068OPEC\u2069"],
        ["من كلام \u2068كيري\u2069"],
    ]
    await talk.press(rows[0][0], sent)
    assert replies.asked[-1] == ("ماذا قال عادل الجبير عن اليمن؟", None)
    talk.fake.sent.append(sent)
    talk.memory.cards.keep(sent.chat_id, sent.message_id, card_of(replies.replies[asked], asked), user=1)
    await talk.press(rows[2][0], sent)
    assert replies.asked[-1] == ("وماذا قال كيري؟", asked), "the same question, by following it up"


async def test_an_offer_leads_on_to_the_next(talk: Talk, replies: Replies) -> None:
    replies.replies["س"] = Reply(question="س", asked="أ", topics=("ب",))
    replies.replies["ماذا قال أ عن ب؟"] = Reply(question="ماذا قال أ عن ب؟", asked="أ", topics=("ج",))
    await talk.say("س")
    sent = await talk.press("عن \u2068ب\u2069")
    assert sent.buttons == ["عن \u2068ج\u2069"]
    await talk.press("عن \u2068ج\u2069")
    assert replies.asked[-1][0] == "ماذا قال أ عن ج؟"


async def test_an_answer_has_no_offers(talk: Talk, replies: Replies) -> None:
    replies.replies[FIRST] = replies.replies[FIRST].model_copy(update={"near": ("x",), "topics": ("y",)})
    sent = await talk.say(FIRST)
    assert not [one for one in buttons(sent) if "ask" in one.get("callback_data", "")]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("ماذا قال الزعبي عن حلب؟", "الزعبي"),
        ("ماذا قال لافروف عن حلب؟", "سيرغي لافروف"),
        ("ما موقف لافروف من حلب؟", None),
    ],
)
async def test_another_speaker_is_asked_about_the_same_topic(
    searcher: Searcher, tmp_path: Path, question: str, asked: str | None
) -> None:
    """Whatever the words of the question, the searcher understands what the button asks."""
    [offer] = card_of(Reply(question=question, asked=asked, speakers=("جون كيري",)), question).offers
    reply = searcher.ask(offer.question, after=offer.after)
    assert "جون كيري" in reply.question
    assert "حلب" in reply.question
    assert {one.speaker for one in reply.answers} == {"جون كيري"}


# --- what readers choose ----------------------------------------------------------------------------


async def test_a_language_is_chosen_by_a_button(talk: Talk) -> None:
    sent = await talk.say("/language")
    assert sent.html == AR("language.which")
    assert sent.buttons == ["العربية", "English", "Русский", "Français"]
    sent = await talk.press("Русский")
    russian = texts_for("ru")
    assert sent.html == russian("language.which")
    assert sent.buttons == ["العربية", "English", "Русский ✓", "Français"]
    assert talk.notice == (russian("language.chosen"), False)
    await talk.press("Русский ✓")
    assert talk.unmodified() == 1
    assert (await talk.say("/help")).html == russian("help")


async def test_a_chosen_language_is_kept(searcher: Searcher, tmp_path: Path) -> None:
    async with talking(searcher, tmp_path) as talk:
        await talk.say("/language")
        await talk.press("Français")
    async with talking(searcher, tmp_path) as talk:
        talk.language = "en"
        assert (await talk.say("/start")).html == texts_for("fr")("start")


async def test_until_one_is_chosen_texts_follow_telegrams_language(talk: Talk) -> None:
    for talk.language in LANGUAGES:
        assert (await talk.say("/start")).html == texts_for(talk.language)("start")


async def test_in_a_group_each_chooses_for_oneself(talk: Talk) -> None:
    talk.chat, talk.user = -500, 1
    sent = await talk.say("/language")
    talk.user = 2
    await talk.press("English", sent)
    assert (await talk.say("/help")).html == texts_for("en")("help")
    talk.user = 1
    assert (await talk.say("/help")).html == AR("help")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_forgetting_asks_first_and_then_deletes_everything(talk: Talk, language: Language) -> None:
    talk.language, texts = language, texts_for(language)
    await talk.say(FIRST)
    await talk.press("👍")
    await talk.say("/forgetme")
    assert talk.last.html == texts("forget.sure")
    sent = await talk.press(texts("forget.no"))
    assert (sent.html, sent.buttons) == (texts("forget.kept"), [])
    assert talk.memory.conversations.last_question(1001, 1001) == FIRST
    await talk.say("/forgetme")
    sent = await talk.press(texts("forget.yes"))
    assert (sent.html, sent.buttons) == (texts("forget.done"), [])
    for table in ("reader", "conversation", "card", "feedback", "follow"):
        assert talk.memory._file.execute(f"SELECT * FROM {table}") == []
    await talk.press("👎", talk.fake.sent[0])
    assert talk.notice == (texts("button.expired"), True)


async def test_a_forgotten_language_is_telegrams_again(talk: Talk) -> None:
    await talk.say("/language")
    await talk.press("Русский")
    await talk.say("/forgetme")
    sent = await talk.press(texts_for("ru")("forget.yes"))
    assert sent.html == AR("forget.done")


async def test_nobody_else_can_delete_what_is_mine(talk: Talk) -> None:
    talk.chat, talk.user = -500, 1
    talk.memory.conversations.remember(-500, 1, FIRST)
    sent = await talk.say("/forgetme")
    talk.user = 2
    after = await talk.press(AR("forget.yes"), sent)
    assert talk.notice == (AR("forget.not_yours"), True)
    assert after == sent
    assert talk.memory.conversations.last_question(-500, 1) == FIRST


async def test_a_follow_up_keeps_the_speaker(searcher: Searcher, tmp_path: Path) -> None:
    fake = FakeTelegram()
    async with talking(searcher, tmp_path, fake) as talk:
        await talk.say("ماذا قال لافروف عن حلب؟")
        sent = await talk.say("وعن سوريا؟")
    assert {"لافروف" in one for one in sent.html.split("\n\n")[1:]} == {True}
    assert fake.violations == []


async def test_bot_and_console_give_the_same_answers(searcher: Searcher, tmp_path: Path) -> None:
    questions = [one.question for one in read_questions(SEEDS / "questions.jsonl")]
    console = Session(searcher, 3)
    async with talking(searcher, tmp_path) as talk:
        for question in questions:
            await talk.say("/new")
            sent = await talk.say(question)
            console.ask(question)
            found = [one.text for one in console.answers]
            assert found == sent.blockquotes[: len(found)]
            assert found or sent.html.startswith((AR("nothing"), "لم أجد")), question
        assert talk.fake.violations == []
