"""The sitemaps that an index lists: each is a feed of its own, polled at its own rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from claims.feeds.entry import Entry
from claims.models import Feed, FeedEntry, FeedKind, FeedState
from claims.services.feed_entries import Tally
from claims.services.urls import canonical_url
from claims.wake import wake

MAX_PARTS = 500  # of one index, the newest


def record_parts(*, feed: Feed, entries: Sequence[Entry], now: datetime) -> Tally:
    """Add a feed for each sitemap that is new, and have those polled that the index says changed.

    Call it inside the transaction that records the poll.
    """
    kept = entries[:MAX_PARTS]
    known = {row.key: row for row in feed.entries.all()}
    new = [entry for entry in kept if entry.key not in known]
    changed = [
        entry for entry in kept
        if entry.key in known and known[entry.key].fingerprint != entry.fingerprint
    ]  # fmt: skip
    due = [
        *(_add(feed, entry, now) for entry in sorted(new, key=lambda entry: entry.url or "")),
        *(_touch(known[entry.key], entry, now) for entry in changed),
    ]
    wake("poll_feeds", [key for key in due if key])
    return Tally(len(entries), len(new), len(changed), len(entries) - len(kept))


def _add(feed: Feed, entry: Entry, now: datetime) -> int | None:
    """Store the sitemap as a feed that inherits from its index; return its key when it is new.

    One whose address cannot be kept is noted, and the others go on.
    """
    try:
        url = canonical_url(entry.url or "")
    except ValueError as error:
        _note(feed, entry, now, url=entry.url or "", title=entry.title, note=str(error)[:200])
        return None
    part, created = Feed.objects.get_or_create(
        url=url,
        defaults={
            "kind": FeedKind.SITEMAP,
            "parent": feed,
            "title": url.rpartition("/")[2][:500],
            "next_poll_at": now,
            **{name: getattr(feed, name) for name in _INHERITED},
        },
    )
    note = "a sitemap, polled as a feed of its own" if created else "a feed of its own already"
    _note(feed, entry, now, url=url, title=part.title, note=note)
    return part.pk if created else None


def _note(feed: Feed, entry: Entry, now: datetime, *, url: str, title: str, note: str) -> None:
    FeedEntry.objects.create(
        feed=feed,
        key=entry.key,
        url=url,
        title=title,
        published_at=entry.updated_at,
        fingerprint=entry.fingerprint,
        note=note,
        changed_at=now,
    )


_INHERITED = (
    "publisher", "source_kind", "reliability", "min_interval", "max_interval", "failure_limit",
)  # fmt: skip


def _touch(row: FeedEntry, entry: Entry, now: datetime) -> int | None:
    """Have a sitemap polled that has changed since; return its key."""
    FeedEntry.objects.filter(pk=row.pk).update(
        fingerprint=entry.fingerprint, changed_at=now, revisions=row.revisions + 1
    )
    part = Feed.objects.filter(url=row.url, state=FeedState.ACTIVE).first()
    if part is None:
        return None
    Feed.objects.filter(pk=part.pk, state=FeedState.ACTIVE).update(next_poll_at=now)
    return int(part.pk)
