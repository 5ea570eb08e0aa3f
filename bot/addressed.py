"""Whether a message in a group is meant for the bot, and the question that it holds without the bot's name."""

from collections.abc import Iterator

from telegram import Message, MessageEntity
from telegram.constants import MessageEntityType
from telegram.ext import filters

_MENTIONS = (MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION)


class _Addressed(filters.MessageFilter):
    """Messages that name the bot, or reply to one of its messages; not those forwarded, whoever they were for.

    With privacy mode on Telegram gives the bot only the latter, and commands.
    """

    def filter(self, message: Message) -> bool:
        """Whether it is such a message."""
        if message.forward_origin is not None:
            return False
        replied = message.reply_to_message
        to_bot = replied is not None and replied.from_user is not None and replied.from_user.id == message.get_bot().id
        return to_bot or any(True for _ in _mentions(message))


ADDRESSED = _Addressed(name="addressed")


def question_in(message: Message) -> str:
    """The words of a message without the command that it begins with, and without the bot's name.

    A command alone, in reply to somebody's text, is about that text.
    """
    text, entities = message.text or "", list(message.entities)
    command = next((one for one in entities if one.type == MessageEntityType.BOT_COMMAND and one.offset == 0), None)
    named = [one for one in _mentions(message) if message.text]
    for entity in sorted([*([command] if command else []), *named], key=lambda one: -one.offset):
        text = _without(text, entity)
    text = text.strip()
    replied = message.reply_to_message
    if command and not text and replied and replied.text and _is_a_persons(replied):
        return replied.text
    return text


def _mentions(message: Message) -> Iterator[MessageEntity]:
    """Where a message, or its caption, names the bot."""
    bot = message.get_bot()
    found = {**message.parse_entities(list(_MENTIONS)), **message.parse_caption_entities(list(_MENTIONS))}
    for entity, text in found.items():
        by_name = entity.type == MessageEntityType.MENTION and text[1:].casefold() == bot.username.casefold()
        if by_name or (entity.user and entity.user.id == bot.id):
            yield entity


def _is_a_persons(message: Message) -> bool:
    return message.from_user is not None and not message.from_user.is_bot


def _without(text: str, entity: MessageEntity) -> str:
    """The text without an entity, whose offsets count UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
    return (units[:start] + units[end:]).decode("utf-16-le", "surrogatepass")
