"""An editor's word outranks the machine's, and is never undone by it."""

from __future__ import annotations

import pytest

from claims.models import CheckTrigger, Claim, Evidence, ReviewDecision, StatusChange
from claims.services.review import NotCurrent, review_evidence
from claims.services.status import settle
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def settled(claim: Claim) -> Claim:
    settle(claims=[claim], trigger=CheckTrigger.REQUEST, tallies={}, started_at=NOW, now=NOW)
    return Claim.objects.get(pk=claim.pk)


def review(
    evidence: Evidence, decision: ReviewDecision, stance: str = "", by: str = "ada"
) -> Claim:
    review_evidence(
        evidence=evidence, decision=decision, stance=stance, reason="I called them.",
        user=factories.make_user(by), now=NOW,
    )  # fmt: skip
    return Claim.objects.get(pk=evidence.claim_id)


def test_overruled_evidence_counts_with_the_editors_stance() -> None:
    evidence = factories.make_evidence(as_of=NOW.date(), as_of_precision="day")
    assert settled(evidence.claim).status == "supported"
    claim = review(evidence, ReviewDecision.OVERRULED, "supersedes")
    assert claim.status == "outdated"
    changes = StatusChange.objects.order_by("pk").values_list("old_status", "new_status")
    assert list(changes) == [("unverified", "supported"), ("supported", "outdated")]


def test_rejected_evidence_no_longer_counts() -> None:
    evidence = factories.make_evidence()
    assert settled(evidence.claim).status == "supported"
    assert review(evidence, ReviewDecision.REJECTED).status == "unverified"


def test_confirmed_unclear_evidence_decides_nothing() -> None:
    evidence = factories.make_evidence(stance="unclear")
    assert review(evidence, ReviewDecision.CONFIRMED).status == "unverified"


def test_review_leaves_a_ledger_row_and_history() -> None:
    evidence = factories.make_evidence()
    claim = review(evidence, ReviewDecision.CONFIRMED)
    assert [check.trigger for check in claim.checks.all()] == ["review"]
    latest = evidence.history.latest()
    assert (latest.review, latest.review_reason) == ("confirmed", "I called them.")


def test_superseded_evidence_cannot_be_reviewed() -> None:
    evidence = factories.make_evidence(superseded_at=NOW)
    with pytest.raises(NotCurrent):
        review(evidence, ReviewDecision.CONFIRMED)


def test_change_names_whose_review_caused_it() -> None:
    evidence = factories.make_evidence()
    assert settled(evidence.claim).status == "supported"
    review(evidence, ReviewDecision.REJECTED, by="bo")
    by_machine, by_editor = StatusChange.objects.order_by("pk")
    assert by_machine.changed_by is None
    assert by_editor.changed_by and by_editor.changed_by.username == "bo"


def test_editors_who_disagree_leave_the_claim_disputed_whatever_the_machine_says() -> None:
    claim = factories.make_claim()
    pieces = [
        factories.make_evidence(
            claim, factories.make_mention(), as_of=claim.as_of, as_of_precision="year"
        )
        for _ in range(5)
    ]
    assert settled(claim).status == "supported"
    review(pieces[0], ReviewDecision.CONFIRMED, by="ada")
    assert review(pieces[1], ReviewDecision.OVERRULED, "contradicts", by="bo").status == "disputed"
    group = Claim.objects.get().status_reasons["groups"][0]
    assert group["sentence"] == (
        "Editors: 1 for it, weighing 1.00; 1 against it, weighing 1.00:"
        " no side has a clear majority."
    )
    assert set(Claim.objects.get().status_reasons["set_aside_because"].values()) == {"outranked"}
