"""Checks, changes and counts of work that cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Check, StatusChange, TaskOutcome, TaskRuns
from claims.services.work import count_run
from tests import factories
from tests.models.constraints.refused import refuses, update

pytestmark = pytest.mark.django_db


def make_check(**fields: Any) -> Check:
    values = {"trigger": "request", "outcome": "unchanged", "started_at": factories.NOW, **fields}
    return Check.objects.create(
        claim=factories.make_claim(), status="supported", engine_version="test", **values
    )


CHECK = {
    "check_trigger_known": {"trigger": "moon"},
    "check_failure_has_error": {"outcome": "failed", "error": ""},
}


@pytest.mark.parametrize(("constraint", "fields"), CHECK.items())
def test_check_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(make_check(), **fields), constraint)


def test_error_without_a_failure_is_refused() -> None:
    refuses(update(make_check(), error="oops"), "check_failure_has_error")


@pytest.mark.parametrize(
    ("constraint", "new_status"),
    [("status_change_changes", "supported"), ("status_change_known", "true")],
)
def test_status_change_that_cannot_be_is_refused(constraint: str, new_status: str) -> None:
    change = StatusChange.objects.create(
        claim=factories.make_claim(),
        old_status="supported",
        new_status="outdated",
        reasons={},
        changed_at=factories.NOW,
    )
    refuses(update(change, new_status=new_status), constraint)


def test_same_count_twice_is_refused() -> None:
    count_run(task="read", seconds=1, outcomes={"read": 1}, now=factories.NOW)
    runs, outcome = TaskRuns.objects.get(), TaskOutcome.objects.get()
    again = {"task": "read", "bar": runs.bar, "last_ended_at": factories.NOW}
    refuses(lambda: TaskRuns.objects.create(**again), "task_runs_unique")
    refuses(update(runs, bar=99), "task_runs_bar_known")
    refuses(
        lambda: TaskOutcome.objects.create(task="read", outcome=outcome.outcome),
        "task_outcome_unique",
    )
