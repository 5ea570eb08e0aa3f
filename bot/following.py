"""What readers follow: /follow, /following and /quiet; `follow_buttons` are their buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.addressed import question_in
from bot.answering import reply
from bot.catalogue import Texts
from bot.follows import Follow
from bot.limits import Refused
from bot.markup import field, plain_field
from bot.quiet import Quiet, read_quiet
from bot.refusals import refusal_messages
from bot.service import Service, service
from bot.view import View
from index.errors import QuestionError
from retrieval.alerts import Want
from retrieval.search import Searcher
from retrieval.want import MAX_WISH, Understood

_LONGEST_LABEL = 30


@dataclass(frozen=True, slots=True)
class Asker:
    """Who writes a command where: what each of the commands here needs to know."""

    message: Message
    user: User
    shared: Service
    texts: Texts

    @property
    def chat(self) -> Chat:
        """The chat; what is followed belongs to it."""
        return self.message.chat

    async def reply(self, html: str, markup: InlineKeyboardMarkup | None = None) -> None:
        """Answer the command."""
        await reply(self.message, html, markup)


async def follow(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/follow: from now on tell this chat what a speaker says, what is said about a topic, or both."""
    asker = _asker(update, context)
    texts, wanted = asker.texts, question_in(asker.message)
    if not await may_change(asker.chat, asker.user, asker.message):
        await asker.reply(texts("follow.admins"))
    elif not wanted:
        await asker.reply(texts("follow.how"))
    elif len(wanted) > MAX_WISH:
        await asker.reply(texts("follow.long", length=len(wanted), limit=MAX_WISH))
    else:
        await _follow(asker, wanted)


async def following(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/following: what this chat follows, a button to stop each."""
    asker = _asker(update, context)
    view = followed_list(asker.shared, asker.chat.id, asker.texts)
    await asker.reply(view.html, view.markup)


async def quiet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/quiet: the hours without alerts; `/quiet 22 7`, `/quiet off`, or alone: which they are."""
    asker = _asker(update, context)
    texts, readers, chat = asker.texts, asker.shared.memory.readers, asker.chat.id
    words, now = context.args or [], readers.quiet(chat)
    if not words:
        await asker.reply(_quiet_state(now, texts))
    elif not await may_change(asker.chat, asker.user, asker.message):
        await asker.reply(texts("follow.admins"))
    elif words[0].casefold() in ("off", "لا", "no", "non", "нет"):
        readers.choose_quiet(chat, None)
        await asker.reply(_quiet_state(None, texts))
    elif chosen := read_quiet(words, now.time_zone if now else asker.shared.settings.time_zone):
        readers.choose_quiet(chat, chosen)
        await asker.reply(_quiet_state(chosen, texts))
    else:
        await asker.reply(texts("quiet.how"))


def follow_name(follow: Follow | Want, texts: Texts, isolated: Callable[[str], str] = field) -> str:
    """What is followed, in a few words: the speaker, the topic, or one on the other; HTML where `isolated` gives it."""
    return texts(f"follow.name.{_form(follow)}", **_names(follow, isolated))


def mute_button(follow: Follow, texts: Texts) -> InlineKeyboardButton:
    """The button under an alert that stops the follow it came from."""
    return InlineKeyboardButton(texts("button.mute"), callback_data=f"1:follow:mute:{follow.number}")


async def _follow(asker: Asker, wanted: str) -> None:
    """Follow what the words ask for, as far as that is understood, allowed, and new."""
    shared, texts, chat = asker.shared, asker.texts, asker.chat.id
    try:
        shared.limits.admit((asker.message.sender_chat or asker.user).id)
        understood, newest = await shared.workers.run(partial(_understood, shared.searcher, wanted))
    except QuestionError:
        await asker.reply(texts("follow.how"))
        return
    except Refused as refused:
        for said in refusal_messages(refused, texts):
            await asker.reply(said)
        return
    follows, most, want = shared.memory.follows, shared.settings.follows, understood.want
    if found := follows.find(chat, want.speaker, want.topic):
        await asker.reply(texts("follow.already", what=follow_name(want, texts)), _undo(found, texts))
    elif len(follows.of_chat(chat)) >= most:
        await asker.reply(texts.count("follow.limit", most))
    else:
        shared.memory.alerts.begin(newest)
        thread = asker.message.message_thread_id if asker.message.is_topic_message else None
        new = follows.add(asker.user.id, chat, want.speaker, want.topic, texts.language, thread)
        await asker.reply(*confirmation(new, understood, texts))


def _understood(searcher: Searcher, wanted: str) -> tuple[Understood, int]:
    """What is wanted, and the sentence after which all is new."""
    return searcher.want(wanted), searcher.newest()


def confirmation(follow: Follow, understood: Understood, texts: Texts) -> tuple[str, InlineKeyboardMarkup]:
    """What is followed from now on; buttons to take it back, and to follow instead whom a name may mean."""
    said = texts(f"follow.done.{_form(follow)}", **_names(follow))
    if not understood.is_known:
        said += "\n" + texts("follow.unknown")
    mean = f"1:follow:mean:{follow.number}"
    buttons = [
        InlineKeyboardButton(texts("offer.near", name=_label(name)), callback_data=f"{mean}:{place}")
        for place, name in enumerate(understood.near)
    ]
    [[undo]] = _undo(follow, texts).inline_keyboard
    return said, InlineKeyboardMarkup([[button] for button in (*buttons, undo)])


def followed_list(shared: Service, chat: int, texts: Texts) -> View:
    """What a chat follows, and its quiet hours; a button to stop each."""
    follows = shared.memory.follows.of_chat(chat)
    if not follows:
        return View(texts("following.nothing"), None)
    rows = [
        [InlineKeyboardButton(f"✖️ {follow_name(one, texts, _label)}", callback_data=f"1:follow:stop:{one.number}")]
        for one in follows
    ]
    text = texts.count("following.list", len(follows)) + "\n" + _quiet_state(shared.memory.readers.quiet(chat), texts)
    return View(text, InlineKeyboardMarkup(rows))


def _undo(follow: Follow, texts: Texts) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(texts("button.undo"), callback_data=f"1:follow:undo:{follow.number}")
    return InlineKeyboardMarkup([[button]])


def _form(follow: Follow | Want) -> str:
    return "both" if follow.speaker and follow.topic else "speaker" if follow.speaker else "topic"


def _names(follow: Follow | Want, isolated: Callable[[str], str] = field) -> dict[str, str]:
    return {"speaker": isolated(follow.speaker or ""), "topic": isolated(follow.topic or "")}


def _label(text: str) -> str:
    return plain_field(text, _LONGEST_LABEL)


def _quiet_state(quiet: Quiet | None, texts: Texts) -> str:
    if quiet is None:
        return texts("quiet.off")
    return texts("quiet.on", hours=field(quiet.hours), zone=field(quiet.zone))


async def may_change(chat: Chat, user: User, message: Message | None = None) -> bool:
    """Whether somebody may say what this chat is alerted to: in groups that is for their admins."""
    if chat.type == ChatType.PRIVATE:
        return True
    if message is not None and message.sender_chat is not None:
        return message.sender_chat.id == chat.id  # an admin who writes as the group
    member = await chat.get_member(user.id)
    return member.status in (member.ADMINISTRATOR, member.OWNER)


def _asker(update: Update, context: ContextTypes.DEFAULT_TYPE) -> Asker:
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        raise ValueError(f"update {update.update_id} came to a command's handler without a message or its author")
    shared = service(context)
    return Asker(message, user, shared, shared.texts(user))
