"""A database that fails is nobody's failure: the work is given back and done later."""

from __future__ import annotations

from typing import Any

import psycopg.errors
import pytest
from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError
from django.utils import timezone

from claims.models import Check, Claim, Snapshot
from claims.services.checks import record_checks
from tests.worker.test_reading import claim_of_2020, push
from worker import check, read
from worker.outage import is_outage

pytestmark = pytest.mark.django_db


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("database or disk is full"), True),
        (InterfaceError("connection already closed"), True),
        (caused(OperationalError("gone"), psycopg.errors.AdminShutdown()), True),
        (caused(OperationalError("no space"), psycopg.errors.DiskFull()), True),
        (caused(OperationalError("too big"), psycopg.errors.ProgramLimitExceeded()), False),
        (IntegrityError("duplicate key"), False),
        (RuntimeError("stumbled"), False),
    ],
)
def test_what_counts_as_an_outage(error: Exception, outage: bool) -> None:
    assert is_outage(error) is outage


def failing(error: Exception) -> Any:
    def fail(**_: Any) -> None:
        raise error

    return fail


def test_text_is_pending_and_due_after_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = push("Torvik has 64 lighthouses.")
    with monkeypatch.context() as patch:
        patch.setattr(read, "record_reading", failing(OperationalError("disk full")))
        read.read_snapshots([snapshot.pk])
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.attempts, snapshot.error) == ("pending", 0, "")
    read.read_snapshots([snapshot.pk])
    assert Snapshot.objects.get().state == "read"


def test_claim_is_due_after_an_outage_and_no_failure_is_in_its_ledger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = claim_of_2020()
    with monkeypatch.context() as patch:
        patch.setattr(check, "record_checks", failing(OperationalError("disk full")))
        check.check_claims([claim.pk])
    assert not Check.objects.exists()
    check.check_claims([claim.pk])
    assert Check.objects.get().outcome == "unchanged"


def test_changed_claims_that_are_not_reached_in_time_are_due_again_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(check, "_CHANGED_AT_ONCE", 2)
    keys = [claim_of_2020().pk for _ in range(5)]
    sizes: list[int] = []

    def record_then_oversleep(**recorded: Any) -> None:
        record_checks(**recorded)
        sizes.append(len(recorded["claims"]))
        if len(sizes) == 2:
            later = timezone.now() + settings.LEASE / 3
            monkeypatch.setattr(timezone, "now", lambda: later)

    monkeypatch.setattr(check, "record_checks", record_then_oversleep)
    check.check_claims(keys)
    assert sizes == [1, 2]
    check.check_claims(keys)
    assert sizes == [1, 2, 1, 1]
    assert Claim.objects.filter(last_checked_at=None).count() == 0
