"""Kinds of FAISS index on an archive's vectors, against exact search: `python -m benchmarks.scale faiss`."""

import os
import time
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.encoder import load_encoder
from index.store import Store
from retrieval.evaluate import read_questions


def run_faiss(index: Path, questions: Path) -> None:
    """Kinds of FAISS index on the archive's vectors: recall@10 of the questions against exact search in fp32."""
    store = Store.open(index)
    parts = list(store.vectors())
    store.close()
    vectors = np.concatenate([one for _, one in parts])
    asked = load_encoder().encode_queries([one.question for one in read_questions(questions)]).pooled
    exact = np.concatenate([np.argsort(-(vectors @ one), kind="stable")[None, :10] for one in asked])
    cells, codes = 4 * int(len(vectors) ** 0.5), vectors.shape[1] // 2
    print(f"{len(vectors)} vectors, {len(asked)} questions, 1 thread")
    print("kind                        searched  recall@10   ms/question   s to make   MB")
    kinds: dict[str, tuple[int, ...]] = {
        "SQfp16": (1,),
        f"PQ{codes}x4fs,Refine(SQfp16)": (10, 100),
        f"PQ{codes // 2}x4fs,Refine(SQfp16)": (10, 100),
        "RaBitQfs,Refine(SQfp16)": (10, 100),
        f"IVF{cells},SQfp16": (16, 64, 256),
    }
    for kind, options in kinds.items():
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        started = time.perf_counter()
        made: Any = faiss.index_factory(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
        made.train(vectors[:: max(1, len(vectors) // (40 * cells))])
        made.add(vectors)
        seconds, megabytes = time.perf_counter() - started, faiss.serialize_index(made).nbytes / 1e6
        faiss.omp_set_num_threads(1)
        for searched in options:  # cells, or times as many as wanted that are compared again
            made.nprobe = made.k_factor = searched
            started = time.perf_counter()
            found = np.concatenate([made.search(one[None], 10)[1] for one in asked])
            each = 1000 * (time.perf_counter() - started) / len(asked)
            recall = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(found, exact, strict=True)])
            print(f"{kind:28}{searched:6}{recall:11.3f}{each:14.2f}{seconds:12.1f}{megabytes:7.0f}", flush=True)
