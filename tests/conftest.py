"""What every test stands on: no worker is woken by accident, and rows are made in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from claims import wake


@pytest.fixture(autouse=True)
def wakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, list[int]]]]:
    """Collect the messages that would have been sent to workers."""
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(wake, "_send", lambda task, keys: sent.append((task, keys)))
    yield sent


@pytest.fixture(autouse=True)
def fast_passwords(settings: Any) -> None:
    """Hash passwords in no time: what is tested is never how hard they are to guess."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
