"""Names and titles as a question has them: where one ends that the readers of articles cannot tell from the topic."""

from collections.abc import Collection, Sequence

from index.alias import alias
from index.lexicon import given_names, nouns, state_words, surnames
from index.mention import Mention, parse_mention
from index.naming import is_everyday, is_name_word
from index.tokens import CLITICS, Range, Reading
from index.word_list import people_words
from retrieval.names import Names
from retrieval.place import places


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
    if " " in word or any(map(names.has_one_name, speakers)):
        return False
    return word in given_names() or (is_name_word(rest[0]) and not names.bears(word))


def is_odd_name(tokens: Sequence[str]) -> bool:
    """سما المصري: a word that no list of names has, and a nationality behind it that cannot describe it, for it has the
    article alone; الفروف: a word with the article that is none of every day."""
    first, last = tokens[0], tokens[-1]
    if len(tokens) == 1:
        return first.startswith("ال") and not is_everyday(first) and first not in nouns()
    of_state = last.startswith("ال") and last.endswith("ي") and last[2:] in state_words()
    return len(tokens) == 2 and of_state and not first.startswith("ال") and first not in nouns()
