"""Conversations with the bot that show what it does, played against the strict fake Bot API.

The bot, the searcher and the messages are the real ones; only what the reader writes and presses stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.bubbles import Bubble, Button, Chat, blocks, plain
from bot.catalogue import texts_for
from bot.settings import Settings
from retrieval.search import Searcher
from tests.talk import Talk, talking
from tests.telegram_fake import BOT, Sent


@dataclass(frozen=True, slots=True)
class Say:
    """The reader writes, in the conversation's language."""

    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Press:
    """The reader presses the button with this label, the catalogue's key of it, or the first one."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Type:
    """The reader types this after the bot's name in another chat, and sends the first line of the list."""

    ar: str
    en: str


Step = Say | Press | Type


def command(name: str) -> Say:
    """The reader sends a command."""
    return Say(f"/{name}", f"/{name}")


# By name; each is played in every language of `LANGUAGES`, by a reader of its own.
CONVERSATIONS: dict[str, Sequence[Step]] = {
    "start": (command("start"), command("help")),
    "answers": (Say("ماذا قال لافروف عن حلب؟", "What did Lavrov say about Aleppo?"),),
    "context": (Say("ماذا قال بومبيو عن إدلب؟", "What did Pompeo say about Idlib?"), Press("button.context")),
    "source": (Say("ماذا قال كيري عن داعش؟", "What did Kerry say about Syria?"), Press("button.source"), Press("👍")),
    "more": (
        Say("ماذا قال لافروف عن سوريا؟", "What did Lavrov say about Syria?"),
        Press("button.more"),
        Press("7"),
    ),
    "follow-up": (
        Say("ماذا قال كيري عن داعش؟", "What did Kerry say about Syria?"),
        Say("وعن بروكسل؟", "And about Brussels?"),
    ),
    "nothing": (
        Say("ماذا قال كيري عن فنزويلا؟", "What did Pompeo say about Snowden?"),
        Say("سعر الذهب اليوم", "The price of gold today"),
    ),
    "near": (Say("ماذا قال لافروق عن حلب؟", "What did Larvov say about Aleppo?"), Press()),
    "follow": (
        Say("/follow لافروف عن حلب", "/follow Lavrov about Aleppo"),
        Say("/follow كيري", "/follow Kerry"),
        command("following"),
    ),
    "inline": (Type("لافروف حلب", "Lavrov Aleppo"),),
    "archive": (command("sources"), command("speakers"), command("about")),
    "language": (command("language"), Press("Français")),
    "forget": (command("new"), command("forgetme"), Press("forget.no")),
}
LANGUAGES = ("ar", "en")
_LISTED = 3  # lines of an inline list that are seen at once


async def play(searcher: Searcher, folder: Path) -> list[Chat]:
    """Play all of them in every language; the bot's memory lies in the folder. ValueError where the bot breaks one of
    the Bot API's rules."""
    chats = []
    async with talking(searcher, folder, top=Settings.model_fields["top"].default) as talk:
        for language in LANGUAGES:
            for name, steps in CONVERSATIONS.items():
                talk.chat = talk.user = talk.chat + 1
                talk.language = language
                chats.append(Chat(name, language, await _played(steps, talk)))
                if talk.fake.violations:
                    raise ValueError(f"{name}, {language}: the Bot API refuses {talk.fake.violations}")
    return chats


async def _played(steps: Sequence[Step], talk: Talk) -> tuple[Bubble, ...]:
    bubbles: list[Bubble] = []
    for step in steps:
        match step:
            case Say():
                bubbles += await _said(_text(step, talk), talk)
            case Type():
                bubbles += await _typed(_text(step, talk), talk)
            case Press():
                pressed = await _pressed(step, talk)
                bubbles[-1] = replace(bubbles[-1], buttons=_buttons(pressed.before, pressed.label))
                bubbles += pressed.bubbles
    return tuple(bubbles)


def _text(step: Say | Type, talk: Talk) -> str:
    return step.ar if talk.language == "ar" else step.en


async def _typed(text: str, talk: Talk) -> list[Bubble]:
    """What is typed, the list that comes up, and the message that its first line becomes."""
    update = talk.fake.inline(text, talk.user, talk.language)
    await talk.receive(update)
    results = talk.fake.inline_answers[update["inline_query"]["id"]].results
    listed = [Bubble("result", blocks(plain(f"{one.title}\n{one.description}"))) for one in results[:_LISTED]]
    typed = Bubble("reader", blocks(plain(f"@{BOT['username']} {text}")))
    return [typed, *listed, Bubble("reader", blocks(results[0].message))]


async def _said(text: str, talk: Talk) -> list[Bubble]:
    known = len(talk.fake.sent)
    await talk.say(text)
    return [Bubble("reader", blocks(plain(text))), *map(_bubble, talk.fake.sent[known:])]


@dataclass(frozen=True, slots=True)
class _Pressed:
    """A press: the message before it, the button's label, and what comes of it."""

    before: Sent
    label: str
    bubbles: list[Bubble]


async def _pressed(step: Press, talk: Talk) -> _Pressed:
    before = talk.last
    label = _label(step, before, talk.language)
    after = await talk.press(label)
    found = [Bubble("press", blocks(plain(label)))]
    if talk.notice[0]:
        found.append(Bubble("notice", blocks(plain(talk.notice[0]))))
    return _Pressed(before, label, [*found, _bubble(after)])


def _label(step: Press, sent: Sent, language: str) -> str:
    if not step.label:
        return sent.buttons[0]
    label = texts_for(language)(step.label) if "." in step.label else step.label
    return next((one for one in sent.buttons if one.startswith(label)), label)


def _bubble(sent: Sent) -> Bubble:
    return Bubble("bot", blocks(sent.parsed), _buttons(sent))


def _buttons(sent: Sent, pressed: str | None = None) -> tuple[tuple[Button, ...], ...]:
    rows = (sent.markup or {}).get("inline_keyboard", [])
    return tuple(tuple(Button(one["text"], "url" in one, one["text"] == pressed) for one in row) for row in rows)
