"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

import orjson

from claims.feeds.addresses import absolute
from claims.feeds.entry import (
    MAX_ENTRIES,
    MAX_TEXT,
    Entry,
    FeedFormat,
    NotAFeed,
    ParsedFeed,
    distinct,
    newest,
    words,
)
from claims.feeds.moments import moment
from claims.feeds.text import is_whole, text_of

_SUFFIX = b"\xef\xbb\xbf"


def parse_json_feed(body: bytes, *, url: str, now: datetime) -> ParsedFeed:
    """Return the entries of a JSON Feed; raise NotAFeed."""
    try:
        feed = orjson.loads(body.removeprefix(_SUFFIX))
    except orjson.JSONDecodeError as error:
        raise NotAFeed(f"the JSON is broken: {error.msg}") from None
    if not isinstance(feed, Mapping) or not isinstance(feed.get("items"), list):
        raise NotAFeed("this is JSON, but no JSON Feed")
    rows = [row for row in feed["items"] if isinstance(row, Mapping)]
    dated = [(moment(row.get("date_modified") or row.get("date_published"), now=now), row)
             for row in rows]  # fmt: skip
    # The dates first: of a hundred thousand items only the newest are looked into.
    slim = [Entry(str(at), updated_at=when) for at, (when, _) in enumerate(dated)]
    kept, left_out = newest(slim, MAX_ENTRIES)
    entries = [_entry(dated[int(entry.identity)][1], feed, url, now) for entry in kept]
    broken = len(feed["items"]) - len(rows)
    return ParsedFeed(
        FeedFormat.JSON,
        distinct([entry for entry in entries if entry]),
        title=words(feed.get("title")),
        left_out=left_out,
        problem=f"{broken} items are no objects" if broken else "",
    )


def _entry(row: Mapping[str, Any], feed: Mapping[str, Any], url: str, now: datetime) -> Entry:
    html = row.get("content_html")
    if not isinstance(html, str) or not html.strip():
        text = row.get("content_text")
        html = escape(text).replace("\n", "<br>") if isinstance(text, str) else ""
    html = html[:MAX_TEXT]
    link = absolute(row.get("url") or row.get("external_url"), url)
    title, text = words(row.get("title")), text_of(html)
    identity = str(row.get("id") or link or f"{title}\n{text}")
    return Entry(
        identity=identity,
        url=link,
        title=title,
        author=_author(row) or _author(feed),
        published_at=moment(row.get("date_published"), now=now),
        updated_at=moment(row.get("date_modified"), now=now),
        language=words(row.get("language") or feed.get("language"), 35),
        html=html,
        whole=is_whole(text) or (link is None and bool(text)),
    )


def _author(row: Mapping[str, Any]) -> str:
    authors = row.get("authors")
    if not isinstance(authors, list):
        authors = [row.get("author")]
    names = [words(each.get("name")) for each in authors[:20] if isinstance(each, Mapping)]
    return ", ".join(name for name in names if name)[:200]
