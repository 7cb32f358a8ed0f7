"""Figures as plain JSON rows, in the form that benchmarks of quantity readers use."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from claims.quantities.document import Sentence, read_sentences
from claims.quantities.figures import Figure
from claims.quantities.mention import Mention
from claims.quantities.quantity import Comparator, Quantity
from claims.quantities.units import COUNT, long_name

SIGNS = {
    Comparator.EXACT: "=",
    Comparator.ABOUT: "~",
    Comparator.MORE_THAN: ">",
    Comparator.AT_LEAST: ">=",
    Comparator.LESS_THAN: "<",
    Comparator.AT_MOST: "<=",
    Comparator.BETWEEN: "range",
}


def quantity_rows(text: str) -> list[dict[str, Any]]:
    """Return the quantities of `text` as rows of span, value, low, high, unit, kind, comparator."""
    return [
        _row(sentence, figure) for sentence in read_sentences(text) for figure in sentence.figures
    ]


def plain(value: Decimal | None) -> int | float | None:
    """Return a number that JSON can hold: an integer where it is one, else the nearest float."""
    if value is None:
        return None
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    return float(value)


def _row(sentence: Sentence, figure: Figure) -> dict[str, Any]:
    tokens = sentence.tokens
    low, high = _bounds(figure)
    is_range = figure.comparator == Comparator.BETWEEN
    return {
        "span": [tokens[figure.lead].start, tokens[figure.number_end - 1].end],
        "value": None if is_range else plain(figure.value),
        "low": plain(low),
        "high": plain(high),
        "unit": None if figure.unit in (COUNT, "times") else long_name(figure.unit),
        "kind": figure.kind.value,
        "comparator": SIGNS[figure.comparator],
    }


def _bounds(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    """Return what the row states as bounds: both for a range, one for "more than N"."""
    match figure.comparator:
        case Comparator.BETWEEN:
            return figure.interval.low, figure.interval.high
        case Comparator.MORE_THAN | Comparator.AT_LEAST:
            return figure.value, None
        case Comparator.LESS_THAN | Comparator.AT_MOST:
            return None, figure.value
        case _:
            return None, None


def claim_row(mention: Mention) -> dict[str, Any]:
    """Return a mention as a row: quote, start, value, ends, comparator, unit and its words."""
    quantity = mention.quantity
    low, high = _stated_ends(quantity)
    return {
        "quote": mention.quote,
        "start": mention.start,
        "value": plain(quantity.value),
        "low": plain(low),
        "high": plain(high),
        "comparator": quantity.comparator.value,
        "unit": quantity.unit,
        "subject": mention.subject,
        "measure": mention.measure,
        "as_of": str(mention.period) if mention.period else None,
    }


def _stated_ends(quantity: Quantity) -> tuple[Decimal | None, Decimal | None]:
    """Return the ends that the wording names: none for "about", the value twice if exact."""
    match quantity.comparator:
        case Comparator.EXACT:
            return quantity.value, quantity.value
        case Comparator.ABOUT:
            return None, None
        case _:
            return quantity.interval.low, quantity.interval.high
