"""Cues: the reporting words of a sentence, as they wait for their words and once they found them."""

from dataclasses import dataclass
from typing import Literal

from index.cue_form import CueForm, cue_forms
from index.mention import Mention
from index.subject import TIMES, Subject
from index.subject_after import open_subject
from index.tokens import Reading

How = Literal["clause", "colon", "quotation", "preposition", "object", "before"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word at a token, what marks the beginning of its words, and where they begin.

    `marker` is the token where the space for the subject ends; `begin` the first token of what is said.
    `how` is "before" where what is said stands before the cue; `source` for بحسب and its kin.
    """

    start: int
    end: int
    form: CueForm
    marker: int
    begin: int
    how: How
    subject: Subject
    source: bool = False
    partial: bool = False  # the words go on from the cue's own: أنه …, رحب بـ …


@dataclass(slots=True)
class Waiting:
    """A cue that still waits for its words."""

    at: int
    form: CueForm
    before: Subject
    after: Mention | None = None
    parsed: bool = False

    def subject(self, after: Mention | None) -> Subject:
        """The subject before the verb, unless what follows it is plainly another one."""
        before = self.before
        if after is not None and after.kind == "pronoun" and before.relation != "relative" and not before.apart:
            return Subject(after, "named", self.at)  # … قال صلى الله عليه وسلم
        if after is None or (before.mention is not None and after.kind == "generic"):
            return before
        if before.mention is not None and before.relation == "named" and not before.apart:
            return before
        return Subject(after, "named", self.at)

    @property
    def has_subject(self) -> bool:
        """Whether a noun right before the verb is its subject, so that an object follows."""
        return self.before.mention is not None and not (self.before.relation == "named" and self.before.apart)


def takes_subject(form: CueForm) -> bool:
    """Whether a subject may follow this form: a verb's, or that of a noun without a pronoun."""
    return form.shape == "finite" or (form.shape == "noun" and not form.with_object)


def right_subject(reading: Reading, one: Waiting, limit: int) -> Mention | None:
    """The subject right after a cue, unless one stands before it already; read once."""
    if not one.parsed:
        one.parsed = True
        following = reading.words[min(one.at + 1, limit - 1)]
        in_document = following in ("فيه", "فيها") and bool(one.form.takes & {"object", "thing"})
        antecedent = max(0, one.at - 2)
        antecedent -= antecedent > 0 and reading.words[antecedent] in "،,"
        in_document = in_document and reading.words[antecedent] not in TIMES
        if not in_document and takes_subject(one.form) and not one.has_subject:
            one.after = open_subject(reading, one.at, limit, one.form)
    return one.after


def is_spoken(word: str) -> bool:
    """قوله, تأكيدها, نفيهم."""
    form = cue_forms().get(word)
    return form is not None and form.shape == "noun" and form.with_object
