"""Another model: all sentences embedded anew beside the vectors in use, and both exchanged when all is done.

Both lie in the same SQLite file, so the exchange is one transaction: every reader sees the old vectors or the new ones.
Interrupted, it goes on where it stopped; given up, the old vectors are untouched, and another model begins afresh.
"""

from collections.abc import Callable
from pathlib import Path

from index.build import CHUNK
from index.encoder import Encoder
from index.store import Model, Store
from index.upkeep import finish

Progress = Callable[[int], None]


def reembed(folder: Path, encoder: Encoder, progress: Progress = lambda _: None) -> int:
    """Give the index in `folder` the vectors of another model; tells how many sentences were embedded for that.

    `progress` is told how many sentences have their new vector. StoreError where there is no index, or it cannot be
    written; nothing happens where it already has this model's.
    """
    with Store.writing(folder) as store:
        model = Model(encoder.name, encoder.fingerprint, encoder.dimension)
        if store.model == model:
            finish(store)
            return 0
        with store.transaction(seen=False):
            done = store.begin_vectors(model)
        embedded = 0
        while texts := store.without_new_vector(CHUNK):
            encoded = encoder.encode_passages(list(texts.values()))
            with store.transaction(seen=False):
                store.put_new_vectors(texts, encoded)
            embedded += len(texts)
            progress(done + embedded)
        with store.transaction():
            store.exchange_vectors(model)
        finish(store)
        return embedded
