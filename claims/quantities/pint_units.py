"""Physical units beyond our own table, by their full names, from pint's definitions.

Our table holds what prose uses, with the spellings prose uses. A claim's unit may also be any other
unit that pint defines ("slug", "becquerel"). Symbols and prefixes are left out: pint would read
"cats" as centi-atmospheres.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from claims.quantities.quantity import Kind
from claims.quantities.unit_table import Unit

_SHORTEST = 3
_LONGEST = 40


@lru_cache(maxsize=4096)
def find(name: str) -> Unit | None:
    """Return the unit that pint defines under the full name `name` (singular or plural)."""
    word = name.lower()
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalpha()):
        return None
    readings = _registry().parse_unit_name(word)
    names = {unit for prefix, unit, _ in readings if not prefix}
    if len(names) != 1 or not word.startswith(found := names.pop()):
        return None
    return _unit(found)


def _unit(name: str) -> Unit | None:
    """Return the unit as ours are; None for one that has an offset or no dimension."""
    registry = _registry()
    one = registry.Quantity(Decimal(1), name)
    # Asked first: of a logarithmic unit ("decibel") pint cannot tell the other in decimals.
    if not one._is_multiplicative or one.dimensionless:
        return None
    dimension, base = _dimension(one)
    size = one.to(base).magnitude if base else one.to_base_units().magnitude
    return Unit(name, name, Kind.DIMENSION, dimension, Fraction(size))


def _dimension(one: Any) -> tuple[str, str | None]:
    """Return our name of the quantity's dimension and its first unit, or pint's name of it."""
    for dimension, base in _OURS.items():
        if one.check(_registry().Quantity(Decimal(1), base).dimensionality):
            return dimension, base
    return str(one.dimensionality), None


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint  # takes a sixth of a second, and most runs never ask

    return pint.UnitRegistry(non_int_type=Decimal)


# The dimensions of our table, each with the unit whose size is 1 there.
_OURS = {
    "length": "meter",
    "area": "meter ** 2",
    "volume": "meter ** 3",
    "mass": "gram",
    "duration": "second",
    "length/duration": "meter / second",
    "energy": "joule",
    "power": "watt",
    "pressure": "pascal",
    "force": "newton",
    "voltage": "volt",
}
