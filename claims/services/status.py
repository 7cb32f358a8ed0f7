"""Settling claims: status from all current evidence, a ledger row, a change if there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from claims.checking.reasons import ENGINE_VERSION
from claims.checking.stance import Stance
from claims.checking.status import EvidenceForStatus, StatusDecision, decide_status
from claims.models import (
    Check,
    CheckOutcome,
    CheckTrigger,
    Claim,
    Evidence,
    ReviewDecision,
    StatusChange,
)
from claims.models.figures import plain


@dataclass(frozen=True, slots=True)
class Tally:
    """What a check did: texts judged, pieces of evidence added and retired."""

    judged: int = 0
    added: int = 0
    retired: int = 0


def settle(
    *,
    claims: Sequence[Claim],
    trigger: CheckTrigger | Mapping[int, str],
    tallies: Mapping[int, Tally],
    started_at: datetime,
    now: datetime,
) -> None:
    """Bring the status of the locked `claims` in line with their evidence; leave a ledger row each.

    Call it inside the transaction that changed the evidence. `trigger` is one for all, or one for
    each claim's key.
    """
    decisions = decide(claims)
    moved = [claim for claim in claims if claim.status != decisions[claim.pk].status.value]
    checks = {
        claim.pk: Check(
            claim=claim,
            trigger=trigger if isinstance(trigger, str) else trigger[claim.pk],
            outcome=CheckOutcome.CHANGED if claim in moved else CheckOutcome.UNCHANGED,
            started_at=started_at,
            duration_ms=milliseconds(started_at, now),
            status=decisions[claim.pk].status.value,
            engine_version=ENGINE_VERSION,
            **_counts(tallies.get(claim.pk, Tally())),
        )
        for claim in claims
    }
    Check.objects.bulk_create(checks.values())
    for claim in moved:
        _move(claim, decisions[claim.pk], checks[claim.pk], now)
    for claim in claims:
        if claim not in moved:
            _explain(claim, decisions[claim.pk])


def leave_unmoved(*, claims: Iterable[Claim], started_at: datetime, now: datetime) -> None:
    """Leave a ledger row each for claims about which nothing new was said: their status stands."""
    Check.objects.bulk_create(
        Check(
            claim_id=claim.pk,
            trigger=claim.check_trigger,
            outcome=CheckOutcome.UNCHANGED,
            started_at=started_at,
            duration_ms=milliseconds(started_at, now),
            status=claim.status,
            engine_version=ENGINE_VERSION,
        )
        for claim in claims
    )


def milliseconds(started_at: datetime, now: datetime) -> int:
    """Return the time between, as the ledger keeps it."""
    return max(0, int((now - started_at).total_seconds() * 1000))


def decide(claims: Sequence[Claim]) -> dict[int, StatusDecision]:
    """Return what the current evidence says of each claim, by the claim's key."""
    rows = Evidence.objects.current().exclude(review=ReviewDecision.REJECTED)
    of_claim: dict[int, list[Evidence]] = defaultdict(list)
    for row in (
        rows.filter(claim__in=claims).select_related("snapshot__source").defer("snapshot__text")
    ):
        of_claim[row.claim_id].append(row)
    return {claim.pk: decide_status(claim.period, _plain(of_claim[claim.pk])) for claim in claims}


def decision_as_json(decision: StatusDecision) -> dict[str, Any]:
    """Return a decision as it is stored with the claim and with the change."""
    current = decision.current_value
    return {
        **decision.reasons.as_json(),
        "confidence": decision.confidence,
        "engine_version": ENGINE_VERSION,
        "current_value": current
        and {
            "value": None if current.value is None else f"{plain(current.value):f}",
            "unit": current.unit,
            "interval": _text(current.interval),
            "as_of": _text(current.as_of),
            "source": current.source,
            "evidence": current.evidence_id,
        },
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(rows: Sequence[Evidence]) -> list[EvidenceForStatus]:
    """Return the rows as plain values; sources that carry the same text are one cluster."""
    first_with_text: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row.snapshot.source_id):
        source = str(row.snapshot.source.uuid)
        first_with_text.setdefault(row.snapshot.content_hash, source)
    return [
        EvidenceForStatus(
            id=str(row.uuid),
            stance=Stance(row.counted_stance),
            score=row.score,
            reliability=float(row.snapshot.source.reliability),
            source=str(row.snapshot.source.uuid),
            cluster=first_with_text[row.snapshot.content_hash],
            as_of=row.period,
            published_at=row.snapshot.published_at and row.snapshot.published_at.date(),
            reviewed=bool(row.review),
            value=plain(row.value),
            unit=row.unit,
            interval=row.quantity.interval,
        )
        for row in rows
    ]


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "texts_judged": tally.judged,
        "evidence_added": tally.added,
        "evidence_retired": tally.retired,
    }


def _move(claim: Claim, decision: StatusDecision, check: Check, now: datetime) -> None:
    reasons = decision_as_json(decision)
    StatusChange.objects.create(
        claim=claim,
        claim_check=check,
        old_status=claim.status,
        new_status=decision.status.value,
        reasons=reasons,
        changed_at=now,
    )
    claim.status = decision.status.value
    claim.status_reasons = reasons
    claim.status_changed_at = now
    Claim.objects.filter(pk=claim.pk).update(
        status=claim.status,
        status_reasons=reasons,
        status_changed_at=now,
        version=F("version") + 1,
    )


def _explain(claim: Claim, decision: StatusDecision) -> None:
    """Keep the reasons of a status that stays, where they have changed."""
    reasons = decision_as_json(decision)
    if claim.status_reasons != reasons:
        Claim.objects.filter(pk=claim.pk).update(status_reasons=reasons, version=F("version") + 1)
