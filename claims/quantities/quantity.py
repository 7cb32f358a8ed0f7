"""What a number in prose means: a value, a unit, a comparator, and the interval they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    """How a figure is worded in relation to the true value."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    BETWEEN = "between"


class Kind(StrEnum):
    """The family a unit belongs to."""

    COUNT = "count"
    PERCENT = "percent"
    CURRENCY = "currency"
    DIMENSION = "dimension"
    TEMPERATURE = "temperature"
    AGE = "age"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Interval:
    """The values a wording allows. An end that is None is unbounded; an open end is excluded."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.high) if end is not None]
        if any(not end.is_finite() for end in ends):
            raise ValueError("an interval's ends are finite numbers or None")
        if len(ends) == 2 and ends[0] > ends[1]:
            raise ValueError(f"an interval's low end {ends[0]} lies above its high end {ends[1]}")

    def overlaps(self, other: Interval) -> bool:
        """Whether some value lies in both intervals."""
        return not (self.is_below(other) or other.is_below(self))

    def is_below(self, other: Interval) -> bool:
        """Whether every value of this interval is smaller than every value of `other`."""
        if self.high is None or other.low is None:
            return False
        if self.high == other.low:
            return self.high_open or other.low_open
        return self.high < other.low

    def contains(self, other: Interval) -> bool:
        """Whether every value of `other` lies in this interval."""
        return self._low_covers(other) and self._high_covers(other)

    def _low_covers(self, other: Interval) -> bool:
        if self.low is None:
            return True
        if other.low is None:
            return False
        return self.low < other.low or (
            self.low == other.low and (other.low_open or not self.low_open)
        )

    def _high_covers(self, other: Interval) -> bool:
        if self.high is None:
            return True
        if other.high is None:
            return False
        return self.high > other.high or (
            self.high == other.high and (other.high_open or not self.high_open)
        )

    def __str__(self) -> str:
        left = "(" if self.low_open or self.low is None else "["
        right = ")" if self.high_open or self.high is None else "]"
        low = "-inf" if self.low is None else format(self.low.normalize(), "f")
        high = "+inf" if self.high is None else format(self.high.normalize(), "f")
        return f"{left}{low}, {high}{right}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it is worded.

    `value` is the stated number with scale words resolved ("$4.5bn" is 4500000000), for a range
    its middle. `unit` is a canonical name of `claims.quantities.units` ("count", "percent", "EUR",
    "km", "count per day"). `interval` is what the wording allows: "189 enterprises" is [189, 189],
    "70 percent" is [69.5, 70.5], "over 80" is (80, +inf).
    """

    value: Decimal
    unit: str
    kind: Kind
    comparator: Comparator
    interval: Interval
