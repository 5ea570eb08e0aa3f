"""Whether a form of a reporting verb reports where it stands: not negated, not wished for, not a noun."""

from collections.abc import Sequence
from dataclasses import replace

from index import lexicon
from index.cue import Waiting
from index.cue_form import CueForm, cue_forms
from index.naming import is_everyday
from index.subject import own_part
from index.subject_after import open_subject
from index.tokens import CLITICS, Range, Reading
from index.word_list import match_phrase, source_words

_BEFORE_A_VERB = frozenset(("و", "كما", "قد", "فقد", "لقد", "فلقد"))
_ARRIVE = ("جا", "ورد")  # they report only with في: جاء في البيان أن …


def cue_at(reading: Reading, at: int, sentence: Range, waiting: Sequence[Waiting]) -> CueForm | None:
    """The reporting form at a token, if it reports here."""
    words = reading.words
    form = cue_forms().get(words[at])
    if form is None or at - 1 in reading.opens or not _may_speak(reading, at, form):
        return None
    previous = words[at - 1] if at > sentence[0] else ""
    if form.gender == "f" and words[at] in lexicon.given_names() and _is_word(previous):
        return None  # التقى عزت
    if previous in ("ما", "لما", "حسبما", "وفقما", "مثلما") and _is_source_link(reading, at - 1):
        return None
    after = words[at + 1] if at + 1 < sentence[1] else ""
    if form.lemma == "كتب" and after in ("عليها", "عليه") and at + 2 in reading.opens:
        return replace(form, shape="participle", gender=None)  # رفع المتظاهرون لافتات كُتب عليها "…"
    if after in ("عليها", "عليه") and words[min(at + 2, len(words) - 1)] not in ("الصلاه", "السلام", "افضل"):
        return None
    if after in ("عنه", "عنها") and "عن" in form.takes:  # أمور كشف عنها التقرير
        return None
    if form.shape == "finite" and _is_no_report(reading, at, previous, form, sentence):
        return None
    if form.shape == "noun":
        return form if _noun_reports(reading, at, sentence, waiting) else None
    if form.shape == "participle" and not _participle_reports(reading, at, sentence, form):
        return None
    return form


def _is_word(word: str) -> bool:
    """Neither a mark nor a particle."""
    return word[:1].isalnum() and word not in CLITICS and word not in lexicon.function_words()


def _may_speak(reading: Reading, at: int, form: CueForm) -> bool:
    """Whether a cue here may report: outside quotations, or in one after أن that tells of a third person."""
    quoted = reading.quoted_at[at]
    if quoted is None:
        return True
    return form.shape == "finite" and reading.words[quoted.start - 1] in source_words("clause_words")


def _is_no_report(reading: Reading, at: int, previous: str, form: CueForm, sentence: Range) -> bool:
    """Whether a finite form is negated (لم يؤكد), wished for (أن يعلن), or a noun in truth (بعد رفض)."""
    words = reading.words
    if any(previous in source_words(key) for key in ("negations", "questions", "adverbial_prepositions")):
        return True
    if previous in ("مما", "ما", "هذا", "ذلك") and words[at][0] in "يت" and not form.perfect:
        return True
    governing = words[at - 2] if at - 2 >= sentence[0] else ""
    governed = governing == "سبق" or governing in source_words("no_clause_before_an")
    following = words[at + 1] if at + 1 < sentence[1] else ""
    if form.gender == "m" and form.perfect and form.lemma in source_words("verbal_nouns") and _is_described(following):
        return True  # رفض جزائري لتصريحات …
    if form.perfect and previous == "ان" and not governed:
        return True  # قال إن رفض المادتين …: a noun must follow إن
    if words[at][0] in "يت" and not form.perfect and previous in ("ان", "الا", "بان"):
        return True
    if not form.perfect and form.lemma in source_words("impersonal") and _is_impersonal(reading, at, previous):
        return True
    nearby = words[max(sentence[0], at - 4) : at]
    if previous in ("او", "و") and any(word in source_words("negations") for word in nearby):
        return True
    if form.lemma in _ARRIVE and (at + 1 >= sentence[1] or words[at + 1] not in ("في", "ايضا", "فيها", "فيه")):
        return form.lemma != "ورد" or not _has_speaker(reading, at, sentence, form)  # ورد الاتحاد بأنه …: it answered
    if words[at] == "دان" and previous not in ("", "و", "،", ","):  # a given name, an acre
        return True
    if previous in source_words("relatives") and following in ("اليه", "اليها", "به", "بها"):
        return True
    preposition = words[at] in source_words("adverbial_prepositions")
    opening = sentence[0] + (words[sentence[0]] == "و")
    in_turn = opening < at and opening + match_phrase(own_part(), words, opening, at) == at
    return preposition and previous[:1].isalnum() and previous not in _BEFORE_A_VERB and not in_turn


def _is_described(following: str) -> bool:
    """Whether an adjective of one thing, without the article, follows: the word before is a noun."""
    noun = lexicon.nouns().get(following)
    titled = noun is not None and noun.kind == "title"  # رفض محافظ المصرف
    plain = following in lexicon.adjectives() and not following.startswith("ال") and not titled
    return plain and not following.endswith(("ون", "ين"))


def _is_impersonal(reading: Reading, at: int, previous: str) -> bool:
    """يُذكر أن, الذي يُعتقد أنه: a passive that names nobody."""
    words = reading.words
    if words[at][0] == "ي" and previous in source_words("relatives"):
        return True
    after = at + 1 + (words[at + 1] in ("الي", "ايضا", "علي") if at + 1 < len(words) else 0)
    follows = after < len(words) and words[after] in source_words("clause_words")
    opens = previous in ("", "و", "ف") or previous in source_words("clause_openers")
    return follows and (opens or not previous[0].isalnum())


def _is_source_link(reading: Reading, at: int) -> bool:
    """بحسب ما قال, لما ذكرته: the verb belongs to the naming of a source."""
    return reading.words[at] != "ما" or (at > 0 and reading.words[at - 1] in lexicon.source_phrases())


def _participle_reports(reading: Reading, at: int, sentence: Range, form: CueForm) -> bool:
    """A participle reports right before what it takes; elsewhere it is an adjective (الدول الداعية)."""
    if at + 1 >= sentence[1] or (at > sentence[0] and reading.words[at - 1] in ("كان", "يكون", "تكون", "كانت", "ليس")):
        return False
    if at > sentence[0] and reading.words[at - 1] in source_words("adverbial_prepositions"):
        return False  # في إشارة إلى مطالبة واشنطن: a noun
    following = reading.words[at + 1]
    if following in form.takes or following in source_words("clause_words") or not following[0].isalnum():
        return True
    if reading.words[at].endswith("ا") and "object" in form.takes and following.endswith(("ه", "ها")):
        return not reading.words[at - 1].endswith("ا")  # … حدا للشائعات مؤكدا بقاءه
    apart = at == sentence[0] or not reading.words[at - 1][0].isalnum() or reading.words[at - 1] == "و"
    return apart and following != "و" and not reading.words[at].endswith("ين")


def _noun_reports(reading: Reading, at: int, sentence: Range, waiting: Sequence[Waiting]) -> bool:
    """قوله إن, إعلان لندن طرد …, تصريحات الوزير بأن …"""
    words = reading.words
    if any(one.form.relays for one in waiting):
        return False
    form = cue_forms()[words[at]]
    after = words[at + 1] if at + 1 < sentence[1] else ""
    if form.with_object:
        if words[at].endswith("القول") and any("clause" in one.form.takes and at - one.at < 8 for one in waiting):
            return False  # تابع بالقول: the verb is the cue
        if after == "ل":  # بقوله للتلفزيون الفرنسي إن …
            behind = words[at + 3 : min(at + 7, sentence[1])]
            return any(word in source_words("clause_words") or word == ":" for word in behind)
        return after in source_words("clause_words") or after == ":" or at + 1 in reading.opens
    told = words[at] == "قول" and _has_speaker(reading, at, sentence, form)  # بعد يوم من قول الوزير إن …
    return after != "عن" and (words[at] in ("اعلان", "تاكيد") or told or after in source_words("clause_words"))


def describes(reading: Reading, one: Waiting, sentence: Range) -> bool:
    """خطوة تؤكد أن …: a present tense without a subject of its own, after a noun that cannot speak."""
    form = one.form
    noun_like = reading.words[one.at] in source_words("verbal_nouns")
    if noun_like and one.at > sentence[0] and reading.words[one.at - 1].isdigit():
        return True  # 500 طالب
    loose = not form.perfect or noun_like
    if one.at + 1 < sentence[1] and reading.words[one.at + 1] in ("فيه", "فيها"):
        return False  # بيان نفى فيه …
    if form.shape != "finite" or not loose or one.before.mention is not None:
        return False
    return follows_noun(reading, one.at, sentence) and not _has_speaker(reading, one.at, sentence, form)


def _has_speaker(reading: Reading, at: int, sentence: Range, form: CueForm) -> bool:
    """يرى محللون أنه …, يشير سكان إلى أنه …: one who can speak right after the verb, and a mark of speech after him."""
    mention = open_subject(reading, at, sentence[1], form)
    if mention is None or mention.kind not in ("person", "role", "organisation", "unnamed"):
        return False
    if mention.end >= sentence[1]:
        return False
    marker = mention.end
    if reading.words[marker] in form.takes and marker + 1 < sentence[1]:
        return reading.words[marker + 1] in source_words("clause_words")
    return reading.words[marker] in source_words("clause_words") | {":"} or marker in reading.opens


def follows_noun(reading: Reading, at: int, sentence: Range) -> bool:
    """Whether a noun without the article stands right before: a clause that only describes it."""
    previous = reading.words[at - 1] if at > sentence[0] and not reading.is_joined(at) else ""
    return (
        len(previous) > 1
        and previous.isalpha()
        and not previous.startswith("ال")
        and is_everyday(previous)
        and (previous not in lexicon.function_words())
    )
