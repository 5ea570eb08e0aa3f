"""The buttons under a reply, and what each press carries.

    [1] [· 2 ·] [3]                 where a page has several answers: which one the other buttons are about
    [the context] [the source]      with its number then
    [previous] [👍] [👎] [more]

Every client lays a row out from left to right; in Arabic it is turned round.

A press carries `1:show:p:0:2`: the layout's version, what to do, whether the page or an answer's context is shown, the
page's number and the answer's. Which reply it is about the message itself says: its card is known by the chat and the
message, so that no press can ask for what stands in another chat.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.cards import Offer
from bot.catalogue import Texts
from bot.feedback import Vote
from bot.markup import plain_field, web_address
from bot.messages import Page
from retrieval.answer import Answer

Verb = Literal["show", "source", "up", "down", "ask"]

# Grows when the meaning of what a press carries changes: older buttons then expire.
_VERSION = 1
_DATA = re.compile(rf"{_VERSION}:({'|'.join(get_args(Verb))}):([pc]):(\d{{1,3}}):(\d{{1,3}})")
# Presses that `unpacked` understands, and those of other versions.
PATTERN = re.compile(r"\d+:(show|source|up|down|ask):")

_LONGEST_LABEL = 40
_A_ROW = 8  # numbers in a row; more than Telegram shows side by side


@dataclass(frozen=True, slots=True)
class State:
    """What a message shows: a page, or the context of an answer; and the answer that its buttons are about."""

    page: int = 0
    answer: int = 0
    context: bool = False


def packed(verb: Verb, state: State) -> str:
    """What a press carries, well within Telegram's 64 bytes."""
    return f"{_VERSION}:{verb}:{'c' if state.context else 'p'}:{state.page}:{state.answer}"


def unpacked(data: str | None) -> tuple[Verb, State] | None:
    """What a press asks for; None where it is of another version, or not ours."""
    found = _DATA.fullmatch(data or "")
    if not found:
        return None
    verb, shown, page, answer = found.groups()
    return cast(Verb, verb), State(int(page), int(answer), shown == "c")


def answer_keyboard(
    pages: Sequence[Page], answers: Sequence[Answer | None], state: State, texts: Texts, vote: Vote | None = None
) -> InlineKeyboardMarkup:
    """The buttons of a page, or of an answer's context; `vote` is marked on its thumb."""
    rows = [] if state.context else _numbers(pages[state.page], state)
    answer, number = answers[state.answer], f" {state.answer + 1}" if rows else ""
    if answer:
        rows.append([_context(state, texts, number), _source(answer, state, texts, number)])
    thumbs = [_thumb("👍", "up", vote == 1, state), _thumb("👎", "down", vote == -1, state)] if answer else []
    before, after = ([], []) if state.context else _turning(pages, state, texts)
    rows.append([*before, *thumbs, *after])
    return keyboard(rows, texts)


def keyboard(rows: Iterable[Sequence[InlineKeyboardButton]], texts: Texts) -> InlineKeyboardMarkup:
    """Rows of buttons in the order in which they are read, those that are empty left out."""
    return InlineKeyboardMarkup([row[::-1] if texts.right_to_left else row for row in rows if row])


def offer_keyboard(offers: Sequence[Offer], texts: Texts) -> InlineKeyboardMarkup | None:
    """What may be asked instead, a button each; None where there is nothing."""
    rows: list[list[InlineKeyboardButton]] = []
    for place, offer in enumerate(offers):
        label = texts(f"offer.{offer.kind}", name=plain_field(offer.name, _LONGEST_LABEL))
        button = InlineKeyboardButton(label, callback_data=packed("ask", State(answer=place)))
        beside = offer.kind == "topic" and rows and len(rows[-1]) == 1 and offers[place - 1].kind == "topic"
        if beside:
            rows[-1].append(button)
        else:
            rows.append([button])
    return keyboard(rows, texts) if rows else None


def _numbers(page: Page, state: State) -> list[list[InlineKeyboardButton]]:
    """The numbers of a page's answers, the chosen one marked; none where there is nothing to choose."""
    if len(page.answers) < 2:
        return []
    buttons = [
        InlineKeyboardButton(
            f"· {place + 1} ·" if place == state.answer else str(place + 1),
            callback_data=packed("show", replace(state, answer=place)),
        )
        for place in page.answers
    ]
    return [buttons[first : first + _A_ROW] for first in range(0, len(buttons), _A_ROW)]


def _context(state: State, texts: Texts, number: str) -> InlineKeyboardButton:
    """To the context, or from it back to the page."""
    label = texts("button.back") if state.context else texts("button.context") + number
    return InlineKeyboardButton(label, callback_data=packed("show", replace(state, context=not state.context)))


def _source(answer: Answer, state: State, texts: Texts, number: str) -> InlineKeyboardButton:
    """To the article's page; where it has none, its source is told."""
    label, address = texts("button.source") + number, web_address(answer.url)
    if address:
        return InlineKeyboardButton(label, url=address)
    return InlineKeyboardButton(label, callback_data=packed("source", state))


def _thumb(sign: str, verb: Verb, chosen: bool, state: State) -> InlineKeyboardButton:
    return InlineKeyboardButton(f"{sign} ✓" if chosen else sign, callback_data=packed(verb, state))


def _turning(
    pages: Sequence[Page], state: State, texts: Texts
) -> tuple[list[InlineKeyboardButton], list[InlineKeyboardButton]]:
    """To the page before and to the next one, as far as they are there."""

    def to(page: int, label: str) -> list[InlineKeyboardButton]:
        if not 0 <= page < len(pages):
            return []
        there = State(page, pages[page].answers[0])
        return [InlineKeyboardButton(label, callback_data=packed("show", there))]

    return to(state.page - 1, texts("button.previous")), to(state.page + 1, texts("button.more"))
