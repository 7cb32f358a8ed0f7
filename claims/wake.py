"""Wake a worker for rows that have just become due.

The rows are the truth: a message that is lost, or a broker that is down, is only a delay until the
next sweep. So sending never fails its caller.
"""

from __future__ import annotations

import logging
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def wake(task: str, keys: list[int]) -> None:
    """Send `keys` to `worker.tasks.<task>` once the running transaction is committed."""
    if keys:
        transaction.on_commit(partial(_send, task, keys))


def _send(task: str, keys: list[int]) -> None:
    try:
        current_app.send_task(f"worker.tasks.{task}", kwargs={"keys": keys})
    except (OperationalError, OSError) as error:
        log.warning("no worker woken, the next sweep will: %s", error)
