"""Figures that a text does not name, but that follow from it: sums, counts and spans of years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from claims.checking.claim import ClaimForCheck
from claims.checking.compare import BOUNDS, in_unit, point
from claims.checking.counted import Counted
from claims.checking.datings import Dated, dates_in
from claims.checking.excerpt import lives_in, plain
from claims.checking.kin import kin_counted
from claims.checking.listed import names_counted
from claims.checking.records import record_counted
from claims.checking.stems import stem
from claims.quantities.mention import Document, Mention
from claims.quantities.quantity import Kind, Quantity
from claims.quantities.units import IncompatibleUnits, UnknownUnit

_JOINED = (" and ", ", ", " plus ")
_WORDS_BETWEEN = 2
_DAYS_A_YEAR = 372  # as datings count, with months of 31 days
_SEASON = stem("seasons")
_DIED = re.compile(r"\b(?:died|dies|death|passed away|murdered|killed)\b", re.IGNORECASE)
_KIN = re.compile(
    r"\b(?:mother|father|parents?|wife|husband|sons?|daughters?|brothers?|sisters?|widow|child)\b",
    re.IGNORECASE,
)
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


def counted(claim: ClaimForCheck, text: str) -> Counted | None:
    """Return how many there are by what the text lists, of whatever the claim counts."""
    written = plain(text)
    looks = (names_counted, kin_counted, record_counted)
    return next((found for look in looks if (found := look(claim, written))), None)


def fits(claim: ClaimForCheck, count: int) -> bool:
    """Whether a count lies within what the claim allows."""
    return claim.quantity.interval.contains(point(Decimal(count)))


def spans(claim: ClaimForCheck, text: str) -> str:
    """Return the words from one date to another the claimed number of years later; "" for none."""
    years, both_ends = _in_years(claim.quantity), 0
    if years is None and claim.head is not None and claim.head.stem == _SEASON:
        years, both_ends = claim.quantity, 1  # from 1902 to 1917 there are 16 seasons, or 15
    if years is None:
        return ""
    written = plain(text)
    for first, last in _ends(dates_in(written), written):
        full = (last.low - first.low) // _DAYS_A_YEAR
        may_be = range(full, full + both_ends + 1) if full else ()
        if any(years.interval.contains(point(Decimal(each))) for each in may_be):
            return written[first.start : last.end]
    return ""


def lifetime(claim: ClaimForCheck, text: str) -> Counted | None:
    """Return how old the text's subject grew, for a claim about the age at its death."""
    if not _DIED.search(claim.statement) or _KIN.search(claim.statement):
        return None
    lives = lives_in(plain(text))
    if len(lives) != 1 or _in_years(claim.quantity) is None:
        return None
    born, died = (dates_in(words) for words in lives[0])
    if len(born) != 1 or len(died) != 1:
        return None
    exact = born[0].length == died[0].length == 1
    years = (died[0].low - born[0].low) // _DAYS_A_YEAR
    return Counted(years, " - ".join(lives[0]), is_all=exact)


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
