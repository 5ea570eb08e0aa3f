"""A bot over an index that grows while it runs, for tests of what its followers are told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.alerts import look_through, tell
from bot.memory import Memory
from bot.service import SERVICE, Service
from index.article import Article
from index.build import build
from index.encoder import Encoder
from retrieval.search import Searcher
from tests.talk import Talk, talking

LAVROV = "سيرغي لافروف"
OLD = "قال سيرغي لافروف إن العقوبات الجديدة على بلاده لن تغير شيئا في موقفها من المفاوضات الجارية."
NEW = "وأكد سيرغي لافروف أن العقوبات الأوروبية تضر بمن يفرضها أكثر مما تضر بروسيا نفسها."
LATER = "وأضاف سيرغي لافروف أن بلاده مستعدة لحوار يقوم على المساواة بين جميع الأطراف."
OTHER = "وقال جون كيري إن محصول القمح هذا العام سيكون وفيرا في معظم الولايات الأمريكية."
NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)
MINUTES = [timedelta(minutes=n) for n in range(60)]


def article(number: int | str, *lines: str, outlet: str = "الأفق") -> Article:
    title = f"أخبار متفرقة من الصباح رقم {number}"
    return Article(id=f"n{number}", text="\n".join([title, *lines]), title=title, outlet=outlet)


@dataclass
class Newsroom:
    """A bot over an index to which articles come, at times that the test sets."""

    talk: Talk
    folder: Path
    encoder: Encoder

    @property
    def shared(self) -> Service:
        found = self.talk.application.bot_data[SERVICE]
        assert isinstance(found, Service)
        return found

    @property
    def memory(self) -> Memory:
        return self.talk.memory

    def publish(self, *articles: Article) -> None:
        build(articles, self.folder, self.encoder)

    async def check(self, now: datetime = NOON) -> list[list[str]]:
        """What the job does; gives the quotations of each message that was sent meanwhile."""
        before = len(self.talk.fake.sent)
        await look_through(self.shared)
        await tell(self.talk.application.bot, self.shared, now)
        return [sent.blockquotes for sent in self.talk.fake.sent[before:]]

    async def restarted(self) -> None:
        """What only a running bot knows is forgotten."""
        self.shared.told_last.clear()


@asynccontextmanager
async def open_newsroom(index: Path, folder: Path, encoder: Encoder) -> AsyncIterator[Newsroom]:
    """A bot over the index, its memory in `folder`; at the end, it broke none of the Bot API's rules."""
    searcher = Searcher.open(index, encoder)
    async with talking(searcher, folder) as talk:
        talk.fake.chats.add(1001)
        room = Newsroom(talk, index, encoder)
        await room.check()
        yield room
        assert talk.fake.violations == []
    searcher.close()
