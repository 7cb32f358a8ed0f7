"""Feeds: adding, editing, and asking for a poll."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from claims.models import Feed, FeedState
from claims.services.urls import canonical_url
from claims.wake import wake

# What a poll remembers of the last answer; another address or kind makes it meaningless.
FORGOTTEN: dict[str, Any] = {"etag": "", "last_modified": "", "body_hash": ""}


class FeedConflict(Exception):
    """What is stored does not allow it; the message says what."""


@transaction.atomic
def create_feed(*, fields: dict[str, Any], now: datetime) -> Feed:
    """Store a feed, due at once unless it is paused; raise FeedConflict for a known address."""
    feed = Feed(**fields)
    if feed.state == FeedState.ACTIVE:
        feed.next_poll_at = now
    _save(feed)
    if feed.next_poll_at:
        wake("poll_feeds", [feed.pk])
    return feed


@transaction.atomic
def update_feed(*, feed: Feed, fields: dict[str, Any], now: datetime) -> Feed:
    """Change what is given. Another address or kind, and a feed made active, are polled at once.

    Returns the feed as stored: what a poll has recorded since `feed` was read is kept.
    """
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    before = (feed.url, feed.kind, feed.state)
    for name, value in fields.items():
        setattr(feed, name, value)
    if (feed.url, feed.kind) != before[:2]:
        for name, value in FORGOTTEN.items():
            setattr(feed, name, value)
    if feed.state != FeedState.ACTIVE:
        feed.next_poll_at = None
    elif (feed.url, feed.kind, feed.state) != before:
        feed.next_poll_at, feed.attempts, feed.merged_into, feed.queued_until = now, 0, None, None
        wake("poll_feeds", [feed.pk])
    elif feed.next_poll_at:
        # Never later than the new bounds would have it.
        feed.next_poll_at = min(feed.next_poll_at, now + feed.max_interval)
    _save(feed)
    return feed


@transaction.atomic
def request_poll(*, feed: Feed, now: datetime) -> Feed:
    """Make `feed` due at once; raise FeedConflict when it is not polled at all."""
    if feed.state != FeedState.ACTIVE:
        raise FeedConflict(f"This feed is {feed.state}; make it active to have it polled.")
    Feed.objects.filter(pk=feed.pk, state=FeedState.ACTIVE).update(
        next_poll_at=now, queued_until=None, attempts=0
    )
    wake("poll_feeds", [feed.pk])
    feed.refresh_from_db()
    return feed


def feed_with_address(url: str, *, but: Feed | None = None) -> Feed | None:
    """Return the feed at this address, however it is written."""
    rows = Feed.objects.filter(url=canonical_url(url))
    return (rows.exclude(pk=but.pk) if but else rows).first()


def _save(feed: Feed) -> None:
    try:
        with transaction.atomic():
            feed.save()
    except IntegrityError as error:
        if "url" not in str(error):
            raise
        raise FeedConflict("Another feed has this address.") from None
