"""Subjects after the verb, as Arabic mostly has them: قال لافروف إن …"""

from index import lexicon
from index.cue_form import CueForm
from index.mention import Mention, parse_mention
from index.naming import is_everyday, is_manner, is_name_word, is_surely_name
from index.subject import skip_adverbs
from index.tokens import Reading
from index.word_list import people_words, source_words

_ARRIVE = frozenset(("جا", "جات", "ورد", "وردت"))  # جاء في البيان أن …


def subject_after(reading: Reading, verb: int, marker: int, form: CueForm) -> Mention | None:
    """The subject between a verb and the mark (أن, a colon …) of what it reports.

    It stands right after the verb, or after the occasion: قال في مؤتمر صحافي وزير الخارجية إن …
    """
    praised = praise_after(reading, verb, marker)
    if praised is not None:
        return praised
    start = skip_adverbs(reading, verb + 1, marker)
    if start >= marker or is_manner(reading, start, marker) or _prays(reading, verb, start):
        return None
    if reading.words[start] == "في" and reading.words[verb] in _ARRIVE:
        mention = parse_mention(reading, start + 1, marker, bounded=True)
        return mention if mention is not None and mention.kind in ("document", "unnamed", "media") else None
    if form.lemma == "طلب":  # طلب الباحثون من العينة أن …
        marker = next((at for at in range(start, marker) if reading.words[at] == "من"), marker)
        if marker == start:
            return None
    if not _opens_adverbial(reading, start, marker):
        mention = parse_mention(reading, start, marker, bounded=True)
        if form.relays and mention is not None and mention.kind == "generic":
            return None  # مسح نشرت نتائجه
        if mention is None or form.plural or not _can_speak(reading, mention) or is_oblique(reading, mention):
            return None
        return mention
    if reading.words[start] not in ("في", "خلال", "ل") or start + 1 >= marker:
        return None
    start = _past_occasion(reading, start, marker)
    mention = parse_mention(reading, start, marker, bounded=True) if start < marker else None
    return mention if mention is not None and mention.kind in ("person", "role") else None


def _follows(mention: Mention, form: CueForm) -> bool:
    """Whether a verb before its subject agrees with it: in the singular, and with a person in gender."""
    if form.shape != "finite":
        return True
    if form.plural:
        return False
    if mention.kind in ("generic", "pronoun") or mention.gender is None or form.gender is None:
        return True
    if mention.kind in ("unnamed", "document") and mention.plural:
        people = mention.stem in ("مصدر", "مصادر") or mention.stem in people_words("quantities")
        return people or not mention.gender == "f" != form.gender  # قال مصادر, but أكد تصريحات: he did
    return mention.gender == form.gender  # طالب الجهات المعنية بـ…, دعت البرلمان إلى …: they are addressed


def praise_after(reading: Reading, verb: int, limit: int) -> Mention | None:
    """قال تعالى, قال - صلى الله عليه وسلم -: a praise instead of the name."""
    at = verb + 1
    while at < limit and reading.words[at] in "-–(":
        at += 1
    if at >= limit:
        return None
    word, following = reading.words[at], reading.words[at + 1] if at + 1 < limit else ""
    told = word not in people_words("doubtful_praises") or following in people_words("behind_doubtful_praises")
    of_god = word in people_words("praises_of_god") and told and not _prays(reading, verb, at)
    of_prophet = word in people_words("praises_of_the_prophet") and following in ("الله", "الصلاه", "السلام", "افضل")
    return Mention(at, at + 1, "pronoun", gender="m") if of_god or of_prophet else None


def _prays(reading: Reading, verb: int, at: int) -> bool:
    """سأل الله أن …: whether God is asked, and says nothing."""
    return reading.words[at] == "الله" and reading.words[verb] in people_words("prayers")


def open_subject(reading: Reading, verb: int, limit: int, form: CueForm) -> Mention | None:
    """The subject right after a verb where nothing but its own words shows where it ends."""
    praised = praise_after(reading, verb, limit)
    if praised is not None:
        return praised
    start = skip_adverbs(reading, verb + 1, limit)
    if start >= limit or reading.words[start] in source_words("clause_words") or is_manner(reading, start, limit):
        return None
    if _opens_adverbial(reading, start, limit) or _prays(reading, verb, start):
        return None
    following = reading.words[min(start + 1, limit - 1)]
    if reading.words[start] in people_words("pointers") and following not in lexicon.nouns():
        return None  # وصف هذه الحرب بأنها …
    mention = parse_mention(reading, start, limit)
    if mention is None or _is_object(reading, mention, limit):
        return None
    if not _follows(mention, form) and reading.words[start] != "كل":  # اعتبرها كل من الحكومة والمعارضة
        return None
    if is_oblique(reading, mention):
        return None
    alone = mention.kind == "person" and mention.end == mention.start + 1
    if alone and not form.perfect and not mention.definite and not is_surely_name(reading, mention.start):
        return None  # يتوقع هطول أمطار
    return mention


def is_oblique(reading: Reading, mention: Mention) -> bool:
    """أبلغ الصحفيين: a plural in ين is no subject."""
    word = reading.words[mention.start]
    if mention.kind == "generic":
        return mention.definite and word.endswith("ين") and len(word) > 6 and mention.end == mention.start + 1
    return mention.plural and word.endswith("ين") and mention.kind in ("role", "unnamed")


def _is_object(reading: Reading, mention: Mention, limit: int) -> bool:
    """Whether what follows a verb is its object: no word for a speaker, and no other object after it."""
    if mention.kind != "generic" and not (mention.name and mention.end == mention.start + 1):
        return False
    word = reading.words[mention.start]
    if mention.kind == "person" and word.startswith("ال"):
        return False
    if not word.startswith("ال"):
        following = reading.words[min(mention.start + 1, limit - 1)]
        genitive = mention.end == mention.start + 1 and following.startswith("ال") and is_everyday(following)
        genitive = genitive and following not in source_words("silences")
        return is_everyday(word) or (genitive and not is_surely_name(reading, mention.start))  # وصف جروح المصور بأنها …
    after = skip_adverbs(reading, mention.end, limit)
    if after >= limit:
        return True
    return reading.words[after] in source_words("adverbial_prepositions") or not reading.words[after][0].isalnum()


def _opens_adverbial(reading: Reading, at: int, limit: int) -> bool:
    word = reading.words[at]
    if word == "علي":
        if at + 1 >= limit:
            return True
        written = reading.text[reading.starts[at] : reading.ends[at]].endswith("ي")  # علي الناصر, but على الأرض
        named = is_name_word(reading.words[at + 1]) or reading.words[at + 1] == "اكبر"
        return not is_surely_name(reading, at + 1) and not (written and named)
    if word in source_words("adverbial_prepositions"):
        return True
    return not word[0].isalnum() and word != "#" and at not in reading.opens


def _past_occasion(reading: Reading, at: int, limit: int) -> int:
    """Past في مؤتمر صحافي and its like, to the title that follows; `limit` where none does."""
    words = reading.words
    for here in range(at + 2, limit):
        noun = lexicon.nouns().get(words[here])
        if noun is not None and noun.kind == "title" and not noun.plural and words[here] not in lexicon.adjectives():
            loose = words[here - 1] in source_words("adverbial_prepositions") or words[here - 1] in "و،,"
            return limit if loose or lexicon.nouns().get(words[here - 1]) else here
        if not words[here][0].isalnum() or words[here] in source_words("adverbial_prepositions"):
            return limit
    return limit


def _can_speak(reading: Reading, mention: Mention) -> bool:
    word = reading.words[mention.start]
    if mention.kind == "generic" and word[0] in "بلك" and is_everyday(word[1:]):
        return False  # قال بوضوح إن
    return mention.kind != "generic" or mention.definite or mention.end - mention.start <= 3
