"""From ranked candidates to what is shown: each statement once, whole, and with everybody who repeats it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from index.alias import alias
from index.article import Article
from index.sentence_table import Passage
from index.statement import Statement
from index.stem import stems
from index.store import Store
from retrieval.candidates import Candidate
from retrieval.number import telling_words

# The longest answer, in characters, to which a sentence is extended so that its statement is whole.
LONGEST = 700
# Two sentences of at least so many words, of which so large a share is common to both, say the same, unless what only
# one of them has is a negation or a number. On 4,600 news sentences .8 joins 429 pairs; .7 would join 16 more, among
# them some that say more or other things (انتهاء أزمة …, تفاصيل أزمة …).
_FEWEST, _SHARE = 6, 0.8
# Of the best so many candidates those that stand side by side are one answer, where the ranking gives each at least so
# much of the best one's chance (scores are log-odds). Success@1 of sentences alone, and with 1, 2 and 3 of log-odds:
# news .79, .81, .82, .82; seeds .93, .93, .93, .95; XQuAD-R in Arabic .71, .75, .77, .79. After a fact more of them:
# with (3, 3), (4, 4) and (5, 5) .781, .803, .808 of XQuAD-R's Arabic questions and .690, .700, .711 of its English
# ones, in answers of 265, 312 and 338 characters. Somebody's words become no better by it, and now and then another's.
_WORDS, _FACT = (3, 3.0), (5, 5.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the span of its article that answers, the statements there, the sentences that are
    shown with it, and the places of other articles (article, start, end) that say the same."""

    candidate: Candidate
    score: float
    article: Article
    start: int
    end: int
    statements: tuple[Statement, ...]
    beside: tuple[Passage, ...] = ()
    repeats: tuple[tuple[Article, int, int], ...] = ()


def select(
    ranked: Sequence[tuple[Candidate, float]],
    top: int,
    store: Store,
    spoken: Mapping[int, Sequence[str]] | None,
    together: bool = False,
    fact: bool = False,
) -> list[Ranked]:
    """The first `top` candidates that say something new; the repetitions of others are counted to them.

    `spoken`: where only an asked speaker's words will do, the speaker's aliases in each sentence. `together`: whether
    those of the best that stand side by side are one answer, of more of them to a question after a `fact`.
    """
    most, nearly_as_good = _FACT if fact else _WORDS
    best = ranked[:most] if together else ()
    words = store.stems([candidate.passage.number for candidate, _ in ranked])
    chosen: list[Ranked] = []
    repeats: dict[int, list[Passage]] = {}
    for candidate, score in ranked:
        passage = candidate.passage
        if not words.get(passage.number) or any(_inside(passage, one) for one in chosen):
            continue
        same = next((n for n, one in enumerate(chosen) if say_the_same(passage, one.candidate.passage, words)), None)
        if same is None and any(say_the_same(passage, one, words) for shown in chosen for one in shown.beside):
            continue
        if same is None and len(chosen) < top:
            same = len(chosen)
            shown = _shown(candidate, score, store, spoken)
            nearly = [one for one, near in best if near >= score - nearly_as_good]
            nearly = [one for one in nearly if one.passage.article == passage.article]
            new = [one for one in nearly if not any(_inside(one.passage, other) for other in chosen)]
            chosen.append(_with_those_beside(shown, [_shown(one, score, store, spoken) for one in new]))
        if same is not None:
            repeats.setdefault(same, []).extend((passage, *candidate.doubles))
    copies = [_copies(one.candidate.passage, words, store) for one in chosen]
    return [_with_repeats(one, [*repeats.get(n, ()), *copies[n]], store) for n, one in enumerate(chosen)]


def _copies(passage: Passage, words: Mapping[int, Set[str]], store: Store) -> list[Passage]:
    """The same sentence in the articles that say nearly the same as its own, whether or not they were candidates."""
    linked = store.linked(passage.article)
    if not linked:
        return []
    others = store.passages_in(linked)
    words = {passage.number: words[passage.number]} | store.stems([other.number for other in others])
    return [other for other in others if say_the_same(passage, other, words)]


def _inside(passage: Passage, one: Ranked) -> bool:
    """Whether most of a sentence is already shown in an answer."""
    shown = min(passage.end, one.end) - max(passage.start, one.start)
    return passage.article == one.candidate.passage.article and 2 * shown > passage.end - passage.start


def say_the_same(one: Passage, other: Passage, words: Mapping[int, Set[str]]) -> bool:
    """Whether two sentences of these stems say the same, in nearly the same words."""
    first, second = words[one.number], words[other.number]
    if first == second:
        return True
    alike = min(len(first), len(second)) >= _FEWEST and len(first & second) >= _SHARE * len(first | second)
    return alike and not any(stem in _telling() or stem.isdigit() for stem in first ^ second)


@cache
def _telling() -> frozenset[str]:
    """The stems of negations and numbers: a sentence with one and a sentence without it say different things."""
    return frozenset(stem for group in telling_words().values() for word in group for stem in stems(word))


def _shown(candidate: Candidate, score: float, store: Store, spoken: Mapping[int, Sequence[str]] | None) -> Ranked:
    """The candidate with its article: the asked speaker's part of the sentence, and the rest of what is said there."""
    passage = candidate.passage
    article = store.article(passage.article)
    in_article = store.statements_of(passage.article)
    statements = [one for one in in_article if _touches(one, passage)]
    start, end = passage.start, passage.end
    if spoken is not None:
        keys = spoken[passage.number]
        own = [one for one in statements if one.speaker and alias(one.speaker) in keys]
        if len(own) < len(statements):
            start, end = _part(own, start, end)
        statements = own
    edges = [edge for one in statements for span in _spans(one) for edge in span]
    whole = min([start, *edges]), max([end, *edges])
    if whole[1] - whole[0] <= LONGEST and not _holds_others(whole, (start, end), statements, in_article):
        start, end = whole
    return Ranked(candidate, score, article, start, end, tuple(statements))


def _with_those_beside(one: Ranked, others: Sequence[Ranked]) -> Ranked:
    """The answer with all of the others that stand right beside it, or beside one that does."""
    joined = next((whole for other in others if (whole := _joined(one, other)) is not None), None)
    return one if joined is None else _with_those_beside(joined, others)


def _joined(one: Ranked, other: Ranked) -> Ranked | None:
    """Two answers as one, if nothing stands between them, nor are they the words of two: what one speaker says, or what
    the article tells and somebody says of it; that is nobody's alone."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    if (start, end) == (one.start, one.end) or end - start > LONGEST:
        return None
    between = one.article.text[min(one.end, other.end) : max(one.start, other.start)]
    statements = sorted({*one.statements, *other.statements}, key=lambda each: (each.start, each.end))
    speakers = {statement.speaker for statement in statements}
    if between.strip() or len(speakers) > 1 or None in speakers:
        return None
    whose = tuple(statements) if bool(one.statements) == bool(other.statements) else ()
    return replace(one, start=start, end=end, statements=whose, beside=(*one.beside, other.candidate.passage))


def _holds_others(
    whole: tuple[int, int], shown: tuple[int, int], statements: Sequence[Statement], in_article: Sequence[Statement]
) -> bool:
    """Whether extending what is shown to the whole would take in somebody else's words, but for words in theirs."""
    speakers = {one.speaker for one in statements}
    return any(
        one.speaker not in speakers
        and one.start < whole[1]
        and one.end > whole[0]
        and not (shown[0] < one.end and one.start < shown[1])
        and not any(own.start <= one.start and one.end <= own.end for own in statements)
        for one in in_article
    )


def _touches(statement: Statement, passage: Passage) -> bool:
    """Whether some of the statement, or its cue (وقال لافروف, and the quotation on the next line), is in a sentence."""
    spans = [(statement.start, statement.end), *([statement.cue] if statement.cue else [])]
    return any(start < passage.end and end > passage.start for start, end in spans)


def _spans(statement: Statement) -> list[tuple[int, int]]:
    """The spans of a statement and of its reporting clause."""
    return [(statement.start, statement.end), *(span for span in (statement.mention, statement.cue) if span)]


def _part(statements: Sequence[Statement], start: int, end: int) -> tuple[int, int]:
    """The part of the sentence [start, end) that holds what it has of these statements and their reporting clauses."""
    edges = [
        edge
        for one in statements
        for first, last in _spans(one)
        if first < end and last > start
        for edge in (max(first, start), min(last, end))
    ]
    return (min(edges), max(edges)) if edges else (start, end)


def _with_repeats(one: Ranked, passages: Sequence[Passage], store: Store) -> Ranked:
    """With the other articles that say the same, each once."""
    found = {p.article: p for p in reversed(passages) if p.article != one.candidate.passage.article}
    repeats = tuple((store.article(p.article), p.start, p.end) for p in found.values())
    return replace(one, repeats=repeats)
