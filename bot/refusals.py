"""What is said to somebody whose question is not worked on now."""

import math

from bot.catalogue import Texts
from bot.limits import Refused, TooMany


def refusal_messages(refused: Refused, texts: Texts) -> list[str]:
    """The message that says so and when to ask again; none where the silence has been announced."""
    if not isinstance(refused, TooMany):
        return [texts("refused.busy")]
    if refused.silent:
        return []
    said = texts.count("refused.too_many", max(1, math.ceil(refused.seconds)))
    return [f"{said}\n{texts('refused.silence')}" if refused.last else said]
