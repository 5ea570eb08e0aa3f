"""Statements: a stretch of an article, who said it, how, and where the speaker is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.arabic import words
from index.attribution import Attribution, attribute
from index.cast import Cast, meet
from index.colon_line import colon_line, is_first_person
from index.continuation import also_quoted, continued
from index.extent import reported_words, trimmed
from index.matching import find_cues
from index.naming import is_everyday
from index.resolution import Clause, speaker_of
from index.sentence import Sentence
from index.speaker import Speaker
from index.title import Title, title_of
from index.tokens import Range, Reading, read

Kind = Literal["direct", "indirect", "mixed"]
Reference = Literal["name", "title", "counterpart", "pronoun", "elided", "organisation", "headline", "unnamed"]
SpeakerType = Literal["person", "organisation", "unnamed"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said: the span [start, end) of the article's text that holds the words.

    `speaker` is the fullest form that the article itself gives of the speaker's name (a string the
    article contains), or None where it cannot be told. `mention` is the span that names the speaker
    in the reporting clause, None where the subject is elided; `cue` the span of the reporting word.
    `title` is all that the article says of the speaker's offices, None where it says nothing.
    """

    start: int
    end: int
    kind: Kind
    speaker: str | None
    reference: Reference
    mention: Span | None
    cue: Span | None
    speaker_type: SpeakerType | None = None
    title: Title | None = None


def find_statements(text: str, sentences: Sequence[Sentence], headline: Span | None = None) -> list[Statement]:
    """Every reported statement of an article, in the order of the text."""
    reading = read(text, sentences)
    cast = meet(reading)
    statements: list[tuple[Statement, Speaker | None]] = []
    for sentence in reading.sentences:
        is_headline = headline is not None and reading.starts[sentence[0]] < headline[1]
        found = colon_line(reading, sentence, is_headline) or _reported(reading, sentence)
        found = found or continued(reading, cast.spoken_at, sentence)
        statements.extend(_resolved(reading, cast, sentence, found))
    # Of two cues for the same words, the nearer one.
    unique = {(one.start, one.end): (one, speaker) for one, speaker in statements}
    return [_titled(*unique[span]) for span in sorted(unique)]


def _titled(statement: Statement, speaker: Speaker | None) -> Statement:
    """The statement with the speaker's title, which the article may give anywhere."""
    title = title_of(speaker) if speaker is not None else None
    return replace(statement, title=title) if title is not None else statement


# --- what was said


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


def _resolved(
    reading: Reading, cast: Cast, sentence: Range, found: Sequence[Clause]
) -> Iterator[tuple[Statement, Speaker | None]]:
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
        aside = aside or (one.mention is not None and cast.is_sacred(one.mention))  # قال تعالى, in a sermon
        if speaker is not None:
            before, nested = (before, speaker) if aside else (speaker, nested)
            cast.remember(speaker, form.gender if form else None, aside)
            if not aside:
                issuers.append((one.attribution.cue.start if one.attribution else sentence[0], speaker))
        statement = _statement(reading, one, speaker)
        if statement is not None:
            yield statement, speaker
    cast.note_documents(sentence, issuers)
    if found:
        cast.spoken_at = sentence[0]


def _is_afterthought(one: Attribution, said: bool) -> bool:
    """، وفقا للحزب, at the end of what others said: the article does not go on with this source."""
    return one.cue.source and one.cue.how == "before" and said


def _statement(reading: Reading, one: Clause, speaker: Speaker | None) -> Statement | None:
    said = trimmed(reading, one.words) if one.words is not None else None
    if said is None:
        return None
    start, end = reading.source(said)
    mention = reading.source((one.mention.start, one.mention.end)) if one.mention else None
    cue = reading.source((one.attribution.cue.start, one.attribution.cue.end)) if one.attribution else None
    somebody = None if speaker is None or _is_vague(speaker) else speaker
    kind, reference, spoken_by = _kind(reading, one, said), _reference(one), _speaker_type(somebody)
    return Statement(start, end, kind, somebody.text if somebody else None, reference, mention, cue, spoken_by)


def _is_vague(speaker: Speaker) -> bool:
    """اللقاء, القيام: an everyday word alone, that stands for nobody in particular."""
    said = list(words(speaker.text))
    return speaker.kind == "generic" and len(said) == 1 and is_everyday(said[0])


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
        return "direct" if any(is_first_person(word) for word in reading.words[words[0] : words[1]]) else "indirect"
    return "direct" if cue.how == "colon" else "indirect"


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
