"""Feeds and what came of them, as it cannot be."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from claims.models import Feed, FeedEntry, FeedEvent, FeedPoll
from tests import factories
from tests.models.constraints.refused import refuses, update

pytestmark = pytest.mark.django_db


FEED: dict[str, list[dict[str, Any]]] = {
    "feed_has_address": [{"url": ""}],
    "feed_kind_known": [{"kind": "newsletter"}],
    "feed_active_is_due": [
        {"next_poll_at": None},
        {"state": "paused"},
        {"state": "gone"},
        {"state": "asleep", "next_poll_at": None},
    ],
    "feed_intervals_ordered": [
        {"min_interval": timedelta(seconds=59)},
        {"min_interval": timedelta(days=2)},
        {"max_interval": timedelta(days=367)},
    ],
    "feed_silence_positive": [{"expected_silence": timedelta(seconds=59)}],
    "feed_failure_limit_positive": [{"failure_limit": 0}],
    "feed_reliability_is_share": [{"reliability": D("1.1")}, {"reliability": D("-0.1")}],
    "feed_error_explains": [
        {"last_outcome": "failed"},
        {"last_outcome": "gone"},
        {"last_error": "oops"},
        {"last_outcome": "new", "last_error": "oops"},
        {"last_outcome": "perhaps"},
    ],
    "feed_alarm_has_time": [
        {"alarm": "silent"},
        {"alarm_since": factories.NOW},
        {"alarm": "loud", "alarm_since": factories.NOW},
    ],
}


@pytest.mark.parametrize(
    ("constraint", "fields"), [(name, fields) for name, rows in FEED.items() for fields in rows]
)
def test_feed_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_feed(), **fields), constraint)


def test_merged_feed_that_is_still_polled_is_refused() -> None:
    feed, other = factories.make_feed(), factories.make_feed()
    refuses(update(feed, merged_into=other), "feed_merged_is_gone")


def test_second_feed_of_one_address_is_refused() -> None:
    feed = factories.make_feed()
    refuses(lambda: factories.make_feed(url=feed.url), "url")


def make_entry(feed: Feed, **fields: Any) -> FeedEntry:
    return FeedEntry.objects.create(
        **{"feed": feed, "key": "a" * 64, "changed_at": factories.NOW, **fields}
    )


def test_same_entry_of_one_feed_twice_is_refused() -> None:
    feed = factories.make_feed()
    make_entry(feed)
    make_entry(factories.make_feed())
    refuses(lambda: make_entry(feed), "feed_entry_unique")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("feed_entry_key_complete", {"key": ""}),
        ("feed_entry_key_complete", {"key": "n1"}),
        ("feed_entry_revisions_positive", {"revisions": 0}),
    ],
)
def test_entry_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(make_entry(factories.make_feed()), **fields), constraint)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("feed_poll_outcome_known", {"outcome": "perhaps"}),
        ("feed_poll_error_explains", {"outcome": "failed"}),
        ("feed_poll_error_explains", {"outcome": "gone"}),
        ("feed_poll_error_explains", {"error": "oops"}),
    ],
)
def test_poll_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    poll = FeedPoll.objects.create(
        feed=factories.make_feed(), outcome="new", started_at=factories.NOW
    )
    refuses(update(poll, **fields), constraint)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [("feed_event_kind_known", {"kind": "wedding"}), ("feed_event_told", {"detail": ""})],
)
def test_event_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    event = FeedEvent.objects.create(
        feed=factories.make_feed(), kind="moved", detail="there", at=factories.NOW
    )
    refuses(update(event, **fields), constraint)
