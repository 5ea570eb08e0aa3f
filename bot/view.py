"""What a reply looks like as a message: its HTML and its buttons, fresh from the searcher or from its card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from telegram import InlineKeyboardMarkup

from bot.cards import Card, Quote, restored
from bot.catalogue import Texts
from bot.feedback import Vote
from bot.keyboard import State, answer_keyboard, offer_keyboard
from bot.messages import Page, abstention, answer_pages, context_page, question_heading
from retrieval.answer import Answer, Reply
from retrieval.search import Searcher


@dataclass(frozen=True, slots=True)
class View:
    """A message: HTML within Telegram's limits, its buttons, and the answer that they are about."""

    html: str
    markup: InlineKeyboardMarkup | None
    answer: Answer | None = None


def first_view(reply: Reply, card: Card, texts: Texts, most: int) -> View:
    """A reply as it is first shown: the first page of its answers, at most so many, or that there are none."""
    if reply.answers:
        return _page_view(card, _pages(card, reply.answers, texts, most), reply.answers, State(), texts, None)
    return View(abstention(reply, texts, _heading(card, texts)), offer_keyboard(card.offers, texts))


def view_of(
    card: Card, state: State, texts: Texts, most: int, searcher: Searcher, vote_of: Callable[[Quote], Vote | None]
) -> View | None:
    """Any view of a reply with answers, from its card and the index as it is; None for a context that is not there."""
    answers = restored(card.quotes, searcher.slices)
    pages = _pages(card, answers, texts, most)
    state = _within(state, pages, answers)
    vote = vote_of(card.quotes[state.answer])
    if not state.context:
        return _page_view(card, pages, answers, state, texts, vote)
    answer = answers[state.answer]
    html = _context(answer, texts, searcher) if answer else ""
    return View(html, answer_keyboard(pages, answers, state, texts, vote), answer) if html else None


def _page_view(
    card: Card, pages: Sequence[Page], answers: Sequence[Answer | None], state: State, texts: Texts, vote: Vote | None
) -> View:
    markup = answer_keyboard(pages, answers, state, texts, vote)
    return View(pages[state.page].html, markup, answers[state.answer])


def _pages(card: Card, answers: Sequence[Answer | None], texts: Texts, most: int) -> list[Page]:
    return answer_pages(answers, texts, most, _heading(card, texts))


def _heading(card: Card, texts: Texts) -> str:
    return "" if card.question == card.written else question_heading(card.question, texts)


def _within(state: State, pages: Sequence[Page], answers: Sequence[Answer | None]) -> State:
    """The state, if a press could ask for it; else the nearest that is there: the setting of how many answers a page
    has may be another than when the button was made."""
    answer = min(state.answer, len(answers) - 1)
    page = min(state.page, len(pages) - 1)
    if answer not in pages[page].answers:
        page = next((place for place, one in enumerate(pages) if answer in one.answers), page)
    return State(page, answer if answer in pages[page].answers else pages[page].answers[0], state.context)


def _context(answer: Answer, texts: Texts, searcher: Searcher) -> str:
    """An answer among its neighbours, fewer of them where a message has no room; empty where it has none."""
    for around in (2, 1):
        sentences = searcher.context(answer, around)
        gaps = searcher.slices([(answer.article, one.end, other.start) for one, other in pairwise(sentences)])
        if len(sentences) < 2:
            break
        page = context_page(answer, sentences, [gap.text if gap else "" for gap in gaps], texts)
        if page:
            return page
    return ""
