"""Settling writes the verdict with the evidence, and costs the same for one claim and for many."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from claims.models import Check, CheckTrigger, Claim, StatusChange
from claims.quantities.periods import Period
from claims.services.status import settle
from tests.factories import NOW, make_claim, make_evidence, make_mention, make_snapshot

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def settled(*claims: Claim, at: Any = NOW) -> None:
    rows = list(Claim.objects.filter(pk__in=[claim.pk for claim in claims]))
    settle(claims=rows, trigger=CheckTrigger.REQUEST, tallies={}, started_at=at, now=at)


def test_verdict_is_stored_with_value_interval_time_and_evidence() -> None:
    evidence = make_evidence(
        stance="supersedes", value=Decimal(4300), low=Decimal(4300), high=None, low_open=True,
        as_of=NOW.date().replace(month=4, day=1), as_of_precision="quarter",
    )  # fmt: skip
    settled(evidence.claim)
    claim = Claim.objects.get()
    assert (claim.status, claim.confidence) == ("outdated", 0.45)
    assert (claim.current_value, claim.current_unit) == (4300, "count")
    assert str(claim.current_interval) == "(4300, +inf)"
    assert claim.current_period == Period.parse("2024-Q2")
    assert claim.current_evidence == evidence
    assert Check.objects.get().created_at == StatusChange.objects.get().changed_at == NOW


def test_value_goes_when_its_evidence_goes() -> None:
    evidence = make_evidence(stance="supersedes")
    settled(evidence.claim)
    type(evidence).objects.update(superseded_at=LATER)
    settled(evidence.claim, at=LATER)
    claim = Claim.objects.get()
    assert (claim.status, claim.confidence, claim.version) == ("unverified", 0, 3)
    assert (claim.current_value, claim.current_unit, claim.current_period) == (None, "", None)
    assert (claim.current_interval, claim.current_evidence) == (None, None)


def test_disagreeing_claim_has_a_status_and_no_value() -> None:
    evidence = make_evidence(stance="contradicts")
    settled(evidence.claim)
    claim = Claim.objects.get()
    assert (claim.status, claim.current_value) == ("contradicted", None)
    assert claim.confidence == 0.45


def test_settling_again_changes_nothing_but_the_ledger() -> None:
    evidence = make_evidence()
    settled(evidence.claim)
    before = Claim.objects.values().get()
    settled(evidence.claim, at=LATER)
    assert Claim.objects.values().get() == before
    assert Check.objects.count() == 2


def test_claims_whose_verdict_stands_cost_no_query_of_their_own(
    django_assert_num_queries: Any,
) -> None:
    claims = [make_evidence(make_claim(), make_mention(make_snapshot())).claim for _ in range(6)]
    settled(*claims)
    for some in (claims[:1], claims):
        rows = list(Claim.objects.filter(pk__in=[claim.pk for claim in some]))
        with django_assert_num_queries(2):  # the evidence, and the ledger rows
            settle(claims=rows, trigger=CheckTrigger.SCHEDULE, tallies={}, started_at=NOW, now=NOW)


def test_deleted_evidence_leaves_a_claim_that_can_be_deleted() -> None:
    evidence = make_evidence()
    settled(evidence.claim)
    Claim.objects.get().delete()
    assert not type(evidence).objects.exists()
