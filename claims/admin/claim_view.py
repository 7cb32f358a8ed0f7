"""What the page of a claim shows around its form: the verdict, the evidence, the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from claims.admin.evidence_card import EvidenceCard, cards, shown
from claims.admin.explanation import StatusExplanation, explain_status
from claims.admin.figures import interval_words, quantity_words
from claims.admin.labels import label, tone
from claims.models import Check, Claim, Evidence, StatusChange

EVIDENCE_SHOWN = 20
LEDGER_SHOWN = 10
_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What the templates around a claim's form show."""

    label: SafeString
    tone: str
    figure: str
    interval: str
    tolerance: str
    as_of: str
    explanation: StatusExplanation | None
    evidence: Sequence[EvidenceCard]
    evidence_count: str
    to_review: int
    changes: Sequence[tuple[StatusChange, SafeString, SafeString]]
    checks: Sequence[tuple[Check, SafeString]]


def claim_view(claim: Claim) -> ClaimView:
    """Return what is shown of a claim: the newest rows of each kind, however many there are."""
    quantity, current = claim.quantity, claim.evidence.current()
    return ClaimView(
        label=label(claim.status),
        tone=tone(claim.status),
        figure=quantity_words(quantity),
        interval=interval_words(quantity.interval),
        tolerance=str(claim.allowance or ""),
        as_of=str(claim.period or ""),
        explanation=explain_status(claim),
        evidence=cards(shown(current)[:EVIDENCE_SHOWN]),
        evidence_count=count_words(current),
        to_review=claim.evidence.to_review()[:_COUNTED].count(),
        changes=[
            (change, label(change.old_status), label(change.new_status))
            for change in claim.status_changes.select_related("changed_by")[:LEDGER_SHOWN]
        ],
        checks=[(check, label(check.outcome)) for check in claim.checks.all()[:LEDGER_SHOWN]],
    )


def count_words(rows: QuerySet[Evidence]) -> str:
    """Return how many rows there are, counted up to a limit."""
    count = rows[: _COUNTED + 1].count()
    return str(count) if count <= _COUNTED else f"more than {_COUNTED:,}"
