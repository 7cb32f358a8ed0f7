"""What every test stands on: no worker is woken by accident, and rows are made in one place."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from claims import wake
from tests.web.server import LocalWeb


@pytest.fixture(autouse=True)
def wakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, list[int]]]]:
    """Collect the messages that would have been sent to workers."""
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(wake, "_send", lambda task, keys, **_: sent.append((task, keys)))
    yield sent


@pytest.fixture(autouse=True)
def fast_passwords(settings: Any) -> None:
    """Hash passwords in no time: what is tested is never how hard they are to guess."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def local_web(settings: Any) -> Iterator[LocalWeb]:
    """Yield a web server on loopback that the service may fetch from."""
    with LocalWeb() as web:
        settings.FETCH_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
        settings.FETCH_ALLOWED_PORTS = [web.port]
        settings.FETCH_HOST_SECONDS = 0
        yield web
