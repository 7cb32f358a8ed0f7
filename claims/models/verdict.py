"""What the evidence says of a claim: its status, how sure it is, and the newest value."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from claims.checking.stance import Status
from claims.models.figures import PRECISIONS, FigureField, plain
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Interval

STATUSES = [(status.value, status.value) for status in Status]
# What settling writes: no edit, so no part of a claim's history.
VERDICT = (
    "status", "status_reasons", "status_changed_at", "confidence", "current_value",
    "current_unit", "current_low", "current_high", "current_low_open", "current_high_open",
    "current_as_of", "current_as_of_precision", "current_evidence",
)  # fmt: skip


class Verdict(models.Model):
    """The columns that settling writes, all in one transaction with the evidence."""

    status = models.CharField(
        max_length=20, choices=STATUSES, default=Status.UNVERIFIED.value, editable=False
    )
    status_reasons = models.JSONField(default=dict, blank=True, editable=False)
    status_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confidence = models.FloatField(default=0, editable=False)
    # What the newest evidence gives for the measure; all empty where none gives anything.
    current_value = FigureField(null=True, blank=True, editable=False)
    current_unit = models.CharField(max_length=100, blank=True, default="", editable=False)
    current_low = FigureField(null=True, blank=True, editable=False)
    current_high = FigureField(null=True, blank=True, editable=False)
    current_low_open = models.BooleanField(default=False, editable=False)
    current_high_open = models.BooleanField(default=False, editable=False)
    current_as_of = models.DateField(null=True, blank=True, editable=False)
    current_as_of_precision = models.CharField(
        max_length=10, choices=PRECISIONS, blank=True, default="", editable=False
    )
    current_evidence = models.ForeignKey(
        "claims.Evidence",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def current_interval(self) -> Interval | None:
        """What the wording of the newest value allows; None without a value."""
        if self.current_value is None:
            return None
        low, high = plain(self.current_low), plain(self.current_high)
        return Interval(low, high, self.current_low_open, self.current_high_open)

    @property
    def current_period(self) -> Period | None:
        """The time the newest value is for; None where it is not known."""
        if self.current_as_of is None:
            return None
        return Period(self.current_as_of, Precision(self.current_as_of_precision))


def verdict_constraints(table: str) -> list[models.CheckConstraint]:
    """Return what the database demands of a `Verdict`'s columns."""
    no_value: dict[str, Any] = {
        "current_value__isnull": True,
        "current_unit": "",
        "current_low__isnull": True,
        "current_high__isnull": True,
        "current_as_of__isnull": True,
        "current_evidence__isnull": True,
    }
    ends_meet = Q(current_low=F("current_high"), current_low_open=False, current_high_open=False)
    return [
        models.CheckConstraint(
            name=f"{table}_status_known", condition=Q(status__in=[name for name, _ in STATUSES])
        ),
        models.CheckConstraint(
            name=f"{table}_confidence_is_share",
            condition=Q(confidence__gte=0, confidence__lte=1),
        ),
        models.CheckConstraint(
            name=f"{table}_current_value_complete",
            condition=Q(current_value__isnull=False) & ~Q(current_unit="") | Q(**no_value),
        ),
        models.CheckConstraint(
            name=f"{table}_current_interval_ordered",
            condition=Q(current_low__isnull=True)
            | Q(current_high__isnull=True)
            | Q(current_low__lt=F("current_high"))
            | ends_meet,
        ),
        models.CheckConstraint(
            name=f"{table}_current_open_ends_exist",
            condition=(Q(current_low_open=False) | Q(current_low__isnull=False))
            & (Q(current_high_open=False) | Q(current_high__isnull=False)),
        ),
        models.CheckConstraint(
            name=f"{table}_current_as_of_precise",
            condition=Q(current_as_of__isnull=True, current_as_of_precision="")
            | Q(
                current_as_of__isnull=False,
                current_as_of_precision__in=[name for name, _ in PRECISIONS],
            ),
        ),
    ]
