"""Feeds written for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from claims.feeds import ParsedFeed, parse_feed

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
URL = "https://gazette.example/feed"
LONG = "The harbour of Brenn handled 4,200 ships last year, its director said. " * 12


def rss(*items: str, head: str = "<title>Gazette</title>") -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel>{head}{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int = 1, *, date: str = "Tue, 28 May 2024 06:30:00 GMT", more: str = "") -> str:
    return (
        f"<item><title>News {number}</title><link>/news/{number}</link><guid>n{number}</guid>"
        f"<description>Short {number}</description><pubDate>{date}</pubDate>{more}</item>"
    )


def atom(*entries: str) -> bytes:
    body = "".join(entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{body}</feed>'.encode()


def sitemap(*rows: str, root: str = "urlset") -> bytes:
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{root} xmlns="{name}">{"".join(rows)}</{root}>'.encode()


def json_feed(items: Sequence[Any], **fields: Any) -> bytes:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": items, **fields}
    ).encode()


def read(body: bytes, content_type: str = "") -> ParsedFeed:
    return parse_feed(body, url=URL, content_type=content_type, now=NOW)
