"""A claim's columns from its statement, with what an editor or a client gave taking precedence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from claims.models import Claim
from claims.models.figures import can_be_kept, plain
from claims.quantities import NotAQuantity, read_statement
from claims.quantities.comparators import interval_of
from claims.quantities.mention import Mention
from claims.quantities.periods import Period
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity
from claims.quantities.units import UnknownUnit, canonical, kind_of

FIGURE = ("value", "unit", "comparator", "low", "high", "low_open", "high_open")
WORDS = {"subject": 300, "measure": 300, "place": 200}  # columns and their lengths


class WordingError(Exception):
    """The fields do not make a claim; `errors` gives the reason for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in errors.items()))
        self.errors = errors


def complete(fields: Mapping[str, Any], stored: Claim | None = None) -> dict[str, Any]:
    """Return the columns of a claim: `fields`, completed by what the statement says.

    `as_of` is a Period or None. With `stored`, `fields` are changes: a new statement is read again,
    except where the stored columns differ from what the old statement says (somebody set them).
    Raises WordingError: also when no quantity can be read and none was given.
    """
    columns = {name: value for name, value in fields.items() if name not in (*FIGURE, "as_of")}
    period = _given_period(fields, stored)
    reading = _read(fields, stored, period)
    for name, length in WORDS.items():
        if name not in fields and reading is not None and not _was_set(name, stored):
            columns[name] = getattr(reading, name)[:length]
    if "role" not in fields and reading is not None and not _was_set("role", stored):
        columns["role"] = reading.role.value
    quantity = _quantity(fields, stored, reading)
    if quantity is not None:
        if not can_be_kept(quantity):
            at = "value" if fields.get("value") is not None else "statement"
            raise WordingError({at: "the number is too large, too small or too long to be kept"})
        columns |= Claim.columns_of(quantity)
    if "as_of" in fields or stored is None:
        if "as_of" not in fields and reading is not None and reading.period_stated:
            period = reading.period
        columns |= Claim.period_columns(period)
    return columns


def _given_period(fields: Mapping[str, Any], stored: Claim | None) -> Period | None:
    if "as_of" in fields:
        return fields["as_of"]  # type: ignore[no-any-return]
    return stored.period if stored else None


def _read(fields: Mapping[str, Any], stored: Claim | None, period: Period | None) -> Mention | None:
    """Return what the new statement says; None when there is none, or all of it is given."""
    statement = fields.get("statement")
    if statement is None or (stored and statement == stored.statement):
        return None
    try:
        return read_statement(statement, as_of=period)
    except NotAQuantity as error:
        if fields.get("value") is not None and fields.get("unit"):
            return None
        raise WordingError({"statement": str(error)}) from None


def _was_set(name: str, stored: Claim | None) -> bool:
    """Whether somebody set a stored column to something else than its statement says."""
    if stored is None:
        return False
    try:
        reading = read_statement(stored.statement, as_of=stored.period)
    except NotAQuantity:
        return True
    if name == "quantity":
        return reading.quantity != stored.quantity
    if name == "role":
        return reading.role.value != stored.role
    return bool(getattr(stored, name) != getattr(reading, name)[: WORDS[name]])


def _quantity(
    fields: Mapping[str, Any], stored: Claim | None, reading: Mention | None
) -> Quantity | None:
    """Return the quantity to store; None when it stays as it is."""
    base = stored.quantity if stored else None
    if reading is not None and not _was_set("quantity", stored):
        base = reading.quantity
    if any(name in fields for name in FIGURE):
        return _overridden(fields, base)
    return base if reading is not None else None


def _overridden(fields: Mapping[str, Any], base: Quantity | None) -> Quantity:
    unit = _unit(fields, base)
    comparator = _comparator(fields, base)
    interval = _interval(fields, base, comparator, unit)
    value = fields.get("value")
    if value is None:
        value = _value(fields, base, interval)
    hull = Interval(interval.low, interval.high)
    if not hull.overlaps(Interval(value, value)):
        raise WordingError({"value": f"{value:f} lies outside its interval {interval}"})
    return Quantity(value, unit, kind_of(unit), comparator, interval)


def _unit(fields: Mapping[str, Any], base: Quantity | None) -> str:
    name = fields.get("unit") or (base.unit if base else None)
    if not name:
        raise WordingError({"unit": "is required where none can be read from the statement"})
    try:
        return canonical(name)
    except UnknownUnit as error:
        raise WordingError({"unit": str(error)}) from None


def _comparator(fields: Mapping[str, Any], base: Quantity | None) -> Comparator:
    if fields.get("comparator"):
        return Comparator(fields["comparator"])
    if fields.get("low") is not None and fields.get("high") is not None:
        return Comparator.BETWEEN if fields["low"] != fields["high"] else Comparator.EXACT
    if base is None or (fields.get("value") is not None and base.comparator == Comparator.BETWEEN):
        return Comparator.EXACT
    return base.comparator


def _interval(
    fields: Mapping[str, Any], base: Quantity | None, comparator: Comparator, unit: str
) -> Interval:
    low, high = fields.get("low"), fields.get("high")
    if "low" in fields or "high" in fields:
        return _given_interval(fields, low, high)
    if comparator == Comparator.BETWEEN:
        if base is None or base.comparator != Comparator.BETWEEN:
            raise WordingError({"low": "“between” needs both ends, low and high"})
        interval = base.interval
    elif fields.get("value") is None and "comparator" not in fields and base is not None:
        interval = base.interval
    else:
        value = _stated_value(fields, base)
        interval = interval_of(value, comparator, step=_step(value, unit))
    return _with_open_ends(fields, interval)


def _stated_value(fields: Mapping[str, Any], base: Quantity | None) -> Decimal:
    if fields.get("value") is not None:
        return Decimal(fields["value"])
    if base is None:
        raise WordingError({"value": "is required where none can be read"})
    return base.value


def _given_interval(
    fields: Mapping[str, Any], low: Decimal | None, high: Decimal | None
) -> Interval:
    if low is not None and high is not None and low > high:
        raise WordingError({"low": f"{low:f} lies above high, {high:f}"})
    return _with_open_ends(fields, Interval(low, high))


def _with_open_ends(fields: Mapping[str, Any], interval: Interval) -> Interval:
    low_open = fields.get("low_open", interval.low_open)
    high_open = fields.get("high_open", interval.high_open)
    for end, value, is_open in (
        ("low", interval.low, low_open),
        ("high", interval.high, high_open),
    ):
        if is_open and value is None:
            raise WordingError({f"{end}_open": f"{end} has no value that could be excluded"})
    if interval.low is not None and interval.low == interval.high and (low_open or high_open):
        raise WordingError({"low_open": "an interval of one value cannot exclude its ends"})
    return Interval(interval.low, interval.high, low_open, high_open)


def _value(fields: Mapping[str, Any], base: Quantity | None, interval: Interval) -> Decimal:
    """Return the stated value where only an interval is given: its middle, or its one end."""
    if base is not None and "low" not in fields and "high" not in fields:
        return base.value
    ends = [end for end in (interval.low, interval.high) if end is not None]
    if not ends:
        raise WordingError({"value": "is required where the interval has no ends"})
    middle = plain(sum(ends, Decimal(0)) / len(ends))
    assert middle is not None
    return middle


def _step(value: Decimal, unit: str) -> Decimal:
    """Return the worth of the last digit written; what is counted one by one has none."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or (kind_of(unit) == Kind.COUNT and exponent >= 0):
        return Decimal(0)
    return Decimal(1).scaleb(exponent)
