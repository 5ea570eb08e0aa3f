"""Ablation: the same questions with one more stage of retrieval at a time."""

from collections.abc import Callable, Sequence

from retrieval.evaluate import Evaluation, evaluate
from retrieval.metrics import GoldQuestion
from retrieval.search import Searcher
from retrieval.stages import Stages

# From either side alone to everything: what readers get.
LADDER: dict[str, Stages] = {
    "dense": Stages(lexical=False, speaker=False, coverage=False, late=False, refuse=False),
    "lexical": Stages(dense=False, speaker=False, coverage=False, late=False, refuse=False),
    "fused": Stages(speaker=False, coverage=False, late=False, refuse=False),
    "+ speaker": Stages(coverage=False, late=False, refuse=False),
    "+ coverage": Stages(late=False, refuse=False),
    "+ late interaction": Stages(together=False, refuse=False),
    "+ side by side": Stages(refuse=False),
    "+ refusing": Stages(),
}


def ablate(
    questions: Sequence[GoldQuestion], searcher: Searcher, progress: Callable[[], None] = lambda: None
) -> dict[str, Evaluation]:
    """The evaluation of every rung of the ladder, by its name; the last is that of the whole searcher."""
    return {name: evaluate(questions, searcher.with_stages(stages), progress) for name, stages in LADDER.items()}
