"""What staff see in a terminal: replies, progress, figures; plain text where it is piped."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from bot.catalogue import texts_for
from bot.source import source_line
from retrieval.answer import Answer, Reply

NOTHING_FOUND = "لم أجد تصريحا بهذا المعنى في الأرشيف."
NEAR = "هل تقصد {names}؟"
TOPICS = "من المواضيع التي تناولها {speaker}: {topics}"
SPEAKERS = "ممن تحدثوا في هذا الموضوع: {speakers}"

out = Console(highlight=False)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """One line on stderr, where it disturbs no pipe."""
    _errors.print(escape(text))


def show(text: str | Text) -> None:
    """A paragraph on stdout: broken between words in a terminal, one line where it is piped."""
    out.print(Text(text) if isinstance(text, str) else text, soft_wrap=not out.is_terminal)


def print_reply(reply: Reply) -> None:
    """A reply as a numbered list: the words, then who and where from. No boxes: they break right-to-left text.

    Where nothing answers, what else there is stands below, under headings that say what it is; where nobody bears the
    asked name, whose name it nearly is.
    """
    print_answers(reply.answers)
    if reply.near:
        show(NEAR.format(names=" أو ".join(reply.near)))
    if reply.answers:
        return
    beside = reply.asked and (reply.asked_otherwise or reply.others)
    show(texts_for("ar")("nothing.of_speaker", speaker=reply.asked) if beside else NOTHING_FOUND)
    if reply.asked_otherwise:
        show(Text(texts_for("ar")("nothing.otherwise", speaker=reply.asked), style="italic"))
        print_answers(reply.asked_otherwise)
    if reply.others:
        show(Text(texts_for("ar")("nothing.others"), style="italic"))
        print_answers(reply.others)
    if reply.topics:
        show(Text(TOPICS.format(speaker=reply.asked, topics="، ".join(reply.topics)), style="italic"))
    if reply.speakers:
        show(Text(SPEAKERS.format(speakers="، ".join(reply.speakers)), style="italic"))


def print_answers(answers: Sequence[Answer]) -> None:
    """Answers as a numbered list, each with the other articles that say the same."""
    for number, answer in enumerate(answers, 1):
        show(Text(f"{number}. ", style="bold cyan") + Text(one_line(answer.text)))
        speaker = Text(f"{answer.speaker} — ", style="bold") if answer.speaker else Text()
        show(Text("   ") + speaker + Text(source_line(answer), style="dim"))
        for source in answer.repeats:
            show(Text(f"   {texts_for('ar')('answer.also')} {source_line(source)}", style="dim"))


def one_line(text: str) -> str:
    """A slice on one line: only its white space is changed, for display."""
    return " ".join(text.split())


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr, when that is a terminal; yields a function that takes how many are done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_errors, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)
