"""Every text that the bot says of its own accord: gettext catalogues, one a language, under `locales/`.

A text is known by a key such as `question.empty`. Texts that go into messages are Telegram's HTML; those of buttons,
alerts and the menu are plain. Each of their lines runs in the language's direction, whatever name it begins with. The
catalogues are read when a language is first needed, without compiled files; `preload` reads all of them.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Literal, NoReturn, get_args

from bot.markup import LEFT_TO_RIGHT, RIGHT_TO_LEFT, isolated_code, marked

Language = Literal["ar", "en", "ru", "fr"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "ar"


class Texts:
    """The bot's texts in one language; immutable, and one object a language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        # Gives a line of mixed scripts the reader's direction.
        self.direction_mark = RIGHT_TO_LEFT if language == "ar" else LEFT_TO_RIGHT
        self.right_to_left = self.direction_mark == RIGHT_TO_LEFT
        self._catalogue = _read(language)

    def __call__(self, key: str, **fields: object) -> str:
        """The text of a key with its fields filled in; ValueError for a key that the catalogue lacks."""
        return self._directed(self._catalogue.gettext(key), fields)

    def count(self, key: str, n: int, **fields: object) -> str:
        """The text of a key in the plural form of n, which is its field `n`; ValueError as above."""
        return self._directed(self._catalogue.ngettext(key, key, n), {"n": n, **fields})

    def date(self, moment: datetime) -> str:
        """A day as the language writes it, with the digits that all its readers read: 14 مايو 2019."""
        from babel.dates import format_date

        return format_date(moment, "d MMMM y", locale=self.language)

    def _directed(self, text: str, fields: Mapping[str, object]) -> str:
        return marked(isolated_code(text).format(**fields), self.direction_mark)

    def __repr__(self) -> str:
        return f"Texts({self.language!r})"


class _Unknown(NullTranslations):
    """What gettext falls back upon: it would pass the key itself off as a text."""

    def gettext(self, message: str) -> NoReturn:
        raise ValueError(f"the catalogue has no text {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> NoReturn:
        self.gettext(msgid1)


def texts_for(language_code: str | None) -> Texts:
    """The texts for a reader's language (an IETF tag such as "en-GB"): the nearest of ours, Arabic for the rest."""
    primary = (language_code or "").replace("_", "-").split("-")[0].lower()
    return _texts(next((language for language in LANGUAGES if language == primary), DEFAULT_LANGUAGE))


def preload() -> None:
    """Read every catalogue, and what writes dates, now: the first reader of a language would wait for it."""
    for language in LANGUAGES:
        _texts(language).date(datetime.now(UTC))


@cache
def _texts(language: Language) -> Texts:
    return Texts(language)


def _read(language: Language) -> GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    source = files("bot").joinpath(f"locales/{language}/LC_MESSAGES/qala.po")
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, abort_invalid=True))
    compiled.seek(0)
    catalogue = GNUTranslations(compiled)
    catalogue.add_fallback(_Unknown())
    return catalogue
