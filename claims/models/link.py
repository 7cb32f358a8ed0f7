"""Claims that hang together: links between two of them, and the sets that must fit as a whole."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.checking.arithmetic import Consistency
from claims.checking.formulas import Formula
from claims.models.claim import Claim
from claims.models.identity import PublicIdentity

FORMULAS = [(formula.value, formula.value) for formula in Formula]
CONSISTENCIES = [(each.value, each.value) for each in Consistency]


class LinkKind(models.TextChoices):
    """How one claim hangs together with another."""

    SAME_MEASURE = "same_measure"
    PART_OF = "part_of"
    DERIVED_FROM = "derived_from"


class ClaimLink(PublicIdentity):
    """`claim` is part of `other`, derived from it, or of the same measure (the older first)."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    position = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Place among the inputs of a formula, from 0."
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="claim_link_kind_known", condition=Q(kind__in=LinkKind.values)
            ),
            models.CheckConstraint(name="claim_link_not_to_itself", condition=~Q(claim=F("other"))),
            models.CheckConstraint(
                name="claim_link_one_way_only",
                condition=~Q(kind=LinkKind.SAME_MEASURE) | Q(claim__lt=F("other")),
            ),
            models.CheckConstraint(
                name="claim_link_inputs_in_order",
                condition=Q(kind=LinkKind.DERIVED_FROM, position__isnull=False)
                | (~Q(kind=LinkKind.DERIVED_FROM) & Q(position__isnull=True)),
            ),
            models.UniqueConstraint(name="claim_link_unique", fields=["claim", "other", "kind"]),
            models.UniqueConstraint(
                name="claim_link_one_at_a_position",
                fields=["claim", "position"],
                condition=Q(kind=LinkKind.DERIVED_FROM),
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.claim}” {self.kind.replace('_', ' ')} “{self.other}”"


class ClaimSet(PublicIdentity):
    """Claims whose figures must fit: those of one measure, a whole's parts, a formula's inputs.

    `claim` is the one the others are linked to: the first of its measure, the whole, or the result.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="sets")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    formula = models.CharField(max_length=20, choices=FORMULAS, blank=True, default="")

    consistency = models.CharField(
        max_length=20, choices=CONSISTENCIES, default=Consistency.UNCLEAR.value
    )
    reasons = models.JSONField(default=dict, blank=True)
    reckoned_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(null=True, blank=True)

    # A derived claim whose input has changed, until it is found to hold or somebody confirms it.
    flagged_at = models.DateTimeField(null=True, blank=True)
    flag_reasons = models.JSONField(default=dict, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirm_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="claim_set_due",
                fields=["next_check_at"],
                condition=Q(next_check_at__isnull=False),
            ),
            models.Index(name="claim_set_consistency", fields=["consistency", "-uuid"]),
            models.Index(
                name="claim_set_flagged", fields=["-uuid"], condition=Q(flagged_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="claim_set_unique", fields=["claim", "kind"]),
            models.CheckConstraint(
                name="claim_set_formula_fits",
                condition=Q(kind=LinkKind.DERIVED_FROM, formula__in=[f for f, _ in FORMULAS])
                | Q(kind__in=[LinkKind.SAME_MEASURE, LinkKind.PART_OF], formula=""),
            ),
            models.CheckConstraint(
                name="claim_set_consistency_known",
                condition=Q(consistency__in=[name for name, _ in CONSISTENCIES]),
            ),
            models.CheckConstraint(
                name="claim_set_flag_on_derived",
                condition=Q(flagged_at__isnull=True) | Q(kind=LinkKind.DERIVED_FROM),
            ),
            models.CheckConstraint(
                name="claim_set_confirmed_by_somebody",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.formula or self.kind.replace('_', ' ')}: {self.claim}"
