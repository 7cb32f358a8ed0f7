"""What editors taught: each review with all that was judged, to hold a changed engine against."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from claims.checking.stance import Stance
from claims.models.evidence import STANCES, Evidence, ReviewDecision
from claims.models.identity import PublicIdentity

EDITOR_STANCES = [(stance.value, stance.value) for stance in Stance]


class ReviewCaseQuerySet(models.QuerySet["ReviewCase"]):
    """Cases by what they teach."""

    def overruling(self) -> Self:
        """Cases in which the editor said something else than the machine."""
        return self.exclude(editor_stance=F("machine_stance"))


class ReviewCase(PublicIdentity):
    """One review. It outlives its claim and its source: the text stands in it once more."""

    evidence = models.OneToOneField(
        Evidence, on_delete=models.SET_NULL, null=True, editable=False, related_name="case"
    )
    claim = models.JSONField(help_text="The claim as it was judged.")
    title = models.CharField(max_length=500, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField()
    text_length = models.PositiveIntegerField()
    quote = models.TextField()
    start = models.PositiveIntegerField(help_text="Where the quote begins in the text.")
    end = models.PositiveIntegerField()
    number_start = models.PositiveIntegerField()
    number_end = models.PositiveIntegerField()
    machine_stance = models.CharField(max_length=20, choices=STANCES)
    editor_stance = models.CharField(max_length=20, choices=EDITOR_STANCES)
    decision = models.CharField(max_length=20, choices=ReviewDecision.choices)
    reason = models.TextField(blank=True, default="")
    engine_version = models.CharField(max_length=50)
    reviewed_at = models.DateTimeField()

    objects = ReviewCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="review_case_stances_known",
                condition=Q(
                    machine_stance__in=[name for name, _ in STANCES],
                    editor_stance__in=[name for name, _ in EDITOR_STANCES],
                ),
            ),
            models.CheckConstraint(
                name="review_case_decision_fits",
                condition=Q(decision=ReviewDecision.CONFIRMED, editor_stance=F("machine_stance"))
                | Q(decision=ReviewDecision.REJECTED, editor_stance=Stance.UNRELATED.value)
                | Q(decision=ReviewDecision.OVERRULED),
            ),
            models.CheckConstraint(
                name="review_case_span_inside_text",
                condition=Q(
                    start__lte=F("number_start"),
                    number_start__lt=F("number_end"),
                    number_end__lte=F("end"),
                    end__lte=F("text_length"),
                ),
            ),
        ]

    def __str__(self) -> str:
        if self.editor_stance == self.machine_stance:
            return f"“{self.quote}” is {self.editor_stance}"
        return f"“{self.quote}” is {self.editor_stance}, not {self.machine_stance}"

    def as_json(self) -> dict[str, Any]:
        """Return the case as an export holds it."""
        return {
            "id": str(self.uuid),
            "claim": self.claim,
            "source": {
                "title": self.title,
                "published_at": self.published_at and self.published_at.isoformat(),
                "text": self.text,
            },
            "mention": {
                "quote": self.quote,
                "start": self.start,
                "end": self.end,
                "number_start": self.number_start,
                "number_end": self.number_end,
            },
            "machine_stance": self.machine_stance,
            "editor_stance": self.editor_stance,
            "decision": self.decision,
            "reason": self.reason,
            "engine_version": self.engine_version,
            "reviewed_at": self.reviewed_at.isoformat(),
        }
