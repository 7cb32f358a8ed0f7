"""What lists of evidence and checks can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from claims.api.filters.strict import choices
from claims.models import Check, CheckOutcome, CheckTrigger, CitationCheck, Evidence, ReviewDecision
from claims.models.claim import QUOTE_OUTCOMES
from claims.models.evidence import STANCES

_UNREVIEWED = "none"


class ClaimEvidenceFilters(filters.FilterSet):
    """Evidence of one claim; what was superseded is left out unless asked for."""

    stance = choices("effective_stance", STANCES, "The stance that counts.")
    review = choices(
        "review",
        [_UNREVIEWED, *ReviewDecision.values],
        "What an editor said of it; `none` where nobody has.",
        method="with_review",
    )
    superseded = filters.BooleanFilter(
        method="with_superseded", label="`true` to see also what a later judgement has replaced."
    )

    class Meta:
        model = Evidence
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the evidence that is asked for, and of that only the current by default."""
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("superseded"):
            return rows
        return rows.current()  # type: ignore[attr-defined,no-any-return]

    def with_superseded(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return all rows: `filter_queryset` leaves out what is not asked for."""
        return rows

    def with_review(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        """Return the evidence with these decisions."""
        if not value:
            return rows
        return rows.filter(review__in=["" if each == _UNREVIEWED else each for each in value])


class EvidenceFilters(ClaimEvidenceFilters):
    """Evidence of all claims."""

    claim = filters.UUIDFilter(field_name="claim__uuid", label="The claim it speaks of.")
    source = filters.UUIDFilter(
        field_name="snapshot__source__uuid", label="The source it comes from."
    )
    to_review = filters.BooleanFilter(
        method="in_queue",
        label="`true` for the review queue: what the machine could not decide and nobody has.",
    )

    def in_queue(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return the review queue."""
        return rows.to_review() if value else rows  # type: ignore[attr-defined]


class CheckFilters(filters.FilterSet):
    """What the checks of one claim can be narrowed by."""

    outcome = choices("outcome", CheckOutcome.choices, "How the check ended.")
    trigger = choices("trigger", CheckTrigger.choices, "Why it was made.")

    class Meta:
        model = Check
        fields: list[str] = []


class CitationCheckFilters(filters.FilterSet):
    """What the looks at one claim's cited sources can be narrowed by."""

    outcome = choices("outcome", QUOTE_OUTCOMES, "What was found.")
    source = filters.UUIDFilter(field_name="citation__source__uuid", label="The cited source.")

    class Meta:
        model = CitationCheck
        fields: list[str] = []
