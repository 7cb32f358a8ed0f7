"""Those who write the same rows at the same time wait in a line, never in a circle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Evidence, Snapshot
from claims.services.claims import request_check
from claims.services.recording import Recorded, record_evidence
from tests import factories
from tests.factories import NOW
from tests.worker.test_reading import claim_of_2020, push
from worker.check import check_claims
from worker.read import read_snapshots

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="its writers queue for the whole file"
    ),
]


def in_thread(work: Callable[[], object], seconds: float) -> bool:
    """Whether `work` ends in time when another connection does it."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def test_evidence_from_a_text_is_stored_while_its_reader_records() -> None:
    claim, mention = factories.make_claim(), factories.make_mention()
    (snapshot,) = Snapshot.objects.take([mention.snapshot_id], now=NOW, lease=timedelta(minutes=6))
    with transaction.atomic():
        assert Snapshot.objects.hold([snapshot]) == [snapshot.pk]
        assert in_thread(lambda: factories.make_evidence(claim, mention), seconds=5)


def test_asking_for_checks_locks_the_claims_in_the_order_of_their_keys() -> None:
    claims = [factories.make_claim() for _ in range(3)]
    with CaptureQueriesContext(connection) as queries:
        request_check(claims=claims[::-1], now=NOW)
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert len(locks) == 1 and "ORDER BY" in locks[0]
    assert Claim.objects.filter(next_check_at=NOW).count() == 3


def test_text_is_not_taken_back_while_a_check_stores_what_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = (f"Torvik has {count} lighthouses, it was said." for count in (61, 64))
    for text in (old, new):
        read_snapshots([push(text).pk])
    claim = claim_of_2020()
    done: list[bool] = []

    def return_to_the_old_text() -> None:
        push(old)
        connection.close()

    take_back = threading.Thread(target=return_to_the_old_text)

    def meanwhile(*arguments: Any, **named: Any) -> Recorded:
        take_back.start()
        take_back.join(1)
        done.append(not take_back.is_alive())
        return record_evidence(*arguments, **named)

    monkeypatch.setattr("claims.services.checks.record_evidence", meanwhile)
    check_claims([claim.pk])
    take_back.join(5)
    assert done == [False] and not take_back.is_alive()
    assert Evidence.objects.current().count() == 2
    read_snapshots([Snapshot.objects.get(withdrawn_at__isnull=False).pk])
    assert [int(row.value or 0) for row in Evidence.objects.current()] == [61]
