"""Which source of a host is fetched next: of each host one message is under way, not hundreds.

A host is asked one thing at a time. Were all its due sources sent, each would be taken, find the
host resting and be put off, again and again. So a sweep sends for one source of each host of which
nothing is under way, and who has fetched one sends for the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db.models import Min

from claims.models.host import Host
from claims.models.leases import LeasedQuerySet


class FetchQueue(LeasedQuerySet):
    """Sources, of which one for each host is queued."""

    def queue_due(self, *, now: datetime, limit: int, wait: timedelta) -> list[int]:
        """Mark one due source of each free host as queued for `wait`; return their keys."""
        resting = Host.objects.resting(now).values("name")
        due = self.due(now).exclude(host__in=self._queued(now).values("host"))
        firsts = due.exclude(host__in=resting).order_by("host").values("host")
        keys = list(firsts.annotate(first=Min("pk")).values_list("first", flat=True)[:limit])
        return LeasedQuerySet.queue_due(self.filter(pk__in=keys), now=now, limit=limit, wait=wait)

    def queue_next(self, host: str, *, now: datetime, wait: timedelta) -> int | None:
        """Mark the due source of `host` that waits longest as queued for `wait`; return its key.

        None when nothing of the host is due, or something is queued already.
        """
        sources = self.filter(host=host)
        if sources._queued(now).exists():
            return None
        keys = LeasedQuerySet.queue_due(sources, now=now, limit=1, wait=wait)
        return keys[0] if keys else None

    def _queued(self, now: datetime) -> Self:
        return self.filter(queued_until__gt=now, next_fetch_at__isnull=False)
