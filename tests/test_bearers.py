"""Whom a title means of those in an archive who bear it, or more than it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from index.build import build
from index.store import Store
from index.title import read_title
from tests.small_archive import article
from tests.small_encoder import SMALL

SAID = (
    "قال الرئيس المصري سمير حداد إن الأمر انتهى.",
    "قال رئيس نادي الزمالك المصري، رائد المزروع، إن الأمر انتهى.",
    "قال جون بولتون، مستشار الرئيس الأمريكي للأمن القومي، إن الأمر انتهى.",
    "قال الفريق الركن الشيخ راشد بن عبدالله آل خليفة وزير الداخلية البحريني إن الأمر انتهى.",
    "قال المتحدث باسم الكرملين دميتري بيسكوف إن الأمر انتهى.",
    "قالت المتحدثة باسم الخارجية الروسية ماريا زاخاروفا إن الأمر انتهى.",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("bearers")
    build([article(n, 1).model_copy(update={"text": f"{text}\n"}) for n, text in enumerate(SAID)], folder, SMALL)
    with closing(Store.open(folder)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("title", "speakers"),
    [
        ("الرئيس المصري", {"سمير حداد"}),
        ("رئيس نادي الزمالك", {"رائد المزروع"}),
        ("الرئيس الأمريكي", set()),
        ("مستشار الرئيس الأمريكي", {"جون بولتون"}),
        ("وزير الداخلية البحريني", {"راشد بن عبد الله آل خليفة"}),
        ("المتحدث باسم الكرملين", {"دميتري بيسكوف"}),
        ("المتحدثة باسم الخارجية الروسية", {"ماريا زاخاروفا"}),
    ],
)
def test_who_bears_a_title(store: Store, title: str, speakers: set[str]) -> None:
    asked = read_title(title)
    assert asked is not None
    assert set(store.speaker_names(store.bearers(asked).speakers)) == speakers
