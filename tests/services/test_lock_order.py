"""Those who write the same rows at the same time wait in a line, never in a circle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Snapshot
from claims.services.claims import request_check
from tests import factories
from tests.factories import NOW

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
