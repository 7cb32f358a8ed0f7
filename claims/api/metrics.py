"""Metrics in Prometheus' text format, read from the database when they are asked for.

Web servers and workers are many processes on many machines; what they share is the database, so
that every web process gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import Count
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from claims.models import Claim
from claims.models.work import BARS
from claims.services.backlog import Backlog, backlogs
from claims.services.work import Work, work_done

_BACKLOG: dict[str, tuple[str, Callable[[Backlog], float]]] = {
    "claims_due_rows": ("Rows whose time has come.", lambda backlog: backlog.due),
    "claims_leased_rows": ("Due rows that a worker has.", lambda backlog: backlog.leased),
    "claims_overdue_rows": ("Due rows that wait for too long.", lambda backlog: backlog.overdue),
    "claims_oldest_due_seconds": (
        "Seconds since the oldest due row became due.",
        lambda backlog: backlog.lag.total_seconds(),
    ),
}


def exposition(now: datetime) -> bytes:
    """Return all metrics as they are at `now`."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Stored(now))
    return generate_latest(registry)


class _Stored(Collector):
    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        yield from _of_backlogs(backlogs(self._now))
        yield _of_statuses()
        yield from _of_work(work_done())


def _of_backlogs(found: list[Backlog]) -> Iterator[Metric]:
    for name, (meaning, value) in _BACKLOG.items():
        metric = GaugeMetricFamily(name, meaning, labels=["kind"])
        for backlog in found:
            metric.add_metric([backlog.kind], value(backlog))
        yield metric


def _of_statuses() -> Metric:
    metric = GaugeMetricFamily("claims_by_status", "Claims of each status.", labels=["status"])
    counted = Claim.objects.order_by("status").values("status").annotate(claims=Count("pk"))
    for row in counted:
        metric.add_metric([row["status"]], row["claims"])
    return metric


def _of_work(done: list[Work]) -> Iterator[Metric]:
    seconds = HistogramMetricFamily("claims_task_seconds", "How long tasks took.", labels=["task"])
    ended = GaugeMetricFamily(
        "claims_task_last_end_timestamp_seconds", "When a task ended last.", labels=["task"]
    )
    rows = CounterMetricFamily(
        "claims_task_rows", "Rows that tasks brought to each outcome.", labels=["task", "outcome"]
    )
    for work in done:
        seconds.add_metric([work.task], _cumulated(work.bars), work.seconds)
        if work.last_ended_at:
            ended.add_metric([work.task], work.last_ended_at.timestamp())
        for outcome, number in work.outcomes.items():
            rows.add_metric([work.task, outcome], number)
    yield from (seconds, ended, rows)


def _cumulated(bars: list[int]) -> list[tuple[str, float]]:
    bounds = [*map(str, BARS), "+Inf"]
    return [(bound, sum(bars[: index + 1])) for index, bound in enumerate(bounds)]
