"""Shares that a text tells by a part and its whole: "600 patients ... 48 of them"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from claims.checking.claim import ClaimForCheck
from claims.checking.compare import BOUNDS
from claims.checking.intervals import HoldsZero, divide, scale
from claims.checking.likeness import likeness
from claims.checking.terms import Term, terms_between
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity
from claims.quantities.units import PERCENT

_OF_A_WHOLE = re.compile(r"\s*of\s+(?:(?:the|its|their|all|his|her)\s+)*")
_WHOLE_REACH = 40  # so many characters after "of" the whole is named
_FAR = 300  # so many characters a part may stand after its whole
_OF_IT = re.compile(r"\s+(?:\w+\s+)?of\s+(?:it|that|this|them|those|these|the|which|whom)\b", re.I)
_OF_IT_BEFORE = re.compile(
    r"\b[Oo]f\s+(?:it|that|this|them|those|these|which|whom|the\s+\w+),?\s[^.]*$"
)
_ALIKE = 0.5
_HUNDRED = 100


def shares_told(
    claim: ClaimForCheck, document: Document, mentions: Sequence[Mention]
) -> Iterator[tuple[Mention, Mention]]:
    """Yield each part that the text tells of the claim's whole, and the same figure as a share."""
    whole = _whole_of(claim)
    if not whole:
        return
    levels = [each for each in mentions if each.role == Role.LEVEL and _is_plain(each.quantity)]
    for first, all_of_it in enumerate(levels):
        if not _names(whole, all_of_it, document):
            continue
        for part in levels[first + 1 :]:
            if part.start - all_of_it.end > _FAR:
                break
            share = _share(part.quantity, all_of_it.quantity)
            if share and _belongs(part, document):
                yield part, replace(part, quantity=share, role=Role.SHARE)


def _whole_of(claim: ClaimForCheck) -> list[Term]:
    """Return the words for the whole of which the claim tells a share; none for other claims."""
    reading = claim.reading
    if (
        reading is None
        or claim.quantity.unit != PERCENT
        or claim.role not in (Role.SHARE, Role.LEVEL)
    ):
        return []
    of = _OF_A_WHOLE.match(claim.statement, reading.number_end) or _OF_A_WHOLE.match(
        claim.statement, reading.end
    )
    at = claim.statement.find(" of ", reading.number_start) if of is None else of.start()
    if at < 0 or at - reading.end > len(" percent"):
        return []
    return [
        term
        for term in claim.words
        if at <= term.start < at + _WHOLE_REACH and not claim.is_predicate(term)
    ][:2]


def _is_plain(quantity: Quantity) -> bool:
    return quantity.kind in (Kind.COUNT, Kind.CURRENCY) and quantity.comparator not in BOUNDS


def _names(whole: Sequence[Term], mention: Mention, document: Document) -> bool:
    """Whether a figure is told for the whole: "600 patients", "a budget of 64 billion"."""
    begin = mention.end if mention.quantity.kind == Kind.CURRENCY else mention.number_end
    end = mention.end
    if mention.quantity.kind == Kind.CURRENCY or begin == end:
        begin, end = max(mention.sentence_start, mention.start - _WHOLE_REACH), mention.start
    told = terms_between(document.text, begin, end)
    return any(likeness(one, other) >= _ALIKE for one in whole for other in told)


def _belongs(part: Mention, document: Document) -> bool:
    """Whether the text says that a figure is one of the whole: "48 of them", "of that, 48"."""
    text = document.text
    if _OF_IT.match(text, part.number_end) or _OF_IT.match(text, part.end):
        return True
    return bool(_OF_IT_BEFORE.search(text, part.sentence_start, part.start))


def _share(part: Quantity, whole: Quantity) -> Quantity | None:
    """Return the part in percent of the whole; None where it can be no part of it."""
    if part.unit != whole.unit or not 0 < part.value < whole.value:
        return None
    try:
        interval: Interval = scale(divide(part.interval, whole.interval), _HUNDRED)
    except HoldsZero:
        return None
    value = part.value * _HUNDRED / whole.value
    exact = {part.comparator, whole.comparator} == {Comparator.EXACT}
    comparator = Comparator.EXACT if exact else Comparator.ABOUT
    return Quantity(value.quantize(Decimal("0.0001")), PERCENT, Kind.PERCENT, comparator, interval)
