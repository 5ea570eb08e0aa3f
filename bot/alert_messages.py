"""What waits for a chat, as one message: the statements with their sources; of a flood the first few, and how many."""

from collections.abc import Sequence

from bot.catalogue import Texts
from bot.following import follow_name
from bot.follows import Follow
from bot.messages import SEPARATOR, answer_pages
from retrieval.answer import Answer

# Statements shown in full; of more it is said how many they are.
_SHOWN = 5
_NAMED = 3  # follows named in the heading


def alert_message(found: Sequence[tuple[Follow, Answer]], texts: Texts) -> str:
    """The message of what was found for some follows of one chat; a statement that several of them found once."""
    answers = list({(answer.article, answer.start, answer.end): answer for _, answer in found}.values())
    what = _names([follow for follow, _ in found], texts)
    for heading in (texts("alert.new", what=what), texts.count("alert.many", len(answers), what=what)):
        [page, *_] = answer_pages(answers[:_SHOWN], texts, _SHOWN, f"{texts.direction_mark}🔔 {heading}")
        if len(page.answers) == len(answers):
            break
    return page.html


def _names(follows: Sequence[Follow], texts: Texts) -> str:
    """The first of the follows, in a few words each."""
    each = list({follow.number: follow for follow in follows}.values())
    named = [follow_name(follow, texts) for follow in each[:_NAMED]]
    return SEPARATOR.join([*named, "…"] if len(each) > _NAMED else named)
