"""Articles of a made-up archive, any number of them and any number of versions of each, and questions about them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from index.article import Article

SPEAKERS = (
    "سيرغي لافروف", "جون كيري", "أنطونيو غوتيريش", "وزير الزراعة نزار دندش", "المتحدثة ليلى صباغ", "كافي درويش",
    "الرئيس أمجد عطية", "محافظ حلب يوسف مراد", "إيمانويل ماكرون", "سيرجي لافروف",
)  # fmt: skip
TOPICS = (
    "الجسر الجديد في حلب سيفتح أمام السيارات", "محصول القمح هذا العام وفير", "المفاوضات حول الهدنة تتقدم ببطء",
    "المدارس ستعود إلى العمل بعد العطلة", "أسعار الوقود لن ترتفع هذا الشتاء", "الميناء سيستقبل السفن من جديد",
    "العقوبات الجديدة لا تخدم السلام", "اللقاح متوفر في جميع المستشفيات", "القطار السريع سيربط بين العاصمتين",
    "مياه النهر ارتفعت بعد الأمطار", "الانتخابات ستجري في موعدها", "المتحف سيعرض القطع المستعادة",
)  # fmt: skip
QUESTIONS = (
    "ماذا قال لافروف عن العقوبات؟",
    "ماذا قال كافي درويش عن الجسر؟",
    "محصول القمح",
    "ماذا قالت ليلى صباغ؟",
    "متى تعود المدارس؟",
    "ماذا قال وزير الزراعة عن أسعار الوقود في مايو 2019؟",
    "ماذا قال غوتيريش عن الهدنة في الأفق؟",
)
OUTLETS = ("الأفق", "Daily Bridge", None)


def article(number: int, version: int = 0, url: str | None = None) -> Article:
    """Article `number` of the archive, as it stands in this version."""
    random = Random(f"{number} {version}")
    title = f"{random.choice(TOPICS)} {number}"
    lines = [title, *(_line(random) for _ in range(random.randint(2, 5))), "جميع الحقوق محفوظة"]
    return Article(
        id=f"a{number}",
        text="\n".join(lines),
        title=title,
        outlet=OUTLETS[number % 3],
        published=datetime(2019, 5, 1) + timedelta(days=number % 40) if number % 4 else None,
        url=url or (f"https://example.org/{number}" if number % 2 else None),
    )


def articles(numbers: Iterable[int], version: int = 0) -> list[Article]:
    """These articles of the archive, all in this version."""
    return [article(number, version) for number in numbers]


def _line(random: Random) -> str:
    speaker, topic = random.choice(SPEAKERS), random.choice(TOPICS)
    share = random.randint(2, 99)
    match random.randrange(4):
        case 0:
            return f"قال {speaker} إن {topic}، وأضاف أن النسبة بلغت {share} في المئة."
        case 1:
            return f'وأكد {speaker}: "{topic}، وقد بلغ العدد {share} حالة."'
        case 2:
            return f"أعلن {speaker} أن {topic}. وقال إن {share} شخصا شاركوا في ذلك."
        case _:
            return f"وبحسب {speaker} فإن {topic} خلال {share} يوما."


# What the small indexes of tests hold.
HELD = articles(range(12))
