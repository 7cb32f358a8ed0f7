"""Texts that name the claim's subject and a like figure, and are no reason for an alarm."""

from __future__ import annotations

import pytest

from claims.checking.stance import Stance
from tests.checking.judging import judged

ALARMS = (Stance.CONTRADICTS, Stance.SUPERSEDES)

ROWS = [
    # another of its kind, where the name is an ordinary word
    ("Falcon Bank has 212 branches.", "2020",
     "Quarry Bank keeps shrinking. It has 190 branches left."),
    ("Lake Amber is 61 metres deep.", None, "Lake Osk freezes over. It is 31 metres deep."),
    ("The Copper Islands have 3 doctors.", "2020", "Marn, an island, has 5 doctors."),
    # of an ordinal that counts only some
    ("The Reds have 8 players from abroad.", "2020",
     "Olsen is the 11th player of the Reds to be injured."),
    ("Alda has 12 plants.", "2020", "It was the 15th fire in the plants of Alda since 2010."),
    # a rate that is another figure's
    ("The Sarn ferry carries 2,000 passengers a day.", "2019",
     "The Sarn ferry, which leaves six times a day, carried 900,000 passengers last year."),
    # the rest after several parts, and of several things
    ("The Sarn works recycles 70 percent of its water.", "2022",
     "The Sarn works loses 10 percent of its water, cleans 20 percent and recycles the rest."),
    ("40 percent of Sarn's power comes from coal.", "2022",
     "Gas supplies 30 percent of Sarn's power; the rest comes from coal and wind."),
    # the year of another one's figure
    ("Sarn had 3,000 hotel beds in 2015.", "2015",
     "Sarn has 9,000 hotel beds, three times as many as Alda had in 2015."),
    # a hut stands lower than its mountain, and a wreck lies less deep than its lake
    ("Mount Sarn is 2,900 metres high.", None,
     "The hut on Mount Sarn stands at a height of 2,100 metres."),
    ("Lake Sarn is 60 metres deep.", None,
     "Divers found the wreck in Lake Sarn at a depth of 40 metres."),
    # the average that it is held against
    ("Inflation in Sarn is 5 percent.", "2022",
     "Sarn's inflation is above the euro zone's average rate of 7 percent."),
    # who was hurt there does not work there
    ("Sarn's bakery employs 40 people.", "2022",
     "30 people were hurt when the roof of Sarn's bakery fell in."),
    # a place named right after the figure
    ("There are 50 farms in Sarn.", "2022", "Sarn has much to learn. There are 41 farms in Alda."),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "as_of", "text"), ROWS)
def test_no_alarm_is_raised(statement: str, as_of: str | None, text: str) -> None:
    assert judged(statement, as_of, "2022-05-01", text).stance not in ALARMS


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Falcon Bank has 212 branches.", "Falcon keeps shrinking. It has 190 branches left."),
        ("Lake Amber is 61 metres deep.", "Divers like Lake Amber. The lake is 58 metres deep."),
    ],
)
def test_a_name_that_is_an_ordinary_word_is_a_name(statement: str, text: str) -> None:
    assert judged(statement, "2020", "2022-06-01", text).stance in ALARMS
