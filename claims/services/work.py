"""Counting what the workers have done, and summing it up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F

from claims.models.work import BARS, TaskOutcome, TaskRuns


@dataclass(slots=True)
class Work:
    """All runs of one task: how many fell into each bar, how long they took, what they did."""

    task: str
    bars: list[int] = field(default_factory=lambda: [0] * (len(BARS) + 1))
    seconds: float = 0
    last_ended_at: datetime | None = None
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def runs(self) -> int:
        """How often it ran."""
        return sum(self.bars)

    @property
    def mean(self) -> float:
        """How many seconds a run took in the mean."""
        return self.seconds / self.runs if self.runs else 0.0


def count_run(*, task: str, seconds: float, outcomes: Mapping[str, int], now: datetime) -> None:
    """Count one run of a task and the rows that it brought to each outcome.

    Call it outside of transactions: all workers count in the same few rows.
    """
    _add(
        TaskRuns,
        {"task": task, "bar": bisect_left(BARS, seconds)},
        {"runs": 1, "seconds": seconds},
        {"last_ended_at": now},
    )
    for outcome, rows in sorted(outcomes.items()):
        _add(TaskOutcome, {"task": task, "outcome": outcome}, {"rows": rows}, {})


def work_done() -> list[Work]:
    """Return what each task has done since the service was set up, by the task's name."""
    found: dict[str, Work] = {}
    for row in TaskRuns.objects.all():
        work = found.setdefault(row.task, Work(row.task))
        work.bars[row.bar] = row.runs
        work.seconds += row.seconds
        work.last_ended_at = max(row.last_ended_at, work.last_ended_at or row.last_ended_at)
    for outcome in TaskOutcome.objects.all():
        work = found.setdefault(outcome.task, Work(outcome.task))
        work.outcomes[outcome.outcome] = outcome.rows
    return [found[task] for task in sorted(found)]


def _add(
    model: type[models.Model],
    key: dict[str, Any],
    amounts: dict[str, Any],
    columns: dict[str, Any],
) -> None:
    rows = model._default_manager.filter(**key)
    added: dict[str, Any] = {name: F(name) + amount for name, amount in amounts.items()}
    if rows.update(**added, **columns):
        return
    _, created = model._default_manager.get_or_create(**key, defaults={**amounts, **columns})
    if not created:  # another worker was first
        rows.update(**added, **columns)
