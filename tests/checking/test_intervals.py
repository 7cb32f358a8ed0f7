"""Interval arithmetic keeps every possible value, open and unbounded ends included."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from claims.checking.intervals import HoldsZero, add, divide, scale, subtract, total
from claims.quantities.quantity import Interval


def interval(text: str) -> Interval:
    """Read "[1, 2)" as it is written."""
    low, high = text[1:-1].split(", ")
    bounds = [None if end.endswith("inf") else Decimal(end) for end in (low, high)]
    is_open = (text[0] == "(" and bounds[0] is not None, text[-1] == ")" and bounds[1] is not None)
    return Interval(bounds[0], bounds[1], *is_open)


SUMS = [
    ("[1, 2]", "[10, 20]", "[11, 22]"),
    ("(1, 2]", "[10, 20)", "(11, 22)"),
    ("(80, +inf)", "[20, 20]", "(100, +inf)"),
    ("(-inf, 5]", "(80, +inf)", "(-inf, +inf)"),
    ("[-3, 4]", "[-0.5, 0.5]", "[-3.5, 4.5]"),
]


@pytest.mark.parametrize(("one", "other", "expected"), SUMS)
def test_sum_holds_all_sums(one: str, other: str, expected: str) -> None:
    assert str(add(interval(one), interval(other))) == expected


DIFFERENCES = [
    ("[10, 20]", "[1, 2]", "[8, 19]"),
    ("[10, 20]", "(1, 2]", "[8, 19)"),
    ("[10, 20]", "[1, +inf)", "(-inf, 19]"),
    ("(80, +inf)", "(80, +inf)", "(-inf, +inf)"),
]


@pytest.mark.parametrize(("one", "other", "expected"), DIFFERENCES)
def test_difference_holds_all_differences(one: str, other: str, expected: str) -> None:
    assert str(subtract(interval(one), interval(other))) == expected


QUOTIENTS = [
    ("[10, 20]", "[2, 5]", "[2, 10]"),
    ("[10, 20)", "(2, 5]", "[2, 10)"),
    ("[-10, 20]", "[2, 5]", "[-5, 10]"),
    ("[10, 20]", "[-5, -2]", "[-10, -2]"),
    ("[-20, -10]", "[-5, -2]", "[2, 10]"),
    ("[1, 2]", "(0, 4]", "[0.25, +inf)"),
    ("[1, 2]", "[-4, 0)", "(-inf, -0.25]"),
    ("[-1, 2]", "(0, 4]", "(-inf, +inf)"),
    ("[0, 2]", "(0, 4]", "[0, +inf)"),
    ("(0, 2]", "(0, 4]", "(0, +inf)"),
    ("[1, 2]", "[4, +inf)", "(0, 0.5]"),
    ("[4, +inf)", "[2, 4]", "[1, +inf)"),
    ("[1, +inf)", "[1, +inf)", "(0, +inf)"),
    ("[0, 0]", "[1, +inf)", "[0, 0]"),
    ("(-inf, -4]", "[2, 4]", "(-inf, -1]"),
]


@pytest.mark.parametrize(("one", "other", "expected"), QUOTIENTS)
def test_quotient_holds_all_quotients(one: str, other: str, expected: str) -> None:
    assert str(divide(interval(one), interval(other))) == expected


@pytest.mark.parametrize("divisor", ["[0, 0]", "[0, 5]", "[-1, 1]", "(-inf, +inf)", "(-1, 0]"])
def test_division_by_what_may_be_zero_is_refused(divisor: str) -> None:
    with pytest.raises(HoldsZero, match="may be zero"):
        divide(interval("[1, 2]"), interval(divisor))


def test_quotient_without_an_end_of_digits_is_rounded_outwards() -> None:
    third = divide(interval("[1, 1]"), interval("[3, 3]"))
    assert third.low is not None and third.high is not None
    assert Fraction(third.low) < Fraction(1, 3) < Fraction(third.high)
    assert third.high - third.low < Decimal("1e-33")


def test_total_and_scale() -> None:
    parts = [interval("[1, 2]"), interval("(3, 4]"), interval("[5, 5]")]
    assert str(total(parts)) == "(9, 11]"
    assert str(total([])) == "[0, 0]"
    assert str(scale(interval("(0.25, +inf)"), 100)) == "(25, +inf)"
