"""The fake Bot API is as strict as it claims: each rule refuses what breaks it."""

import json

import pytest

from tests.telegram_fake import BOT, FakeTelegram
from tests.telegram_faults import Broken, blocked_by_user, connection_error, server_error, timeout, too_many_requests
from tests.telegram_groups import Group
from tests.telegram_html import Entity, HtmlError, parse_html


@pytest.fixture
def fake() -> FakeTelegram:
    fake = FakeTelegram()
    fake.message("", chat_id=7)
    return fake


def call(fake: FakeTelegram, method: str, **parameters: str) -> tuple[int, object]:
    status, body = fake.call(method, parameters)
    answer = json.loads(body)
    return status, answer["result"] if status == 200 else answer["description"]


def test_text_and_entities_of_a_message() -> None:
    parsed = parse_html(
        ' <b>أ &lt; ب</b> <a href="https://a.example/?x=1&amp;y=2">هنا</a><blockquote expandable>ق</blockquote>'
    )
    assert parsed.text == "أ < ب هناق"
    assert parsed.entities == (
        Entity("bold", "أ < ب"),
        Entity("text_link", "هنا", "https://a.example/?x=1&y=2", start=6),
        Entity("blockquote", "ق", start=9, expandable=True),
    )


@pytest.mark.parametrize(
    "html",
    [
        "a < b",
        "a & b",
        "&nbsp;",
        "<b>a",
        "a</b>",
        "<b><i>a</b></i>",
        "<div>a</div>",
        "<br>",
        "<a>a</a>",
        '<a href="x" onclick="y">a</a>',
        '<a href="x?a=1&b=2">a</a>',
        '<b class="x">a</b>',
        "<blockquote>a<blockquote>b</blockquote></blockquote>",
    ],
)
def test_html_that_telegram_refuses(html: str) -> None:
    with pytest.raises(HtmlError):
        parse_html(html)


@pytest.mark.parametrize(
    ("method", "parameters", "complaint"),
    [
        ("sendMesage", {"chat_id": "7", "text": "a"}, "no method sendMesage"),
        ("sendMessage", {"chat_id": "7", "text": "a", "colour": "red"}, "no parameter colour"),
        ("sendMessage", {"chat_id": "8", "text": "a"}, "chat not found"),
        ("sendMessage", {"chat_id": "7", "text": " \n "}, "message text is empty"),
        ("sendMessage", {"chat_id": "7", "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ("sendMessage", {"chat_id": "7", "text": "🙂" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": "7", "text": "<b>a", "parse_mode": "HTML"}, "can't parse entities"),
        ("sendMessage", {"chat_id": "7", "text": "a", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ("sendChatAction", {"chat_id": "7", "action": "thinking"}, "wrong parameter action"),
        ("setMyCommands", {"commands": '[{"command": "Start", "description": "a"}]'}, "BOT_COMMAND_INVALID"),
        ("setWebhook", {"url": "http://a.example/"}, "HTTPS"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query ID is invalid"),
    ],
)
def test_a_call_that_telegram_refuses(
    fake: FakeTelegram, method: str, parameters: dict[str, str], complaint: str
) -> None:
    status, description = call(fake, method, **parameters)
    assert status in (400, 404)
    assert complaint in str(description)
    assert len(fake.violations) == 1
    assert fake.sent == []


def test_the_longest_message_that_fits(fake: FakeTelegram) -> None:
    html = "<b>" + "&amp;" * 4096 + "</b>"
    status, _ = call(fake, "sendMessage", chat_id="7", text=html, parse_mode="HTML")
    assert status == 200
    assert fake.sent[0].text == "&" * 4096


def test_buttons(fake: FakeTelegram) -> None:
    def keyboard(data: str) -> str:
        return json.dumps({"inline_keyboard": [[{"text": "المزيد", "callback_data": data}]]})

    assert call(fake, "sendMessage", chat_id="7", text="a", reply_markup=keyboard("ع" * 32))[0] == 200
    assert call(fake, "sendMessage", chat_id="7", text="a", reply_markup=keyboard("ع" * 32 + "a"))[0] == 400


def test_an_edit_must_change_something(fake: FakeTelegram) -> None:
    call(fake, "sendMessage", chat_id="7", text="a")
    edit = {"chat_id": "7", "message_id": str(fake.sent[0].message_id)}
    assert call(fake, "editMessageText", text="b", **edit)[0] == 200
    status, description = call(fake, "editMessageText", text="b", **edit)
    assert status == 400
    assert "message is not modified" in str(description)


def test_a_button_press_is_answered_once(fake: FakeTelegram) -> None:
    call(fake, "sendMessage", chat_id="7", text="a")
    query = fake.press(fake.sent[0], "more")["callback_query"]["id"]
    assert call(fake, "answerCallbackQuery", callback_query_id=query)[0] == 200
    assert call(fake, "answerCallbackQuery", callback_query_id=query)[0] == 400


def test_updates_stay_until_they_are_confirmed(fake: FakeTelegram) -> None:
    first, second = fake.message("أ"), fake.message("ب")
    fake.queue(first, second)
    assert call(fake, "getUpdates")[1] == [first, second]
    assert call(fake, "getUpdates", offset=str(first["update_id"] + 1))[1] == [second]
    assert call(fake, "getUpdates", offset=str(second["update_id"] + 1))[1] == []


def test_scripted_faults_come_in_order_and_are_no_violations(fake: FakeTelegram) -> None:
    fake.fail("getMe", too_many_requests(3), blocked_by_user(), timeout(), connection_error(), server_error(502))
    status, body = fake.call("getMe", {})
    assert (status, json.loads(body)["parameters"]) == (429, {"retry_after": 3})
    assert fake.call("getMe", {})[0] == 403
    for _ in range(2):
        with pytest.raises(Broken):
            fake.call("getMe", {})
    assert fake.call("getMe", {})[0] == 502
    assert call(fake, "getMe")[1]["id"] == BOT["id"]
    assert fake.violations == []


def test_a_lost_answer_is_of_a_call_that_was_done(fake: FakeTelegram) -> None:
    fake.fail("sendMessage", timeout(lost=True))
    with pytest.raises(Broken):
        fake.call("sendMessage", {"chat_id": "7", "text": "a"})
    assert [sent.text for sent in fake.sent] == ["a"]


# --- inline queries


def article_result(number: str = "1", html: str = "<b>أ</b>", **fields: object) -> dict[str, object]:
    content = {"message_text": html, "parse_mode": "HTML"}
    return {"type": "article", "id": number, "title": "أ", "input_message_content": content} | fields


@pytest.mark.parametrize(
    ("results", "complaint"),
    [
        ([article_result(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article_result("1"), article_result("1")], "RESULT_ID_DUPLICATE"),
        ([article_result("")], "RESULT_ID_INVALID"),
        ([article_result("ع" * 33)], "RESULT_ID_INVALID"),
        ([article_result(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article_result(html="<b>a")], "can't parse entities"),
        ([article_result(html="")], "message text is empty"),
        ([article_result(html="a" * 4097)], "message is too long"),
        ([article_result(colour="red")], "unknown fields"),
        ([article_result(type="video")], "no other results"),
    ],
)
def test_an_inline_answer_that_telegram_refuses(
    fake: FakeTelegram, results: list[dict[str, object]], complaint: str
) -> None:
    query = fake.inline("لافروف")["inline_query"]["id"]
    status, description = call(fake, "answerInlineQuery", inline_query_id=query, results=json.dumps(results))
    assert status == 400
    assert complaint in str(description)
    assert fake.inline_answers == {}


def test_an_inline_query_is_answered_once(fake: FakeTelegram) -> None:
    query = fake.inline("لافروف")["inline_query"]["id"]
    results = json.dumps([article_result(), article_result("ع" * 32)])
    assert call(fake, "answerInlineQuery", inline_query_id=query, results=results, cache_time="9")[0] == 200
    assert fake.inline_answers[query].cache_time == 9
    assert [one.message.text for one in fake.inline_answers[query].results] == ["أ", "أ"]
    assert call(fake, "answerInlineQuery", inline_query_id=query, results=results)[0] == 400


@pytest.mark.parametrize("start", ["", "no spaces", "x" * 65])
def test_a_button_over_the_list_that_telegram_refuses(fake: FakeTelegram, start: str) -> None:
    query = fake.inline("")["inline_query"]["id"]
    button = json.dumps({"text": "أ", "start_parameter": start})
    assert call(fake, "answerInlineQuery", inline_query_id=query, results="[]", button=button)[0] == 400


# --- groups


def test_what_privacy_mode_lets_through(fake: FakeTelegram) -> None:
    group, name = Group(fake), BOT["username"]
    call(fake, "sendMessage", chat_id=str(group.chat_id), text="a")
    seen = {
        text: bool(group.say(text)) for text in ("أ", f"/ask@{name} أ", "/ask@other_bot أ", "/ask أ", f"@{name} أ")
    }
    assert seen == {"أ": False, f"/ask@{name} أ": True, "/ask@other_bot أ": False, "/ask أ": True, f"@{name} أ": False}
    assert group.say("أ", reply_to=fake.sent[0])
    assert not group.say("أ", reply_to=fake.message("ب", group.chat_id)["message"])
    assert group.say(None, new_chat_members=[BOT])
    group.bot_wrote_last = False
    assert not group.say("/ask أ")
    fake.reads_all_groups = True
    assert group.say("أ")


def test_mentions_are_found_where_telegram_finds_them(fake: FakeTelegram) -> None:
    fake.reads_all_groups = True
    [update] = Group(fake).say("🙂 @qala_test_bot أ")
    assert update["message"]["entities"] == [{"type": "mention", "offset": 3, "length": 14}]


def test_a_thread_that_is_not_there(fake: FakeTelegram) -> None:
    forum = Group(fake, topics=(40,))
    assert call(fake, "sendMessage", chat_id=str(forum.chat_id), text="a", message_thread_id="40")[0] == 200
    assert fake.sent[0].thread == 40
    status, description = call(fake, "sendMessage", chat_id=str(forum.chat_id), text="a", message_thread_id="41")
    assert (status, "message thread not found" in str(description)) == (400, True)


def test_chats_that_the_bot_cannot_reach_are_no_fault_of_its(fake: FakeTelegram) -> None:
    fake.block(7)
    assert call(fake, "sendMessage", chat_id="7", text="a") == (403, "Forbidden: bot was blocked by the user")
    group = Group(fake, -5, kind="group")
    group.become_supergroup(-1009)
    status, body = fake.call("sendMessage", {"chat_id": "-5", "text": "a"})
    assert (status, json.loads(body)["parameters"]) == (400, {"migrate_to_chat_id": -1009})
    group.remove_bot()
    assert call(fake, "sendMessage", chat_id="-1009", text="a")[0] == 403
    assert fake.violations == []


def test_a_reply_to_a_message_that_is_gone(fake: FakeTelegram) -> None:
    lost = json.dumps({"message_id": 999})
    assert call(fake, "sendMessage", chat_id="7", text="a", reply_parameters=lost)[0] == 400
    lenient = json.dumps({"message_id": 999, "allow_sending_without_reply": True})
    assert call(fake, "sendMessage", chat_id="7", text="a", reply_parameters=lenient)[0] == 200
    assert fake.sent[0].reply_to is None
