"""A web server on loopback; a test says what stands at which path, and sees what was asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: `headers` have lower-case names, `at` is on the monotonic clock."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    at: float


class Reply:
    """How a behaviour answers; `stopped` is set when the server closes."""

    def __init__(self, handler: BaseHTTPRequestHandler, stopped: Event) -> None:
        self._handler = handler
        self.stopped = stopped

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the status line and the headers, as they are given and no others."""
        lines = [f"HTTP/1.1 {status} Scripted", *(f"{n}: {v}" for n, v in headers.items())]
        self.raw("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def whole(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send a proper answer."""
        self.head(status, {**headers, "Content-Length": str(len(body)), "Connection": "close"})
        self.raw(body)

    def raw(self, octets: bytes) -> None:
        """Send bytes."""
        self._handler.wfile.write(octets)
        self._handler.wfile.flush()

    def wait(self, seconds: float) -> None:
        """Let time pass, but not beyond the server's end."""
        self.stopped.wait(seconds)


Behaviour = Callable[[Asked, Reply], None]


class LocalWeb:
    """A running server. What is not scripted is 404; robots.txt too, which allows everything."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.asked: list[Asked] = []
        self._behaviours: dict[str, Behaviour] = {}
        self._stopped = Event()
        self._server = _Server((host, port), _handler_for(self))
        self.host, self.port = host, int(self._server.server_address[1])
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str = "/", host: str | None = None) -> str:
        """Return the address of `path`; any 127.x.y.z may be the host of a server on 0.0.0.0."""
        return f"http://{host or self.host}:{self.port}{path}"

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        status: int = 200,
        kind: str = "text/html; charset=utf-8",
        **headers: str,
    ) -> str:
        """Put a page at `path`, in the place of what stood there; return its address.

        Headers are given in lower case with underscores: `last_modified=…`.
        """
        octets = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.serve(
            path, lambda _, reply: reply.whole(status, {"Content-Type": kind} | named, octets)
        )

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        """Have `path` lead elsewhere; return its address."""
        return self.serve(path, lambda _, reply: reply.whole(status, {"Location": location}, b""))

    def serve(self, path: str, behaviour: Behaviour) -> str:
        """Have `behaviour` answer at `path`; return its address."""
        self._behaviours[path] = behaviour
        return self.url(path)

    def remove(self, path: str, status: int = 404) -> None:
        """Take away what stands at `path`."""
        self.page(path, "", status=status)

    def times_asked(self, path: str) -> int:
        """Return how often `path` was asked for."""
        return sum(asked.path == path for asked in self.asked)

    def answer(self, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request; who asked may have gone away meanwhile."""
        self.asked.append(asked)
        behaviour = self._behaviours.get(asked.path) or self._behaviours.get(
            urlsplit(asked.path).path, _not_found
        )
        with suppress(OSError):
            behaviour(asked, Reply(handler, self._stopped))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


def _not_found(asked: Asked, reply: Reply) -> None:
    reply.whole(404, {"Content-Type": "text/plain"}, b"nothing here")


def _handler_for(web: LocalWeb) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(length)
            web.answer(Asked(self.command, self.path, headers, body, time.monotonic()), self)
            self.close_connection = True

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
