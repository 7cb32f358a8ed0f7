"""The formulas by which a claim is derived from others: over intervals, in any fitting units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from claims.checking.compare import PER_YEAR, in_unit
from claims.checking.intervals import add, divide, scale, subtract, total
from claims.quantities.quantity import Interval, Quantity
from claims.quantities.units import (
    COUNT,
    PERCENT,
    IncompatibleUnits,
    UnknownUnit,
    dimension,
)

_POINT = "percentage point"
_PLAIN = (COUNT, PERCENT, "times")  # what a quotient of two like figures is told in
_MINUS_ONE = Interval(Decimal(-1), Decimal(-1))
_NUMBER = re.compile(r"^[\d,.]+ ")


class Formula(StrEnum):
    """How a derived claim follows from its inputs, which stand in the order of `input_names`."""

    SUM = "sum"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    SHARE = "share"
    GROWTH = "growth"

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of the inputs; those of a sum are all called alike."""
        return _NAMES[self]

    @property
    def wanted(self) -> str:
        """The inputs it takes, in words."""
        if self == Formula.SUM:
            return "two or more summands"
        return f"two inputs: {' and '.join(self.input_names)}"

    def takes(self, count: int) -> bool:
        """Whether it can be computed from so many inputs."""
        return count >= 2 if self == Formula.SUM else count == 2

    def name_of(self, position: int) -> str:
        """Return the name of the input at this position."""
        names = self.input_names
        return names[min(position, len(names) - 1)]


_NAMES = {
    Formula.SUM: ("summand",),
    Formula.DIFFERENCE: ("minuend", "subtrahend"),
    Formula.RATIO: ("numerator", "denominator"),
    Formula.SHARE: ("part", "whole"),
    Formula.GROWTH: ("earlier", "later"),
}


class UnitsDoNotFit(ValueError):
    """The units of the inputs make no figure in the unit of the result.

    `position` is that of the input at fault, None when it is the result.
    """

    def __init__(self, reason: str, position: int | None = None) -> None:
        super().__init__(reason)
        self.position = position


def computed(formula: Formula, inputs: Sequence[Quantity], unit: str) -> Interval:
    """Return the values that the formula may have, in `unit`.

    Raises UnitsDoNotFit, and HoldsZero where it divides by what may be zero.
    """
    check_units(formula, [each.unit for each in inputs], unit)
    match formula:
        case Formula.SUM:
            return total(like(each, unit).interval for each in inputs)
        case Formula.DIFFERENCE:
            shared = inputs[0].unit if unit == _POINT else unit
            one, other = (like(each, shared).interval for each in inputs)
            return subtract(one, other)
        case Formula.RATIO:
            return _ratio(inputs[0], inputs[1], unit)
        case Formula.SHARE:
            part, whole = inputs
            return scale(divide(part.interval, like(whole, part.unit).interval), 100)
        case Formula.GROWTH:
            earlier, later = inputs
            grown = divide(like(later, earlier.unit).interval, earlier.interval)
            return scale(add(grown, _MINUS_ONE), 100)


def check_units(formula: Formula, inputs: Sequence[str], result: str) -> None:
    """Raise UnitsDoNotFit unless figures in these units make one in the unit of the result."""
    if formula == Formula.RATIO and result not in _PLAIN:
        _check_rate(inputs[0], inputs[1], result)
        return
    for position, unit in enumerate(inputs):
        if not are_alike(unit, inputs[0]):
            reason = f"{unit} and {inputs[0]} measure different things"
            raise UnitsDoNotFit(reason, position)
    if not _may_result(formula, inputs[0], result):
        raise UnitsDoNotFit(f"a {formula} of {inputs[0]} is not told in {result}")


def are_alike(one: str, other: str) -> bool:
    """Whether figures in one unit can be told in the other; yearly ones often lack "per year"."""
    return _of_one_dimension(one, other) or _of_one_dimension(
        one.removesuffix(PER_YEAR), other.removesuffix(PER_YEAR)
    )


def like(quantity: Quantity, unit: str) -> Quantity:
    """Return the quantity in a unit that is alike; raise UnitsDoNotFit."""
    if not _of_one_dimension(quantity.unit, unit):
        quantity = replace(quantity, unit=quantity.unit.removesuffix(PER_YEAR))
        unit = unit.removesuffix(PER_YEAR)
    try:
        return in_unit(quantity, unit)
    except (IncompatibleUnits, UnknownUnit) as error:
        raise UnitsDoNotFit(str(error)) from None


def _of_one_dimension(one: str, other: str) -> bool:
    try:
        return dimension(one) == dimension(other)
    except UnknownUnit:
        return one == other


def _may_result(formula: Formula, unit: str, result: str) -> bool:
    match formula:
        case Formula.SHARE | Formula.GROWTH:
            return result == PERCENT
        case Formula.RATIO:
            return result in _PLAIN
        case Formula.DIFFERENCE if unit == PERCENT:
            return result in (PERCENT, _POINT)
        case _:
            return are_alike(unit, result)


def _check_rate(numerator: str, denominator: str, result: str) -> None:
    if not are_alike(_rate(numerator, denominator, result), result):
        reason = f"{numerator} divided by {denominator} is not told in {result}"
        raise UnitsDoNotFit(reason)


def _rate(numerator: str, denominator: str, result: str) -> str:
    """Return the unit of a quotient: what is counted one by one goes by the result's noun."""
    noun = _NUMBER.sub("", result.split(" per ")[-1]) if denominator == COUNT else denominator
    return f"{numerator} per {noun}"


def _ratio(numerator: Quantity, denominator: Quantity, unit: str) -> Interval:
    if unit in _PLAIN:
        found = divide(numerator.interval, like(denominator, numerator.unit).interval)
        return scale(found, 100) if unit == PERCENT else found
    found = divide(numerator.interval, denominator.interval)
    rate = _rate(numerator.unit, denominator.unit, unit)
    return like(replace(numerator, unit=rate, interval=found), unit).interval
