"""Compare two quantities as they are worded: do they fit, differ, or can it not be told?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from claims.checking.stance import Stance
from claims.checking.tolerance import Tolerance
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity
from claims.quantities.units import IncompatibleUnits, UnknownUnit, convert, dimension

BOUNDS = frozenset(
    {Comparator.MORE_THAN, Comparator.AT_LEAST, Comparator.LESS_THAN, Comparator.AT_MOST}
)
_LOWER_BOUNDS = frozenset({Comparator.MORE_THAN, Comparator.AT_LEAST})

# A rounder figure agrees with a finer one that it would round to, when they are this close.
_ROUNDING_REACH = Decimal("0.01")
_COARSE_REACH = Decimal("0.08")
_COARSE_SHARE = Decimal("0.2")  # shares are told in whole percent, but 2 is not 1.5
_CONVERTED_REACH = Decimal("0.01")
_SMALLEST_ROUND_STEP = Decimal(100)
# "over 2.3 million" would have been worded otherwise had it been 3 million: with two or more
# digits a bound lies near the truth.
_REACH_OF_A_FINE_BOUND = Decimal("0.2")
_DIGITS_OF_A_FINE_BOUND = 2
PER_YEAR = " per year"


class Outcome(StrEnum):
    """Why two figures fit or do not; the code stored with the evidence."""

    OTHER_DIMENSION = "other_dimension"
    WITHIN_CLAIM = "within_claim"
    WITHIN_TOLERANCE = "within_tolerance"
    AGREES_WHEN_ROUNDED = "agrees_when_rounded"
    OUTSIDE_CLAIM = "outside_claim"
    OTHER_DIRECTION = "other_direction"
    BOUND_NOT_REACHED = "bound_not_reached"
    TOO_COARSE = "too_coarse"


class Comparison(NamedTuple):
    """SUPPORTS, CONTRADICTS or UNCLEAR, why, and both intervals in the claim's unit."""

    stance: Stance
    outcome: Outcome
    claimed: Interval
    found: Interval | None


def compare(claimed: Quantity, found: Quantity, tolerance: Tolerance | None = None) -> Comparison:
    """Say whether `found` supports or contradicts `claimed`; never raises.

    A tolerance lets fit what the wording alone would not: the claimed interval of the answer is
    then the widened one.

    Times are not looked at: a figure that differs is CONTRADICTS here, and the judge, who knows
    the times, may make it SUPERSEDES.
    """
    interval = tolerance.around(claimed) if tolerance else claimed.interval
    claimed, found = without_year(claimed, found)
    unit = found.unit
    try:
        found = in_unit(found, claimed.unit)
    except (IncompatibleUnits, UnknownUnit):
        return Comparison(Stance.UNCLEAR, Outcome.OTHER_DIMENSION, interval, None)
    stance, outcome = _verdict(claimed, found)
    if outcome == Outcome.TOO_COARSE and claimed.unit != unit and _is_as_near(claimed, found):
        stance, outcome = Stance.SUPPORTS, Outcome.AGREES_WHEN_ROUNDED
    if tolerance and stance != Stance.SUPPORTS:
        stance, outcome = _verdict(_widened(claimed, interval), found)
        if stance == Stance.SUPPORTS:
            outcome = Outcome.WITHIN_TOLERANCE
    return Comparison(stance, outcome, interval, found.interval)


@lru_cache(maxsize=8192)
def can_be_compared(claimed: str, found: str) -> bool:
    """Whether figures in these units can be compared, as `compare` does it."""
    if claimed in (found, found + PER_YEAR) or found == claimed + PER_YEAR:
        return True
    try:
        return dimension(claimed) == dimension(found)
    except UnknownUnit:
        return False


def _widened(claimed: Quantity, interval: Interval) -> Quantity:
    """Return the claim with what its tolerance allows; an exact figure is exact no more."""
    exact = claimed.comparator == Comparator.EXACT
    comparator = Comparator.ABOUT if exact else claimed.comparator
    return replace(claimed, interval=interval, comparator=comparator)


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """Return the quantity expressed in another unit of its dimension; raise IncompatibleUnits."""
    if quantity.unit == unit:
        return quantity
    ends = _as_rounded(quantity)
    low, high = (
        None if end is None else convert(end, quantity.unit, unit) for end in (ends.low, ends.high)
    )
    return replace(
        quantity,
        value=convert(quantity.value, quantity.unit, unit),
        unit=unit,
        interval=replace(ends, low=low, high=high),
    )


def _as_rounded(quantity: Quantity) -> Interval:
    """Return what a time allows in another unit: "four months" are not to the day."""
    ends = quantity.interval
    if quantity.kind != Kind.DURATION or ends.low is None or ends.low != ends.high:
        return ends
    half = round_step(quantity.value) / 2
    return replace(ends, low=ends.low - half, high=ends.low + half)


def without_year(claimed: Quantity, found: Quantity) -> tuple[Quantity, Quantity]:
    """Drop "per year" where only one of the two has it: yearly figures are often told without."""
    if claimed.unit == found.unit + PER_YEAR:
        return replace(claimed, unit=found.unit), found
    if found.unit == claimed.unit + PER_YEAR:
        return claimed, replace(found, unit=claimed.unit)
    return claimed, found


def _verdict(claimed: Quantity, found: Quantity) -> tuple[Stance, Outcome]:
    claim_is_bound = claimed.comparator in BOUNDS
    found_is_bound = found.comparator in BOUNDS
    if claim_is_bound and found_is_bound:
        return _bound_against_bound(claimed, found)
    if claim_is_bound:
        return _against_bound(claimed.interval, found)
    if found_is_bound:
        return _from_bound(claimed, found.interval)
    return _figure_against_figure(claimed, found)


def _bound_against_bound(claimed: Quantity, found: Quantity) -> tuple[Stance, Outcome]:
    if claimed.interval.contains(found.interval):
        return Stance.SUPPORTS, Outcome.WITHIN_CLAIM
    if not claimed.interval.overlaps(found.interval):
        return Stance.CONTRADICTS, Outcome.OUTSIDE_CLAIM
    if claimed.interval.contains(_next_step(found)):
        return Stance.SUPPORTS, Outcome.WITHIN_CLAIM
    if not claimed.interval.overlaps(_fine_bound(found)):
        return Stance.CONTRADICTS, Outcome.BOUND_NOT_REACHED
    return Stance.UNCLEAR, Outcome.TOO_COARSE


def _against_bound(bound: Interval, found: Quantity) -> tuple[Stance, Outcome]:
    """A plain figure is taken at its value: "79 percent" is not "over 79 percent"."""
    if found.comparator == Comparator.EXACT:
        return _inside(bound, point(found.value))
    if bound.contains(found.interval):
        return Stance.SUPPORTS, Outcome.WITHIN_CLAIM
    if not bound.overlaps(found.interval):
        return Stance.CONTRADICTS, Outcome.OUTSIDE_CLAIM
    if found.comparator == Comparator.ABOUT and bound.contains(point(found.value)):
        return Stance.SUPPORTS, Outcome.WITHIN_CLAIM
    return Stance.UNCLEAR, Outcome.TOO_COARSE


def _from_bound(claimed: Quantity, bound: Interval) -> tuple[Stance, Outcome]:
    if claimed.interval.contains(bound):
        return Stance.SUPPORTS, Outcome.WITHIN_CLAIM
    exact = point(claimed.value) if claimed.comparator == Comparator.EXACT else claimed.interval
    if not exact.overlaps(bound):
        return Stance.CONTRADICTS, Outcome.OUTSIDE_CLAIM
    return Stance.UNCLEAR, Outcome.TOO_COARSE


def _figure_against_figure(claimed: Quantity, found: Quantity) -> tuple[Stance, Outcome]:
    if claimed.interval.contains(found.interval) or claimed.interval.contains(point(found.value)):
        return Stance.SUPPORTS, Outcome.WITHIN_CLAIM
    is_near = found.interval.contains(point(claimed.value)) and _is_near(claimed, found)
    if is_near or _rounds_to(claimed, found):
        return Stance.SUPPORTS, Outcome.AGREES_WHEN_ROUNDED
    if not claimed.interval.overlaps(found.interval):
        return Stance.CONTRADICTS, Outcome.OUTSIDE_CLAIM
    return Stance.UNCLEAR, Outcome.TOO_COARSE


def _is_near(claimed: Quantity, found: Quantity) -> bool:
    """Whether a rounded figure is near the finer one: "3 billion" is too coarse for 3.4 billion."""
    if found.comparator != Comparator.EXACT:
        return True
    reach = _COARSE_SHARE if found.kind == Kind.PERCENT else _COARSE_REACH
    return abs(claimed.value - found.value) <= reach * abs(claimed.value)


def _is_as_near(claimed: Quantity, found: Quantity) -> bool:
    """Whether a figure agrees with its like in another unit, of which both are rounded."""
    bounded = claimed.comparator in BOUNDS or found.comparator in BOUNDS
    near = abs(claimed.value - found.value) <= _CONVERTED_REACH * abs(claimed.value)
    return near and not bounded


def _inside(bound: Interval, value: Interval) -> tuple[Stance, Outcome]:
    if bound.contains(value):
        return Stance.SUPPORTS, Outcome.WITHIN_CLAIM
    return Stance.CONTRADICTS, Outcome.OUTSIDE_CLAIM


def _rounds_to(one: Quantity, other: Quantity) -> bool:
    """Whether the rounder of two plain figures is what the finer one rounds to."""
    if abs(one.value - other.value) > _ROUNDING_REACH * min(abs(one.value), abs(other.value)):
        return False
    rounder, finer = sorted((one, other), key=lambda q: round_step(q.value), reverse=True)
    step = round_step(rounder.value)
    return step >= _SMALLEST_ROUND_STEP and abs(rounder.value - finer.value) <= step / 2


def _next_step(found: Quantity) -> Interval:
    """Return what a finely worded bound most likely means: "over 4,700" is up to 4,800."""
    interval = found.interval
    if significant_digits(found.value) < _DIGITS_OF_A_FINE_BOUND:
        return interval
    step = round_step(found.value)
    if found.comparator in _LOWER_BOUNDS:
        return replace(interval, high=found.value + step, high_open=True)
    return replace(interval, low=found.value - step, low_open=True)


def _fine_bound(found: Quantity) -> Interval:
    """Return the stretch in which the truth behind a finely worded bound lies."""
    interval = found.interval
    if significant_digits(found.value) < _DIGITS_OF_A_FINE_BOUND:
        return interval
    reach = abs(found.value) * _REACH_OF_A_FINE_BOUND
    if found.comparator in _LOWER_BOUNDS:
        return replace(interval, high=found.value + reach)
    return replace(interval, low=found.value - reach)


def point(value: Decimal) -> Interval:
    """Return the interval that holds one value."""
    return Interval(value, value)


def round_step(value: Decimal) -> Decimal:
    """Return the unit of the last digit that is not zero: 100 for 1,500, 0.1 for 5.4."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def significant_digits(value: Decimal) -> int:
    """Return the number of digits left when zeros at both ends are dropped."""
    return len(value.normalize().as_tuple().digits)
