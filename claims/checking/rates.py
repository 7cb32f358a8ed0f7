"""Counts whose clause says how often: "58,000 people travel on it each day"."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.checking.context import surroundings
from claims.quantities.mention import Document, Mention
from claims.quantities.quantity import Quantity

_ADVERBS = {"hour": "hourly", "day": "daily", "night": "nightly", "week": "weekly",
            "month": "monthly"}  # fmt: skip
_NO_RATE = r"(?!\s+(?:ago|earlier|later|before|after|trip)\b)"
_TOLD = {
    unit: re.compile(rf"\b(?:every|each|an?|per)\s+{unit}\b{_NO_RATE}|\b{adverb}\b", re.IGNORECASE)
    for unit, adverb in _ADVERBS.items()
}


def rated(unit: str, mention: Mention, document: Document) -> Quantity:
    """Return the quantity of a mention, in the claim's unit where its clause says how often."""
    quantity = mention.quantity
    own, _, per = unit.rpartition(" per ")
    told = _TOLD.get(per)
    if own != quantity.unit or told is None:
        return quantity
    clause = surroundings(mention, document).clause
    is_told = told.search(document.text, *clause)
    return replace(quantity, unit=unit) if is_told else quantity
