"""Recording polls: what was found, what it means for the feed, and when to ask again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from claims.feeds.entry import FeedFormat
from claims.feeds.poll import Polled
from claims.feeds.rhythm import (
    Bounds,
    pause_after_failure,
    pause_after_success,
)
from claims.models import (
    Feed,
    FeedEvent,
    FeedEventKind,
    FeedKind,
    FeedPoll,
    PollOutcome,
)
from claims.models.feed import MAX_POLL_ATTEMPTS
from claims.services.feed_alarms import raise_alarms
from claims.services.feed_entries import Tally, record_entries
from claims.services.feed_moves import end, follow, is_tried, move, try_another
from claims.services.feed_pages import record_page
from claims.services.feed_parts import record_parts
from claims.services.feeds import FORGOTTEN
from claims.services.host_turns import SOON
from claims.services.poll_record import PollRecord
from claims.wake import wake_at

_TIMES = 20  # of the newest entries, from which the rhythm follows
_DIED = "the poll died {} times before it could say what it found"
NO_FEED = "this is an HTML page that names no feed; watch the page itself with the kind “page”"


def record_poll(
    *, feed: Feed, polled: Polled, started_at: datetime, now: datetime, jitter: float
) -> bool:
    """Store what polling the leased `feed` found, in one transaction; return whether it was.

    Nothing is stored when the lease was lost, or when the feed was edited meanwhile: then it is
    polled again as it now is. A poll that was asked for meanwhile stays due.
    """
    try:
        return _record(feed, polled, started_at, now, jitter)
    except IntegrityError:
        # Another feed was given the address that this one takes: now it is seen. (What else the
        # database refuses, it refuses again.)
        return _record(feed, polled, started_at, now, jitter)


def _record(feed: Feed, polled: Polled, started_at: datetime, now: datetime, jitter: float) -> bool:
    with transaction.atomic():
        row = _held(feed)
        if row is None:
            return False
        record = PollRecord(row, polled, started_at, now, jitter, {}, [])
        outcome = _outcome(record)
        raise_alarms(record)
        if row.next_poll_at != feed.next_poll_at and record.changes["next_poll_at"]:
            record.changes["next_poll_at"] = row.next_poll_at
        _write(record, outcome)
    return True


def postpone_poll(*, feed: Feed, until: datetime, now: datetime) -> None:
    """Give the lease on `feed` back: its host is not to be asked before `until`. No attempt.

    A feed that was edited meanwhile stays due: it may be another host's now.
    """
    with transaction.atomic():
        if _held(feed) is None:
            return
        changes: dict[str, Any] = {"attempts": max(0, feed.attempts - 1)}
        if until - now < SOON:  # else a sweep will find it
            changes["queued_until"] = until + settings.QUEUED_FOR
            wake_at("poll_feeds", [feed.pk], until)
        Feed.objects.filter(pk=feed.pk, next_poll_at__isnull=False).update(next_poll_at=until)
        _release(feed, changes)


def give_up_poll(*, feed: Feed, now: datetime) -> None:
    """Record a poll that died every permitted time as failed; it is tried again later."""
    with transaction.atomic():
        row = Feed.objects.select_for_update().get(pk=feed.pk)
        if row.next_poll_at is None or row.attempts < MAX_POLL_ATTEMPTS:
            return
        polled = Polled(error=_DIED.format(row.attempts))
        record = PollRecord(row, polled, now, now, 0.0, {}, [])
        outcome = _outcome(record)
        raise_alarms(record)
        _write(record, outcome)


def _held(feed: Feed) -> Feed | None:
    """Lock the leased feed and return it as stored, None when the lease was lost.

    None also when it was edited: the lease is given back, and it is polled again as it now is.
    """
    if not Feed.objects.hold([feed]):
        return None
    row = Feed.objects.get(pk=feed.pk)
    if (row.url, row.kind, row.state) != (feed.url, feed.kind, feed.state):
        _release(row, {})
        return None
    return row


def _outcome(record: PollRecord) -> PollOutcome:
    """Decide what the poll means, and record what it brought."""
    polled = record.polled
    if is_tried(record.feed) and (polled.gone or polled.no_feed or polled.found):
        return _fail_named(record)
    if polled.gone:
        return end(record, polled.error, FeedEventKind.GONE)
    if polled.failed:
        return _fail(record, polled.error)
    if polled.found:
        return follow(record) or _fail(record, NO_FEED)
    moved = move(record)
    if moved:
        return moved
    if polled.not_modified or polled.unchanged:
        _succeed(record)
        return PollOutcome.NOT_MODIFIED if polled.not_modified else PollOutcome.UNCHANGED
    problem = _take_in(record)
    if problem:
        return _fail(record, problem)
    _succeed(record)
    return PollOutcome.NEW if record.tally.new + record.tally.changed else PollOutcome.UNCHANGED


def _take_in(record: PollRecord) -> str:
    """Record the entries or the page; return why that cannot be, "" when it was done."""
    feed, polled = record.feed, record.polled
    if polled.page:
        record.tally = record_page(feed=feed, page=polled.page, now=record.now)
    elif polled.feed and polled.feed.format == FeedFormat.SITEMAP_INDEX:
        if feed.parent_id:
            return "this is a sitemap index inside another one"
        record.tally = record_parts(feed=feed, entries=polled.feed.entries, now=record.now)
    elif polled.feed:
        record.tally = record_entries(feed=feed, entries=polled.feed.entries, now=record.now)
    if polled.feed:
        record.changes["kind"] = polled.feed.format.value
        if not feed.title and polled.feed.title:
            record.changes["title"] = polled.feed.title
        record.tally = replace(record.tally, left=record.tally.left + polled.feed.left_out)
    return ""


def _succeed(record: PollRecord) -> None:
    """Remember the answer, and set the next poll by the feed's rhythm."""
    feed, polled, tally, now = record.feed, record.polled, record.tally, record.now
    record.changes |= {"failures": 0, "last_error": ""}
    if polled.feed or polled.page:
        record.changes |= (
            FORGOTTEN
            if tally.more
            else {
                "etag": polled.etag,
                "last_modified": polled.last_modified,
                "body_hash": polled.body_hash,
            }
        )
    if tally.new or tally.changed:
        record.changes["last_entry_at"] = now
    bounds = Bounds(feed.min_interval, feed.max_interval)
    asked = [polled.wishes.fresh_for]
    if polled.feed and polled.feed.ask_every:
        asked.append(timedelta(seconds=polled.feed.ask_every))
    pause = pause_after_success(
        _times(feed, now, tally),
        now=now,
        bounds=Bounds(bounds.shortest, bounds.shortest) if tally.more else bounds,
        fresh_for=max((wish for wish in asked if wish), default=None),
        jitter=record.jitter,
    )
    record.changes["next_poll_at"] = now + pause


def _times(feed: Feed, now: datetime, tally: Tally) -> list[datetime]:
    """Return when the newest entries came out; of a page, when it was seen to have changed."""
    if feed.kind == FeedKind.PAGE:
        rows = feed.polls.filter(outcome=PollOutcome.NEW).order_by("-uuid")
        changed = [now] if tally.new + tally.changed else []
        return [*changed, *rows.values_list("started_at", flat=True)[:_TIMES]]
    entries = feed.entries.order_by("-uuid").values_list("published_at", "changed_at")
    return [published or changed for published, changed in entries[: 2 * _TIMES]]


def _fail(record: PollRecord, error: str) -> PollOutcome:
    feed, failures = record.feed, record.feed.failures + 1
    pause = pause_after_failure(
        failures,
        bounds=Bounds(feed.min_interval, feed.max_interval),
        retry_after=record.polled.wishes.retry_after,
        jitter=record.jitter,
    )
    record.changes |= {
        "failures": failures,
        "last_error": error,
        "next_poll_at": record.now + pause,
    }
    return PollOutcome.FAILED


def _fail_named(record: PollRecord) -> PollOutcome:
    """Record that what a page named is no feed, and go on with what else it names."""
    feed = record.feed
    reason = record.polled.error or "this is an HTML page"
    outcome = _fail(record, f"{feed.url}, which {feed.site_url} names: {reason}")
    try_another(record)
    return outcome


def _write(record: PollRecord, outcome: PollOutcome) -> None:
    feed, now, polled, tally = record.feed, record.now, record.polled, record.tally
    failed = outcome in (PollOutcome.FAILED, PollOutcome.GONE)
    FeedPoll.objects.create(
        feed=feed,
        outcome=outcome,
        started_at=record.started_at,
        duration_ms=max(0, int((now - record.started_at).total_seconds() * 1000)),
        http_status=polled.status,
        size=polled.size,
        entries_seen=tally.seen,
        entries_new=tally.new,
        entries_changed=tally.changed,
        entries_left=tally.left,
        note=polled.feed.problem if polled.feed else "",
        error=record.changes["last_error"] if failed else "",
    )
    FeedEvent.objects.bulk_create(
        FeedEvent(feed=feed, kind=kind, detail=detail, at=now) for kind, detail in record.events
    )
    _release(
        feed, {**record.changes, "last_outcome": outcome, "last_polled_at": now, "attempts": 0}
    )


def _release(feed: Feed, changes: dict[str, Any]) -> None:
    Feed.objects.filter(pk=feed.pk).update(lease_until=None, **changes)
