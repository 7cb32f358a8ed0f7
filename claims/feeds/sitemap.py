"""Sitemaps, news sitemaps and sitemap indexes, read as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from claims.feeds.addresses import absolute
from claims.feeds.entry import MAX_PAGES, Entry, FeedFormat, NotAFeed, ParsedFeed, distinct, newest
from claims.feeds.entry import words as as_words
from claims.feeds.moments import moment

_ROWS = {FeedFormat.SITEMAP: "url", FeedFormat.SITEMAP_INDEX: "sitemap"}
_MAX_DEPTH = 20
_MAX_ROW = 10_000  # elements: a page may list its pictures
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")


def parse_sitemap(body: bytes, *, format: FeedFormat, url: str, now: datetime) -> ParsedFeed:
    """Return the pages that a sitemap lists, or the sitemaps that an index lists."""
    entries, left_out, problem = _read(body, format, url, now)
    if problem and not entries:
        # Addresses are ASCII: a wrong charset spoils at most the titles.
        mended = _DECLARED.sub(b"", body).decode("utf-8", "replace").encode()
        entries, left_out, again = _read(mended, format, url, now)
        if again and not entries:
            raise NotAFeed(problem)
    return ParsedFeed(format, distinct(entries), left_out=left_out, problem=problem)


def _read(
    body: bytes, format: FeedFormat, url: str, now: datetime
) -> tuple[tuple[Entry, ...], int, str]:
    """Return the newest entries up to the first error, how many were left out, and the error."""
    kept: list[Entry] = []
    left_out, problem = 0, ""
    try:
        for row in _rows(body, _ROWS[format]):
            entry = _entry(row, url, now)
            if entry:
                kept.append(entry)
            if len(kept) >= 2 * MAX_PAGES:
                kept, dropped = _cut(kept)
                left_out += dropped
    except ParseError as error:
        problem = f"the XML is broken: {error}"
    except DefusedXmlException:
        raise NotAFeed("the XML declares entities, which is refused") from None
    except (ValueError, LookupError) as error:
        problem = f"the XML is broken: {error}"
    kept, dropped = _cut(kept)
    return tuple(kept), left_out + dropped, problem


def _cut(entries: list[Entry]) -> tuple[list[Entry], int]:
    kept, dropped = newest(entries, MAX_PAGES)
    return list(kept), dropped


def _rows(body: bytes, name: str) -> Iterator[Element]:
    """Yield each complete row, and forget it afterwards: memory does not grow with the file."""
    open_elements: list[Element] = []
    size = 0
    for event, element in iterparse(BytesIO(body), events=("start", "end")):
        if event == "start":
            open_elements.append(element)
            size += 1
            if len(open_elements) > _MAX_DEPTH or size > _MAX_ROW:
                raise ValueError("one entry is larger than any should be")
            continue
        open_elements.pop()
        if len(open_elements) == 1:
            if _name(element) == name:
                yield element
            open_elements[0].clear()
            size = 0


def _entry(row: Element, url: str, now: datetime) -> Entry | None:
    found = {_name(child): (child.text or "").strip() for child in row.iter()}
    address = absolute(found.get("loc"), url)
    if address is None:
        return None
    return Entry(
        identity=address,
        url=address,
        title=as_words(found.get("title")),
        published_at=moment(found.get("publication_date"), now=now),
        updated_at=moment(found.get("lastmod"), now=now),
        language=as_words(found.get("language"), 35),
    )


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
