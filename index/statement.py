"""Statements: a stretch of an article, who said it, how, and where the speaker is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index import lexicon
from index.attribution import Attribution, attribute
from index.cast import Cast, meet
from index.continuation import also_quoted, continued
from index.cue_form import cue_forms
from index.extent import reported_words, trimmed
from index.matching import find_cues
from index.mention import Mention, parse_mention
from index.naming import is_everyday, is_surely_name
from index.resolution import Clause, speaker_of
from index.sentence import Sentence
from index.speaker import Speaker
from index.tokens import Range, Reading, read
from index.word_list import source_words

Kind = Literal["direct", "indirect", "mixed"]
Reference = Literal["name", "title", "counterpart", "pronoun", "elided", "organisation", "headline", "unnamed"]
SpeakerType = Literal["person", "organisation", "unnamed"]
Span = tuple[int, int]

_WE = frozenset(("نحن", "انا", "لدينا", "لدي", "علينا", "لنا", "اننا", "انني"))
_HEADLINE_REACH = 12  # tokens before the colon of `لافروف: …`


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said: the span [start, end) of the article's text that holds the words.

    `speaker` is the fullest form that the article itself gives of the speaker's name (a string the
    article contains), or None where it cannot be told. `mention` is the span that names the speaker
    in the reporting clause, None where the subject is elided; `cue` the span of the reporting word.
    """

    start: int
    end: int
    kind: Kind
    speaker: str | None
    reference: Reference
    mention: Span | None
    cue: Span | None
    speaker_type: SpeakerType | None = None


def find_statements(text: str, sentences: Sequence[Sentence], headline: Span | None = None) -> list[Statement]:
    """Every reported statement of an article, in the order of the text."""
    reading = read(text, sentences)
    cast = meet(reading)
    statements: list[Statement] = []
    for sentence in reading.sentences:
        is_headline = headline is not None and reading.starts[sentence[0]] < headline[1]
        found = _colon_line(reading, sentence, is_headline) or _reported(reading, sentence)
        found = found or continued(reading, cast.spoken_at, sentence)
        statements.extend(_resolved(reading, cast, sentence, found))
    unique = {(one.start, one.end): one for one in statements}  # of two cues for the same words, the nearer one
    return sorted(unique.values(), key=lambda one: (one.start, one.end))


# --- what was said


def _colon_line(reading: Reading, sentence: Range, is_headline: bool) -> list[Clause]:
    """`لافروف: …`, a line that opens with a speaker and a colon."""
    words = reading.words
    reach = range(sentence[0], min(sentence[0] + _HEADLINE_REACH, sentence[1]))
    colon = next((at for at in reach if words[at] == ":"), None)
    if colon is None or colon + 2 >= sentence[1]:
        return []
    if not is_headline and (not reading.begins_line(sentence[0]) or "-" in words[sentence[0] : colon]):
        return []  # a byline: سالم العلي- جدة: …
    start = max((at + 1 for at in range(sentence[0], colon) if words[at] in "/.|"), default=sentence[0])
    if any(words[at] in cue_forms() for at in range(start, colon)):
        return []
    end = _before_hearer(reading, start, colon, is_headline)
    label = reading.opens.get(start)
    if is_headline and label is not None and label.end == end and words[label.inner_start] in lexicon.nouns():
        start, end = label.inner_start, label.inner_end  # "تقرير": …
    mention = parse_mention(reading, start, end, bounded=True)
    if mention is not None and mention.kind == "place" and _is_dateline(reading, mention, (colon + 1, sentence[1])):
        return []
    if words[start] in source_words("labels"):
        return []
    if mention is None or mention.kind in ("document", "media", "pronoun"):
        return []
    if mention.kind == "unnamed" and not is_headline:
        return []
    if mention.end < end and not (mention.kind == "person" and is_headline):
        return []
    if (mention.kind == "generic" and (mention.end - mention.start > 2 or mention.definite)) or (
        not is_headline
        and (mention.kind not in ("person", "generic", "role") or (mention.kind == "generic" and start == sentence[0]))
    ):
        return []
    return [Clause((colon + 1, sentence[1]), None, mention)]


def _is_dateline(reading: Reading, place: Mention, rest: Range) -> bool:
    """ليبيا: عقوبات أممية …: where it happened, unless what follows can only be said by somebody."""
    words = reading.words
    after = words[rest[0]]
    if after in source_words("events") or after.isdigit():
        return True
    state = lexicon.places().get(tuple(words[place.start : place.end]))
    if state is None or state.state != " ".join(words[place.start : place.end]):
        return False  # a capital stands for its government
    quoted = any(at in reading.opens for at in range(*rest))
    said = after in source_words("negations") or after in ("هناك", "نحن", "سوف")
    return not (quoted or said or any(_is_first_person(word) for word in words[slice(*rest)]))


def _before_hearer(reading: Reading, start: int, colon: int, is_headline: bool) -> int:
    """Where `وزير الدفاع لـ«المدينة»: …` or `خبراء لترامب: …` begins to name whom it was said to."""
    for at in range(start + 1, colon):
        stretched = "ـ" in reading.text[reading.starts[at] : reading.starts[at + 1]]
        if reading.words[at] == "ل" and (stretched or at + 1 in reading.opens):
            return at
        named = is_headline and reading.words[at] == "ل" and is_surely_name(reading, at + 1)
        if named and (at + 2 == colon or is_surely_name(reading, at + 2)):
            return at
    return colon


def _reported(reading: Reading, sentence: Range) -> list[Clause]:
    """The statements that the cues of a sentence report."""
    attributions = attribute(reading, sentence, find_cues(reading, sentence))
    found = []
    for place, one in enumerate(attributions):
        words = reported_words(reading, sentence, attributions, place)
        said_so = one.cue.how == "before" and not one.cue.source
        if words is not None or said_so:  # … أوضح ذلك المتحدث: the article goes on with him
            found.append(Clause(words, one, one.mention))
            found.extend(also_quoted(reading, sentence, found[-1]))
    return found


# --- who said it


def _resolved(reading: Reading, cast: Cast, sentence: Range, found: Sequence[Clause]) -> Iterator[Statement]:
    """The statements of one sentence with their speakers."""
    before: Speaker | None = None
    nested: Speaker | None = None
    issuers: list[tuple[int, Speaker]] = []
    for one in found:
        speaker = speaker_of(reading, cast, sentence, one, before, nested)
        form = one.attribution.cue.form if one.attribution else None
        quoted = reading.quoted_at[sentence[0]] is not None  # the sentence ends what somebody said before it
        aside = one.attribution is not None and (
            one.attribution.aside or _is_afterthought(one.attribution, before is not None or quoted)
        )
        if speaker is not None:
            before, nested = (before, speaker) if aside else (speaker, nested)
            cast.remember(speaker, form.gender if form else None, aside)
            if not aside:
                issuers.append((one.attribution.cue.start if one.attribution else sentence[0], speaker))
        statement = _statement(reading, one, speaker)
        if statement is not None:
            yield statement
    cast.note_documents(sentence, issuers)
    if found:
        cast.spoken_at = sentence[0]


def _is_afterthought(one: Attribution, said: bool) -> bool:
    """، وفقا للحزب, at the end of what others said: the article does not go on with this source."""
    return one.cue.source and one.cue.how == "before" and said


def _statement(reading: Reading, one: Clause, speaker: Speaker | None) -> Statement | None:
    words = trimmed(reading, one.words) if one.words is not None else None
    if words is None:
        return None
    start, end = reading.source(words)
    mention = reading.source((one.mention.start, one.mention.end)) if one.mention else None
    cue = reading.source((one.attribution.cue.start, one.attribution.cue.end)) if one.attribution else None
    text = speaker.text if speaker else None
    kind, reference, spoken_by = _kind(reading, one, words), _reference(one), _speaker_type(speaker)
    return Statement(start, end, kind, text, reference, mention, cue, spoken_by)


def _speaker_type(speaker: Speaker | None) -> SpeakerType | None:
    match speaker.kind if speaker else None:
        case None:
            return None
        case "organisation" | "place" | "media" | "document":
            return "organisation"
        case "person":
            return "person"
        case _:  # a title or a description without a name
            return "unnamed"


def _kind(reading: Reading, one: Clause, words: Range) -> Kind:
    """Direct where the speaker's own words are all there is; mixed where they are a part of a clause."""
    cue = one.attribution.cue if one.attribution else None
    quoted = reading.quoted_at[words[0]] or reading.opens.get(words[0] - 1)
    if quoted is not None and quoted.inner_end >= words[1]:
        return "mixed" if cue is not None and cue.partial else "direct"
    if any(at in reading.opens for at in range(*words)):
        return "mixed"
    if cue is None:
        return "direct" if any(_is_first_person(word) for word in reading.words[words[0] : words[1]]) else "indirect"
    return "direct" if cue.how == "colon" else "indirect"


def _is_first_person(word: str) -> bool:
    """نحن, سنصدر, شعبانا: only a speaker's own words say we."""
    return (
        word in _WE
        or (word.startswith("سن") and len(word) > 4 and not is_everyday(word))
        or (
            word[0] == "ن"
            and len(word) > 3
            and word not in lexicon.nouns()
            and "ي" + word[1:] in lexicon.common_words()
        )
        or (word.endswith("نا") and len(word) > 4 and is_everyday(word[:-2]))
    )


def _reference(one: Clause) -> Reference:
    if one.attribution is None and not one.continued:
        return "headline"
    if one.mention is None:
        return "elided"
    if one.mention.stem == "نظير":
        return "counterpart"
    match one.mention.kind:
        case "person" | "generic":
            return "name"
        case "organisation" | "media" | "place":
            return "organisation"
        case "unnamed":
            return "unnamed"
        case "pronoun":
            return "pronoun"
        case _:
            return "title"
