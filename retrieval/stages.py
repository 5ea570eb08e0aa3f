"""The stages of retrieval, each of which can be left out: for ablations."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stages:
    """Which stages take part: the dense and the lexical side, the speaker as a constraint, reranking by late
    interaction, and refusing. All of them answer readers; fewer serve comparisons."""

    dense: bool = True
    lexical: bool = True
    speaker: bool = True
    late: bool = True
    refuse: bool = True


EVERYTHING = Stages()
