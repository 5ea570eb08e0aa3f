"""Building: articles in, an index out; nothing that has not changed is done again."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from index.article import Article
from index.clean import Line, clean
from index.encoder import Encoded, Encoder
from index.errors import ModelMismatch
from index.sentence import Sentence, split_sentences
from index.statement import Statement, find_statements
from index.store import Model, Store
from index.upkeep import finish

# Sentences embedded and committed together: enough to sort into full batches of similar length,
# few enough that an interrupted build loses seconds of work.
CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did: numbers of articles, of sentences that were embedded, of statements found.

    `doubled`: articles passed over because the same one, by its URL, came before them.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    doubled: int = 0
    sentences: int = 0
    statements: int = 0

    def plus(self, **more: int) -> "Summary":
        """The summary with these numbers added."""
        return Summary(**{name: getattr(self, name) + more.get(name, 0) for name in self.__slots__})

    @property
    def articles(self) -> int:
        """How many articles it looked at."""
        return self.added + self.changed + self.unchanged + self.doubled

    def __str__(self) -> str:
        doubled = f", {self.doubled} passed over that came before under their URL" if self.doubled else ""
        return (
            f"{self.added} articles added, {self.changed} changed, {self.unchanged} unchanged{doubled};"
            f" {self.sentences} sentences embedded, {self.statements} statements found"
        )


Progress = Callable[[Summary], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that is read and not yet embedded."""

    article: Article
    sentences: list[Sentence]
    statements: list[Statement]
    known: bool  # an older version of it is in the store
    replaces: Sequence[str]  # the same article under other ids


_Item = Prepared | Literal["unchanged", "doubled"]
_UNCHANGED: Literal["unchanged"] = "unchanged"
_DOUBLED: Literal["doubled"] = "doubled"


def article_sentences(article: Article) -> list[Sentence]:
    """The sentences of an article that can be an answer: those of the lines that cleaning keeps."""
    kept = [line for line in clean(article.text) if not line.dropped]
    sentences = []
    lines = iter(kept)
    line = next(lines, None)
    for sentence in split_sentences(article.text):
        while line and line.end <= sentence.start:
            line = next(lines, None)
        if line and line.start <= sentence.start:
            sentences.append(_within(article.text, sentence, line))
    return sentences


def _within(text: str, sentence: Sentence, line: Line) -> Sentence:
    """The sentence without the furniture that is glued to its line, where no stop divides them."""
    if sentence.end <= line.end:
        return sentence
    end = sentence.start + len(text[sentence.start : line.end].rstrip())
    return replace(sentence, end=end)


def article_statements(article: Article) -> list[Statement]:
    """The statements of an article: who said what."""
    return find_statements(article.text, article_sentences(article), article.headline)


def build(articles: Iterable[Article], folder: Path, encoder: Encoder, progress: Progress = lambda _: None) -> Summary:
    """Bring the index in `folder` up to date with the articles; others that it holds stay.

    Committed chunk by chunk, whole articles at a time: a build that is interrupted leaves a sound
    index, and the next one goes on from there. ModelMismatch where the index holds vectors of
    another model; StoreError where it cannot be written.
    """
    with Store.writing(folder, create=True) as store:
        _check_model(store, encoder)
        summary = Summary()
        try:
            for chunk in _chunks(_changed(articles, store)):
                fresh = [item for item in chunk if isinstance(item, Prepared)]
                commit(store, encoder, fresh)
                summary = summary.plus(
                    added=sum(not item.known for item in fresh),
                    changed=sum(item.known for item in fresh),
                    unchanged=chunk.count(_UNCHANGED),
                    doubled=chunk.count(_DOUBLED),
                    sentences=sum(len(item.sentences) for item in fresh),
                    statements=sum(len(item.statements) for item in fresh),
                )
                progress(summary)
        finally:  # also of what an interrupted build has committed
            finish(store)
        return summary


def check_same_model(model: Model | None, encoder: Encoder, folder: Path) -> None:
    """ModelMismatch, with both names and the way out, where the index was built with another model."""
    if model is not None and model.fingerprint != encoder.fingerprint:
        raise ModelMismatch(
            f"index {folder} was built with {model.name} ({model.fingerprint}), the model now is {encoder.name}"
            f" ({encoder.fingerprint}): set QALA_MODEL back, or embed it anew: qala build --reembed --index {folder}"
        )


def _check_model(store: Store, encoder: Encoder) -> None:
    check_same_model(store.model, encoder, store.folder)
    if store.model is None:
        with store.transaction():
            store.set_model(Model(encoder.name, encoder.fingerprint, encoder.dimension))


def _changed(articles: Iterable[Article], store: Store) -> Iterator[_Item]:
    """What to do for each article. Of two that are one, the first of a run counts."""
    done: set[str] = set()
    came: dict[str, str] = {}  # the id under which the article of a URL came, in this run
    for article in articles:
        twins = _twins(article, came, done, store)
        digest = store.digest(article.id)
        if any(one in done for one in twins):
            yield _DOUBLED
        elif article.id in done:
            yield _UNCHANGED
        else:
            done.add(article.id)
            if article.url:
                came.setdefault(article.url, article.id)
            if digest == article.digest():
                yield _UNCHANGED
            else:
                sentences = article_sentences(article)
                statements = find_statements(article.text, sentences, article.headline)
                yield Prepared(article, sentences, statements, digest is not None or len(twins) > 0, twins)


def _twins(article: Article, came: Mapping[str, str], done: Collection[str], store: Store) -> list[str]:
    """The other ids under which the same article came in this run, or is stored: a page, known by its address alone,
    may be there under an id of an export, or the other way round. Two ids of one's own are two articles, whatever
    their addresses.

    What came in this run is where it says now, whether or not that is committed yet.
    """
    page = article.url
    if page is None:
        return []
    if article.id != page:
        return [page] if page in done or store.digest(page) else []
    at_url = [came[page]] if page in came else [one for one in store.ids_at(page) if one not in done]
    return [one for one in at_url if one != page]


def _chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    chunk: list[_Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.sentences) if isinstance(item, Prepared) else 0
        if size >= CHUNK or len(chunk) >= 10 * CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def commit(store: Store, encoder: Encoder, items: Sequence[Prepared]) -> None:
    """Embed articles and store them, all in one transaction."""
    if not items:
        return
    texts = [item.article.text[s.start : s.end] for item in items for s in item.sentences]
    encoded = encoder.encode_passages(texts)
    with store.transaction():
        at = 0
        for item in items:
            end = at + len(item.sentences)
            part = Encoded(encoded.pooled[at:end], encoded.tokens[at:end])
            for replaced in item.replaces:
                store.remove(replaced)
            store.put(item.article, item.sentences, part, item.statements)
            at = end
