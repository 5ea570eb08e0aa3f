"""The errors that qala raises on purpose; everything else is a bug.

QalaError                 one clear line for the user, never a traceback
├── InputError            a source that cannot be read: file, line and reason
├── QuestionError         a question that cannot be asked: empty, too long
├── ModelError            the embedding model is missing, damaged or not usable
│   └── ModelMismatch     the index was built with another model
├── StoreError            the index is missing, damaged, locked or of another version
├── FetchError            an address that cannot be fetched: the address and the reason
│   └── TooBusy           its server asks for a longer pause first than this fetch may wait
└── SettingsError         a setting or option that makes no sense, or is missing
"""


class QalaError(Exception):
    """The root of all errors that are the user's to mend; its text says how."""

    exit_code = 1


class InputError(QalaError):
    """A source (file, folder, row) cannot be read as articles or questions."""

    exit_code = 2


class QuestionError(QalaError):
    """A question is empty or longer than the limit."""

    exit_code = 2


class ModelError(QalaError):
    """The embedding model is missing, damaged or cannot be loaded."""

    exit_code = 3


class ModelMismatch(ModelError):
    """The index holds vectors of another model than the one asked for."""


class StoreError(QalaError):
    """The index folder is missing, damaged, locked or of another schema."""

    exit_code = 4


class SettingsError(QalaError):
    """A setting is missing or makes no sense."""

    exit_code = 5


class FetchError(QalaError):
    """A web address cannot be fetched; its text begins with the address.

    `passing`: the same may work a moment later. `retry_after`: seconds that the server asks to wait for.
    """

    exit_code = 6

    def __init__(self, message: str, *, passing: bool = False, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.passing = passing
        self.retry_after = retry_after


class TooBusy(FetchError):
    """Nothing was asked of the server: it wants a longer pause first than this fetch may wait."""
