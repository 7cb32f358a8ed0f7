"""What is old goes, unless something rests on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Check, Citation, Evidence, Mention, Snapshot, Source, StatusChange
from claims.services.purging import purge_checks, purge_texts
from claims.services.sources import push_source
from tests import factories
from worker import purge

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=400)
BEFORE = timezone.now() - timedelta(days=365)
READ: dict[str, Any] = {
    "state": "read",
    "read_at": LONG_AGO,
    "fetched_at": LONG_AGO,
    "next_read_at": None,
}


def old_text(**fields: Any) -> Snapshot:
    return factories.make_snapshot(**READ | fields)


def purged() -> int:
    return purge_texts(before=BEFORE, limit=100)


def test_text_that_nothing_rests_on_goes_with_its_mentions_and_leaves_its_source() -> None:
    snapshot = old_text()
    factories.make_mention(snapshot)
    assert purged() == 1
    assert not Snapshot.objects.exists() and not Mention.objects.exists()
    assert Source.objects.get().state == "registered"


def test_text_that_was_purged_is_read_again_when_it_is_pushed_again() -> None:
    snapshot = old_text()
    fields = {"url": snapshot.source.url}
    assert not push_source(fields=fields, text=snapshot.text, now=timezone.now()).snapshot_created
    assert purged() == 1
    assert push_source(fields=fields, text=snapshot.text, now=timezone.now()).snapshot_created


@pytest.mark.parametrize(
    "fields",
    [
        {"fetched_at": timezone.now()},
        {"state": "pending"},
        {"next_read_at": LONG_AGO},
        {"lease_until": timezone.now()},
    ],
)
def test_text_that_is_young_or_not_read_yet_stays(fields: dict[str, Any]) -> None:
    old_text(**fields)
    assert purged() == 0


@pytest.mark.parametrize("superseded_at", [None, LONG_AGO])
def test_text_that_evidence_rests_on_stays(superseded_at: Any) -> None:
    evidence = factories.make_evidence(
        mention=factories.make_mention(old_text()), superseded_at=superseded_at
    )
    assert purged() == 0
    assert Evidence.objects.get().snapshot == evidence.snapshot


def test_all_texts_of_a_cited_source_stay() -> None:
    source = factories.make_source()
    Citation.objects.create(claim=factories.make_claim(), source=source)
    old_text(source=source)
    old_text(source=source, text=factories.TEXT + " Or so.")
    assert purged() == 0


def test_text_that_others_repeat_stays_while_they_do() -> None:
    first = old_text()
    reprint = old_text(repeats=first)
    factories.make_evidence(mention=factories.make_mention(reprint))
    assert purged() == 0
    Evidence.objects.all().delete()
    assert (purged(), purged(), purged()) == (1, 1, 0)


def test_current_text_of_a_source_that_is_fetched_again_stays() -> None:
    source = factories.make_source(next_fetch_at=timezone.now())
    current = old_text(source=source)
    old_text(source=source, text=factories.TEXT + " Or so.")
    Source.objects.update(current=current)
    assert purged() == 1
    assert Snapshot.objects.get() == current


def make_check(claim: Any, **fields: Any) -> Check:
    check = Check.objects.create(
        **{
            "claim": claim,
            "trigger": "schedule",
            "outcome": "unchanged",
            "started_at": LONG_AGO,
            "status": "unverified",
            "engine_version": "test",
            **fields,
        }
    )
    Check.objects.filter(pk=check.pk).update(created_at=LONG_AGO)
    return check


def test_old_checks_go_but_for_the_newest_of_each_claim() -> None:
    first, second = factories.make_claim(), factories.make_claim()
    for claim in (first, first, second):
        make_check(claim)
    newest = make_check(first, outcome="failed", error="stumbled")
    assert purge_checks(before=BEFORE, limit=100) == 2
    assert set(Check.objects.values_list("claim", flat=True)) == {first.pk, second.pk}
    assert newest in Check.objects.all()


def test_check_that_changed_something_stays() -> None:
    claim = factories.make_claim()
    cause, changed = make_check(claim), make_check(claim, outcome="changed")
    StatusChange.objects.create(
        claim=claim,
        claim_check=cause,
        old_status="unverified",
        new_status="supported",
        reasons={},
        changed_at=LONG_AGO,
    )
    make_check(claim)
    assert purge_checks(before=BEFORE, limit=100) == 0
    assert {cause, changed} <= set(Check.objects.all())


def test_young_checks_stay() -> None:
    claim = factories.make_claim()
    for _ in range(3):
        check = make_check(claim)
        Check.objects.filter(pk=check.pk).update(created_at=timezone.now())
    assert purge_checks(before=BEFORE, limit=100) == 0


def test_purge_goes_on_batch_by_batch(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(purge, "BATCH", 2)
    settings.KEEP_TEXTS = timedelta(days=365)
    for number in range(5):
        old_text(text=f"{factories.TEXT} {number}")
    purge.purge()
    assert not Snapshot.objects.exists()


def test_nothing_is_purged_unless_a_setting_says_so(settings: Any) -> None:
    settings.KEEP_TEXTS = settings.KEEP_CHECKS = None
    old_text()
    claim = factories.make_claim()
    make_check(claim), make_check(claim)
    purge.purge()
    assert (Snapshot.objects.count(), Check.objects.count()) == (1, 2)
