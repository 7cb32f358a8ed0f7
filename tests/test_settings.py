"""The embedded mode needs nothing; production refuses to start without what it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from claims_service.environment import Environment

PROJECT_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "claims.example",
    "DATABASE_URL": "postgres://ada:secret@db.example/claims",
    "REDIS_URL": "redis://redis.example/0",
}
PROGRAM = """
import json
from claims_service import settings as s
print(json.dumps({
    "embedded": s.EMBEDDED, "engine": s.DATABASES["default"]["ENGINE"],
    "broker": s.CELERY_BROKER_URL, "hosts": s.ALLOWED_HOSTS, "debug": s.DEBUG,
    "secure": s.SESSION_COOKIE_SECURE, "secret": s.SECRET_KEY,
}))
"""


def load(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=PROJECT_DIR,
        env={"PATH": "/usr/bin:/bin", "CLAIMS_DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
    )


def test_nothing_configured_is_the_embedded_mode(tmp_path: Path) -> None:
    values = json.loads(load(tmp_path, {}).stdout)
    assert values["embedded"] and not values["debug"]
    assert values["engine"] == "django.db.backends.sqlite3"
    assert values["broker"].startswith("filesystem://")


def test_embedded_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = (json.loads(load(tmp_path, {}).stdout)["secret"] for _ in range(2))
    assert first == second and len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_takes_its_servers_from_the_environment(tmp_path: Path) -> None:
    values = json.loads(load(tmp_path, PRODUCTION).stdout)
    assert not values["embedded"] and not values["debug"] and values["secure"]
    assert values["engine"] == "django.db.backends.postgresql"
    assert values["broker"] == PRODUCTION["REDIS_URL"]
    assert values["hosts"] == ["claims.example"]


def test_rabbitmq_may_be_the_broker(tmp_path: Path) -> None:
    broker = "amqp://guest:guest@rabbit.example//"
    environment = {**PRODUCTION, "BROKER_URL": broker}
    del environment["REDIS_URL"]
    assert json.loads(load(tmp_path, environment).stdout)["broker"] == broker


def test_command_line_names_the_wrong_value_in_one_line() -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT_DIR,
        env={**os.environ, "FETCH_HOST_SECONDS": "0.2"},
        capture_output=True,
        text=True,
        check=False,
    )
    reason = "FETCH_HOST_SECONDS must be a whole number of at least 0, not '0.2'"
    assert (ran.returncode, ran.stderr.splitlines()) == (1, [reason])


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_without_a_required_value_says_which(tmp_path: Path, missing: str) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    loaded = load(tmp_path, {**environment, "CLAIMS_MODE": "production"})
    assert loaded.returncode != 0
    assert f"{missing} is required in production" in loaded.stderr.splitlines()[-1]


def test_one_server_is_enough_to_mean_production(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"REDIS_URL": PRODUCTION["REDIS_URL"]})
    assert "is required in production" in loaded.stderr.splitlines()[-1]


WRONG = [
    ("flag", {"DEBUG": "perhaps"}, "DEBUG must be yes or no"),
    ("number", {"DEBUG": "-3"}, "DEBUG must be a whole number"),
    ("number", {"DEBUG": "three"}, "DEBUG must be a whole number"),
]


@pytest.mark.parametrize(("kind", "variables", "reason"), WRONG)
def test_wrong_value_is_named(kind: str, variables: dict[str, str], reason: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=reason):
        getattr(Environment(variables), kind)("DEBUG", 1)


def test_wrong_choice_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="MODE must be one of a, b"):
        Environment({"MODE": "c"}).choice("MODE", "a", ("a", "b"))


@pytest.mark.parametrize("word", ["10.0.0.1/8", "inside", "10.0.0.0/40"])
def test_wrong_network_is_named(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FETCH_ALLOWED_NETWORKS must be networks"):
        Environment({"FETCH_ALLOWED_NETWORKS": word}).networks("FETCH_ALLOWED_NETWORKS")


@pytest.mark.parametrize("word", ["0", "65536", "http", "-1"])
def test_wrong_port_is_named(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTS must be whole numbers from 1 to 65535"):
        Environment({"PORTS": word}).numbers("PORTS", "80,443", maximum=65_535)
