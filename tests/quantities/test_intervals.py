"""Comparators, ranges, and the interval that a wording leaves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from claims.quantities import Comparator, Role
from tests.quantities.reading import mentions, only, value_units, values


@pytest.mark.parametrize(
    ("wording", "comparator"),
    [
        ("140 seals", Comparator.EXACT),
        ("exactly 140 seals", Comparator.EXACT),
        ("about 140 seals", Comparator.ABOUT),
        ("some 140 seals", Comparator.ABOUT),
        ("close to 140 seals", Comparator.ABOUT),
        ("140 or so seals", Comparator.ABOUT),
        ("over 140 seals", Comparator.MORE_THAN),
        ("well over 140 seals", Comparator.MORE_THAN),
        ("north of 140 seals", Comparator.MORE_THAN),
        ("at least 140 seals", Comparator.AT_LEAST),
        ("no fewer than 140 seals", Comparator.AT_LEAST),
        ("140 or more seals", Comparator.AT_LEAST),
        ("140+ seals", Comparator.AT_LEAST),
        ("just under 140 seals", Comparator.LESS_THAN),
        ("fewer than 140 seals", Comparator.LESS_THAN),
        ("sub-140 seals", Comparator.LESS_THAN),
        ("up to 140 seals", Comparator.AT_MOST),
        ("as many as 140 seals", Comparator.AT_MOST),
        ("no more than 140 seals", Comparator.AT_MOST),
        ("140 seals at most", Comparator.AT_MOST),
        ("between 120 and 160 seals", Comparator.BETWEEN),
    ],
)
def test_the_words_around_a_number_are_its_comparator(wording, comparator):
    quantity = only(f"The bay holds {wording}.").quantity
    assert (quantity.value, quantity.comparator) == (140, comparator)


@pytest.mark.parametrize(
    ("wording", "interval"),
    [
        ("189 seals", "[189, 189]"),
        ("70 percent", "[69.5, 70.5)"),
        ("70.0 percent", "[69.95, 70.05)"),
        ("5.4 million seals", "[5350000, 5450000)"),
        ("over 80 seals", "(80, +inf)"),
        ("at least 80 seals", "[80, +inf)"),
        ("fewer than 80 seals", "(-inf, 80)"),
        ("up to 40 seals", "(-inf, 40]"),
        ("30 to 40 seals", "[30, 40]"),
        ("20 ± 3 seals", "[17, 23]"),
    ],
)
def test_a_wording_allows_an_interval(wording, interval):
    assert str(only(f"They saw {wording}.").quantity.interval) == interval


def test_about_is_wider_than_the_bare_figure():
    about = only("The share is about 70 percent.").quantity.interval
    assert about.contains(only("The share is 70 percent.").quantity.interval)
    assert about.contains(only("The share is 70.0 percent.").quantity.interval)


@pytest.mark.parametrize(
    "wording",
    [
        "30 to 40 seals",
        "30–40 seals",
        "30 - 40 seals",
        "from 30 to 40 seals",
        "30 through 40 seals",
    ],
)
def test_a_range_is_one_figure(wording):
    interval = only(f"The bay holds {wording}.").quantity.interval
    assert (interval.low, interval.high) == (30, 40)


@pytest.mark.parametrize(
    ("wording", "low", "high"),
    [
        ("$3 billion to $5 billion", 3_000_000_000, 5_000_000_000),
        ("€11 to 13 million", 11_000_000, 13_000_000),
        ("5k-20k", 5_000, 20_000),
        ("8- to 16-metre", 8, 16),
    ],
)
def test_the_ends_of_a_range_share_scale_and_unit(wording, low, high):
    interval = only(f"It was a {wording} job.").quantity.interval
    assert (interval.low, interval.high) == (low, high)


@pytest.mark.parametrize(
    "sentence",
    [
        "Oil rose $1.15 to $78.40.",
        "The park was enlarged by 250 hectares to 1,650 hectares.",
        "The dividend was raised by 5 cents to 45 cents.",
        "The herd grew by 40 to 640.",
    ],
)
def test_how_far_and_where_to_are_two_values(sentence):
    step, level = mentions(sentence)
    assert (step.role, level.role) == (Role.CHANGE, Role.LEVEL)


def test_up_to_is_no_limit_where_something_rose():
    assert mentions("The club put its fee up to $85.")[0].quantity.comparator == Comparator.EXACT
    assert mentions("The club takes up to $85.")[0].quantity.comparator == Comparator.AT_MOST


def test_a_move_from_one_level_to_another_is_two_values():
    assert values("Its herd rose from 30 to 40 animals.") == [30, 40]


def test_numbers_of_a_list_share_the_unit_of_the_last():
    assert value_units("Doses of 45 and 50 mg were given.") == [
        ("45", "milligram"),
        ("50", "milligram"),
    ]


def test_over_a_time_spreads_and_does_not_compare():
    found = mentions("It will invest €600 million over five years.")
    assert "five years" in [mention.quote for mention in found]


def test_a_value_keeps_its_digits():
    assert only("It earned $4.50.").quantity.value == Decimal("4.50")
