"""What every test stands on: no worker is woken by accident, and rows are made in one place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from claims import wake


@pytest.fixture(autouse=True)
def wakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, list[int]]]]:
    """Collect the messages that would have been sent to workers."""
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(wake, "_send", lambda task, keys: sent.append((task, keys)))
    yield sent
