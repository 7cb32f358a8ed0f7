"""RSS, Atom and RDF, through feedparser, which is given bytes and fetches nothing."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import feedparser

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
from claims.feeds.mending import mended
from claims.feeds.moments import from_struct
from claims.feeds.slices import newest_slices
from claims.feeds.text import is_whole, text_of

MAX_PARSED = 8_000_000  # bytes that feedparser is given, some ten seconds of work at worst
_YEAR = 31_536_000
# A name that says nothing of itself and is no address: feedparser would take it for the link.
_GUID = re.compile(rb"<guid\s{0,100}>(?!\s*+(?:<!\[CDATA\[\s*+)?https?://)", re.I)
_PERIODS = {
    "hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": _YEAR,
}  # fmt: skip


def parse_syndication(
    body: bytes, *, format: FeedFormat, url: str, content_type: str, now: datetime
) -> ParsedFeed:
    """Return the entries of an RSS, Atom or RDF feed; raise NotAFeed."""
    cut = newest_slices(body, limit=MAX_ENTRIES, max_bytes=MAX_PARSED, now=now)
    whole = mended(cut.body, content_type)
    found = _parsed(whole.body, url)
    entries, more = newest(distinct([_entry(row, url, now) for row in found.entries]), MAX_ENTRIES)
    problem = whole.problem if cut.ended else "the XML breaks off"
    if not entries and problem:
        raise NotAFeed(problem)
    return ParsedFeed(
        format=format,
        entries=entries,
        title=words(found.feed.get("title")),
        left_out=cut.left_out + more,
        problem=problem,
        ask_every=_asked_pause(found.feed),
    )


def _parsed(body: bytes, url: str) -> Any:
    """Return what feedparser makes of well-formed XML; raise NotAFeed."""
    try:
        return feedparser.parse(
            BytesIO(_GUID.sub(b'<guid isPermaLink="false">', body)),
            response_headers={"content-location": url, "content-type": "application/xml"},
            sanitize_html=False,  # only the text is taken
            resolve_relative_uris=False,
        )
    # It has no error of its own: on elements in odd places it raises whatever Python does.
    except Exception as error:
        what = words(error, 200) or type(error).__name__
        raise NotAFeed(f"the feed is broken: its parser gave up over {what}") from None


def _entry(row: Any, url: str, now: datetime) -> Entry:
    link = absolute(row.get("link"), url)
    contents = [part.get("value", "") for part in row.get("content", ())]
    body = max(contents, key=len, default="")[:MAX_TEXT]
    html = body or str(row.get("summary", ""))[:MAX_TEXT]
    title, text = words(text_of(str(row.get("title", ""))[:5_000])), text_of(html)
    # Asked for without the default: feedparser would answer with the time of publication.
    updated_at = from_struct(dict.get(row, "updated_parsed"), now=now)
    return Entry(
        identity=str(row.get("id") or link or f"{title}\n{text}"),
        url=link,
        title=title,
        author=words(row.get("author"), 200),
        published_at=from_struct(row.get("published_parsed"), now=now) or updated_at,
        updated_at=updated_at,
        language=words(row.get("language"), 35),
        html=html,
        whole=(bool(body) and is_whole(text)) or (link is None and bool(text)),
    )


def _asked_pause(feed: Any) -> int | None:
    """Return the seconds that <ttl> or the syndication module ask to wait, None for nothing."""
    ttl = str(feed.get("ttl", "")).strip()
    if ttl.isascii() and ttl.isdecimal():
        return min(int(ttl[:7]) * 60, _YEAR)
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    if not period:
        return None
    often = str(feed.get("sy_updatefrequency", "1")).strip()
    times = int(often[:6]) if often.isascii() and often.isdecimal() else 1
    return period // max(1, times)
