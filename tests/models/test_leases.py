"""Due rows are taken by one worker at a time, and come back when that worker dies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Claim, Snapshot
from claims.models.leases import kinds_of_due_rows
from claims.models.source import MAX_READ_ATTEMPTS
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LEASE, WAIT = timedelta(minutes=6), timedelta(minutes=2)


def test_due_row_is_queued_once_until_its_message_counts_as_lost() -> None:
    claim = factories.make_claim(next_check_at=NOW)
    later = NOW + WAIT
    assert Claim.objects.queue_due(now=NOW, limit=9, wait=WAIT) == [claim.pk]
    assert Claim.objects.queue_due(now=NOW, limit=9, wait=WAIT) == []
    assert Claim.objects.queue_due(now=later, limit=9, wait=WAIT) == [claim.pk]


def test_rows_that_are_not_yet_due_or_never_due_are_left_alone() -> None:
    factories.make_claim(next_check_at=NOW + timedelta(seconds=1))
    factories.make_claim(next_check_at=None)
    assert Claim.objects.queue_due(now=NOW, limit=9, wait=WAIT) == []


def test_oldest_due_rows_are_queued_first() -> None:
    young = factories.make_claim(next_check_at=NOW - timedelta(hours=1))
    old = factories.make_claim(next_check_at=NOW - timedelta(hours=2))
    assert Claim.objects.queue_due(now=NOW, limit=1, wait=WAIT) == [old.pk]
    assert Claim.objects.queue_due(now=NOW, limit=1, wait=WAIT) == [young.pk]


def test_row_is_taken_by_the_first_worker_only() -> None:
    claim = factories.make_claim()
    assert [row.pk for row in Claim.objects.take([claim.pk], now=NOW, lease=LEASE)] == [claim.pk]
    assert Claim.objects.take([claim.pk], now=NOW, lease=LEASE) == []


def test_row_of_a_dead_worker_is_due_again_when_its_lease_ends() -> None:
    claim = factories.make_claim()
    Claim.objects.take([claim.pk], now=NOW, lease=LEASE)
    soon, later = NOW + LEASE - timedelta(seconds=1), NOW + LEASE
    assert Claim.objects.queue_due(now=soon, limit=9, wait=WAIT) == []
    assert Claim.objects.queue_due(now=later, limit=9, wait=WAIT) == [claim.pk]


def test_worker_that_slept_past_its_lease_no_longer_holds_the_row() -> None:
    claim = factories.make_claim()
    (slow,) = Claim.objects.take([claim.pk], now=NOW, lease=LEASE)
    assert Claim.objects.hold([slow]) == [claim.pk]
    (fast,) = Claim.objects.take([claim.pk], now=NOW + LEASE, lease=LEASE)
    assert Claim.objects.hold([slow]) == []
    assert Claim.objects.hold([fast]) == [claim.pk]


def test_reading_attempt_counts_when_it_begins() -> None:
    snapshot = factories.make_snapshot()
    (taken,) = Snapshot.objects.take([snapshot.pk], now=NOW, lease=LEASE)
    assert taken.attempts == 1


def test_text_of_a_snapshot_never_changes() -> None:
    snapshot = Snapshot.objects.get(pk=factories.make_snapshot().pk)
    snapshot.error = "the reader stumbled"
    snapshot.save()
    snapshot.text = "Another text."
    with pytest.raises(ValueError, match="text never changes"):
        snapshot.save()
    snapshot.refresh_from_db()
    assert (snapshot.text, snapshot.error) == (factories.TEXT, "the reader stumbled")


def test_row_that_is_given_back_is_due_at_once_and_its_attempt_does_not_count() -> None:
    snapshot = factories.make_snapshot()
    (taken,) = Snapshot.objects.take([snapshot.pk], now=NOW, lease=LEASE)
    Snapshot.objects.give_back([taken])
    (again,) = Snapshot.objects.take([snapshot.pk], now=NOW, lease=LEASE)
    assert again.attempts == 1


@pytest.mark.parametrize("make", [factories.make_snapshot, factories.make_source])
def test_row_that_was_asked_for_again_meanwhile_can_be_given_back(make: Any) -> None:
    row = make()
    rows, counted = type(row).objects, type(row).ATTEMPTS_FIELD
    rows.update(**{type(row).DUE_FIELD: NOW})
    (taken,) = rows.take([row.pk], now=NOW, lease=LEASE)
    rows.update(**{counted: 0})
    rows.give_back([taken])
    row.refresh_from_db()
    assert (row.lease_until, getattr(row, counted)) == (None, 0)


def test_row_whose_lease_was_lost_cannot_be_given_back() -> None:
    snapshot = factories.make_snapshot()
    (slow,) = Snapshot.objects.take([snapshot.pk], now=NOW, lease=LEASE)
    (fast,) = Snapshot.objects.take([snapshot.pk], now=NOW + LEASE, lease=LEASE)
    Snapshot.objects.give_back([slow])
    assert Snapshot.objects.hold([fast]) == [snapshot.pk]


def test_every_kind_of_due_rows_is_found_by_its_name() -> None:
    kinds = kinds_of_due_rows()
    assert kinds["claims"].model is Claim and kinds["snapshots"].model is Snapshot
    assert all(rows.model.DUE_FIELD for rows in kinds.values())


def test_row_with_every_attempt_made_is_not_taken_once_more() -> None:
    snapshot = factories.make_snapshot(next_read_at=NOW, attempts=MAX_READ_ATTEMPTS - 1)
    assert list(Snapshot.objects.exhausted()) == []
    (taken,) = Snapshot.objects.take([snapshot.pk], now=NOW, lease=LEASE)
    assert taken.attempts == MAX_READ_ATTEMPTS
    assert Snapshot.objects.take([snapshot.pk], now=NOW + LEASE, lease=LEASE) == []
    assert list(Snapshot.objects.exhausted()) == [snapshot]


def test_claim_is_tried_for_ever() -> None:
    factories.make_claim()
    assert list(Claim.objects.exhausted()) == []
