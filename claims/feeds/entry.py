"""Entries of a feed as plain values, whatever format they came in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

# The newest entries of one answer that are looked at. A sitemap may list 50,000 pages by its own
# rules, and its entries are short.
MAX_ENTRIES = 500
MAX_PAGES = 50_000
MAX_WORDS = 500  # characters of a title or a name
MAX_TEXT = 500_000  # characters of one entry's text; more is no entry but a dump

_UNDATED = datetime.min.replace(tzinfo=UTC, year=1)


class NotAFeed(ValueError):
    """The body holds no entries; the message says what it is instead."""


class FeedFormat(StrEnum):
    """In what format the entries came."""

    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap_index"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a feed announces.

    `identity` tells entries of one feed apart. `html` is what the feed holds of the text; `whole`
    when that is all of it, so that the page need not be fetched.
    """

    identity: str
    url: str | None = None
    title: str = ""
    author: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str = ""
    html: str = field(default="", repr=False)
    whole: bool = False

    @property
    def key(self) -> str:
        """The identity in a form that every column holds."""
        return digest(self.identity)

    @property
    def fingerprint(self) -> str:
        """What changes when the feed says something new of the entry."""
        stamp = self.updated_at or self.published_at
        return digest("\0".join((self.title, self.html, stamp.isoformat() if stamp else "")))


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """All that one answer says.

    `left_out` counts entries that were dropped because there are too many; `problem` says what is
    broken in a body whose good part was taken; `ask_every` is the pause that the feed asks for,
    in seconds.
    """

    format: FeedFormat
    entries: tuple[Entry, ...] = ()
    title: str = ""
    left_out: int = 0
    problem: str = ""
    ask_every: int | None = None


def digest(text: str) -> str:
    """Return the SHA-256 of `text` in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def newest(entries: Iterable[Entry], limit: int) -> tuple[tuple[Entry, ...], int]:
    """Return the newest `limit` entries, and how many were left out.

    Those without a date come after all others, in their own order.
    """
    rows = sorted(entries, key=_time, reverse=True)  # stable, also when reversed
    return tuple(rows[:limit]), max(0, len(rows) - limit)


def distinct(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries without repetitions; identities that a feed gives twice are mended.

    A feed that gives all its entries one identity tells them apart by their addresses.
    """
    pages: dict[str, set[str | None]] = {}
    for entry in entries:
        pages.setdefault(entry.identity, set()).add(entry.url)
    seen: dict[str, Entry] = {}
    for entry in entries:
        if len(pages[entry.identity]) > 1 and entry.url:
            entry = replace(entry, identity=entry.url)
        seen.setdefault(entry.identity, entry)
    return tuple(seen.values())


def words(text: object, limit: int = MAX_WORDS) -> str:
    """Return `text` on one line, without what no column holds, at most `limit` characters."""
    shown = "".join(c if c.isprintable() or c.isspace() else "" for c in str(text or "")[:10_000])
    return " ".join(shown.split())[:limit].strip()


def _time(entry: Entry) -> datetime:
    return entry.updated_at or entry.published_at or _UNDATED
