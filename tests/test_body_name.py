"""Bodies that a question names otherwise than the archive does, and those that it does not know."""

from collections.abc import Iterator

import pytest

from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.search import Searcher

TEXTS = [
    "سقوط طائرة\nقالت شرطة مقاطعة هامبشاير البريطانية إن الطائرة سقطت قرب المطار ولم يصب أحد على الأرض.",
    "أسعار الوقود\nقالت مجموعة بلتون المالية القابضة إن أسعار البنزين في مصر سترتفع.",
    "كرة القدم\nأعلن الاتحاد الأفريقي لكرة القدم تأجيل البطولة إلى العام المقبل.",
    "أسعار النفط\nقال وزير النفط ثامر الغضبان إن أسعار النفط سترتفع قبل نهاية العام.",
    "إصابة نجم\nأعلن نادي ليون الفرنسي لكرة القدم أن المدافع رافايل سيغيب أسبوعين.",
    'ضرائب\nأعلنت شركة "أبل" أنها ستدفع ضرائب بقيمة 38 مليار دولار في الولايات المتحدة.',
    "تذاكر\nأعلنت إدارة النادي أن تذاكر المباريات ستباع كل موسم.",
    "المساجد\nقالت الأمانة العامة إن المساجد آمنة وإن من هاجمها سيحاكم.",
    "الوقود النووي\nقال يوكيا أمانو إن إيران تخصب الوقود النووي.",
    "ملاريا\nقالت الحكومة إن الملاريا ستختفي في عشرة أعوام.",
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("archive")
    articles = [Article(id=f"a{n}", text=text, title=text.split("\n")[0]) for n, text in enumerate(TEXTS)]
    build(articles, folder, encoder)
    searcher = Searcher.open(folder, encoder)
    yield searcher
    searcher.close()


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("هل نفت شرطة هامبشاير وقوع إصابات على الأرض؟", "شرطة مقاطعة هامبشاير البريطانية"),
        ("ما الذي تتوقعه مجموعة بلتون لسعر البنزين في مصر؟", "مجموعة بلتون المالية القابضة"),
        ("ماذا قال الاتحاد الأفريقي لكرة القدم عن البطولة؟", "الاتحاد الأفريقي لكرة القدم"),
        ("ماذا قال نادي ليون الفرنسي عن المدافع رافايل؟", "نادي ليون الفرنسي لكرة القدم"),
        ("ماذا قالت أبل عن الضرائب؟", 'شركة "أبل"'),
        ('ماذا قالت شركة "أبل" عن الضرائب؟', 'شركة "أبل"'),
        ("ماذا قالت الشركة عن الضرائب؟", 'شركة "أبل"'),
    ],
)
def test_a_body_is_known_by_a_shorter_name(archive: Searcher, question: str, speaker: str) -> None:
    assert archive.ask(question).answers[0].speaker == speaker


@pytest.mark.parametrize(
    "question",
    [
        "ماذا قالت منظمة الصحة العالمية عن أسعار النفط؟",
        "ماذا قال الاتحاد الأفريقي عن أسعار النفط؟",
        "ماذا قالت شرطة نيويورك عن سقوط الطائرة؟",
        "ماذا قالت شركة بوينغ عن سقوط الطائرة؟",
        "ماذا قالت البرازيل عن أسعار النفط؟",
        "ماذا قال مكتب الغضبان عن أسعار النفط؟",
        "ماذا قالت إدارة النادي الأهلي عن تذاكر المباريات؟",
        "ماذا قالت الأمانة العامة لجامعة الدول العربية عن المساجد؟",
        "ماذا قالت الأمانة عن الوقود النووي في إيران؟",
        "ماذا قال الوزير عن الملاريا؟",
        "ماذا قالت الفيفا عن البطولة؟",
        "ماذا قالت الأوبك عن أسعار النفط؟",
        "ماذا قال الزمالك عن المدافع رافايل؟",
    ],
)
def test_nobody_else_answers_for_a_body_that_the_archive_does_not_know(archive: Searcher, question: str) -> None:
    assert not archive.ask(question).answers
