"""The two ways to the fake Bot API: in process, and over a socket.

`FakeRequest` takes the place of python-telegram-bot's transport (its seam, `BaseRequest`): no socket, no
HTTP. `serve` puts the same core behind a real HTTP server on 127.0.0.1, with real long polling.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from tests.telegram_fake import FakeTelegram
from tests.telegram_faults import Broken


class FakeRequest(BaseRequest):
    """The transport of python-telegram-bot, straight into the core: no socket, no HTTP."""

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake

    @property
    def read_timeout(self) -> float | None:
        return 5

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: object, **kwargs: object
    ) -> tuple[int, bytes]:
        parameters = request_data.json_parameters if request_data else {}
        for value in parameters.values():
            value.encode()  # what cannot be sent as UTF-8 fails here as it does on a socket
        try:
            return self._fake.call(url.rpartition("/")[2], parameters)
        except Broken as broken:
            error = TimedOut() if str(broken) == "timeout" else NetworkError("httpx.ConnectError: broken")
            raise error from None


@contextmanager
def serve(fake: FakeTelegram) -> Iterator[str]:
    """Serve the core on 127.0.0.1; gives the `base_url` for a bot with the fake's token."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            parameters = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body)))
            token, _, method = self.path.removeprefix("/bot").partition("/")
            if token != fake.token:
                self._answer(401, b'{"ok":false,"error_code":401,"description":"Unauthorized"}')
                return
            try:
                self._answer(*fake.call(method, parameters))
            except Broken as broken:
                if str(broken) == "timeout":
                    stopping.wait(60)  # the client gives up first
                self.close_connection = True

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            pass  # a client that hangs up is the client's right

    stopping = threading.Event()
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/bot"
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
