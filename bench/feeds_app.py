"""The service's Celery application with names of its own: every host of the bench is this machine.

Started by feeds.py as `celery -A bench.feeds_app worker`; only the resolver is replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from claims_service.celery import app  # noqa: F401  # found by Celery under this name
from worker import http
from worker.guard import Guard, resolve_name

DOMAIN = ".web.test"


def resolve(host: str, seconds: float) -> Sequence[str]:
    """Return loopback for the hosts of the bench."""
    return ["127.0.0.1"] if host.endswith(DOMAIN) else resolve_name(host, seconds)


http.Guard = partial(Guard, resolve=resolve)  # type: ignore[misc,assignment]
