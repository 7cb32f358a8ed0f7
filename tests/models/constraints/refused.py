"""Writing past every check that Python makes, and what the database says to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model


def refuses(change: Callable[[], Any], constraint: str) -> None:
    """Fail unless the database refuses the change by this constraint."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change()
    message = str(refused.value)
    assert constraint in message or "UNIQUE constraint failed" in message


def update(row: Model, **fields: Any) -> Callable[[], Any]:
    """Return what writes `fields` into a stored row."""
    return lambda: type(row)._default_manager.filter(pk=row.pk).update(**fields)
