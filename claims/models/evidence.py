"""What texts say: the mentions read in them, and the evidence they are for claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from django.conf import settings
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from simple_history.models import HistoricalRecords

from claims.checking.stance import Stance
from claims.models.claim import Claim
from claims.models.figures import ROLES, Dated, Figure, dated_constraints, figure_constraints
from claims.models.identity import PublicIdentity
from claims.models.source import Snapshot
from claims.quantities import mention as pure
from claims.quantities.mention import Role

STANCES = [(stance.value, stance.value) for stance in Stance if stance != Stance.UNRELATED]


def span_constraint(table: str) -> models.CheckConstraint:
    """Return the demand that the quote lies inside its text."""
    return models.CheckConstraint(
        name=f"{table}_span_inside_text",
        condition=Q(start__gte=0, end__gt=F("start"), end__lte=F("text_length")),
    )


class Mention(PublicIdentity, Figure, Dated):
    """A quantity found in a snapshot; offsets count characters of its text."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="mentions")
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    number_start = models.PositiveIntegerField()
    number_end = models.PositiveIntegerField()
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    text_length = models.PositiveIntegerField()
    subject = models.CharField(max_length=300, blank=True, default="")
    measure = models.CharField(max_length=300, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=20, choices=ROLES, default=Role.LEVEL.value)
    period_stated = models.BooleanField(default=False)
    engine_version = models.CharField(max_length=50)

    class Meta:
        ordering = ["snapshot", "start"]
        indexes = [models.Index(name="mention_recorded", fields=["created_at"])]
        constraints = [
            *figure_constraints("mention"),
            *dated_constraints("mention"),
            span_constraint("mention"),
            models.UniqueConstraint(
                name="mention_unique",
                fields=["snapshot", "number_start", "number_end", "engine_version"],
            ),
            models.CheckConstraint(
                name="mention_sentence_inside_text",
                condition=Q(
                    sentence_start__lte=F("start"),
                    sentence_end__gte=F("end"),
                    sentence_end__lte=F("text_length"),
                ),
            ),
            models.CheckConstraint(
                name="mention_number_inside_quote",
                condition=Q(number_start__gte=F("start"), number_end__lte=F("end")),
            ),
        ]

    def __str__(self) -> str:
        return self.quote

    def as_read(self) -> pure.Mention:
        """The row as the plain value that reading gave."""
        return pure.Mention(
            quantity=self.quantity,
            quote=self.quote,
            start=self.start,
            end=self.end,
            number_start=self.number_start,
            number_end=self.number_end,
            sentence_start=self.sentence_start,
            sentence_end=self.sentence_end,
            subject=self.subject,
            measure=self.measure,
            place=self.place,
            role=Role(self.role),
            period=self.period,
            period_stated=self.period_stated,
        )


class ReviewDecision(models.TextChoices):
    """What an editor said of a piece of evidence."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    OVERRULED = "overruled"  # the evidence counts, with the editor's stance


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence by whether and how it counts."""

    def current(self) -> Self:
        """Evidence that no later judgement has replaced."""
        return self.filter(superseded_at__isnull=True)

    def create_with_history(self, rows: Sequence[Evidence]) -> None:
        """Store new pieces, and their first version in the audit trail.

        The database copies them there: what it has just been told needs no telling again.
        """
        self.bulk_create(rows)
        connection, trail = connections[self.db], Evidence.history.model._meta
        now = trail.get_field("history_date").get_db_prep_save(timezone.now(), connection)
        name = connection.ops.quote_name
        columns = ", ".join(name(field.column) for field in trail.model.tracked_fields)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {name(trail.db_table)} ({columns}, history_date, history_type)"
                f" SELECT {columns}, %s, '+' FROM {name(Evidence._meta.db_table)} WHERE id = %s",
                [(now, row.pk) for row in rows],
            )

    def with_effective_stance(self) -> Self:
        """Annotate `effective_stance`: the editor's stance where there is one."""
        return self.annotate(
            effective_stance=Coalesce(NullIf("reviewed_stance", models.Value("")), "stance")
        )

    def to_review(self) -> Self:
        """The review queue: current evidence that the machine could not decide and nobody has."""
        return self.current().filter(stance=Stance.UNCLEAR.value, review="")


class Evidence(PublicIdentity, Figure, Dated):
    """What one mention says of one claim. Judged again, it is superseded, never edited."""

    # The moment of settling: what counted at any time can be told from it and `superseded_at`.
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="evidence")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="evidence")
    claim_revision = models.PositiveIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=200, blank=True, default="")
    suffix = models.CharField(max_length=200, blank=True, default="")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_length = models.PositiveIntegerField()
    stance = models.CharField(max_length=20, choices=STANCES)
    score = models.FloatField()
    reasons = models.JSONField()
    engine_version = models.CharField(max_length=50)

    review = models.CharField(max_length=20, choices=ReviewDecision.choices, blank=True, default="")
    reviewed_stance = models.CharField(max_length=20, choices=STANCES, blank=True, default="")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_evidence",
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_reason = models.TextField(blank=True, default="")

    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="supersedes"
    )

    objects = EvidenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "evidence"
        indexes = [
            models.Index(
                name="evidence_to_review",
                fields=["-id"],
                condition=Q(superseded_at__isnull=True, stance=Stance.UNCLEAR.value, review=""),
            )
        ]
        constraints = [
            *figure_constraints("evidence"),
            *dated_constraints("evidence"),
            span_constraint("evidence"),
            models.UniqueConstraint(
                name="evidence_one_current",
                fields=["claim", "mention"],
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="evidence_stance_known",
                condition=Q(stance__in=[name for name, _ in STANCES]),
            ),
            models.CheckConstraint(
                name="evidence_review_complete",
                condition=Q(
                    review="", reviewed_by__isnull=True, reviewed_at__isnull=True,
                    reviewed_stance="",
                )
                | Q(
                    review__in=[ReviewDecision.CONFIRMED.value, ReviewDecision.REJECTED.value],
                    reviewed_by__isnull=False, reviewed_at__isnull=False, reviewed_stance="",
                )
                | Q(
                    review=ReviewDecision.OVERRULED.value,
                    reviewed_by__isnull=False, reviewed_at__isnull=False,
                    reviewed_stance__in=[name for name, _ in STANCES],
                ),
            ),
            models.CheckConstraint(
                name="evidence_superseded_has_time",
                condition=Q(superseded_by__isnull=True) | Q(superseded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_score_is_share", condition=Q(score__gte=0, score__lte=1)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"“{self.quote}” {self.counted_stance}"

    @property
    def counted_stance(self) -> str:
        """The editor's stance where there is one, else the machine's."""
        return self.reviewed_stance or self.stance
