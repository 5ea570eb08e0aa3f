"""Whether the bot works, asked over HTTP on a loopback port: /health for a supervisor, /metrics for Prometheus."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import tornado.httpserver
import tornado.web

from bot.metrics import CONTENT_TYPE, Metrics
from bot.transport import PollingRequest
from index.errors import SettingsError

LOOPBACK = "127.0.0.1"
# Seconds without an answered poll. One takes ten where nobody writes; after faults they come every thirty.
_STALE = 90.0
_PATIENCE = 5.0  # seconds for the index to answer

# The status, the type and the body of a page.
Page = tuple[int, str, bytes]


class Health:
    """Says what is wrong, or nothing: the index must answer, and polling, where the bot polls, must go on."""

    def __init__(self, read_index: Callable[[], object], polling: PollingRequest | None) -> None:
        """`read_index` reads something from the index, in a thread, and raises where it cannot."""
        self._read_index, self._polling = read_index, polling
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._check: asyncio.Future[object] | None = None
        self.running = False

    async def problem(self) -> str | None:
        """One line on what is wrong, or None."""
        if not self.running:
            return "the bot is not running yet, or not any more"
        return self._polling_problem() or await self.index_problem()

    async def index_problem(self) -> str | None:
        """One line on what is wrong with the index, or None."""
        if not await self.index_answers() or self._check is None:
            return "the index does not answer"
        error = self._check.exception()
        return f"the index cannot be read: {error}" if error else None

    async def index_answers(self) -> bool:
        """Whether the index says anything at all; never more than one question to it at a time."""
        if self._check is None or self._check.done():
            self._check = asyncio.get_running_loop().run_in_executor(self._thread, self._read_index)
        await asyncio.wait({self._check}, timeout=_PATIENCE)
        return self._check.done()

    def close(self) -> None:
        """Ask nothing any more."""
        self.running = False
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _polling_problem(self) -> str | None:
        if self._polling is None:
            return None
        if self._polling.polled_at is None and self._polling.trouble:
            return self._polling.trouble
        since = self._polling.polled_at or self._polling.begun_at
        if since is None:
            return "no update has been asked for yet"
        seconds = time.monotonic() - since
        if seconds < _STALE:
            return None
        return f"no updates for {seconds:.0f} s: {self._polling.trouble or 'polling does not answer'}"


class Endpoint:
    """The HTTP server of /health and /metrics, in the bot's own event loop: a loop that hangs answers nobody."""

    def __init__(self, health: Health, metrics: Metrics) -> None:
        async def health_page() -> Page:
            problem = await health.problem()
            return (503 if problem else 200), "text/plain; charset=utf-8", f"{problem or 'ok'}\n".encode()

        async def metrics_page() -> Page:
            return 200, CONTENT_TYPE, metrics.page()

        pages = [(r"/health", _Handler, {"page": health_page}), (r"/metrics", _Handler, {"page": metrics_page})]
        application = tornado.web.Application(pages, log_function=lambda _: None)
        self._server = tornado.httpserver.HTTPServer(application)

    def listen(self, port: int) -> None:
        """Answer on this port of 127.0.0.1; SettingsError where it is taken."""
        try:
            listener = socket.create_server((LOOPBACK, port))
        except OSError as error:
            raise SettingsError(f"QALA_METRICS_PORT: {LOOPBACK}:{port} cannot be listened on: {error}") from error
        listener.setblocking(False)
        self._server.add_socket(listener)

    async def close(self) -> None:
        """Hang up."""
        self._server.stop()
        await self._server.close_all_connections()


class _Handler(tornado.web.RequestHandler):
    def initialize(self, page: Callable[[], Awaitable[Page]]) -> None:
        self._page = page

    async def get(self) -> None:
        status, kind, body = await self._page()
        self.set_status(status)
        self.set_header("Content-Type", kind)
        self.finish(body)
