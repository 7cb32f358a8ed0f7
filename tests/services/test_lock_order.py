"""Those who write the same rows at the same time wait in a line, never in a circle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import CitationCheck, Claim, Evidence, Snapshot, Source
from claims.services import fetching, purging
from claims.services.claims import CitedSource, create_claim, delete_claims, request_check
from claims.services.fetching import record_unchanged
from claims.services.purging import purge_texts
from claims.services.recording import Recorded, record_evidence
from claims.services.source_edits import SourceConflict, delete_source
from claims.services.sources import add_snapshot, push_source, request_fetch
from claims.services.wording import complete
from tests import factories
from tests.api.client import ApiClient
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


def started(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Have another connection do `work` and give it a second; what comes of it fills the list."""
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(work())
        except Exception as error:  # of a thread: the test looks at it
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(1)
    return thread, outcome


def cited_claim(source: Source) -> Claim:
    fields = complete({"statement": "Torvik has 61 lighthouses"})
    return create_claim(fields=fields, citations=[CitedSource(source, "61")], now=NOW)


def taken(source: Source) -> Source:
    Source.objects.filter(pk=source.pk).update(next_fetch_at=NOW)
    (row,) = Source.objects.take([source.pk], now=NOW, lease=timedelta(minutes=6))
    return row  # type: ignore[no-any-return]


def test_sources_and_their_texts_are_locked_in_the_order_of_their_keys() -> None:
    source = factories.make_source()
    first, second = (factories.make_snapshot(source, text=f"{n} ships.") for n in (1, 2))
    Source.objects.update(current=second)
    with CaptureQueriesContext(connection) as queries:
        add_snapshot(source=source, text=first.text, fields={}, now=NOW)
        request_fetch(sources=[factories.make_source(), source], now=NOW)
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert ["claims_snapshot" in lock for lock in locks] == [False, True, False]
    assert all("ORDER BY" in lock for lock in locks)


def test_editor_of_a_source_keeps_nobody_from_storing_what_refers_to_it() -> None:
    source, client = factories.make_source(), ApiClient(factories.make_key()[1])
    with CaptureQueriesContext(connection) as queries:
        client.patch(f"/api/v1/sources/{source.uuid}/", {"reliability": "0.9"})
    locks = [query["sql"] for query in queries if "claims_source" in query["sql"]]
    assert {lock.partition(" FOR ")[2] for lock in locks if " FOR " in lock} == {"NO KEY UPDATE"}


def test_text_that_is_pushed_while_it_is_purged_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = {"url": "https://news.example/a"}
    snapshot = push_source(fields=fields, text="Nothing here.", now=NOW).snapshot
    assert snapshot is not None
    text, asked = snapshot.text, list[bool]()
    read_snapshots([snapshot.pk])
    pushes: list[tuple[threading.Thread, list[object]]] = []
    idle_texts = purging._idle_texts

    def push_meanwhile(*arguments: Any) -> Any:
        rows = idle_texts(*arguments)
        if asked:  # the second time: the text is locked
            pushes.append(started(lambda: push_source(fields=fields, text=text, now=NOW)))
        asked.append(True)
        return rows

    monkeypatch.setattr(purging, "_idle_texts", push_meanwhile)
    assert purge_texts(before=NOW + timedelta(days=1), limit=9) == 1
    ((thread, outcome),) = pushes
    thread.join(5)
    assert not isinstance(outcome[0], Exception)
    assert Snapshot.objects.get().text == text


def test_claim_is_removed_once_the_look_at_its_source_is_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = factories.make_snapshot().source
    claim = cited_claim(source)
    record_unchanged(source=taken(source), now=NOW)
    finish, removals = fetching._finish, []

    def remove_meanwhile(*arguments: Any, **named: Any) -> None:
        removals.append(started(lambda: delete_claims(claims=[claim], now=NOW)))
        finish(*arguments, **named)

    monkeypatch.setattr(fetching, "_finish", remove_meanwhile)
    record_unchanged(source=taken(source), now=NOW)
    ((thread, outcome),) = removals
    thread.join(5)
    assert outcome == [None]
    assert not Claim.objects.exists() and not CitationCheck.objects.exists()


def test_source_that_is_just_being_cited_is_not_removed() -> None:
    source = factories.make_source()
    with transaction.atomic():
        cited_claim(source)
        thread, outcome = started(lambda: delete_source(source=source))
        assert thread.is_alive()
    thread.join(5)
    assert isinstance(outcome[0], SourceConflict)


def test_source_that_is_just_being_cited_will_be_fetched_again() -> None:
    source = taken(factories.make_snapshot().source)
    with transaction.atomic():
        cited_claim(Source.objects.get())
        thread, _ = started(lambda: record_unchanged(source=source, now=NOW))
    thread.join(5)
    stored = Source.objects.get()
    assert stored.lease_until is None and stored.next_fetch_at is not None
