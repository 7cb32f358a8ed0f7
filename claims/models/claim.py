"""Claims: what is asserted, how certain we are of it, and when to look again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.functions import Upper
from simple_history.models import HistoricalRecords

from claims.checking.claim import ClaimForCheck
from claims.checking.quoting import QuoteOutcome
from claims.checking.reading import Reading, from_json
from claims.checking.tolerance import MAX_DIGITS, Tolerance, ToleranceKind
from claims.models.figures import (
    LIMIT,
    ROLES,
    Dated,
    Figure,
    FigureField,
    dated_constraints,
    figure_constraints,
    plain,
)
from claims.models.identity import PublicIdentity
from claims.models.leases import Leased, LeasedQuerySet
from claims.models.measure import Measure
from claims.models.source import Source
from claims.models.verdict import VERDICT, Verdict, verdict_constraints
from claims.quantities.mention import Role

QUOTE_OUTCOMES = [(outcome.value, outcome.value) for outcome in QuoteOutcome]
TOLERANCES = [(kind.value, kind.value) for kind in ToleranceKind]
MIN_CHECK_INTERVAL = timedelta(minutes=1)


def default_check_interval() -> timedelta:
    """Return how often a claim is re-checked unless it says otherwise."""
    return settings.DEFAULT_CHECK_INTERVAL


def usual_check_interval(measure: Measure | None) -> timedelta:
    """Return how often a claim without an interval of its own is re-checked."""
    return measure.check_interval if measure else default_check_interval()


class CheckTrigger(models.TextChoices):
    """Why a check is made."""

    SCHEDULE = "schedule"
    REQUEST = "request"
    NEW_CLAIM = "new_claim"
    CLAIM_EDITED = "claim_edited"
    MEASURE_EDITED = "measure_edited"
    NEW_SOURCE = "new_source"
    REVIEW = "review"


class Tag(models.Model):
    """A word that editors sort claims by."""

    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="tag_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class ClaimQuerySet(LeasedQuerySet):
    """Claims as rows that are due, as they are judged, and as settling leaves them."""

    def to_judge(self) -> Self:
        """Claims with what judging looks at and no more: a text has hundreds of candidates."""
        of_measure = (f"defined_measure__{name}" for name in Measure.JUDGED)
        rows = self.select_related("defined_measure")
        return rows.only(*Claim.JUDGED, *of_measure, "reading", "revision").order_by("pk")

    def store_verdicts(self, claims: Iterable[Claim]) -> None:
        """Store the verdicts that locked claims carry, each as a new version of its row."""
        connection = connections[self.db]
        name = connection.ops.quote_name
        fields = [each for each in Claim._meta.concrete_fields if each.name in VERDICT]
        columns = ", ".join(f"{name(str(field.column))} = %s" for field in fields)
        rows = [
            (*(f.get_db_prep_save(getattr(claim, f.attname), connection) for f in fields), claim.pk)
            for claim in claims
        ]
        with connection.cursor() as cursor:
            # One statement, prepared once: a text may move many claims, each in its own way.
            cursor.executemany(
                f"UPDATE {name(Claim._meta.db_table)} SET {columns}, version = version + 1"
                " WHERE id = %s",
                rows,
            )


class Claim(PublicIdentity, Leased, Figure, Dated, Verdict):
    """A statement, the quantity it asserts, and what the evidence says of it."""

    DUE_FIELD = "next_check_at"
    # What judging looks at: a change of any of these is a new revision, judged afresh.
    JUDGED = (
        "statement", "subject", "measure", "place", "role", "value", "unit", "kind", "comparator",
        "low", "high", "low_open", "high_open", "tolerance_kind", "tolerance", "as_of",
        "as_of_precision", "language", "defined_measure_id",
    )  # fmt: skip

    statement = models.TextField(help_text="The claim, word for word.")
    subject = models.CharField(max_length=300, blank=True, default="")
    measure = models.CharField(max_length=300, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    defined_measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text="The shared definition of what is measured; its synonyms speak of the claim.",
    )
    role = models.CharField(
        max_length=20,
        choices=ROLES,
        default=Role.LEVEL.value,
        help_text="Whether the figure is a level, a change, a share, a target …",
    )
    tolerance_kind = models.CharField(
        max_length=10,
        choices=TOLERANCES,
        blank=True,
        default="",
        help_text="What fits beside the wording; none unless given.",
    )
    tolerance = FigureField(
        null=True,
        blank=True,
        help_text="In the claim's unit, as a share of its figure (0.05), or in significant digits.",
    )
    # What reading the statement gives (checking.reading), so that it is not read for every text.
    # Kept with the claim's keys; what is missing or outdated is read anew.
    reading = models.JSONField(null=True, editable=False)
    language = models.CharField(max_length=35, default="en")
    tags = models.ManyToManyField(Tag, blank=True, related_name="claims")
    sources = models.ManyToManyField(Source, through="Citation", related_name="claims")

    check_interval = models.DurationField(
        default=default_check_interval, validators=[MinValueValidator(MIN_CHECK_INTERVAL)]
    )
    # Whether the interval is the claim's own; else it follows the measure's, or the default.
    check_interval_is_own = models.BooleanField(default=False, editable=False)
    next_check_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Why the next check is due. A claim that must be judged afresh has no last check.
    check_trigger = models.CharField(
        max_length=20,
        choices=CheckTrigger.choices,
        default=CheckTrigger.NEW_CLAIM.value,
        editable=False,
    )
    last_checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    engine_version = models.CharField(max_length=50, blank=True, default="", editable=False)

    version = models.PositiveIntegerField(default=1, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ClaimQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            *VERDICT, "next_check_at", "last_checked_at", "queued_until", "lease_until",
            "check_trigger", "engine_version", "version", "updated_at", "reading",
        ],
        m2m_fields=[tags],
    )  # fmt: skip

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="claim_due", fields=["next_check_at"], condition=Q(next_check_at__isnull=False)
            ),
            models.Index(name="claim_status", fields=["status", "-uuid"]),
            models.Index(
                F("defined_measure"),
                Upper("subject"),
                name="claim_series",
                condition=Q(defined_measure__isnull=False),
            ),
        ]
        constraints = [
            *figure_constraints("claim"),
            *dated_constraints("claim"),
            *verdict_constraints("claim"),
            models.CheckConstraint(
                name="claim_stated",
                condition=~Q(statement=""),
                violation_error_message="A claim has a statement.",
            ),
            models.CheckConstraint(
                name="claim_tolerance_complete",
                # A comparison with NULL is not false: each kind says that there is an amount.
                condition=Q(tolerance_kind="", tolerance__isnull=True)
                | Q(tolerance__isnull=False)
                & (
                    Q(tolerance_kind=ToleranceKind.ABSOLUTE.value, tolerance__gt=0)
                    & Q(tolerance__lt=LIMIT)
                    | Q(tolerance_kind=ToleranceKind.RELATIVE.value, tolerance__gt=0)
                    & Q(tolerance__lte=1)
                    | Q(tolerance_kind=ToleranceKind.DIGITS.value)
                    & Q(tolerance__in=list(range(1, MAX_DIGITS + 1)))
                ),
                violation_error_message="A tolerance has a kind and an amount that fits it.",
            ),
            models.CheckConstraint(
                name="claim_check_interval_long_enough",
                condition=Q(check_interval__gte=MIN_CHECK_INTERVAL),
                violation_error_message="A claim is re-checked at most once a minute.",
            ),
            models.CheckConstraint(name="claim_version_positive", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return self.statement

    def for_check(self) -> ClaimForCheck:
        """What judging looks at, as a plain value."""
        kept = self.kept_reading
        claim = ClaimForCheck(
            statement=self.statement,
            subject=self.subject,
            measure=self.measure,
            place=self.place,
            quantity=self.quantity,
            as_of=self.period,
            role=Role(self.role),
            tolerance=self.allowance,
            synonyms=self.defined_measure.wordings if self.defined_measure else (),
            reading=kept.figure if kept else None,
        )
        if kept and kept.figure:
            kept.teach(claim)
        return claim

    @property
    def kept_reading(self) -> Reading | None:
        """What is kept of reading the statement; None where it has to be read anew."""
        return from_json(self.reading, self.statement)

    @property
    def allowance(self) -> Tolerance | None:
        """The columns of the tolerance as one value; None where the wording alone decides."""
        amount = plain(self.tolerance)
        return None if amount is None else Tolerance(ToleranceKind(self.tolerance_kind), amount)

    @staticmethod
    def tolerance_columns(tolerance: Tolerance | None) -> dict[str, Any]:
        """Return the columns that hold `tolerance`."""
        if tolerance is None:
            return {"tolerance_kind": "", "tolerance": None}
        return {"tolerance_kind": tolerance.kind.value, "tolerance": tolerance.amount}


class Citation(models.Model):
    """A claim's own registered source, with the words it rests on."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    quote = models.TextField(blank=True, default="")
    locator = models.CharField(
        max_length=200, blank=True, default="", help_text="Page, table or section."
    )
    # What the last look at the source found of it; "" before the first.
    outcome = models.CharField(
        max_length=20, choices=QUOTE_OUTCOMES, blank=True, default="", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["outcome"])

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="citation_unique", fields=["claim", "source"]),
            models.CheckConstraint(
                name="citation_outcome_known",
                condition=Q(outcome__in=["", *(name for name, _ in QUOTE_OUTCOMES)]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}"
