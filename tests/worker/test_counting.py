"""Every run of a task is counted, with what it did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from claims.models import TaskOutcome, TaskRuns
from claims.services.work import count_run, work_done
from tests.worker.test_reading import NEWER, claim_of_2020, push
from worker import counting, schedule, tasks

pytestmark = pytest.mark.django_db


def run(task: Any, **arguments: Any) -> None:
    """Run a task as a worker does, but here and now."""
    task.apply(kwargs=arguments)


def outcomes() -> dict[str, Mapping[str, int]]:
    return {work.task: work.outcomes for work in work_done()}


def test_texts_and_claims_are_counted_by_what_became_of_them() -> None:
    claim = claim_of_2020()
    run(tasks.read_snapshots, keys=[push(NEWER).pk])
    run(tasks.check_claims, keys=[claim.pk])
    assert outcomes() == {"read_snapshots": {"read": 1}, "check_claims": {"checked": 1}}
    assert [work.runs for work in work_done()] == [1, 1]


def test_task_that_raises_is_counted_as_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr(schedule, "count_terms", fail)
    run(tasks.count_terms)
    assert outcomes() == {"count_terms": {"error": 1}}


def test_what_cannot_be_counted_does_no_harm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(counting, "count_run", fail)
    run(tasks.count_terms)
    assert "a run was not counted: disk full" in caplog.text
    assert not TaskRuns.objects.exists()


def test_nothing_is_counted_outside_of_tasks() -> None:
    counting.note("read")
    assert not TaskOutcome.objects.exists()


def test_counts_add_up() -> None:
    for seconds in (0.5, 0.5, 2.0):
        count_run(task="fetch", seconds=seconds, outcomes={"fetched": 3}, now=timezone.now())
    (work,) = work_done()
    assert (work.runs, work.seconds, work.mean) == (3, 3.0, 1.0)
    assert work.outcomes == {"fetched": 9}
