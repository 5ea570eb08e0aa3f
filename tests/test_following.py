"""/follow, /following and /quiet: what is understood, allowed and kept, and the buttons that stop it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.catalogue import LANGUAGES, Texts, texts_for
from bot.quiet import Quiet
from index.errors import QuestionError
from retrieval.alerts import Want
from retrieval.want import MAX_WISH, Understood
from tests.talk import Replies, Talk, buttons, talking
from tests.telegram_fake import BOT
from tests.telegram_groups import Group

AR, EN = texts_for("ar"), texts_for("en")
NAME = f"@{BOT['username']}"
LAVROV = "سيرغي لافروف"
BOTH = Want(speaker=LAVROV, topic="حلب")


class Reader(Replies):
    """Understands a few wants."""

    def __init__(self) -> None:
        super().__init__()
        self.wants = {
            "لافروف عن حلب": BOTH,
            "Lavrov about Aleppo": BOTH,
            "لافروف": Want(speaker=LAVROV),
            "عن حلب": Want(topic="حلب"),
            "السندباد": Want(speaker="السندباد"),
            "سيرغي لاقروف عن حلب": Want(speaker="سيرغي لاقروف", topic="حلب"),
        }

    def want(self, text: str) -> Understood:
        if not text.strip("؟ "):
            raise QuestionError("nothing is left")
        near = (LAVROV, "سيرغي لافروفا") if "لاقروف" in text else ()
        return Understood(self.wants.get(text, Want(topic=text)), text != "السندباد", near)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(Reader(), tmp_path, follows=3, time_zone="Asia/Riyadh") as talk:
        yield talk
        assert talk.fake.violations == []
        assert talk.fake.callbacks == set()


def followed(talk: Talk, chat: int = 1001) -> list[tuple[str | None, str | None]]:
    return [(one.speaker, one.topic) for one in talk.memory.follows.of_chat(chat)]


@pytest.mark.parametrize(
    ("text", "speaker", "topic", "said"),
    [
        ("لافروف عن حلب", LAVROV, "حلب", "سأنبّهك إلى كل جديد من كلام سيرغي لافروف عن حلب."),
        ("لافروف", LAVROV, None, "سأنبّهك إلى كل جديد من كلام سيرغي لافروف."),
        ("عن حلب", None, "حلب", "سأنبّهك إلى كل جديد يُقال عن حلب."),
        ("Lavrov about Aleppo", LAVROV, "حلب", "سأنبّهك إلى كل جديد من كلام سيرغي لافروف عن حلب."),
    ],
)
async def test_what_was_understood_is_said_and_kept(
    talk: Talk, text: str, speaker: str | None, topic: str | None, said: str
) -> None:
    sent = await talk.say(f"/follow {text}")
    assert sent.text.replace("\u2068", "").replace("\u2069", "") == said
    assert followed(talk) == [(speaker, topic)]


async def test_undo_takes_it_back(talk: Talk) -> None:
    await talk.say("/follow لافروف")
    sent = await talk.press(AR("button.undo"))
    assert followed(talk) == []
    assert buttons(sent) == []
    assert talk.notice == (AR("button.stopped"), False)


async def test_a_speaker_whom_nobody_knows_yet_may_be_followed(talk: Talk) -> None:
    sent = await talk.say("/follow السندباد")
    assert sent.text.endswith(AR("follow.unknown"))
    assert followed(talk) == [("السندباد", None)]


@pytest.mark.parametrize(("text", "topic"), [("لاقروف", None), ("سيرغي لاقروف عن حلب", "حلب")])
async def test_a_misspelled_name_can_be_put_right(talk: Talk, text: str, topic: str | None) -> None:
    sent = await talk.say(f"/follow {text}")
    assert sent.buttons[0] == AR("offer.near", name=f"\u2068{LAVROV}\u2069")
    sent = await talk.press(sent.buttons[0])
    assert followed(talk) == [(LAVROV, topic)]
    assert sent.text.replace("\u2068", "").startswith(f"سأنبّهك إلى كل جديد من كلام {LAVROV}")
    assert sent.buttons == [AR("button.undo")]
    await talk.press(AR("button.undo"))
    assert followed(talk) == []


async def test_putting_right_what_is_followed_already_follows_it_once(talk: Talk) -> None:
    await talk.say("/follow لافروف")
    sent = await talk.say("/follow لاقروف")
    first = buttons(sent)[0]["callback_data"]
    await talk.press_data(first, sent)
    assert followed(talk) == [(LAVROV, None)]
    await talk.press_data(first, sent)
    assert talk.notice == (AR("button.expired"), True)
    assert followed(talk) == [(LAVROV, None)]


@pytest.mark.parametrize("text", ["/follow", "/follow  ", "/follow ؟؟"])
async def test_follow_alone_says_how(talk: Talk, text: str) -> None:
    assert (await talk.say(text)).html == AR("follow.how")
    assert followed(talk) == []


async def test_too_long_a_want_is_told_so(talk: Talk) -> None:
    sent = await talk.say("/follow " + "س" * (MAX_WISH + 1))
    assert sent.html == AR("follow.long", length=MAX_WISH + 1, limit=MAX_WISH)
    assert followed(talk) == []


async def test_the_same_again_is_said_and_not_kept_twice(talk: Talk) -> None:
    await talk.say("/follow لافروف عن حلب")
    sent = await talk.say("/follow Lavrov about Aleppo")
    assert LAVROV in sent.text
    assert followed(talk) == [(LAVROV, "حلب")]
    await talk.press(AR("button.undo"))
    assert followed(talk) == []


async def test_there_is_a_limit(talk: Talk) -> None:
    for topic in ("حلب", "حمص", "حماة"):
        await talk.say(f"/follow {topic}")
    assert (await talk.say("/follow درعا")).html == AR.count("follow.limit", 3)
    assert len(followed(talk)) == 3
    talk.chat = talk.user = 1002
    await talk.say("/follow درعا")
    assert followed(talk, 1002) == [(None, "درعا")], "the limit is each chat's own"


async def test_a_flood_of_follows_is_limited_as_questions_are(tmp_path: Path) -> None:
    async with talking(Reader(), tmp_path, questions_per_minute=2) as talk:
        for topic in ("حلب", "حمص", "حماة"):
            await talk.say(f"/follow {topic}")
        assert len(followed(talk)) == 2
        assert "ثانية" in talk.last.text


async def test_the_list_stops_each(talk: Talk) -> None:
    for text in ("لافروف", "لافروف عن حلب", "عن حلب"):
        await talk.say(f"/follow {text}")
    sent = await talk.say("/following")
    assert sent.text.startswith(AR.count("following.list", 3))
    labels = [label.translate(dict.fromkeys(map(ord, "\u200f\u2068\u2069"))) for label in sent.buttons]
    assert labels == ["✖️ سيرغي لافروف", "✖️ سيرغي لافروف عن حلب", "✖️ كل ما يُقال عن حلب"]
    sent = await talk.press(sent.buttons[1])
    assert followed(talk) == [(LAVROV, None), (None, "حلب")]
    assert sent.text.startswith(AR.count("following.list", 2))
    for _ in range(2):
        sent = await talk.press(sent.buttons[0])
    assert (sent.html, buttons(sent)) == (AR("following.nothing"), [])
    assert (await talk.say("/following")).html == AR("following.nothing")


async def test_a_button_pressed_twice_does_no_harm(talk: Talk) -> None:
    await talk.say("/follow لافروف")
    await talk.say("/follow عن حلب")
    sent = await talk.say("/following")
    data = buttons(sent)[0]["callback_data"]
    for _ in range(2):
        await talk.press_data(data, sent)
    assert followed(talk) == [(None, "حلب")]
    assert talk.unmodified() == 1


async def test_a_list_works_after_a_restart(talk: Talk, tmp_path: Path) -> None:
    await talk.say("/follow لافروف")
    sent = await talk.say("/following")
    async with talking(Reader(), tmp_path, talk.fake) as again:
        await again.press(sent.buttons[0], sent)
        assert followed(again) == []


async def test_nobody_stops_what_another_chat_follows(talk: Talk) -> None:
    await talk.say("/follow لافروف")
    [mine] = talk.memory.follows.all()
    talk.chat = talk.user = 1002
    await talk.say("/follow عن حلب")
    await talk.press_data(f"1:follow:stop:{mine.number}")
    assert followed(talk) == [(LAVROV, None)]


@pytest.mark.parametrize("data", ["1:follow:stop:", "1:follow:eat:1", "2:follow:stop:1", "1:follow:stop:1x", ""])
async def test_other_presses_expire_politely(talk: Talk, data: str) -> None:
    sent = await talk.say("/follow لافروف")
    await talk.press_data(data or "1:follow", sent)
    assert talk.notice == (AR("button.expired"), True)
    assert followed(talk) == [(LAVROV, None)]


@pytest.mark.parametrize("texts", [texts_for(code) for code in LANGUAGES])
async def test_it_is_said_in_the_readers_language(talk: Talk, texts: Texts) -> None:
    talk.language = texts.language
    sent = await talk.say("/follow لافروف")
    assert sent.html == texts("follow.done.speaker", speaker="\u2068سيرغي لافروف\u2069")
    assert talk.memory.follows.all()[0].language == texts.language


async def test_html_in_what_is_wanted_stays_text(talk: Talk) -> None:
    sent = await talk.say("/follow <b>حلب & </b>")
    assert "<b>حلب & </b>" in sent.text
    assert (await talk.say("/follow <b>حلب & </b>")).text.count("<b>حلب & </b>") == 1


# --- groups


async def test_in_a_group_its_admins_choose(talk: Talk) -> None:
    group = Group(talk.fake, topics=(40,))
    talk.fake.admins.add((group.chat_id, 7))
    await talk.receive(*group.say(f"/follow{NAME} لافروف", user=8, topic=40))
    assert talk.last.html == AR("follow.admins")
    await talk.receive(*group.say(f"/follow{NAME} لافروف", topic=40))
    [follow] = talk.memory.follows.of_chat(group.chat_id)
    assert (follow.user, follow.thread) == (7, 40)
    assert talk.last.thread == 40


async def test_only_an_admin_presses_a_groups_button(talk: Talk) -> None:
    group = Group(talk.fake)
    talk.fake.admins.add((group.chat_id, 7))
    await talk.receive(*group.say(f"/follow{NAME} لافروف"), *group.say(f"/following{NAME}", user=8))
    assert talk.last.buttons, "everybody may see what the group follows"
    data, listed = buttons(talk.last)[0]["callback_data"], talk.last
    for user, left in ((8, 1), (7, 0)):
        talk.user = user
        await talk.press_data(data, listed)
        assert len(talk.memory.follows.all()) == left
    assert [text for text, _ in talk.fake.notices] == [AR("button.admins"), AR("button.stopped")]


async def test_who_writes_as_the_group_is_its_admin(talk: Talk) -> None:
    group = Group(talk.fake)
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    channel = {"id": -100300, "type": "channel", "title": "قناة"}
    await talk.receive(*group.say(f"/follow{NAME} لافروف", sender_chat=channel, **{"from": anonymous}))
    assert talk.memory.follows.all() == []
    await talk.receive(*group.say(f"/follow{NAME} لافروف", sender_chat=group.chat, **{"from": anonymous}))
    assert len(talk.memory.follows.all()) == 1


# --- quiet hours


async def test_quiet_hours_are_chosen_and_ended(talk: Talk) -> None:
    assert (await talk.say("/quiet")).html == AR("quiet.off")
    sent = await talk.say("/quiet 22 7:30")
    assert talk.memory.readers.quiet(1001) == Quiet(1320, 450, "Asia/Riyadh")
    assert sent.html == AR("quiet.on", hours="\u206822:00–07:30\u2069", zone="\u2068Asia/Riyadh\u2069")
    assert (await talk.say("/quiet")).html == sent.html
    await talk.say("/quiet 23 8 Europe/Moscow")
    await talk.say("/quiet 22 7")
    assert talk.memory.readers.quiet(1001) == Quiet(1320, 420, "Europe/Moscow"), "the zone that was named stays"
    assert (await talk.say("/quiet off")).html == AR("quiet.off")
    assert talk.memory.readers.quiet(1001) is None


@pytest.mark.parametrize("words", ["22", "22 22", "soon", "22 7 Atlantis", "99 1"])
async def test_hours_that_are_not_understood(talk: Talk, words: str) -> None:
    await talk.say("/quiet 22 7")
    assert (await talk.say(f"/quiet {words}")).html == AR("quiet.how")
    assert talk.memory.readers.quiet(1001) == Quiet(1320, 420, "Asia/Riyadh")


async def test_the_list_says_when_it_is_quiet(talk: Talk) -> None:
    await talk.say("/follow لافروف")
    await talk.say("/quiet 22 7")
    assert "22:00–07:00" in (await talk.say("/following")).text


async def test_a_groups_quiet_hours_are_its_admins(talk: Talk) -> None:
    group = Group(talk.fake)
    talk.fake.admins.add((group.chat_id, 7))
    await talk.receive(*group.say(f"/quiet{NAME} 22 7", user=8))
    assert talk.memory.readers.quiet(group.chat_id) is None
    await talk.receive(*group.say(f"/quiet{NAME} 22 7"))
    assert talk.memory.readers.quiet(group.chat_id) == Quiet(1320, 420, "Asia/Riyadh")
    assert talk.memory.readers.quiet(7) is None


# --- settings


@pytest.mark.parametrize(("zone", "meant"), [("asia/riyadh", "Asia/Riyadh"), ("+3", "Etc/GMT-3"), ("UTC", "UTC")])
def test_the_time_zone_setting(zone: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.settings import load_settings

    monkeypatch.setenv("QALA_TIME_ZONE", zone)
    assert load_settings().time_zone == meant


def test_a_time_zone_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.settings import load_settings
    from index.errors import SettingsError

    monkeypatch.setenv("QALA_TIME_ZONE", "Atlantis")
    with pytest.raises(SettingsError, match="QALA_TIME_ZONE"):
        load_settings()
