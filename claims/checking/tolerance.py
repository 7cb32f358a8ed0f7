"""How far beside a claim's figure another one may lie and still fit it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from claims.quantities.quantity import Comparator, Interval, Quantity

MAX_DIGITS = 15
_EXACT = Context(prec=80)  # above every number that a column holds


class ToleranceKind(StrEnum):
    """What a tolerance is measured in."""

    ABSOLUTE = "absolute"  # the claim's unit
    RELATIVE = "relative"  # a share of the figure, 0.05 is five percent
    DIGITS = "digits"  # significant digits to which two figures must agree


class NotATolerance(ValueError):
    """The amount makes no tolerance of this kind; the message says why."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What an editor allows beyond the wording of a claim. Raises NotATolerance."""

    kind: ToleranceKind
    amount: Decimal

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount <= 0:
            raise NotATolerance("must be greater than 0")
        if self.kind == ToleranceKind.RELATIVE and self.amount > 1:
            raise NotATolerance("is a share, at most 1: five percent is 0.05")
        whole = self.amount == self.amount.to_integral_value()
        if self.kind == ToleranceKind.DIGITS and not (whole and self.amount <= MAX_DIGITS):
            raise NotATolerance(f"is a number of digits, from 1 to {MAX_DIGITS}")

    def around(self, quantity: Quantity) -> Interval:
        """Return what the wording of `quantity` allows, widened by the tolerance."""
        interval = quantity.interval
        if self.kind == ToleranceKind.DIGITS:
            return _hull(interval, [self._rounding_to(each) for each in _stated(quantity)])
        low, high = interval.low, interval.high
        return replace(
            interval,
            low=None if low is None else _EXACT.subtract(low, self._reach(low)),
            high=None if high is None else _EXACT.add(high, self._reach(high)),
        )

    def __str__(self) -> str:
        number = format(self.amount.normalize(), "f")
        if self.kind == ToleranceKind.RELATIVE:
            return f"±{format((self.amount * 100).normalize(), 'f')} percent"
        if self.kind == ToleranceKind.DIGITS:
            return f"{number} significant digit{'' if self.amount == 1 else 's'}"
        return f"±{number}"

    def _reach(self, end: Decimal) -> Decimal:
        if self.kind == ToleranceKind.ABSOLUTE:
            return self.amount
        return _EXACT.multiply(abs(end), self.amount)

    def _rounding_to(self, value: Decimal) -> Interval:
        """Return the values that are the same as `value` when rounded to so many digits."""
        if not value:
            return Interval(value, value)
        step = Decimal(1).scaleb(value.adjusted() + 1 - int(self.amount))
        half = step / 2
        rounded = value.quantize(step, rounding=ROUND_HALF_UP, context=_EXACT)
        return Interval(_EXACT.subtract(rounded, half), _EXACT.add(rounded, half))


def _stated(quantity: Quantity) -> list[Decimal]:
    """Return the numbers that the wording names: both ends of a range, else the value."""
    ends = (quantity.interval.low, quantity.interval.high)
    if quantity.comparator == Comparator.BETWEEN and None not in ends:
        return [end for end in ends if end is not None]
    return [quantity.value]


def _hull(interval: Interval, others: Iterable[Interval]) -> Interval:
    """Return the smallest interval that holds all the others; `others` have both ends."""
    for other in others:
        if interval.low is not None and other.low is not None and other.low < interval.low:
            interval = replace(interval, low=other.low, low_open=False)
        if interval.high is not None and other.high is not None and other.high > interval.high:
            interval = replace(interval, high=other.high, high_open=False)
    return interval
