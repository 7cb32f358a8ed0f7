"""Words that share a stem and no meaning, and wordings further from the claim's."""

from __future__ import annotations

import pytest

from claims.checking.stance import Stance
from tests.checking.judging import judged

SUPPORTS, CONTRADICTS, SUPERSEDES, UNRELATED = (
    Stance.SUPPORTS,
    Stance.CONTRADICTS,
    Stance.SUPERSEDES,
    Stance.UNRELATED,
)

ROWS = [
    # villagers live in villages
    ("Sarn has 40 villages.", "2021", "Sarn has 90 inhabitants.", UNRELATED),
    ("Sarn has 90 inhabitants.", "2021", "Sarn has 40 villages.", UNRELATED),
    ("The storm killed 40 people in Sarn.", "2022-05", "In Sarn eleven villages were flooded by the"
     " storm.", UNRELATED),
    # who is killed has died, and need not be murdered
    ("The earthquake in Sarn killed 40 people.", "2022-05",
     "The death toll of the earthquake in Sarn stands at 61.", CONTRADICTS),
    # a company that loses money makes a loss
    ("Sarn Motors made a loss of 40 million euros in 2021.", "2021",
     "Sarn Motors lost 65 million euros in 2021.", CONTRADICTS),
    ("Unemployment in Sarn is 8 percent.", "2019",
     "In Sarn 11 percent of the workforce are out of work.", SUPERSEDES),
    ("A ticket to the Sarn show costs 12 euros.", "2020",
     "Visitors to the Sarn show pay 18 euros at the door.", SUPERSEDES),
    ("Half of Sarn's adults are overweight.", "2020",
     "In Sarn 62 percent of adults weigh too much.", SUPERSEDES),
    # a year to which a figure is only compared is not its own
    ("The Sarn choir has 30 singers.", "2015",
     "The Sarn choir now has twice as many singers as in 2015: 60.", SUPERSEDES),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "as_of", "text", "stance"), ROWS)
def test_word_is_taken_for_what_it_means(
    statement: str, as_of: str, text: str, stance: Stance
) -> None:
    assert judged(statement, as_of, "2022-05-09", text).stance == stance
