"""What a reply looks like in Telegram: the exact texts, and what must hold for any article."""


import pytest

from bot.catalogue import Texts, texts_for
from bot.markup import MESSAGE_LIMIT, weight
from bot.messages import abstention, answer_pages, context_page, question_heading, source_notice
from retrieval.answer import Answer, Reply, Source
from tests.replies import ARABIC, BARE, PARAPHRASE, QUOTE, TEXTS, blockquotes, messages
from tests.telegram_html import parse_html, utf16_length


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ar",
            "\u200f<b>\u2068سيرغي لافروف\u2069</b> · نص حرفي\n"
            "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
            '\u200f<a href="https://news.example/a?id=1&amp;page=2">\u2068الوزير: لا حل في 2016 بلا RT\u2069</a>\n'
            "\u200f\u2068RT Arabic\u2069 · \u206818 نوفمبر 2016\u2069",
        ),
        (
            "en",
            "\u200e<b>\u2068سيرغي لافروف\u2069</b> · verbatim\n"
            "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
            '\u200f<a href="https://news.example/a?id=1&amp;page=2">\u2068الوزير: لا حل في 2016 بلا RT\u2069</a>\n'
            "\u200e\u2068RT Arabic\u2069 · \u206818 November 2016\u2069",
        ),
        (
            "ru",
            "\u200e<b>\u2068سيرغي لافروف\u2069</b> · дословно\n"
            "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
            '\u200f<a href="https://news.example/a?id=1&amp;page=2">\u2068الوزير: لا حل في 2016 بلا RT\u2069</a>\n'
            "\u200e\u2068RT Arabic\u2069 · \u206818 ноября 2016\u2069",
        ),
        (
            "fr",
            "\u200e<b>\u2068سيرغي لافروف\u2069</b> · mot pour mot\n"
            "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
            '\u200f<a href="https://news.example/a?id=1&amp;page=2">\u2068الوزير: لا حل في 2016 بلا RT\u2069</a>\n'
            "\u200e\u2068RT Arabic\u2069 · \u206818 novembre 2016\u2069",
        ),
    ],
)
def test_a_quote(language: str, expected: str) -> None:
    assert messages(QUOTE, texts=texts_for(language)) == [expected]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ar",
            "السؤال: <b>\u2068ماذا قال لافروف عن NATO؟\u2069</b>\n\n"
            "\u200f1. <b>\u2068John Kerry\u2069</b> · نقل بالمعنى\n"
            "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
            "\u200f\u2068خبر\u2069\n"
            "\u200f\u2068RT Arabic\u2069 · \u206818 نوفمبر 2016\u2069\n"
            'وورد أيضًا في: <a href="https://b.example/">\u2068BBC Arabic\u2069</a> · \u2068خبر آخر\u2069\n'
            "والكلام نفسه في 3 مقالات أخرى\n\n"
            "\u200f2. لم يعد هذا الكلام في الأرشيف.",
        ),
        (
            "en",
            "Question: <b>\u2068ماذا قال لافروف عن NATO؟\u2069</b>\n\n"
            "\u200e1. <b>\u2068John Kerry\u2069</b> · paraphrased\n"
            "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
            "\u200f\u2068خبر\u2069\n"
            "\u200e\u2068RT Arabic\u2069 · \u206818 November 2016\u2069\n"
            'Also in: <a href="https://b.example/">\u2068BBC Arabic\u2069</a> · \u2068خبر آخر\u2069\n'
            "\u200e3 more articles say the same\n\n"
            "\u200e2. These words are no longer in the archive.",
        ),
        (
            "ru",
            "Вопрос: <b>\u2068ماذا قال لافروف عن NATO؟\u2069</b>\n\n"
            "\u200e1. <b>\u2068John Kerry\u2069</b> · в пересказе\n"
            "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
            "\u200f\u2068خبر\u2069\n"
            "\u200e\u2068RT Arabic\u2069 · \u206818 ноября 2016\u2069\n"
            'Также в статье: <a href="https://b.example/">\u2068BBC Arabic\u2069</a> · \u2068خبر آخر\u2069\n'
            "То же — ещё в 3 статьях\n\n"
            "\u200e2. Этих слов в архиве больше нет.",
        ),
        (
            "fr",
            "Question : <b>\u2068ماذا قال لافروف عن NATO؟\u2069</b>\n\n"
            "\u200e1. <b>\u2068John Kerry\u2069</b> · en substance\n"
            "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
            "\u200f\u2068خبر\u2069\n"
            "\u200e\u2068RT Arabic\u2069 · \u206818 novembre 2016\u2069\n"
            'Aussi dans : <a href="https://b.example/">\u2068BBC Arabic\u2069</a> · \u2068خبر آخر\u2069\n'
            "\u200e3 autres articles disent la même chose\n\n"
            "\u200e2. Ces propos ne sont plus dans l’archive.",
        ),
    ],
)
def test_a_page_of_answers_under_its_question(language: str, expected: str) -> None:
    texts = texts_for(language)
    other = Source(article="b2", start=5, end=42, title="خبر آخر", outlet="BBC Arabic", url="https://b.example/")
    untold = Source(article="b3", start=5, end=42, title="خبر آخر")
    answers = [PARAPHRASE.model_copy(update={"repeats": (other, untold, other, other, other)}), None]
    heading = question_heading("ماذا قال لافروف\u202e عن  NATO؟", texts)
    assert [page.html for page in answer_pages(answers, texts, 5, heading)] == [expected]


def test_a_page_holds_so_many_answers_and_knows_which() -> None:
    pages = answer_pages([BARE] * 7, ARABIC, 3)
    assert [page.answers for page in pages] == [(0, 1, 2), (3, 4, 5), (6,)]
    assert pages[2].html.startswith("\u200f7.\n")


def test_an_answer_too_long_for_a_message_takes_pages_of_its_own() -> None:
    long = BARE.model_copy(update={"text": "كلمة " * 1800})
    pages = answer_pages([BARE, long, BARE], ARABIC, 3, question_heading("س؟", ARABIC))
    assert [page.answers for page in pages] == [(0,), (1,), (1,), (1, 2)]
    assert all(weight(page.html) <= MESSAGE_LIMIT for page in pages)
    assert all(page.html.startswith("السؤال: ") for page in pages)


@pytest.mark.parametrize(("length", "tag"), [(600, "<blockquote>"), (601, "<blockquote expandable>")])
def test_a_long_quotation_is_folded(length: int, tag: str) -> None:
    [message] = messages(BARE.model_copy(update={"text": "س" * length}))
    assert tag in message


def sentence(start: int, text: str) -> Answer:
    return BARE.model_copy(update={"start": start, "end": start + len(text), "text": text})


def test_a_context_marks_the_answer_and_what_is_left_out() -> None:
    around = [sentence(0, "قبل <ذلك>."), sentence(20, "قال: نعم & لا."), sentence(40, "بعده.")]
    answer = QUOTE.model_copy(update={"start": 25, "end": 33, "text": "نعم & لا"})
    message = context_page(answer, around, ["\n\n", " إعلان "], ARABIC)
    [speaker, heading, *quote, _, _] = message.split("\n")
    assert heading == "الجواب ما كان بالخط العريض وحده، وما حوله سياقه في المقال:"
    assert speaker == "\u200f<b>\u2068سيرغي لافروف\u2069</b> · نص حرفي"
    assert quote == ["<blockquote>قبل &lt;ذلك&gt;.", "قال: <b>نعم &amp; لا</b>. […] بعده.</blockquote>"]
    assert parse_html(message).text
    nobodys = context_page(answer.model_copy(update={"speaker": None}), around, ["", ""], ARABIC)
    assert nobodys.startswith(heading + "\n<blockquote>")


def test_a_context_too_long_for_a_message_is_none() -> None:
    around = [sentence(0, "س" * 2050), sentence(2051, "س" * 2050)]
    assert context_page(around[0], around, [" "], ARABIC) == ""


def test_several_answers_share_a_message() -> None:
    assert messages(PARAPHRASE, BARE) == [
        "\u200f1. <b>\u2068John Kerry\u2069</b> · نقل بالمعنى\n"
        "<blockquote>لن نقبل بأقل من وقف كامل لإطلاق النار</blockquote>\n"
        "\u200f\u2068خبر\u2069\n"
        "\u200f\u2068RT Arabic\u2069 · \u206818 نوفمبر 2016\u2069\n"
        "\n"
        "\u200f2.\n"
        "<blockquote>نفى الوزير الخبر</blockquote>\n"
        "\u200f\u2068000_a.txt\u2069"
    ]


def test_an_article_with_nothing_but_a_title_is_named_by_its_id_too() -> None:
    [message] = messages(BARE.model_copy(update={"title": "خبر"}))
    assert message.endswith("\u200f\u2068خبر\u2069\n\u200f\u2068000_a.txt\u2069")


def test_a_long_title_ends_with_a_word() -> None:
    [message] = messages(BARE.model_copy(update={"title": "كلمات " * 40 + "."}))
    assert f"\u200f\u2068{'كلمات ' * 14}كلمات…\u2069\n" in message
    [message] = messages(BARE.model_copy(update={"title": "س" * 91}))
    assert f"\u200f\u2068{'س' * 89}…\u2069\n" in message


@pytest.mark.parametrize(("title", "shown"), [("وصل الوزير .", "وصل الوزير"), ("وصل الوزير...", "وصل الوزير...")])
def test_a_title_that_is_a_sentence_ends_without_its_stop(title: str, shown: str) -> None:
    [message] = messages(BARE.model_copy(update={"title": title}))
    assert f"\u2068{shown}\u2069" in message


def test_a_title_runs_as_its_own_script_does() -> None:
    for title, mark in (("RT: خبر", "\u200f"), ("RT", "\u200e")):
        [message] = messages(BARE.model_copy(update={"title": title}), texts=texts_for("en"))
        assert f"\n{mark}\u2068{title}" in message


def test_a_link_without_a_title() -> None:
    [message] = messages(BARE.model_copy(update={"url": "HTTP://news.example/1"}))
    assert message.endswith('\u200f<a href="HTTP://news.example/1">المصدر</a>')


@pytest.mark.parametrize("kind", ["direct", "indirect", "mixed", None])
@pytest.mark.parametrize("texts", TEXTS)
def test_no_quotation_marks_are_added(kind: str | None, texts: Texts) -> None:
    shown = parse_html(messages(QUOTE.model_copy(update={"kind": kind}), texts=texts)[0]).text
    assert not set(shown) & set("\"'«»“”‹›„‟")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "tg://resolve?domain=spam",
        "ftp://news.example/a",
        "//news.example/a",
        "https:///a",
        "https://intranet/a",
        "https://paper.example@evil.example/a",
        "https://news.example:99999/a",
        "https://news..example/a",
        "https://[::1]/a",
        "https://[news.example/a",
        "https://news.example/a b",
        "https://news.example/\n<b>",
        "https://news.example/" + "a" * 1000,
        "",
    ],
)
def test_only_plain_web_addresses_become_links(url: str) -> None:
    [message] = messages(QUOTE.model_copy(update={"url": url}))
    assert "<a" not in message
    assert "الوزير" in message


def test_an_article_cannot_break_the_html() -> None:
    attack = '</blockquote></b><a href="https://evil.example">&lt;"\'\u202e\u2069'
    article = dict.fromkeys(["text", "speaker", "title", "outlet", "article"], attack)
    [message] = messages(QUOTE.model_copy(update=article | {"url": 'https://a.example/"><b>'}))
    parsed = parse_html(message)
    assert [entity.text for entity in parsed.entities if entity.kind == "blockquote"] == [attack]
    assert [entity.url for entity in parsed.entities if entity.url] == ['https://a.example/"><b>']
    for line in message.splitlines():
        if "<blockquote>" not in line:  # the quote itself stays as it was written
            assert line.count("\u2068") == line.count("\u2069")
            assert "\u202e" not in line


def test_other_articles_that_say_the_same_are_named() -> None:
    other = Source(article="b2", start=5, end=42, title="خبر آخر", outlet="BBC Arabic", published=QUOTE.published)
    [message] = messages(BARE.model_copy(update={"repeats": (other,)}))
    assert message == (
        "<blockquote>نفى الوزير الخبر</blockquote>\n"
        "\u200f\u2068000_a.txt\u2069\n"
        "وورد أيضًا في: \u2068BBC Arabic\u2069"
    )


@pytest.mark.parametrize("texts", TEXTS)
@pytest.mark.parametrize("text", ["x", "كلمة " * 3000, "&" * 5000])
@pytest.mark.parametrize(("question", "unnamed"), [("", 7), ('"' * 300, 8)])
def test_the_largest_sources_leave_room_for_the_words(texts: Texts, text: str, question: str, unnamed: int) -> None:
    largest = {"title": '"' * 200, "outlet": "&" * 100, "url": "https://example.org/" + "a" * 970}
    source = Source(article="a", start=0, end=1, published=QUOTE.published, **largest)
    answer = QUOTE.model_copy(update={**largest, "text": text, "speaker": '"' * 100, "repeats": (source,) * 9})
    heading = question_heading(question, texts) if question else ""
    found = [page.html for page in answer_pages([answer], texts, 5, heading)]
    assert all(utf16_length(parse_html(message).text) <= MESSAGE_LIMIT for message in found)
    assert "".join(quote for message in found for quote in blockquotes(message)) == text
    assert texts.count("answer.also_more", unnamed) in found[-1]


@pytest.mark.parametrize("texts", TEXTS)
def test_what_does_not_answer_is_told_apart(texts: Texts) -> None:
    reply = Reply(question="؟", asked="John <Kerry>", asked_otherwise=(PARAPHRASE,), others=(BARE,))
    message = abstention(reply, texts)
    nothing, otherwise, others = message.split("\n\n")
    speaker = "\u2068John &lt;Kerry&gt;\u2069"
    assert nothing == texts("nothing.of_speaker", speaker=speaker)
    assert otherwise.startswith(f"{texts('nothing.otherwise', speaker=speaker)}\n{texts.direction_mark}<b>")
    assert others.startswith(f"{texts('nothing.others')}\n<blockquote>")
    assert blockquotes(message) == [PARAPHRASE.text, BARE.text]


@pytest.mark.parametrize("length", [10, 900, 3000, 5000])
def test_what_stands_beside_an_abstention_fits_into_one_message(length: int) -> None:
    large = PARAPHRASE.model_copy(update={"text": "س" * length, "title": "س" * 300})
    reply = Reply(question="؟", asked="كيري", asked_otherwise=(large, large), others=(large, large))
    message = abstention(reply, ARABIC, question_heading("؟" * 900, ARABIC))
    assert weight(message) <= MESSAGE_LIMIT
    shown = len(blockquotes(message))
    assert shown == {10: 4, 900: 3, 3000: 1, 5000: 0}[length]
    headings = [ARABIC("nothing.otherwise", speaker="\u2068كيري\u2069"), ARABIC("nothing.others")]
    assert [one in message for one in headings] == [shown > 0, shown > 2], "no heading without a quotation"


def test_nothing_beside_it_is_a_plain_abstention() -> None:
    assert abstention(Reply(question="؟", asked="Kerry"), ARABIC) == ARABIC("nothing")


def test_long_addresses_take_half_of_what_words_take() -> None:
    """Newsrooms put whole headlines into addresses, percent-encoded."""
    long = QUOTE.model_copy(update={"url": "https://news.example/" + "%D8%A7" * 150, "text": "س" * 500})
    assert len(answer_pages([long] * 5, ARABIC, 5)[0].answers) == 5


def test_a_source_is_told_in_plain_text() -> None:
    title, outlet = "\u2068الوزير: لا حل في 2016 بلا RT\u2069", "\u2068RT Arabic\u2069"
    assert source_notice(QUOTE, ARABIC) == f"\u200f{title} · {outlet} · \u206818 نوفمبر 2016\u2069"
    assert source_notice(QUOTE, texts_for("en")) == f"\u200e{title} · {outlet} · \u206818 November 2016\u2069"
    assert source_notice(BARE, ARABIC) == "\u200f\u2068000_a.txt\u2069"
