"""Spoken names: surnames that an article shows by their place, whatever else the words may mean.

`وأكد فاضل أن`: what stands alone between a verb of saying and its words is who speaks. Where the same word follows a
first name elsewhere in the article (صدقة فاضل), it is the surname of that one, though a list may have it for a noun.
"""

from collections import defaultdict
from collections.abc import Iterator

from index import lexicon
from index.cue_form import CueForm, cue_forms, plain_verb
from index.draft import COMMAS
from index.naming import is_everyday, is_in_favour, is_name_word
from index.tokens import Reading
from index.word_list import people_words, source_words

_CLAUSE = frozenset(("ان", "انه", "انها", ":"))  # what opens the words that are reported
_YEARS = frozenset(("عام", "عاما", "سنه"))
_TO_CLAUSE = frozenset(("الي", "علي"))  # وأشار ريتشاك إلى أن


def spoken_names(reading: Reading) -> dict[int, str]:
    """The surnames by the tokens of the first names before them: of given names, or else of the word before a surname
    where the article, or what follows its headline, names somebody so for the first time."""
    alone = set(_alone(reading))
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(reading.words):
        if word in alone and (word not in lexicon.nouns() or _ends_in_noun(reading, at)):
            places[word].append(at)
    headline = reading.sentences[0][1] if reading.sentences else 0
    given = lexicon.given_names()
    found: dict[int, str] = {}
    for word, surnames in places.items():
        firsts = [at - 1 for at in surnames if at and _is_first_name(reading, at - 1)]
        listed = [at for at in firsts if reading.words[at] in given]
        met = (surnames[0] - 1, next((at - 1 for at in surnames if at >= headline), -1))
        found.update((at, word) for at in listed or firsts if listed or at in met)
    commas = (at for at, word in enumerate(reading.words[:-4]) if word in COMMAS)
    found |= {at + 1: reading.words[at + 2] for at in commas if _is_set_apart(reading, at + 1)}
    return found | {at - 2: reading.words[at - 1] for at in _ages(reading) if _is_of_age(reading, at - 2)}


def _ages(reading: Reading) -> Iterator[int]:
    """Where brackets tell somebody's age: (24 عاما)."""
    words = reading.words
    for at in range(2, len(words) - 3):
        if words[at] == "(" and words[at + 1].isdigit() and words[at + 2] in _YEARS and words[at + 3] == ")":
            yield at


def _is_of_age(reading: Reading, at: int) -> bool:
    """وكانت فرح الحاجي (24 عاماً): whether a name that is an everyday word too, and a surname, stand before an age."""
    first, last = reading.words[at : at + 2]
    others = (lexicon.function_words(), lexicon.nouns(), lexicon.adjectives(), cue_forms())
    surname = last.isalpha() and not is_everyday(last) and not any(last in other for other in others)
    return surname and first in people_words("everyday_names")


def _is_set_apart(reading: Reading, at: int) -> bool:
    """وزير العدل، المبروك قريرة، إن …: between commas before what is said, a word with the article, or behind one of
    somebody's origin any word (اللاعب الغيني، نابي كيتا، أنه), and one that can be nothing but a surname."""
    first, last, comma, opening = reading.words[at : at + 4]
    of_origin = reading.words[at - 2].startswith("ال") and reading.words[at - 2] in lexicon.adjectives()
    plain = of_origin and first.isalpha() and first not in lexicon.function_words() and first not in cue_forms()
    if comma not in COMMAS or opening not in _CLAUSE or not (first.startswith("ال") or plain):
        return False
    other = first in lexicon.nouns() or first in lexicon.adjectives() or first in source_words("adverbs")
    surname = last in lexicon.surnames() or (is_name_word(last) and last not in lexicon.given_names())
    return not other and surname and not _is_said_of(last)


def _is_first_name(reading: Reading, at: int) -> bool:
    """Whether this token is a given name, or, at the beginning of a line or behind a word with the article or a comma
    (والكشاف السابق، كارليس ريتشاك), one that no list has as anything else."""
    word = reading.words[at]
    if word in cue_forms() or any(word in source_words(key) for key in ("adverbs", "clause_words")):
        return False
    if word in lexicon.given_names():
        return not is_in_favour(reading, at)
    before = reading.words[at - 1] if at else ""
    title = lexicon.nouns().get(reading.words[at - 2]) if at > 1 and before.startswith("ال") else None
    titled = title is not None and title.kind == "title" and not title.plural
    if titled or before in people_words("honorifics"):  # رئيس الحكومة تمام سلام, الدكتور صدقة فاضل
        others = (lexicon.function_words(), lexicon.adjectives(), lexicon.nouns())
        return not word.startswith("ال") and not any(word in other for other in others)
    if word.startswith("ال"):  # قال الصديق السور
        return plain_verb(before) is not None and word not in lexicon.nouns() and word not in lexicon.adjectives()
    opens = before.startswith("ال") or before in COMMAS or reading.begins_line(at) or before in lexicon.given_names()
    return opens and is_name_word(word) and word[0] not in "لب"


def _ends_in_noun(reading: Reading, at: int) -> bool:
    """أكد فضل الراعي أن: whether a word that is a title elsewhere ends the name of whoever speaks here."""
    given = at > 0 and reading.words[at - 1] in lexicon.given_names()
    return given and at + 1 < len(reading.words) and _opens_words(reading, at + 1)


def _alone(reading: Reading) -> Iterator[str]:
    words = reading.words
    for at in range(1, len(words) - 1):
        form = plain_verb(words[at - 1])
        if form is None:
            continue
        if _may_speak(words[at]) and (_opens_words(reading, at + 1) or _goes_aside(form, words[at], words[at + 1])):
            yield words[at]


def _opens_words(reading: Reading, at: int) -> bool:
    """Whether what somebody says begins at this token: أن, a colon, a quotation, إلى أن."""
    words = reading.words
    to_clause = words[at] in _TO_CLAUSE and at + 1 < len(words) and words[at + 1] in _CLAUSE
    return words[at] in _CLAUSE or at in reading.opens or to_clause


def _goes_aside(form: CueForm, word: str, following: str) -> bool:
    """وقال وايلي للجنة, وأكدت مور في بيان: to whom or where, behind a word that can be no object of the verb."""
    takes_object = bool(form.takes & {"thing", "whom", "object"})
    return following in ("ل", "في", "علي", "عبر", "خلال") and not (takes_object and is_everyday(word))


def _may_speak(word: str) -> bool:
    """Whether a folded word can be a surname, and is no adverb; of titles and bodies `_ends_in_noun` tells more."""
    groups = ("adverbs", "late_adverbs", "adverbial_prepositions", "clause_words", "relatives")
    others = (lexicon.function_words(), people_words("pronouns"), *map(source_words, groups))
    return len(word) > 2 and word.isalpha() and not any(word in other for other in others) and not _is_said_of(word)


def _is_said_of(word: str) -> bool:
    """بالأمس, للصحفيين, مازحا: how, to whom or when somebody speaks."""
    return (word[0] in "بلك" and is_everyday(word[1:])) or (word.endswith("ا") and is_everyday(word))
