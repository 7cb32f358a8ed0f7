"""Behaviours of broken and hostile servers."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

from tests.web.server import Asked, Behaviour, Reply

_HTML = {"Content-Type": "text/html; charset=utf-8"}
_MEGABYTE = b"0123456789abcdef" * 65_536


def silence(asked: Asked, reply: Reply) -> None:
    """Accept the request and never answer."""
    reply.stopped.wait()


def dripping_head(asked: Asked, reply: Reply) -> None:
    """Send a header line a moment, for ever."""
    reply.raw(b"HTTP/1.1 200 OK\r\n")
    while not reply.stopped.wait(0.05):
        reply.raw(b"X-More: 1\r\n")


def dripping_body(asked: Asked, reply: Reply) -> None:
    """Send a byte a moment, for ever: each comes well within any time limit for one byte."""
    reply.head(200, _HTML)
    while not reply.stopped.wait(0.05):
        reply.raw(b"x")


def endless_body(asked: Asked, reply: Reply) -> None:
    """Send as much as is taken."""
    reply.head(200, _HTML)
    while not reply.stopped.is_set():
        reply.raw(_MEGABYTE)


def endless_interim_answers(asked: Asked, reply: Reply) -> None:
    """Say "early hints" for ever."""
    while not reply.stopped.is_set():
        reply.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1_000)


def large_body(megabytes: int) -> Behaviour:
    """Send a body of that size, announced."""

    def behave(asked: Asked, reply: Reply) -> None:
        reply.head(200, {**_HTML, "Content-Length": str(megabytes * len(_MEGABYTE))})
        for _ in range(megabytes):
            reply.raw(_MEGABYTE)

    return behave


def bomb(encoding: str = "gzip", megabytes: int = 500) -> Behaviour:
    """Send half a megabyte that unpacks to a thousand times as much."""

    def behave(asked: Asked, reply: Reply) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
        reply.head(200, {**_HTML, "Content-Encoding": encoding})
        for _ in range(megabytes):
            reply.raw(packer.compress(bytes(len(_MEGABYTE))))
        reply.raw(packer.flush())

    return behave


def truncated_gzip(asked: Asked, reply: Reply) -> None:
    """Send a compressed body that ends in the middle, in an answer that is whole."""
    packed = gzip.compress(b"<p>Torvik has 64 lighthouses.</p>" * 50)
    reply.whole(200, {**_HTML, "Content-Encoding": "gzip"}, packed[: len(packed) // 2])


def not_gzip(asked: Asked, reply: Reply) -> None:
    """Call something gzip that is not."""
    reply.whole(200, {**_HTML, "Content-Encoding": "gzip"}, b"<p>Torvik has 64 lighthouses.</p>")


def cut_off(asked: Asked, reply: Reply) -> None:
    """Announce more than is sent."""
    reply.head(200, {**_HTML, "Content-Length": "1000"})
    reply.raw(b"<p>Torvik has 6")


def no_http(asked: Asked, reply: Reply) -> None:
    """Answer in another protocol."""
    reply.raw(b"220 mail.example ESMTP ready\r\n")


def huge_head(asked: Asked, reply: Reply) -> None:
    """Send headers without measure."""
    reply.raw(b"HTTP/1.1 200 OK\r\n")
    while not reply.stopped.is_set():
        reply.raw(b"X-More: " + b"y" * 8_000 + b"\r\n")


def unpacked_as(encoding: str) -> Behaviour:
    """Name an encoding of which the body knows nothing."""

    def behave(asked: Asked, reply: Reply) -> None:
        reply.whole(200, {**_HTML, "Content-Encoding": encoding}, b"\x1b\x00\x00")

    return behave


def every_other(first: Behaviour, second: Behaviour) -> Behaviour:
    """Behave in turns."""
    turns: list[Callable[[Asked, Reply], None]] = []

    def behave(asked: Asked, reply: Reply) -> None:
        turns.append(second if turns and turns[-1] is first else first)
        turns[-1](asked, reply)

    return behave
