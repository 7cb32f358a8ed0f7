"""Turn a figure as worded into the quantity that it means in its document.

A fraction of something becomes percent, cents a part of their currency, and a unit that the text
leaves out is put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims.quantities.comparators import interval_of
from claims.quantities.figures import Figure
from claims.quantities.implied_units import implied_unit
from claims.quantities.money import whole_currency
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity
from claims.quantities.tokens import Token
from claims.quantities.units import PERCENT, kind_of

_HUNDRED = Decimal(100)
_FRACTION_STEP = Decimal(3)  # "a third" of something is a round word: 1.5 points to a side
_PLACES = Decimal("0.0001")


def resolved(
    tokens: Sequence[Token],
    figure: Figure,
    here: Quantity | None,
    before: Quantity | None,
    money: list[str],
) -> Quantity:
    """Return what the figure means; `here` and `before` are the quantities read last.

    `money` lists the currencies that the document has named so far, and is added to.
    """
    if figure.is_fraction and figure.unit == PERCENT:
        return _percent(figure)
    unit = implied_unit(tokens, figure, here, before) or figure.unit
    kind = figure.kind if unit == figure.unit else kind_of(unit)
    whole = whole_currency(unit, money)
    if whole == unit:
        return Quantity(figure.value, unit, kind, figure.comparator, figure.interval)
    whole = implied_unit(tokens, replace(figure, unit=whole), here, before) or whole
    value, interval = figure.value / _HUNDRED, _hundredth(figure.interval)
    return Quantity(value, whole, kind, figure.comparator, interval)


def _hundredth(interval: Interval) -> Interval:
    """Return an interval of cents in their currency."""
    return replace(
        interval,
        low=None if interval.low is None else interval.low / _HUNDRED,
        high=None if interval.high is None else interval.high / _HUNDRED,
    )


def _percent(figure: Figure) -> Quantity:
    value = (figure.value * _HUNDRED).quantize(_PLACES)
    low, high = figure.interval.low, figure.interval.high
    if figure.comparator == Comparator.BETWEEN and low is not None and high is not None:
        interval = Interval(low * _HUNDRED, high * _HUNDRED)
    else:
        interval = interval_of(value, figure.comparator, step=_FRACTION_STEP)
    return Quantity(value, PERCENT, Kind.PERCENT, figure.comparator, interval)
