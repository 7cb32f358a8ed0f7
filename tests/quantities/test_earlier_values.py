"""An earlier value is for its own time; a share says what it is taken of."""

from __future__ import annotations

from datetime import date

import pytest

from claims.quantities import extract, read_statement
from claims.quantities.mention import Document, Role

PUBLISHED = date(2024, 9, 12)

EARLIER = [
    ("Membership rose to 221, up from 189 two years earlier.", 189, "2022"),
    ("The club has 221 members, compared with 150 a decade ago.", 150, "2014"),
    ("Ticket sales fell to 4,100 from 5,200 only 3 years before.", 5200, "2021"),
    ("Membership rose to 221, up from 189 in 2019.", 189, "2019"),
    ("The clinic treated 2,650 patients, against 2,690 in 2021.", 2690, "2021"),
    ("Membership rose to 221, up from 189.", 189, None),
    ("Membership was 221, down from 240 the year before.", 240, "2023"),
]


@pytest.mark.parametrize(("text", "value", "time"), EARLIER)
def test_earlier_value_is_for_its_own_time(text: str, value: int, time: str | None) -> None:
    mentions = extract(Document(text, "", PUBLISHED))
    (earlier,) = (m for m in mentions if m.quantity.value == value)
    assert (str(earlier.period) if earlier.period else None) == time
    assert earlier.period_stated == (time is not None)
    level = next(m for m in mentions if m.quantity.value != value)
    assert (level.role, str(level.period)) == (Role.LEVEL, "2024-09-12")


DATED = [
    ("The zoo had 40 births in 2021, down from 52 the year before.", 52, "2020"),
    ("The zoo had 40 births in 2021, down from 52 a year earlier.", 52, "2020"),
    ("The zoo had 40 births in 2021, down from 52.", 52, None),
    ("In 2021 births fell to 40 from 52.", 52, None),
    ("In 2021 the zoo had 40 births, and 52 births in the previous year.", 52, "2020"),
    ("The zoo had 40 births last year, against 52 births the year before.", 52, "2022"),
    ("Births fell to 40, down from a 2018 high of 52.", 52, "2018"),
    ("Between 2010 and 2020, births fell by 52 percent.", 52, "2020"),
    ("It was the best year since it opened in 1976: 52 cubs were born.", 52, "2024-09-12"),
]


@pytest.mark.parametrize(("text", "value", "time"), DATED)
def test_time_is_counted_from_the_one_named_before(text: str, value: int, time: str | None) -> None:
    mentions = extract(Document(text, "", PUBLISHED))
    (earlier,) = (m for m in mentions if m.quantity.value == value)
    assert (str(earlier.period) if earlier.period else None) == time


SHARES = [
    ("Over 80 percent of Torvik's ships are registered abroad", "Torvik's ships are registered"),
    ("Novo Nordisk has about 70 percent of the diabetes-care market", "diabetes-care market"),
    ("A third of teachers are older than 50", "teachers are older"),
]


@pytest.mark.parametrize(("statement", "measure"), SHARES)
def test_share_says_what_it_is_taken_of(statement: str, measure: str) -> None:
    assert read_statement(statement).measure.startswith(measure)


@pytest.mark.parametrize(
    ("sentence", "quote", "measure"),
    [
        ("In the end 340 took part.", "340", ""),
        ("Heavy rain kept many away, and 290 came.", "290", ""),
        ("It sold 340 tickets.", "340 tickets", "tickets"),
    ],
)
def test_number_that_is_a_subject_counts_no_verb(sentence: str, quote: str, measure: str) -> None:
    (mention,) = extract(Document(sentence))
    assert (mention.quote, mention.measure) == (quote, measure)
