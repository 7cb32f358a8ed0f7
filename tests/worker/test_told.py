"""What is stored of an error that nobody foresaw."""

from __future__ import annotations

from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from claims.models import Snapshot
from tests.worker.test_reading import push
from worker import read


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SoftTimeLimitExceeded(), "it took longer than 7 seconds"),
        (RecursionError("too deep"), "RecursionError: too deep"),
    ],
)
def test_reading_that_fails_says_why(
    error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def fail(*_: Any) -> None:
        raise error

    settings.CELERY_TASK_SOFT_TIME_LIMIT = 7
    monkeypatch.setattr(read, "extract_first", fail)
    read.read_snapshots([push("Torvik has 64 lighthouses.").pk])
    assert Snapshot.objects.get().error == reason
