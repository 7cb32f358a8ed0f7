"""Our table of units agrees with pint's definitions, and what it lacks comes from them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pint
import pytest

from claims.quantities import unit_table
from claims.quantities.quantity import Kind
from claims.quantities.units import (
    IncompatibleUnits,
    UnknownUnit,
    canonical,
    convert,
    dimension,
    kind_of,
)

REGISTRY: pint.UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal)
FIRST_UNITS = {
    "length": "meter", "area": "meter ** 2", "volume": "meter ** 3", "mass": "gram",
    "duration": "second", "energy": "joule", "power": "watt", "pressure": "pascal",
    "force": "newton", "voltage": "volt", "length/duration": "meter / second",
}  # fmt: skip


def physical() -> list[unit_table.Unit]:
    units = {alias.unit for alias in unit_table.load() if alias.unit.dimension in FIRST_UNITS}
    return sorted(units, key=lambda unit: unit.name)


def expression(unit: unit_table.Unit) -> str:
    words = unit.long_name
    for power, word in ((2, "square "), (3, "cubic ")):
        if words.startswith(word):
            return f"{words.removeprefix(word).replace(' ', '_')} ** {power}"
    return words.replace(" per ", " / ").replace(" ", "_").replace("_/_", " / ")


def pint_size(unit: unit_table.Unit) -> Decimal | None:
    try:
        one = REGISTRY.Quantity(Decimal(1), expression(unit))
    except pint.UndefinedUnitError:
        return None
    if not one.check(REGISTRY.Quantity(Decimal(1), FIRST_UNITS[unit.dimension]).dimensionality):
        return None
    return Decimal(one.to(FIRST_UNITS[unit.dimension]).magnitude)


# Names that pint gives to another unit: Julian years, megatons of TNT, "Ma" as a milliyear.
DIFFERENT = {
    "month", "year", "decade", "century", "millennium", "quarter", "ton", "calorie", "barrel",
    "million years", "gigayear", "kilotonne", "megatonne", "gigatonne",
}  # fmt: skip
# pint's acres and furlongs are made of US survey feet, two millionths longer than ours.
SURVEY = 1e-5


CHECKED = {
    unit: size
    for unit in physical()
    if unit.name not in DIFFERENT and (size := pint_size(unit)) is not None
}


@pytest.mark.parametrize("unit", CHECKED, ids=lambda unit: unit.name)
def test_size_of_a_unit_is_pints(unit: unit_table.Unit) -> None:
    size = CHECKED[unit]
    assert float(unit.size) == pytest.approx(float(size), rel=SURVEY)


def test_most_of_the_table_is_checked() -> None:
    assert len(CHECKED) > 80


BEYOND = [("slug", "kg", "14.5939"), ("dyne", "newton", "0.00001"), ("league", "km", "4.828")]


@pytest.mark.parametrize(("name", "ours", "value"), BEYOND)
def test_unit_beyond_the_table_is_known_by_its_full_name(name: str, ours: str, value: str) -> None:
    unit = canonical(name + "s")
    assert unit == name
    assert kind_of(unit) == Kind.DIMENSION
    assert dimension(unit) == dimension(ours)
    assert float(convert(Decimal(1), unit, ours)) == pytest.approx(float(value), rel=1e-3)


def test_units_of_another_dimension_are_not_converted() -> None:
    with pytest.raises(IncompatibleUnits):
        convert(Decimal(1), "slug", "km")


@pytest.mark.parametrize("name", ["decibelmilliwatt", "decibelwatts", "nepers", "octave"])
def test_unit_on_a_logarithmic_scale_is_unknown(name: str) -> None:
    with pytest.raises(UnknownUnit):
        canonical(name)


@pytest.mark.parametrize("name", ["cats", "parsnips", "bananas", "kdyne", "x" * 50, "dyne2"])
def test_name_that_only_looks_like_a_unit_is_unknown(name: str) -> None:
    with pytest.raises(UnknownUnit):
        canonical(name)


def test_sizes_are_exact() -> None:
    assert all(isinstance(unit.size, Fraction) for unit in physical())
