"""Settling claims: status from all current evidence, a ledger row, a change if there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, OuterRef, Subquery

from claims.checking.reasons import ENGINE_VERSION
from claims.models import Check, CheckOutcome, CheckTrigger, Claim, StatusChange
from claims.services.decisions import Decided, decide
from claims.services.sets import moved, note_changes


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
    user: Any = None,
) -> None:
    """Bring the status of the locked `claims` in line with their evidence; leave a ledger row each.

    Call it inside the transaction that changed the evidence. `trigger` is one for all, or one for
    each claim's key; `user` is whose review it follows, if any.
    """
    decisions = decide(claims)
    checks = {
        claim.pk: Check(
            claim=claim,
            created_at=now,
            trigger=trigger if isinstance(trigger, str) else trigger[claim.pk],
            outcome=_outcome(claim, decisions[claim.pk]),
            started_at=started_at,
            duration_ms=milliseconds(started_at, now),
            status=decisions[claim.pk].decision.status.value,
            engine_version=ENGINE_VERSION,
            **_counts(tallies.get(claim.pk, Tally())),
        )
        for claim in claims
    }
    Check.objects.bulk_create(checks.values())
    moves = {
        claim.pk: moved(claim, claim.status, decisions[claim.pk].decision.status.value)
        for claim in claims
        if checks[claim.pk].outcome == CheckOutcome.CHANGED
    }
    StatusChange.objects.bulk_create(
        _change(claim, decisions[claim.pk], checks[claim.pk], now, user)
        for claim in claims
        if claim.pk in moves
    )
    differing = [claim for claim in claims if _differs(claim, decisions[claim.pk], now)]
    if differing:
        Claim.objects.store_verdicts(differing)
    if moves:
        note_changes(moves, now=now)


def settling_moment(claims: Iterable[Claim], now: datetime) -> datetime:
    """Return when the locked `claims` are settled: `now`, but after each was settled last.

    Who waited for the locks, or whose clock is slow, must not write into the others' past: what
    was the status at some time is told by the order of these moments.
    """
    checks = Check.objects.filter(claim=OuterRef("pk")).order_by("-created_at")
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims])
    newest = Subquery(checks.values("created_at")[:1], output_field=DateTimeField())
    settled: Iterable[datetime | None] = rows.values_list(newest, flat=True)
    return max([now, *(last + timedelta(microseconds=1) for last in settled if last)])


def _outcome(claim: Claim, decided: Decided) -> CheckOutcome:
    moves = claim.status != decided.decision.status.value
    return CheckOutcome.CHANGED if moves else CheckOutcome.UNCHANGED


def leave_unmoved(*, claims: Iterable[Claim], started_at: datetime, now: datetime) -> None:
    """Leave a ledger row each for claims about which nothing new was said: their status stands."""
    Check.objects.bulk_create(
        Check(
            claim_id=claim.pk,
            created_at=now,
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


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "texts_judged": tally.judged,
        "evidence_added": tally.added,
        "evidence_retired": tally.retired,
    }


def _change(claim: Claim, decided: Decided, check: Check, now: datetime, user: Any) -> StatusChange:
    return StatusChange(
        claim=claim,
        claim_check=check,
        old_status=claim.status,
        new_status=decided.decision.status.value,
        reasons=decided.columns["status_reasons"],
        changed_at=now,
        changed_by=user,
    )


def _differs(claim: Claim, decided: Decided, now: datetime) -> bool:
    """Give a claim its verdict; return whether it differs from the stored one."""
    columns, status = decided.columns, decided.decision.status.value
    if claim.status != status:
        columns = columns | {"status": status, "status_changed_at": now}
    changed = {name: value for name, value in columns.items() if getattr(claim, name) != value}
    for name, value in changed.items():
        setattr(claim, name, value)
    return bool(changed)
