"""Put cents and pence in the currency they are a part of."""

from __future__ import annotations

from claims.quantities.quantity import Kind
from claims.quantities.units import dimension, kind_of

_MINOR = {"penny": "GBP", "euro cent": "EUR", "sen": "MYR", "öre": "SEK", "paise": "INR",
          "kopeck": "RUB"}  # fmt: skip
_HAS_CENTS = frozenset(["EUR", "USD", "AUD", "CAD", "NZD", "HKD", "SGD", "ZAR"])


def whole_currency(unit: str, seen: list[str]) -> str:
    """Return the unit with a minor currency replaced by the whole one.

    Cents belong to the currency with cents that was named last, in dollars where none was. A
    currency that `unit` names is added to `seen`.
    """
    first, _, rate = unit.partition(" per ")
    if kind_of(unit) != Kind.CURRENCY:
        return unit
    whole = _MINOR.get(first)
    if first == "cent":
        whole = next((code for code in reversed(seen) if code in _HAS_CENTS), "USD")
    if whole is None:
        if dimension(first) == first:
            seen.append(first)
        return unit
    return f"{whole} per {rate}" if rate else whole
