"""Staff's console: questions in a loop, and commands that show how an answer was found."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs

from bot import terminal
from bot.explanation import print_explanation
from bot.source import source_line
from index.errors import QalaError
from retrieval.answer import Answer
from retrieval.search import Searcher

WELCOME = "اسأل: من قال ماذا؟  (:help for the commands, :quit or Ctrl-D to leave)"
HELP = """\
QUESTION            answer it, for example: ماذا قال لافروف عن حلب؟ and then: وعن سوريا؟
:new                forget the last question: the next one follows up nothing
:explain [QUESTION] how the answers were found: what was understood, each sentence's scores (default: the last)
:context [N]        the sentences around answer N (default 1)
:articles [TEXT]    the articles of the index, or those whose title or id holds TEXT
:speakers [TEXT]    the speakers of the index with the number of their statements, or those named TEXT
:statements ID      every statement of one article: who said what
:top N              show N answers from now on
:help               this list
:quit               leave (also Ctrl-D)"""


class Session:
    """One console: the searcher, and what was last asked and answered."""

    def __init__(self, searcher: Searcher, top: int) -> None:
        self.searcher = searcher
        self.top = top
        self.question = ""
        self.answers: tuple[Answer, ...] = ()
        self.commands: dict[str, Callable[[str], None]] = {
            "new": self.forget,
            "explain": self.explain,
            "context": self.context,
            "articles": self.list_articles,
            "speakers": self.list_speakers,
            "statements": self.list_statements,
            "top": self.set_top,
            "help": lambda _: print(HELP),
        }

    def take(self, line: str) -> bool:
        """Do what one line says; False when it says to leave. Mistakes are told, never raised."""
        name, _, rest = line.strip().removeprefix(":").partition(" ")
        if not line.strip():
            return True
        if line.strip() in (":quit", ":q", ":exit"):
            return False
        try:
            if not line.lstrip().startswith(":"):
                self.ask(line)
            elif name in self.commands:
                self.commands[name](rest.strip())
            else:
                print(f"unknown command :{name}; :help lists them")
        except QalaError as error:
            print(error)
        return True

    def ask(self, question: str) -> None:
        """Answer a question, which may follow up the last one, and remember it."""
        reply = self.searcher.ask(question, self.top, after=self.question or None)
        self.question, self.answers = reply.question, reply.answers
        if reply.question != question:
            terminal.show(reply.question)
        terminal.print_reply(reply)

    def forget(self, _: str) -> None:
        """Forget what was asked and answered."""
        self.question, self.answers = "", ()

    def explain(self, question: str) -> None:
        """Show the scores of the best sentences."""
        question = question or self.question
        if not question:
            print("ask something first, or :explain QUESTION")
            return
        print_explanation(self.searcher, self.searcher.find(question, self.top))

    def context(self, number: str) -> None:
        """Show the sentences around an answer."""
        place = int(number) if number.isdecimal() else 1
        if not 1 <= place <= len(self.answers):
            print(f"there is no answer {number or 1}: ask something first" if not self.answers else
                  f"there are answers 1 to {len(self.answers)}")  # fmt: skip
            return
        chosen = self.answers[place - 1]
        for sentence in self.searcher.context(chosen):
            mark = ">" if sentence.start < chosen.end and sentence.end > chosen.start else " "
            terminal.show(f"{mark} {terminal.one_line(sentence.text)}")
        terminal.show(f"  {source_line(chosen)}")

    def list_articles(self, wanted: str) -> None:
        """List articles by id and title."""
        for article in self.searcher.articles():
            if wanted in article.id or wanted in (article.title or ""):
                terminal.show(f"{article.id}  {article.title or ''}")
        articles, sentences = self.searcher.counts()
        print(f"{articles} articles, {sentences} sentences")

    def list_speakers(self, wanted: str) -> None:
        """List the speakers, those who said most first."""
        speakers = [speaker for speaker in self.searcher.speakers() if wanted in speaker.name]
        for speaker in speakers:
            print(f"{speaker.said:6}  {speaker.name}")
        print(f"{len(speakers)} speakers")

    def list_statements(self, article_id: str) -> None:
        """List the statements of an article."""
        statements = self.searcher.statements(article_id)
        for one in statements:
            terminal.show(f"{one.speaker or '?'} ({one.kind}) [{one.start}:{one.end}]  {terminal.one_line(one.text)}")
        print(
            f"{len(statements)} statements" if article_id else ":statements takes an article's id; :articles lists them"
        )

    def set_top(self, number: str) -> None:
        """Show so many answers from now on."""
        if number.isdecimal() and 1 <= int(number) <= 50:
            self.top = int(number)
        else:
            print(":top takes a number from 1 to 50")


def run_console(searcher: Searcher, top: int) -> None:
    """Read lines until the end; with line editing and history in a terminal, plain when piped."""
    session = Session(searcher, top)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    if interactive:
        print(WELCOME)
    for line in _prompt() if interactive else sys.stdin:
        if not session.take(line):
            break


def _prompt() -> Iterator[str]:
    """Lines from the terminal; Ctrl-C drops the line, Ctrl-D ends."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    history = Path(platformdirs.user_state_dir("qala", ensure_exists=True)) / "history"
    prompt: PromptSession[str] = PromptSession(history=FileHistory(str(history)))
    while True:
        try:
            yield prompt.prompt("؟ ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
