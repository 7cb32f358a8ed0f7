"""Wake a worker for rows that have just become due.

The rows are the truth: a message that is lost, or a broker that is down, is only a delay until the
next sweep. So sending never fails its caller.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

_MOMENT = timedelta(milliseconds=50)
log = logging.getLogger(__name__)


def wake(task: str, keys: list[int]) -> None:
    """Send `keys` to `worker.tasks.<task>` once the running transaction is committed."""
    if keys:
        transaction.on_commit(partial(_send, task, keys))


def wake_at(task: str, keys: list[int], at: datetime) -> None:
    """Send `keys` like `wake`, to be worked on from `at` on."""
    if keys:
        # A moment later: who is woken too early finds nothing due.
        transaction.on_commit(partial(_send, task, keys, eta=at + _MOMENT))


def _send(task: str, keys: list[int], eta: datetime | None = None) -> None:
    try:
        current_app.send_task(f"worker.tasks.{task}", kwargs={"keys": keys}, eta=eta)
    except (OperationalError, OSError) as error:
        log.warning("no worker woken, the next sweep will: %s", error)
