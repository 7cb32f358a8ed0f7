"""What the header of a column says of all its figures: "area (ha)", "people (thousands)"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from claims.quantities.number_words import SCALES
from claims.quantities.quantity import Interval, Quantity
from claims.quantities.tables import cell_at
from claims.quantities.units import COUNT, UnknownUnit, canonical, kind_of
from claims.quantities.word_lists import words

_BRACKETED = re.compile(r"\(([^()]{1,24})\)\s*$")
_NAMED_LAST = re.compile(r",\s*(?:in\s+)?([^,()]{1,24})$|\bin\s+([^,()\d]{1,24})$")
_MONEY = re.compile(
    r"(US\$|[$€£¥]|[A-Z]{3}\b)\s*(?=m\b|mn\b|bn\b|million|billion|thousand|'?000|$)"
)
_GLUED = re.compile(r"\dm\b")
_METRE = "m"
_LENGTHS = words("columns lengths")
_MILLION = Decimal(1_000_000)
_SCALES = {**SCALES, "m": 10**6, "mn": 10**6, "bn": 10**9, "'000": 1000, "’000": 1000, "000s": 1000,
           "1,000": 1000, "thousands": 1000, "millions": 10**6, "billions": 10**9}  # fmt: skip


def in_column(quantity: Quantity, text: str, offset: int) -> Quantity:
    """Return the quantity with the unit and the scale that the header of its column tells.

    The "m" of a bare "5.9m" is a million where the header speaks of no length.
    """
    if quantity.unit not in (COUNT, _METRE):
        return quantity
    cell = cell_at(text, offset)
    if cell is None:
        return quantity
    header = text[slice(*cell.header)]
    if quantity.unit == _METRE:
        is_glued = bool(_GLUED.search(text[slice(*cell.span)]))
        is_million = is_glued and not _speaks_of_length(header)
        return _scaled(quantity, _MILLION, COUNT) if is_million else quantity
    scale, unit = _told_by(header)
    return _scaled(quantity, scale, unit) if scale != 1 or unit != COUNT else quantity


def _scaled(quantity: Quantity, scale: Decimal, unit: str) -> Quantity:
    low, high = quantity.interval.low, quantity.interval.high
    interval: Interval = replace(
        quantity.interval,
        low=None if low is None else low * scale,
        high=None if high is None else high * scale,
    )
    return replace(
        quantity, value=quantity.value * scale, unit=unit, kind=kind_of(unit), interval=interval
    )


@lru_cache(maxsize=256)
def _told_by(header: str) -> tuple[Decimal, str]:
    """Return the scale and the unit that a header names; 1 and "count" where it names none."""
    found = _BRACKETED.search(header) or _NAMED_LAST.search(header)
    if found is None:
        return Decimal(1), COUNT
    phrase = next(group for group in found.groups() if group).strip()
    money = _MONEY.match(phrase)
    if money and (currency := _unit(money[1])) != COUNT:
        scale = phrase[money.end() :].strip().lower()
        return Decimal(_SCALES.get(scale, 1)), currency
    scale, _, rest = phrase.partition(" ")
    if scale.lower() in _SCALES and not (scale == "m" and _speaks_of_length(header)):
        return Decimal(_SCALES[scale.lower()]), _unit(rest.removeprefix("of "))
    return Decimal(1), _unit(phrase)


def _speaks_of_length(header: str) -> bool:
    return bool(_LENGTHS.intersection(re.findall(r"[a-z]+", header.lower())))


def _unit(name: str) -> str:
    try:
        return canonical(name) if name else COUNT
    except UnknownUnit:
        return COUNT
