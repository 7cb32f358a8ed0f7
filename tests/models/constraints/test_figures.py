"""A figure that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from django.db.models import Model

from tests import factories
from tests.models.constraints.refused import refuses, update

pytestmark = pytest.mark.django_db


FIGURES: dict[str, list[dict[str, Any]]] = {
    "interval_ordered": [
        {"low": D(3), "high": D(2)},
        {"low": D(2), "high": D(2), "low_open": True},
        {"low": D(2), "high": D(2), "high_open": True},
    ],
    "open_ends_exist": [
        {"low": None, "high": D(9), "low_open": True},
        {"low": D(1), "high": None, "high_open": True},
    ],
    "value_finite": [
        {"value": D(10) ** 26},
        {"low": -(D(10) ** 26)},
        {"high": D(10) ** 26, "low": None},
    ],
    "unit_named": [{"unit": ""}],
    "comparator_known": [{"comparator": "nearly"}],
    "as_of_precise": [
        {"as_of": None, "as_of_precision": "day"},
        {"as_of": factories.NOW.date(), "as_of_precision": ""},
        {"as_of": factories.NOW.date(), "as_of_precision": "decade"},
    ],
}


@pytest.mark.parametrize(
    "make", [factories.make_claim, factories.make_mention, factories.make_evidence]
)
@pytest.mark.parametrize(
    ("rule", "fields"), [(rule, fields) for rule, rows in FIGURES.items() for fields in rows]
)
def test_figure_that_cannot_be_is_refused(
    make: Callable[[], Model], rule: str, fields: dict[str, Any]
) -> None:
    row = make()
    refuses(update(row, **fields), f"{row._meta.model_name}_{rule}")
