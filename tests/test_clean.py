from itertools import pairwise
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.build import article_sentences
from index.clean import clean
from index.reader import read_articles
from tests.conftest import ROOT, SEEDS


def dropped(text: str) -> list[str]:
    return [text[line.start : line.end] for line in clean(text) if line.dropped]


@pytest.mark.parametrize(
    "line",
    [
        "Accessibility links",
        "logo-print",
        "XS",
        "XS SM MD LG",
        "+ الخط -",
        "جميع الحقوق محفوظة لموقع الخبر © 2024",
        "تابعوا أبرز و أحدث أخبار فرنسا أولا بأول عبر صفحة : أخبار فرنسا",
        "التعليقات المنشورة لا تعبر عن رأي الموقع وإنما عن رأي أصحابها",
        "14 مايو 2019",
        "الخميس 2016-03-24 05:45:17 عربي ودولي",
        "الأحد 10 شوال 1436",
        "640 x 480",
        "مصدر الصورة Getty Images",
        "Image copyright Reuters",
        "اقرأ أيضاً:",
        "----------------",
        "* * *",
        "editor@example.com",
        "تخطي إلى المحتوى",
        "الرئيسية > أخبار > العالم",
        "اقتصاد",
        "بث مباشر",
        "شارك هذه الصفحة عبر فيسبوك",
        "فيسبوك تويتر واتساب",
        "نسخ الرابط",
        "3 دقائق قراءة",
        "1,204 مشاهدة",
        "https://example.org/news/7",
        "اقرأ أيضا: الوزير يغادر إلى العاصمة",
        "إقرأ أيضاً أسرار المدينة القديمة",
        "اقرأ.. الوزير يقول إنه باق",
        "قد يهمك/ خمسة أسئلة عن السد",
        "للمزيد: ماذا بعد السد؟",
        "للمزيد - السد في أرقام",
        "شاهد: لحظة فتح السد",
        "أيضا: صور من السد",
        "مواضيع ذات صلة",
        "الأكثر قراءة",
        "رابط الخبر بصحيفة المدى: السد يفتح",
        "لقراءة المقال كاملا اضغط هنا",
        "مقالات أخرى للكاتبالسد والناس",
        "يمكنكم تسلم إشعارات بأهم الأخبار بعد تحميل تطبيقنا على هاتفكم.",
        "اشترك في نشرتنا البريدية",
        "تابعونا على تويتر",
        "أضف تعليقك",
        "لن يتم نشر عنوان بريدك الإلكتروني.",
        "© 2019 صدى المدينة",
        "** الآراء الواردة في المقال لا تعبر بالضرورة عن رأي الصحيفة.",
        "كل المقالات المنشورة هنا تعبر عن رأي كتابها وحدهم.",
        "صورة أرشيفية (رويترز)",
        "(تصوير: سمير خالد)",
        "التعليق على الصورة، السد قبل فتحه",
        "المصدر: المدى + وكالات",
        '*نقلا عن "المدى" الأردنية',
        "(رويترز)",
        "// انتهى //",
        "18:07 ت م",
        "للتواصل مع الكاتب أرسل رسالة إلى 88991",
        "تويتر: @example",
        "هاتف: 4870000 تحويلة 121",
        "كلمات مفتاحية: سد، مياه",
        "#سد #مياه",
        "نشر في: 14/05/2019 - 10:30",
        "الرياض 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م",
    ],
)
def test_furniture_is_dropped(line: str) -> None:
    assert dropped(f"قال الوزير إن الأمر انتهى.\n{line}\nوأضاف أن الملف أغلق.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "قال إن جميع الحقوق محفوظة للعمال بموجب القانون، وإن على الشركات احترامها في كل الأحوال.",
        "تابع الوزير أن المحادثات ستستأنف.",
        "وقع الاتفاق في 14 مايو 2019 في جنيف.",
        "شارك في الاجتماع عشرة وزراء.",
        "الأمن أولا",
        "اقرأ الدستور قبل أن تتكلم عنه، هكذا قال الرئيس.",
        "تابع: سنواصل العمل حتى النهاية.",
        'وتابع قائلا: "سنواصل العمل".',
        "شاهد أيضا عرضا عسكريا في ميناء المدينة.",
        "شاهد عيان: رأينا النار من بعيد.",
        "اشترك في الاجتماع عشرة وزراء من المنطقة.",
        "سجل في الدوري ثلاثين هدفا هذا الموسم.",
        "سجل على تويتر أكثر من مليون تغريدة عن الأزمة.",
        "تابع على الشاشة خسارة فريقه أمام ضيفه.",
        "للتواصل مع الناخبين، أطلق الحزب حملة في المدن الكبرى.",
        "للتواصل مع المغتربين أنشأت الوزارة عام 2015 منصة خاصة.",
        "للمزيد من الضغط، فرضت الحكومة عقوبات جديدة على الشركة.",
        "الآراء الواردة في هذا التقرير أثارت جدلا واسعا في البلاد.",
        "التقرير لا يعكس موقف الحكومة.",
        "الحكومة غير مسؤولة عن محتوى هذه التصريحات.",
        "يحظر نشر أسماء القصر دون موافقة ذويهم.",
        "هاتف 5 يصل الأسواق قريبا",
        "2015 - مسلسل طويل يحكي قصة عائلة",
        "سمات الشخصية القيادية كما يراها الخبراء",
        "انتخابات 14 مايو 2019",
        "14 مايو 2019 كان يوما حاسما في تاريخ البلاد",
        "المدينة (CNN)-- قال الوزير إن السد جاهز.",
        "التعليق على الصورة، قال الوزير إن السد جاهز",
        "الخبراء: السد جاهز",
        "ذكرت رويترز أن السد جاهز",
    ],
)
def test_what_the_article_says_is_kept(line: str) -> None:
    assert dropped(f"عنوان المقال\n{line}") == []


def test_the_patterns_are_written_as_lines_are_folded() -> None:
    """Otherwise they would never match: أ إ آ ى ئ ؤ ة ء are no letters of a folded line."""
    lines = (ROOT / "index/data/furniture.txt").read_text(encoding="utf8").splitlines()
    for line in lines:
        assert line.startswith("#") or not set("أإآىئؤةءـ") & set(line), line


def test_a_repeated_headline_is_kept_once_and_a_repeated_caption_never() -> None:
    text = "عنوان المقال\nعنوان المقال\nصورة الوزراء في القاعة\nصورة الوزراء في القاعة\nجملة تامة.\nجملة تامة."
    kept = [text[line.start : line.end] for line in clean(text) if not line.dropped]
    assert kept == ["عنوان المقال", "جملة تامة."]


PARAGRAPHS = (
    "قال وزير المياه إن السد الجديد سيكون جاهزا قبل الصيف، وإن العمل يسير فيه وفق الخطة التي وضعت العام الماضي.",
    "وأضاف أن الأمطار الأخيرة لم تؤثر في العمل، وأن الخزان سيمتلئ في سنتين على الأكثر إذا استمر هطولها هكذا.",
    "وختم بأن وزارته ستعلن التفاصيل قريبا في مؤتمر صحفي يعقد في العاصمة بحضور ممثلي الشركات التي تبني السد.",
)


def page(*between: str) -> str:
    """A headline and paragraphs, with lines between the first two of these."""
    return "\n".join(["السد جاهز قبل الصيف", PARAGRAPHS[0], *between, *PARAGRAPHS[1:]])


def test_a_line_that_opens_another_is_no_repetition() -> None:
    assert dropped("عنوان\nقال الوزير:\nالسد جاهز.\nقال الوزير:\nوالماء كثير.") == []


def test_values_and_labels_may_come_again_but_not_at_once() -> None:
    assert dropped("عنوان\nالجواب\nنعم، هو جاهز.\nالجواب\nلا، ليس جاهزا.") == []
    assert dropped("عنوان\nالجواب\nالجواب\nنعم، هو جاهز.") == ["الجواب", "الجواب"]


def test_a_date_between_paragraphs_is_a_heading_unless_it_says_what_it_is() -> None:
    two = (PARAGRAPHS[0], PARAGRAPHS[1])
    assert dropped("\n".join(["عنوان", *two, "14 مايو 2019", *two[::-1], PARAGRAPHS[2]])) == list(two[::-1])
    changed = "آخر تحديث: 14 مايو 2019"
    assert changed in dropped("\n".join(["عنوان", *PARAGRAPHS, changed, *PARAGRAPHS]))


@pytest.mark.parametrize(
    "line", ["سمير خالد", "سمير خالد – بيروت", "صدى – تاونات", "صدى- تاونات", "بيروت - رويترز:", "كتب سمير خالد"]
)
def test_a_byline_stands_below_the_headline(line: str) -> None:
    assert dropped("\n".join(["السد جاهز قبل الصيف", line, *PARAGRAPHS])) == [line]


@pytest.mark.parametrize(
    "line", ["باريس: لا عودة إلى الوراء", "كتب: لن نعود", "الأمن أولا", "خالد يعلن استقالته اليوم"]
)
def test_what_stands_there_too_and_is_none(line: str) -> None:
    assert dropped("\n".join(["السد جاهز قبل الصيف", line, *PARAGRAPHS])) == []


def test_who_the_author_is_ends_an_article_but_a_list_does_too() -> None:
    assert dropped(page() + "\n* باحث في شؤون المياه") == ["* باحث في شؤون المياه"]
    assert dropped(page() + "\n* ماء السد\n* ماء النهر") == []


def test_links_under_their_heading() -> None:
    links = ["اقرأ أيضا:", "مصر والسودان يبحثان ملف المياه", "جفاف لم تعرفه المنطقة من قبل"]
    assert dropped(page(*links)) == links


def test_what_is_said_under_such_a_heading_is_kept() -> None:
    assert dropped(page("اقرأ أيضا:", "الوزير يقول إن السد جاهز")) == ["اقرأ أيضا:"]


def test_headlines_of_other_articles_between_paragraphs() -> None:
    teasers = ["البرازيل تبني أكبر متحف للسفن في الجنوب", "حانة صغيرة في لندن ترفع أسعار الطعام مرة أخرى"]
    assert dropped(page(*teasers)) == teasers


@pytest.mark.parametrize(
    "line",
    [
        "وزير المياه يعد بالتفاصيل",  # a heading of what follows
        "الأمطار الأخيرة لم تؤثر في خزان السد الجديد",
        "البرازيل تقول إن متحف السفن سيفتح غدا",  # somebody says it
        "- البرازيل تبني أكبر متحف للسفن في الجنوب",  # an entry of a list
    ],
)
def test_other_lines_between_paragraphs_are_kept(line: str) -> None:
    assert dropped(page(line)) == []


def test_a_text_without_stops_hides_its_headlines() -> None:
    lines = [one.rstrip(".") for one in PARAGRAPHS]
    assert dropped("\n".join(["عنوان", lines[0], "البرازيل تبني أكبر متحف للسفن في الجنوب", *lines[1:]])) == []


def test_the_name_of_the_site_around_the_headline() -> None:
    text = "\n".join(["صدى المدينة", "السد جاهز قبل الصيف | صدى المدينة", "السد جاهز قبل الصيف", *PARAGRAPHS])
    assert dropped(text) == ["صدى المدينة", "السد جاهز قبل الصيف | صدى المدينة"]


@pytest.mark.parametrize(
    "glued",
    ["رابط الخبر بصحيفة المدى: السد يفتح", "اقرأ أيضا: السد في أرقام", "كلمات مفتاحية: سد، مياه", "سمات سد مياه"],
)
def test_furniture_that_is_glued_to_the_last_sentence(glued: str) -> None:
    text = page() + " " + glued
    assert dropped(text) == [glued]
    assert [text[one.start : one.end] for one in article_sentences(Article(id="1", text=text))][-1] == PARAGRAPHS[-1]


def test_a_headline_is_never_taken_for_a_link() -> None:
    for headline in ("شاهد: لحظة فتح السد الجديد", "صورة: السد الجديد قبل فتحه"):
        assert dropped(f"{headline}\n{PARAGRAPHS[0]}") == []


def test_the_seeds_lose_their_furniture_and_nothing_else() -> None:
    found = {article.id[:3]: dropped(article.text) for article in read_articles([SEEDS])}
    assert found["000"] == []
    assert [line[:12] for line in found["001"]] == ["تابعوا أبرز ", "التعليقات ال"]
    assert [line[:6].strip() for line in found["002"]] == ["Access", "logo-p", "وزراء", "وزراء", "XS", "SM", "MD", "LG"]
    assert found["003"][1:] == ["14 مايو 2019", "+ الخط -"]
    assert len(found["004"]) == 2


LINES = [
    "السد جاهز", "السد جاهز | صدى", "صدى", "قال الوزير:", "14 مايو 2019", "اقرأ أيضا:", "للمزيد: السد", "سمات سد",
    "سمير خالد – بيروت", "البرازيل تبني أكبر متحف للسفن في الجنوب", "تم. سمات سد مياه", "تم. رابط الخبر: السد",
    "جميع الحقوق محفوظة", "(رويترز)", "***", "", " ", "\u200f", *PARAGRAPHS,
]  # fmt: skip
TEXTS = st.one_of(
    st.text(alphabet="اب جق.\n\r\t -+XS©:؟«»12/|" + ascii_uppercase[:3]),
    st.lists(st.sampled_from(LINES), max_size=12).map("\n".join),
)


@given(TEXTS)
def test_every_line_is_accounted_for(text: str) -> None:
    lines = clean(text)
    assert "\n".join(text[line.start : line.end] for line in lines).split() == text.split()
    assert all(one.end <= other.start for one, other in pairwise(lines))
    assert all(line.start < line.end and "\n" not in text[line.start : line.end] for line in lines)


@given(TEXTS.filter(bool))
def test_no_sentence_holds_what_is_dropped_and_none_of_the_rest_is_lost(text: str) -> None:
    lines = clean(text)
    spans = [(one.start, one.end) for one in article_sentences(Article(id="1", text=text))]
    for start, end in spans:
        assert any(line.start <= start and end <= line.end for line in lines if not line.dropped)
    said = "".join("".join(text[start:end].split()) for start, end in spans)
    kept = "".join("".join(text[line.start : line.end].split()) for line in lines if not line.dropped)
    assert said == kept
