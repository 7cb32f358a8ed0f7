"""When the faults have stopped: all due work gets done, and doing it again changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from claims.models import Claim, Evidence, Feed, FeedState, StatusChange
from claims.models.leases import kinds_of_due_rows
from claims.services.claims import request_check
from claims.services.feeds import request_poll

_SETTLED_WITHIN = timedelta(seconds=3)  # what came due later is work in progress


def poll_all(tick: Callable[[], object], *, seconds: float) -> Iterator[str]:
    """Have all feeds polled once more; yield those that are not polled any more."""
    for feed in Feed.objects.all():
        if feed.state != FeedState.ACTIVE:
            yield f"feed {feed.uuid} is {feed.state}: {feed.last_error}"
            continue
        request_poll(feed=feed, now=timezone.now())


def drain(tick: Callable[[], object], *, seconds: float) -> Iterator[str]:
    """Wait until nothing is due any more; yield what stayed behind."""
    if not _await(lambda: len(_behind()), tick, seconds):
        yield from _behind()


def check_all(tick: Callable[[], object], *, seconds: float) -> Iterator[str]:
    """Let the interval of all claims pass; yield those that are not checked then."""
    began = timezone.now()
    Claim.objects.update(next_check_at=began, queued_until=None)
    yield from _await_checks(began, tick, seconds)


def judge_afresh(tick: Callable[[], object], *, seconds: float) -> Iterator[str]:
    """Have all claims meet all stored mentions again; yield what that changes: it was missing."""
    began = timezone.now()
    request_check(claims=list(Claim.objects.all()), now=began)
    yield from _await_checks(began, tick, seconds)
    for evidence in Evidence.objects.filter(created_at__gte=began):
        yield f"claim {evidence.claim.uuid}: evidence {evidence.uuid} was missing"
    for evidence in Evidence.objects.filter(superseded_at__gte=began):
        yield f"claim {evidence.claim.uuid}: evidence {evidence.uuid} was left over"
    for change in StatusChange.objects.filter(created_at__gte=began):
        yield f"claim {change.claim.uuid}: {change} was missing"


def _await_checks(began: datetime, tick: Callable[[], object], seconds: float) -> Iterator[str]:
    unchecked = Claim.objects.exclude(last_checked_at__gte=began)
    if not _await(unchecked.count, tick, seconds):
        for claim in unchecked:
            yield f"claim {claim.uuid} is due since {claim.next_check_at} and not checked"


def _behind() -> list[str]:
    before = timezone.now() - _SETTLED_WITHIN
    return [
        f"{kind}: {row.pk} is due since {getattr(row, rows.model.DUE_FIELD)}"
        for kind, rows in kinds_of_due_rows().items()
        for row in rows.filter(**{f"{rows.model.DUE_FIELD}__lte": before})
    ]


def _await(left: Callable[[], int], tick: Callable[[], object], seconds: float) -> bool:
    """Wait until nothing is left; give up once that has not become less for so many seconds.

    So a busy machine may take its time, and work that is stuck is still noticed.
    """
    least: int | None = None
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        tick()
        count = left()
        if not count:
            return True
        if least is None or count < least:
            least, deadline = count, time.monotonic() + seconds
        connection.close()  # a long-lived snapshot of a WAL keeps it from being cleaned up
        time.sleep(0.3)
    return False
