"""Whose turn it is on a host: one source after the other, each when the host may be asked again."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from claims.models import Host, Source
from claims.wake import wake, wake_at

SOON = timedelta(seconds=60)  # what is due later is left to a sweep: messages wait in a process


def wake_fetcher(host: str) -> None:
    """Have the next due source of `host` fetched as soon as the host may be asked again.

    Once the running transaction is committed: who held the rows of several hosts could wait for
    another in a circle.
    """
    if host:
        transaction.on_commit(partial(_wake_fetcher, host), robust=True)


def _wake_fetcher(host: str) -> None:
    now = timezone.now()
    key = Source.objects.queue_next(host, now=now, wait=settings.QUEUED_FOR)
    if key is None:
        return
    at = Host.objects.promise_turn(host, now=now)
    if at <= now:
        wake("fetch_sources", [key])
    elif at - now < SOON:
        wake_at("fetch_sources", [key], at)
    else:
        _put_off(host, at, now)


def put_off_waiting(*, now: datetime) -> None:
    """Put off what has become due since its host began to rest for long."""
    resting = Host.objects.filter(next_allowed_at__gte=now + SOON)
    waited_for = resting.filter(name__in=Source.objects.due(now).values("host"))
    for name, at in waited_for.values_list("name", "next_allowed_at"):
        _put_off(name, at, now)


def _put_off(host: str, at: datetime, now: datetime) -> None:
    """Have what is due of a resting `host` say when it will be asked; a sweep sends for it then.

    Rows that somebody holds are left alone: to wait for several of them could be to wait in a
    circle.
    """
    with transaction.atomic():
        due = Source.objects.filter(host=host).due(now).order_by("pk")
        free = due.select_for_update(skip_locked=True).values("pk")
        Source.objects.filter(pk__in=free).update(next_fetch_at=at, queued_until=None)
