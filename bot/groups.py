"""What happens to the bot's chats: it is added to a group or removed, a group gets another id, a person blocks it."""

import logging

from telegram import ChatMember, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.markup import field
from bot.service import service

_log = logging.getLogger(__name__)

_OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


async def membership(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The bot was added to a chat, or removed from it; a private chat's user who blocks it has removed it, too."""
    change = update.my_chat_member
    if change is None:
        return
    was_out, is_out = (one.status in _OUTSIDE for one in (change.old_chat_member, change.new_chat_member))
    if is_out:
        service(context).memory.drop_chat(change.chat.id)
    elif was_out and change.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        await _greet(update, context)


async def migrated(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A group has become a supergroup: what is known of it goes along. Both chats tell it."""
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id:
        service(context).memory.move_chat(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        service(context).memory.move_chat(message.migrate_from_chat_id, message.chat.id)


async def _greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say how to ask here: a name alone reaches only a bot that may read everything."""
    texts, bot = service(context).texts(update.effective_user), context.bot
    reads_all = bot.bot.can_read_all_group_messages
    name = field(f"@{bot.username}")
    # As it is to be sent again: without marks of direction.
    text = texts("group.hello", command=f"/ask@{bot.username}")
    if reads_all:
        text += "\n" + texts("group.hello_named", name=name)
    try:
        if update.effective_chat:
            await update.effective_chat.send_message(text, parse_mode=ParseMode.HTML)
    except TelegramError as error:  # a group may let nobody write but its admins
        _log.info("a group could not be greeted: %s", error)
