"""What a text says of an earlier time by a multiple: "24 million, twice as many as in 2019"."""

from __future__ import annotations

import pytest

from claims.checking.stance import Stance
from tests.checking.judging import judged
from tests.quantities.reading import value_units

IN_2019 = "Sarn airport handled 12 million travellers in 2019."
BEDS = "Sarn had 3,000 hotel beds in 2015."
NOW = "Sarn has 3,000 hotel beds."

ROWS = [
    (IN_2019, "2019", "Sarn airport handled 24 million travellers in 2023, twice as many as in"
     " 2019.", Stance.SUPPORTS),
    (IN_2019, "2019", "Sarn airport handled 40 million travellers in 2023, twice as many as in"
     " 2019.", Stance.CONTRADICTS),
    (IN_2019, "2019", "Sarn airport handled 24 million travellers in 2023, twice as many as four"
     " years before.", Stance.SUPPORTS),
    (IN_2019, "2019", "Sarn airport handled 24 million travellers in 2023, twice as many as in"
     " 2013.", Stance.UNRELATED),
    (IN_2019, "2019", "Sarn airport handled 24 million travellers in 2023, twice as many as Alto"
     " airport.", Stance.UNRELATED),
    (BEDS, "2015", "The number of hotel beds in Sarn has tripled since 2015 to 9,000.",
     Stance.SUPPORTS),
    (BEDS, "2015", "The number of hotel beds in Sarn has doubled since 2015 to 9,000.",
     Stance.CONTRADICTS),
    (BEDS, "2015", "The number of hotel beds in Sarn has more than doubled since 2015 to 9,000.",
     Stance.UNCLEAR),
    # what is told for today needs no working out
    (NOW, "2015", "The number of hotel beds in Sarn has tripled since 2015 to 9,000.",
     Stance.SUPERSEDES),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "as_of", "text", "stance"), ROWS)
def test_earlier_figure_is_worked_out(
    statement: str, as_of: str, text: str, stance: Stance
) -> None:
    finding = judged(statement, as_of, "2024-05-01", text)
    assert finding.stance == stance


def test_reasons_tell_that_the_figure_was_worked_out() -> None:
    finding = judged(*ROWS[0][:2], "2024-05-01", ROWS[0][2])
    assert "a multiple of the earlier figure" in finding.reasons.sentence
    assert finding.mention is not None and finding.mention.quote == "24 million travellers"


def test_as_many_as_after_a_multiple_is_no_bound() -> None:
    sentence = "It sold 900 cars, three times as many as two years before."
    assert value_units(sentence)[:2] == [("900", "count"), ("3", "times")]
