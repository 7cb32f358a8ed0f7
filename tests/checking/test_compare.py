"""Two quantities as they are worded: what fits, what differs, what cannot be told."""

from decimal import Decimal

import pytest

from claims.checking.compare import Outcome, compare
from claims.checking.stance import Stance
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity

SUPPORTS, CONTRADICTS, UNCLEAR = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.UNCLEAR


def exact(value, half_step="0", unit="count"):
    number, half = Decimal(value), Decimal(half_step)
    interval = Interval(number - half, number + half)
    return Quantity(number, unit, Kind.COUNT, Comparator.EXACT, interval)


def about(value, share="0.05", unit="count"):
    number = Decimal(value)
    reach = number * Decimal(share)
    interval = Interval(number - reach, number + reach)
    return Quantity(number, unit, Kind.COUNT, Comparator.ABOUT, interval)


def over(value, unit="count"):
    number = Decimal(value)
    interval = Interval(number, None, low_open=True)
    return Quantity(number, unit, Kind.COUNT, Comparator.MORE_THAN, interval)


def at_least(value, unit="count"):
    number = Decimal(value)
    return Quantity(number, unit, Kind.COUNT, Comparator.AT_LEAST, Interval(number, None))


def under(value, unit="count"):
    number = Decimal(value)
    interval = Interval(None, number, high_open=True)
    return Quantity(number, unit, Kind.COUNT, Comparator.LESS_THAN, interval)


def between(low, high, unit="count"):
    ends = Decimal(low), Decimal(high)
    return Quantity(
        sum(ends, Decimal(0)) / 2, unit, Kind.COUNT, Comparator.BETWEEN, Interval(*ends)
    )


MILLION = "000000"


@pytest.mark.parametrize(
    ("claimed", "found", "stance"),
    [
        # a rounder claim covers what rounds to it
        (exact("5400000", "50000"), exact("5380000", "5000"), SUPPORTS),
        (exact("5400000", "50000"), exact("5600000", "50000"), CONTRADICTS),
        # a rounder source agrees with a finer claim
        (exact("5380000", "5000"), exact("5400000", "50000"), SUPPORTS),
        (exact("1482"), about("1500"), SUPPORTS),
        (exact("12940"), exact("12900"), SUPPORTS),
        # ... but small counts are not rounded without a word that says so
        (exact("189"), exact("190"), CONTRADICTS),
        (exact("41"), exact("40"), CONTRADICTS),
        # "about"
        (about("300"), exact("296"), SUPPORTS),
        (about("300"), exact("450"), CONTRADICTS),
        # bounds against figures: a figure is taken at its value
        (over("79", "percent"), exact("79", "0.5", "percent"), CONTRADICTS),
        (at_least("79", "percent"), exact("79", "0.5", "percent"), SUPPORTS),
        (over("70"), exact("81"), SUPPORTS),
        (under("10"), exact("8.7"), SUPPORTS),
        (under("10"), exact("10"), CONTRADICTS),
        (over("5" + MILLION), exact("5" + MILLION), CONTRADICTS),
        (over("430"), about("480"), SUPPORTS),
        (over("430"), about("400"), CONTRADICTS),
        # figures against bounds
        (exact("5380000", "5000"), over("4" + MILLION), UNCLEAR),
        (exact("80"), over("80"), CONTRADICTS),
        (exact("60"), over("80"), CONTRADICTS),
        # bounds against bounds
        (over("50"), over("60"), SUPPORTS),
        (over("50"), over("50"), SUPPORTS),
        (over("50"), under("40"), CONTRADICTS),
        (over("50"), under("80"), UNCLEAR),
        (over("3" + MILLION), over("2300000"), CONTRADICTS),
        (over("3" + MILLION), over("2" + MILLION), UNCLEAR),
        # ranges
        (between("180", "200"), exact("188"), SUPPORTS),
        (between("180", "200"), exact("210"), CONTRADICTS),
        (between("110", "120"), between("75", "80"), CONTRADICTS),
        (between("110", "120"), between("112", "118"), SUPPORTS),
        (exact("30"), between("20", "40"), SUPPORTS),
        # units
        (exact("100", "0.5", "km"), exact("62", "0.5", "mile"), SUPPORTS),
        (exact("48", "0.5", "km"), exact("35", "0.5", "mile"), CONTRADICTS),
    ],
)
def test_figures_are_compared_as_worded(claimed, found, stance):
    assert compare(claimed, found).stance == stance


def test_percent_and_percentage_points_do_not_meet():
    found = exact("5", "0.5", "percentage point")
    comparison = compare(exact("5", "0.5", "percent"), found)
    assert comparison == (UNCLEAR, Outcome.OTHER_DIMENSION, Interval(*_ends("4.5", "5.5")), None)


def test_an_unknown_unit_is_another_dimension():
    assert compare(exact("5"), exact("5", unit="wibble")).outcome == Outcome.OTHER_DIMENSION


def test_both_intervals_are_told_in_the_unit_of_the_claim():
    comparison = compare(exact("2", "0", "km"), exact("1500", "0", "m"))
    assert comparison.claimed == Interval(*_ends("2", "2"))
    assert comparison.found == Interval(*_ends("1.5", "1.5"))


def _ends(low, high):
    return Decimal(low), Decimal(high)
