"""A worker keeps its database connection from task to task, unless it broke."""

from __future__ import annotations

import pytest
from celery.signals import task_prerun
from django.db import connection

from claims_service.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_connection_serves_many_tasks() -> None:
    assert app.conf.get("CELERY_DB_REUSE_MAX") > 1  # read by this name in celery.fixups.django


@pytest.mark.parametrize("broken", [True, False])
def test_a_connection_that_broke_is_closed_before_the_next_task(
    monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    closed: list[bool] = []
    connection.ensure_connection()
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    monkeypatch.setattr(connection, "is_usable", lambda: not broken)
    monkeypatch.setattr(connection, "errors_occurred", True)
    task_prerun.send(sender=None)
    assert closed == [True] * broken
