"""The one quantity of a statement, and what is worth tracking in a text."""

from __future__ import annotations

import pytest

from claims.quantities import NotAQuantity, Period, read_statement
from tests.quantities.reading import mentions, plain, tracked


@pytest.mark.parametrize(
    ("statement", "value", "unit"),
    [
        ("Beijing has 189 foreign-funded enterprises with R&D functions", "189", "count"),
        ("Sales rose 6.2 percent to $1.45 billion in 2023", "1450000000", "USD"),
        ("The herd has climbed to 221, up from 189 two years earlier", "221", "count"),
        ("One in ten pupils gets free lunches", "10", "percent"),
        ("The ferry no longer costs 14 euros but 16", "16", "EUR"),
        ("The mast (12 tonnes) is 64 metres tall", "64", "m"),
        ("Exports grew by 8 percent", "8", "percent"),
    ],
)
def test_a_statement_asserts_one_quantity(statement, value, unit):
    quantity = read_statement(statement).quantity
    assert (plain(quantity.value), quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("", "empty"),
        ("The bridge is long.", "no number"),
        ("The Boeing 747 first flew in 1969.", "only dates, names or codes"),
    ],
)
def test_a_statement_without_a_quantity_is_refused_with_the_reason(statement, reason):
    with pytest.raises(NotAQuantity, match=reason):
        read_statement(statement)


def test_a_statement_without_a_time_takes_that_of_the_claim():
    as_of = Period.parse("2022-08")
    assert read_statement("The port employs 420 people.", as_of=as_of).period == as_of
    named = read_statement("In 2019 the port employed 420 people.", as_of=as_of)
    assert str(named.period) == "2019"


@pytest.mark.parametrize(
    ("statement", "subject", "measure"),
    [
        (
            "Beijing has 189 foreign-funded enterprises with R&D functions",
            "Beijing",
            "foreign-funded enterprises with R&D functions",
        ),
        ("Nordbank served over 5 million savers in 2021.", "Nordbank", "savers"),
        ("France has a population of 67.5 million.", "France", "population"),
        ("The jobless rate in Velden is 6.2 percent.", "jobless rate in Velden", "jobless rate"),
        ("Nordbank's revenue was €4 million.", "Nordbank's revenue", "revenue"),
        ("Velden spent €4 million on roads.", "Velden", "spent on roads"),
        ("Auditors put the cost of the dam at €4 million.", "Auditors", "cost of the dam"),
        ("The bank raised its key rate to 4 percent.", "bank", "key rate"),
    ],
)
def test_a_statement_has_a_subject_and_a_measure(statement, subject, measure):
    mention = read_statement(statement)
    assert (mention.subject, mention.measure) == (subject, measure)


def test_it_and_the_company_are_what_the_document_speaks_of():
    text = "Norra Rail carried 4 million people. It employs 900 people. The company owns 62 trains."
    assert {mention.subject for mention in mentions(text)} == {"Norra Rail"}


def test_limits_denials_and_orders_of_magnitude_are_not_tracked():
    assert tracked("Half of them wait for longer than a year.") == ["Half"]
    assert tracked("The lake froze in 14 of the last 17 winters.") == ["14"]
    assert tracked("He denied that 500 trees were cut; it was 40 trees.") == ["40 trees"]
    assert tracked("Thousands of people came.") == []
    assert tracked("One of them left.") == []
