"""Names and titles as a question has them: where one ends that the readers of articles cannot tell from the topic."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile

from index.alias import alias
from index.arabic import aligned_words
from index.cue_form import cue_forms
from index.lexicon import adjectives, function_words, given_names, nouns, place_phrases, state_words, surnames
from index.mention import Mention, parse_mention
from index.naming import bare, is_everyday, is_name_word, is_surely_name
from index.tokens import CLITICS, Range, Reading
from index.word_list import match_phrase, ordered, people_words, source_words
from retrieval.names import NamedSpeaker, Names
from retrieval.place import places
from retrieval.question_words import question_words, says
from retrieval.whom import Asked

_SHORT = 3  # words of a name that no list has


def mention_at(reading: Reading, at: int, limit: int) -> Mention | None:
    """Who is named from this token on; to a title belongs the town behind it, the first letter of which was taken for a
    particle (عمدة باليرمو)."""
    mention = parse_mention(reading, at, limit)
    if mention is None or mention.kind != "role" or mention.end + 1 >= limit:
        return mention
    first, rest = reading.words[mention.end : mention.end + 2]
    if first in CLITICS and places(first + rest) and not places(rest):
        return parse_mention(reading, at, mention.end + 2, bounded=True)
    return mention


def with_nisba(reading: Reading, name: Range, limit: int) -> Range:
    """أحمد العربي: a word of origin right behind a given name goes on with it."""
    first, after = reading.words[name[0]], name[1]
    alone = after - name[0] == 1 and first in given_names() and after < limit
    nisba = alone and reading.words[after].startswith("ال") and reading.words[after].endswith("ي")
    return (name[0], after + 1) if nisba else name


def goes_on(reading: Reading, end: int, speakers: Collection[int], name: Range, names: Names) -> bool:
    """عبدالعزيز آل الشيخ, مادور كومار: whether a known name is but the beginning of the one that is asked for."""
    own = [reading.words[at] for at in range(*name) if reading.starts[at] < end]
    rest = reading.words[name[0] + len(own) : name[1]]
    if not rest:
        return False
    if rest[0] in people_words("name_particles") or all(one in surnames() for one in rest):
        return True
    word = alias(" ".join(own))
    named = " " not in word and not any(map(is_everyday, rest))
    aside = reading.words[name[1] : name[1] + 1] in (["في"], ["امام"], ["علي"], ["ضد"]) and not names.bears(rest[0])
    if named and (is_before_topic(reading, name[1]) or aside):
        return names.has_namesakes(word, speakers)  # ماذا قال محمد الشقحاء عن …, where somebody is called just محمد
    before = reading.words[name[0] - 1] if name[0] else ""
    titled = before in adjectives() or before in nouns()  # رئيس الحكومة اللبنانية رباح الأزمة
    if " " in word or (titled and is_everyday(rest[0])) or any(map(names.has_one_name, speakers)):
        return False
    return word in given_names() or (is_name_word(rest[0]) and not names.bears(word))


def is_before_topic(reading: Reading, at: int) -> bool:
    """Whether a word stands here that nothing but the topic comes behind: what is named ends before it."""
    return reading.words[at : at + 1] in (["عن"], ["حول"], ["بشان"], ["بخصوص"])


def stands_alone(reading: Reading, at: int, limit: int) -> bool:
    """ماذا قالت الأوبك عن …: whether a word or three, nothing that tells how, when or to whom, stand between a word of
    saying and the topic, so that they must be whoever is asked for."""
    words = reading.words[at:limit]
    groups = ("adverbs", "late_adverbs", "adverbial_prepositions", "clause_words", "relatives", "hearers")
    others = (function_words(), nouns(), cue_forms(), people_words("own_speech"), *map(source_words, groups))
    named = all(word.isalpha() and not any(word in other for other in others) for word in words)
    between = is_before_topic(reading, limit) and at > 0 and says(reading.words[at - 1])
    return between and 0 < len(words) <= _SHORT and named and words[0] not in CLITICS


def is_odd_name(tokens: Sequence[str]) -> bool:
    """سما المصري: a word that no list of names has, and a nationality behind it that cannot describe it, for it has the
    article alone; الفروف: a word with the article that is none of every day."""
    first, last = tokens[0], tokens[-1]
    if len(tokens) == 1:
        return first.startswith("ال") and not is_everyday(first) and first not in nouns()
    of_state = last.startswith("ال") and last.endswith("ي") and last[2:] in state_words()
    return len(tokens) == 2 and of_state and not first.startswith("ال") and first not in nouns()


def is_topic_word(word: str) -> bool:
    """حفتر الخطة: whether a word behind a name is none that names have."""
    return is_everyday(word) and word not in given_names() and word not in surnames()


def is_dual(word: str) -> bool:
    """الرئيسان, الوزيرين: a title that two bear."""
    noun = nouns().get(word)
    title = noun is not None and noun.kind == "title" and word.startswith("ال")
    return title and word.endswith(("ان", "ين")) and len(word) > 6


def is_everyday_name(tokens: Sequence[str], names: Names) -> bool:
    """تمام سلام: whether two words, all that stands where the speaker does, are a name though no list has the first:
    the other is a name or somebody's surname."""
    if len(tokens) != 2 or not all(token.isalpha() for token in tokens) or tokens[0].startswith("ال"):
        return False
    known = tokens[1] in given_names() or tokens[1] in surnames() or names.bears(tokens[1])
    return known and tokens[0] not in nouns() and tokens[0] not in function_words() and tokens[0] not in cue_forms()


def somebodys_body(reading: Reading, whose: Asked, names: Names) -> set[int]:
    """أسرة خاشقجي, إدارة ترامب: somebody's body, as the archive calls it: عائلة جمال خاشقجي, إدارة الرئيس ترامب."""
    noun = next(word for word, start in zip(reading.words, reading.starts, strict=True) if start == whose.start)
    groups = (group for group in ordered("people.toml", "bodies_of_somebody") if noun in group)
    titles = ("", *(f"{title} " for title in people_words("titles_of_owners")))
    forms = [form for one in whose.speakers for form in names.forms(one)]
    called = (f"{one} {title}{form}" for group in groups for one in group for title in titles for form in forms)
    return set().union(*map(names.known_as, called))


def of_somebody(reading: Reading, at: int, limit: int, names: Names) -> Asked | None:
    """منافس ترامب, أنصار محمد مرسي, مكتب نتنياهو: the known one to whom what stands here is something, with the words
    for both; None where no noun for that stands here, or a name begins with it."""
    word = reading.words[at]
    noun = nouns().get(word)
    own = {word for group in ordered("people.toml", "bodies_of_somebody") for word in group}
    whose = noun is not None and not noun.definite and noun.kind not in ("document", "media", "organisation")
    if not whose and word not in people_words("of_somebody") and word not in own:
        return None
    if word in people_words("honorifics") | given_names() or at + 1 >= limit or reading.words[at + 1].startswith("ال"):
        return None
    known, named = longest(reading, (at, limit), names), longest(reading, (at + 1, limit), names)
    if named is None or not named.strict or (known is not None and known.end >= named.end):
        return None
    return replace(named, start=reading.starts[at])


def longest(reading: Reading, tokens: Range, names: Names) -> Asked | None:
    """The longest name of a known speaker that starts at the first token, also where the reader has divided a word of
    it (كريستوفر وايلي)."""
    divided = plain(reading.words[slice(*tokens)])
    found = names.at(divided)
    start, end = reading.source((tokens[0], tokens[0] + found.end)) if found else (0, 0)
    text = reading.text[reading.starts[tokens[0]] : reading.ends[tokens[0] + len(divided) - 1]] if divided else ""
    written = list(aligned_words(text))
    whole = names.at([word.text for word in written]) if len(written) < len(divided) else None
    if whole is not None and whole.end > 1 and reading.starts[tokens[0]] + written[whole.end - 1].end > end:
        start = reading.starts[tokens[0]]
        return Asked(start, start + written[whole.end - 1].end, whole.speakers, whole.is_person)
    return Asked(start, end, found.speakers, found.is_person) if found else None


def behind_title(reading: Reading, title: Mention, limit: int, names: Names) -> tuple[int, NamedSpeaker] | None:
    """القاضي كافاناه, رئيس الحكومة اللبنانية سلام: a known name that no list has, at the end of a title or behind it,
    and the token where it begins."""
    of_another = "باسم" in reading.words[title.start : title.end] or title.stem in people_words("kin")
    if title.kind not in ("role", "generic") or of_another or title.stem in people_words("servants"):
        return None
    for at in range(title.start + 1, min(title.end + 1, limit)):
        everyday = reading.words[at].startswith("ال") and is_everyday(reading.words[at])  # الصندوق العالمي للطبيعة
        other = everyday or reading.words[at] in adjectives() or is_surely_name(reading, at)
        if other or not reading.words[at - 1].startswith("ال"):
            continue
        found = names.at([word for word in reading.words[at:limit] if word.isalnum()])
        ends = found is not None and (at + found.end >= limit or not is_name_word(reading.words[at + found.end]))
        if found is not None and found.is_person and ends and at + found.end >= title.end:
            return at, found
    return None


def before_body(reading: Reading, title: Mention) -> Mention | None:
    """بم اتهم وزير الداخلية البحريني الجمهورية الإسلامية: the title without the body or the state behind its adjective,
    which is what it speaks of."""
    words = reading.words
    for at in range(title.end - 1, title.start + 1, -1):
        noun = nouns().get(words[at])
        body = noun is not None and noun.kind == "organisation"
        body = body or bool(match_phrase(place_phrases(), words, at, title.end)) or words[at] == "الجمهوريه"
        if body and words[at].startswith("ال") and words[at - 1] in adjectives():
            return parse_mention(reading, title.start, at, bounded=True)
    return None


def limit_of(reading: Reading, at: int, names: Names) -> int:
    """Where a name or a title that begins here ends at the latest: at عن, على, a mark; but not inside a known name."""
    tokens = reading.words
    ends = question_words("about") | {"؟", "?"}
    known = names.at(plain(tokens[at:]))
    start = at + max(known.end if known else 0, int(is_ali(reading, at, names)))
    found = [n for n in range(start, len(tokens)) if tokens[n] in ends and not _is_second_ali(reading, n)]
    elected = len(found) > 1 and bare(tokens[found[0] - 1]) in people_words("elected") and tokens[found[0]] == "عن"
    again = elected and any(is_before_topic(reading, n) for n in found[1:])
    return found[1 if again else 0] if found else len(tokens)  # النائب عن حزب المحافظين فلان عن …


def is_ali(reading: Reading, at: int, names: Names) -> bool:
    """ماذا قال علي خامنئي: the name, which folding makes one with the preposition: that of a known one, or with its own
    last letter and a name after it, behind a verb that takes no على."""
    tokens = reading.words
    if tokens[at] != "علي" or at + 1 >= len(tokens):
        return False
    known = names.at(plain(tokens[at:]))
    if known is not None and known.end > 1:
        return True
    form = cue_forms().get(tokens[at - 1]) if at else None
    takes = form is not None and "علي" in form.takes
    return not takes and _is_written_ali(reading, at) and not is_everyday(tokens[at + 1])


def _is_second_ali(reading: Reading, at: int) -> bool:
    """محمد علي الحوثي, الشيخ علي الحكمي: between a given name or an honorific and a surname."""
    tokens = reading.words
    between = 0 < at < len(tokens) - 1 and tokens[at - 1] in given_names() | people_words("honorifics")
    between = between and (tokens[at + 1].endswith("ي") or not is_everyday(tokens[at + 1]))
    return between and tokens[at] == "علي" and tokens[at + 1].startswith("ال") and _is_written_ali(reading, at)


def _is_written_ali(reading: Reading, at: int) -> bool:
    return reading.slice((at, at + 1)).endswith("ي")


def plain(tokens: Sequence[str]) -> list[str]:
    """The words up to the first mark."""
    return list(takewhile(lambda token: token[0].isalnum(), tokens))
