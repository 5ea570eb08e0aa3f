"""Fixtures: the real model, the real index over the seeds, made once a session."""

import shutil
from collections.abc import AsyncIterator, Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from hypothesis import settings

from index.build import build
from index.encoder import Encoder, OnnxEncoder, TorchEncoder
from index.model import default_model_folder, prepare
from index.reader import read_articles
from retrieval.search import Searcher
from tests.feed_server import content, serve_site
from tests.index_state import Fresh
from tests.newsroom import OLD, Newsroom, article, open_newsroom
from tests.small_archive import HELD
from tests.small_encoder import SMALL
from tests.watch_desk import Desk, news

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
# A busy machine is no fault of the code: no test fails for the time that it takes. And what the suite says of a commit
# does not depend on the day: its examples are the same each time. To look for others: --hypothesis-profile=explore
settings.register_profile("qala", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("qala")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options that pin floors anew, floors.py says how, and those of test_crash.py."""
    parser.addoption("--raise-floors", action="store_true", help="pin the figures reached, where they are better")
    parser.addoption("--lower-floors", action="store_true", help="pin the figures reached, even if worse")
    parser.addoption("--crash-seed", type=int, default=5, help="where the index's writers are killed at random")
    parser.addoption("--crash-kills", type=int, default=11, help="how often each of the five is killed")


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Neither the environment's QALA_… nor a .env in the working folder may change what tests see."""
    import os

    for name in list(os.environ):
        if name.startswith("QALA_") and name != "QALA_CACHE":
            monkeypatch.delenv(name)
    if "tmp_path" in request.fixturenames:
        monkeypatch.chdir(request.getfixturevalue("tmp_path"))


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The prepared default model; made where the cache is empty."""
    import os

    cache = Path(os.environ["QALA_CACHE"]) if os.environ.get("QALA_CACHE") else None
    prepare(cache)
    return default_model_folder(cache)


@pytest.fixture(scope="session")
def encoder(model_folder: Path) -> Encoder:
    """The ONNX encoder, as questions use it."""
    return OnnxEncoder(model_folder)


@pytest.fixture(scope="session")
def torch_encoder(model_folder: Path) -> Encoder:
    """The same model through sentence-transformers on torch."""
    return TorchEncoder(str(model_folder), "torch-cpu")


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index of the five seeds; read only: copy it (`index_copy`) to change it."""
    folder = tmp_path_factory.mktemp("index") / "seeds"
    build(read_articles([SEEDS]), folder, encoder)
    return folder


@pytest.fixture
def index_copy(seeds_index: Path, tmp_path: Path) -> Path:
    """A copy of the seeds' index that a test may change or spoil."""
    return Path(shutil.copytree(seeds_index, tmp_path / "index"))


@pytest.fixture(scope="session")
def searcher(seeds_index: Path, encoder: Encoder) -> Iterator[Searcher]:
    """A searcher over the seeds."""
    searcher = Searcher.open(seeds_index, encoder)
    yield searcher
    searcher.close()


@pytest.fixture(scope="session")
def server() -> ForkServerContext:
    """Where writers are forked from that are to be killed or hindered."""
    from tests.child import fork_server

    return fork_server()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Indexes to compare with, built afresh."""
    return Fresh(tmp_path_factory.mktemp("fresh"))


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many commits in one operation, here as in `tests/child.py`."""
    from tests.child import CHUNK

    monkeypatch.setattr("index.build.CHUNK", CHUNK)
    monkeypatch.setattr("index.reembed.CHUNK", CHUNK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of a dozen small articles, by the small encoder."""
    build(HELD, tmp_path / "index", SMALL)
    return tmp_path / "index"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A watch over the feeds of a server that has nine pages of news."""
    with serve_site() as site:
        for number in range(1, 10):
            site.give(f"/news/{number}", content(news(number)))
        yield Desk(site, tmp_path)


@pytest.fixture
def news_index(tmp_path: Path, encoder: Encoder) -> Path:
    """An index of one old article, by the real encoder."""
    build([article(1, OLD)], tmp_path / "index", encoder)
    return tmp_path / "index"


@pytest.fixture
async def room(news_index: Path, tmp_path: Path, encoder: Encoder) -> AsyncIterator[Newsroom]:
    """A bot over that index, to which articles come."""
    async with open_newsroom(news_index, tmp_path, encoder) as room:
        yield room
