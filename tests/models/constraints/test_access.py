"""API keys that cannot be."""

from __future__ import annotations

import pytest

from tests import factories
from tests.models.constraints.refused import refuses, update

pytestmark = pytest.mark.django_db


KEY = {
    "api_key_scope_known": {"scope": "root"},
    "api_key_named": {"name": ""},
    "api_key_hash_complete": {"secret_hash": "secret"},
}


@pytest.mark.parametrize(("constraint", "fields"), KEY.items())
def test_api_key_that_cannot_be_is_refused(constraint: str, fields: dict[str, str]) -> None:
    key, _ = factories.make_key()
    refuses(update(key, **fields), constraint)
