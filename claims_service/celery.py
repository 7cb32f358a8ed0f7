"""The Celery application and its schedule."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_prerun, worker_init
from django_structlog.celery.steps import DjangoStructLogInitStep
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "claims_service.settings")

# The embedded mode's broker.
TRANSPORT_ALIASES["filesystem"] = "claims_service.file_broker:Transport"

_PURGE_SECONDS = 3600

app = Celery("claims_service")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["worker"])
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Stop Celery from replacing the log settings that Django has already applied."""


@task_prerun.connect
def drop_broken_connections(sender: Any, **_: Any) -> None:
    """Have a task connect anew to a database that was restarted since the last one.

    A task that is run within its caller's process may be within its transaction as well.
    """
    from django.db import close_old_connections

    if not sender.request.is_eager:
        close_old_connections()


@worker_init.connect
def load_tables(**_: Any) -> None:
    """Load the tables of words before the worker's processes are forked."""
    from worker.warm import warm_up

    warm_up()


@app.on_after_finalize.connect
def schedule_sweeps(sender: Celery, **_: Any) -> None:
    """Enter the sweeps: constants here, rows in the admin once beat has started."""
    from django.conf import settings

    for name in (
        "sweep_snapshots",
        "sweep_sources",
        "sweep_feeds",
        "sweep_claims",
        "count_terms",
        "rebuild_index",
        "apply_measures",
        "reckon_sets",
    ):
        sender.add_periodic_task(
            settings.SWEEP_SECONDS,
            sender.signature(f"worker.tasks.{name}"),
            name=name.replace("_", " "),
            # A sweep that waited longer than this is pointless: the next one is already there.
            expires=settings.SWEEP_SECONDS * 2,
        )
    sender.add_periodic_task(
        _PURGE_SECONDS,
        sender.signature("worker.tasks.purge_rows"),
        name="purge rows",
        expires=_PURGE_SECONDS,
    )
