"""The one vocabulary of units: canonical names, what may be compared, and exact conversion.

A unit is a name of the data files ("km", "percent", "EUR"), or two of them joined by "per"
("count per day", "EUR per m2"). What a rate is counted in may be any noun, with a number where the
text gives one ("count per 100,000 people").
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from claims.quantities import pint_units, unit_table
from claims.quantities.quantity import Kind
from claims.quantities.unit_table import Unit

COUNT = "count"
PERCENT = "percent"

_PER = re.compile(r"\s+per\s+|\s*/\s*")
_DENOMINATOR = re.compile(r"(?:(\d[\d,]*(?:\.\d+)?)\s+)?([^\W\d_][\w .'’-]*)")
_EXACT = Context(prec=34)


class UnknownUnit(ValueError):
    """No unit goes by this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no unit goes by the name {name!r}")
        self.name = name


class IncompatibleUnits(ValueError):
    """Two units measure different things."""

    def __init__(self, from_unit: str, to_unit: str) -> None:
        super().__init__(
            f"{from_unit} ({dimension(from_unit)}) cannot be converted"
            f" to {to_unit} ({dimension(to_unit)})"
        )
        self.from_unit = from_unit
        self.to_unit = to_unit

    def __reduce__(self) -> tuple[type[IncompatibleUnits], tuple[str, str]]:
        return type(self), (self.from_unit, self.to_unit)


ALIASES = unit_table.load()
_BY_NAME: dict[str, Unit] = {}
_BY_SYMBOL: dict[str, Unit] = {}
_BY_WORD: dict[str, Unit] = {}
for _alias in ALIASES:
    _BY_NAME.setdefault(_alias.unit.name, _alias.unit)
    _BY_WORD.setdefault(_alias.unit.long_name, _alias.unit)
    (_BY_SYMBOL if _alias.is_symbol else _BY_WORD).setdefault(_alias.text, _alias.unit)


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """Return the canonical name of the unit that `name` writes; raise UnknownUnit."""
    numerator, *denominators = _PER.split(" ".join(name.split()))
    whole = _find(" ".join(name.split()))
    if whole:
        return whole.name
    first = _find(numerator) or pint_units.find(numerator)
    if not first or not all(denominators):
        raise UnknownUnit(name)
    return " per ".join([first.name, *(_denominator(part, name) for part in denominators)])


@lru_cache(maxsize=4096)
def kind_of(unit: str) -> Kind:
    """Return the family a canonical unit belongs to (a rate belongs to that of its first part)."""
    return _part(unit.split(" per ")[0], unit).kind


@lru_cache(maxsize=4096)
def dimension(unit: str) -> str:
    """Return the key that two units share exactly when one can be converted to the other."""
    numerator, *denominators = unit.split(" per ")
    parts = [_part(numerator, unit).dimension]
    parts += [_denominator_unit(part)[1] for part in denominators]
    return "/".join(parts)


@lru_cache(maxsize=4096)
def long_name(unit: str) -> str:
    """Return the name written out: "kilometer per hour" for "km per hour"."""
    numerator, *denominators = unit.split(" per ")
    names = [_part(numerator, unit).long_name]
    names += [_BY_NAME[part].long_name if part in _BY_NAME else part for part in denominators]
    return " per ".join(names)


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """Return `value` expressed in `to_unit`; raise IncompatibleUnits when they measure different
    things. The result is exact wherever 34 digits can hold it."""
    if from_unit == to_unit:
        return value
    if dimension(from_unit) != dimension(to_unit):
        raise IncompatibleUnits(from_unit, to_unit)
    from_size, from_offset = _size(from_unit)
    to_size, to_offset = _size(to_unit)
    result = (Fraction(value) + from_offset) * from_size / to_size - to_offset
    return _decimal(result)


def _find(name: str) -> Unit | None:
    low = name.lower()
    return (
        _BY_NAME.get(name)
        or _BY_SYMBOL.get(name)
        or _BY_WORD.get(low)
        or _BY_NAME.get(low)
        or _BY_NAME.get(name.upper())
    )


def _part(name: str, unit: str) -> Unit:
    found = _BY_NAME.get(name) or pint_units.find(name)
    if found is None:
        raise UnknownUnit(unit)
    return found


def _denominator(text: str, name: str) -> str:
    unit = _find(text)
    if unit:
        return unit.name
    if not _DENOMINATOR.fullmatch(text):
        raise UnknownUnit(name)
    return text.lower()


@lru_cache(maxsize=4096)
def _denominator_unit(text: str) -> tuple[Fraction, str]:
    """Return the size and the dimension of what stands after "per"."""
    if text in _BY_NAME:
        return _BY_NAME[text].size, _BY_NAME[text].dimension
    match = _DENOMINATOR.fullmatch(text)
    if not match:
        raise UnknownUnit(text)
    number, noun = match.groups()
    unit = _find(noun)
    size = Fraction(number.replace(",", "")) if number else Fraction(1)
    return (size * unit.size, unit.dimension) if unit else (size, _ONE_OF.get(noun, noun))


# People are counted under several names.
_ONE_OF = dict.fromkeys(
    ("people", "persons", "person", "inhabitants", "inhabitant", "residents", "resident",
     "capita", "head", "population"),
    "person",
)  # fmt: skip


def _size(unit: str) -> tuple[Fraction, Fraction]:
    numerator, *denominators = unit.split(" per ")
    first = _part(numerator, unit)
    if not denominators:
        return first.size, first.offset
    size = first.size
    for part in denominators:
        size /= _denominator_unit(part)[0]
    return size, Fraction(0)


def _decimal(value: Fraction) -> Decimal:
    try:
        return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    except InvalidOperation:  # pragma: no cover - a Fraction of finite Decimals always divides
        raise ValueError(f"{value} cannot be written as a decimal") from None
