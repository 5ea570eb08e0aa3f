"""The rules of this version for what an index holds: its articles read again, from the text that is stored.

Where an article's sentences stay where they are, so do their vectors, and only its statements are replaced: half a
million sentences take minutes, not the hours of embedding them. Articles are committed whole, some hundreds at a time;
interrupted, the next run finds those done and goes on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index.article import Article
from index.build import article_sentences, check_same_model
from index.encoder import Encoder
from index.sentence import Sentence
from index.statement import Statement, find_statements
from index.store import Store
from index.upkeep import finish

# Articles that are read and committed together.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Reread:
    """How many articles are as they were, have other statements, and other sentences, which were embedded."""

    unchanged: int = 0
    restated: int = 0
    divided: int = 0

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return self.unchanged + self.restated + self.divided


@dataclass(frozen=True, slots=True)
class _Reading:
    number: int
    article: Article
    sentences: Sequence[Sentence]
    statements: Sequence[Statement]
    divided: bool  # its sentences are others now


def reread(folder: Path, encoder: Encoder, progress: Callable[[Reread], None] = lambda _: None) -> Reread:
    """Read all articles of the index in `folder` again. ModelMismatch, StoreError as of `index.build.build`."""
    with Store.writing(folder) as store:
        check_same_model(store.model, encoder, folder)
        ids = iter(sorted(store.digests()))
        done = Reread()
        try:
            while chunk := list(islice(ids, CHUNK)):
                changed = list(_changed(store, chunk))
                _commit(store, encoder, changed)
                divided = sum(one.divided for one in changed)
                done = Reread(
                    done.unchanged + len(chunk) - len(changed),
                    done.restated + len(changed) - divided,
                    done.divided + divided,
                )
                progress(done)
        finally:  # also of what an interrupted run has committed
            finish(store)
        return done


def _changed(store: Store, ids: Sequence[str]) -> Iterator[_Reading]:
    """The articles that this version reads otherwise than they are stored."""
    for article_id in ids:
        found = store.find(article_id)
        if found is None:
            continue
        number, article = found
        sentences = article_sentences(article)
        statements = find_statements(article.text, sentences, article.headline)
        stored = [(one.start, one.end) for one in store.passages_of(article_id)]
        divided = stored != [(one.start, one.end) for one in sentences]
        if divided or store.statements_of(number) != statements:
            yield _Reading(number, article, sentences, statements, divided)


def _commit(store: Store, encoder: Encoder, readings: Sequence[_Reading]) -> None:
    divided = [one for one in readings if one.divided]
    texts = [[one.article.text[s.start : s.end] for s in one.sentences] for one in divided]
    encoded = [encoder.encode_passages(one) for one in texts]
    if not readings:
        return
    with store.transaction():
        for reading, vectors in zip(divided, encoded, strict=True):
            store.put(reading.article, reading.sentences, vectors, reading.statements)
        for reading in readings:
            if not reading.divided:
                store.restate(reading.number, reading.article.text, reading.statements)
