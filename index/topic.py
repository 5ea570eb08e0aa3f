"""The topic of a sentence: whom it is about, the subject of its main verb, and whom else it names before a cue."""

from collections.abc import Iterable, Iterator, Sequence

from index import lexicon
from index.cast import Cast
from index.cue import Cue
from index.cue_form import cue_forms
from index.mention import Mention, parse_mention
from index.naming import is_document, is_everyday
from index.speaker import named_at
from index.subject_after import is_oblique
from index.tokens import Range, Reading
from index.word_list import source_words

_PAIR = 6  # tokens after a name within which another one may be joined to it
_LETTERS = frozenset(("رساله", "خطاب", "خطابا", "كتاب", "كتابا", "برقيه"))
_ABOUT_IT = frozenset(("عليه", "عليها", "به", "بها", "عنه", "عنها", "اليه", "اليها", "فيه", "فيها", "له", "لها"))


def topic_before(reading: Reading, cast: Cast, sentence: Range, cue: Cue) -> Mention | None:
    """The subject of the sentence's main verb, when a cue further on leaves its own out: the first one who
    is named there without a preposition or another noun to govern the name."""
    named = named_before(reading, cast, sentence, cue.start)
    topic = first_free((mention, free and not is_oblique(reading, mention)) for mention, free in named)
    if topic is None or not cue.form.plural or topic.plural:
        return topic
    pair = parse_mention(reading, topic.start, min(cue.start, topic.end + _PAIR), bounded=True)
    return pair if pair is not None and pair.plural else topic  # اتفق نواف وفاضل على ذلك، مشيرين إلى …


def named_before(reading: Reading, cast: Cast, sentence: Range, cue: int) -> Iterator[tuple[Mention, bool]]:
    """Everybody whom a sentence names before a cue, and whether nothing governs the name."""
    at = sentence[0]
    while at < cue:
        mention = None
        if reading.quoted_at[at] is None:
            mention = named_at(reading, at, cue) or cast.named_at(at, cue)
        if mention is not None and not (at > sentence[0] and _is_platform(reading, at)):
            yield mention, _is_free(reading, sentence, at)
        at = max(mention.end, at + 1) if mention is not None else at + 1


def first_free(named: Iterable[tuple[Mention, bool]]) -> Mention | None:
    """The first one whom nothing governs, by the name that follows a title at once: مسؤول الملف رئيس الاتحاد فلان."""
    found: Mention | None = None
    for mention, free in named:
        if found is not None:
            apposed = mention.start == found.end and mention.kind == "person" and found.name is None
            return mention if apposed and found.kind in ("role", "unnamed") and not found.plural else found
        found = mention if free else None
    return found


def _is_platform(reading: Reading, at: int) -> bool:
    """على موقع تويتر, عبر موقع التواصل الاجتماعي، تويتر: where something was said, not who said it."""
    if reading.words[at] in source_words("platforms"):
        return True
    before = at - 1 - (reading.words[at - 1] == "#")
    return before >= 0 and reading.words[before] in ("موقع", "موقعه", "حساب", "منصه", "شبكه", "عبر")


def _is_free(reading: Reading, sentence: Range, at: int) -> bool:
    """Whether a name stands where a clause has its subject: first, or after a first word that is its verb."""
    if _opens_clause(reading, sentence, at):
        return True
    previous = reading.words[at - 1]
    if previous in _ABOUT_IT and at - 2 >= sentence[0] and reading.words[at - 2] in cue_forms():
        return True  # وهذا ما أكد عليه الوزير بقوله …
    form = cue_forms().get(previous)
    if form is not None and form.with_object:
        return True  # تغريدة نشرها ترامب
    prepositions = source_words("adverbial_prepositions")
    verb = form is not None and form.shape == "finite" and form.perfect and previous not in prepositions
    if verb and at - 2 > sentence[0]:  # وخلال زيارة للجنوب أمس رفض ترامب التعليق، وقال …
        governing = reading.words[at - 2]
        others = prepositions | source_words("relatives") | source_words("clause_words")
        return governing not in others and governing not in lexicon.nouns()
    if previous in lexicon.function_words() or previous in lexicon.nouns():
        return False
    if previous.startswith("ال") and is_everyday(previous):
        return False
    return previous[0].isalnum() and _opens_clause(reading, sentence, at - 1)


def _opens_clause(reading: Reading, sentence: Range, at: int) -> bool:
    openers = source_words("clause_openers") | source_words("negations")
    while at > sentence[0] and reading.words[at - 1] in openers:
        at -= 1
    return at <= sentence[0] or reading.words[at - 1] in "،,.-–" or reading.is_joined(at)


def author(reading: Reading, named: Sequence[Mention]) -> Mention | None:
    """تغريدة للسيناتور ماركو روبيو أكد فيها, تصريح لافروف الذي قال فيه: whose document it is, where that is what was
    `named` last, the last one first; a letter may be for him."""
    last, start = named[0], named[0].start
    whose: Mention | None = last
    if is_document(reading, start):
        whose = parse_mention(reading, start + 1, last.end, bounded=True) if last.end > start + 1 else None
    elif len(named) == 1 or named[1].end != start or not is_document(reading, named[1].start):
        # not تصريحات الرئيس الإيراني | حسن روحاني
        before = start - 1 - (reading.words[start - 1] == "ل" and reading.words[start - 2] not in _LETTERS)
        whose = last if is_document(reading, before) else None
    return whose if whose is not None and whose.kind in ("person", "organisation") else None
