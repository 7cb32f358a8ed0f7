"""Polls and looks that brought nothing go when they are old, and a watched page keeps its text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import (
    Citation,
    CitationCheck,
    FeedEntry,
    FeedEvent,
    FeedPoll,
    Snapshot,
    Source,
)
from claims.services.purging import (
    purge_citation_checks,
    purge_feed_events,
    purge_polls,
    purge_texts,
)
from tests import factories
from tests.services.test_purging import BEFORE, LONG_AGO, old_text

pytestmark = pytest.mark.django_db


def test_current_text_of_a_watched_page_stays() -> None:
    source = factories.make_source()
    feed = factories.make_feed(kind="page")
    FeedEntry.objects.create(feed=feed, key="a" * 64, source=source, changed_at=LONG_AGO)
    old_text(source=source, text=factories.TEXT + " Or so.")
    current = old_text(source=source)
    Source.objects.update(current=current)
    assert purge_texts(before=BEFORE, limit=100) == 1
    assert Snapshot.objects.get() == current


def test_old_polls_that_brought_nothing_go_but_for_the_newest() -> None:
    feed = factories.make_feed()
    told = [
        ("new", LONG_AGO), ("unchanged", LONG_AGO), ("not_modified", LONG_AGO),
        ("failed", LONG_AGO), ("unchanged", timezone.now()), ("unchanged", LONG_AGO),
    ]  # fmt: skip
    polls = [
        FeedPoll.objects.create(
            feed=feed, outcome=outcome, started_at=at, error="down" * (outcome == "failed")
        )
        for outcome, at in told
    ]
    assert [purge_polls(before=BEFORE, limit=2) for _ in range(3)] == [2, 1, 0]
    assert list(feed.polls.order_by("pk")) == [polls[0], polls[4], polls[5]]


def test_old_events_of_feeds_go_but_for_the_newest() -> None:
    feed, quiet = factories.make_feed(), factories.make_feed()
    told = [
        (feed, LONG_AGO), (feed, LONG_AGO), (quiet, LONG_AGO), (feed, LONG_AGO),
        (feed, timezone.now()), (feed, LONG_AGO),
    ]  # fmt: skip
    rows = [
        FeedEvent.objects.create(feed=each, kind="moved", detail="there", at=at)
        for each, at in told
    ]
    assert [purge_feed_events(before=BEFORE, limit=2) for _ in range(3)] == [2, 1, 0]
    assert list(FeedEvent.objects.order_by("pk")) == [rows[2], rows[4], rows[5]]


def test_old_looks_that_found_nothing_go_but_for_the_newest() -> None:
    claim, source = factories.make_claim(), factories.make_source()
    citation = Citation.objects.create(claim=claim, source=source)
    outcomes = ("unchanged", "quote_gone", "unreachable", "unchanged")
    looks = [
        CitationCheck.objects.create(
            citation=citation,
            outcome=outcome,
            checked_at=LONG_AGO + timedelta(days=number),
            error="down" * (outcome == "unreachable"),
        )
        for number, outcome in enumerate(outcomes)
    ]
    assert purge_citation_checks(before=BEFORE, limit=100) == 2
    assert list(citation.checks.order_by("pk")) == [looks[1], looks[3]]
