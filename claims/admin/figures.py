"""Quantities and times as an editor reads them: "189 count", "> 80 %", "about 4.5 million USD"."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.timezone import localtime

from claims.quantities.quantity import Comparator, Interval, Quantity

_SIGNS = {
    Comparator.ABOUT: "≈ ",
    Comparator.MORE_THAN: "> ",
    Comparator.AT_LEAST: "≥ ",
    Comparator.LESS_THAN: "< ",
    Comparator.AT_MOST: "≤ ",
}
_SCALES = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)
_SPANS = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)


def quantity_words(quantity: Quantity) -> str:
    """Return the figure with its comparator and unit; a range by its ends."""
    unit = unit_words(quantity.unit)
    low, high = quantity.interval.low, quantity.interval.high
    if quantity.comparator == Comparator.BETWEEN and low is not None and high is not None:
        return f"{number_words(low)} to {number_words(high)} {unit}"
    return f"{_SIGNS.get(quantity.comparator, '')}{number_words(quantity.value)} {unit}"


def interval_words(interval: Interval) -> str:
    """Return the values that the wording allows."""
    low, high = interval.low, interval.high
    if low is None and high is None:
        return "any value"
    if low is None:
        assert high is not None
        return f"{'below' if interval.high_open else 'at most'} {number_words(high)}"
    if high is None:
        return f"{'above' if interval.low_open else 'at least'} {number_words(low)}"
    if low == high:
        return f"exactly {number_words(low)}"
    above, below = " (excluded)" * interval.low_open, " (excluded)" * interval.high_open
    return f"{number_words(low)}{above} to {number_words(high)}{below}"


def number_words(number: Decimal) -> str:
    """Return a number with its digits grouped; a round million or more in words."""
    for size, name in _SCALES:
        scaled = number / size
        if abs(number) >= size and scaled == round(scaled, 3):
            return f"{_grouped(scaled)} {name}"
    return _grouped(number)


def unit_words(unit: str) -> str:
    """Return the unit's name, or its sign where everybody knows it."""
    return "%" if unit == "percent" else unit


def span_words(span: timedelta) -> str:
    """Return a length of time in its largest whole unit: "24 hours" is "1 day"."""
    for name, length in _SPANS:
        if span >= length and not span % length:
            count = span // length
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{span.total_seconds():g} seconds"


def moment(time: datetime | None) -> str | None:
    """Return a point in time to the minute, in the zone of the pages; None where there is none."""
    return date_format(localtime(time), "Y-m-d H:i") if time else None


def _grouped(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
