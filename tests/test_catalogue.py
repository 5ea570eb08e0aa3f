"""The texts' catalogues: complete, in step with each other and with the code, and fit to be sent."""

import ast
import re
from datetime import UTC, datetime
from gettext import c2py  # type: ignore[attr-defined]
from string import Formatter

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.catalogue import LANGUAGES, Language, texts_for
from bot.markup import isolated_code
from retrieval.report import direction
from tests.conftest import ROOT
from tests.telegram_html import parse_html


def catalogue(language: Language) -> Catalog:
    path = ROOT / f"bot/locales/{language}/LC_MESSAGES/qala.po"
    return read_po(path.read_bytes().splitlines(), locale=language, abort_invalid=True)


def forms(language: Language) -> dict[str, tuple[str, ...]]:
    """The text of every key, or its texts, where it has plural forms."""
    found = {}
    for message in catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return found


FORMS = {language: forms(language) for language in LANGUAGES}
# Plain texts: what stands on buttons, in alerts and in menus.
PLAIN = (
    "command.",
    "button.",
    "offer.",
    "follow.name.",
    "answer.gone",
    "language.name",
    "language.chosen",
    "forget.yes",
    "forget.no",
    "forget.not_yours",
)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def keys_in_the_code() -> tuple[set[str], set[str]]:
    """The keys that the code names, and the beginnings of those that it makes: `texts(f"answer.{kind}")`."""
    whole, begun = set(), set()
    for module in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf8"))):
            if not isinstance(node, ast.Call) or not node.args or not _asks_for_a_text(node.func):
                continue
            key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                whole.add(key.value)
            elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
                begun.add(str(key.values[0].value))
    return whole, begun


def _asks_for_a_text(called: ast.expr) -> bool:
    """texts(…), self.texts(…), texts.count(…), _texts(…)(…), texts_for(…)(…)."""
    if isinstance(called, ast.Attribute) and called.attr == "count":
        called = called.value
    if isinstance(called, ast.Call):
        called = called.func
        return _name(called) in ("texts_for", "_texts", "texts")
    return _name(called) == "texts"


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key(language: Language) -> None:
    assert FORMS[language].keys() == FORMS["ar"].keys()
    for key, texts in FORMS[language].items():
        assert all(text.strip() for text in texts), key
        assert not any("  " in text or text != text.strip() for text in texts), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_the_same_fields_in_every_language(language: Language) -> None:
    for key, texts in FORMS[language].items():
        own, arabic = set().union(*map(fields, texts)), set().union(*map(fields, FORMS["ar"][key]))
        assert own == arabic, key
        if len(texts) > 1:  # "an article" and "two articles" need no number, other forms do
            assert all("n" in fields(text) for text in texts[-1:]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: Language) -> None:
    assert {len(texts) for texts in FORMS[language].values()} == {1, catalogue(language).num_plurals}
    form = c2py(catalogue(language).plural_expr)
    categories = {(form(n), Locale(language).plural_form(n)) for n in range(1000)}
    assert len(categories) == catalogue(language).num_plurals, "a form for each of CLDR's categories"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_waiting_for_its_translator(language: Language) -> None:
    assert not [message.id for message in catalogue(language) if message.id and message.fuzzy]


def test_the_code_and_the_catalogues_name_the_same_keys() -> None:
    whole, begun = keys_in_the_code()
    known = FORMS["ar"].keys()
    assert whole - known == set(), "named in the code, but in no catalogue"
    made = {key for key in known for prefix in begun if key.startswith(prefix)}
    assert known - whole - made == set(), "in the catalogues, but nowhere in the code"
    assert all(any(key.startswith(prefix) for key in known) for prefix in begun)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_message_is_html_that_telegram_takes(language: Language) -> None:
    for key, texts in FORMS[language].items():
        for text in texts:
            filled = text.format(**dict.fromkeys(fields(text), "1"))
            if key.startswith(PLAIN):
                assert not set("<>&") & set(filled), key
                assert len(filled) <= 200, key
            else:
                assert parse_html(filled).text, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["\u2068سيرغي لافروف\u2069", "\u2068RT Arabic\u2069", "7"])
def test_every_line_runs_as_its_language_does(language: Language, name: str) -> None:
    texts, own = texts_for(language), "rtl" if language == "ar" else "ltr"
    for key, written in FORMS[language].items():
        filled = dict.fromkeys(set().union(*map(fields, written)) - {"n"}, name)
        for text in [texts.count(key, n, **filled) for n in range(12)] if len(written) > 1 else [texts(key, **filled)]:
            for line in filter(None, (text if key.startswith(PLAIN) else parse_html(text).text).split("\n")):
                assert direction(line) == own, key
                assert direction(re.sub("\u2068[^\u2069]*\u2069", "", line)) == own, key


def test_what_is_to_be_typed_is_isolated() -> None:
    """In a line that runs from the right, a command's slash would else stand at its end."""
    assert isolated_code("اكتب: <code>/follow RT</code> أو/new.</b>") == (
        "اكتب: \u2068<code>/follow RT</code>\u2069 أو\u2068/new\u2069.</b>"
    )
    assert isolated_code("https://example.org/a and/or") == "https://example.org/a and/or"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_of_commands_fits(language: Language) -> None:
    for key, (text, *_) in FORMS[language].items():
        assert not key.startswith("command.") or 3 <= len(text) <= 256, key


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ar", "ar"),
        ("ar-EG", "ar"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("ru", "ru"),
        ("fr-CA", "fr"),
        ("de", "ar"),
        ("", "ar"),
        (None, "ar"),
    ],
)
def test_texts_follow_the_readers_language(code: str | None, language: Language) -> None:
    assert texts_for(code).language == language
    assert texts_for(code) is texts_for(language)


@pytest.mark.parametrize(
    ("language", "written"),
    [("ar", "14 مايو 2019"), ("en", "14 May 2019"), ("ru", "14 мая 2019"), ("fr", "14 mai 2019")],
)
def test_dates_are_written_in_the_language(language: Language, written: str) -> None:
    assert texts_for(language).date(datetime(2019, 5, 14, 23, 59, tzinfo=UTC)) == written


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "والكلام نفسه في مقال آخر"),
        (2, "والكلام نفسه في مقالين آخرين"),
        (3, "والكلام نفسه في 3 مقالات أخرى"),
        (11, "والكلام نفسه في 11 مقالًا آخر"),
        (100, "والكلام نفسه في 100 مقال آخر"),
        (103, "والكلام نفسه في 103 مقالات أخرى"),
    ],
)
def test_arabic_counts_in_six_ways(n: int, text: str) -> None:
    assert texts_for("ar").count("answer.also_more", n) == text


def test_a_key_that_no_catalogue_has_is_an_error() -> None:
    texts = texts_for("en")
    with pytest.raises(ValueError, match=r"no text 'no\.such'"):
        texts("no.such")
    with pytest.raises(ValueError, match=r"no text 'no\.such'"):
        texts.count("no.such", 2)
