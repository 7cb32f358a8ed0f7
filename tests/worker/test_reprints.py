"""What ten outlets reprint is one voice; who writes for himself is another."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import Claim, Evidence, Snapshot, TextSignature
from claims.quantities.periods import Period
from claims.services import recording
from claims.services.claims import create_claim
from claims.services.reprints import recognise
from claims.services.wording import complete
from tests.checking.test_reprints import INDEPENDENT, RELEASE, REPRINTS
from tests.worker.test_reading import push
from worker import read
from worker.check import check_claims

pytestmark = pytest.mark.django_db

OUTLETS = [
    text for name, text in REPRINTS.items() if "longer" not in name and "capitals" not in name
]
OTHER = INDEPENDENT["another report of the same figures"]


def port_of_2020() -> Claim:
    statement = "The port of Brenn handled 4,200 ships."
    fields = complete({"statement": statement, "as_of": Period.parse("2020")})
    return create_claim(fields=fields, now=timezone.now())


def published(texts: list[str], outlet: str = "outlet") -> list[Snapshot]:
    snapshots = [
        push(text, url=f"https://{outlet}-{number}.example/") for number, text in enumerate(texts)
    ]
    read.read_snapshots([snapshot.pk for snapshot in snapshots])
    return snapshots


def voices(claim: Claim) -> list[int]:
    """Return of how many sources each voice of the newest figure speaks."""
    claim.refresh_from_db()
    return [voice["sources"] for voice in claim.status_reasons["groups"][-1]["voices"]]


def test_reprints_are_one_voice_and_another_report_a_second() -> None:
    claim = port_of_2020()
    published(OUTLETS)
    assert Evidence.objects.current().count() == len(OUTLETS)
    assert voices(claim) == [len(OUTLETS)]
    alone = claim.confidence
    published([OTHER], "other")
    assert sorted(voices(claim)) == [1, len(OUTLETS)]
    assert claim.confidence > alone


def test_later_reprints_point_to_the_text_that_was_read_first() -> None:
    first, *others = published(OUTLETS)
    (independent,) = published([OTHER], "other")
    stored = dict(Snapshot.objects.values_list("pk", "repeats_id"))
    assert {stored[snapshot.pk] for snapshot in others} == {first.pk}
    assert (stored[first.pk], stored[independent.pk]) == (None, None)


def test_new_claim_hears_stored_reprints_as_one_voice() -> None:
    published(OUTLETS)
    claim = port_of_2020()
    check_claims([claim.pk])
    assert voices(claim) == [len(OUTLETS)]


def test_text_read_again_keeps_what_it_repeats() -> None:
    first, second = published([RELEASE, RELEASE + " All rights reserved."])
    keys = set(TextSignature.objects.values_list("snapshot", "signature"))

    Snapshot.objects.update(next_read_at=timezone.now(), state="pending")
    read.read_snapshots([first.pk, second.pk])
    assert set(TextSignature.objects.values_list("snapshot", "signature")) == keys
    assert Snapshot.objects.get(pk=first.pk).repeats is None
    assert Snapshot.objects.get(pk=second.pk).repeats == first


def test_looking_for_reprints_costs_the_same_however_many_there_are(
    django_assert_max_num_queries: Any,
) -> None:

    published([RELEASE] * 30)
    snapshot = push(RELEASE, url="https://late.example/")
    with django_assert_max_num_queries(30) as queries:
        recognise(snapshot)
    loaded = [query for query in queries.captured_queries if '"text"' in query["sql"]]
    assert len(loaded) == 1
    assert snapshot.repeats_id is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its writers queue for the whole file")
def test_reprints_that_are_read_at_once_see_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = port_of_2020()
    snapshots = [
        push(text, url=f"https://at-once-{n}.example/") for n, text in enumerate(OUTLETS[:2])
    ]
    both_have_stored_their_mentions = threading.Barrier(2, timeout=30)
    real = recording.lock_claims

    def meet_then_lock(claims: Any) -> Any:
        both_have_stored_their_mentions.wait()
        return real(claims)

    monkeypatch.setattr(recording, "lock_claims", meet_then_lock)
    with ThreadPoolExecutor(2) as readers:
        list(readers.map(read_alone, [snapshot.pk for snapshot in snapshots]))
    assert [snapshot.state for snapshot in Snapshot.objects.all()] == ["read", "read"]
    assert Snapshot.objects.filter(repeats__isnull=False).count() == 1
    assert voices(claim) == [2]


def read_alone(key: int) -> None:
    """Read a text in a thread, and leave no connection behind."""
    try:
        read.read_snapshots([key])
    finally:
        connection.close()
