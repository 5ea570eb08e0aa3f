"""Resolution: who said the words of one cue, from its mention, its sentence and the article so far."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from index.attribution import Attribution
from index.cast import Cast
from index.cue import Cue
from index.mention import Mention, name_words, parse_mention
from index.naming import name_gender
from index.speaker import Speaker, agrees, named_at
from index.tokens import Range, Reading
from index.topic import author, first_free, named_before, topic_before
from index.word_list import source_words


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that somebody said: their tokens, the cue that reports them, and the mention of the speaker.

    `words` is None where it cannot be told which they are.
    A headline (`لافروف: …`) has no cue, nor has a paragraph that goes on with a quotation (`continued`).
    """

    words: Range | None
    attribution: Attribution | None
    mention: Mention | None
    continued: bool = False


def speaker_of(
    reading: Reading, cast: Cast, sentence: Range, one: Clause, before: Speaker | None, nested: Speaker | None = None
) -> Speaker | None:
    """Who said the words, None where it cannot be told; nobody says them to himself (داعيا سالفيني إلى …).

    `before` is who said the last ones in the same sentence, `nested` who was quoted there inside what others said.
    """
    speaker = _sayer(reading, cast, sentence, one, before, nested)
    if speaker is not None and one.mention is not None and _is_told_of(reading, one, speaker):
        return cast.by_title_alone(one.mention)
    cue = one.attribution.cue if one.attribution else None
    if speaker is None or one.mention is not None or cue is None or cue.form.shape != "participle":
        return speaker
    addressed = cast.named_at(cue.end, sentence[1]) if "whom" in cue.form.takes else None
    himself = addressed is not None and addressed.kind == "person" and cast.resolve(addressed, None) is speaker
    return None if himself else speaker


def _is_told_of(reading: Reading, one: Clause, speaker: Speaker) -> bool:
    """رئيس نابولي: ساري حاول تفكيك فريقنا: whether whom the title of a line would mean is named in what is said."""
    titled = one.attribution is None and one.mention is not None and one.mention.kind == "role"
    named = one.words is not None and speaker.words != () and speaker.words[-1] in reading.words[slice(*one.words)]
    return titled and named


def _sayer(
    reading: Reading, cast: Cast, sentence: Range, one: Clause, before: Speaker | None, nested: Speaker | None
) -> Speaker | None:
    form = one.attribution.cue.form if one.attribution else None
    gender = form.gender if form else None
    if one.mention is not None:
        if one.mention.kind == "pronoun" and reading.words[one.mention.start] in source_words("clause_words"):
            meant = _subject_of_clause(reading, cast, sentence, one.mention, before)
            if meant is not None:
                return meant
        if before is not None and _is_told_by_pronoun(reading, one) and agrees(before, gender, False):
            return before
        if one.mention.kind != "pronoun" or not reading.words[one.mention.start].startswith("لكن"):
            speaker = cast.resolve(one.mention, gender, form is not None and form.lemma in source_words("going_on"))
            if speaker is not None and _shows_gender(reading, one, speaker):
                speaker.gender = gender
            return speaker
        gender = one.mention.gender
    plural = one.mention.plural if one.mention else form.plural if form else False
    if _in_document(reading, one) and one.attribution is not None:
        before_it = list(named_before(reading, cast, sentence, one.attribution.cue.start))[::-1]
        named = [mention for mention, _ in before_it]
        wrote = author(reading, named) if named else None
        nearest = [wrote] if wrote is not None else [mention for mention, free in before_it if free] or named
        speakers = (cast.resolve(mention, gender) for mention in nearest)
        came = one.attribution.cue.form.lemma in ("جا", "ورد")  # in بيانا جاء فيه the statement came
        fit = (one for one in speakers if one is not None)
        speaker = next(
            (one for one in fit if agrees(one, gender, plural) or (came and one.kind == "organisation")), None
        )
        if speaker is not None:
            return speaker
    goes_on = nested is not None and one.attribution is not None and reading.is_joined(one.attribution.cue.start, "و")
    goes_on = goes_on and nested is not None and agrees(nested, gender, plural)
    if before is not None and agrees(before, gender, plural):
        other_gender = before.kind != "person" and gender is not None and cast.last_verb not in (None, gender)
        return nested if goes_on and other_gender and nested is not None and nested.gender == gender else before
    if before is not None and cast.goes_on(before, gender, plural):
        return nested if nested is not None and agrees(nested, gender, plural) else before
    topic = topic_before(reading, cast, sentence, one.attribution.cue) if one.attribution else None
    if topic is not None:
        speaker = cast.resolve(topic, gender)
        if speaker is not None and agrees(speaker, gender, plural):
            return speaker
    if one.mention is not None:
        speaker = _taken_up(reading, cast, sentence, one.mention)
        if speaker is not None:
            return speaker
    if goes_on:
        return nested  # روسيا التي تعهدت بـ…، وتقول إن …
    pair = _pair_of_clause(reading, cast, sentence, one) if plural else None
    if pair is not None:
        return pair
    known = _person_before_where(reading, cast, sentence, one) or _earlier_topic(reading, cast, sentence, one)
    known = known or _only_person_before(reading, cast, sentence, one) or cast.recall(gender, plural)
    if known is None and one.attribution is not None:
        cue = one.attribution.cue
        known = cast.named_alone(cue.start, gender, plural)
        if known is None and (cue.form.shape == "participle" or cue.start <= sentence[0] + 1):
            known = cast.only_body(plural)
        if known is None and cue.form.shape == "participle" and not cue.form.plural:
            known = before  # قالت هيذر نويرت إن …، لافتا إلى: a slip of the pen
    return known


def _is_told_by_pronoun(reading: Reading, one: Clause) -> bool:
    """بحسب الصحيفة فإن الصور التي قالت إنها التقطت …: things say nothing; whoever speaks already says it of them."""
    if one.attribution is None or one.mention is None or one.mention.kind != "generic":
        return False
    cue = one.attribution.cue
    owned = reading.words[cue.begin - 1] in ("انه", "انها", "انهم")
    relative = reading.words[cue.start - 1] in source_words("relatives")
    return owned and relative and cue.form.shape == "finite" and not cue.form.plural


def _shows_gender(reading: Reading, one: Clause, speaker: Speaker) -> bool:
    """قالت بيتاني بارون, قال جين بات: a verb right before a name tells more than a list of names, if any has it."""
    if one.attribution is None or one.mention is None or one.mention.kind != "person" or one.mention.plural:
        return False
    words = name_words(reading, one.mention)
    form, follows = one.attribution.cue.form, one.mention.start == one.attribution.cue.end
    unlisted = name_gender(words[0]) is None or (len(words) > 1 and words[:1] == speaker.words[:1])
    return follows and form.shape == "finite" and form.gender is not None and unlisted


def _subject_of_clause(
    reading: Reading, cast: Cast, sentence: Range, pronoun: Mention, before: Speaker | None
) -> Speaker | None:
    """قال البيان إن إسرائيل تتمسك بسياستها، وإنها تعتبر …: whom the clause before tells of, not who tells it."""
    for at in range(pronoun.start - 1, sentence[0], -1):
        opening = at - 1 in reading.opens
        if reading.words[at - 1 - opening] not in source_words("clause_words"):
            continue
        mention = named_at(reading, at, pronoun.start) or cast.named_at(at, pronoun.start)
        if mention is None or mention.gender not in (None, pronoun.gender):
            continue
        speaker = cast.resolve(mention, pronoun.gender)
        return speaker if speaker is not before else None
    return None


def _taken_up(reading: Reading, cast: Cast, sentence: Range, pronoun: Mention) -> Speaker | None:
    """وضعت إيران شروطا. لكنها قالت …: the nearest subject of this sentence or the one before with whom لكنها agrees."""
    place = bisect_left(reading.sentences, sentence)
    start = sentence[0] if pronoun.start > sentence[0] + 1 else reading.sentences[max(0, place - 1)][0]
    named = named_before(reading, cast, (start, sentence[1]), pronoun.start)
    for mention in [mention for mention, free in named if free][::-1]:
        told = mention.gender == pronoun.gender and mention.kind in ("person", "organisation", "place")
        speaker = cast.resolve(mention, pronoun.gender) if told else None
        if speaker is not None and agrees(speaker, pronoun.gender, pronoun.plural):
            return speaker
    return None


def _pair_of_clause(reading: Reading, cast: Cast, sentence: Range, one: Clause) -> Speaker | None:
    """قال السفير إن فلانا وفلانا هاجما القرار، معتبرين أن …: the two or more whom the clause before tells of."""
    cue = one.attribution.cue if one.attribution else None
    for at in range(cue.start - 1, sentence[0], -1) if cue else ():
        if reading.words[at - 1] in source_words("clause_words") and reading.quoted_at[at] is None:
            mention = parse_mention(reading, at, cue.start if cue else at, bounded=True)
            return cast.resolve(mention, None) if mention is not None and mention.plural else None
    return None


def _person_before_where(reading: Reading, cast: Cast, sentence: Range, one: Clause) -> Speaker | None:
    """زيارة للحريري إلى الرياض، حيث أعلن …: who spoke last, if he is named before حيث, or the person named last."""
    cue = one.attribution.cue if one.attribution else None
    if cue is None or cue.start == sentence[0] or reading.words[cue.start - 1] != "حيث":
        return None
    named = [mention for mention, _ in named_before(reading, cast, sentence, cue.start) if mention.name]
    speakers = [cast.resolve(mention, cue.form.gender) for mention in named]
    again = [one for one in speakers if cast.spoke and one is cast.spoke[-1]]  # في مقابلة لبيرغ مع فلانة، حيث قال
    speaker = (again or speakers or [None])[-1]
    return speaker if speaker is not None and agrees(speaker, cue.form.gender, cue.form.plural) else None


def _only_person_before(reading: Reading, cast: Cast, sentence: Range, one: Clause) -> Speaker | None:
    """جاء الرد من الوزير سالم العلي، مشددا على …: a participle goes on from the one person whom its sentence names."""
    cue = one.attribution.cue if one.attribution else None
    if cue is None or cue.source or cue.form.shape != "participle" or cue.form.plural or cue.start <= sentence[0] + 1:
        return None
    named = [mention for mention, _ in named_before(reading, cast, sentence, cue.start)]
    if any(mention.kind != "person" or mention.plural for mention in named) or not named:
        return None
    if any(mention.gender not in (None, cue.form.gender) for mention in named):
        return None
    speakers = [cast.resolve(mention, None) for mention in named]
    first = speakers[0]
    alone = first is not None and all(one is first for one in speakers)
    return first if first is not None and alone and agrees(first, cue.form.gender, False) else None


def _earlier_topic(reading: Reading, cast: Cast, sentence: Range, one: Clause) -> Speaker | None:
    """وظهر كيري وهو يتكئ على عصا. وقال …: whom the sentence before, in which nobody spoke, is about."""
    cue = one.attribution.cue if one.attribution else None
    place = bisect_left(reading.sentences, sentence) - 1
    if cue is None or cue.source or cue.start > sentence[0] + 1 or place < 0:
        return None
    earlier = reading.sentences[place]
    if earlier[0] <= cast.spoken_at:
        return None
    named = list(named_before(reading, cast, earlier, earlier[1]))
    first = first_free(named)
    if first is None or first.plural:
        return None
    if first.kind != "person" and not _is_taken_up(reading, sentence, cue, first, [one for one, _ in named]):
        return None
    speaker = cast.resolve(first, cue.form.gender)
    return speaker if speaker is not None and agrees(speaker, cue.form.gender, cue.form.plural) else None


def _is_taken_up(reading: Reading, sentence: Range, cue: Cue, first: Mention, named: Sequence[Mention]) -> bool:
    """كانت الوزارة قد أدرجت الشركة. وقالت …: a body or a title that the verb agrees with, if it can mean no person."""
    if cue.form.lemma in source_words("going_on") or reading.begins_line(sentence[0]):
        return False
    bare = first.end == first.start + 1 and not first.definite
    if bare or first.kind == "place" or first.gender is None or first.gender != cue.form.gender:
        return False
    gender = cue.form.gender if first.kind == "organisation" else None
    return not any(one.kind == "person" and (gender is None or one.gender in (None, gender)) for one in named)


def _in_document(reading: Reading, one: Clause) -> bool:
    """تغريدة وصف فيها, بيان نفى فيه, نفيه أن …: the subject is whoever was named last."""
    if one.attribution is not None and one.attribution.cue.form.shape == "noun":
        return not reading.words[one.attribution.cue.start].endswith("القول")
    at = one.attribution.cue.end if one.attribution else len(reading.words)
    return at < len(reading.words) and reading.words[at] in ("فيه", "فيها")
