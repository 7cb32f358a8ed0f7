"""A number of a sentence with what is written at it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from claims.quantities.digits import Number
from claims.quantities.quantity import Comparator


@dataclass(frozen=True, slots=True)
class Part:
    """A number with its unit, in tokens[first:end].

    `lead` is where the number, or the sign of money before it, begins; `high` is the second number
    of a range; `margin` what "±" allows; `comparator` one that the numbers themselves bring along.
    """

    number: Number
    first: int
    lead: int
    end: int
    unit: str | None = None
    high: Number | None = None
    margin: Decimal | None = None
    comparator: Comparator | None = None
    is_age: bool = False
    is_share: bool = False
