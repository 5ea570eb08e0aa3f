"""The stages of retrieval, each of which can be left out: for ablations."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stages:
    """Which stages take part. All of them answer readers; fewer serve comparisons.

    The first stage finds candidates, by the `dense` and the `lexical` side, only the asked `speaker`'s, and puts them
    in order. They are ranked again by `coverage` of the topic and what else can be read off a sentence, and by `late`
    interaction; those of the best that stand side by side are shown `together`; then the best one may be refused.
    """

    dense: bool = True
    lexical: bool = True
    speaker: bool = True
    coverage: bool = True
    late: bool = True
    together: bool = True
    refuse: bool = True


EVERYTHING = Stages()
