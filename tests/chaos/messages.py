"""Messages that arrive twice, late and in another order."""

from __future__ import annotations

from random import Random

from celery import current_app
from django.db import DatabaseError, close_old_connections
from kombu.exceptions import OperationalError

from claims.models import Claim, Snapshot, Source
from claims.models.leases import LeasedQuerySet

_TASKS: dict[str, LeasedQuerySet] = {
    "read_snapshots": Snapshot.objects.all(),
    "check_claims": Claim.objects.all(),
    "fetch_sources": Source.objects.all(),
}


class Messages:
    """Sends what was sent before."""

    def repeat(self, dice: Random) -> int:
        """Repeat messages for some rows, old and new; return how many were sent."""
        sent = 0
        for task, rows in _TASKS.items():
            keys = _some_keys(rows.all(), dice)
            for key in keys * dice.randint(1, 3):
                sent += _send(task, [key], late=dice.choice((0, 0, dice.uniform(1, 12))))
        return sent


def _some_keys(rows: LeasedQuerySet, dice: Random) -> list[int]:
    close_old_connections()
    try:
        newest = list(rows.order_by("-pk").values_list("pk", flat=True)[:200])
    except DatabaseError:
        return []
    return dice.sample(newest, min(len(newest), 8))


def _send(task: str, keys: list[int], *, late: float) -> int:
    try:
        current_app.send_task(f"worker.tasks.{task}", kwargs={"keys": keys}, countdown=late)
    except (OperationalError, OSError):
        return 0
    return 1
