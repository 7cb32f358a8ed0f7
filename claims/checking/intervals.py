"""Interval arithmetic: all values that a sum, difference, product or quotient may have.

An end that cannot be written with 34 digits is rounded outwards, so that no possible value is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from claims.quantities.quantity import Interval

_DOWN = Context(prec=34, rounding=ROUND_FLOOR)
_UP = Context(prec=34, rounding=ROUND_CEILING)
_INFINITE = Decimal("Infinity")
_ZERO = Decimal(0)


class HoldsZero(ArithmeticError):
    """The divisor may be zero."""

    def __init__(self, divisor: Interval) -> None:
        super().__init__(f"the divisor {divisor} may be zero")
        self.divisor = divisor


@dataclass(frozen=True, slots=True)
class _End:
    """One end of an interval; an infinite one is never reached."""

    value: Decimal
    is_open: bool


def add(one: Interval, other: Interval) -> Interval:
    """Return all sums of a value of each."""
    low = _sum(one.low, other.low, _DOWN)
    high = _sum(one.high, other.high, _UP)
    return Interval(
        low,
        high,
        low is not None and (one.low_open or other.low_open),
        high is not None and (one.high_open or other.high_open),
    )


def subtract(one: Interval, other: Interval) -> Interval:
    """Return all differences of a value of each."""
    return add(one, negative(other))


def total(intervals: Iterable[Interval]) -> Interval:
    """Return all sums of a value of each; zero for none."""
    summed = Interval(_ZERO, _ZERO)
    for interval in intervals:
        summed = add(summed, interval)
    return summed


def divide(one: Interval, other: Interval) -> Interval:
    """Return all quotients of a value of each; raise HoldsZero when `other` holds zero."""
    if other.contains(Interval(_ZERO, _ZERO)):
        raise HoldsZero(other)
    pairs = [(x, y) for x in _ends(one) for y in _ends(other)]
    lows = [_quotient(x, y, other, _DOWN) for x, y in pairs]
    highs = [_quotient(x, y, other, _UP) for x, y in pairs]
    return _interval(_outermost(lows, min), _outermost(highs, max))


def scale(one: Interval, factor: int) -> Interval:
    """Return all values times a factor above zero."""
    low = None if one.low is None else _DOWN.multiply(one.low, Decimal(factor))
    high = None if one.high is None else _UP.multiply(one.high, Decimal(factor))
    return Interval(low, high, one.low_open, one.high_open)


def _sum(one: Decimal | None, other: Decimal | None, context: Context) -> Decimal | None:
    return None if one is None or other is None else context.add(one, other)


def negative(one: Interval) -> Interval:
    """Return all values with the other sign."""
    low = None if one.high is None else -one.high
    high = None if one.low is None else -one.low
    return Interval(low, high, one.high_open, one.low_open)


def _ends(one: Interval) -> tuple[_End, _End]:
    low = _End(-_INFINITE, True) if one.low is None else _End(one.low, one.low_open)
    high = _End(_INFINITE, True) if one.high is None else _End(one.high, one.high_open)
    return low, high


def _quotient(x: _End, y: _End, divisor: Interval, context: Context) -> _End:
    """Return the quotient of two ends; an open end of zero stands for values just beside it."""
    if not x.value:
        return _End(_ZERO, x.is_open)  # zero is reached whatever it is divided by
    if y.value.is_infinite():
        return _End(_ZERO, True)
    if y.value:
        return _End(context.divide(x.value, y.value), x.is_open or y.is_open)
    positive = (x.value > 0) == (divisor.low is not None and divisor.low >= 0)
    return _End(_INFINITE if positive else -_INFINITE, True)


def _outermost(ends: list[_End], pick: Callable[..., Decimal]) -> _End:
    """Return the end farthest out; it is reached when one of equal ends is."""
    value = pick(end.value for end in ends)
    return _End(value, all(end.is_open for end in ends if end.value == value))


def _interval(low: _End, high: _End) -> Interval:
    bounded_low, bounded_high = low.value.is_finite(), high.value.is_finite()
    return Interval(
        low.value if bounded_low else None,
        high.value if bounded_high else None,
        bounded_low and low.is_open,
        bounded_high and high.is_open,
    )
