"""Who is meant by a title in a question: whoever bears it in the archive, named there or not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.search import Searcher

ARTICLES = [
    "العثور على حطام\n"
    "أعلن رئيس الوزراء الماليزي أمس أن الحطام الذي عثر عليه يعود للطائرة المفقودة. وأضاف أن البحث سيستمر في المحيط.\n"
    'وقال وزير النقل الأسترالي مارتن بيشوب إن "البحث مستمر" وإن السفن باقية في المحيط.',
    "تحطم طائرة\nقال متحدث باسم سلاح الجو التركي إن الطائرة المفقودة تحطمت في البحر. وأكد وزير الدفاع ذلك.",
    "زيارة إلى معبد الغريبة في تونس\nقال رئيس الوزراء يوسف الشاهد إن تونس أرض سلام وتسامح. ووصل الزوار إلى جزيرة جربة.",
    "الطاقة النووية\nأعلن المتحدث باسم منظمة الطاقة الذرية الإيرانية بهروز كمالوندي أن رفع مستوى التخصيب ممكن في أيام.",
    "غرق مهاجرين\nقال ليولوكا أورلاندو رئيس بلدية باليرمو إن غرق المهاجرين إبادة جماعية سببها الأنانية.",
    "أزمة شركة لونيكس للبيانات\nنفى مدير الشركة ألكسندر نيكس أن يكون قد حاول توريط السياسيين. وتعمل لونيكس في لندن.",
    "مأساة الروهينغا\nأطلقت منظمة التعاون الإسلامي حملة في دكا.\n"
    "وقال الأمين العام للمنظمة يوسف العثيمين إن الحملة بدأت. وأضاف العثيمين أن اللجنة ستحشد الدعم للروهينغا.",
    "محادثات في باريس\nقال وزير الخارجية عادل الجبير إن الاتفاق النووي ضعيف. وأكدت السعودية لفرنسا موقف السعودية.",
    "تدخلات مرفوضة\nأكد راشد آل خليفة وزير الداخلية بمملكة البحرين أن التدخلات الإيرانية مرفوضة. وقال إن الصبر نفد.",
    "سيول في سيلهيت\nقال قائد الشرطة المحلية أخطار حسين إن رجاله أوقفوا ثلاثة أشخاص بعد السيول.",
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    folder: Path = tmp_path_factory.mktemp("archive")
    articles = [Article(id=f"a{n}", text=text, title=text.split("\n")[0]) for n, text in enumerate(ARTICLES)]
    build(articles, folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


@pytest.mark.parametrize(
    ("question", "speaker", "words"),
    [
        ("ماذا أعلن رئيس الوزراء الماليزي عن الحطام؟", "رئيس الوزراء الماليزي", "الحطام"),
        ("ماذا قال رئيس وزراء ماليزيا عن البحث في المحيط؟", "رئيس الوزراء الماليزي", "البحث سيستمر"),
        ("ماذا قال المتحدث باسم سلاح الجو التركي عن الطائرة المفقودة؟", "متحدث باسم سلاح الجو التركي", "تحطمت"),
        ("ماذا قال وزير النقل الأسترالي عن البحث؟", "مارتن بيشوب", "البحث مستمر"),
        ("ماذا قال رئيس الحكومة التونسية عن التسامح؟", "يوسف الشاهد", "أرض سلام"),
        ("ماذا قال الناطق باسم هيئة الطاقة الذرية في إيران عن التخصيب؟", "بهروز كمالوندي", "ممكن في أيام"),
        ("بماذا وصف عمدة باليرمو غرق المهاجرين؟", "ليولوكا أورلاندو", "إبادة جماعية"),
        ("ماذا قال أمين عام منظمة التعاون الإسلامي عن الروهينغا؟", "يوسف العثيمين", "ستحشد"),
        ("هل نفى مدير لونيكس محاولة توريط السياسيين؟", "ألكسندر نيكس", "توريط"),
        ("ماذا قال قائد الشرطة في مدينة سيلهيت عن توقيف أشخاص؟", "أخطار حسين", "ثلاثة أشخاص"),
        ("ماذا قال وزير الداخلية البحريني عن التدخلات الإيرانية؟", "راشد آل خليفة", "مرفوضة"),
        ("بم اتهم وزير الداخلية البحريني الجمهورية الإسلامية وتدخلاتها؟", "راشد آل خليفة", "مرفوضة"),
    ],
)
def test_a_title_is_asked_for(archive: Searcher, question: str, speaker: str, words: str) -> None:
    first, *_ = archive.ask(question).answers
    assert first.speaker == speaker
    assert words in first.text


@pytest.mark.parametrize(
    "question",
    [
        "ماذا قال رئيس الوزراء التركي عن الحطام؟",
        "ماذا قال وزير النقل الماليزي عن البحث؟",
        "ماذا قال وزير الخارجية الفرنسي عن الاتفاق النووي؟",
        "ماذا قال مدير شركة فايزر عن توريط السياسيين؟",
        "ماذا قال رئيس جربة عن التسامح؟",
        "ماذا قال وزير الداخلية السعودي عن التدخلات الإيرانية؟",
        "ماذا قال متحدث سيلهيت عن الطائرة المفقودة؟",
        "ماذا قال الناطق باسم هيئة الطاقة الذرية في الهند عن التخصيب؟",
    ],
)
def test_whoever_bears_another_title_is_not_meant(archive: Searcher, question: str) -> None:
    reply = archive.ask(question)
    assert not reply.answers
    assert reply.asked in question


def test_who_is_known_by_the_title_alone_is_told_of_where_nothing_answers(archive: Searcher) -> None:
    reply = archive.ask("ماذا قال رئيس الوزراء الماليزي عن أسعار القمح؟")
    assert not reply.answers
    assert reply.asked == "رئيس الوزراء الماليزي"
    assert {one.speaker for one in reply.asked_otherwise} == {"رئيس الوزراء الماليزي"}
