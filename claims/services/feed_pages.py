"""A page that is watched for change: one source, and a new text each time it says something new."""

from __future__ import annotations

from datetime import datetime

from claims.feeds.entry import digest
from claims.feeds.poll import WatchedPage
from claims.models import Feed, FeedEntry
from claims.models.source import content_hash
from claims.services.feed_entries import Tally
from claims.services.sources import push_source
from claims.services.urls import canonical_url


def record_page(*, feed: Feed, page: WatchedPage, now: datetime) -> Tally:
    """Store the page's text if it is another than the last; the page is the feed's one entry."""
    url, fingerprint = canonical_url(feed.url), content_hash(page.text)
    row = FeedEntry.objects.filter(feed=feed).order_by("-pk").first()
    if row and row.fingerprint == fingerprint:
        return Tally(seen=1)
    title = str(page.fields.get("title") or feed.title)[:500]
    given = {
        "publisher": feed.publisher,
        "kind": feed.source_kind,
        "reliability": feed.reliability,
    }
    fields = {**page.fields, **{name: value for name, value in given.items() if value}, "url": url}
    source = push_source(fields=fields, text=page.text, now=now).source
    if row is None:
        FeedEntry.objects.create(
            feed=feed,
            key=digest(url),
            url=url,
            title=title,
            published_at=page.fields.get("published_at"),
            fingerprint=fingerprint,
            source=source,
            changed_at=now,
        )
        return Tally(seen=1, new=1)
    row.source, row.title, row.fingerprint, row.changed_at = source, title, fingerprint, now
    row.revisions += 1
    row.save(update_fields=["source", "title", "fingerprint", "changed_at", "revisions"])
    return Tally(seen=1, changed=1)
