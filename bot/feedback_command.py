"""The command `qala feedback`: what readers thought of the answers. Heavy modules are imported inside it."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import IndexOption
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.feedback import Voted


def feedback(
    index: IndexOption = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print them as evaluation questions, an object a line.")
    ] = False,
) -> None:
    """Print the answers that readers of the bot praised or blamed.

    With --jsonl, each question to which more readers praised an answer than blamed it, in the form that `qala evaluate`
    reads, those answers being its gold. Neither form says who asked or voted.

    Example: qala feedback --jsonl > questions.jsonl && qala evaluate questions.jsonl
    """
    from bot.feedback import gold_questions
    from bot.memory import Memory
    from index.errors import StoreError
    from index.store import Store
    from retrieval.answer import slices

    settings = load_settings()
    folder = index or settings.index
    path = settings.model_copy(update={"index": folder}).memory_path
    if not path.is_file():
        raise StoreError(f"there is no feedback yet: the bot has no memory at {path} (QALA_MEMORY)")
    with closing(Memory(path)) as memory:
        voted = memory.feedback.voted()
    if not jsonl:
        _show(voted)
        return
    with closing(Store.open(folder)) as store, store.snapshot():
        for question in gold_questions(voted, lambda places: slices(store, places)):
            print(question.model_dump_json(exclude_none=True))


def _show(voted: "list[Voted]") -> None:
    """A line for each answer, for people."""
    from bot import terminal

    for one in voted:
        article, start, end = one.quote.place
        speaker = f"{one.quote.speaker}, " if one.quote.speaker else ""
        terminal.show(f"👍 {one.ups}  👎 {one.downs}  {one.question}  —  {speaker}{article} [{start}:{end}]")
    terminal.say(f"{len(voted)} answers with votes")
