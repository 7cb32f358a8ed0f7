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


_LEADS = re.compile(r"\s*((?:every|each)\s+\w+)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d|\b(?:times|twice|once)\b", re.IGNORECASE)


def rated(unit: str, mention: Mention, document: Document) -> Quantity:
    """Return the quantity of a mention, in the claim's unit where its clause says how often."""
    quantity = mention.quantity
    own, _, per = unit.rpartition(" per ")
    told = _TOLD.get(per)
    if own != quantity.unit or told is None:
        return quantity
    begin, end = surroundings(mention, document).clause
    leads = _LEADS.match(document.text, begin, mention.start)
    found = told.search(document.text, mention.end, end)
    if found and _FIGURE.search(document.text, mention.end, found.start()):
        found = None  # it is the rate of another figure: "which leaves six times a day"
    is_told = found or (leads and told.match(leads[1]))
    return replace(quantity, unit=unit) if is_told else quantity
