"""Markers: أن, a colon, a quotation or a preposition, which open what a cue reports."""

from index import lexicon
from index.cue import How, Waiting, is_spoken, right_subject
from index.cue_form import cue_forms
from index.naming import is_cue, is_everyday, is_name_word, is_named_by
from index.subject import skip_adverbs
from index.tokens import Quoted, Range, Reading
from index.word_list import people_words, source_words

_REACH = 48  # tokens between a cue and what it reports
_CASE = frozenset(("في", "من", "علي", "عن", "الي"))
_ASIDES = frozenset(("علي", "في", "عبر", "خلال", "ل"))
_ASIDE = 8  # tokens of an adverbial between a subject and a quotation
_LONG = 15  # words: a quotation of more is never a name
_TITLE = 8  # words of a book's or campaign's name
_SHORT = 4  # words: a quotation of no more may be a name or a scare quote


def marks(reading: Reading, one: Waiting, at: int, sentence: Range, nearest: bool) -> tuple[int, How] | None:
    """Where the words begin and how they are marked, if this token opens what the cue reports."""
    word, takes = reading.words[at], one.form.takes
    if one.form.with_object and "thing" in takes:
        return None
    if one.form.relays and is_spoken(word) and at > one.at + 1:
        return at + 1 + (reading.words[min(at + 1, sentence[1] - 1)] in source_words("clause_words")), "clause"
    if "clause" in takes:
        if word in source_words("clause_words") and _opens_clause(reading, one, at, sentence):
            return at + 1, "clause"
        if one.form.shape == "noun" and not one.form.with_object:
            return None
        if word == ":" and not _is_time(reading, at) and reading.words[at - 1] not in source_words("titled"):
            return at + 1, "colon"
        quoted = reading.opens.get(at) if "thing" not in takes else None
        if quoted and _is_speech(reading, one, at, sentence):
            return quoted.start, "quotation"
    if nearest and is_preposition(reading, at, takes) and not _inside_subject(reading, one, at, sentence):
        begin = at + 1
        if "object" in takes and not _stands_next(reading, one, at, sentence):
            return None
        if begin < sentence[1] and reading.words[begin] in source_words("clause_words"):
            return begin + 1, "preposition"
        if "weak" in takes and begin not in reading.opens and not _stands_apart(reading, one, at):
            return None
        return at if len(word) == 1 else begin, "preposition"
    return None


def _is_aside(reading: Reading, start: int, end: int) -> bool:
    """على موقعه الرسمي, في حديث إلى القناة: a short adverbial, with no verb in it, before a quotation."""
    if end - start > _ASIDE or reading.words[start] not in _ASIDES:
        return False
    words = reading.words
    return all(
        words[at] in source_words("adverbial_prepositions")
        or words[at - 1] in source_words("adverbial_prepositions")
        or words[at].startswith("ال")
        or words[at].endswith(("ه", "ها"))
        or words[at] in lexicon.adjectives()
        or words[at] in lexicon.body_phrases()
        for at in range(start, end)
    )


def _is_apposed(reading: Reading, start: int, end: int) -> bool:
    """وأوضح سامي حداد الأستاذ في جامعة القاهرة "…": a title behind the name, with no verb in it, before a quotation."""
    noun = lexicon.nouns().get(reading.words[start])
    title = noun is not None and noun.kind == "title" and noun.definite and not noun.plural
    between = reading.words[start + 1 : end]
    return title and len(between) <= _ASIDE and not any(is_cue(word) or word in "،,:" for word in between)


def _stands_apart(reading: Reading, one: Waiting, at: int) -> bool:
    """، متطلعا إلى …: a participle after a comma with its preposition right after it."""
    return one.form.shape == "participle" and at == one.at + 1 and reading.words[one.at - 1] in "،,و"


def _stands_next(reading: Reading, one: Waiting, at: int, sentence: Range) -> bool:
    """Whether a preposition follows the verb or its subject at once, or after a comma: أكد الوزير على …"""
    if reading.words[at - 1] in "،,":
        return True
    after = right_subject(reading, one, sentence[1])
    next_to = after.end if after else one.at + 1
    following = reading.words[next_to]
    return at <= next_to or following in source_words("adverbial_prepositions") or following in "،,("


def _opens_clause(reading: Reading, one: Waiting, at: int, sentence: Range) -> bool:
    previous = reading.words[at - 1]
    if (at - 1 > one.at and previous in source_words("no_clause_before_an")) or reading.is_joined(at, "ولف"):
        return False
    if previous in _CASE and previous not in one.form.takes and "object" in one.form.takes:
        return False  # أكد رغبته في أن …: the object holds this clause
    if previous in "-–" and reading.follows_directly(at) and reading.follows_directly(at - 1):
        return False  # مون جاي-إن
    part_of_name = people_words("before_in")
    if previous in part_of_name and reading.words[at - 2] != "بي":
        return False
    if previous == "ان" and reading.words[at - 2] in part_of_name:
        return False
    if at + 1 < sentence[1] and reading.words[at + 1] in people_words("behind_in"):
        return False  # لقناة إن بي سي
    if "thing" not in one.form.takes or not reading.words[at].startswith("بان"):
        return True
    subject = right_subject(reading, one, sentence[1]) if one.form.lemma in source_words("deemed") else None
    return subject is not None and subject.end == at  # اعتبرت طهران بأنها …, but اعتبره بأنه …


def _is_time(reading: Reading, at: int) -> bool:
    words = reading.words
    return at + 1 < len(words) and words[at - 1].isdigit() and words[at + 1].isdigit()


def is_preposition(reading: Reading, at: int, takes: frozenset[str]) -> bool:
    """Whether a token is a preposition that a cue takes, alone or as the ب of بالقرار."""
    word = reading.words[at]
    if word == "الي" and reading.words[at - 1] in source_words("before_to"):
        return False
    if word == "علي" and (_is_ali(reading, at) or _is_overseen(reading, at)):
        return False
    if word in takes and word not in ("clause", "object"):
        return True
    joined = word[0] == "ب" and "ب" in takes and len(word) > 2
    if word in lexicon.nouns():
        return False
    if not joined or is_name_word(word) or word in source_words("title_links") or word in lexicon.given_names():
        return False
    return is_everyday(word[1:]) or len(word) == 3


def _is_overseen(reading: Reading, at: int) -> bool:
    """أكد المشرف العام على البرنامج أن …: what somebody is in charge of, in his title."""
    before = at - 1 - (reading.words[at - 1] in ("العام", "العامه"))
    return before >= 0 and reading.words[before] in ("المشرف", "المشرفه", "المشرفون", "المشرفين")


def _is_ali(reading: Reading, at: int) -> bool:
    """أكد علي القرني أن …: the name, written with its own last letter and with a name after it."""
    if at + 1 >= len(reading.words) or not reading.slice((at, at + 1)).endswith("ي"):
        return False
    following = reading.words[at + 1]
    bodies = (lexicon.body_phrases(), lexicon.place_phrases(), lexicon.media_phrases())
    named = is_name_word(following) or following == "اكبر"
    return named and not any(following in table for table in bodies)


def _inside_subject(reading: Reading, one: Waiting, at: int, sentence: Range) -> bool:
    """Whether this preposition belongs to the subject's title: رحب مسؤول بوزارة الخارجية بـ…"""
    if one.form.shape == "participle" or at == one.at + 1:
        return False
    subject = right_subject(reading, one, sentence[1])
    return subject is not None and at < subject.end


def _is_called(reading: Reading, one: Waiting, quoted: Quoted, limit: int) -> bool:
    """دعت واشنطن "تحالف دعم الشرعية" إلى تحقيق: whether who is called on stands between the marks."""
    takes = one.form.takes & frozenset(("الي", "ب", "علي"))
    later = range(quoted.end, min(limit, one.at + _REACH))
    ends = next((at for at in later if _is_next_cue(reading, at)), limit)
    return any(is_preposition(reading, at, takes) for at in later if at < ends and reading.quoted_at[at] is None)


def _is_next_cue(reading: Reading, at: int) -> bool:
    """Whether another word of reporting stands here, behind a mark or with و."""
    form = cue_forms().get(reading.words[at])
    return form is not None and form.shape != "noun" and (reading.words[at - 1] in "،,و." or reading.is_joined(at))


def _is_speech(reading: Reading, one: Waiting, at: int, sentence: Range) -> bool:
    """Whether a quotation after a cue is what was said: a short one may be a name, and أن comes later."""
    quoted = reading.opens[at]
    if reading.words[at - 1] == "ل":
        return False  # يتابع حديثه لـ«الشرق الأوسط»
    long = quoted.inner_end - quoted.inner_start > _SHORT
    before = reading.words[at - 1 - (reading.words[at - 1] == ":")]
    named = before in source_words("titled") or is_named_by(reading, quoted)
    if named and quoted.inner_end - quoted.inner_start <= _TITLE:
        return False
    if "whom" in one.form.takes and reading.words[at - 1] != ":" and _is_called(reading, one, quoted, sentence[1]):
        return False
    if one.form.lemma in source_words("shouts"):
        return quoted.inner_end - quoted.inner_start > 1
    if "object" in one.form.takes:
        after = right_subject(reading, one, sentence[1])
        next_to = skip_adverbs(reading, after.end if after else one.at + 1, sentence[1])
        if at <= next_to:
            return long
        return long and after is not None and (_is_aside(reading, next_to, at) or _is_apposed(reading, next_to, at))
    if quoted.inner_end - quoted.inner_start > _LONG or (long and reading.words[at - 1] == ":"):
        return True
    for later in range(quoted.end, min(sentence[1], one.at + _REACH)):
        if _is_next_cue(reading, later):
            break  # وقال "…"، مشيرا إلى أن …: that clause is the next one's
        if reading.words[later] in source_words("clause_words") or reading.words[later] == ":":
            return False
    if long:
        return True
    ends = quoted.end >= sentence[1] or not reading.words[quoted.end][0].isalnum()
    return ends and at - one.at < 12 and quoted.inner_end - quoted.inner_start > 1
