"""Numbers in digits and in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.quantities.reading import only, values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", "7"),
        ("1,204", "1204"),
        ("12,34,567", "1234567"),
        ("1.234.567", "1234567"),
        ("2.345,75", "2345.75"),
        ("1\u202f204\u202f000", "1204000"),
        ("6 350 000", "6350000"),
        ("9 , 120", "9120"),
        ("0.75", "0.75"),
        (".375", "0.375"),
        ("2.5bn", "2500000000"),
        ("40k", "40000"),
        ("3 crore", "30000000"),
        ("5 lakh", "500000"),
        ("7½", "7.5"),
        ("2 1/4", "2.25"),
        ("4.2×10−3", "0.0042"),
        ("6.1x10^4", "61000"),
        ("3e5", "300000"),
        ("twelve", "12"),
        ("ninety-four", "94"),
        ("nineteen hundred", "1900"),
        ("four hundred and eleven", "411"),
        ("six thousand two hundred and five", "6205"),
        ("3 thousand", "3000"),
        ("two and a half", "2.5"),
        ("one and a half million", "1500000"),
        ("4 million and a half", "4500000"),
        ("half a million", "500000"),
        ("three quarters of a million", "750000"),
        ("five dozen", "60"),
        ("a hundred", "100"),
        ("seven point two five", "7.25"),
        ("a couple of hundred", "200"),
        ("minus 8", "-8"),
    ],
)
def test_a_number_is_read_in_every_spelling(written, value):
    assert values(f"They counted {written} seals there.") == [Decimal(value)]


@pytest.mark.parametrize(
    ("wording", "percent"),
    [
        ("A third of the seals", "33.3333"),
        ("Two-thirds of the seals", "66.6667"),
        ("Half the seals", "50"),
        ("One in five seals", "20"),
        ("Nine out of ten seals", "90"),
        ("One seal in eight", "12.5"),
        ("Three fifths of the seals", "60"),
    ],
)
def test_a_fraction_of_something_is_a_share_in_percent(wording, percent):
    assert values(f"{wording} were young.") == [Decimal(percent)]


@pytest.mark.parametrize(
    "wording",
    ["a third party", "the second half", "half past nine", "a quarter-final", "the fifth floor"],
)
def test_an_ordinal_or_idiom_is_no_fraction(wording):
    assert values(f"It was {wording} that mattered.") == []


def test_a_plural_scale_word_names_an_order_of_magnitude():
    interval = only("Tens of thousands of seals came.").quantity.interval
    assert (interval.low, interval.high) == (10_000, 100_000)


def test_digits_too_long_for_a_quantity_are_left_alone():
    assert values("The key 123456789012345678901234567890 opened it.") == []
