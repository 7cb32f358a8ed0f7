"""Feeds that somebody should look at: those that fail, and those that are silent for too long."""

from __future__ import annotations

from claims.feeds.rhythm import is_silent
from claims.models import FeedAlarm, FeedEventKind, FeedState
from claims.services.poll_record import PollRecord


def raise_alarms(record: PollRecord) -> None:
    """Say that the feed fails or is silent, once when it begins, and once when it is over."""
    feed, changes = record.feed, record.changes
    alarm, why = _alarm(record)
    if alarm == feed.alarm:
        return
    changes |= {"alarm": alarm, "alarm_since": record.now if alarm else None}
    if alarm:
        record.events.append((FeedEventKind(alarm), why))
    elif changes.get("state", feed.state) == FeedState.ACTIVE:
        record.events.append((FeedEventKind.RECOVERED, f"no longer {feed.alarm}"))


def _alarm(record: PollRecord) -> tuple[str, str]:
    feed, changes = record.feed, record.changes
    if changes.get("state", feed.state) != FeedState.ACTIVE:
        return "", ""
    failures = changes.get("failures", feed.failures)
    if failures >= feed.failure_limit:
        error = changes["last_error"]
        return FeedAlarm.FAILING.value, f"{failures} polls in a row have failed: {error}"
    last = changes.get("last_entry_at") or feed.last_entry_at or feed.created_at
    if is_silent(last, expected_silence=feed.expected_silence, now=record.now):
        return FeedAlarm.SILENT.value, f"nothing new since {last:%Y-%m-%d %H:%M} UTC"
    return "", ""
