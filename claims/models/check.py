"""The ledger: every re-check of a claim, and every change of its status."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.models.claim import CheckTrigger, Claim
from claims.models.identity import PublicIdentity
from claims.models.verdict import STATUSES


class CheckOutcome(models.TextChoices):
    """How a check ended."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    FAILED = "failed"


class Check(PublicIdentity):
    """One look at one claim: kept also when nothing changed, or when it failed."""

    # The moment of settling, to the microsecond that evidence and status changes have too.
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="checks", db_index=False
    )
    trigger = models.CharField(max_length=20, choices=CheckTrigger.choices)
    outcome = models.CharField(max_length=20, choices=CheckOutcome.choices)
    started_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField(default=0)
    texts_judged = models.PositiveIntegerField(default=0)
    evidence_added = models.PositiveIntegerField(default=0)
    evidence_retired = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=20, choices=STATUSES)
    error = models.TextField(blank=True, default="")
    engine_version = models.CharField(max_length=50)

    class Meta:
        ordering = ["-id"]
        indexes = [
            # Also for the claim alone, and for the newest of each claim.
            models.Index(name="check_of_claim", fields=["claim", "created_at"]),
            models.Index(
                name="check_failed", fields=["-id"], condition=Q(outcome=CheckOutcome.FAILED.value)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="check_trigger_known", condition=Q(trigger__in=CheckTrigger.values)
            ),
            models.CheckConstraint(
                name="check_failure_has_error",
                condition=Q(outcome=CheckOutcome.FAILED) & ~Q(error="")
                | Q(outcome__in=[CheckOutcome.UNCHANGED, CheckOutcome.CHANGED], error=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trigger.replace('_', ' ')}: {self.outcome}"


class StatusChange(PublicIdentity):
    """A claim's status moved, stored in the same transaction as its cause."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="status_changes")
    # "claim_check": Django keeps the name `check` of a model for its own system checks.
    claim_check = models.ForeignKey(
        Check, on_delete=models.SET_NULL, null=True, blank=True, related_name="status_changes"
    )
    old_status = models.CharField(max_length=20, choices=STATUSES)
    new_status = models.CharField(max_length=20, choices=STATUSES)
    reasons = models.JSONField()
    changed_at = models.DateTimeField()
    # Whose review moved it; null where the machine did.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="status_changes",
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="status_change_changes", condition=~Q(old_status=models.F("new_status"))
            ),
            models.CheckConstraint(
                name="status_change_known",
                condition=Q(new_status__in=[name for name, _ in STATUSES]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_status} → {self.new_status}"
