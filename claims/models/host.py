"""The hosts that are fetched from: whose turn it is, and what their robots.txt says."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now


class HostQuerySet(models.QuerySet["Host"]):
    """Turns: one request at a time on a host, with a pause between two, across all workers."""

    def take_turn(self, name: str, *, now: datetime, until: datetime) -> bool:
        """Whether the host is now ours, until `end_turn` or the time `until`."""
        free = Q(busy_until__isnull=True) | Q(busy_until__lte=now)
        rows = self.filter(free, name=name, next_allowed_at__lte=now)
        if rows.update(busy_until=until):
            return True
        _, created = self.get_or_create(name=name, defaults={"busy_until": until})
        return created

    def end_turn(self, name: str, *, until: datetime, next_allowed_at: datetime) -> None:
        """Give the host back, unless the turn that was to end at `until` was lost."""
        self.filter(name=name, busy_until=until).update(
            busy_until=None, next_allowed_at=Greatest(F("next_allowed_at"), next_allowed_at)
        )

    def promise_turn(self, name: str, *, now: datetime, spacing: timedelta) -> datetime:
        """Return when to come again: each who asks is told a later time, so that all get through.

        A promise is no turn: who comes still has to take it.
        """
        with transaction.atomic():
            host = self.select_for_update().get(name=name)
            last = host.promised_until or now
            host.promised_until = max(host.next_allowed_at, last, now) + spacing
            host.save(update_fields=["promised_until"])
        return host.promised_until


class Host(models.Model):
    """A host that requests go to."""

    name = models.CharField(max_length=255, unique=True)
    next_allowed_at = models.DateTimeField(db_default=Now())
    busy_until = models.DateTimeField(null=True, blank=True)
    promised_until = models.DateTimeField(null=True, blank=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="host_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class RobotsFile(models.Model):
    """What a host said it allows, kept until it expires."""

    origin = models.CharField(max_length=300, unique=True, help_text="Scheme, host and port.")
    text = models.TextField(blank=True, default="")
    error = models.TextField(blank=True, default="", help_text="Why it could not be read.")
    fetched_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["origin"]
        verbose_name = "robots.txt"
        verbose_name_plural = "robots.txt files"
        constraints = [
            models.CheckConstraint(name="robots_file_has_origin", condition=~Q(origin="")),
            models.CheckConstraint(
                name="robots_file_expires", condition=Q(expires_at__gte=F("fetched_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin}/robots.txt"
