"""What was found each time that a cited source was looked at again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from claims.checking.quoting import QuoteOutcome
from claims.models.claim import QUOTE_OUTCOMES, Citation
from claims.models.identity import PublicIdentity
from claims.models.source import Snapshot


class CitationCheck(PublicIdentity):
    """One look at one cited source: kept also when nothing changed, or when it failed."""

    citation = models.ForeignKey(Citation, on_delete=models.CASCADE, related_name="checks")
    outcome = models.CharField(max_length=20, choices=QUOTE_OUTCOMES)
    checked_at = models.DateTimeField()
    before = models.ForeignKey(
        Snapshot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    after = models.ForeignKey(
        Snapshot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    quote = models.TextField(blank=True, default="", help_text="What was looked for.")
    passage = models.TextField(blank=True, default="", help_text="What stands there now.")
    old_number = models.CharField(max_length=100, blank=True, default="")
    new_number = models.CharField(max_length=100, blank=True, default="")
    # Kept here, as texts may be purged one day.
    difference = models.TextField(blank=True, default="")
    error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="citation_check_outcome_known",
                condition=Q(outcome__in=[name for name, _ in QUOTE_OUTCOMES]),
            ),
            models.CheckConstraint(
                name="citation_check_altered_has_numbers",
                condition=Q(outcome=QuoteOutcome.NUMBER_ALTERED.value)
                & ~Q(old_number="")
                & ~Q(new_number="")
                & ~Q(old_number=F("new_number"))
                | ~Q(outcome=QuoteOutcome.NUMBER_ALTERED.value) & Q(old_number="", new_number=""),
            ),
            models.CheckConstraint(
                name="citation_check_unreachable_has_error",
                condition=~Q(outcome=QuoteOutcome.UNREACHABLE.value) | ~Q(error=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation}: {self.outcome}"
