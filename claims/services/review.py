"""An editor's word on a piece of evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from claims.models import CheckTrigger, Claim, Evidence, ReviewDecision
from claims.services.cases import keep_case
from claims.services.status import settle, settling_moment


class NotCurrent(Exception):
    """The evidence was superseded; its successor is the one to review."""


@transaction.atomic
def review_evidence(
    *,
    evidence: Evidence,
    decision: ReviewDecision,
    stance: str = "",
    reason: str,
    user: Any,
    now: datetime,
) -> Evidence:
    """Store the review, keep it as a case, and settle the claim.

    No later judgement by the machine undoes it.

    `stance` is given with OVERRULED, and only then. Raises NotCurrent for superseded evidence.
    """
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=evidence.claim_id)
    stored = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if stored.superseded_at is not None:
        raise NotCurrent("this evidence was superseded; review its successor")
    now = settling_moment([claim], now)
    stored.review = decision.value
    stored.reviewed_stance = stance
    stored.reviewed_by = user
    stored.reviewed_at = now
    stored.review_reason = reason
    stored._history_date = now
    stored.save()
    keep_case(stored, claim, now)
    settle(
        claims=[claim],
        trigger=CheckTrigger.REVIEW,
        tallies={},
        started_at=now,
        now=now,
        user=user,
    )
    return stored
