"""Rows that are due: taken by one worker at a time, and never lost when that worker dies.

A row says when it is due. A sweep marks due rows as queued and sends their ids; whoever receives an
id takes a lease by a conditional UPDATE. The lease's end is also its token: work is recorded only
while the row still carries it, so a worker that slept past its lease records nothing. (SQLite has
no row locks and needs none: its IMMEDIATE transactions queue for the whole file.)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q


class LeasedQuerySet(models.QuerySet[Any]):
    """Chainable filters and the two ways to take rows."""

    def due(self, now: datetime) -> Self:
        """Rows whose time has come and that nobody works on."""
        due_at = self.model.DUE_FIELD
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        return self.filter(free, **{f"{due_at}__lte": now})

    def unqueued(self, now: datetime) -> Self:
        """Rows for which no message is believed to be under way."""
        return self.filter(Q(queued_until__isnull=True) | Q(queued_until__lte=now))

    def exhausted(self) -> Self:
        """Rows still due at some time on which every permitted attempt has been made."""
        if self.model.MAX_ATTEMPTS is None:
            return self.none()
        return self.filter(~self._may_be_tried(), **{f"{self.model.DUE_FIELD}__isnull": False})

    def queue_due(self, *, now: datetime, limit: int, wait: timedelta) -> list[int]:
        """Mark up to `limit` due rows as queued for `wait`; return their keys, oldest first."""
        with transaction.atomic(using=self.db):
            rows = self.due(now).unqueued(now).order_by(self.model.DUE_FIELD)
            free = rows.select_for_update(skip_locked=True)
            keys = list(free.values_list("pk", flat=True)[:limit])
            self.filter(pk__in=keys).update(queued_until=now + wait)
        return keys

    def take(self, keys: Iterable[int], *, now: datetime, lease: timedelta) -> list[Any]:
        """Lease those of `keys` that are due, free and not exhausted; return their rows.

        A message that is delivered once more must not add an attempt to those permitted.
        """
        with transaction.atomic(using=self.db):
            rows = self.due(now).filter(self._may_be_tried(), pk__in=list(keys)).order_by("pk")
            taken = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
            self.filter(pk__in=taken).update(
                lease_until=now + lease, queued_until=None, **self.model.counted_on_taking()
            )
        return list(self.filter(pk__in=taken).order_by("pk"))

    def hold(self, rows: Iterable[Any]) -> list[int]:
        """Lock those of `rows` that still carry the lease they were taken with; return their keys.

        Call it inside the transaction that records the work. The lock lets rows that refer to the
        locked ones be stored: who re-reads a text while its mentions are judged must not wait in a
        circle with the judge.
        """
        leases = {row.pk: row.lease_until for row in rows}
        locked = self.filter(pk__in=leases).order_by("pk").select_for_update(no_key=True)
        stored = locked.values_list("pk", "lease_until")
        return [key for key, lease in stored if lease is not None and lease == leases[key]]

    def _may_be_tried(self) -> Q:
        limit = self.model.MAX_ATTEMPTS
        return Q() if limit is None else Q(**{f"{self.model.ATTEMPTS_FIELD}__lt": limit})

    def give_back(self, rows: Iterable[Any]) -> None:
        """End the leases of those of `rows` that still carry theirs: they are due again at once."""
        with transaction.atomic(using=self.db):
            held = self.hold(rows)
            self.filter(pk__in=held).update(
                lease_until=None, **self.model.uncounted_on_giving_back()
            )


class Leased(models.Model):
    """A row that is due at some time and worked on under a lease."""

    DUE_FIELD: ClassVar[str]
    ATTEMPTS_FIELD: ClassVar[str] = "attempts"
    MAX_ATTEMPTS: ClassVar[int | None] = None  # None: tried for ever

    queued_until = models.DateTimeField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def counted_on_taking(cls) -> dict[str, Any]:
        """Columns to update when a row is taken."""
        return {}

    @classmethod
    def uncounted_on_giving_back(cls) -> dict[str, Any]:
        """Columns to update when a row is given back without its work having been tried."""
        return {}


def kinds_of_due_rows() -> dict[str, LeasedQuerySet]:
    """Return the rows that are due at some time, by what they are called.

    Whoever reports on due rows asks here, so that a new kind of them is reported on by itself.
    """
    return {
        str(model._meta.verbose_name_plural): LeasedQuerySet(model)
        for model in apps.get_models()
        if issubclass(model, Leased)
    }
