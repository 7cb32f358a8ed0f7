"""What is counted, sold or left, said in the plain words of a newspaper."""

from __future__ import annotations

import pytest

from claims.checking.stance import Stance
from tests.checking.judging import judged
from tests.quantities.reading import mentions

SUPPORTS, CONTRADICTS, SUPERSEDES, UNRELATED, UNCLEAR = (
    Stance.SUPPORTS,
    Stance.CONTRADICTS,
    Stance.SUPERSEDES,
    Stance.UNRELATED,
    Stance.UNCLEAR,
)

ROWS = [
    # the verb says what is counted
    ("The Sarn hospital had 310 births in 2021.", "2021",
     "At the Sarn hospital 276 children were born in 2021.", CONTRADICTS),
    # how often is said at the end of the clause, or nowhere
    ("The Sarn line is used by 40,000 commuters every day.", "2018",
     "On the Sarn line 58,000 people commute each day.", SUPERSEDES),
    ("The Sarn line is used by 40,000 commuters every day.", "2018",
     "On the Sarn line 58,000 people commute.", UNRELATED),
    # for what a thing sells is its price
    ("Oil from Sarn costs 6 euros a litre.", "2020", "A litre of oil from Sarn sells for 11 euros.",
     SUPERSEDES),
    # for how many something is done is not how many came
    ("Sarn Energy supplies 900 homes.", "2020", "Sarn Energy delivers power to 700 homes.",
     SUPERSEDES),
    ("Sarn Energy has 900 tankers.", "2020", "Sarn Energy lost 700 tankers.", UNCLEAR),
    # what is left
    ("The Sarn chain has 210 screens.", "2019",
     "The Sarn chain closed 40 screens and has 170 left.", SUPERSEDES),
    # the rest is the rest
    ("The Sarn works recycles 70 percent of its water.", "2022",
     "The Sarn works gets 30 percent of its water from the river and recycles the rest.", SUPPORTS),
    ("The Sarn works recycles 70 percent of its water.", "2022",
     "The Sarn works recycles 40 percent of its water and sells the rest.", CONTRADICTS),
    # who came is not for how many there is room
    ("The Sarn stadium holds 28,000 people.", "2022", "The match drew 21,000 people to the Sarn"
     " stadium.", UNRELATED),
    # two percent is too coarse for one and a half
    ("Sarn Bank charges 1.5 percent.", "2022", "Sarn Bank charges 2 percent.", UNCLEAR),
    # an ordinal before a name
    ("Ana Sarn has won 15 World Cup races.", "2019", "Ana Sarn won her 21st World Cup race.",
     SUPERSEDES),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "as_of", "text", "stance"), ROWS)
def test_plain_words_are_understood(statement: str, as_of: str, text: str, stance: Stance) -> None:
    assert judged(statement, as_of, "2022-05-01", text).stance == stance


def test_century_in_capitals_counts_nothing() -> None:
    assert mentions("She sold his 18th Century furniture.") == []
