"""Whom a question asks for: the speaker whose words it wants, by name, by title or by organisation.

An Arabic question is read with the same reader of mentions as the articles are (index/mention.py), right after
its reporting verb, or before it (سما المصري قالت ايه); other languages by the names that they hold.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.arabic import is_arabic
from index.lexicon import given_names, nouns, state_words, surnames
from index.mention import Mention
from index.naming import is_everyday
from index.sentence import split_sentences
from index.title import Title, title_of
from index.tokens import Reading, read
from index.word_list import people_words, source_words
from retrieval.asked_abroad import asked_abroad
from retrieval.asked_name import (
    before_body,
    behind_title,
    goes_on,
    is_ali,
    is_dual,
    is_everyday_name,
    is_odd_name,
    is_topic_word,
    limit_of,
    longest,
    mention_at,
    of_somebody,
    plain,
    somebodys_body,
    stands_alone,
    with_nisba,
)
from retrieval.body_name import asked_body, called_by_noun
from retrieval.names import Names
from retrieval.question_words import asks_for_a_fact, asks_when_said, question_words, says
from retrieval.whom import Asked, BearersOf


def find_asked(text: str, names: Names, bearers: BearersOf) -> Asked | None:
    """Whom the question asks for; None where it asks for nobody's words."""
    reading = read(text, split_sentences(text))
    tokens = reading.words
    if not any(is_arabic(token[0]) for token in tokens):
        return asked_abroad(
            text, names, bearers, lambda name: _at(read(name, split_sentences(name)), 0, names, bearers)
        )
    for after in (at + 1 for at, word in enumerate(tokens[:-1]) if word in question_words("according")):
        at = after + (tokens[after] in question_words("documents") and after + 1 < len(tokens))
        found = _at(reading, at, names, bearers, own_words=False)
        if found is not None and found.is_known:
            return found
    if asks_for_a_fact(tokens) and not asks_when_said(tokens):
        return None
    for at in _slots(tokens):
        found = _at(reading, at, names, bearers)
        if found is not None and (found.is_known or (_asks_with(tokens, at) and not asks_when_said(tokens))):
            return _with_another(reading, found, names)
    if any(token in question_words("interrogative") for token in tokens):
        noun_follows = tokens[0] in question_words("noun_follows")
        does = None if noun_follows else _subject_of_any_verb(reading, names, bearers)
        return does or _subject_of_relative(reading, names, bearers)
    return _in_keywords(reading, names, bearers)


def _in_keywords(reading: Reading, names: Names, bearers: BearersOf) -> Asked | None:
    """Who stands before a topic without any word that asks: نتنياهو صفقة القرن, وزير الطاقة السعودي عن أسعار النفط."""
    tokens = reading.words
    known = longest(reading, (0, len(tokens)), names)
    noun = nouns().get(tokens[0])
    titled = noun is not None and noun.kind == "title" and len(tokens) > 2
    alone = known is not None and known.end == reading.ends[0] and tokens[0] in given_names()  # خالد الفالح
    alone = alone and not (len(tokens) > 1 and is_topic_word(tokens[1]))  # but حفتر الخطة
    if not titled and not alone and not (known is None and len(tokens) > 1 and tokens[0] in surnames()):
        return known if known and known.strict else None
    found = _at(reading, 0, names, bearers)
    if found is None or found.is_known:
        return found if found and found.strict else None
    after = bisect_left(reading.starts, found.end)
    return found if found.name or tokens[after : after + 1] in (["عن"], ["حول"], ["بشان"], [":"]) else None


def _slots(tokens: Sequence[str]) -> Iterator[int]:
    """Where a speaker may be named: before or after each word of saying."""
    later = []
    for at, word in enumerate(tokens):
        if word == "سبق" and tokens[at + 1 : at + 2] == ["ل"] and at + 2 < len(tokens):
            yield at + 2  # هل سبق لترامب أن هدد إيران؟
        if word in question_words("utterance") and at + 1 < len(tokens):
            later.append(at + 1)  # في تصريح لافروف, على لسان لافروف
        if not says(word) or (at and tokens[at - 1] in question_words("topic")):
            continue
        if at > 1 and tokens[at - 1] == "ان" and tokens[at - 2] in source_words("adverbial_prepositions"):
            continue  # قبل أن تعلن الرياض
        first = next((n for n, token in enumerate(tokens) if token not in question_words("interrogative")), at)
        if first < at and word in question_words("said") and not any(says(token) for token in tokens[first:at]):
            yield first
        skipped = question_words("behind_saying") | question_words("interrogative")
        after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1] in skipped)  # ما صرح به, قال ايه
        if after < len(tokens):
            yield after
    yield from later


def _with_another(reading: Reading, one: Asked, names: Names) -> Asked:
    """ماذا قال ترامب وماكرون: of two who are asked for either will do."""
    at = bisect_left(reading.starts, one.end)
    if at + 1 >= len(reading.words) or reading.words[at] != "و" or not one.is_known:
        return one
    other = longest(reading, (at + 1, len(reading.words)), names)
    if other is None or not other.strict or not one.strict:
        return one
    return replace(one, end=other.end, speakers=one.speakers | other.speakers)


def _asks_with(tokens: Sequence[str], at: int) -> bool:
    """Whether nothing but words that ask stand before a word of saying and the name at `at`, so that the question is
    after that one's words: not ما الذي جعل لوثر يكتب الترانيم, nor ما نسبة الغابات."""
    behind = at > 1 and tokens[at - 1] in question_words("interrogative")  # قال ايه محمد صلاح
    before = tokens[: max(at - 1 - behind, 0)]
    noun_follows = bool(before) and before[-1] in question_words("noun_follows")
    if noun_follows and tokens[at - 1] not in question_words("saying"):
        return False
    return all(token in question_words("interrogative") | question_words("leading") for token in before)


def _subject_of_any_verb(reading: Reading, names: Names, bearers: BearersOf) -> Asked | None:
    """Who does what a question asks after: ماذا طلب ليبرمان من …، ليش سعد الحريري شال …; others may tell of it."""
    strict = reading.words[0] in question_words("what")
    auxiliary = reading.words[1:2] in (["كان"], ["كانت"])  # ماذا كان ينتظر وزير الخارجية
    for at in (1, 2, 3)[auxiliary : 2 + auxiliary]:
        if at < len(reading.words):
            found = _at(reading, at, names, bearers)
            if found is None or not found.is_known:
                continue
            several = auxiliary and found.end > reading.ends[at]  # هل كانت الخارجية الروسية تعلم
            if at > 2 or not is_everyday(reading.words[at]) or several:
                return replace(found, strict=strict and found.strict)
    return None


def _subject_of_relative(reading: Reading, names: Names, bearers: BearersOf) -> Asked | None:
    """ما الشروط التي وضعها ماكرون: who has done what a question asks after; others may tell of it."""
    for at, word in enumerate(reading.words[:-2]):
        if word in source_words("relatives") and reading.words[at + 1].endswith(("ه", "ها", "هم")):
            found = _at(reading, at + 2, names, bearers)
            if found is not None and found.is_known:
                return replace(found, strict=False)
    return None


def _at(reading: Reading, at: int, names: Names, bearers: BearersOf, own_words: bool = True) -> Asked | None:
    """Who is named from this token on; `own_words`: of a body, too, nobody else's words will do."""
    found = _named_at(reading, at, names, bearers, own_words)
    limit = limit_of(reading, at, names)
    whose = of_somebody(reading, at, limit, names)
    if whose is None or (found is not None and found.is_known and found.speakers.isdisjoint(whose.speakers)):
        return found
    title = title_of(mention) if (mention := mention_at(reading, at, limit)) is not None else None
    if title is not None and found is not None and found.speakers & bearers(title).speakers:
        return found  # مدير لونيكس, who is called نيكس
    return replace(whose, speakers=frozenset(somebodys_body(reading, whose, names)))  # منافس ترامب is not he


def _named_at(reading: Reading, at: int, names: Names, bearers: BearersOf, own_words: bool) -> Asked | None:
    """Who is named from this token on, whatever he is to somebody."""
    tokens = reading.words
    topical = tokens[at] in question_words("topic") and not is_ali(reading, at, names)
    if topical or tokens[at] in question_words("interrogative"):
        return None
    limit = limit_of(reading, at, names)
    at += is_dual(tokens[at]) and at + 1 < limit  # الرئيسان ترامب وماكرون
    known = longest(reading, (at, limit), names)
    mention = mention_at(reading, at, limit)
    nobody = mention is None or (mention.kind == "generic" and mention.name is None)
    if nobody and known is None and (is_everyday_name(tokens[at:limit], names) or stands_alone(reading, at, limit)):
        return _called(*reading.source((at, limit)), tokens[at:limit], names)
    if mention is None:
        return known
    if known is None and mention.name is None and (behind := behind_title(reading, mention, limit, names)):
        known = Asked(*reading.source((at, behind[0] + behind[1].end)), behind[1].speakers, strict=True)
    start, end = reading.starts[at], reading.ends[mention.end - 1]
    if known and known.end < end and mention.kind in ("role", "unnamed") and tokens[at] in nouns():
        known = None  # مسؤول تركي is nobody whose surname only looks like مسؤول
    if mention.kind == "person" and mention.name is not None:
        named = longest(reading, (mention.name[0], limit), names) or known
        span = with_nisba(reading, mention.name, limit)
        if named is not None and not goes_on(reading, named.end, named.speakers, span, names):
            return replace(named, start=start)
        called = _called(start, max(end, reading.ends[span[1] - 1]), plain(tokens[slice(*span)]), names)
        return called if called.is_known else _misspelled(called, mention, names, bearers)
    if known is None and is_odd_name(tokens[mention.start : mention.end]) and mention.kind == "generic":
        return _called(start, end, plain(tokens[mention.start : mention.end]), names)
    if mention.kind == "role" and title_of(mention) is not None and not (known and known.end >= end):
        return _titled(reading, start, mention, bearers)
    if mention.kind in ("place", "organisation", "media"):
        whole = known is not None and known.end >= end and not (known.strict and called_by_noun(reading, mention))
        return asked_body(reading, (at, limit), mention, known if whole else None, names, bearers, own_words)
    return known


def _called(start: int, end: int, name: Sequence[str], names: Names) -> Asked:
    """Whoever is called so, known or not."""
    return Asked(start, end, frozenset(names.containing(name)), strict=True, name=tuple(name))


def _misspelled(one: Asked, mention: Mention, names: Names, bearers: BearersOf) -> Asked:
    """المتحدث باسم الرئاسة التركية كالن: the only bearer of the title whose name is nearly that one (قالن)."""
    title = title_of(mention)
    alike = frozenset(names.near(one.name)) & bearers(title).speakers if title is not None else frozenset()
    return replace(one, speakers=alike, name=()) if len(alike) == 1 else one


def _titled(reading: Reading, start: int, mention: Mention, bearers: BearersOf) -> Asked | None:
    """Whoever bears a title, as it stands or without the body behind it; nobody where it is no title to bear."""
    whole = title_of(mention)
    ways = [(mention, whole), (short := before_body(reading, mention), title_of(short) if short else None)]
    if whole is not None and whole.words & surnames():
        rest = whole.words - (given_names() - state_words())  # خطيبة جمال خاشقجي
        ways += [(mention, Title(whole.heads, rest))] if rest & surnames() else []
    for one, title in ways:
        if one is None or title is None:
            continue
        borne = bearers(title)
        span, unnamed = (start, reading.ends[one.end - 1]), borne.unnamed
        found = Asked(*span, borne.speakers, strict=True, unnamed=unnamed, articles=borne.articles)
        if found.is_known:
            return found
    if whole is not None and whole.heads <= people_words("nobody_known"):
        return None
    return Asked(start, reading.ends[mention.end - 1], frozenset(), strict=True)
