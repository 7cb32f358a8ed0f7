"""The series of one measure and subject: all its claims, and all that was read of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from claims.models import Claim, Evidence, Measure, ReviewDecision

Series = tuple[QuerySet[Claim], QuerySet[Evidence]]


def series_of_measure(measure: Measure) -> Series:
    """Return the claims of a measure, and what counts as evidence for them."""
    return _series(Q(defined_measure=measure), Q(claim__defined_measure=measure))


def series_of_claim(claim: Claim) -> Series:
    """Return the claims of the claim's measure and subject; without a measure the claim alone."""
    measure = claim.defined_measure
    if measure is None:
        return _series(Q(pk=claim.pk), Q(claim=claim))
    return _series(
        Q(defined_measure=measure, subject__iexact=claim.subject),
        Q(claim__defined_measure=measure, claim__subject__iexact=claim.subject),
    )


def _series(of_claims: Q, of_evidence: Q) -> Series:
    heard = Evidence.objects.current().exclude(review=ReviewDecision.REJECTED)
    return Claim.objects.filter(of_claims), heard.filter(of_evidence)
