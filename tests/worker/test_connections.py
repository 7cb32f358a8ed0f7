"""A worker keeps its database connection from task to task, unless it broke."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection

from claims_service.celery import app, drop_broken_connections

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
    drop_broken_connections(sender=task(is_eager=False))
    assert closed == [True] * broken


def test_a_task_within_its_caller_leaves_the_connection_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", pytest.fail)
    connection.ensure_connection()
    drop_broken_connections(sender=task(is_eager=True))


def task(*, is_eager: bool) -> SimpleNamespace:
    return SimpleNamespace(request=SimpleNamespace(is_eager=is_eager))
