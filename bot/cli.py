"""The command line `qala`. Heavy modules are imported inside the commands: `--help` answers at once."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import archive, feedback_command, ingest, operation
from bot.options import IndexOption, SourcesArgument
from bot.settings import Settings, load_settings
from index.errors import QalaError

if TYPE_CHECKING:
    from index.encoder import Encoder
    from retrieval.search import Searcher

app = typer.Typer(
    name="qala",
    epilog="Settings come from the environment and from .env; .env.example explains them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"qala {version('qala')}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """qala (قالَ): who said what in the news, word for word, with the source."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point: a user's mistake is one line on stderr and a non-zero exit, never a traceback."""
    try:
        app(args=arguments, prog_name="qala")
    except QalaError as error:
        print(f"qala: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("qala: stopped", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        print(f"qala: {error.filename or 'the system'}: {error.strerror or error}", file=sys.stderr)
        sys.exit(74)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in any language.")],
    index: IndexOption = None,
    top: Annotated[int | None, typer.Option(min=1, max=50, help="Answers at most.", show_default=False)] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the answers were found.")] = False,
) -> None:
    """Answer one question.

    Example: qala ask "ماذا قال لافروف عن حلب؟" --top 3
    """
    settings = load_settings()
    searcher = _searcher(settings, index)
    from bot import terminal  # what it needs of the searcher's modules was imported while the encoder was loaded

    try:
        reply = searcher.ask(question, top or settings.top)
        if json:
            print(reply.model_dump_json(indent=2))
        else:
            terminal.print_reply(reply)
        if explain and not json:
            from bot.explanation import print_explanation

            print()
            print_explanation(searcher, searcher.find(question, top or settings.top))
    finally:
        searcher.close()


@app.command()
def console(index: IndexOption = None) -> None:
    """Ask in a loop, with history; :help lists the commands that show how an answer was found."""
    from bot.console import run_console

    settings = load_settings()
    searcher = _searcher(settings, index)
    try:
        run_console(searcher, settings.top)
    finally:
        searcher.close()


@app.command()
def bot(index: IndexOption = None) -> None:
    """Run the Telegram bot: long polling, or a webhook where QALA_WEBHOOK_URL is set."""
    from bot import telegram
    from index.errors import SettingsError

    settings = load_settings()
    if index:
        settings = settings.model_copy(update={"index": index})  # the memory is looked for beside it
    if settings.telegram_token is None:
        raise SettingsError(telegram.missing_token_message())
    searcher = _searcher(settings, settings.index)
    try:
        telegram.run(settings, searcher)
    finally:
        searcher.close()


for command in (ingest.build, ingest.add, archive.watch, archive.remove, archive.compact, feedback_command.feedback):
    app.command()(command)
app.command()(operation.health)
app.command()(operation.backup)
app.command()(operation.restore)


@app.command()
def clean(
    file: Annotated[Path, typer.Argument(help="A file of articles, as `qala build` takes.")],
    json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each article, for machines.")] = False,
) -> None:
    """Show which lines of a file are kept and which are dropped as a site's furniture, and why.

    Example: qala clean page.txt prints the headline, date and outlet that the page shows, then each line:
    "kept · …" or "dropped · related links · …". What is dropped is never an answer.
    """
    from bot.cleaning import cleaned_as_json, print_cleaned, read_file

    for article in read_file(file):
        if json:
            print(cleaned_as_json(article))
        else:
            print_cleaned(article)


@app.command()
def sentences(file: Annotated[Path, typer.Argument(help="A file of articles, as `qala build` takes.")]) -> None:
    """Print what the pipeline sees of a file, one sentence a line, furniture left out."""
    from index.build import article_sentences
    from index.reader import read_articles

    for article in read_articles([file]):
        for sentence in article_sentences(article):
            print(" ".join(article.text[sentence.start : sentence.end].split()))


@app.command()
def statements(
    sources: SourcesArgument,
) -> None:
    """Print every reported statement of the articles, a JSON object a line: who said what, and where."""
    import json

    from index.build import article_statements
    from index.reader import read_articles
    from index.row import statement_row

    for article in read_articles(sources):
        for one in article_statements(article):
            print(json.dumps(statement_row(article, one), ensure_ascii=False))


@app.command()
def evaluate(
    questions: Annotated[Path, typer.Argument(help="A .jsonl file of questions with their gold.")],
    index: IndexOption = None,
    run: Annotated[
        Path | None, typer.Option(help="Write the answers to this file, a question a line.", show_default=False)
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Compare with the answers of this earlier --run file.", show_default=False)
    ] = None,
    ablate: Annotated[bool, typer.Option("--ablate", help="Also run with one stage of retrieval at a time.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write a page to look at, index.html, into this folder.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")] = False,
) -> None:
    """Measure how well an index answers: success@1, MRR, nDCG, recall, refusals, latency.

    To see what a change does, question by question: qala evaluate seeds/questions.jsonl --run before.jsonl,
    make the change, and qala evaluate seeds/questions.jsonl --baseline before.jsonl
    """
    from bot.evaluation import Wanted, run_evaluation

    settings = load_settings()
    wanted = Wanted(run=run, baseline=baseline, report=report, ablate=ablate, as_json=json)
    run_evaluation(questions, lambda: _searcher(settings, index), settings.model, wanted)


@app.command()
def prepare(
    force: Annotated[bool, typer.Option("--force", help="Make it again, even where it is there.")] = False,
) -> None:
    """Make the embedding model's files from the installed weights: once, about a minute, no network."""
    from bot import terminal
    from index.model import prepare as prepare_model

    settings = load_settings()
    folder = prepare_model(settings.cache, force=force, report=terminal.say)
    terminal.say(f"the model is ready in {folder}")


def _searcher(settings: Settings, index: Path | None) -> "Searcher":
    """The searcher over an index; a missing index is told before the model is loaded."""
    from concurrent.futures import ThreadPoolExecutor

    from index.encoder import load_encoder
    from index.store import Store

    folder = index or settings.index
    Store.open(folder).close()

    def load(model: str) -> "Encoder":
        return load_encoder(model, device=settings.device, cache=settings.cache)

    with ThreadPoolExecutor(1) as pool:  # meanwhile the searcher is imported and the index opened
        encoder = pool.submit(load, settings.model)
        from retrieval.search import Searcher

        return Searcher.open(folder, encoder, load)


if __name__ == "__main__":
    main()
