"""Entries of a feed become sources: each once, whatever it is called and however often it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from claims.feeds.entry import Entry
from claims.feeds.text import text_of
from claims.models import Feed, FeedEntry, Snapshot, Source
from claims.models.source import content_hash
from claims.services.sources import add_snapshot, push_source, request_fetch
from claims.services.urls import canonical_url

MAX_NEW = 500  # entries that one poll records; the rest come with the next
MAX_REVISIONS = 24  # of one entry: one that changes with every poll has a clock on it
_CHUNK = 500
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a poll brought: `left` entries were too many, and `more` of them wait for the next."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    left: int = 0
    more: bool = False


def record_entries(*, feed: Feed, entries: Sequence[Entry], now: datetime) -> Tally:
    """Store the entries of `feed` that are new or changed, with their sources.

    Call it inside the transaction that records the poll.
    """
    known = _known(feed, entries)
    fresh = [entry for entry in entries if entry.key not in known]
    changed = [
        (known[entry.key], entry)
        for entry in entries
        if entry.key in known
        and known[entry.key].fingerprint != entry.fingerprint
        and known[entry.key].revisions < MAX_REVISIONS
    ][:MAX_NEW]
    # By address, so that two polls that meet the same documents never wait in a circle.
    for entry in sorted(fresh[:MAX_NEW], key=lambda entry: (entry.url or "", entry.key)):
        _record_new(feed, entry, now)
    for row, entry in sorted(changed, key=lambda pair: pair[1].url or ""):
        _record_change(feed, row, entry, now)
    return Tally(
        seen=len(entries),
        new=len(fresh[:MAX_NEW]),
        changed=len(changed),
        left=len(fresh[MAX_NEW:]),
        more=len(fresh) > MAX_NEW,
    )


def _known(feed: Feed, entries: Sequence[Entry]) -> dict[str, FeedEntry]:
    keys = [entry.key for entry in entries]
    return {row.key: row for chunk in _chunks(keys) for row in feed.entries.filter(key__in=chunk)}


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(keys), _CHUNK):
        yield keys[begin : begin + _CHUNK]


def _record_new(feed: Feed, entry: Entry, now: datetime) -> None:
    source, note = _source_for(feed, entry, now)
    FeedEntry.objects.create(
        feed=feed,
        key=entry.key,
        url=entry.url or "",
        title=entry.title,
        published_at=entry.published_at or entry.updated_at,
        fingerprint=entry.fingerprint,
        source=source,
        note=note,
        changed_at=now,
    )


def _record_change(feed: Feed, row: FeedEntry, entry: Entry, now: datetime) -> None:
    """Give the source the new text; where the feed does not hold it, have its page read again."""
    text = _whole_text(entry)
    if row.source and text and row.source.url:
        add_snapshot(source=row.source, text=text, fields=source_fields(feed, entry), now=now)
    elif row.source and row.source.url:
        request_fetch(sources=[row.source], now=now)
    elif text:
        row.source, row.note = _source_for(feed, entry, now)
    row.title, row.fingerprint, row.changed_at = entry.title, entry.fingerprint, now
    row.revisions += 1
    row.save(update_fields=["title", "fingerprint", "changed_at", "revisions", "source", "note"])


def _source_for(feed: Feed, entry: Entry, now: datetime) -> tuple[Source | None, str]:
    """Return the source that the entry is about, made where it is new, or why there is none."""
    text = _whole_text(entry)
    try:
        url = canonical_url(entry.url) if entry.url else None
    except ValueError as error:
        return None, str(error)[:200]
    if text:
        same = _same_text(feed, text)
        if same:
            return same, ""
    if not text and url is None:
        return None, "it has neither an address nor a text"
    push = push_source(fields={**source_fields(feed, entry), "url": url}, text=text, now=now)
    return push.source, ""


def _same_text(feed: Feed, text: str) -> Source | None:
    """Return the source that this feed has given the same text under another name."""
    return Source.objects.filter(
        snapshots__in=Snapshot.objects.filter(content_hash=content_hash(text)),
        feed_entries__feed=feed,
    ).first()


def _whole_text(entry: Entry) -> str:
    text = text_of(entry.html) if entry.whole else ""
    return text if len(text) <= settings.MAX_TEXT_LENGTH else ""


def source_fields(feed: Feed, entry: Entry) -> dict[str, Any]:
    """Return the columns of a source that the entry and its feed fill."""
    language = entry.language if _LANGUAGE.fullmatch(entry.language) else ""
    found = {
        "title": entry.title,
        "author": entry.author[:200],
        "publisher": feed.publisher or feed.title[:200],
        "published_at": entry.published_at,
        "language": language,
        "kind": feed.source_kind,
        "reliability": feed.reliability,
    }
    return {name: value for name, value in found.items() if value not in ("", None)}
