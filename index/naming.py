"""Naming: whether a word may be a name, from the lists of names and of everyday words."""

import re
from functools import cache

from index import lexicon
from index.conjugation import Gender
from index.cue_form import cue_forms
from index.tokens import Quoted, Reading
from index.word_list import apart, match_phrase, people_words, source_words

_VERB = re.compile("ا(?!ل)\\w{3,5}ت")  # انكشفت, استقالت
_PARTICIPLE = re.compile("م(?:ت|ن|ست)\\w{3,4}ا|م[^اوي]ا?[^اوي]{2}ا")  # متوجها, مستخدما, معقبا, مخاطبا
_DEED = re.compile(r"عدم|وقف|رفع|دفع|فتح|منح|دعم|ا\w{2,4}ا\w?|ت\w{3,4}|م\wا\w\wه")
_BARE_VERBAL_NOUN = re.compile("ت\\w\\wي\\w|ا(?:ن|ست|\\wت)\\w+ا\\w|م\\wا\\w\\wه")
_VERBAL_NOUN = re.compile("[بلوف](?:ت\\w\\w?ي\\w|ا\\w\\w?\\w?ا\\w)ه?")  # بتخليص, بانسحاب
_SAYINGS = frozenset(("تصريحات", "اقوال"))


def bare(word: str) -> str:
    """A folded word without the article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@cache
def is_nisba(word: str) -> bool:
    """Whether a folded word is an adjective made of an everyday noun (الفلكي, البيئية) that is no known surname."""
    stem = bare(word).removesuffix("ه")
    if not word.startswith("ال") or not stem.endswith("ي") or len(stem) < 4 or word in lexicon.surnames():
        return False
    return stem[:-1] in lexicon.common_words() or stem + "ه" in lexicon.common_words()


def is_verbal_noun(word: str) -> bool:
    """Whether a folded word has the form of a verbal noun: تعيين, انتخاب, مبايعه."""
    return _BARE_VERBAL_NOUN.fullmatch(word) is not None


def is_deed(word: str) -> bool:
    """Whether a folded word, with the article or without, may say what somebody is asked to do: الاتحاد, إخلاء, وقف."""
    return _DEED.fullmatch(bare(word)) is not None


def is_sound_plural(word: str) -> bool:
    """Whether a folded word is the plural of people (اللاجئون): no noun that ends alike, as القانون does."""
    stem = bare(word)
    known = stem in lexicon.common_words() and stem[:-2] not in lexicon.common_words()
    return word.endswith(("ون", "ين")) and not known


@cache
def is_everyday(word: str) -> bool:
    """Whether a folded word is an everyday word, or one with a particle or the article before it."""
    common = lexicon.common_words()
    if word in common or word.isdigit():
        return True
    if word in lexicon.given_names() or word in lexicon.surnames():
        return False
    for pronoun in ("ها", "هم", "هما", "ه"):
        if len(word) > len(pronoun) + 2 and word.endswith(pronoun):
            stem = word.removesuffix(pronoun)
            if stem in common or (stem.endswith("ت") and stem[:-1] + "ه" in common):
                return True
    if len(word) > 3 and ((word[0] in "كس" and word[1:] in common) or (word[-1] in "تا" and word[:-1] in common)):
        return True
    return word.startswith("ال") and (word[2:] in common or word in lexicon.nouns() or word in lexicon.adjectives())


def is_participle(word: str) -> bool:
    """متهكما, معقبا: whether a folded word has the form of a participle that tells how somebody speaks."""
    return _PARTICIPLE.fullmatch(word) is not None


@cache
def is_name_word(word: str) -> bool:
    """Whether a folded word may be a part of a person's name, as far as the word alone can tell."""
    if word in lexicon.given_names() or word in lexicon.surnames():
        return True
    if (
        len(word) < 2
        or not word[0].isalpha()
        or word in apart().values()
        or word in lexicon.nouns()
        or word in lexicon.adjectives()
    ):
        return False
    if not word.isalpha() or word.endswith(("وا", "ته", "هم", "هما")) or (word.endswith("ها") and len(word) > 4):
        return False
    if _VERB.fullmatch(word) or _PARTICIPLE.fullmatch(word):
        return False
    if word.startswith(("يت", "يست", "تست", "سيت")) and len(word) > 4 and word not in lexicon.given_names():
        return False
    if word[0] in "لب" and word.endswith("ه") and is_everyday(word[1:]):
        return False  # لحرمانه
    if word[0] == "س" and word[1:] in cue_forms():
        return False  # سيعلنان
    joined = word[0] == "و" and (len(word) > 4 or (len(word) > 3 and is_everyday(word[1:])))
    if joined or _VERBAL_NOUN.fullmatch(word):
        return False
    return not (word in lexicon.function_words() or word in cue_forms() or is_everyday(word))


def is_surely_name(reading: Reading, at: int) -> bool:
    """Whether a list or the article itself knows the word as a name."""
    word = reading.words[at]
    return word in lexicon.given_names() or word in lexicon.surnames() or word in reading.names


def is_in_favour(reading: Reading, at: int) -> bool:
    """لصالح ترامب: for him, and nobody called صالح."""
    return at > 0 and reading.words[at] == "صالح" and reading.words[at - 1] == "ل"


def is_group(reading: Reading, at: int) -> bool:
    """المتمردون, متعاملون: whether a word that no list knows as a name is the plural or dual of people, by its form."""
    word = reading.words[at]
    if is_surely_name(reading, at):
        return False
    several = word.startswith("ال") and word.endswith(("ون", "ين", "تان", "بان"))
    return several or (word[0] == "م" and word.endswith("ون"))


def is_thing(reading: Reading, at: int) -> bool:
    """الاستبيان, مقتطفات: whether a word that no list knows as a name can hardly be one, by its article or its plural.
    Surnames with the article that are in no list mostly end in ي (البحسني)."""
    word = reading.words[at]
    return not is_surely_name(reading, at) and (
        (word.startswith("ال") and not word.endswith("ي")) or (word.endswith("ات") and len(word) > 4)
    )


def is_no_noun(reading: Reading, at: int) -> bool:
    """فوقه, بوجوب, شارحةً, واستصلاح: whether a word that no list knows as a name shows by its form that nobody is named
    by it: a particle or a pronoun is joined to it, it has the ending of an adverb, or it is a verbal noun."""
    word = reading.words[at]
    if is_surely_name(reading, at) or len(word) < 3:
        return False
    written = reading.text[reading.starts[at] : reading.ends[at]]
    joined = word[0] in "ولبفك" and (is_everyday(word[1:]) or is_verbal_noun(word[1:]))
    pronoun = written.endswith(("ه", "هم", "هن", "كم", "ها")) and len(word) > 3
    return joined or pronoun or "\u064b" in written or is_verbal_noun(word)


def is_given_name(reading: Reading, at: int, limit: int) -> bool:
    """المعارض، سلطان بن سحيم; المهندس سلطان الزهراني: whether a word that may be a title or a verb is a given name, by
    what follows it before `limit`."""
    words = reading.words
    word, following = words[at], words[at + 1] if at + 1 < limit else ""
    office = word in people_words("names_of_office")
    if following in ("بن", "ابن"):
        return office or word in lexicon.given_names() or word not in lexicon.nouns()
    if not following or following in lexicon.nouns() or following in lexicon.adjectives():
        return False
    if not office:
        return word in people_words("everyday_names") and _is_before_surname(reading, at + 1, limit)
    if match_phrase(lexicon.place_phrases(), words, at + 1, limit):
        return False
    ranked = at > 0 and words[at - 1] in people_words("honorifics")
    if following in lexicon.surnames() or following in lexicon.given_names():
        return word != "مساعد" or ranked or following.startswith("ال")  # مساعد ترامب
    if is_everyday(following):
        return False
    return following.startswith("ال") and (word in ("سلطان", "رايد") or ranked)


def _is_before_surname(reading: Reading, at: int, limit: int) -> bool:
    """صباح كرحوت; سماح حديد، مديرة …: whether what stands here is a surname, by itself or by what follows;
    not so in صباح أمس, نور الشمس."""
    words = reading.words
    if at >= limit or not words[at].isalpha() or match_phrase(lexicon.place_phrases(), words, at, limit):
        return False
    if words[at] in lexicon.surnames() or words[at] in lexicon.given_names() or is_name_word(words[at]):
        return True
    if words[at].startswith("ال") and at > 1 and words[at - 2] in people_words("honorifics"):
        return words[at] not in source_words("late_adverbs") | source_words("adverbs")  # الشيخ صباح الأحمد
    if words[at].startswith("ال") or words[at] in lexicon.function_words() or words[at] in cue_forms():
        return False
    after = at + 1 + (at + 2 < limit and words[at + 1] in "،,")
    title = lexicon.nouns().get(words[after]) if after < limit else None
    marked = at + 1 < len(words) and (words[at + 1] in source_words("clause_words") or words[at + 1] == ":")
    return marked or (title is not None and title.kind == "title" and not title.plural)


def is_written_as_verb(reading: Reading, at: int) -> bool:
    """أبلغ, أعطى, تواطأ, يبرئ: whether a word that no list knows as a name is a verb by what folding takes away: the
    hamza at its end, or at its beginning where the same verb is known with ي or ت."""
    word = reading.words[at]
    if word in lexicon.given_names() or word in lexicon.surnames() or len(word) < 4:
        return False
    written = reading.text[reading.starts[at] : reading.ends[at]]
    causes = written[0] == "أ" and len(word) < 7 and any(person + word[1:] in lexicon.common_words() for person in "يت")
    return causes or written[-1] == "أ" or (written[-1] == "ئ" and written[0] in "يتن")


def is_owned(reading: Reading, at: int) -> bool:
    """مواطنه, زميله: whether a noun is written with the pronoun of whose it is, and not as the feminine مواطنة."""
    noun = lexicon.nouns().get(reading.words[at])
    return noun is not None and noun.gender == "f" and reading.text[reading.ends[at] - 1] == "ه"


def is_named_by(reading: Reading, quoted: Quoted) -> bool:
    """قوات "التحالف العربي لدعم الشرعية" العقيد …: whether a quotation is the name of the body before it, or of whose
    مدير somebody is, and a clause goes on behind it. A noun without the article wants a genitive, and has but this."""
    if quoted.start == 0 or quoted.end >= len(reading.words) or not reading.words[quoted.end][0].isalnum():
        return False
    noun = lexicon.nouns().get(reading.words[quoted.start - 1])
    return noun is not None and noun.kind in ("organisation", "title") and not noun.definite


def is_manner(reading: Reading, at: int, limit: int) -> bool:
    """وأوضح متحدثا للصحفيين: a noun in the accusative tells how, but وزيرا الخارجية is a dual."""
    word = reading.words[at]
    own = lexicon.nouns().get(word)
    if own is not None and own.definite:
        return False  # شقيقها
    noun = lexicon.nouns().get(word.removesuffix("ا"))
    dual = at + 1 < limit and (reading.words[at + 1].startswith("ال") or reading.words[at + 1] in lexicon.nouns())
    return word.endswith("ا") and noun is not None and noun.stem + "ا" == word and not dual


def name_gender(given: str) -> Gender | None:
    """What a folded given name tells of its bearer's gender."""
    if given in lexicon.feminine_names():
        return "f"
    return "m" if given in lexicon.given_names() and given not in lexicon.shared_names() else None


@cache
def is_cue(word: str, rather: bool = False) -> bool:
    """Whether a word is a finite reporting verb that is no everyday word too, nor, unless `rather`, a given name."""
    form = cue_forms().get(word) if rather or word not in lexicon.given_names() else None
    return form is not None and form.shape != "noun" and "weak" not in form.takes


def is_document(reading: Reading, at: int) -> bool:
    """Whether a noun for what somebody has written or said stands here: رسالة, تصريحات."""
    noun = lexicon.nouns().get(reading.words[at]) if at >= 0 else None
    return noun is not None and (noun.kind == "document" or noun.stem in _SAYINGS)
