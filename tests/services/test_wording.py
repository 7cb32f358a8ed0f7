"""A claim's columns come from its statement, and what is given takes precedence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from claims.models import Claim
from claims.quantities.periods import Period
from claims.services.wording import WordingError, complete

D = Decimal
STATEMENT = "Torvik has 61 lighthouses"


def stored(**fields: Any) -> Claim:
    return Claim(**complete({"statement": STATEMENT, **fields}))


def test_statement_alone_is_read() -> None:
    columns = complete({"statement": "Over 80 percent of Torvik's ships are registered abroad"})
    assert columns["value"] == 80 and columns["unit"] == "percent"
    assert columns["comparator"] == "more_than"
    assert (columns["low"], columns["low_open"], columns["high"]) == (D(80), True, None)
    assert columns["measure"]


def test_statement_without_a_quantity_is_refused_with_the_reason() -> None:
    with pytest.raises(WordingError) as refused:
        complete({"statement": "Torvik is a pleasant town"})
    assert list(refused.value.errors) == ["statement"]
    assert refused.value.errors["statement"]


def test_statement_that_cannot_be_read_is_taken_with_a_given_quantity() -> None:
    columns = complete({"statement": "Torvik ist schön", "value": D(7), "unit": "km"})
    assert (columns["value"], columns["unit"], columns["kind"]) == (D(7), "km", "dimension")


GIVEN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"value": D(62)}, {"value": D(62), "low": D(62), "high": D(62), "comparator": "exact"}),
    ({"value": D("6.5"), "unit": "km"}, {"unit": "km", "low": D("6.45"), "high": D("6.55")}),
    ({"comparator": "at_least"}, {"value": D(61), "low": D(61), "high": None}),
    ({"low": D(60), "high": D(64)}, {"comparator": "between", "value": D(62), "high": D(64)}),
    ({"low": D(60), "high": None, "value": D(61)}, {"low": D(60), "high": None}),
    (
        {"comparator": "less_than", "value": D(70)},
        {"low": None, "high": D(70), "high_open": True},
    ),
    ({"subject": "the coast of Torvik"}, {"subject": "the coast of Torvik", "value": D(61)}),
    ({"unit": "kilometres"}, {"unit": "km", "value": D(61)}),
]


@pytest.mark.parametrize(("given", "expected"), GIVEN)
def test_given_fields_take_precedence(given: dict[str, Any], expected: dict[str, Any]) -> None:
    columns = complete({"statement": STATEMENT, **given})
    assert {name: columns[name] for name in expected} == expected


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"low": D(9), "high": D(2)}, "low"),
    ({"low": D(1), "high": D(2), "value": D(3)}, "value"),
    ({"unit": "parsnips per moonbeam,"}, "unit"),
    ({"comparator": "between"}, "low"),
    ({"high_open": True, "comparator": "at_least"}, "high_open"),
    ({"low": D(5), "high": D(5), "low_open": True}, "low_open"),
]


@pytest.mark.parametrize(("given", "field"), REFUSED)
def test_fields_that_cannot_be_are_refused_by_name(given: dict[str, Any], field: str) -> None:
    with pytest.raises(WordingError) as refused:
        complete({"statement": STATEMENT, **given})
    assert list(refused.value.errors) == [field]


def test_time_that_the_statement_names_is_kept_unless_one_is_given() -> None:
    statement = "In 2021 Torvik had 61 lighthouses"
    named = complete({"statement": statement})
    given = complete({"statement": statement, "as_of": Period.parse("2021-05")})
    assert (str(named["as_of"]), named["as_of_precision"]) == ("2021-01-01", "year")
    assert (str(given["as_of"]), given["as_of_precision"]) == ("2021-05-01", "month")


def test_new_statement_is_read_again() -> None:
    changes = complete({"statement": "Torvik has 64 lighthouses"}, stored())
    assert (changes["value"], changes["low"]) == (D(64), D(64))


def test_new_statement_keeps_what_somebody_set_by_hand() -> None:
    claim = stored(subject="the coast", value=D(62))
    changes = complete({"statement": "Torvik has 64 lighthouses"}, claim)
    assert "subject" not in changes
    assert changes["value"] == 62


def test_change_of_another_field_leaves_the_quantity_alone() -> None:
    assert complete({"language": "de"}, stored()) == {"language": "de"}


@pytest.mark.parametrize("number", ["0.00000000000000000000001", "0.1234567890123456789"])
def test_number_that_no_column_holds_is_refused(number: str) -> None:
    with pytest.raises(WordingError) as refused:
        complete({"statement": f"{number} percent of Torvik's ships are registered abroad"})
    assert list(refused.value.errors) == ["statement"]
