"""Figures that a text does not name, but that follow from those it has: sums and spans of years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from claims.checking.claim import ClaimForCheck
from claims.checking.compare import BOUNDS, in_unit, point
from claims.checking.datings import Dated, dates_in
from claims.checking.excerpt import plain
from claims.quantities.mention import Document, Mention
from claims.quantities.quantity import Kind, Quantity
from claims.quantities.units import IncompatibleUnits, UnknownUnit

_JOINED = (" and ", ", ", " plus ")
_WORDS_BETWEEN = 2
_DAYS_A_YEAR = 372  # as datings count, with months of 31 days
_BETWEEN = 60  # so many characters may stand between the two ends of a span


def add_up(claim: ClaimForCheck, document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the figures "14 foreign and 31 local firms" that add up to the claimed 45; or none."""
    quantity = claim.quantity
    if quantity.kind != Kind.COUNT or quantity.comparator in BOUNDS:
        return []
    for first, second in pairwise(mentions):
        if first.quantity.unit != quantity.unit or second.quantity.unit != quantity.unit:
            continue
        total = first.quantity.value + second.quantity.value
        if quantity.interval.contains(point(total)) and _are_joined(document.text, first, second):
            return [first, second]
    return []


def spans(claim: ClaimForCheck, text: str) -> str:
    """Return the words from one date to another the claimed number of years later; "" for none."""
    years = _in_years(claim.quantity)
    if years is None:
        return ""
    written = plain(text)
    for first, last in _ends(dates_in(written), written):
        full = Decimal((last.low - first.low) // _DAYS_A_YEAR)
        if full and years.interval.contains(point(full)):
            return written[first.start : last.end]
    return ""


def _are_joined(text: str, first: Mention, second: Mention) -> bool:
    """Whether only the word of a kind and an "and" stand between two figures."""
    between = text[first.number_end : second.number_start]
    words = between.split()
    of_own = words and words[0].endswith("s")  # "1,276 cases and 38 deaths" are two counts
    return between.endswith(_JOINED) and len(words) <= _WORDS_BETWEEN and not of_own


def _in_years(quantity: Quantity) -> Quantity | None:
    if quantity.kind not in (Kind.DURATION, Kind.AGE):
        return None
    try:
        return in_unit(quantity, "year")
    except (IncompatibleUnits, UnknownUnit):
        return None


def _ends(dates: Sequence[Dated], text: str) -> Iterable[tuple[Dated, Dated]]:
    """Yield the ends of each span of years: "1816-1828", or two dates that follow closely."""
    for date in dates:
        if "-" in text[date.start : date.end] and date.length > 2 * _DAYS_A_YEAR:
            yield date, replace(date, low=date.high + 1 - _DAYS_A_YEAR)
    for first, last in pairwise(dates):
        if last.start - first.end <= _BETWEEN and not (first.is_yearless or last.is_yearless):
            yield first, last
