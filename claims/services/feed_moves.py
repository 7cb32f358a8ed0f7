"""Feeds that lead elsewhere: to a new address, to the feed that a page names, to another feed."""

from __future__ import annotations

from claims.models import FeedEventKind, FeedState, PollOutcome
from claims.services.feeds import FORGOTTEN, feed_with_address
from claims.services.poll_record import PollRecord
from claims.services.urls import canonical_url


def end(record: PollRecord, reason: str, event: FeedEventKind) -> PollOutcome:
    """Poll the feed no more, and say why."""
    record.changes |= {
        "state": FeedState.GONE.value,
        "last_error": reason,
        "next_poll_at": None,
    }
    record.events.append((event, reason))
    return PollOutcome.GONE


def follow(record: PollRecord) -> PollOutcome:
    """Go on with the feed that the page names; the others it names are kept to choose from."""
    feed, found = record.feed, record.polled.found
    record.changes["found"] = [
        {"url": each.url, "title": each.title, "type": each.type} for each in found
    ]
    page = record.polled.moved_to or feed.url
    merged = _merge(record, found[0].url, "names")
    if merged:
        return merged
    record.changes |= {
        "url": canonical_url(found[0].url),
        "site_url": page,
        "failures": 0,
        "last_error": "",
        "next_poll_at": record.now,
        **FORGOTTEN,
    }
    record.events.append((FeedEventKind.DISCOVERED, f"{page} names {found[0].url}"))
    return PollOutcome.DISCOVERED


def move(record: PollRecord) -> PollOutcome | None:
    """Take over the address that permanent redirects led to; None to go on with the answer."""
    feed, target = record.feed, record.polled.moved_to
    try:
        moved_to = canonical_url(target) if target else feed.url
    except ValueError:
        return None
    if moved_to == feed.url or len(moved_to) > 2000:
        return None
    merged = _merge(record, moved_to, "has moved to")
    if merged:
        return merged
    record.changes["url"] = moved_to
    record.events.append((FeedEventKind.MOVED, f"{feed.url} has moved to {moved_to}"))
    return None


def _merge(record: PollRecord, url: str, verb: str) -> PollOutcome | None:
    """End the feed when another one has the address that it leads to; its entries stay."""
    other = feed_with_address(url, but=record.feed)
    if other is None:
        return None
    record.changes["merged_into"] = other
    reason = f"{record.feed.url} {verb} {other.url}, which is another feed already"
    return end(record, reason, FeedEventKind.MERGED)
