"""A small web on loopback with many hosts, since each of them is asked one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from threading import Lock
from typing import Self

from tests.web.server import LocalWeb

_HOSTS = 12
_FEEDS = 3
_PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="{published_at}"></head><body><article>
<p>{text}</p><p>The report will be continued as soon as the next ones have been counted.</p>
</article></body></html>"""

_RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette {feed}</title>'
    "{items}</channel></rss>"
)


class Pages:
    """Publishes pages, each at an address of its own."""

    def __init__(self, hosts: list[LocalWeb]) -> None:
        self._hosts = hosts
        self._numbers = count()
        self._announced: list[list[str]] = [[] for _ in range(_FEEDS)]
        self._writing = Lock()
        self.feeds = [self._write_feed(number) for number in range(_FEEDS)]

    @classmethod
    @contextmanager
    def served(cls) -> Iterator[Self]:
        """Start the hosts; stop them at the end."""
        with ExitStack() as stack:
            first = stack.enter_context(LocalWeb("127.0.0.2"))
            others = [
                stack.enter_context(LocalWeb(f"127.0.0.{number}", first.port))
                for number in range(3, 2 + _HOSTS)
            ]
            yield cls([first, *others])

    @property
    def environment(self) -> dict[str, str]:
        """The variables that let a service in."""
        return {
            "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
            "FETCH_ALLOWED_PORTS": str(self._hosts[0].port),
            "FETCH_HOST_SECONDS": "0",
            "FETCH_SECONDS": "2",
        }

    def publish(self, page: dict[str, str]) -> str:
        """Put a page with a title, a date and a text into the web; return its address."""
        number = next(self._numbers)
        return self._hosts[number % len(self._hosts)].page(f"/{number}", _PAGE.format(**page))

    def announce(self, page: dict[str, str], feed: int) -> str:
        """Publish a page, and add it to the entries of a feed; return its address."""
        address = self.publish(page)
        with self._writing:
            self._announced[feed].append(address)
            self._write_feed(feed)
        return address

    def _write_feed(self, feed: int) -> str:
        items = "".join(
            f"<item><title>News</title><link>{address}</link><guid>{address}</guid></item>"
            for address in reversed(self._announced[feed])
        )
        body = _RSS.format(feed=feed, items=items)
        return self._hosts[feed].page(f"/feed-{feed}", body, kind="application/rss+xml")
