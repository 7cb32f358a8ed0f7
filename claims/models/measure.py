"""Shared definitions of what is measured: one meaning, its wordings, and how fast it ages."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from claims.checking.formulas import are_alike
from claims.checking.terms import terms
from claims.checking.wordings import MAX_SYNONYMS
from claims.models.figures import KINDS
from claims.models.identity import PublicIdentity
from claims.quantities.quantity import Kind

MAX_WORDING = 200
CHECKS_PER_LIFE = 12  # a figure that lasts a year is looked at once a month
SHORTEST_INTERVAL, LONGEST_INTERVAL = timedelta(hours=1), timedelta(days=30)
SHORTEST_LIFE = timedelta(hours=1)


def validate_synonyms(synonyms: object) -> None:
    """Refuse what is no short list of wordings, each with a word that tells something."""
    if not isinstance(synonyms, list) or not all(isinstance(each, str) for each in synonyms):
        raise ValidationError("A list of wordings is needed.")
    if len(synonyms) > MAX_SYNONYMS:
        raise ValidationError(f"At most {MAX_SYNONYMS} synonyms.")
    for each in synonyms:
        if len(each) > MAX_WORDING:
            raise ValidationError(f"A synonym has at most {MAX_WORDING} characters.")
        if not terms(each):
            raise ValidationError(f"“{each}” holds no word that tells a measure.")
    if len({each.casefold() for each in synonyms}) < len(synonyms):
        raise ValidationError("A synonym stands there twice.")


class Measure(PublicIdentity):
    """What several claims measure. Claims may link to it; its wordings then speak of them too."""

    # What judging a linked claim looks at: a change of these has to reach all linked claims.
    JUDGED = ("name", "synonyms")

    name = models.CharField(max_length=MAX_WORDING)
    definition = models.TextField(
        blank=True, default="", help_text="What is counted in, and what is not."
    )
    kind = models.CharField(
        max_length=20, choices=KINDS, help_text="The family of unit that its figures have."
    )
    unit = models.CharField(
        max_length=100,
        blank=True,
        default="",
        help_text="The unit that its series are shown in; figures must be convertible to it.",
    )
    synonyms = models.JSONField(
        default=list,
        blank=True,
        validators=[validate_synonyms],
        help_text="Other wordings of exactly this measure.",
    )
    ages_in = models.DurationField(
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST_LIFE)],
        help_text="After how long a figure is likely to be overtaken by a newer one.",
    )

    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    # How far an edit has reached the linked claims: the key of the last one; null when all.
    applied_to = models.BigIntegerField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["version", "updated_at", "applied_to"])

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(
                name="measure_to_apply", fields=["id"], condition=Q(applied_to__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="measure_named",
                condition=~Q(name=""),
                violation_error_message="A measure has a name.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                name="measure_name_unique",
                violation_error_message="Another measure has this name.",
            ),
            models.CheckConstraint(
                name="measure_kind_known", condition=Q(kind__in=[name for name, _ in KINDS])
            ),
            models.CheckConstraint(
                name="measure_ages_slowly_enough",
                condition=Q(ages_in__isnull=True) | Q(ages_in__gte=SHORTEST_LIFE),
                violation_error_message="A figure lasts an hour at least.",
            ),
            models.CheckConstraint(name="measure_version_positive", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def wordings(self) -> tuple[str, ...]:
        """The name and the synonyms: all ways to say this measure."""
        return (self.name, *self.synonyms)

    @property
    def check_interval(self) -> timedelta:
        """How often claims of this measure are checked, unless they say otherwise."""
        if self.ages_in is None:
            return settings.DEFAULT_CHECK_INTERVAL
        return min(max(self.ages_in / CHECKS_PER_LIFE, SHORTEST_INTERVAL), LONGEST_INTERVAL)

    def misfit(self, unit: str, kind: Kind | str) -> str:
        """Return why a figure in this unit is none of this measure; "" when it may be one."""
        if str(kind) != self.kind:
            return f"“{self.name}” is measured in {self.kind}, and {unit} is {kind}"
        if self.unit and not are_alike(unit, self.unit):
            return f"“{self.name}” is measured in {self.unit}, to which {unit} cannot be converted"
        return ""
