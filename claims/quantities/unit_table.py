"""The units and currencies we know, read from the two data files beside this package's code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from claims.quantities.quantity import Kind

_DATA = Path(__file__).with_name("data")
_PREFIXES = {
    "G": ("giga", Fraction(10**9)),
    "T": ("tera", Fraction(10**12)),
    "M": ("mega", Fraction(10**6)),
    "k": ("kilo", Fraction(1000)),
    "h": ("hecto", Fraction(100)),
    "m": ("milli", Fraction(1, 1000)),
    "μ": ("micro", Fraction(1, 10**6)),
    "n": ("nano", Fraction(1, 10**9)),
    "p": ("pico", Fraction(1, 10**12)),
}
_KINDS = {
    "count": Kind.COUNT,
    "times": Kind.COUNT,
    "percent": Kind.PERCENT,
    "percentage point": Kind.PERCENT,
    "temperature": Kind.TEMPERATURE,
    "duration": Kind.DURATION,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `dimension` says what it may be compared with, `size` how big it is there.

    A value in the dimension's first unit is (value + offset) * size.
    """

    name: str
    long_name: str
    kind: Kind
    dimension: str
    size: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a unit. A symbol is matched as written, a word in any case."""

    text: str
    unit: Unit
    is_symbol: bool
    needs_scale: bool = False  # the word means the unit only after "million" and the like
    goes_before: bool = False  # it may stand before the number, as "$" does
    is_name: bool = False  # the canonical name, which prose need not use


def load() -> tuple[Alias, ...]:
    """Return every alias of every unit; the first alias of a text wins over later ones."""
    return (*_units(), *_currencies())


def plurals(word: str) -> Iterator[str]:
    """Yield `word` itself and its regular plurals ("degree celsius", "degrees celsius")."""
    yield word
    first, space, rest = word.partition(" ")
    if space:
        yield f"{first}s {rest}"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        yield word[:-1] + "ies"
    elif word.endswith(("s", "x", "ch", "sh")):
        yield word + "es"
    else:
        yield word + "s"


def _lines(name: str) -> Iterator[list[str]]:
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [part.strip() for part in line.split(";")]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _units() -> Iterator[Alias]:
    for fields in _lines("units.txt"):
        name, long_name, dimension, size, symbols, words, prefixes = (*fields, "")[:7]
        unit = _unit(name, long_name, dimension, size)
        yield Alias(name, unit, is_symbol=True, is_name=True)
        yield from _aliases(unit, symbols.split(), _words(words))
        for prefix in prefixes.split():
            yield from _prefixed(unit, prefix, symbols.split(), _words(words))


def _unit(name: str, long_name: str, dimension: str, size: str) -> Unit:
    factor, _, offset = size.partition(" ")
    return Unit(
        name,
        long_name,
        _KINDS.get(dimension, Kind.DIMENSION),
        dimension,
        Fraction(factor),
        Fraction(Decimal(offset)) if offset else Fraction(0),
    )


def _prefixed(unit: Unit, prefix: str, symbols: list[str], words: list[str]) -> Iterator[Alias]:
    word, factor = _PREFIXES[prefix]
    multiple = Unit(
        word + unit.name, word + unit.long_name, unit.kind, unit.dimension, unit.size * factor
    )
    spellings = [prefix + symbol for symbol in symbols]
    if prefix == "μ":
        spellings += ["µ" + symbol for symbol in symbols]
    yield Alias(multiple.name, multiple, is_symbol=True, is_name=True)
    yield from _aliases(multiple, spellings, [word + name for name in words])


def _aliases(unit: Unit, symbols: list[str], words: list[str]) -> Iterator[Alias]:
    for symbol in symbols:
        yield Alias(symbol, unit, is_symbol=True)
    for word in words:
        for form in plurals(word):
            yield Alias(form, unit, is_symbol=False)


def _currencies() -> Iterator[Alias]:
    for name, part_of, signs, words in _lines("currencies.txt"):
        unit = _currency(name, part_of)
        yield Alias(name, unit, is_symbol=True, is_name=True)
        for sign in signs.split():
            yield Alias(sign, unit, is_symbol=True, goes_before=True)
        for word in _words(words):
            bare = word.strip("()")
            for form in plurals(bare):
                yield Alias(form, unit, is_symbol=False, needs_scale=bare != word)


def _currency(name: str, part_of: str) -> Unit:
    match = re.fullmatch(r"(\d+) of (\S+)", part_of)
    if not match:
        return Unit(name, name, Kind.CURRENCY, name, Fraction(1))
    whole = name if match[2] == "*" else match[2]
    size = Fraction(1) if match[2] == "*" else Fraction(1, int(match[1]))
    return Unit(name, name, Kind.CURRENCY, whole, size)
