"""Every claim is re-checked at its interval, and each check leaves a ledger row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Check, Claim, ClaimSignature, Evidence, Mention
from claims.services.claims import request_check
from tests.worker.test_reading import NEWER, claim_of_2020, push
from worker import check, read
from worker.read import judge_claims
from worker.schedule import sweep_claims

pytestmark = pytest.mark.django_db


def make_due(claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(next_check_at=timezone.now())


def outcomes(claim: Claim) -> list[tuple[str, str]]:
    return list(claim.checks.order_by("pk").values_list("trigger", "outcome"))


def test_check_without_news_leaves_a_row_and_sets_the_next_one() -> None:
    claim = claim_of_2020()
    check.check_claims([claim.pk])
    make_due(claim)
    check.check_claims([claim.pk])
    claim.refresh_from_db()
    assert outcomes(claim) == [("new_claim", "unchanged"), ("schedule", "unchanged")]
    assert claim.last_checked_at is not None
    assert claim.next_check_at == claim.last_checked_at + timedelta(hours=24)
    assert claim.lease_until is None


def test_check_without_news_leaves_status_and_evidence_as_they_are() -> None:
    claim = claim_of_2020()
    check.check_claims([claim.pk])
    read.read_snapshots([push(NEWER).pk])
    evidence = Evidence.objects.get()
    Mention.objects.update(created_at=timezone.now() - timedelta(days=30))
    make_due(claim)
    with CaptureQueriesContext(connection) as queries:
        check.check_claims([claim.pk])
    assert outcomes(claim)[-1] == ("schedule", "unchanged")
    row = claim.checks.latest("pk")
    assert (row.status, row.texts_judged, row.evidence_added) == ("outdated", 0, 0)
    assert (Evidence.objects.get(), Claim.objects.get().status) == (evidence, "outdated")
    assert not any("claims_evidence" in query["sql"] for query in queries)


def test_claim_that_was_cut_from_a_texts_candidates_is_judged_at_its_next_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claims = [claim_of_2020(), claim_of_2020()]
    long_ago = timezone.now() - timedelta(days=30)
    check.check_claims([claim.pk for claim in claims])
    Claim.objects.update(updated_at=long_ago)
    monkeypatch.setattr("claims.services.index.MAX_CLAIMS", 1)
    read.read_snapshots([push(NEWER).pk])
    assert Claim.objects.filter(status="outdated").count() == 1
    Claim.objects.update(next_check_at=timezone.now())
    check.check_claims([claim.pk for claim in claims])
    assert Claim.objects.filter(status="outdated").count() == 2


def test_text_that_was_being_read_when_a_claim_came_is_judged_at_its_next_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late: list[Claim] = []

    def come_late(*arguments: Any) -> Any:
        late.append(claim_of_2020())
        check.check_claims([late[0].pk])
        return judge_claims(*arguments)

    monkeypatch.setattr("worker.read.judge_claims", come_late)
    read.read_snapshots([push(NEWER).pk])
    assert Claim.objects.get().status == "unverified"
    ClaimSignature.objects.all().delete()  # what a settled claim is looked up by is not enough
    make_due(late[0])
    check.check_claims([late[0].pk])
    assert Claim.objects.get().status == "outdated"


def test_claim_that_is_not_due_is_not_checked() -> None:
    claim = claim_of_2020()
    check.check_claims([claim.pk])
    check.check_claims([claim.pk])
    assert len(outcomes(claim)) == 1


def test_request_judges_all_stored_mentions_again() -> None:
    claim = claim_of_2020()
    read.read_snapshots([push(NEWER).pk])
    Evidence.objects.all().delete()
    Claim.objects.update(status="unverified")
    request_check(claims=[claim], now=timezone.now())
    check.check_claims([claim.pk])
    assert outcomes(claim)[-1] == ("request", "changed")
    assert Claim.objects.get().status == "outdated"


def test_changed_engine_judges_all_stored_mentions_again(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = claim_of_2020()
    read.read_snapshots([push(NEWER).pk])
    check.check_claims([claim.pk])
    for module in ("worker.check", "claims.services.recording", "claims.services.checks"):
        monkeypatch.setattr(f"{module}.ENGINE_VERSION", "next")
    make_due(claim)
    check.check_claims([claim.pk])
    old, new = Evidence.objects.order_by("pk")
    assert (old.superseded_by, new.engine_version) == (new, "next")


def test_reviewed_evidence_outlives_a_changed_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    from claims.models import ReviewDecision
    from claims.services.review import review_evidence
    from tests.factories import make_user

    claim = claim_of_2020()
    read.read_snapshots([push(NEWER).pk])
    review_evidence(
        evidence=Evidence.objects.get(), decision=ReviewDecision.REJECTED, reason="A typo.",
        user=make_user(), now=timezone.now(),
    )  # fmt: skip
    for module in ("worker.check", "claims.services.recording", "claims.services.checks"):
        monkeypatch.setattr(f"{module}.ENGINE_VERSION", "next")
    request_check(claims=[claim], now=timezone.now())
    check.check_claims([claim.pk])
    assert Evidence.objects.get().review == "rejected"
    assert Claim.objects.get().status == "unverified"


def test_one_claim_that_fails_does_not_keep_the_others_from_being_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = claim_of_2020(), claim_of_2020()
    read.read_snapshots([push(NEWER).pk])
    real = judge_claims

    def stumble(snapshot: object, claims: list[Claim], *rest: object) -> object:
        if bad in claims:
            raise RuntimeError("stumbled")
        return real(snapshot, claims, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("worker.check.judge_claims", stumble)
    check.check_claims([bad.pk, good.pk])
    assert outcomes(bad)[-1] == ("new_claim", "failed")
    assert outcomes(good)[-1][1] == "unchanged"
    assert Check.objects.get(outcome="failed").error == "RuntimeError: stumbled"
    bad.refresh_from_db()
    assert bad.lease_until is None
    assert bad.next_check_at is not None and bad.next_check_at > timezone.now()


def test_request_made_during_a_check_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = claim_of_2020()
    read.read_snapshots([push(NEWER).pk])
    real = judge_claims

    def request_meanwhile(*arguments: object) -> object:
        request_check(claims=[claim], now=timezone.now())
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("worker.check.judge_claims", request_meanwhile)
    check.check_claims([claim.pk])
    monkeypatch.setattr("worker.check.judge_claims", real)
    check.check_claims([claim.pk])
    assert outcomes(claim)[-1][0] == "request"


def test_sweep_goes_on_until_no_claim_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [claim_of_2020() for _ in range(5)]
    monkeypatch.setattr("worker.schedule.MAX_ROWS", 2)
    sent: list[list[int]] = []
    assert sweep_claims(sent.append) == 5
    assert [len(keys) for keys in sent] == [2, 2, 1]
    assert sorted(sum(sent, [])) == [c.pk for c in claims]


def test_sweep_sends_due_claims_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [claim_of_2020() for _ in range(5)]
    monkeypatch.setattr("worker.schedule.CLAIMS_PER_MESSAGE", 2)
    sent: list[list[int]] = []
    assert sweep_claims(sent.append) == 5
    assert sent == [[c.pk for c in claims[i : i + 2]] for i in (0, 2, 4)]
    assert sweep_claims(sent.append) == 0
