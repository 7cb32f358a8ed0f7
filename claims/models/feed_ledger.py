"""What feeds brought: their entries, the ledger of their polls, and what happened to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.models.feed import Feed, PollOutcome
from claims.models.identity import PublicIdentity
from claims.models.source import Source


class FeedEntry(PublicIdentity):
    """Something that a feed has announced, and the source that it became."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64, help_text="SHA-256 of its identity in the feed.")
    url = models.URLField("URL", max_length=2000, blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    revisions = models.PositiveIntegerField(default=1, help_text="How often it said something new.")
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="feed_entries"
    )
    note = models.CharField(
        max_length=200, blank=True, default="", help_text="Why it became no source of its own."
    )
    changed_at = models.DateTimeField(help_text="When it last said something new.")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "feed entries"
        indexes = [models.Index(name="feed_entry_recent", fields=["feed", "-uuid"])]
        constraints = [
            models.UniqueConstraint(name="feed_entry_unique", fields=["feed", "key"]),
            models.CheckConstraint(
                name="feed_entry_key_complete", condition=Q(key__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="feed_entry_revisions_positive", condition=Q(revisions__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or self.key[:12]


class FeedPoll(PublicIdentity):
    """One poll of one feed: kept also when nothing was new, or when it failed."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="polls")
    outcome = models.CharField(max_length=20, choices=PollOutcome.choices)
    started_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField(default=0)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes of the answer, unpacked.")
    entries_seen = models.PositiveIntegerField(default=0)
    entries_new = models.PositiveIntegerField(default=0)
    entries_changed = models.PositiveIntegerField(default=0)
    entries_left = models.PositiveIntegerField(
        default=0, help_text="Entries that were more than one poll takes."
    )
    note = models.TextField(blank=True, default="", help_text="What was odd about the answer.")
    error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(name="feed_poll_recent", fields=["feed", "-uuid"]),
            models.Index(
                name="feed_poll_failed",
                fields=["-id"],
                condition=Q(outcome=PollOutcome.FAILED.value),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="feed_poll_outcome_known", condition=Q(outcome__in=PollOutcome.values)
            ),
            models.CheckConstraint(
                name="feed_poll_error_explains",
                condition=Q(outcome__in=[PollOutcome.FAILED, PollOutcome.GONE]) & ~Q(error="")
                | ~Q(outcome__in=[PollOutcome.FAILED, PollOutcome.GONE]) & Q(error=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.started_at:%Y-%m-%d %H:%M}"


class FeedEventKind(models.TextChoices):
    """What can happen to a feed."""

    DISCOVERED = "discovered"
    MOVED = "moved"
    MERGED = "merged"
    GONE = "gone"
    SILENT = "silent"
    FAILING = "failing"
    RECOVERED = "recovered"


class FeedEvent(PublicIdentity):
    """Something that happened to a feed, and that somebody may want to know."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=FeedEventKind.choices)
    detail = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="feed_event_kind_known", condition=Q(kind__in=FeedEventKind.values)
            ),
            models.CheckConstraint(name="feed_event_told", condition=~Q(detail="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"
