"""/metrics: what Prometheus is told, and who may ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from claims.api.views import metrics
from claims.models import Scope
from claims.services.work import count_run
from tests import factories
from tests.api.client import problem

pytestmark = pytest.mark.django_db

TOKEN = "a-long-token"


@pytest.fixture(autouse=True)
def token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def scrape(secret: str = TOKEN) -> Any:
    return Client().get("/metrics", headers={"Authorization": f"Bearer {secret}"})


def samples() -> dict[tuple[str, ...], float]:
    """Return the value of each sample, by its name, its task or kind, and its other label."""
    response = scrape()
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith("text/plain")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items(), reverse=True))): (
            sample.value
        )
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_strangers_are_turned_away() -> None:
    body = problem(Client().get("/metrics"), 401)
    assert "claims" not in body["detail"]
    assert Client().get("/metrics")["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("secret", ["", "another-token", TOKEN[:-1], "clm_unknown"])
def test_wrong_token_is_turned_away(secret: str) -> None:
    problem(scrape(secret), 401)


def test_no_token_opens_the_door_when_none_is_set(settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    problem(scrape(""), 401)


@pytest.mark.parametrize(("scope", "status"), [("admin", 200), ("write", 403), ("read", 403)])
def test_only_the_key_of_an_admin_opens_it(scope: str, status: int) -> None:
    _, secret = factories.make_key(scope)
    assert scrape(secret).status_code == status
    assert Scope(scope)


def test_due_rows_are_counted_by_kind() -> None:
    now = timezone.now()
    long_ago = now - timedelta(hours=1)
    factories.make_claim(next_check_at=now)
    factories.make_claim(next_check_at=long_ago, lease_until=now + timedelta(minutes=5))
    factories.make_claim(next_check_at=now + timedelta(hours=1))
    factories.make_snapshot(next_read_at=None)
    found = samples()
    assert found["claims_due_rows", "claims"] == 2
    assert found["claims_leased_rows", "claims"] == 1
    assert found["claims_overdue_rows", "claims"] == 1
    assert 3600 <= found["claims_oldest_due_seconds", "claims"] < 3700
    assert found["claims_due_rows", "snapshots"] == 0
    assert found["claims_oldest_due_seconds", "snapshots"] == 0


def test_claims_are_counted_by_status() -> None:
    factories.make_claim(), factories.make_claim(), factories.make_claim(status="outdated")
    found = samples()
    assert found["claims_by_status", "unverified"] == 2
    assert found["claims_by_status", "outdated"] == 1


def test_runs_of_tasks_make_a_histogram() -> None:
    now = timezone.now()
    for seconds in (0.002, 0.03, 0.04, 300):
        count_run(task="read_snapshots", seconds=seconds, outcomes={"read": 2}, now=now)
    found = samples()
    name = "claims_task_seconds_bucket"
    bars = [found[name, "read_snapshots", le] for le in ("0.01", "0.05", "125.0", "+Inf")]
    assert bars == [1, 3, 3, 4]
    assert found["claims_task_seconds_count", "read_snapshots"] == 4
    assert found["claims_task_seconds_sum", "read_snapshots"] == pytest.approx(300.072)
    assert found["claims_task_rows_total", "read_snapshots", "read"] == 8
    ended = found["claims_task_last_end_timestamp_seconds", "read_snapshots"]
    assert ended == pytest.approx(now.timestamp())


def test_database_that_fails_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: Any) -> bytes:
        raise DatabaseError("connection to ada:secret@db lost")

    monkeypatch.setattr(metrics, "exposition", fail)
    body = problem(scrape(), 503)
    assert "DatabaseError" in body["detail"] and "secret" not in str(body)
