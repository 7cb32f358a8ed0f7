"""manage.py create_api_key: the secret on standard output, and nothing else."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.models import ApiKey
from tests.api.client import ApiClient
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def created(**options: Any) -> str:
    out = StringIO()
    call_command("create_api_key", stdout=out, **options)
    return out.getvalue().strip()


def test_printed_secret_opens_the_api() -> None:
    make_user("root", is_superuser=True)
    assert ApiClient(created()).get("/api/v1/api-keys/").status_code == 200


def test_options_are_kept() -> None:
    make_user("root", is_superuser=True)
    make_user("eve")
    created(user="eve", name="newsroom", scope="read", days=3)
    key = ApiKey.objects.get()
    assert (key.user.username, key.name, key.scope) == ("eve", "newsroom", "read")
    assert key.expires_at is not None
    assert (key.expires_at - key.created_at).days in (2, 3)


@pytest.mark.parametrize("options", [{"user": "nobody"}, {"days": 0}, {"name": " "}, {}])
def test_impossible_key_is_refused(options: dict[str, Any]) -> None:
    if options:
        make_user("root", is_superuser=True)
    with pytest.raises(CommandError):
        created(**options)
    assert not ApiKey.objects.exists()
