"""What the workers have done: counted for metrics, since no process of theirs can be asked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

# Bounds in seconds of the bars that runs are counted in; the last bar has none.
BARS = (0.01, 0.05, 0.25, 1.0, 5.0, 25.0, 125.0)


class TaskRuns(models.Model):
    """How often a task ran and took a time that lies in one bar."""

    task = models.CharField(max_length=100)
    bar = models.PositiveSmallIntegerField()
    runs = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)  # of all these runs
    last_ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="task_runs_unique", fields=["task", "bar"]),
            models.CheckConstraint(name="task_runs_bar_known", condition=Q(bar__lte=len(BARS))),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.runs} runs"


class TaskOutcome(models.Model):
    """How many rows a task brought to one outcome."""

    task = models.CharField(max_length=100)
    outcome = models.CharField(max_length=40)
    rows = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="task_outcome_unique", fields=["task", "outcome"])
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.rows} {self.outcome}"
