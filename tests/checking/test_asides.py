"""Figures that stand beside what the claim speaks of, and those that only look as if they did."""

from __future__ import annotations

import pytest

from claims.checking.stance import Stance
from tests.checking.judging import judged

SUPPORTS, CONTRADICTS, SUPERSEDES, UNRELATED, UNCLEAR = (
    Stance.SUPPORTS,
    Stance.CONTRADICTS,
    Stance.SUPERSEDES,
    Stance.UNRELATED,
    Stance.UNCLEAR,
)

PEAK = "Mount Sarn is 2,914 metres high."
PUPILS = "The Sarn school has 300 pupils."
WAIT = "Patients at the Sarn hospital wait 19 weeks for an operation."
SHOPS = "Sarn has 30 shops."
BOARS = "There are 500 boars in the Sarn wood."
CARS = "Sarn Motors sold 900 cars in 2021."
TOLL = "The fire in Sarn killed 61 people."

ROWS = [
    # where something was is not how high the mountain is, but where it stands may be
    (PEAK, None, "The hikers of Mount Sarn slept at a height of 2,100 metres.", UNRELATED, None),
    ("The Sarn tower is 90 metres high.", None,
     "The Sarn tower stands at a height of 90 metres.", SUPPORTS, "90 metres"),
    # who was one of them is one no more, unless the claim speaks of those
    (PUPILS, "2022", "The Sarn school met with 300 former pupils.", UNRELATED, None),
    (PUPILS, "2022", "The Sarn school now has 340 pupils.", CONTRADICTS, "340 pupils"),
    ("The Sarn club has 300 former members.", "2022",
     "The Sarn club wrote to its 300 former members.", SUPPORTS, "300 former members"),
    # the average of the country is not the hospital's
    (WAIT, "2022",
     "At the Sarn hospital patients wait 12 weeks for an operation; the national average is 19.",
     CONTRADICTS, "12 weeks"),
    # what is left is no part of those that closed
    (SHOPS, "2018", "Nine of the shops in Sarn closed, so 21 are left.", SUPERSEDES, "21"),
    # how many were shot, and that all of them were looked at
    (BOARS, "2022", "Hunters in the Sarn wood shot 500 boars.", UNRELATED, None),
    (SHOPS, "2022", "In Sarn they inspected 30 shops.", UNRELATED, None),
    (SHOPS, "2022", "In Sarn they inspected all 30 shops.", SUPPORTS, "30 shops"),
    # what was built is not yet sold, but a house is told by both
    (CARS, "2021", "Sarn Motors built 900 cars in 2021.", UNRELATED, None),
    ("The Sarn house is worth 5 million dollars.", "2022",
     "The Sarn house, built of wood, sold for 5 million dollars.", SUPPORTS, "5 million dollars"),
    # the year of which the text goes on to speak
    (CARS, "2021", "Sarn Motors looked back on last year. It sold 700 cars.", CONTRADICTS,
     "700 cars"),
    (CARS, "2021", "Sarn Motors looked back on last year. It has 700 cars to sell.", UNCLEAR,
     None),
    # a figure that is taken back, and the colon after a sentence, which labels nothing
    (TOLL, "2022",
     "An earlier version of this report gave the number of those killed by the fire in Sarn as 61."
     " The police have since corrected their count: 48 people were killed.",
     CONTRADICTS, "48 people"),
    (TOLL, "2022", "Early reports had put the toll of the fire in Sarn at 61. It killed 48 people.",
     CONTRADICTS, "48 people"),
    # farmers who harvest rice are who does it, and no other measure
    ("Rice yields in Sarn average 3.2 tonnes per hectare.", "2012",
     "Farmers in Sarn harvest 4.6 tonnes of rice per hectare on average.", SUPERSEDES,
     "4.6 tonnes of rice per hectare"),
    ("Sarn exported 310 tonnes of rice.", "2022", "Sarn harvested 420 tonnes of rice.",
     UNCLEAR, None),
    # a share of what the claim only names beside its whole
    ("Two in five Sarn households own a car.", "2022", "Two in five cars in Sarn run on diesel.",
     UNRELATED, None),
    ("Two in five Sarn households own a car.", "2022",
     "In Sarn two in five households own a car.", SUPPORTS, "two in five households"),
    # a rival's figure, whatever the rival is called
    ("Sarn Bank employs 8,000 people.", "2022", "Sarn Bank's rival Alto employs 9,500 people.",
     UNRELATED, None),
    # ordinals that count, and those that do not
    ("The Sarn line has 17 stations.", "2018", "It is the 18th station on the Sarn line.",
     SUPERSEDES, "18th station"),
    ("The Sarn line has 17 stations.", "2018", "It is the third station on the Sarn line.",
     UNRELATED, None),
    # men and women are people, and a rate may follow what it is a rate of
    ("The Sarn works employ 400 people.", "2022",
     "Some 400 men and women are employed at the Sarn works.", SUPPORTS, "Some 400 men and women"),
    ("Sarn emits 9 tonnes of CO2 per head.", "2015",
     "Sarn's emissions of CO2 have fallen to 5 tonnes per head.", SUPERSEDES, "5 tonnes per head"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "as_of", "text", "stance", "quote"), ROWS)
def test_what_stands_beside_is_told_apart(
    statement: str, as_of: str | None, text: str, stance: Stance, quote: str | None
) -> None:
    finding = judged(statement, as_of, "2022-05-01", text)
    assert finding.stance == stance
    if quote is not None:
        assert finding.mention is not None and finding.mention.quote == quote
