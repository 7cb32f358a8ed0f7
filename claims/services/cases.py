"""Keeping what an editor taught, in the transaction of the review."""

from __future__ import annotations

from datetime import datetime

from claims.checking.cases import claim_as_json
from claims.checking.stance import Stance
from claims.models import Claim, Evidence, ReviewCase, ReviewDecision


def keep_case(evidence: Evidence, claim: Claim, now: datetime) -> ReviewCase:
    """Store the review of `evidence` as a case; another review of it takes the place of the last.

    `claim` is the evidence's claim as it is stored.
    """
    mention, snapshot = evidence.mention, evidence.snapshot
    judged = _as_judged(claim, evidence.claim_revision)
    case, _ = ReviewCase.objects.update_or_create(
        evidence=evidence,
        defaults={
            "claim": claim_as_json(judged.for_check(), judged.language),
            "title": snapshot.title,
            "published_at": snapshot.published_at,
            "text": snapshot.text,
            "text_length": snapshot.text_length,
            "quote": evidence.quote,
            "start": evidence.start,
            "end": evidence.end,
            "number_start": mention.number_start,
            "number_end": mention.number_end,
            "machine_stance": evidence.stance,
            "editor_stance": _editor_stance(evidence),
            "decision": evidence.review,
            "reason": evidence.review_reason,
            "engine_version": evidence.engine_version,
            "reviewed_at": now,
        },
    )
    return case


def _as_judged(claim: Claim, revision: int) -> Claim:
    """Return the claim as it was when it was judged: it may have been edited since."""
    if claim.revision == revision:
        return claim
    old = claim.history.filter(revision=revision).order_by("-history_id").first()
    judged: Claim = old.instance if old else claim
    return judged


def _editor_stance(evidence: Evidence) -> str:
    if evidence.review == ReviewDecision.REJECTED:
        return Stance.UNRELATED.value
    return evidence.counted_stance
