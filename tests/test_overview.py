"""/sources, /speakers, /about and /stats: what there is to ask about, and how the bot fares."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import overview
from bot.catalogue import LANGUAGES, Texts, texts_for
from bot.service import SERVICE
from index.article import Article
from index.build import build
from retrieval.search import Searcher
from tests.small_encoder import SMALL
from tests.talk import Talk, buttons, talking

AR, EN = texts_for("ar"), texts_for("en")
ADMIN = 42


@pytest.fixture
async def talk(searcher: Searcher, tmp_path: Path) -> AsyncIterator[Talk]:
    """A bot over the seeds."""
    async with talking(searcher, tmp_path, admins=f"{ADMIN}, 43") as talk:
        yield talk
        assert talk.fake.violations == []
        assert talk.fake.callbacks == set()


def plain(text: str) -> list[str]:
    """The lines as they are read, without marks of direction."""
    return [line.translate(dict.fromkeys(map(ord, "\u200e\u200f\u2068\u2069"))) for line in text.splitlines()]


async def test_sources_are_the_outlets_with_their_articles(talk: Talk, searcher: Searcher) -> None:
    heading, *lines = plain((await talk.say("/sources")).text)
    assert heading == "المصادر"
    outlets = searcher.outlets()
    assert len(lines) == len(outlets) > 1
    for line, outlet in zip(lines, outlets, strict=True):
        assert line.startswith(f"• {outlet.name} · {AR.count('sources.articles', outlet.articles)}")
        assert outlet.newest is None or AR.date(outlet.newest) in line


async def test_speakers_come_page_by_page(talk: Talk, searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "_A_PAGE", 3)
    everybody = searcher.speakers()
    sent, seen = await talk.say("/speakers"), []
    assert sent.buttons == [AR("button.more")]
    while True:
        seen += plain(sent.text)[1:]
        if AR("button.more") not in sent.buttons:
            break
        sent = await talk.press(AR("button.more"))
    assert seen == plain("\n".join(f"• {one.name} · {AR.count('speakers.said', one.said)}" for one in everybody))
    assert sent.buttons == [AR("button.previous")]
    sent = await talk.press(AR("button.previous"))
    assert set(sent.buttons) == {AR("button.previous"), AR("button.more")}
    assert len(talk.fake.sent) == 1, "the pages turn in place"


async def test_speakers_of_a_name(talk: Talk) -> None:
    heading, *lines = plain((await talk.say("/speakers لافروف")).text)
    assert heading == "المتحدثون: لافروف"
    assert lines
    assert all("لافروف" in line for line in lines)


async def test_pages_of_a_name_stay_with_the_name(
    talk: Talk, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "_A_PAGE", 1)
    named = [one.name for one in searcher.speakers(named="وزير")] or [one.name for one in searcher.speakers(named="ا")]
    assert len(named) > 1
    letter = "وزير" if searcher.speakers(named="وزير") else "ا"
    await talk.say(f"/speakers {letter}")
    sent = await talk.press(AR("button.more"))
    assert named[1] in plain(sent.text)[1]


async def test_a_press_that_finds_no_place_is_told_so(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(overview, "_A_PAGE", 3)
    await talk.say("/speakers")
    monkeypatch.setattr(talk.application.bot_data[SERVICE].workers, "_most", 0)
    await talk.press(AR("button.more"))
    assert talk.notice == (AR("refused.busy"), True)
    assert "ERROR" not in caplog.text


async def test_a_name_too_long_for_a_button_has_one_page(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "_A_PAGE", 0)  # always one too many
    sent = await talk.say("/speakers " + "لافروف " * 20)
    assert buttons(sent) == []


@pytest.mark.parametrize("name", ["<b>السندباد</b>", "%", "_", "؟"])
async def test_a_name_that_nobody_bears(talk: Talk, name: str) -> None:
    sent = await talk.say(f"/speakers {name}")
    assert plain(sent.text) == [f"لا أعرف متحدثًا بهذا الاسم: {name}"]


async def test_hostile_names_stay_text(tmp_path: Path) -> None:
    hostile = '<a href="https://evil.example">هنا</a> &'
    article = Article(id="a", text="خبر\nقال الوزير يوسف مراد إن الجسر مفتوح.", outlet=hostile)
    build([article], tmp_path / "index", SMALL)
    searcher = Searcher.open(tmp_path / "index", SMALL)
    async with talking(searcher, tmp_path) as talk:
        sent = await talk.say("/sources")
        assert hostile in sent.text
        assert sent.links == []
    searcher.close()


async def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    build([], tmp_path / "index", SMALL)
    searcher = Searcher.open(tmp_path / "index", SMALL)
    async with talking(searcher, tmp_path) as talk:
        for command in ("/sources", "/speakers"):
            assert plain((await talk.say(command)).text) == ["ليس لديّ مقال بعد."]
    searcher.close()


@pytest.mark.parametrize("texts", [texts_for(code) for code in LANGUAGES])
async def test_about_says_what_is_promised_and_kept(talk: Talk, texts: Texts) -> None:
    talk.language = texts.language
    sent = await talk.say("/about")
    assert sent.html == texts("about", archive=texts.count("archive.articles", 5))
    assert "/forgetme" in sent.text


async def test_stats_are_for_admins(talk: Talk) -> None:
    await talk.say("/follow لافروف")
    await talk.say("ماذا قال لافروف عن حلب؟")
    assert (await talk.say("/stats")).html == AR("help"), "for others there is no such command"
    talk.user = talk.chat = ADMIN
    lines = plain((await talk.say("/stats")).text)
    for line in ("عددهم: 1", "ما يتابعونه: 1", "المحادثات التي تصلها التنبيهات: 1"):
        assert line in lines
    assert any(line.startswith("المقالات: 5، أحدثها ") for line in lines)


async def test_todays_questions_are_counted_by_how_they_ended(talk: Talk) -> None:
    await talk.application.start()
    for text in ("ماذا قال لافروف عن حلب؟", "ماذا قال السندباد عن البحر؟", "؟؟"):
        await talk.enqueue(talk.fake.message(text))
    await talk.application.update_queue.join()
    await talk.application.stop()  # waits for what is in work
    talk.user = talk.chat = ADMIN
    lines = plain((await talk.say("/stats")).text)
    assert lines[-4:] == ["أسئلة اليوم: 3", "• abstained: 1", "• answered: 1", "• empty: 1"]


async def test_in_a_group_stats_are_silent_for_others(talk: Talk) -> None:
    talk.chat = -5
    before = len(talk.fake.sent)
    await talk.receive(talk.fake.message("/stats", -5, chat_type="supergroup"))
    assert len(talk.fake.sent) == before
