"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

import re
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
# Escapes of half characters, behind backslashes that stand for themselves: two halves of one
# character, or (the second group) one that is alone.
_HALVES = re.compile(
    rb"(?<!\\)((?:\\\\)*)\\(?:u[Dd][89ABab]\w\w\\u[Dd][C-Fc-f]\w\w|(u[Dd][89A-Fa-f]\w\w))"
)


def parse_json_feed(body: bytes, *, url: str, now: datetime) -> ParsedFeed:
    """Return the entries of a JSON Feed; raise NotAFeed."""
    feed, problem = _loaded(body.removeprefix(_SUFFIX))
    if not isinstance(feed, Mapping) or not isinstance(feed.get("items"), list):
        raise NotAFeed("this is JSON, but no JSON Feed")
    rows = [row for row in feed["items"] if isinstance(row, Mapping)]
    dated = [(moment(_said(row, "date_modified", "date_published"), now=now), row) for row in rows]
    # The dates first: of a hundred thousand items only the newest are looked into.
    slim = [Entry(str(at), updated_at=when) for at, (when, _) in enumerate(dated)]
    kept, left_out = newest(slim, MAX_ENTRIES)
    entries = [_entry(dated[int(entry.identity)][1], feed, url, now) for entry in kept]
    broken = len(feed["items"]) - len(rows)
    if broken:
        problem = f"{broken} items are no objects"
    return ParsedFeed(
        FeedFormat.JSON,
        distinct([entry for entry in entries if entry]),
        title=words(_said(feed, "title")),
        left_out=left_out,
        problem=problem,
    )


def _loaded(body: bytes) -> tuple[Any, str]:
    """Return what the JSON says and what was broken in it, "" for nothing; raise NotAFeed.

    Titles that were cut between the halves of a character cost that character alone.
    """
    try:
        return orjson.loads(body), ""
    except orjson.JSONDecodeError as error:
        problem = f"the JSON is broken: {error.msg}"
    text = body.decode("utf-8", "replace").encode()
    try:
        return orjson.loads(_HALVES.sub(_whole, text)), problem
    except orjson.JSONDecodeError:
        raise NotAFeed(problem) from None


def _whole(match: re.Match[bytes]) -> bytes:
    return match[1] + b"\\ufffd" if match[2] else match[0]


def _said(row: Mapping[str, Any], *names: str) -> str:
    """Return the first of these values that is a text with something in it, else ""."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _entry(row: Mapping[str, Any], feed: Mapping[str, Any], url: str, now: datetime) -> Entry:
    html = _said(row, "content_html")
    if not html:
        html = escape(_said(row, "content_text")).replace("\n", "<br>")
    html = html[:MAX_TEXT]
    link = absolute(_said(row, "url", "external_url"), url)
    title, text = words(_said(row, "title")), text_of(html)
    identity = _identity(row) or link or f"{title}\n{text}"
    return Entry(
        identity=identity,
        url=link,
        title=title,
        author=_author(row) or _author(feed),
        published_at=moment(_said(row, "date_published"), now=now),
        updated_at=moment(_said(row, "date_modified"), now=now),
        language=words(_said(row, "language") or _said(feed, "language"), 35),
        html=html,
        whole=is_whole(text) or (link is None and bool(text)),
    )


def _identity(row: Mapping[str, Any]) -> str:
    """Return the item's id; a number counts as its digits, as the format wants it."""
    number = row.get("id")
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    return str(number) if is_number else _said(row, "id")


def _author(row: Mapping[str, Any]) -> str:
    authors = row.get("authors")
    if not isinstance(authors, list):
        authors = [row.get("author")]
    names = [words(_said(each, "name")) for each in authors[:20] if isinstance(each, Mapping)]
    return ", ".join(name for name in names if name)[:200]
