"""Where new sources come from: feeds that are polled, each at its own rhythm."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from simple_history.models import HistoricalRecords

from claims.models.identity import PublicIdentity
from claims.models.leases import Leased, LeasedQuerySet
from claims.models.source import SourceKind

MIN_POLL_INTERVAL = timedelta(minutes=1)
MAX_POLL_INTERVAL = timedelta(days=366)
DEFAULT_MIN_INTERVAL = timedelta(minutes=15)
DEFAULT_MAX_INTERVAL = timedelta(days=1)
MAX_POLL_ATTEMPTS = 3  # polls that died before they could say what happened


class FeedKind(models.TextChoices):
    """How new entries are told from an answer."""

    AUTO = "auto"  # the first answer will tell; a page leads to the feed that it names
    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap_index"
    PAGE = "page"  # one page, watched for change


class FeedState(models.TextChoices):
    """Whether a feed is polled."""

    ACTIVE = "active"
    PAUSED = "paused"  # by somebody
    GONE = "gone"  # by its server, or because it has become another feed


class FeedAlarm(models.TextChoices):
    """Why somebody should look at a feed."""

    SILENT = "silent"  # nothing new for longer than expected
    FAILING = "failing"  # too many polls failed in a row


class PollOutcome(models.TextChoices):
    """How a poll ended."""

    NEW = "new"  # new or changed entries
    UNCHANGED = "unchanged"  # an answer without anything new
    NOT_MODIFIED = "not_modified"  # 304
    DISCOVERED = "discovered"  # the page named a feed, which is polled from now on
    FAILED = "failed"
    GONE = "gone"


class Feed(PublicIdentity, Leased):
    """An address that announces new documents, or one page that changes."""

    DUE_FIELD = "next_poll_at"
    MAX_ATTEMPTS = MAX_POLL_ATTEMPTS

    url = models.URLField("URL", max_length=2000, unique=True)
    site_url = models.URLField(
        "site",
        max_length=2000,
        blank=True,
        default="",
        editable=False,
        help_text="The page that led to this feed.",
    )
    kind = models.CharField(max_length=20, choices=FeedKind.choices, default=FeedKind.AUTO.value)
    title = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(
        max_length=10, choices=FeedState.choices, default=FeedState.ACTIVE.value
    )
    # What its sources inherit.
    publisher = models.CharField(max_length=200, blank=True, default="")
    source_kind = models.CharField(
        max_length=20, choices=SourceKind.choices, default=SourceKind.ARTICLE.value
    )
    reliability = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Of its sources, from 0 (worthless) to 1 (certain).",
    )

    min_interval = models.DurationField(
        default=DEFAULT_MIN_INTERVAL, help_text="The shortest pause between two polls."
    )
    max_interval = models.DurationField(
        default=DEFAULT_MAX_INTERVAL, help_text="The longest pause between two polls."
    )
    expected_silence = models.DurationField(
        null=True, blank=True, help_text="Without a new entry for longer, it is marked as silent."
    )
    failure_limit = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1)],
        help_text="After so many failed polls in a row, it is marked as failing.",
    )

    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, editable=False,
        related_name="parts", help_text="The sitemap index that lists this sitemap.",
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="merged", help_text="The feed that this one has turned out to be.",
    )  # fmt: skip
    found = models.JSONField(default=list, blank=True, editable=False)

    etag = models.CharField(max_length=500, blank=True, default="", editable=False)
    last_modified = models.CharField(max_length=200, blank=True, default="", editable=False)
    body_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    next_poll_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    last_polled_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_entry_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_outcome = models.CharField(
        max_length=20, choices=PollOutcome.choices, blank=True, default="", editable=False
    )
    last_error = models.TextField(blank=True, default="", editable=False)
    alarm = models.CharField(
        max_length=10, choices=FeedAlarm.choices, blank=True, default="", editable=False
    )
    alarm_since = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = LeasedQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            "site_url", "parent", "merged_into", "found", "etag", "last_modified", "body_hash",
            "next_poll_at", "queued_until", "lease_until", "attempts", "failures", "last_polled_at",
            "last_entry_at", "last_outcome", "last_error", "alarm", "alarm_since", "updated_at",
        ]
    )  # fmt: skip

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="feed_due", fields=["next_poll_at"], condition=Q(next_poll_at__isnull=False)
            ),
            models.Index(name="feed_alarm", fields=["alarm"], condition=~Q(alarm="")),
        ]
        constraints = [
            models.CheckConstraint(name="feed_has_address", condition=~Q(url="")),
            models.CheckConstraint(name="feed_kind_known", condition=Q(kind__in=FeedKind.values)),
            models.CheckConstraint(
                name="feed_active_is_due",
                condition=Q(state=FeedState.ACTIVE, next_poll_at__isnull=False)
                | Q(state__in=[FeedState.PAUSED, FeedState.GONE], next_poll_at__isnull=True),
            ),
            models.CheckConstraint(
                name="feed_intervals_ordered",
                condition=Q(min_interval__gte=MIN_POLL_INTERVAL)
                & Q(max_interval__gte=F("min_interval"))
                & Q(max_interval__lte=MAX_POLL_INTERVAL),
                violation_error_message="The shortest pause is at least a minute, and not above"
                " the longest, which is at most a year.",
            ),
            models.CheckConstraint(
                name="feed_silence_positive",
                condition=Q(expected_silence__isnull=True)
                | Q(expected_silence__gte=MIN_POLL_INTERVAL),
                violation_error_message="The expected silence is at least a minute.",
            ),
            models.CheckConstraint(
                name="feed_failure_limit_positive",
                condition=Q(failure_limit__gte=1),
                violation_error_message="At least one poll must have failed.",
            ),
            models.CheckConstraint(
                name="feed_reliability_is_share",
                condition=Q(reliability__gte=0, reliability__lte=1),
                violation_error_message="Reliability lies between 0 and 1.",
            ),
            models.CheckConstraint(
                name="feed_error_explains",
                condition=Q(last_outcome__in=[PollOutcome.FAILED, PollOutcome.GONE])
                & ~Q(last_error="")
                | Q(
                    last_outcome__in=[
                        "",
                        PollOutcome.NEW,
                        PollOutcome.UNCHANGED,
                        PollOutcome.NOT_MODIFIED,
                        PollOutcome.DISCOVERED,
                    ],
                    last_error="",
                ),
            ),  # fmt: skip
            models.CheckConstraint(
                name="feed_alarm_has_time",
                condition=Q(alarm="", alarm_since__isnull=True)
                | Q(alarm__in=FeedAlarm.values, alarm_since__isnull=False),
            ),
            models.CheckConstraint(
                name="feed_merged_is_gone",
                condition=Q(merged_into__isnull=True) | Q(state=FeedState.GONE),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url

    @classmethod
    def counted_on_taking(cls) -> dict[str, Any]:
        """An attempt counts when it begins: a poll that kills its worker could not count it."""
        return {"attempts": F("attempts") + 1}

    @classmethod
    def uncounted_on_giving_back(cls) -> dict[str, Any]:
        """A poll that the database did not let be recorded is no attempt."""
        return {"attempts": Greatest(F("attempts") - 1, 0)}
