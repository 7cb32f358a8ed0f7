"""Clients with each scope."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import ApiClient
from tests.factories import make_key


@pytest.fixture
def reader(db: None) -> ApiClient:
    return ApiClient(make_key("read")[1])


@pytest.fixture
def writer(db: None) -> ApiClient:
    return ApiClient(make_key("write")[1])


@pytest.fixture
def admin(db: None) -> ApiClient:
    return ApiClient(make_key("admin")[1])


@pytest.fixture
def stranger(db: None) -> ApiClient:
    return ApiClient()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Passwords of tests need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
