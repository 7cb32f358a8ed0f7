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
]


@pytest.mark.parametrize(("text", "value", "time"), EARLIER)
def test_earlier_value_is_for_its_own_time(text: str, value: int, time: str | None) -> None:
    mentions = extract(Document(text, "", PUBLISHED))
    (earlier,) = (m for m in mentions if m.quantity.value == value)
    assert (str(earlier.period) if earlier.period else None) == time
    assert earlier.period_stated == (time is not None)
    level = next(m for m in mentions if m.quantity.value != value)
    assert (level.role, str(level.period)) == (Role.LEVEL, "2024-09-12")


SHARES = [
    ("Over 80 percent of Torvik's ships are registered abroad", "Torvik's ships are registered"),
    ("Novo Nordisk has about 70 percent of the diabetes-care market", "diabetes-care market"),
    ("A third of teachers are older than 50", "teachers are older"),
]


@pytest.mark.parametrize(("statement", "measure"), SHARES)
def test_share_says_what_it_is_taken_of(statement: str, measure: str) -> None:
    assert read_statement(statement).measure.startswith(measure)
