"""How much work is due, of every kind of row that is due at some time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q

from claims.models.leases import LeasedQuerySet, kinds_of_due_rows


@dataclass(frozen=True, slots=True)
class Backlog:
    """Rows of one kind whose time has come; `overdue` ones have waited for too long."""

    kind: str
    due: int
    leased: int  # of the due ones: a worker has them
    overdue: int  # of the due ones
    lag: timedelta  # since the oldest one became due


def backlogs(now: datetime) -> list[Backlog]:
    """Return the backlog of each kind of due row, by its name."""
    return [_backlog(kind, rows, now) for kind, rows in sorted(kinds_of_due_rows().items())]


def _backlog(kind: str, rows: LeasedQuerySet, now: datetime) -> Backlog:
    due_at = rows.model.DUE_FIELD
    counts = rows.filter(**{f"{due_at}__lte": now}).aggregate(
        due=Count("pk"),
        leased=Count("pk", filter=Q(lease_until__gt=now)),
        overdue=Count("pk", filter=Q(**{f"{due_at}__lte": now - settings.OVERDUE_AFTER})),
        oldest=Min(due_at),
    )
    oldest = counts.pop("oldest")
    return Backlog(kind=kind, lag=now - oldest if oldest else timedelta(), **counts)
