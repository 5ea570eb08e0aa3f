"""What the memory keeps of follows and alerts, and quiet hours."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.alert_table import REMEMBERED
from bot.follows import Follow
from bot.memory import Memory
from bot.quiet import Quiet, read_quiet, zone_named
from retrieval.answer import Answer
from tests.talk import Clock

SALMA, GROUP = 1001, -5


def answer(text: str, article: str = "a", start: int = 0) -> Answer:
    return Answer(article=article, start=start, end=start + len(text), text=text, speaker="لافروف", score=1.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(tmp_path: Path, clock: Clock) -> Iterator[Memory]:
    memory = Memory(tmp_path / "bot.sqlite", clock)
    yield memory
    memory.close()


@pytest.fixture
def follow(memory: Memory) -> Follow:
    return memory.follows.add(SALMA, SALMA, "لافروف", None, "ar")


def waiting(memory: Memory) -> list[list[str]]:
    return [[alert.quote.place[0] for alert in alerts] for alerts in memory.alerts.waiting()]


def test_follows_are_kept_across_restarts(memory: Memory, follow: Follow, tmp_path: Path) -> None:
    memory.follows.add(7, GROUP, "لافروف", "حلب", "ru", thread=40)
    memory.close()
    again = Memory(tmp_path / "bot.sqlite")
    assert again.follows.all() == [follow, Follow(2, 7, GROUP, 40, "لافروف", "حلب", "ru")]
    assert again.follows.counts() == (2, 2)
    again.close()


def test_a_follow_is_found_by_just_what_it_follows(memory: Memory, follow: Follow) -> None:
    both = memory.follows.add(SALMA, SALMA, "لافروف", "حلب", "ar")
    topic = memory.follows.add(SALMA, SALMA, None, "حلب", "ar")
    assert [memory.follows.find(SALMA, *wanted) for wanted in (("لافروف", None), ("لافروف", "حلب"), (None, "حلب"))] == [
        follow, both, topic,
    ]  # fmt: skip
    assert memory.follows.find(GROUP, "لافروف", None) is None


def test_a_number_is_never_used_again(memory: Memory, follow: Follow) -> None:
    memory.follows.stop(follow.number)
    assert memory.follows.get(follow.number) is None
    assert memory.follows.add(SALMA, SALMA, "لافروف", None, "ar").number > follow.number


def test_a_statement_waits_once_whoever_prints_it(memory: Memory, follow: Follow) -> None:
    memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    memory.alerts.keep([(follow, answer("قَالَ كذا.", "b", 9)), (follow, answer("غير ذلك", "c"))], 9)
    assert waiting(memory) == [["a", "c"]]
    assert memory.alerts.looked_through == 9


def test_what_was_told_is_not_told_again(memory: Memory, follow: Follow, clock: Clock) -> None:
    memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    memory.alerts.told(memory.alerts.waiting()[0])
    memory.alerts.keep([(follow, answer("قال كذا", "corrected"))], 6)
    assert waiting(memory) == []
    clock.now += REMEMBERED
    memory.expire()
    memory.alerts.keep([(follow, answer("قال كذا", "much later"))], 7)
    assert waiting(memory) == [["much later"]]


def test_a_statement_that_two_follows_find_is_told_once_in_a_chat(memory: Memory, follow: Follow) -> None:
    other = memory.follows.add(SALMA, SALMA, None, "حلب", "ar")
    memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    memory.alerts.told(memory.alerts.waiting()[0])
    memory.alerts.keep([(other, answer("قال كذا"))], 6)
    assert waiting(memory) == []
    group = memory.follows.add(SALMA, GROUP, None, "حلب", "ar")
    memory.alerts.keep([(group, answer("قال كذا"))], 7)
    assert waiting(memory) == [["a"]], "another chat has not been told"


def test_threads_are_told_apart(memory: Memory) -> None:
    for thread in (None, 40):
        follow = memory.follows.add(SALMA, GROUP, "لافروف", None, "ar", thread)
        memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    assert waiting(memory) == [["a"], ["a"]]
    memory.follows.leave_thread(GROUP, 40)
    assert waiting(memory) == [["a", "a"]]


def test_it_is_tried_twice_where_nobody_knows_whether_it_arrived(memory: Memory, follow: Follow) -> None:
    memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    for _ in range(2):
        [alerts] = memory.alerts.waiting()
        memory.alerts.trying(alerts)
    assert waiting(memory) == []


def test_a_try_that_surely_failed_does_not_count(memory: Memory, follow: Follow) -> None:
    memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    for _ in range(5):
        [alerts] = memory.alerts.waiting()
        memory.alerts.trying(alerts)
        memory.alerts.not_taken(alerts)
    assert waiting(memory) == [["a"]]


def test_what_waits_for_a_stopped_follow_is_dropped(memory: Memory, follow: Follow) -> None:
    memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    memory.follows.stop(follow.number)
    assert waiting(memory) == []
    memory.alerts.keep([(follow, answer("وقال أيضا"))], 6)  # found while it was being stopped
    assert waiting(memory) == []
    assert memory.alerts.looked_through == 6


def test_an_alert_of_another_version_is_passed_over(memory: Memory, follow: Follow, tmp_path: Path) -> None:
    memory.alerts.keep([(follow, answer("قال كذا")), (follow, answer("غير ذلك", "b"))], 5)
    with sqlite3.connect(tmp_path / "bot.sqlite") as other:
        other.execute("UPDATE alert SET content = '{}' WHERE content LIKE '%\"a\"%'")
    other.close()
    assert waiting(memory) == [["b"]]


def test_forgetting_a_user_forgets_what_is_followed_and_what_waits(memory: Memory, follow: Follow) -> None:
    memory.readers.choose_quiet(SALMA, Quiet(0, 60, "UTC"))
    memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    memory.forget(SALMA)
    assert (memory.follows.all(), waiting(memory), memory.readers.quiet(SALMA)) == ([], [], None)


def test_a_group_that_moves_takes_everything_along(memory: Memory) -> None:
    follow = memory.follows.add(7, GROUP, "لافروف", None, "ar")
    memory.readers.choose_quiet(GROUP, Quiet(60, 120, "UTC"))
    memory.conversations.remember(GROUP, 7, "سؤال")
    memory.alerts.keep([(follow, answer("قال كذا"))], 5)
    for _ in range(2):  # both chats tell of it
        memory.move_chat(GROUP, -1009)
    assert [alerts[0].follow.chat for alerts in memory.alerts.waiting()] == [-1009]
    assert memory.readers.quiet(-1009) == Quiet(60, 120, "UTC")
    assert memory.conversations.last_question(-1009, 7) == "سؤال"
    memory.drop_chat(-1009)
    assert memory.readers.quiet(-1009) is None
    assert memory.follows.all() == []


def test_quiet_hours_and_language_do_not_touch_each_other(memory: Memory) -> None:
    memory.readers.choose_quiet(SALMA, Quiet(1320, 420, "Asia/Riyadh"))
    memory.readers.choose_language(SALMA, "ru")
    assert memory.readers.quiet(SALMA) == Quiet(1320, 420, "Asia/Riyadh")
    memory.readers.choose_quiet(SALMA, None)
    assert memory.readers.quiet(SALMA) is None
    assert memory.readers.language(SALMA) == "ru"


def test_a_day_is_counted_without_anybody(memory: Memory, clock: Clock) -> None:
    for outcome in ("answered", "abstained", "answered"):
        memory.tally.count(outcome)
    assert list(memory.tally.today().items()) == [("answered", 2), ("abstained", 1)]
    clock.now += 86_400
    assert memory.tally.today() == {}


def test_counts_are_kept_for_a_month(memory: Memory, clock: Clock, tmp_path: Path) -> None:
    memory.tally.count("answered")
    clock.now += 31 * 86_400
    memory.tally.count("busy")
    memory.expire()
    connection = sqlite3.connect(tmp_path / "bot.sqlite")
    assert connection.execute("SELECT outcome FROM tally").fetchall() == [("busy",)]
    connection.close()


# --- quiet hours


@pytest.mark.parametrize(
    ("quiet", "hour", "holds"),
    [
        (Quiet(22 * 60, 7 * 60, "UTC"), "23:00", True),
        (Quiet(22 * 60, 7 * 60, "UTC"), "06:59", True),
        (Quiet(22 * 60, 7 * 60, "UTC"), "07:00", False),
        (Quiet(22 * 60, 7 * 60, "UTC"), "21:59", False),
        (Quiet(13 * 60, 15 * 60, "UTC"), "14:00", True),
        (Quiet(13 * 60, 15 * 60, "UTC"), "15:00", False),
        (Quiet(22 * 60, 7 * 60, "Asia/Riyadh"), "19:00", True),
        (Quiet(22 * 60, 7 * 60, "Asia/Riyadh"), "04:00", False),
    ],
)
def test_when_it_is_quiet(quiet: Quiet, hour: str, holds: bool) -> None:
    assert quiet.holds(datetime.fromisoformat(f"2024-01-15T{hour}:00+00:00")) is holds


def test_quiet_hours_follow_the_clock_through_summer_time() -> None:
    night = Quiet(22 * 60, 7 * 60, "Europe/Paris")
    winter, summer = datetime(2024, 1, 15, 5, 30, tzinfo=UTC), datetime(2024, 7, 15, 5, 30, tzinfo=UTC)
    assert night.holds(winter)
    assert not night.holds(summer)


@pytest.mark.parametrize(
    ("words", "quiet"),
    [
        ("22 7", Quiet(1320, 420, "Asia/Riyadh")),
        ("٢٢ ٧", Quiet(1320, 420, "Asia/Riyadh")),
        ("22:30 7.15", Quiet(1350, 435, "Asia/Riyadh")),
        ("0 24", None),
        ("23 24", Quiet(1380, 0, "Asia/Riyadh")),
        ("22 7 europe/moscow", Quiet(1320, 420, "Europe/Moscow")),
        ("22 7 +3", Quiet(1320, 420, "Etc/GMT-3")),
        ("22 7 UTC-5", Quiet(1320, 420, "Etc/GMT+5")),
        ("22", None),
        ("22 22", None),
        ("25 7", None),
        ("22 7:60", None),
        ("22 7 Nowhere", None),
        ("22 7 +99", None),
        ("ليلا صباحا", None),
        ("22 7 UTC 9", None),
    ],
)
def test_hours_as_they_are_written(words: str, quiet: Quiet | None) -> None:
    assert read_quiet(words.split(), "Asia/Riyadh") == quiet


@pytest.mark.parametrize(
    ("zone", "shown"), [("UTC", "UTC"), ("Asia/Riyadh", "Asia/Riyadh"), ("Etc/GMT-3", "UTC+3"), ("Etc/GMT+5", "UTC-5")]
)
def test_hours_are_shown_as_a_clock_shows_them(zone: str, shown: str) -> None:
    assert Quiet(1350, 420, zone).hours == "22:30–07:00"
    assert Quiet(1350, 420, zone).zone == shown


def test_a_zone_by_its_offset_is_that_offset() -> None:
    from zoneinfo import ZoneInfo

    zone = zone_named("+3")
    assert zone is not None
    assert datetime(2024, 1, 1, tzinfo=ZoneInfo(zone)).isoformat().endswith("+03:00")
