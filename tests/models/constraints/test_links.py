"""Measures, and links between claims, that cannot be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claims.models import ClaimLink, ClaimSet
from tests import factories
from tests.models.constraints.refused import refuses, update

pytestmark = pytest.mark.django_db


MEASURE = {
    "measure_named": {"name": ""},
    "measure_kind_known": {"kind": "parsnips"},
    "measure_ages_slowly_enough": {"ages_in": timedelta(minutes=59)},
    "measure_version_positive": {"version": 0},
}


@pytest.mark.parametrize(("constraint", "fields"), MEASURE.items())
def test_measure_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_measure(), **fields), constraint)


def test_second_measure_of_one_name_is_refused_in_any_case() -> None:
    factories.make_measure(name="port calls")
    refuses(lambda: factories.make_measure(name="Port Calls"), "measure_name_unique")


def make_link(**fields: Any) -> ClaimLink:
    claims = {"claim": factories.make_claim(), "other": factories.make_claim()}
    return ClaimLink.objects.create(**{**claims, "kind": "same_measure", **fields})


LINK: dict[str, dict[str, Any]] = {
    "claim_link_kind_known": {"kind": "cousins"},
    "claim_link_inputs_in_order": {"position": 0},
}


@pytest.mark.parametrize(("constraint", "fields"), LINK.items())
def test_link_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(make_link(), **fields), constraint)


def test_input_without_a_position_is_refused() -> None:
    refuses(lambda: make_link(kind="derived_from"), "claim_link_inputs_in_order")


def test_link_of_a_claim_to_itself_is_refused() -> None:
    link = make_link(kind="part_of")
    refuses(update(link, other=link.claim), "claim_link_not_to_itself")


def test_link_of_one_measure_the_wrong_way_round_is_refused() -> None:
    link = make_link()
    refuses(update(link, claim=link.other, other=link.claim), "claim_link_one_way_only")


def test_same_link_twice_is_refused() -> None:
    link = make_link()
    refuses(lambda: make_link(claim=link.claim, other=link.other), "claim_link_unique")


def test_second_input_at_a_position_is_refused() -> None:
    link = make_link(kind="derived_from", position=0)
    refuses(
        lambda: make_link(claim=link.claim, kind="derived_from", position=0),
        "claim_link_one_at_a_position",
    )


SET: list[tuple[str, dict[str, Any]]] = [
    ("claim_set_formula_fits", {"formula": "sum"}),
    ("claim_set_formula_fits", {"kind": "derived_from"}),
    ("claim_set_formula_fits", {"kind": "derived_from", "formula": "product"}),
    ("claim_set_consistency_known", {"consistency": "maybe"}),
    ("claim_set_flag_on_derived", {"flagged_at": factories.NOW}),
    ("claim_set_confirmed_by_somebody", {"confirmed_at": factories.NOW}),
]


@pytest.mark.parametrize(("constraint", "fields"), SET)
def test_set_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    made = ClaimSet.objects.create(claim=factories.make_claim(), kind="part_of")
    refuses(update(made, **fields), constraint)


def test_second_set_of_one_kind_is_refused() -> None:
    made = ClaimSet.objects.create(claim=factories.make_claim(), kind="part_of")
    refuses(lambda: ClaimSet.objects.create(claim=made.claim, kind="part_of"), "claim_set_unique")
