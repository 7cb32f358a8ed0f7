"""Quantities as editors read them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from claims.admin.figures import interval_words, number_words, quantity_words, span_words
from claims.quantities.quantity import Interval
from claims.services.wording import complete
from tests.factories import make_claim


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "quantity", "interval"),
    [
        ("Torvik has 189 ferries.", "189 count", "exactly 189"),
        ("Over 80 percent of the ferries in Torvik are late.", "> 80 %", "above 80"),
        ("Torvik has at most 40 ferries.", "≤ 40 count", "at most 40"),
        ("Torvik has between 30 and 40 ferries.", "30 to 40 count", "30 to 40"),
    ],
)
def test_quantity_is_read_as_it_is_worded(statement: str, quantity: str, interval: str) -> None:
    claim = make_claim(**complete({"statement": statement}))
    claim.refresh_from_db()
    assert quantity_words(claim.quantity) == quantity
    assert interval_words(claim.quantity.interval) == interval


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "0"), ("-4200", "-4,200"), ("0.50", "0.5"), ("1000", "1,000"),
        ("4500000", "4.5 million"), ("1234567", "1,234,567"), ("1E+9", "1 billion"),
        ("-2000000000000", "-2 trillion"), ("1E+26", "100,000,000,000,000 trillion"),
        ("0.000001", "0.000001"),
    ],
)  # fmt: skip
def test_digits_are_grouped(number: str, words: str) -> None:
    assert number_words(Decimal(number)) == words


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(None, None), "any value"),
        (Interval(None, Decimal(5), high_open=True), "below 5"),
        (Interval(Decimal(5), None), "at least 5"),
        (Interval(Decimal(1), Decimal(2), high_open=True), "1 to 2 (excluded)"),
    ],
)
def test_ends_of_an_interval_are_told(interval: Interval, words: str) -> None:
    assert interval_words(interval) == words


def test_length_of_time_is_told_in_its_largest_whole_unit() -> None:
    assert span_words(timedelta(hours=24)) == "1 day"
    assert span_words(timedelta(hours=36)) == "36 hours"
    assert span_words(timedelta(minutes=90)) == "90 minutes"
    assert span_words(timedelta(seconds=61)) == "61 seconds"
