"""`manage.py status`: the service on a terminal."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from claims.management.commands import status
from claims.models import IndexProgress
from claims.services.work import count_run
from tests import factories

pytestmark = pytest.mark.django_db

FINE = {"database": "ok", "migrations": "ok", "broker": "ok"}


@pytest.fixture(autouse=True)
def dependencies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is said of the dependencies; a test may change it."""
    states = dict(FINE)
    monkeypatch.setattr(status, "states_of_dependencies", lambda: states)
    return states


def printed(*arguments: str) -> str:
    output = StringIO()
    call_command("status", *arguments, stdout=output)
    return output.getvalue()


def test_tables_are_aligned() -> None:
    now = timezone.now()
    factories.make_claim(next_check_at=now - timedelta(seconds=30))
    count_run(task="check_claims", seconds=0.5, outcomes={"checked": 7, "failed": 1}, now=now)
    lines = printed().splitlines()
    title, claims = lines[0], next(line for line in lines if line.startswith("claims "))
    assert claims.split()[:4] == ["claims", "1", "0", "0"]
    assert claims.index("1") == title.index(" due ") + 3
    (task,) = [line for line in lines if line.startswith("check_claims")]
    assert "0.500 s" in task and task.endswith("7 checked, 1 failed")
    assert "broker        ok" in lines


def test_json_holds_the_same() -> None:
    factories.make_claim(next_check_at=timezone.now() - timedelta(seconds=30))
    shown = json.loads(printed("--json"))
    assert shown["dependencies"] == FINE
    assert shown["due_rows"]["claims"]["due"] == 1
    assert 30 <= shown["due_rows"]["claims"]["oldest_due_seconds"] < 60
    assert shown["tasks"] == {}
    assert shown["index"] == "ok"


def test_index_of_another_release_is_told() -> None:
    IndexProgress.objects.create(pk=1, version="of long ago", last_claim=7)
    assert "being rebuilt: claims up to key 0, texts up to key 0" in printed()
    assert json.loads(printed("--json"))["index"] == {
        "rebuilt_up_to": {"last_claim": 0, "last_text": 0}
    }


def test_overdue_rows_are_a_failure_after_all_was_printed() -> None:
    factories.make_claim(next_check_at=timezone.now() - timedelta(hours=1))
    output = StringIO()
    with pytest.raises(CommandError, match="1 claims overdue by more than 15 minutes"):
        call_command("status", "--json", stdout=output)
    assert json.loads(output.getvalue())["due_rows"]["claims"]["overdue"] == 1


def test_failing_dependency_is_a_failure(dependencies: dict[str, str]) -> None:
    dependencies["broker"] = "no connection (ConnectionRefusedError)"
    with pytest.raises(CommandError, match="broker: no connection"):
        printed()


def test_database_that_is_gone_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: Any) -> list[Any]:
        raise DatabaseError("gone")

    monkeypatch.setattr(status, "backlogs", fail)
    with pytest.raises(CommandError, match=r"^the database gives no answer \(DatabaseError\)$"):
        printed()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (172_800, "2 d"), (-5, "0 s")],
)
def test_spans_are_said_in_whole_units(seconds: int, words: str) -> None:
    assert status._span(timedelta(seconds=seconds)) == words
