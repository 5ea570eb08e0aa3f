"""The rules of this version for what an index holds: its articles read again, from the text that is stored.

Where an article's sentences stay where they are, so do their vectors, and only its statements are replaced: half a
million sentences take minutes, not the hours of embedding them. Articles are committed whole, two hundred at a time;
interrupted, the next run finds those done and goes on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index.build import Prepared, article_sentences, check_same_model, commit
from index.encoder import Encoder
from index.statement import find_statements
from index.store import Store
from index.upkeep import finish

# Articles that are read and committed together.
CHUNK = 200


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
    prepared: Prepared
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
                divided = [one.prepared for one in changed if one.divided]
                commit(store, encoder, divided)
                with store.transaction():
                    for one in changed:
                        if not one.divided:
                            store.restate(one.number, one.prepared.statements)
                done = Reread(
                    done.unchanged + len(chunk) - len(changed),
                    done.restated + len(changed) - len(divided),
                    done.divided + len(divided),
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
            yield _Reading(number, Prepared(article, sentences, statements, known=True, replaces=()), divided)
