"""A long or broken feed, cut to its newest whole entries before anything parses it.

Parsing a feed is slow, and of a feed with a hundred thousand entries only the newest count. So the
entries are told apart as bytes, and what is parsed is a document of at most so many of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from claims.feeds.moments import moment

_BEGIN = re.compile(rb"<(?:[\w.-]{1,40}:)?(item|entry)[\s>]", re.I)
_END = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,20}>", re.I)
_DATE = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:pubdate|updated|published|modified|issued|date)(?:\s[^<>]{0,200})?>"
    rb"\s{0,50}(?:<!\[CDATA\[)?([^<\]]{4,80})",
    re.I,
)
_LOOKED_AT = 20_000  # bytes of an entry in which its date is looked for
_MAX_TAIL = 100_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC, year=1)


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a feed: its bytes, how many entries were dropped, and whether it ended."""

    body: bytes
    left_out: int
    ended: bool


def newest_slices(body: bytes, *, limit: int, max_bytes: int, now: datetime) -> Cut:
    """Return the feed with its newest `limit` entries, of `max_bytes` together at most.

    An entry that does not end (the file was cut off) is dropped.
    """
    spans = _spans(body)
    if not spans:
        return Cut(body[:max_bytes], 0, len(body) <= max_bytes)
    whole = [(begin, end) for begin, end in spans if end is not None]
    ended = len(whole) == len(spans)
    kept = _newest(body, whole, limit, max_bytes, now)
    if ended and len(kept) == len(spans):
        return Cut(body, 0, True)
    head = body[: spans[0][0]]
    tail = body[whole[-1][1] :][:_MAX_TAIL] if whole and ended else b""
    middle = b"".join(body[begin:end] for begin, end in kept)
    return Cut(head[-max_bytes:] + middle + tail, len(whole) - len(kept), ended)


def _spans(body: bytes) -> list[tuple[int, int | None]]:
    """Return where the entries begin and end, None for one that does not."""
    spans: list[tuple[int, int | None]] = []
    at = 0
    while begin := _BEGIN.search(body, at):
        end = _END.search(body, begin.end())
        spans.append((begin.start(), end.end() if end else None))
        if end is None:
            break
        at = end.end()
    return spans


def _newest(
    body: bytes, spans: list[tuple[int, int]], limit: int, max_bytes: int, now: datetime
) -> list[tuple[int, int]]:
    """Return the newest spans in their own order."""
    order = range(len(spans))
    if len(spans) > limit or len(body) > max_bytes:
        order = sorted(order, key=lambda n: _date(body, spans[n], now), reverse=True)  # type: ignore[assignment]
    kept, size = [], 0
    for number in order[:limit]:
        begin, end = spans[number]
        if size + end - begin > max_bytes:
            continue
        size += end - begin
        kept.append(number)
    return [spans[number] for number in sorted(kept)]


def _date(body: bytes, span: tuple[int, int], now: datetime) -> datetime:
    begin, end = span
    match = _DATE.search(body, begin, min(end, begin + _LOOKED_AT))
    found = moment(match.group(1).decode("ascii", "replace"), now=now) if match else None
    return found or _LONG_AGO
