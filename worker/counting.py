"""Counts every run of every task, and the rows that tasks say they brought to an outcome."""

from __future__ import annotations

import logging
import time
from collections import Counter
from contextvars import ContextVar
from typing import Any

from celery.signals import task_postrun, task_prerun
from django.db import Error
from django.utils import timezone

from claims.services.work import count_run

log = logging.getLogger(__name__)

_TASKS = "worker.tasks."


class _Run:
    """A task that runs: since when, and what it has done."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.outcomes: Counter[str] = Counter()


_running: ContextVar[_Run | None] = ContextVar("running task", default=None)


def note(outcome: str, rows: int = 1) -> None:
    """Count `rows` under `outcome` for the running task; outside of tasks nothing is counted."""
    run = _running.get()
    if run is not None and rows:
        run.outcomes[outcome] += rows


@task_prerun.connect
def begin(**_: Any) -> None:
    """Begin to count."""
    _running.set(_Run())


@task_postrun.connect
def end(sender: Any, state: str | None = None, **_: Any) -> None:
    """Store what was counted. What cannot be counted is lost, the work is not."""
    run = _running.get()
    _running.set(None)
    if run is None or not sender.name.startswith(_TASKS):
        return
    if state == "FAILURE":
        run.outcomes["error"] += 1
    try:
        count_run(
            task=sender.name.removeprefix(_TASKS),
            seconds=time.monotonic() - run.began,
            outcomes=run.outcomes,
            now=timezone.now(),
        )
    except Error as error:
        log.warning("a run was not counted: %s", error)
