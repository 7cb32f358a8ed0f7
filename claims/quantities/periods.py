"""The time a figure is for: a day, a month, a quarter or a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_TEXT = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Precision(StrEnum):
    """How exactly a time is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time known by its first day and its precision.

    Written as ISO 8601 does: "2022", "2022-08", "2022-08-31"; a quarter as "2022-Q3".
    """

    start: date
    precision: Precision

    def __post_init__(self) -> None:
        first = self.start
        if self.precision != Precision.DAY:
            first = first.replace(day=1)
        if self.precision == Precision.QUARTER:
            first = first.replace(month=(first.month - 1) // 3 * 3 + 1)
        if self.precision == Precision.YEAR:
            first = first.replace(month=1)
        object.__setattr__(self, "start", first)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that `text` names; ValueError when it names none."""
        match = _TEXT.fullmatch(text.strip())
        if not match:
            raise ValueError(f"{text!r} is no time: write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-Qn")
        year, quarter, month, day = match.groups()
        if quarter:
            return cls(date(int(year), int(quarter) * 3 - 2, 1), Precision.QUARTER)
        if day:
            return cls(date(int(year), int(month), int(day)), Precision.DAY)
        if month:
            return cls(date(int(year), int(month), 1), Precision.MONTH)
        return cls(date(int(year), 1, 1), Precision.YEAR)

    @property
    def end(self) -> date:
        """The last day of the period."""
        if self.precision == Precision.DAY:
            return self.start
        months = self.start.year * 12 + self.start.month - 1 + _MONTHS[self.precision]
        if months // 12 > date.max.year:
            return date.max
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both periods."""
        return self.start <= other.end and other.start <= self.end

    def is_before(self, other: Period) -> bool:
        """Whether this period is over when `other` begins."""
        return self.end < other.start

    def __str__(self) -> str:
        match self.precision:
            case Precision.DAY:
                return self.start.isoformat()
            case Precision.MONTH:
                return f"{self.start:%Y-%m}".zfill(7)
            case Precision.QUARTER:
                return f"{self.start.year:04d}-Q{(self.start.month + 2) // 3}"
            case _:
                return f"{self.start.year:04d}"
