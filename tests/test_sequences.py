"""Whatever is done to an index, wherever it is broken off: it is as one build of the final set would have made it."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from index.article import Article
from index.atomic import replacing
from index.build import build
from index.errors import InputError
from index.reembed import reembed
from index.store import Store
from index.upkeep import compact, remove
from retrieval.search import Searcher
from tests.index_state import Fresh, assert_like_fresh, check, read, shown
from tests.small_archive import QUESTIONS, article
from tests.small_encoder import SmallEncoder

MODELS = ("small", "other", "third")
ASKED = QUESTIONS[:3]

Held = Mapping[str, Article]


def built(held: Held, batch: Sequence[Article]) -> dict[str, Article]:
    """What an index that holds these articles by their ids holds after a build of the batch.

    A page, whose id is its URL, and an export of that URL are one article: within a run the first of them counts, and
    what it replaces is gone.
    """
    after, done = dict(held), dict[str, Article]()
    for one in batch:
        twins = [key for key, other in (done | after).items() if key != one.id and _are_one(one, other)]
        if one.id in done or any(key in done for key in twins):
            continue
        done[one.id] = one
        if after.get(one.id) != one:
            for key in (one.id, *twins):
                after.pop(key, None)
            after[one.id] = one
    return after


def _are_one(one: Article, other: Article) -> bool:
    return one.url is not None and one.url == other.url and one.url in (one.id, other.id)


class Crash(BaseException):
    """The end of a process: nothing that it does after this has any effect."""


class Fuse:
    """Breaks a writer off at the n-th of the points where it embeds, commits or writes a file, and at all after it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        patch.setattr(Store, "transaction", self._around(Store.transaction))
        patch.setattr(Store, "name_vectors", self._before(Store.name_vectors))
        patch.setattr(SmallEncoder, "encode_passages", self._before(SmallEncoder.encode_passages))
        patch.setattr("index.vectors.replacing", self._around(replacing))

    def point(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Crash

    def _before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def broken(*arguments: Any) -> Any:
            self.point()
            return function(*arguments)

        return broken

    def _around(self, manager: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def broken(*arguments: Any, **named: Any) -> Iterator[Any]:
            self.point()
            with manager(*arguments, **named) as value:
                yield value
                self.point()
            self.point()

        return broken


X, Y = "https://example.org/x", "https://example.org/y"


def at(number: int, url: str | None, version: int = 0) -> Article:
    """Article `number` of an export, with this URL."""
    return article(number, version).model_copy(update={"url": url})


def page(url: str, version: int = 0) -> Article:
    """The page at a URL."""
    return article(9, version).model_copy(update={"id": url, "url": url})


VERSIONS = st.builds(at, st.integers(0, 7), st.sampled_from([None, X, Y]), st.integers(0, 3)) | st.builds(
    page, st.sampled_from([X, Y]), st.integers(0, 3)
)
BATCHES = st.lists(VERSIONS, min_size=1, max_size=5)
# At which point a writer is broken off; None: it is not.
FUSES = st.none() | st.integers(0, 12)


class Sequences(RuleBasedStateMachine):
    """An index beside what it ought to hold, and a searcher that lives as long as it."""

    fresh: Fresh

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        for name, value in (("build.CHUNK", 8), ("reembed.CHUNK", 8), ("vectors._FEW", 6), ("vectors._CHANGED", 4)):
            self.patch.setattr(f"index.{name}", value)
        self.fuse = Fuse(self.patch)
        self.made = tempfile.TemporaryDirectory()
        self.folder = Path(self.made.name) / "index"
        self.held: dict[str, Article] = {}
        self.model = SmallEncoder()
        self.broken = False
        self.searcher: Searcher | None = None

    @initialize(batch=BATCHES)
    def begin(self, batch: list[Article]) -> None:
        build(batch, self.folder, self.model)
        self.held = built({}, batch)
        self.searcher = self._open()

    @rule(batch=BATCHES, fuse=FUSES)
    def build(self, batch: list[Article], fuse: int | None) -> None:
        """Add and change articles."""
        allowed = [built(self.held, batch[:end]) for end in range(len(batch) + 1)]
        done = self._do(lambda: build(batch, self.folder, self.model), fuse)
        self._now_holds(allowed[-1:] if done else allowed)

    @rule()
    def build_the_same(self) -> None:
        summary = build(self.held.values(), self.folder, self.model)
        assert (summary.added, summary.changed, summary.unchanged) == (0, 0, len(self.held))

    @precondition(lambda self: self.held)
    @rule(data=st.data(), fuse=FUSES)
    def remove(self, data: st.DataObject, fuse: int | None) -> None:
        wanted = data.draw(st.lists(st.sampled_from(sorted(self.held)), min_size=1, max_size=3, unique=True))
        after = {key: one for key, one in self.held.items() if key not in wanted}
        done = self._do(lambda: remove(self.folder, wanted), fuse)
        self._now_holds([after] if done else [self.held, after])

    @rule()
    def remove_what_is_not_there(self) -> None:
        with pytest.raises(InputError):
            remove(self.folder, [*self.held, "none"])

    @rule(fuse=FUSES)
    def compact(self, fuse: int | None) -> None:
        self._do(lambda: compact(self.folder), fuse)

    @rule(name=st.sampled_from(MODELS), fuse=FUSES)
    def reembed(self, name: str, fuse: int | None) -> None:
        model = SmallEncoder(name)
        done = self._do(lambda: reembed(self.folder, model), fuse)
        store = Store.open(self.folder)
        found = store.model
        store.close()
        assert found is not None
        assert found.name in ((name,) if done else (name, self.model.name))
        self.model = SmallEncoder(found.name)
        check(self.folder, self.model)

    @precondition(lambda self: self.searcher is not None)
    @rule()
    def reopen(self) -> None:
        assert self.searcher is not None
        self.searcher.close()
        self.searcher = self._open()

    @invariant()
    def the_searcher_that_lives_equals_one_that_is_opened_now(self) -> None:
        """What was broken off is finished by whoever opens the index next; otherwise there is nothing left to do."""
        if self.searcher is not None:
            living = None if self.broken else shown(self.searcher, ASKED)
            opened = self._open()
            now = shown(opened, ASKED)
            opened.close()
            assert (living or shown(self.searcher, ASKED)) == now

    def teardown(self) -> None:
        try:
            if self.searcher is not None:
                held = assert_like_fresh(self.folder, self.model, self.fresh)
                assert {one.id: one for one in held} == self.held
                self.searcher.close()
        finally:
            self.patch.undo()
            self.made.cleanup()

    def _open(self) -> Searcher:
        return Searcher.open(self.folder, self.model, SmallEncoder)

    def _do(self, act: Callable[[], object], fuse: int | None) -> bool:
        """Whether it was done, and not broken off at that point."""
        self.fuse.left = fuse
        try:
            act()
            self.broken = False
        except Crash:
            self.broken = True
        finally:
            self.fuse.left = None
        return not self.broken

    def _now_holds(self, allowed: Sequence[Held]) -> None:
        """Take over what the index holds now, which must be one of these."""
        now = {one.id: one for one in read(self.folder)}
        assert now in allowed
        self.held = now


@pytest.fixture
def _fresh(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sequences, "fresh", fresh, raising=False)


Sequences.TestCase.settings = settings(
    max_examples=25, stateful_step_count=12, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSequences = pytest.mark.usefixtures("_fresh")(Sequences.TestCase)

@pytest.mark.parametrize(
    ("held", "batch", "left"),
    [
        ([page(X)], [at(1, X), at(2, X)], {"a1", "a2"}),
        ([page(X)], [at(1, X), page(X, version=1)], {"a1"}),
        ([page(X)], [at(1, X), page(X)], {"a1"}),
        ([at(1, X)], [at(1, Y), page(X)], {"a1", X}),
        ([at(1, X)], [at(1, None), page(X)], {"a1", X}),
        ([at(1, X)], [page(X), at(1, Y)], {"a1", X}),
        ([page(X), page(Y)], [at(1, X), at(1, Y)], {"a1", Y}),
        ([at(1, X), at(2, X)], [at(1, Y), page(X)], {"a1", X}),
        ([at(1, X), at(2, X)], [page(X)], {X}),
        ([at(1, X), at(2, X)], [at(2, X, version=1), page(X)], {"a1", "a2"}),
        ([], [at(1, X), at(1, Y), page(Y)], {"a1", Y}),
    ],
)
@pytest.mark.parametrize("chunk", [1, 1_000])
def test_a_page_and_an_export_are_one_article_whatever_came_before(
    held: list[Article],
    batch: list[Article],
    left: set[str],
    chunk: int,
    tmp_path: Path,
    fresh: Fresh,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also whether what came before in the same run is committed yet or not (`chunk`)."""
    monkeypatch.setattr("index.build.CHUNK", chunk)
    build(held, tmp_path / "index", SmallEncoder())
    build(batch, tmp_path / "index", SmallEncoder())
    found = {one.id: one for one in assert_like_fresh(tmp_path / "index", SmallEncoder(), fresh)}
    assert found == built({one.id: one for one in held}, batch)
    assert found.keys() == left
    again = build(batch, tmp_path / "index", SmallEncoder())
    assert (again.added, again.changed) == (0, 0)
