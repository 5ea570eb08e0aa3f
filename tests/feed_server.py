"""A web server on 127.0.0.1 that misbehaves on demand: slow, huge, broken, lying, redirecting for ever."""

import gzip
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# A piece of a body that is dripped, and the seconds between two of them: oftener than any read timeout of a test.
_DRIP = 0.02


class Handler(BaseHTTPRequestHandler):
    """One connection; `site` is filled in by `serve_site`."""

    protocol_version = "HTTP/1.1"
    site: "Site"

    def do_GET(self) -> None:
        self.site.take(self.path, self.headers)(self)

    def reply(self, code: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def drip(self, data: bytes) -> None:
        """Send this again and again, slowly, until the client goes or the test ends."""
        while not self.site.ended.wait(_DRIP):
            self.wfile.write(data)

    def hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


Answer = Callable[[Handler], None]


@dataclass
class Site:
    """What the server gives for each path; `requests` are what it was asked, in order."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, Message]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _asking: int = 0
    most_at_once: int = 0

    def give(self, path: str, *answers: Answer) -> str:
        """Answer requests for this path so, one after the other; the last answer stays. Gives the address."""
        self.answers[path] = list(answers)
        return self.url + path

    def take(self, path: str, headers: Message) -> Answer:
        """The answer to a request, which is noted."""
        with self._lock:
            self.requests.append((path, headers))
            waiting = self.answers.get(path, [status(404)])
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            self._asking += 1
            self.most_at_once = max(self.most_at_once, self._asking)

        def answered(handler: Handler) -> None:
            try:
                answer(handler)
            finally:
                with self._lock:
                    self._asking -= 1

        return answered

    def asked(self, path: str) -> list[Message]:
        """The headers of the requests for this path."""
        return [headers for one, headers in self.requests if one == path]


@contextmanager
def serve_site() -> Iterator[Site]:
    """A server of its own port; everything but what is given is 404."""
    site = Site()

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            pass  # a client that hangs up is the client's right

    server = Server(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": site}))
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


# --- good answers ----------------------------------------------------------------------------------


def content(data: bytes | str, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    body = data.encode() if isinstance(data, str) else data
    return lambda handler: handler.reply(200, body, Content_Type=kind, **headers)


def conditional(data: bytes | str, etag: str, kind: str = "text/html; charset=utf-8") -> Answer:
    """304 to whoever has this version."""
    known = content(data, kind, ETag=etag, Last_Modified="Tue, 14 May 2019 10:00:00 GMT")

    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.reply(304, ETag=etag)
        else:
            known(handler)

    return answer


def status(code: int, **headers: str) -> Answer:
    return lambda handler: handler.reply(code, b"<html>refused</html>", **headers)


def redirect(target: str, code: int = 302) -> Answer:
    return lambda handler: handler.reply(code, Location=target)


def packed(data: bytes, name: str = "gzip") -> Answer:
    return lambda handler: handler.reply(200, data, Content_Type="text/html", Content_Encoding=name)


# --- bad ones --------------------------------------------------------------------------------------


def silent(handler: Handler) -> None:
    """Nothing at all, until the client goes or the test ends."""
    handler.site.ended.wait()
    handler.hang_up()


def dripping_headers(handler: Handler) -> None:
    """Header after header: every one in time, and no end of them."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    handler.drip(b"X-More: 1\r\n")


def dripping_body(handler: Handler) -> None:
    """Byte after byte: every one in time, and no end of them."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    handler.drip(b"x")


def endless(handler: Handler) -> None:
    """As much as the client takes, at full speed, without saying how much."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    while not handler.site.ended.is_set():
        handler.wfile.write(b"x" * 65_536)


def bomb(megabytes: int) -> Answer:
    """Zeros, packed a thousandfold."""
    return packed(gzip.compress(bytes(megabytes * 1_000_000), 9))


def truncated(data: bytes) -> Answer:
    """Less than it says."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(data) + 100, data))
        handler.hang_up()

    return answer


def reset(handler: Handler) -> None:
    """The connection is torn down in the middle."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.hang_up()


def raw(data: bytes) -> Answer:
    """These bytes, whatever they are."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(data)
        handler.hang_up()

    return answer
