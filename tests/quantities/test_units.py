"""The vocabulary of units: names, dimensions, conversion, and units in sentences."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from claims.quantities import Kind
from claims.quantities.units import (
    IncompatibleUnits,
    UnknownUnit,
    canonical,
    convert,
    dimension,
    kind_of,
    long_name,
)
from tests.quantities.reading import value_units


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("km", "km"),
        ("Kilometres", "km"),
        ("miles", "mile"),
        ("metric tons", "tonne"),
        ("€", "EUR"),
        ("usd", "USD"),
        ("pounds sterling", "GBP"),
        ("pct", "percent"),
        ("percentage points", "percentage point"),
        ("MW", "megawatt"),
        ("mW", "milliwatt"),
        ("km/h", "km per hour"),
        ("count per day", "count per day"),
        ("EUR per square metre", "EUR per m2"),
        ("count per 100,000 people", "count per 100,000 people"),
    ],
)
def test_a_unit_has_one_canonical_name(name, unit):
    assert canonical(name) == unit
    assert canonical(unit) == unit


@pytest.mark.parametrize("name", ["blorp", "", "blorp per day", "km per", "12"])
def test_an_unknown_unit_is_refused_by_name(name):
    with pytest.raises(UnknownUnit) as raised:
        canonical(name)
    assert raised.value.name == name


@pytest.mark.parametrize(
    ("unit", "kind", "key"),
    [
        ("count", Kind.COUNT, "count"),
        ("percent", Kind.PERCENT, "percent"),
        ("percentage point", Kind.PERCENT, "percentage point"),
        ("EUR", Kind.CURRENCY, "EUR"),
        ("celsius", Kind.TEMPERATURE, "temperature"),
        ("week", Kind.DURATION, "duration"),
        ("count per day", Kind.COUNT, "count/duration"),
        ("EUR per m2", Kind.CURRENCY, "EUR/area"),
    ],
)
def test_a_unit_belongs_to_a_kind_and_a_dimension(unit, kind, key):
    assert (kind_of(unit), dimension(unit)) == (kind, key)


@pytest.mark.parametrize(
    ("value", "unit", "other", "expected"),
    [
        ("26.2", "mile", "km", "42.1648128"),
        ("212", "fahrenheit", "celsius", "100"),
        ("-40", "celsius", "fahrenheit", "-40"),
        ("90", "minute", "hour", "1.5"),
        ("50", "basis point", "percentage point", "0.5"),
        ("90", "km per hour", "metre per second", "25"),
        ("3", "count per 1,000 people", "count per 100,000 inhabitants", "300"),
        ("250", "penny", "GBP", "2.5"),
        ("2", "tonne", "kg", "2000"),
    ],
)
def test_conversion_is_exact(value, unit, other, expected):
    assert convert(Decimal(value), canonical(unit), canonical(other)) == Decimal(expected)


def test_units_that_measure_different_things_are_both_named():
    with pytest.raises(IncompatibleUnits) as raised:
        convert(Decimal(1), "percent", "percentage point")
    assert "percent (percent)" in str(raised.value)
    assert "percentage point" in str(raised.value)
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


def test_a_long_name_is_written_out():
    assert long_name("km per hour") == "kilometer per hour"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The pipe is 14 km long.", [("14", "km")]),
        ("It weighs 3 tonnes.", [("3", "tonne")]),
        ("He drove at 90 km/h.", [("90", "km per hour")]),
        ("The winds reached 70mph.", [("70", "mile per hour")]),
        ("The drug was given at 5 mg L−1.", [("5", "milligram per litre")]),
        ("The flat costs €14 per square metre.", [("14", "EUR per m2")]),
        ("It pays A$2.5m.", [("2500000", "AUD")]),
        ("They paid 40 million Swiss francs.", [("40000000", "CHF")]),
        ("The firm made 12 million pounds.", [("12000000", "GBP")]),
        ("The sack weighs 12 pounds.", [("12", "pound")]),
        ("The ticket costs 80 pence.", [("0.8", "GBP")]),
        ("A coffee was €2 and then 90 cents.", [("2", "EUR"), ("0.9", "EUR")]),
        ("Rates fell by 25 basis points.", [("25", "basis point")]),
        ("The lead grew to three percentage points.", [("3", "percentage point")]),
        ("The oven reached 230 degrees in the heat.", [("230", "celsius")]),
        ("The walk took 2 hours 20 minutes.", [("140", "minute")]),
        ("A fortnight passed.", [("2", "week")]),
        ("The depot sends 3,100 boxes a day.", [("3100", "count per day")]),
        ("It killed 12 per 100,000 people.", [("12", "count per 100,000 people")]),
        ("Output is twice as high.", [("2", "times")]),
        ("A fourfold rise followed.", [("4", "times")]),
        ("The app has 6.4m paying users.", [("6400000", "count")]),
        ("The mast is 64m high.", [("64", "m")]),
    ],
)
def test_a_unit_is_read_in_its_sentence(sentence, expected):
    assert value_units(sentence) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Guests wait for up to 40 minutes. The target is at most 15.", "minute"),
        ("The average age of the guides is 47.", "year"),
        ("A kilo fetched €6.20 at the market.", "EUR per kg"),
        ("Norra holds 31 percent, and Sudra had asked for just under 20.", "percent"),
    ],
)
def test_a_unit_that_the_text_leaves_out_is_put_in(text, unit):
    assert value_units(text)[-1][1] == unit
