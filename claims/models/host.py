"""The hosts that are fetched from: whose turn it is, and what their robots.txt says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

import httpx
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now

# A turn takes its time too: promises without room for it would all be broken.
_ROOM = 1.5
# That a host may ask for. What lies further ahead was written by a clock that is wrong: nothing
# keeps the others from the host for as long.
LONGEST_WAIT = timedelta(days=1)


def host_of(url: str) -> str:
    """Return the name by which the turns of the host of `url` are counted, "" when it has none."""
    try:
        return httpx.URL(url).host[:255]
    except httpx.InvalidURL:
        return ""


class HostQuerySet(models.QuerySet["Host"]):
    """Turns: one request at a time on a host, with a pause between two, across all workers."""

    def take_turn(self, name: str, *, now: datetime, until: datetime) -> bool:
        """Whether the host is now ours, until `end_turn` or the time `until`."""
        free = self.filter(~_ahead("busy_until", now), ~_ahead("next_allowed_at", now), name=name)
        if free.update(busy_until=until, next_allowed_at=now):
            return True
        _, created = self.get_or_create(name=name, defaults={"busy_until": until})
        return created

    def end_turn(self, name: str, *, until: datetime, next_allowed_at: datetime) -> None:
        """Give the host back, unless the turn that was to end at `until` was lost."""
        self.filter(name=name, busy_until=until).update(
            busy_until=None, next_allowed_at=Greatest(F("next_allowed_at"), next_allowed_at)
        )

    def promise_turn(self, name: str, *, now: datetime) -> datetime:
        """Return when to come: each who asks is told a later time, so that all get through.

        A promise is no turn: who comes still has to take it.
        """
        spacing = timedelta(seconds=settings.FETCH_HOST_SECONDS * _ROOM)
        with transaction.atomic():
            host = self.select_for_update().filter(name=name).first()
            if host is None:
                return now
            host.promised_until = host.free_at(now, spacing)
            host.save(update_fields=["promised_until"])
        return host.promised_until

    def resting(self, now: datetime) -> Self:
        """Hosts that are not to be asked now."""
        return self.filter(_ahead("next_allowed_at", now) | _ahead("busy_until", now))


def _ahead(column: str, now: datetime) -> Q:
    """Whether a host is kept until a time that is still to come, and that may be believed."""
    return Q(**{f"{column}__gt": now, f"{column}__lte": now + LONGEST_WAIT})


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

    def free_at(self, now: datetime, spacing: timedelta) -> datetime:
        """Return the first time that is promised to nobody; a turn is thought to take `spacing`."""
        latest = now + LONGEST_WAIT
        is_busy = self.busy_until is not None and now < self.busy_until <= latest
        times = [now + spacing if is_busy else now]
        if self.next_allowed_at <= latest:
            times.append(self.next_allowed_at)
        if self.promised_until and self.promised_until <= latest:
            times.append(self.promised_until + spacing)
        return max(times)


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
