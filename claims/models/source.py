"""Where figures come from: sources, and their texts as they were fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now
from simple_history.models import HistoricalRecords

from claims.models.fetch_queue import FetchQueue
from claims.models.fetching import Fetched
from claims.models.host import host_of
from claims.models.identity import PublicIdentity
from claims.models.leases import Leased, LeasedQuerySet
from claims.quantities.mention import Document

MAX_READ_ATTEMPTS = 5


def content_hash(text: str) -> str:
    """Return the SHA-256 of `text` in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class SourceKind(models.TextChoices):
    """What sort of document a source is."""

    ARTICLE = "article"
    REPORT = "report"
    DATASET = "dataset"
    PRESS_RELEASE = "press_release"
    REFERENCE = "reference"
    OTHER = "other"


class ReadState(models.TextChoices):
    """How far the reading of a text has come."""

    PENDING = "pending"
    READ = "read"
    FAILED = "failed"


class SourceState(models.TextChoices):
    """How far the service has come with a source."""

    REGISTERED = "registered"  # known, without a text, and not to be fetched
    PENDING = "pending"  # to be fetched, or its text to be read
    FETCHING = "fetching"
    READ = "read"
    FAILED = "failed"
    GONE = "gone"  # its server no longer has it


class Source(PublicIdentity, Fetched):
    """One document, known by its canonical URL or, without one, by its content hash."""

    url = models.URLField("URL", max_length=2000, null=True, blank=True, unique=True)
    # Of its address, as `Host` names it.
    host = models.CharField(max_length=255, blank=True, default="", db_default="", editable=False)
    content_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    title = models.CharField(max_length=500, blank=True, default="")
    publisher = models.CharField(max_length=200, blank=True, default="")
    author = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=35, blank=True, default="en")
    kind = models.CharField(
        max_length=20, choices=SourceKind.choices, default=SourceKind.ARTICLE.value
    )
    reliability = models.DecimalField(
        max_digits=3, decimal_places=2, default=0.5, help_text="From 0 (worthless) to 1 (certain)."
    )
    state = models.CharField(
        max_length=20,
        choices=SourceState.choices,
        default=SourceState.REGISTERED.value,
        editable=False,
    )
    # The text that it had when it was last looked at: it may be an earlier one again.
    current = models.ForeignKey(
        "claims.Snapshot",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = FetchQueue.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            "host",
            "state",
            "current",
            "version",
            "updated_at",
            *Fetched.FETCH_COLUMNS,
        ],  # fmt: skip
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="source_due",
                fields=["next_fetch_at"],
                condition=Q(next_fetch_at__isnull=False),
            ),
            models.Index(
                name="source_due_of_host",
                fields=["host", "next_fetch_at"],
                condition=Q(next_fetch_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="source_content_unique",
                fields=["content_hash"],
                condition=Q(url__isnull=True) & ~Q(content_hash=""),
            ),
            models.CheckConstraint(
                name="source_has_identity",
                condition=Q(url__isnull=False) & ~Q(url="")
                | Q(url__isnull=True) & ~Q(content_hash=""),
                violation_error_message="A source has a URL or a text.",
            ),
            models.CheckConstraint(
                name="source_reliability_is_share",
                condition=Q(reliability__gte=0, reliability__lte=1),
                violation_error_message="Reliability lies between 0 and 1.",
            ),
            models.CheckConstraint(name="source_version_positive", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="source_state_known", condition=Q(state__in=SourceState.values)
            ),
            models.CheckConstraint(
                name="source_fetched_has_url",
                condition=Q(next_fetch_at__isnull=True) | Q(url__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or f"text {self.content_hash[:12]}"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save it, with the host of its address."""
        if update_fields is None or "url" in update_fields:
            self.host = host_of(self.url) if self.url else ""
            update_fields = None if update_fields is None else {*update_fields, "host"}
        super().save(*args, update_fields=update_fields, **kwargs)


class SourceAlias(models.Model):
    """An address that a source had, or under which it was asked for: it leads to the source."""

    url = models.URLField("URL", max_length=2000, unique=True)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="aliases")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "source aliases"
        constraints = [models.CheckConstraint(name="source_alias_has_url", condition=~Q(url=""))]

    def __str__(self) -> str:
        return self.url


class Snapshot(PublicIdentity, Leased):
    """A source's text as it was fetched once. Its text never changes; a new text is a new row."""

    DUE_FIELD = "next_read_at"
    MAX_ATTEMPTS = MAX_READ_ATTEMPTS
    _loaded: Mapping[str, Any] = MappingProxyType({})
    FROZEN = ("source_id", "text", "content_hash", "title", "published_at", "fetched_at")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="snapshots")
    text = models.TextField()
    text_length = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=500, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(db_default=Now())

    # The text read before that this one repeats: both are one voice. It repeats none itself.
    repeats = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reprints"
    )

    # When its source returned to a text it had before: what this one said is no longer said.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    state = models.CharField(
        max_length=20, choices=ReadState.choices, default=ReadState.PENDING.value
    )
    next_read_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    # What of the text and its claims was left unjudged because there was too much of it.
    cut = models.TextField(blank=True, default="", db_default="")
    read_at = models.DateTimeField(null=True, blank=True)
    engine_version = models.CharField(max_length=50, blank=True, default="")

    objects = LeasedQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="snapshot_due",
                fields=["next_read_at"],
                condition=Q(next_read_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(name="snapshot_unique", fields=["source", "content_hash"]),
            models.CheckConstraint(name="snapshot_has_text", condition=Q(text_length__gt=0)),
            models.CheckConstraint(
                name="snapshot_repeats_another",
                condition=Q(repeats__isnull=True) | ~Q(repeats=F("id")),
            ),
            models.CheckConstraint(
                name="snapshot_state_known", condition=Q(state__in=ReadState.values)
            ),
            models.CheckConstraint(
                name="snapshot_read_has_time",
                condition=~Q(state=ReadState.READ) | Q(read_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.fetched_at:%Y-%m-%d %H:%M})"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Self:
        """Remember what was loaded, so that `save` can tell a changed text."""
        row = super().from_db(db, field_names, values, **options)
        loaded = dict(zip(field_names, values, strict=True))
        row._loaded = {name: loaded[name] for name in cls.FROZEN if name in loaded}
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the reading's state; raise ValueError when the text itself was changed."""
        for name, value in self._loaded.items():
            if getattr(self, name) != value:
                raise ValueError(f"a snapshot's {name} never changes; record a new snapshot")
        super().save(*args, **kwargs)

    @classmethod
    def counted_on_taking(cls) -> dict[str, Any]:
        """An attempt counts when it begins: a reader that is killed could not count it later."""
        return {"attempts": F("attempts") + 1}

    @classmethod
    def uncounted_on_giving_back(cls) -> dict[str, Any]:
        """An attempt that an outage ended says nothing; who asked again meanwhile counts anew."""
        return {"attempts": Greatest(F("attempts") - 1, 0)}

    @property
    def voice(self) -> int:
        """What the texts that repeat one another have in common: the key of the first."""
        return self.repeats_id or self.pk

    def as_document(self) -> Document:
        """The text and what is known of its publication, as a plain value."""
        published = self.published_at.date() if self.published_at else None
        return Document(self.text, self.title, published)
