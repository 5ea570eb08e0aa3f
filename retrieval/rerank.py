"""Late interaction: the first candidates ranked again, by how well each word of the question meets a word there.

MaxSim, after Khattab and Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized Late
Interaction over BERT" (2020), over the token vectors of the same model that gives the pooled vectors. A news
sentence leans on its neighbours (هذه الأدوية، وأضاف): a second MaxSim, where a question's word may also meet a
word of the sentence before or after, counts as much as the first.
"""

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np

from index.sentence_table import Passage
from index.token_space import Vectors, best_matches

# How much the MaxSim with the neighbours counts beside the sentence's own: 0.5, 1 and 1.5 gave .733, .738 and .738
# of the Arabic XQuAD-R questions, and .671, .678, .680 of the English ones.
NEIGHBOURS_WEIGHT = 1.0


def late_interaction(
    query: Vectors, passages: Sequence[Passage], articles: Mapping[int, int], packed: Mapping[int, bytes]
) -> dict[int, float]:
    """The score of each passage, from 0 to 1, for the question's token vectors `query` (tokens, dimension).

    Those are as long as they tell, together 1 (`index.encoder.Encoded`). `articles`: of the passages and what stands
    beside them.
    """
    if not len(query) or not passages:
        return {}
    tokens = {n: one for n, one in packed.items() if one}
    best = dict(zip(tokens, best_matches(query, list(tokens.values())), strict=True)) if tokens else {}
    nothing: Vectors = np.zeros(len(query), np.float32)
    scores = {}
    for one in passages:
        own = best.get(one.number, nothing)
        near = [n for n in (one.number - 1, one.number + 1) if n in best and articles[n] == one.article]
        together = reduce(np.maximum, (best[n] for n in near), own)
        scores[one.number] = float((own.sum() + NEIGHBOURS_WEIGHT * together.sum()) / (1 + NEIGHBOURS_WEIGHT))
    return scores


def beside(passages: Sequence[Passage], articles: Mapping[int, int]) -> set[int]:
    """The sentences whose token vectors these passages are compared by: their own, and those on either side."""
    return {n for one in passages for n in (one.number - 1, one.number, one.number + 1) if n in articles}
