"""/livez and /readyz: does the process answer, can it do its work."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest
from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from claims.services import dependencies
from tests.api.client import problem

pytestmark = pytest.mark.django_db


class Silent:
    """A connection that takes long and then fails."""

    def __init__(self, seconds: float = 0) -> None:
        self.seconds = seconds

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *args: Any) -> None:
        return None

    def ensure_connection(self, **kwargs: Any) -> None:
        time.sleep(self.seconds)
        raise ConnectionRefusedError("amqp://ada:secret@broker/ refused")


def test_living_process_answers_strangers() -> None:
    response = Client().get("/livez")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_service_names_what_it_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependencies, "_connect_to_broker", lambda: None)
    response = Client().get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"] == {"database": "ok", "migrations": "ok", "broker": "ok"}


def test_broker_that_refuses_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(current_app, "connection_for_write", lambda **kwargs: Silent())
    body = problem(Client().get("/readyz"), 503)
    assert body["checks"]["broker"] == "no connection (ConnectionRefusedError)"
    assert (body["checks"]["database"], body["checks"]["migrations"]) == ("ok", "ok")
    assert "secret" not in str(body)


def test_broker_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependencies, "_BROKER_SECONDS", 0.2)
    monkeypatch.setattr(current_app, "connection_for_write", lambda **kwargs: Silent(1))
    began = time.monotonic()
    body = problem(Client().get("/readyz"), 503)
    assert time.monotonic() - began < 0.9
    assert body["checks"]["broker"].startswith("no answer within")


def test_closed_port_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with current_app.connection(f"redis://127.0.0.1:{port}/0") as broker:
        monkeypatch.setattr(current_app, "connection_for_write", lambda **kwargs: broker)
        body = problem(Client().get("/readyz"), 503)
    assert body["checks"]["broker"].startswith("no connection")


def test_database_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError("connection to ada:secret@db lost")

    monkeypatch.setattr(dependencies, "_connect_to_broker", lambda: None)
    monkeypatch.setattr(connection, "cursor", fail)
    body = problem(Client().get("/readyz"), 503)
    assert body["checks"]["database"] == "no answer (DatabaseError)"
    assert "secret" not in str(body)


def test_missing_migration_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependencies, "_connect_to_broker", lambda: None)
    later = [("claims.0002_later", False)]
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args: later)
    body = problem(Client().get("/readyz"), 503)
    assert body["checks"]["migrations"] == "1 not applied"


def test_probes_are_not_redirected_to_tls(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECURE_SSL_REDIRECT = True
    monkeypatch.setattr(dependencies, "_connect_to_broker", lambda: None)
    assert Client().get("/livez").status_code == 200
    assert Client().get("/readyz").status_code == 200
    assert Client().get("/api/v1/claims/").status_code == 301


def test_probes_are_only_read() -> None:
    assert Client().post("/livez").status_code == 405
    assert Client().head("/livez").status_code == 200
