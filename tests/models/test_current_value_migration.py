"""Claims that were settled before the columns were there get them from their reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.apps import apps

from claims import migrations
from claims.models import CheckTrigger, Claim
from claims.models.verdict import VERDICT
from claims.services.status import settle
from tests.factories import NOW, make_claim, make_evidence

pytestmark = pytest.mark.django_db

EMPTY: dict[str, Any] = {
    "confidence": 0, "current_value": None, "current_unit": "", "current_low": None,
    "current_high": None, "current_low_open": False, "current_high_open": False,
    "current_as_of": None, "current_as_of_precision": "", "current_evidence": None,
}  # fmt: skip


def fill() -> None:
    """Do what the migration does, whatever its number."""
    names = [module.name for module in iter_modules(migrations.__path__)]
    (name,) = [name for name in names if name.endswith("_fill_current_values")]
    import_module(f"claims.migrations.{name}").fill(apps, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"stance": "supersedes", "value": Decimal(4300), "low": Decimal(4300), "high": None},
        {"stance": "supports", "as_of": date(2023, 1, 1), "as_of_precision": "year"},
        {"stance": "contradicts"},
        {"stance": "unclear"},
    ],
)
def test_columns_are_filled_as_settling_fills_them(fields: dict[str, Any]) -> None:
    claim = make_evidence(make_claim(), **fields).claim
    settle(claims=[claim], trigger=CheckTrigger.REQUEST, tallies={}, started_at=NOW, now=NOW)
    settled = Claim.objects.values(*VERDICT).get()
    Claim.objects.update(**EMPTY)
    fill()
    assert Claim.objects.values(*VERDICT).get() == settled


def test_claim_that_was_never_settled_stays_empty() -> None:
    make_claim()
    fill()
    assert Claim.objects.get().current_value is None
