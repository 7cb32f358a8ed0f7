"""A time that a sentence names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from claims.quantities.periods import Period, Precision


@dataclass(frozen=True, slots=True)
class Moment:
    """A time named by tokens[first:end]; `period` is None when it is one but cannot be placed.

    `years_back` says how many years it lies before another time that its sentence names.
    """

    first: int
    end: int
    period: Period | None
    years_back: int = 0


def period(year: int, month: int, precision: Precision, day: int = 1) -> Period | None:
    """Return the period that holds the day; None when the calendar has no such day."""
    try:
        return Period(date(year, month, day), precision)
    except ValueError:
        return None
