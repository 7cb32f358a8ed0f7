"""A claim that cannot be, with its tags and citations."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from claims.models import Citation, CitationCheck, Tag
from tests import factories
from tests.models.constraints.refused import refuses, update

pytestmark = pytest.mark.django_db


CLAIM = {
    "claim_stated": {"statement": ""},
    "claim_status_known": {"status": "true"},
    "claim_check_interval_long_enough": {"check_interval": timedelta(seconds=59)},
    "claim_version_positive": {"version": 0},
    "claim_confidence_is_share": {"confidence": 1.1},
}


CURRENT: list[tuple[str, dict[str, Any]]] = [
    ("value_complete", {"current_value": None}),
    ("value_complete", {"current_unit": ""}),
    ("value_complete", {"current_value": None, "current_unit": ""}),
    ("interval_ordered", {"current_low": D(3), "current_high": D(2)}),
    ("interval_ordered", {"current_low": D(2), "current_high": D(2), "current_low_open": True}),
    ("open_ends_exist", {"current_low": None, "current_low_open": True}),
    ("open_ends_exist", {"current_high": None, "current_high_open": True}),
    ("as_of_precise", {"current_as_of_precision": "day"}),
    ("as_of_precise", {"current_as_of": factories.NOW.date()}),
    ("as_of_precise", {"current_as_of": factories.NOW.date(), "current_as_of_precision": "era"}),
]


@pytest.mark.parametrize(("rule", "fields"), CURRENT)
def test_current_value_that_cannot_be_is_refused(rule: str, fields: dict[str, Any]) -> None:
    claim = factories.make_claim()
    value = {"current_value": D(2), "current_unit": "count", "current_low": D(1)}
    update(claim, **value, current_high=D(3))()
    refuses(update(claim, **fields), f"claim_current_{rule}")


@pytest.mark.parametrize(("constraint", "fields"), CLAIM.items())
def test_claim_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_claim(), **fields), constraint)


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        ("", "1"),
        ("absolute", None),
        ("absolute", "0"),
        ("absolute", "-1"),
        ("absolute", "1e26"),
        ("relative", "1.5"),
        ("digits", "0"),
        ("digits", "1.5"),
        ("digits", "16"),
        ("vague", "1"),
    ],
)
def test_tolerance_that_cannot_be_is_refused(kind: str, amount: str | None) -> None:
    columns = {"tolerance_kind": kind, "tolerance": amount and D(amount)}
    refuses(update(factories.make_claim(), **columns), "claim_tolerance_complete")


@pytest.mark.parametrize(
    ("kind", "amount"), [("absolute", "0.5"), ("relative", "1"), ("digits", "15")]
)
def test_tolerance_that_can_be_is_kept(kind: str, amount: str) -> None:
    claim = factories.make_claim()
    update(claim, tolerance_kind=kind, tolerance=D(amount))()
    claim.refresh_from_db()
    assert (claim.allowance and claim.allowance.amount) == D(amount)


def test_citing_a_source_twice_is_refused() -> None:
    claim, source = factories.make_claim(), factories.make_source()
    Citation.objects.create(claim=claim, source=source)
    refuses(lambda: Citation.objects.create(claim=claim, source=source), "citation_unique")


CITATION_CHECK = {
    "citation_check_outcome_known": [{"outcome": "lost"}],
    "citation_check_altered_has_numbers": [
        {"outcome": "number_altered"},
        {"outcome": "number_altered", "old_number": "64"},
        {"outcome": "number_altered", "old_number": "64", "new_number": "64"},
        {"outcome": "unchanged", "old_number": "64", "new_number": "65"},
    ],
    "citation_check_unreachable_has_error": [{"outcome": "unreachable"}],
}


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [(name, fields) for name, rows in CITATION_CHECK.items() for fields in rows],
)
def test_look_at_a_citation_that_cannot_be_is_refused(
    constraint: str, fields: dict[str, Any]
) -> None:
    citation = Citation.objects.create(claim=factories.make_claim(), source=factories.make_source())
    look = CitationCheck.objects.create(
        citation=citation, outcome="unchanged", checked_at=factories.NOW
    )
    refuses(update(look, **fields), constraint)


def test_unknown_outcome_of_a_citation_is_refused() -> None:
    citation = Citation.objects.create(claim=factories.make_claim(), source=factories.make_source())
    refuses(update(citation, outcome="lost"), "citation_outcome_known")


def test_same_tag_twice_is_refused() -> None:
    Tag.objects.create(name="energy")
    refuses(lambda: Tag.objects.create(name="energy"), "name")
    refuses(update(Tag.objects.get(), name=""), "tag_named")
