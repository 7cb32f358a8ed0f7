"""Sets of linked claims: marked in the transaction that changes a claim, reckoned by workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.checking.arithmetic import Consistency, Operand, Verdict, agreeing, reproduced, within
from claims.checking.formulas import Formula
from claims.checking.stance import Status
from claims.models import Claim, ClaimLink, ClaimSet, LinkKind
from claims.quantities.mention import Role
from claims.wake import wake

MAX_MEMBERS = 200  # claims linked to one: reckoning a set is bounded work
_SHAKEN = (Status.CONTRADICTED.value, Status.OUTDATED.value, Status.DISPUTED.value)

Cause = dict[str, Any]


def edited(before: Claim, after: Claim) -> Cause | None:
    """Return what an edit did to a claim's figure; None when it left that as it was."""
    was, now = _figure(before), _figure(after)
    return None if was == now else _cause(after, "edited", was, now)


def moved(claim: Claim, old_status: str, new_status: str) -> Cause:
    """Return that a claim's status moved."""
    return _cause(claim, "status", old_status, new_status)


def removed(claim: Claim) -> Cause:
    """Return that a claim is about to be deleted."""
    return _cause(claim, "deleted", _figure(claim), None)


def note_changes(causes: Mapping[int, Cause], *, now: datetime) -> None:
    """Make the sets of changed claims due, and flag what was derived from them.

    Call it inside the transaction of the change; `causes` is keyed by the claims' keys.
    """
    keys = list(causes)
    if not ClaimLink.objects.filter(Q(claim__in=keys) | Q(other__in=keys)).exists():
        return
    links = ClaimLink.objects.all()
    due = _locked(
        Q(claim__in=keys)
        | Q(kind=LinkKind.SAME_MEASURE,
            claim__in=links.filter(kind=LinkKind.SAME_MEASURE, other__in=keys).values("claim"))
        | Q(kind=LinkKind.PART_OF,
            claim__in=links.filter(kind=LinkKind.PART_OF, claim__in=keys).values("other"))
        | Q(kind=LinkKind.DERIVED_FROM,
            claim__in=links.filter(kind=LinkKind.DERIVED_FROM, other__in=keys).values("claim"))
    )  # fmt: skip
    ClaimSet.objects.filter(pk__in=due).update(next_check_at=now)
    inputs = links.filter(kind=LinkKind.DERIVED_FROM, other__in=keys)
    for key in inputs.order_by("other").values_list("other", flat=True).distinct():
        derived = inputs.filter(other=key).values("claim")
        rows = ClaimSet.objects.filter(kind=LinkKind.DERIVED_FROM, claim__in=derived)
        rows.update(flagged_at=now, flag_reasons=causes[key])
    wake("reckon_sets", due[:MAX_MEMBERS])


def reckon(claim_set: ClaimSet, *, now: datetime) -> ClaimSet:
    """Store whether the figures of a locked set fit, and why.

    A flag goes when the formula gives what is claimed from inputs that all stand: then nothing is
    left to look at.
    """
    inputs = members(claim_set)
    verdict = _verdict(claim_set, inputs)
    claim_set.consistency = verdict.consistency.value
    claim_set.reasons = verdict.as_json()
    claim_set.reckoned_at = now
    claim_set.next_check_at = None
    stand = all(claim.status not in _SHAKEN for claim in inputs)
    if verdict.consistency == Consistency.CONSISTENT and stand:
        claim_set.flagged_at, claim_set.flag_reasons = None, {}
    claim_set.save()
    return claim_set


@transaction.atomic
def reckon_due(*, now: datetime, limit: int) -> int:
    """Reckon up to `limit` sets that are due; return how many there were.

    A set whose claims but its own were all deleted goes, as with its last link.
    """
    rows = ClaimSet.objects.filter(next_check_at__lte=now).order_by("next_check_at", "pk")
    due = list(rows.select_for_update(of=("self",), skip_locked=True, no_key=True)[:limit])
    for claim_set in due:
        if claim_set.kind == LinkKind.DERIVED_FROM or _members(claim_set).exists():
            reckon(claim_set, now=now)
        else:
            claim_set.delete()
    return len(due)


@transaction.atomic
def confirm_set(*, claim_set: ClaimSet, reason: str, user: Any, now: datetime) -> ClaimSet:
    """Take the flag off a derived claim because an editor has looked at it."""
    stored = ClaimSet.objects.select_for_update(of=("self",)).get(pk=claim_set.pk)
    stored.flagged_at, stored.flag_reasons = None, {}
    stored.confirmed_at, stored.confirmed_by, stored.confirm_reason = now, user, reason
    stored.save()
    return stored


def members(claim_set: ClaimSet) -> list[Claim]:
    """Return the claims that are linked to the set's own, inputs in their order."""
    return list(_members(claim_set)[: MAX_MEMBERS + 1])


def _members(claim_set: ClaimSet) -> QuerySet[Claim]:
    links = ClaimLink.objects.filter(kind=claim_set.kind)
    if claim_set.kind == LinkKind.PART_OF:
        parts = links.filter(other=claim_set.claim_id).values("claim")
        return Claim.objects.filter(pk__in=parts).order_by("pk")
    others = links.filter(claim=claim_set.claim_id)
    rows = Claim.objects.filter(linked_from__in=others)
    return rows.order_by("linked_from__position", "pk")


def _verdict(claim_set: ClaimSet, linked: Sequence[Claim]) -> Verdict:
    own, others = _operand(claim_set.claim), [_operand(claim) for claim in linked]
    match claim_set.kind:
        case LinkKind.SAME_MEASURE:
            return agreeing(own, others)
        case LinkKind.PART_OF:
            return within(own, others)
        case _:
            return reproduced(Formula(claim_set.formula), others, own)


def _operand(claim: Claim) -> Operand:
    return Operand(str(claim.uuid), claim.quantity, claim.period, Role(claim.role), claim.statement)


def _locked(which: Q) -> list[int]:
    """Lock sets in the order of their keys, so that no two wait for each other in a circle."""
    rows = ClaimSet.objects.filter(which).order_by("pk")
    return list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _figure(claim: Claim) -> dict[str, str | None]:
    return {
        "interval": str(claim.quantity.interval),
        "unit": claim.unit,
        "as_of": str(claim.period) if claim.period else None,
        "role": claim.role,
    }


def _cause(claim: Claim, what: str, before: Any, after: Any) -> Cause:
    return {"claim": str(claim.uuid), "change": what, "before": before, "after": after}
