"""A registry of a few speakers, some of whom bear titles, and questions read against it."""

from collections.abc import Iterable
from datetime import date

from index.alias import skeletons
from index.registry import Form, RegisteredSpeaker, register
from index.title import Bearers, Title, read_title
from retrieval.names import Names
from retrieval.question import Known, Question, parse_question

BODIES = ["روسيا", "موسكو", "الأمم المتحدة", "البرلمان", "البيت الأبيض"]
PEOPLE = [
    "سيرغي لافروف", "جون كيري", "دونالد ترامب", "محمد بن سلمان", "خالد بن سلمان", "نيكي هيلي", "حسن نصر الله",
    "إيمانويل ماكرون", "سعد الحريري", "بهية الحريري", "لافروف",
    "جان إيف لو دريان", "ستيفان ديميستورا", "ستيفان دي ميستورا", "ألكسندر فان دير بيلن", "مولود جاويش أوغلو",
    "عبد العزيز بن عبد الله آل الشيخ", "فيصل بن عبد العزيز", "زيد بن رعد الحسين", "سليموف", "رامي عبد الرحمن",
    "سيباستيان كورتز", "سيرجيو راموس", "لاري بيدج", "جان كلود يونكر", "اليكسي سوروكين", "أحمد داود أوغلو",
    "تمام رباح", "أحمد الطيبي", "بريت كافانو", "مارك رايت", "فتح الله غولن", "ماوريسيو ساري",
    "عبد الإله ابن كيران", "معمر الإرياني", "آشتون كارتر", "خورخي سامباولي", "أحمد فوزي عبد القهار", "سمير جعجع",
    "عبد ربه منصور هادي", "بن فان بيوردن", "رجب طيب أردوغان", "وانغ يي", "علي خامنئي", "دوني بوشار", "عبد المجيد تبون",
    "زلاتان إبراهيموفيتش", "نوفاك ديوكوفيتش", "كريستين لاغارد", "شي جينبينغ", "خوان غوايدو", "مارين لوبان",
    "جوزيه مورينيو", "آبي أحمد", "عباس عراقجي", "إلهام علييف", "محمد بركات", "سعد رباح العلي",
    "سلفاكير ميارديت", "محمد جواد ظريف", "مايكل كوهين",
]  # fmt: skip
BORNE = {
    "مايكل كوهين": ["محامي دونالد ترامب"],
    "سيرغي لافروف": ["وزير الخارجية الروسي"], "جون كيري": ["وزير الخارجية الأمريكي"],
    "دونالد ترامب": ["الرئيس الأمريكي"], "خالد بن سلمان": ["السفير السعودي لدى الولايات المتحدة"],
    "عبد ربه منصور هادي": ["الرئيس اليمني"], "رجب طيب أردوغان": ["الرئيس التركي"], "وانغ يي": ["وزير الخارجية الصيني"],
}  # fmt: skip
SPEAKERS = register([*(Form(name, True, 5) for name in PEOPLE), *(Form(name, False, 9) for name in BODIES)])


def names_of(speakers: Iterable[RegisteredSpeaker]) -> Names:
    return Names(
        (key, skeletons(key), number, one.is_person, one.tails.get(key))
        for number, one in enumerate(speakers)
        for key in one.aliases
    )


NAMES = names_of(SPEAKERS)


TITLES = {
    number: read_title(f"{title} {s.name}") for number, s in enumerate(SPEAKERS) for title in BORNE.get(s.name, ())
}


def bearers(asked: Title) -> Bearers:
    return Bearers(frozenset(number for number, title in TITLES.items() if title and title.fits(asked)))


KNOWN = Known(NAMES, bearers, ["BBC Arabic", "skynews"])


def parse(question: str) -> Question:
    return parse_question(question, KNOWN, date(2020, 6, 10))


def asked(question: str) -> set[str]:
    one = parse(question).asked
    return {SPEAKERS[number].name for number in one.speakers} if one else set()
