"""Clients that are logged in, and forms as a browser sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests import factories

Login = Callable[..., Client]


@pytest.fixture
def login() -> Login:
    """Return a client of a new staff user who has these permissions ("view_claim") and no other."""

    def log_in(*permissions: str, name: str = "mira", **fields: Any) -> Client:
        user = factories.make_user(name, is_staff=True, **fields)
        granted = Permission.objects.filter(
            codename__in=permissions, content_type__app_label="claims"
        )
        assert granted.count() == len(permissions)
        user.user_permissions.set(granted)
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def editor(login: Login) -> Client:
    """Return a client that may do everything."""
    return login(name="ida", is_superuser=True)


NO_CITATIONS = {
    "citations-TOTAL_FORMS": "0",
    "citations-INITIAL_FORMS": "0",
    "citations-MIN_NUM_FORMS": "0",
    "citations-MAX_NUM_FORMS": "1000",
}


def claim_fields(statement: str, **fields: str) -> dict[str, str]:
    """Return what a browser sends for a new claim."""
    return {
        "statement": statement,
        "language": "en",
        "check_interval_0": "1",
        "check_interval_1": "days",
        **NO_CITATIONS,
        **fields,
    }


def page(client: Client, url: str, **query: str) -> str:
    """Return a page that must be there."""
    response = client.get(url, query)
    assert response.status_code == 200, response
    return response.content.decode()
