"""Feeds that lead elsewhere: to a new address, to the feed that a page names, to another feed."""

from __future__ import annotations

from claims.feeds.addresses import MAX_ADDRESS
from claims.feeds.discovery import FoundFeed
from claims.models import Feed, FeedEventKind, FeedKind, FeedState, PollOutcome
from claims.services.feeds import FORGOTTEN, feed_with_address
from claims.services.poll_record import PollRecord
from claims.services.urls import canonical_url

_MOST_TRIED = 5  # addresses that one page names


def end(record: PollRecord, reason: str, event: FeedEventKind) -> PollOutcome:
    """Poll the feed no more, and say why."""
    record.changes |= {
        "state": FeedState.GONE.value,
        "last_error": reason,
        "next_poll_at": None,
    }
    record.events.append((event, reason))
    return PollOutcome.GONE


def follow(record: PollRecord) -> PollOutcome | None:
    """Go on with the first feed that the page names; None when it names none but itself.

    The others are kept, to choose from and to be tried where the first turns out to be none. That
    there were failures is forgotten when a feed has been read: pages may name each other.
    """
    feed, found = record.feed, _other_addresses(record)
    if not found:
        return None
    record.changes["found"] = [
        {"url": url, "title": each.title, "type": each.type} for url, each in found.items()
    ]
    page = _usable(record.polled.moved_to) or feed.url
    first = next(iter(found))
    merged = _merge(record, first, "names")
    if merged:
        return merged
    record.changes |= {
        "url": first,
        "site_url": page,
        "last_error": "",
        "next_poll_at": record.now,
        **FORGOTTEN,
    }
    record.events.append((FeedEventKind.DISCOVERED, f"{page} names {first}"))
    return PollOutcome.DISCOVERED


def is_tried(feed: Feed) -> bool:
    """Whether the address is one that a page has named, and none of them was a feed so far."""
    return feed.kind == FeedKind.AUTO and bool(feed.site_url and feed.found)


def try_another(record: PollRecord) -> None:
    """Take the next address that the page named; after the last one the page itself again."""
    feed = record.feed
    named = [str(each["url"]) for each in feed.found[:_MOST_TRIED]]
    at = named.index(feed.url) + 1 if feed.url in named else len(named)
    left = [url for url in named[at:] if feed_with_address(url, but=feed) is None]
    if left:
        record.changes |= {"url": left[0], "next_poll_at": record.now, **FORGOTTEN}
    elif feed_with_address(feed.site_url, but=feed) is None:
        record.changes |= {"url": feed.site_url, "found": [], **FORGOTTEN}


def _other_addresses(record: PollRecord) -> dict[str, FoundFeed]:
    """Return the feeds that the page names by their addresses, without its own."""
    own = record.feed.url, _usable(record.polled.moved_to)
    named = ((_usable(each.url), each) for each in record.polled.found)
    found: dict[str, FoundFeed] = {}
    for url, each in named:
        if url and url not in own:
            found.setdefault(url, each)
    return found


def _usable(url: str | None) -> str | None:
    """Return an address in its canonical form; None when it is none that can be kept."""
    try:
        address = canonical_url(url) if url else ""
    except ValueError:
        return None
    return address if 0 < len(address) <= MAX_ADDRESS else None


def move(record: PollRecord) -> PollOutcome | None:
    """Take over the address that permanent redirects led to; None to go on with the answer."""
    feed, target = record.feed, _usable(record.polled.moved_to)
    if target is None or target == feed.url:
        return None
    merged = _merge(record, target, "has moved to")
    if merged:
        return merged
    record.changes["url"] = target
    record.events.append((FeedEventKind.MOVED, f"{feed.url} has moved to {target}"))
    return None


def _merge(record: PollRecord, url: str, verb: str) -> PollOutcome | None:
    """End the feed when another one has the address that it leads to; its entries stay."""
    other = feed_with_address(url, but=record.feed)
    if other is None:
        return None
    record.changes["merged_into"] = other
    reason = f"{record.feed.url} {verb} {other.url}, which is another feed already"
    return end(record, reason, FeedEventKind.MERGED)
